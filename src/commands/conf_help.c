/* Help on one option of the configuration. */
#include "commands/conf_help.h"

#include "cmd/session.h"
#include "cmd/sh.h"
#include "commands/conf_show.h"
#include "out/layout.h"
#include "tor/conf.h"
#include "tor/conf_names.h"
#include "util/alloc.h"
#include "util/escape.h"
#include "util/files.h"
#include "util/pipe.h"
#include "util/text.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE_MAX = 8 * 1024 * 1024 };

/* Formats the manual with whatever tool is installed. */
static const char read_manual[] =
	"exec </dev/null 2>/dev/null\n"
	"MANPAGER=cat PAGER=cat MANWIDTH=76\n"
	"export MANPAGER PAGER MANWIDTH\n"
	"man 1 tor && exit\n"
	"for dir in /usr/local/share/man /usr/share/man /usr/local/man; do\n"
	"	for page in $dir/man1/tor.1 $dir/man1/tor.1.gz; do\n"
	"		test -r $page && mandoc -O width=76 $page && exit\n"
	"	done\n"
	"done\n"
	"exit 1\n";

/* ---- the manual */

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

static bool read_page(struct buf *page)
{
	int ends[2], status = 0;
	sigset_t none;
	pid_t pid;
	bool ok;

	if (!pipe_open(ends))
		return false;
	sigemptyset(&none);
	pid = sh_start(read_manual, NULL, -1, ends[1], &none, NULL);
	close(ends[1]);
	ok = files_read_fd(ends[0], "man", PAGE_MAX, page, NULL);
	close(ends[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	remove_overstrikes(page);
	return ok && !status && page->len;
}

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

bool conf_help_find(struct span page, const char *option, struct buf *to)
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

/* ---- the command */

/* Reads the option's value, and the value it would have without torrc. */
static bool read_values(struct connection *connection, const struct pair *option,
	struct pairs *defaults, struct pairs *values, struct error *error)
{
	struct strv key = STRV_INIT;
	bool ok;

	strv_add(&key, option->name);
	ok = conf_show_read(connection, "config/defaults", defaults, error) &&
		conf_get(connection, &key, values, error);
	strv_clear(&key);
	return ok;
}

static void add_line(struct call *call, const char *name, const char *value)
{
	struct buf line = BUF_INIT;

	buf_print(&line, "  %-8s %s\n", name, value);
	result_add_text(&call->result, call->session->output, buf_span(&line));
	buf_clear(&line);
	result_add(&call->result, name, span_of(value));
}

static void add_lines(struct call *call, const char *name,
	const struct pairs *lines, const struct pair *option)
{
	bool group = !strcmp(option->value, "Virtual"), any = false;
	struct buf line = BUF_INIT_SECRET;

	for (size_t i = 0; i < lines->len; i++) {
		const struct pair *pair = &lines->items[i];

		if (!pair->value || (!group && !text_equal_nocase(pair->name,
			option->name)))
			continue;
		buf_reset(&line);
		buf_print(&line, "%s%s%s", group ? pair->name : "",
			group ? " " : "", pair->value);
		add_line(call, name, buf_text(&line));
		any = true;
	}
	if (!any)
		buf_print(&call->result.text, "  %-8s (none)\n", name);
	buf_clear(&line);
}

/* The name comes from Tor, so it is escaped. */
static void add_heading(struct call *call, const struct pair *option)
{
	struct layout layout = layout_of(call->session->output,
		&call->result.text);
	struct buf name = BUF_INIT;

	escape_add_terminal(&name, span_of(option->name), ESCAPE_LINE);
	layout_heading(&layout, buf_text(&name));
	result_add(&call->result, "option", span_of(option->name));
	buf_clear(&name);
}

static void add_manual(struct call *call, const struct pair *option)
{
	struct buf page = BUF_INIT, text = BUF_INIT;
	struct buf *to = &call->result.text;

	buf_add_char(to, '\n');
	if (!read_page(&page)) {
		buf_add_string(to, "The manual page tor(1) is not "
			"installed.\n");
	} else if (!conf_help_find(buf_span(&page), option->name, &text)) {
		buf_add_string(to, "The installed tor(1) does not describe ");
		escape_add_terminal(to, span_of(option->name), ESCAPE_LINE);
		buf_add_string(to, ".\n");
	} else {
		escape_add_terminal(to, buf_span(&text), ESCAPE_TEXT);
		result_add(&call->result, "manual", buf_span(&text));
	}
	buf_clear(&page);
	buf_clear(&text);
}

bool conf_help(struct call *call, struct connection *connection, const char *name,
	struct error *error)
{
	struct pairs names = { 0 }, defaults = { 0 }, values = { 0 };
	const struct pair *option = NULL;
	bool ok = true;

	if (connection)
		ok = conf_names_load(connection, &names, error);
	else
		conf_names_builtin(&names);
	if (ok)
		option = conf_names_find(&names, name, error);
	ok = option && (!connection || read_values(connection, option, &defaults,
		&values, error));
	if (ok) {
		add_heading(call, option);
		add_line(call, "type", option->value);
		if (connection) {
			add_lines(call, "default", &defaults, option);
			add_lines(call, "now", &values, option);
		}
		add_manual(call, option);
	}
	pairs_clear(&names);
	pairs_clear(&defaults);
	pairs_clear(&values);
	return ok;
}
