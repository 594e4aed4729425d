/* Output that cannot harm a terminal or a line. */
#include "lib/test.h"
#include "util/escape.h"
#include "util/utf8.h"

#include <stdlib.h>

static const struct {
	struct span text;
	struct span terminal; /* as one line */
	struct span pipe;     /* the same if the span has no address */
} lines[] = {
	{ BYTES(""), BYTES(""), { 0 } },
	{ BYTES("plain ~!"), BYTES("plain ~!"), { 0 } },
	{ BYTES("tab\tstays"), BYTES("tab\tstays"), { 0 } },
	{ BYTES("\x1b[31mred"), BYTES("\\x1b[31mred"), { 0 } },
	{ BYTES("a\0b"), BYTES("a\\x00b"), { 0 } },
	{ BYTES("a\nb\r\n"), BYTES("a\\x0ab\\x0d\\x0a"), { 0 } },
	{ BYTES("\x7f\b\a"), BYTES("\\x7f\\x08\\x07"), { 0 } },
	/* a backslash stays: this output is not read back */
	{ BYTES("\\x1b"), BYTES("\\x1b"), { 0 } },
	{ BYTES("\xc3\xa9\xe2\x86\x92\xf0\x9f\x98\x80"),
		BYTES("\xc3\xa9\xe2\x86\x92\xf0\x9f\x98\x80"), { 0 } },
	/* C1: CSI as a character and as a byte */
	{ BYTES("\xc2\x9b" "31m"), BYTES("\\xc2\\x9b31m"),
		BYTES("\xc2\x9b" "31m") },
	{ BYTES("\x9b" "31m"), BYTES("\\x9b31m"), BYTES("\x9b" "31m") },
	/* RLO, LRI, LRM, ALM */
	{ BYTES("\xe2\x80\xae" "gpj"), BYTES("\\xe2\\x80\\xaegpj"),
		BYTES("\xe2\x80\xae" "gpj") },
	{ BYTES("\xe2\x81\xa6"), BYTES("\\xe2\\x81\\xa6"),
		BYTES("\xe2\x81\xa6") },
	{ BYTES("\xe2\x80\x8e"), BYTES("\\xe2\\x80\\x8e"),
		BYTES("\xe2\x80\x8e") },
	{ BYTES("\xd8\x9c"), BYTES("\\xd8\\x9c"), BYTES("\xd8\x9c") },
	/* line and paragraph separators, BOM, a tag */
	{ BYTES("\xe2\x80\xa8\xe2\x80\xa9"),
		BYTES("\\xe2\\x80\\xa8\\xe2\\x80\\xa9"),
		BYTES("\xe2\x80\xa8\xe2\x80\xa9") },
	{ BYTES("\xef\xbb\xbf"), BYTES("\\xef\\xbb\\xbf"),
		BYTES("\xef\xbb\xbf") },
	{ BYTES("\xf3\xa0\x80\x81"), BYTES("\\xf3\\xa0\\x80\\x81"),
		BYTES("\xf3\xa0\x80\x81") },
	/* invisible: a joiner, fillers, variation selectors */
	{ BYTES("a\xcd\x8f\xe3\x85\xa4\xef\xbe\xa0"),
		BYTES("a\\xcd\\x8f\\xe3\\x85\\xa4\\xef\\xbe\\xa0"),
		BYTES("a\xcd\x8f\xe3\x85\xa4\xef\xbe\xa0") },
	{ BYTES("\xef\xb8\x80\xf3\xa0\x84\x80\xe1\xa0\x8e"),
		BYTES("\\xef\\xb8\\x80\\xf3\\xa0\\x84\\x80"
			"\\xe1\\xa0\\x8e"),
		BYTES("\xef\xb8\x80\xf3\xa0\x84\x80\xe1\xa0\x8e") },
	/* a heart in colour; the last code point */
	{ BYTES("\xe2\x9d\xa4\xef\xb8\x8f\xf4\x8f\xbf\xbf"),
		BYTES("\xe2\x9d\xa4\xef\xb8\x8f\xf4\x8f\xbf\xbf"), { 0 } },
	/* invalid UTF-8: Latin-1, overlong, surrogate, truncated */
	{ BYTES("caf\xe9!"), BYTES("caf\\xe9!"), BYTES("caf\xe9!") },
	{ BYTES("\xc0\x9b"), BYTES("\\xc0\\x9b"), BYTES("\xc0\x9b") },
	{ BYTES("\xed\xa0\x80"), BYTES("\\xed\\xa0\\x80"),
		BYTES("\xed\xa0\x80") },
	{ BYTES("\xe2\x82"), BYTES("\\xe2\\x82"), BYTES("\xe2\x82") },
	/* a truncated character must not hide the ESC after it */
	{ BYTES("\xe2\x1b[0m"), BYTES("\\xe2\\x1b[0m"),
		BYTES("\xe2\\x1b[0m") },
};

