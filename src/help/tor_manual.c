/* tor's manual page, if installed: its descriptions of options. */
#include "help/tor_manual.h"

#include "cmd/sh.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/pipe.h"
#include "util/strv.h"
#include "util/text.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE_MAX = 8 * 1024 * 1024 };

/* ---- reading */

/* Calls `try FILE` for each possible place of the page. */
#define EACH_PLACE \
	"exec </dev/null 2>/dev/null\n" \
	"places=$1 IFS=:\n" \
	"case :$places: in *::*) places=$places:/usr/local/share/man:" \
		"/usr/share/man:/usr/local/man;; esac\n" \
	"for dir in $places; do\n" \
	"	try \"$dir/man1/tor.1\"\n" \
	"	try \"$dir/man1/tor.1.gz\"\n" \
	"done\n" \
	"exit 1\n"

static const char *const readers[] = {
	/* Formats the page with the tool that is installed. */
	[TOR_MANUAL_TEXT] =
		"export MANPAGER=cat PAGER=cat MANWIDTH=76\n"
		"man 1 tor </dev/null 2>/dev/null && exit\n"
		"try() { test -r \"$1\" && mandoc -O width=76 \"$1\" && exit; }\n"
		EACH_PLACE,
	[TOR_MANUAL_SOURCE] =
		"try() { test -r \"$1\" || return\n"
		"	case $1 in *.gz) exec gzip -dc \"$1\";; esac\n"
		"	exec cat \"$1\"; }\n"
		EACH_PLACE,
};

/* Undoes the overstriking that marks bold and underlined letters. */
static void remove_overstrikes(struct buf *page)
{
	size_t to = 0;

	for (size_t i = 0; i < page->len; i++)
		if (page->data[i] == '\b')
			while (to && (page->data[--to] & 0xc0) == 0x80)
				;
		else
			page->data[to++] = page->data[i];
	if (page->len)
		buf_truncate(page, to);
}

