/* Short names for lines. */
#include "lib/test.h"
#include "shell/alias.h"

static struct pairs aliases;

static void set(const char *name, const char *first, const char *second)
{
	struct strv words = STRV_INIT;

	if (first)
		strv_add(&words, first);
	if (second)
		strv_add(&words, second);
	alias_set(&aliases, name, &words);
	strv_clear(&words);
}

static void setup(void)
{
	set("v", "getinfo", "version");
	set("w", "v", NULL);
	set("-x", "exit", NULL);
}

static void teardown(void)
{
	pairs_clear(&aliases);
}

static const struct {
	struct span line;
	const char *expanded; /* NULL: there is none at its front */
} lines[] = {
	{ BYTES("v"), "getinfo version" },
	{ BYTES("v config-file | cat"), "getinfo version config-file | cat" },
	{ BYTES(" \tv  x"), " \tgetinfo version  x" },
	{ BYTES("-v"), "-getinfo version" },
	{ BYTES(" - v x"), " - getinfo version x" },
	{ BYTES("w v"), "v v" }, /* once, and only at the front */
	{ BYTES("--v"), NULL },
	{ BYTES("V"), NULL },
	{ BYTES("vv"), NULL },
	{ BYTES("\"v\""), NULL },
	{ BYTES("v|cat"), NULL },
	{ BYTES("#v"), NULL },
	{ BYTES("getinfo v"), NULL },
	{ BYTES(" -"), NULL },
	{ BYTES(""), NULL },
	{ { NULL, 0 }, NULL },
};

START_TEST(expands)
{
	struct buf got = BUF_INIT;
	bool there = alias_expand(&aliases, lines[_i].line, &got);

	ck_assert_int_eq(there, lines[_i].expanded != NULL);
	test_buf_eq(&got, span_of(there ? lines[_i].expanded : ""));
}
END_TEST

/* A line of a file is not ended by a NUL, and may have one inside. */
START_TEST(expands_any_bytes)
{
	struct buf got = BUF_INIT;

	ck_assert(alias_expand(&aliases, (struct span){ "v a b", 3 }, &got));
	test_buf_eq(&got, SPAN("getinfo version a"));
	ck_assert(alias_expand(&aliases, SPAN("v \0x"), &got));
	test_buf_eq(&got, SPAN("getinfo version \0x"));
}
END_TEST

START_TEST(sets_again_and_forgets)
{
	struct buf got = BUF_INIT;

	set("v", "help", NULL);
	ck_assert_uint_eq(aliases.len, 3);
	ck_assert(alias_expand(&aliases, SPAN("v"), &got));
	test_buf_eq(&got, SPAN("help"));
	set("v", NULL, NULL);
	ck_assert_uint_eq(aliases.len, 2);
	ck_assert(!alias_expand(&aliases, SPAN("v"), &got));
	set("v", NULL, NULL);
	ck_assert_uint_eq(aliases.len, 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("alias");
	TCase *tcase = test_case(suite, "alias");

	tcase_add_checked_fixture(tcase, setup, teardown);
	test_add_table(tcase, expands, lines);
	tcase_add_test(tcase, expands_any_bytes);
	tcase_add_test(tcase, sets_again_and_forgets);
	return test_run(suite);
}
