/* Messages in a window that is too narrow for them. */
#include "lib/test.h"
#include "out/layout.h"

static const struct {
	const char *text;
	size_t column, width;
	const char *shown;
} messages[] = {
	{ "", 0, 10, "" },
	{ "one two", 0, 7, "one two" },
	{ "one two", 0, 6, "one\ntwo" },
	{ "one two", 3, 9, "one\ntwo" },
	{ "one two", 3, 10, "one two" },
	{ "onetwothree four", 0, 6, "onetwothree\nfour" },
	{ "äöü ßßß", 0, 7, "äöü ßßß" },
	/* Each line is wrapped separately. */
	{ "tor ended:\n  [warn] one\n  [err] two", 4, 14,
		"tor ended:\n  [warn] one\n  [err] two" },
	{ "tor ended:\n  [warn] one two\n  three", 0, 12,
		"tor ended:\n  [warn] one\n  two\n  three" },
	{ "a\n\nb\n", 0, 1, "a\n\nb" },
	{ "no\nusage: a B [--c D]\n       e [--f] [--g]", 0, 14,
		"no\nusage: a B\n           [--c D]\n       e [--f]\n"
		"           [--g]" },
};

START_TEST(is_folded)
{
	struct buf shown = BUF_INIT;

	layout_fold_text(span_of(messages[_i].text), messages[_i].column,
		messages[_i].width, &shown);
	ck_assert_str_eq(buf_text(&shown), messages[_i].shown);
	buf_clear(&shown);
}
END_TEST

static const struct {
	const char *label, *text;
	size_t width;
	const char *shown;
} items[] = {
	{ "a", "one two", 14, "  a   one two\n" },
	{ "abc", "one two", 12, "  abc one\n      two\n" },
	/* A label that reaches the text has a line of its own. */
	{ "abcd", "one two", 13, "  abcd\n      one two\n" },
	{ "abcdefghi", "one two", 13, "  abcdefghi\n      one two\n" },
	{ "a", "one two", 11, "  a\n      one\n      two\n" },
};

START_TEST(item_has_its_column)
{
	struct buf shown = BUF_INIT;
	const struct layout layout = { &shown, false, items[_i].width };

	layout_item(&layout, items[_i].label, 6, items[_i].text);
	ck_assert_str_eq(buf_text(&shown), items[_i].shown);
	buf_clear(&shown);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("help text");
	TCase *tcase = test_case(suite, "help text");

	test_add_table(tcase, is_folded, messages);
	test_add_table(tcase, item_has_its_column, items);
	return test_run(suite);
}
