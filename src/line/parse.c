/* The grammar of lines at the prompt, in scripts and after -c. */
#include "line/parse.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* The rest of the line; bytes are taken off its front. */
struct scan {
	struct span left;
	struct error *error;
};

static void skip(struct scan *scan, size_t len)
{
	scan->left = span_from(scan->left, len);
}

static void skip_blanks(struct scan *scan)
{
	while (scan->left.len && text_is_blank(scan->left.at[0]))
		skip(scan, 1);
}

/* Returns the first byte; NUL at the end. */
static char peek(const struct scan *scan)
{
	return scan->left.len ? scan->left.at[0] : '\0';
}

static char *trimmed(struct span text)
{
	while (text.len && text_is_blank(text.at[0]))
		text = span_from(text, 1);
	while (text.len && text_is_blank(text.at[text.len - 1]))
		text.len--;
	return span_copy(text);
}

static bool scan_backslash(struct scan *scan, bool quoted, struct buf *word)
{
	static const char names[] = "ntr", bytes[] = "\n\t\r";
	const char *name;
	char c;

	skip(scan, 1);
	c = peek(scan);
	if (!c)
		return error_set(scan->error, ERROR_USAGE, "trailing "
			"backslash");
	name = quoted ? strchr(names, c) : NULL;
	buf_add_char(word, name ? bytes[name - names] : c);
	skip(scan, 1);
	return true;
}

static bool scan_quotes(struct scan *scan, struct buf *word)
{
	char quote = peek(scan);

	skip(scan, 1);
	while (peek(scan) && peek(scan) != quote) {
		if (quote == '"' && peek(scan) == '\\') {
			if (!scan_backslash(scan, true, word))
				return false;
			continue;
		}
		buf_add_char(word, peek(scan));
		skip(scan, 1);
	}
	if (!peek(scan))
		return error_set(scan->error, ERROR_USAGE,
			"unterminated quote %c", quote);
	skip(scan, 1);
	return true;
}

/* Scans one word, up to a blank, "|" or ">"; there must be one. */
static bool scan_word(struct scan *scan, struct buf *word)
{
	while (peek(scan) && !strchr(" \t|>", peek(scan))) {
		bool ok = true;

		if (peek(scan) == '\\') {
			ok = scan_backslash(scan, false, word);
		} else if (strchr("'\"", peek(scan))) {
			ok = scan_quotes(scan, word);
		} else {
			buf_add_char(word, peek(scan));
			skip(scan, 1);
		}
		if (!ok)
			return false;
	}
	return true;
}

static bool scan_pipe(struct scan *scan, struct parse *parse)
{
	skip(scan, 1);
	parse->target = PARSE_PIPE;
	parse->where = trimmed(scan->left);
	skip(scan, scan->left.len);
	if (*parse->where)
		return true;
	return error_set(scan->error, ERROR_USAGE,
		"missing shell command after |");
}

static bool scan_file(struct scan *scan, struct parse *parse)
{
	struct buf name = BUF_INIT;
	bool ok;

	skip(scan, 1);
	parse->target = PARSE_FILE;
	if (peek(scan) == '>') {
		skip(scan, 1);
		parse->target = PARSE_APPEND;
	}
	skip_blanks(scan);
	ok = peek(scan) == '#' || scan_word(scan, &name);
	parse->where = buf_steal(&name);
	if (!ok)
		return false;
	if (!*parse->where)
		return error_set(scan->error, ERROR_USAGE,
			"missing file name after >");
	skip_blanks(scan);
	if (peek(scan) && peek(scan) != '#')
		return error_set(scan->error, ERROR_USAGE,
			"unexpected text after the file name");
	skip(scan, scan->left.len);
	return true;
}

static bool scan_target(struct scan *scan, struct parse *parse)
{
	if (!parse->words.len)
		return error_set(scan->error, ERROR_USAGE,
			"missing command before %c", peek(scan));
	return peek(scan) == '|' ? scan_pipe(scan, parse) :
		scan_file(scan, parse);
}

/* Scans the text of a protocol line, in which only Tor's quotes count. */
static bool scan_rest(struct scan *scan, struct parse *parse)
{
	struct span rest = scan->left;
	bool quoted = false;
	size_t len = 0;

	for (; len < rest.len; len++) {
		if (quoted && rest.at[len] == '\\' && len + 1 < rest.len)
			len++;
		else if (rest.at[len] == '"')
			quoted = !quoted;
		else if (!quoted && strchr("|>", rest.at[len]) && len &&
			text_is_blank(rest.at[len - 1]))
			break;
	}
	parse->rest = trimmed((struct span){ rest.at, len });
	skip(scan, len);
	return !scan->left.len || scan_target(scan, parse);
}

static bool scan_words(struct scan *scan, struct parse *parse,
	bool (*takes_rest)(const char *word))
{
	struct buf word = BUF_INIT_SECRET;
	bool ok = true;

	for (;;) {
		skip_blanks(scan);
		if (!peek(scan) || peek(scan) == '#')
			break;
		if (peek(scan) == '|' || peek(scan) == '>') {
			ok = scan_target(scan, parse);
			break;
		}
		ok = scan_word(scan, &word);
		if (!ok)
			break;
		strv_add(&parse->words, buf_text(&word));
		buf_reset(&word);
		if (parse->words.len == 1 && takes_rest &&
			takes_rest(parse->words.items[0])) {
			ok = scan_rest(scan, parse);
			break;
		}
	}
	buf_clear(&word);
	return ok;
}

bool parse_line(struct parse *parse, struct span line,
	bool (*takes_rest)(const char *word), struct error *error)
{
	struct scan scan = { line, error };

	if (line.len && memchr(line.at, '\0', line.len))
		return error_set(error, ERROR_USAGE, "the line contains a NUL "
			"byte; is this a text file?");
	skip_blanks(&scan);
	if (peek(&scan) == '-') {
		parse->may_fail = true;
		skip(&scan, 1);
		skip_blanks(&scan);
	}
	if (peek(&scan) != '!')
		return scan_words(&scan, parse, takes_rest);
	parse->shell = trimmed(span_from(scan.left, 1));
	if (*parse->shell)
		return true;
	return error_set(error, ERROR_USAGE,
		"missing shell command after !");
}

void parse_clear(struct parse *parse)
{
	for (size_t i = 0; i < parse->words.len; i++)
		alloc_wipe(parse->words.items[i],
			strlen(parse->words.items[i]));
	strv_clear(&parse->words);
	if (parse->rest)
		alloc_wipe(parse->rest, strlen(parse->rest));
	free(parse->rest);
	free(parse->where);
	free(parse->shell);
	*parse = (struct parse){ 0 };
}
