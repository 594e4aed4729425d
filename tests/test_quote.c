/* Quoting: what is quoted, in any open quotes, is read again as it was. */
#include "lib/test.h"
#include "line/parse.h"
#include "line/quote.h"

#include <string.h>

static const char quotes[] = { '\0', '\'', '"' };

/* Reads one word, which must be the whole line. */
static struct buf read_back(const struct buf *line, char open)
{
	struct parse_word word = { .made = "made" };

	parse_word(&word, buf_span(line));
	ck_assert_uint_eq(word.len, line->len);
	ck_assert_int_eq(word.quote, open);
	ck_assert(!word.backslash);
	return word.text;
}

/* Quotes `text` after `before` where `quote` is open; the line stays one. */
static void check(struct span before, struct span text, char quote)
{
	struct buf line = BUF_INIT, want = BUF_INIT, got;

	buf_add_span(&want, before);
	buf_add_span(&want, text);
	quote_add(&line, before, '\0');
	if (quote)
		buf_add_char(&line, quote);
	quote_add(&line, text, quote);
	for (size_t i = 0; i < line.len; i++)
		ck_assert(!strchr("\t\n\r", line.data[i]));
	got = read_back(&line, quote);
	test_buf_eq(&got, buf_span(&want));
	buf_clear(&line);
	buf_clear(&want);
	buf_clear(&got);
}

/* What means something in a line, and neighbours of it; 0: nothing. */
static const char special[] = "\0 \t\n\r'\"\\|>!#$~-=an\x1b\x7f\x80\xc3\xff";

/* Calls `try` for every byte, alone and with a special one on either side. */
static void each_text(void (*try)(struct span text, char quote), char quote)
{
	for (int a = 1; a < 256; a++)
		for (size_t i = 0; i < sizeof(special) - 1; i++) {
			char text[] = { (char)a, special[i], (char)a };

			try((struct span){ text, special[i] ? 2 : 1 }, quote);
			if (special[i])
				try((struct span){ text + 1, 2 }, quote);
		}
}

static void try_after(struct span text, char quote)
{
	check(SPAN(""), text, quote);
	check(SPAN("x"), text, quote);
	check(text, SPAN("\\y'"), quote);
}

START_TEST(every_byte_in_every_quotes)
{
	each_text(try_after, quotes[_i]);
}
END_TEST

/* A quoted word is one word of a line, and nothing else. */
static void try_word(struct span word, char quote)
{
	struct buf line = BUF_INIT;
	struct parse parse = { 0 };

	(void)quote;
	buf_add_string(&line, "x ");
	quote_add_word(&line, word);
	buf_add_string(&line, " >");
	quote_add_word(&line, SPAN("f "));
	ck_assert(parse_line(&parse, buf_span(&line), NULL, NULL));
	ck_assert_uint_eq(parse.words.len, 2);
	ck_assert(span_equal(word, parse.words.items[1]));
	ck_assert_str_eq(parse.where, "f ");
	parse_clear(&parse);
	buf_clear(&line);
}

START_TEST(every_byte_is_a_word)
{
	each_text(try_word, '\0');
}
END_TEST

static const struct {
	const char *word, *plain, *single, *twice, *whole;
} rows[] = {
	{ "a", "a", "a", "a", "a" },
	{ "", "", "", "", "\"\"" },
	{ "a b", "a\\ b", "a b", "a b", "\"a b\"" },
	{ "it's", "it\\'s", "it'\\''s", "it's", "\"it's\"" },
	{ "\"\\", "\\\"\\\\", "\"\\", "\\\"\\\\", "\"\\\"\\\\\"" },
	{ "a\nb", "a\"\\n\"b", "a'\"\\n\"'b", "a\\nb", "\"a\\nb\"" },
	{ "a\tb", "a\"\\t\"b", "a'\"\\t\"'b", "a\\tb", "\"a\\tb\"" },
	{ "#a#", "\\#a#", "#a#", "#a#", "\"#a#\"" },
	{ "a#", "a#", "a#", "a#", "a#" },
	{ "|>", "\\|\\>", "|>", "|>", "\"|>\"" },
	{ "-!$*~", "-!$*~", "-!$*~", "-!$*~", "-!$*~" },
	{ "\xc3\xa9\x1b", "\xc3\xa9\x1b", "\xc3\xa9\x1b", "\xc3\xa9\x1b",
		"\xc3\xa9\x1b" },
};

START_TEST(quotes_no_more_than_needed)
{
	struct span word = span_of(rows[_i].word);
	struct buf got = BUF_INIT;

	quote_add(&got, word, '\0');
	test_buf_eq(&got, span_of(rows[_i].plain));
	quote_add(&got, word, '\'');
	test_buf_eq(&got, span_of(rows[_i].single));
	quote_add(&got, word, '"');
	test_buf_eq(&got, span_of(rows[_i].twice));
	quote_add_word(&got, word);
	test_buf_eq(&got, span_of(rows[_i].whole));
	ck_assert_int_eq(quote_is_needed(word),
		strcmp(rows[_i].whole, rows[_i].word) != 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("quote");
	TCase *tcase = test_case(suite, "quote");

	tcase_add_loop_test(tcase, every_byte_in_every_quotes, 0, 3);
	tcase_add_test(tcase, every_byte_is_a_word);
	test_add_table(tcase, quotes_no_more_than_needed, rows);
	return test_run(suite);
}