bool tor_manual_read(enum tor_manual_form form, struct buf *page)
{
	int ends[2], status = 0;
	sigset_t none;
	pid_t pid;
	bool ok;

	if (!pipe_open(ends))
		return false;
	sigemptyset(&none);
	pid = sh_start(readers[form], getenv("MANPATH"), -1, ends[1], &none, NULL);
	close(ends[1]);
	ok = files_read_fd(ends[0], "man", PAGE_MAX, page, NULL);
	close(ends[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	remove_overstrikes(page);
	return ok && !status && page->len;
}

/* ---- an option in the text */

static size_t indentation(struct span line)
{
	size_t len = 0;

	while (len < line.len && text_is_blank(line.at[len]))
		len++;
	return len;
}

static bool is_empty(struct span line)
{
	return indentation(line) == line.len;
}

/*
 * Returns true if the line names the option in its heading: as the first word,
 * or after a comma.
 */
static bool names_option(struct span line, const char *option)
{
	struct span word;
	bool first = true;

	while (span_next_word(&line, &word)) {
		bool comma = word.at[word.len - 1] == ',';

		word.len -= comma;
		if (first && span_equal_nocase(word, option))
			return true;
		first = comma;
	}
	return false;
}

struct page {
	struct span *lines;
	size_t len;
};

static void split(struct span text, struct page *page)
{
	size_t size = 0;
	struct span line;

	while (span_next_line(&text, &line)) {
		if (page->len == size) {
			size = size ? 2 * size : 1024;
			page->lines = alloc_resize(page->lines, size,
				sizeof(*page->lines));
		}
		page->lines[page->len++] = line;
	}
}

/* Returns true if line `at` is not empty and indented by exactly `indent`. */
static bool is_level(const struct page *page, size_t at, size_t indent)
{
	return at < page->len && !is_empty(page->lines[at]) &&
		indentation(page->lines[at]) == indent;
}

/*
 * Returns the end of the block from line `at` that is indented more than
 * `indent`.
 */
static size_t body_end(const struct page *page, size_t at, size_t indent)
{
	size_t end = at;

	for (; at < page->len; at++) {
		if (is_empty(page->lines[at]))
			continue;
		if (indentation(page->lines[at]) <= indent)
			break;
		end = at + 1;
	}
	return end;
}

/*
 * Finds the outermost line that begins with the option's name and has indented
 * text below. Returns `page->len` if there is none.
 */
static size_t find_head(const struct page *page, const char *option)
{
	size_t best = page->len, least = 0;

	for (size_t i = 0; i < page->len; i++) {
		size_t indent = indentation(page->lines[i]), next = i + 1;

		if (!indent || !names_option(page->lines[i], option) ||
			(best < page->len && indent >= least))
			continue;
		while (is_level(page, next, indent))
			next++;
		if (body_end(page, next, indent) > next) {
			best = i;
			least = indent;
		}
	}
	return best;
}

bool tor_manual_find(struct span page, const char *option, struct buf *to)
{
	struct page all = { NULL, 0 };
	size_t head, first, end, indent;
	bool found;

	split(page, &all);
	head = find_head(&all, option);
	found = head < all.len;
	if (found) {
		indent = indentation(all.lines[head]);
		for (first = head; first && is_level(&all, first - 1, indent);
			first--)
			;
		for (end = head; is_level(&all, end, indent); end++)
			;
		end = body_end(&all, end, indent);
		for (size_t i = first; i < end; i++) {
			buf_add_string(to, is_empty(all.lines[i]) ? "" : "  ");
			buf_add_span(to, span_from(all.lines[i], indent));
			buf_add_char(to, '\n');
		}
	}
	free(all.lines);
	return found;
}

/* ---- all options in the source */

/* Characters by name: "\(cq". */
static const struct {
	const char *name;
	char c;
} characters[] = {
	{ "cq", '\'' }, { "oq", '\'' }, { "Aq", '\'' }, { "lq", '"' },
	{ "rq", '"' }, { "bu", '*' }, { "hy", '-' },
};

static void add_character(struct buf *to, struct span name)
{
	for (size_t i = 0; i < sizeof(characters) / sizeof(*characters); i++)
		if (span_starts(name, characters[i].name))
			buf_add_char(to, characters[i].c);
}

/* Adds a line of the source without fonts and escapes. */
static void add_plain(struct buf *to, struct span line)
{
	while (line.len) {
		char c = *line.at;
		size_t len = 1;

		if (c == '\\' && line.len > 1) {
			c = line.at[1];
			len = c == 'f' ? 3 : c == '(' ? 4 : c == '*' ? 5 : 2;
			if (c == '(' || c == '*')
				add_character(to, span_from(line, len - 2));
			c = strchr("f(*&", c) ? '\0' : c == 'e' ? '\\' : c;
		}
		if (c)
			buf_add_char(to, c);
		line = span_from(line, len);
	}
}

/*
 * Returns the length of the first sentence without its full stop, ignoring
 * those of "e.g."; 0 if it does not end yet.
 */
static size_t sentence_len(struct span text)
{
	for (size_t i = 2; i < text.len; i++)
		if (text.at[i] == '.' && (i + 1 == text.len ||
			text.at[i + 1] == ' ') && (text.at[i - 2] != '.' ||
			text_is_digit(text.at[i - 1])))
			return i;
	return 0;
}

/* Adds the first word of a heading, and each after a comma. */
static void add_names(struct strv *names, struct span heading)
{
	struct buf plain = BUF_INIT;
	struct span rest, word;
	bool first = true;

	add_plain(&plain, heading);
	rest = buf_span(&plain);
	while (span_next_word(&rest, &word)) {
		bool comma = word.at[word.len - 1] == ',';

		word.len -= comma;
		if (first && word.len)
			strv_add_span(names, word);
		first = comma;
	}
	buf_clear(&plain);
}

/* Adds the names with the first sentence, and clears both. */
static void add_options(struct pairs *options, struct strv *names,
	struct buf *text)
{
	struct span about = { buf_text(text), sentence_len(buf_span(text)) };

	for (size_t i = 0; i < names->len; i++)
		pairs_add(options, span_of(names->items[i]), &about);
	strv_clear(names);
	buf_reset(text);
}

/*
 * The source is generated: ".PP", one or more headings, which begin in bold,
 * then ".RS" and the text.
 */
void tor_manual_options(struct span source, struct pairs *options)
{
	enum { OUTSIDE, HEADING, INSIDE } place = OUTSIDE;
	struct strv names = STRV_INIT;
	struct buf text = BUF_INIT;
	struct span line;

	while (span_next_line(&source, &line)) {
		bool request = line.len && *line.at == '.';

		if (span_starts(line, ".PP") || span_starts(line, ".sp")) {
			place = place == INSIDE ? INSIDE : HEADING;
		} else if (place == HEADING && span_starts(line, "\\fB")) {
			add_names(&names, line);
		} else if (span_starts(line, ".RS") && names.len) {
			place = INSIDE;
		} else if (place == INSIDE && line.len && !request) {
			buf_add_string(&text, text.len ? " " : "");
			add_plain(&text, line);
		} else {
			strv_clear(&names);
			place = OUTSIDE;
		}
		if (place == INSIDE && sentence_len(buf_span(&text))) {
			add_options(options, &names, &text);
			place = OUTSIDE;
		}
	}
	strv_clear(&names);
	buf_clear(&text);
}

void tor_manual_load(struct pairs *options)
{
	struct buf page = BUF_INIT;

	if (tor_manual_read(TOR_MANUAL_SOURCE, &page))
		tor_manual_options(buf_span(&page), options);
	buf_clear(&page);
}