START_TEST(one_line)
{
	struct span pipe = lines[_i].pipe.at ? lines[_i].pipe :
		lines[_i].terminal;
	struct buf got = BUF_INIT;

	escape_add_terminal(&got, lines[_i].text, ESCAPE_LINE);
	test_buf_eq(&got, lines[_i].terminal);
	escape_add_controls(&got, lines[_i].text);
	test_buf_eq(&got, pipe);
}
END_TEST

START_TEST(text_keeps_its_lines)
{
	struct buf got = BUF_INIT;

	escape_add_terminal(&got, SPAN("a\tb\r\nc\x1b\n"), ESCAPE_TEXT);
	test_buf_eq(&got, SPAN("a\tb\\x0d\nc\\x1b\n"));
}
END_TEST

START_TEST(appends)
{
	struct buf got = BUF_INIT;

	buf_add_string(&got, "> ");
	escape_add_terminal(&got, SPAN("a\a"), ESCAPE_LINE);
	escape_add_controls(&got, SPAN("b\a"));
	escape_add_controls(&got, (struct span){ NULL, 0 });
	escape_add_terminal(&got, (struct span){ NULL, 0 }, ESCAPE_LINE);
	test_buf_eq(&got, SPAN("> a\\x07b\\x07"));
}
END_TEST

/* Every single byte: of control bytes, only TAB survives. */
START_TEST(every_byte)
{
	for (int c = 0; c < 256; c++) {
		char byte = (char)c;
		bool keep = c == '\t' || (c >= 0x20 && c < 0x7f);
		struct buf got = BUF_INIT;

		escape_add_terminal(&got, (struct span){ &byte, 1 },
			ESCAPE_LINE);
		ck_assert_uint_eq(got.len, keep ? 1 : 4);
		buf_reset(&got);
		escape_add_controls(&got, (struct span){ &byte, 1 });
		ck_assert_uint_eq(got.len, keep || c >= 0x80 ? 1 : 4);
		buf_clear(&got);
	}
}
END_TEST

/* A terminal that has only ASCII: our own marks have a form there. */
START_TEST(another_locale)
{
	struct buf got = BUF_INIT;

	ck_assert_int_eq(setenv("LC_ALL", "C", 1), 0);
	escape_add_terminal(&got, SPAN("a → b… é\n"), ESCAPE_TEXT);
	test_buf_eq(&got, SPAN("a -> b... \\xc3\\xa9\n"));
	ck_assert_str_eq(utf8_mark("→"), "->");
	ck_assert_int_eq(setenv("LC_ALL", "C.UTF-8", 1), 0);
	ck_assert_str_eq(utf8_mark("→"), "→");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("escape");
	TCase *tcase = test_case(suite, "escape");

	test_add_table(tcase, one_line, lines);
	tcase_add_test(tcase, text_keeps_its_lines);
	tcase_add_test(tcase, appends);
	tcase_add_test(tcase, every_byte);
	tcase_add_test(tcase, another_locale);
	return test_run(suite);
}
