/* Cards: lines for people, one object for programs. */
#include "lib/test.h"
#include "out/card.h"

static void check(bool terminal, struct span head, const char *want)
{
	const struct output output = { .fd = -1, .terminal = terminal };
	struct result result = { 0 };
	struct card card;

	card_begin(&card, &output);
	card_head(&card, head);
	card_print(&card, "label", "%s %d", "value", 1);
	card_line(&card, "none", SPAN(""));
	card_end(&card, &result);
	ck_assert_str_eq(buf_text(&result.text), want);
	result_clear(&result);
}

/* A title is untrusted text, and may be empty. */
START_TEST(heads)
{
	check(false, SPAN("a"), "a\n  label        value 1\n");
	check(true, SPAN("a\x1b[b"), "a\\x1b[b\n  label        value 1\n");
	check(false, SPAN(""), "\n  label        value 1\n");
	check(true, SPAN(""), "\n  label        value 1\n");
}
END_TEST

START_TEST(as_json)
{
	const struct output output = { .fd = -1, .form = OUTPUT_JSON };
	struct result result = { 0 };
	struct card card;

	card_begin(&card, &output);
	card_head(&card, SPAN("a"));
	card_line(&card, "label", SPAN("value"));
	card_number(&card, "number", 1);
	card_open(&card, "inner");
	card_member(&card, "text", EVENT_STRING, SPAN("\"x\""));
	card_bool(&card, "is", true);
	card_close(&card);
	card_words(&card, "words", SPAN(" a  b"));
	card_end(&card, &result);
	ck_assert_str_eq(buf_text(&result.json), "{\"number\":1,\"inner\":"
		"{\"text\":\"\\\"x\\\"\",\"is\":true},"
		"\"words\":[\"a\",\"b\"]}");
	result_clear(&result);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("card");
	TCase *tcase = test_case(suite, "card");

	tcase_add_test(tcase, heads);
	tcase_add_test(tcase, as_json);
	return test_run(suite);
}
