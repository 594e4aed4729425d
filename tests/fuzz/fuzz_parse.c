/* The line grammar: rejects NULs, and a word quoted again is unchanged. */
#include "fuzz/fuzz.h"
#include "line/parse.h"
#include "line/quote.h"

static bool takes_rest(const char *word)
{
	return !strcmp(word, "raw");
}

static void add_single(struct buf *line, struct span word)
{
	buf_add_char(line, '\'');
	quote_add(line, word, '\'');
	buf_add_char(line, '\'');
}

static void add_double(struct buf *line, struct span word)
{
	buf_add_char(line, '"');
	quote_add(line, word, '"');
	buf_add_char(line, '"');
}

static void add_backslashes(struct buf *line, struct span word)
{
	/* An empty word needs quotes. */
	if (!word.len)
		buf_add_string(line, "''");
	quote_add(line, word, '\0');
}

static void check_again(const struct parse *parse,
	void (*add)(struct buf *line, struct span word))
{
	struct buf line = BUF_INIT;
	struct parse again = { .last.made = "made" };

	/* Only quotes hide a "-" or "!" from the start of the line. */
	buf_add_string(&line, "x ");
	for (size_t i = 0; i < parse->words.len; i++) {
		add(&line, span_of(parse->words.items[i]));
		buf_add_char(&line, i % 2 ? '\t' : ' ');
	}
	if (parse->target == PARSE_FILE || parse->target == PARSE_APPEND) {
		buf_add_string(&line, parse->target == PARSE_FILE ? ">" : ">>");
		add(&line, span_of(parse->where));
	}
	fuzz_assert(parse_line(&again, buf_span(&line), NULL, NULL));
	fuzz_assert(!again.may_fail && !again.shell && !again.rest);
	fuzz_assert(again.words.len == parse->words.len + 1);
	for (size_t i = 0; i < parse->words.len; i++)
		fuzz_assert(!strcmp(again.words.items[i + 1],
			parse->words.items[i]));
	if (parse->target != PARSE_PIPE)
		fuzz_assert(again.target == parse->target);
	if (again.where)
		fuzz_assert(!strcmp(again.where, parse->where));
	parse_clear(&again);
	buf_clear(&line);
}

/* Adds to the word that the line ends in, as Tab does. */
static void check_continued(const struct parse *parse, struct span line)
{
	static const char more[] = "x \"'\\\n>#";
	bool in_word = parse->start < line.len;
	struct buf whole = BUF_INIT, want = BUF_INIT;
	struct parse again = { 0 };
	size_t words = parse->words.len + !in_word;

	buf_add_span(&whole, line);
	quote_add(&whole, span_of(more), parse->last.quote);
	if (parse->last.quote)
		buf_add_char(&whole, parse->last.quote);
	if (in_word)
		buf_add_string(&want, parse->words.items[words - 1]);
	buf_add_string(&want, more);
	fuzz_assert(parse_line(&again, buf_span(&whole), NULL, NULL));
	fuzz_assert(again.words.len == words);
	for (size_t i = 0; i + 1 < words; i++)
		fuzz_assert(!strcmp(again.words.items[i],
			parse->words.items[i]));
	fuzz_assert(!strcmp(again.words.items[words - 1], buf_text(&want)));
	parse_clear(&again);
	buf_clear(&whole);
	buf_clear(&want);
}

/* The line up to a place, as it was while it was typed. */
static void check_typed(struct span line)
{
	struct span first = parse_first_word(line);
	struct parse parse = { 0 };

	fuzz_assert(first.at >= line.at &&
		first.at + first.len <= line.at + line.len);
	parse_unfinished(&parse, line, NULL);
	fuzz_assert(parse.start <= line.len);
	if (parse.end == PARSE_END_WORD) {
		fuzz_assert(parse.start + parse.last.len == line.len);
		if (!parse.last.backslash)
			check_continued(&parse, line);
	}
	parse_clear(&parse);
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
		check_again(parse, quote_add_word);
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
	else if (line.len)
		check_typed((struct span){ line.at,
			(unsigned char)*line.at % (line.len + 1) });
	if (ok)
		check(&parse, line);
	parse_clear(&parse);
	error_clear(&error);
	return 0;
}
