/* The grammar of lines at the prompt, in scripts and after -c. */
#include "line/parse.h"

#include "util/alloc.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* Returns the first byte; NUL at the end. */
static char peek(struct span line)
{
	return line.len ? *line.at : '\0';
}

static struct span skip_blanks(struct span line)
{
	while (text_is_blank(peek(line)))
		line = span_from(line, 1);
	return line;
}

static char *trimmed(struct span text)
{
	text = skip_blanks(text);
	while (text.len && text_is_blank(text.at[text.len - 1]))
		text.len--;
	return span_copy(text);
}

/* Returns the text from the first word or "!" on. */
static struct span skip_front(struct span line, bool *may_fail)
{
	line = skip_blanks(line);
	*may_fail = peek(line) == '-';
	return *may_fail ? skip_blanks(span_from(line, 1)) : line;
}

struct span parse_first_word(struct span line)
{
	struct parse_word word = { .text = BUF_INIT_SECRET };
	bool may_fail;

	line = skip_front(line, &may_fail);
	if (peek(line) != '!' && peek(line) != '#')
		parse_word(&word, line);
	buf_clear(&word.text);
	line.len = word.len;
	return line;
}

/* ---- the parts of a line; `left` is the rest of it */

/* Returns the shell command after the "|" or "!" that `left` begins with. */
static char *read_shell(struct parse *parse, struct span left, size_t len)
{
	left = skip_blanks(span_from(left, 1));
	parse->end = PARSE_END_SHELL;
	parse->start = len - left.len;
	return trimmed(left);
}

/* Reads the next word as `parse->last`, which begins here. */
static void read_word(struct parse *parse, struct span *left, size_t len)
{
	buf_reset(&parse->last.text);
	parse->last.text.secret = true;
	parse->start = len - left->len;
	parse_word(&parse->last, *left);
	parse->unmade = parse->last.asks_made && !parse->last.made;
	*left = span_from(*left, parse->last.len);
}

static void read_file(struct parse *parse, struct span left, size_t len)
{
	left = span_from(left, 1);
	parse->target = PARSE_FILE;
	if (peek(left) == '>') {
		left = span_from(left, 1);
		parse->target = PARSE_APPEND;
	}
	left = skip_blanks(left);
	if (peek(left) == '#') {
		buf_reset(&parse->last.text);
	} else {
		read_word(parse, &left, len);
		if (!left.len && parse->words.len)
			parse->end = PARSE_END_FILE;
	}
	parse->where = buf_steal(&parse->last.text);
	left = skip_blanks(left);
	parse->excess = left.len && *left.at != '#';
}

static void read_target(struct parse *parse, struct span left, size_t len)
{
	if (peek(left) == '>') {
		read_file(parse, left, len);
	} else if (left.len) {
		parse->target = PARSE_PIPE;
		parse->where = read_shell(parse, left, len);
	}
}

/* Reads the text of a protocol line, in which only Tor's quotes count. */
static void read_rest(struct parse *parse, struct span left, size_t len)
{
	bool quoted = false;
	size_t at = 0;

	for (; at < left.len; at++) {
		if (quoted && left.at[at] == '\\' && at + 1 < left.len)
			at++;
		else if (left.at[at] == '"')
			quoted = !quoted;
		else if (!quoted && strchr("|>", left.at[at]) && at &&
			text_is_blank(left.at[at - 1]))
			break;
	}
	parse->rest = trimmed((struct span){ left.at, at });
	read_target(parse, span_from(left, at), len);
}

static void read_words(struct parse *parse, struct span left, size_t len,
	bool (*takes_rest)(const char *word))
{
	while ((left = skip_blanks(left)).len && !strchr("#|>", *left.at)) {
		read_word(parse, &left, len);
		strv_add(&parse->words, buf_text(&parse->last.text));
		if (parse->words.len == 1 && takes_rest &&
			takes_rest(parse->words.items[0])) {
			read_rest(parse, left, len);
			return;
		}
	}
	if (peek(left) == '|' || peek(left) == '>')
		read_target(parse, left, len);
	else if (!left.len)
		parse->end = PARSE_END_WORD;
}

void parse_unfinished(struct parse *parse, struct span line,
	bool (*takes_rest)(const char *word))
{
	struct span left;

	line.len = line.len ? strnlen(line.at, line.len) : 0;
	left = skip_front(line, &parse->may_fail);
	if (peek(left) == '!')
		parse->shell = read_shell(parse, left, line.len);
	else
		read_words(parse, left, line.len, takes_rest);
	/* A blank ends the last word. */
	if (parse->end == PARSE_END_WORD && parse->start + parse->last.len <
		line.len) {
		parse->last.len = 0;
		parse->start = line.len;
	}
}

/* Returns why a line that ends here cannot be run, or NULL; the caller's. */
static char *incomplete(const struct parse *parse)
{
	if (parse->shell && !*parse->shell)
		return alloc_string("missing shell command after !");
	if (parse->where && !parse->words.len)
		return alloc_print("missing command before %c",
			parse->target == PARSE_PIPE ? '|' : '>');
	if (parse->target == PARSE_PIPE && !*parse->where)
		return alloc_string("missing shell command after |");
	if (parse->last.backslash)
		return alloc_string("trailing backslash");
	if (parse->last.quote)
		return alloc_print("unterminated quote %c", parse->last.quote);
	if (parse->where && !*parse->where)
		return alloc_string("missing file name after >");
	if (parse->excess)
		return alloc_string("unexpected text after the file name");
	return NULL;
}

bool parse_line(struct parse *parse, struct span line,
	bool (*takes_rest)(const char *word), struct error *error)
{
	char *reason;

	if (line.len && memchr(line.at, '\0', line.len))
		return error_set(error, ERROR_USAGE, "the line contains a NUL "
			"byte; is this a text file?");
	parse_unfinished(parse, line, takes_rest);
	reason = incomplete(parse);
	if (reason)
		error_set(error, ERROR_USAGE, "%s", reason);
	free(reason);
	return !reason;
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
	buf_clear(&parse->last.text);
	*parse = (struct parse){ 0 };
}
