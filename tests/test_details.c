/* Cards: lines for people, one object for programs. */
#include "lib/test.h"
#include "out/details.h"

static void check(bool terminal, struct span head, const char *want)
{
	const struct output output = { .fd = -1, .terminal = terminal };
	struct result result = { 0 };
	struct details details;

	details_begin(&details, &result, &output);
	details_heading(&details, head);
	details_print(&details, "label", "%s %d", "value", 1);
	details_line(&details, "none", SPAN(""));
	details_end(&details);
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
	struct details details;

	details_begin(&details, &result, &output);
	details_heading(&details, SPAN("a"));
	details_line(&details, "label", SPAN("value"));
	details_number(&details, "number", 1);
	details_open(&details, "inner");
	details_member(&details, "text", EVENT_STRING, SPAN("\"x\""));
	details_bool(&details, "is", true);
	details_close(&details);
	details_words(&details, "words", SPAN(" a  b"));
	details_end(&details);
	ck_assert_str_eq(buf_text(&result.json), "{\"number\":1,\"inner\":"
		"{\"text\":\"\\\"x\\\"\",\"is\":true},"
		"\"words\":[\"a\",\"b\"]}");
	result_clear(&result);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("details");
	TCase *tcase = test_case(suite, "details");

	tcase_add_test(tcase, heads);
	tcase_add_test(tcase, as_json);
	return test_run(suite);
}
