/* The line grammar: rejects NULs, and a word quoted again is unchanged. */
#include "fuzz/fuzz.h"
#include "line/parse.h"
#include "util/alloc.h"

static bool takes_rest(const char *word)
{
	return !strcmp(word, "raw");
}

/* Single-quotes the word; only single quotes need another way. */
static void add_single(struct buf *line, const char *word)
{
	buf_add_char(line, '\'');
	for (; *word; word++)
		if (*word == '\'')
			buf_add_string(line, "'\\''");
		else
			buf_add_char(line, *word);
	buf_add_char(line, '\'');
}

static void add_double(struct buf *line, const char *word)
{
	buf_add_char(line, '"');
	for (; *word; word++) {
		if (strchr("\\\"", *word))
			buf_add_char(line, '\\');
		buf_add_char(line, *word);
	}
	buf_add_char(line, '"');
}

static void add_backslashes(struct buf *line, const char *word)
{
	/* An empty word needs quotes. */
	if (!*word)
		buf_add_string(line, "''");
	for (; *word; word++) {
		buf_add_char(line, '\\');
		buf_add_char(line, *word);
	}
}

static void check_again(const struct parse *parse,
	void (*add)(struct buf *line, const char *word))
{
	struct buf line = BUF_INIT;
	struct parse again = { 0 };

	for (size_t i = 0; i < parse->words.len; i++) {
		add(&line, parse->words.items[i]);
		buf_add_char(&line, i % 2 ? '\t' : ' ');
	}
	if (parse->target == PARSE_FILE || parse->target == PARSE_APPEND) {
		buf_add_string(&line, parse->target == PARSE_FILE ? ">" : ">>");
		add(&line, parse->where);
	}
	fuzz_assert(parse_line(&again, buf_span(&line), NULL, NULL));
	fuzz_assert(!again.may_fail && !again.shell && !again.rest);
	fuzz_assert(again.words.len == parse->words.len);
	for (size_t i = 0; i < parse->words.len; i++)
		fuzz_assert(!strcmp(again.words.items[i],
			parse->words.items[i]));
	if (parse->target != PARSE_PIPE)
		fuzz_assert(again.target == parse->target);
	if (again.where)
		fuzz_assert(!strcmp(again.where, parse->where));
	parse_clear(&again);
	buf_clear(&line);
}

static void check(const struct parse *parse, struct span line)
{
	size_t total = 0;

	fuzz_assert(!parse->shell || (!parse->words.len && *parse->shell));
	fuzz_assert(!parse->where == (parse->target == PARSE_OUTPUT));
	fuzz_assert(!parse->where || (*parse->where && parse->words.len));
	fuzz_assert(!parse->rest || parse->words.len == 1);
	/* Words consist of the line's own bytes: they cannot be longer. */
	for (size_t i = 0; i < parse->words.len; i++)
		total += strlen(parse->words.items[i]);
	total += parse->rest ? strlen(parse->rest) : 0;
	total += parse->where ? strlen(parse->where) : 0;
	total += parse->shell ? strlen(parse->shell) : 0;
	fuzz_assert(total <= line.len);
	if (parse->words.len && !parse->rest) {
		check_again(parse, add_single);
		check_again(parse, add_double);
		check_again(parse, add_backslashes);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span line = fuzz_input(data, size);
	struct error error = ERROR_INIT;
	struct parse parse = { 0 };
	bool ok = parse_line(&parse, line, takes_rest, &error);

	fuzz_assert(ok == (error.kind == ERROR_NONE));
	fuzz_assert(ok || (error.kind == ERROR_USAGE && *error.text));
	if (fuzz_count(line, '\0'))
		fuzz_assert(!ok);
	if (ok)
		check(&parse, line);
	parse_clear(&parse);
	error_clear(&error);
	return 0;
}
