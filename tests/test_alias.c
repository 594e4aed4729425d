/* Aliases: defined, expanded and removed. */
#include "cmd/session.h"
#include "complete/complete.h"
#include "lib/test.h"
#include "line/alias.h"
#include "shell/families.h"

#include <stdlib.h>
#include <string.h>

static struct pairs aliases;
static struct error error;

static bool try(const char *name, const char *const *words)
{
	struct strv list = STRV_INIT;
	bool ok;

	for (; *words; words++)
		strv_add(&list, *words);
	error_clear(&error);
	ok = alias_set(&aliases, name, &list, &error);
	strv_clear(&list);
	return ok;
}

static void set(const char *name, const char *first, const char *second)
{
	ck_assert(try(name, (const char *[]){ first, second, NULL }));
}

static void setup(void)
{
	set("v", "getinfo", "version");
	set("w", "v", NULL);
	set("x", "exit", NULL);
}

static void teardown(void)
{
	pairs_clear(&aliases);
	error_clear(&error);
}

static const struct {
	struct span line;
	const char *expanded; /* NULL: no alias at the front */
} lines[] = {
	{ BYTES("v"), "getinfo version" },
	{ BYTES("v config-file | cat"), "getinfo version config-file | cat" },
	{ BYTES(" \tv  x"), " \tgetinfo version  x" },
	{ BYTES("-v"), "-getinfo version" },
	{ BYTES(" - v x"), " - getinfo version x" },
	{ BYTES("w v"), "v v" }, /* expanded once, and only at the front */
	{ BYTES("--v"), NULL },
	{ BYTES("V"), NULL },
	{ BYTES("vv"), NULL },
	{ BYTES("\"v\""), NULL },
	{ BYTES("v|cat"), "getinfo version|cat" },
	{ BYTES("v>f"), "getinfo version>f" },
	{ BYTES("v'x'"), NULL },
	{ BYTES("!v"), NULL },
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

/* A line of a file has no NUL at its end, and may contain one. */
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
	ck_assert(!try("v", (const char *[]){ NULL }));
	ck_assert_str_eq(error.text, "no such alias: v");
	ck_assert_uint_eq(aliases.len, 2);
}
END_TEST

static const struct {
	const char *name;
	const char *words[4];
	const char *got, *value; /* NULL: refused */
} settings[] = {
	/* one word is a line, several are quoted as words */
	{ "a", { "circuits | head -3" }, "a", "circuits | head -3" },
	{ "a", { "!date", "-u" }, "a", "!date -u" },
	{ "a", { "setconf", "Nickname", "a b" }, "a", "setconf Nickname \"a b\"" },
	{ "a", { "getconf", "", "#x", "y#" }, "a", "getconf \"\" \"#x\" y#" },
	{ "a", { "b", "it's", "\"\\|>" }, "a", "b \"it's\" \"\\\"\\\\|>\"" },
	{ "a", { "events", "--count", "3" }, "a", "events --count 3" },
	/* as in other shells */
	{ "a=getinfo version", { NULL }, "a", "getinfo version" },
	{ "a=getinfo", { "version" }, "a", "getinfo version" },
	{ "a=", { "getinfo", "version" }, "a", "getinfo version" },
	{ "a", { "=", "getinfo", "version" }, "a", "getinfo version" },
	{ "a", { "setconf", "=", "x=" }, "a", "setconf = x=" },
	/* names that could never be typed */
	{ "", { "x" }, NULL, NULL },
	{ "=x", { NULL }, NULL, NULL },
	{ "-a", { "x" }, NULL, NULL },
	{ "!a", { "x" }, NULL, NULL },
	{ "#", { "x" }, NULL, NULL },
	{ "a b", { "x" }, NULL, NULL },
	{ "a|b", { "x" }, NULL, NULL },
	{ "it's", { "x" }, NULL, NULL },
};

START_TEST(takes_names_and_words)
{
	const char *words[5] = { NULL };

	memcpy(words, settings[_i].words, sizeof(settings[_i].words));
	pairs_clear(&aliases);
	ck_assert_int_eq(try(settings[_i].name, words),
		settings[_i].got != NULL);
	ck_assert_uint_eq(aliases.len, settings[_i].got != NULL);
	if (!settings[_i].got) {
		ck_assert_int_eq(error.kind, ERROR_USAGE);
		ck_assert(strstr(error.text, "cannot be used as an alias "
			"name") != NULL);
		return;
	}
	ck_assert_str_eq(aliases.items[0].name, settings[_i].got);
	ck_assert_str_eq(aliases.items[0].value, settings[_i].value);
}
END_TEST

/* ---- Tab */

static const struct {
	const char *line;
	size_t start;
	const char *offered; /* each followed by a blank */
	const char *hint;    /* the alias's line unchanged; NULL: none */
} tabs[] = {
	{ "gi", 0, "gi ", " KEY…" },
	{ "g", 0, "getconf getinfo gi guards ", NULL },
	{ "-gi", 1, "gi ", " KEY…" },
	{ " g", 1, "getconf getinfo gi guards ", NULL },
	{ "gi vers", 3, "version ", " [KEY…]" },
	{ "-gi  version consensus/valid-u", 13, "consensus/valid-until ",
		" [KEY…]" },
	{ "gi x > f", 7, "", NULL },
	{ "nick De", 5, "", " [OPTION…]" },
	{ "getinfo vers", 8, "version ", " [KEY…]" },
	{ "alias x getinfo vers", 16, "version ", " [KEY…]" },
	{ "open x", 0, "", NULL },
	/* Typed in capitals it does not run, so Tab puts it right. */
	{ "GI", 0, "gi ", NULL },
};

START_TEST(completes)
{
	struct tor tor = { .connection = NULL };
	struct session session = { .tor = &tor };
	struct complete_list list = { 0 };
	struct buf got = BUF_INIT;
	const char *line = tabs[_i].line;
	char *hint;

	set("gi", "getinfo", NULL);
	set("nick", "setconf", "Nickname");
	set("open", "getinfo 'a", NULL);
	session.aliases = aliases;
	complete_line(&session, line, strlen(line), &list);
	for (size_t i = 0; i < list.len; i++)
		buf_print(&got, "%s ", list.items[i].text);
	ck_assert_str_eq(buf_text(&got), tabs[_i].offered);
	if (list.len || list.file_names)
		ck_assert_uint_eq(list.start, tabs[_i].start);
	ck_assert_int_eq(list.file_names, strchr(line, '>') != NULL);
	hint = complete_hint(&aliases, line);
	ck_assert_pstr_eq(hint, tabs[_i].hint);
	free(hint);
	complete_list_clear(&list);
	buf_clear(&got);
}
END_TEST

START_TEST(says_what_it_stands_for)
{
	struct tor tor = { .connection = NULL };
	struct session session = { .tor = &tor };
	struct complete_list list = { 0 };

	set("zz", "getinfo", "a\033b");
	session.aliases = aliases;
	complete_line(&session, "z", 1, &list);
	ck_assert_uint_eq(list.len, 1);
	ck_assert_str_eq(list.items[0].text, "zz");
	ck_assert_str_eq(list.items[0].description, "alias: getinfo a\\x1bb");
	complete_list_clear(&list);
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
	test_add_table(tcase, takes_names_and_words, settings);
	test_add_table(tcase, completes, tabs);
	tcase_add_test(tcase, says_what_it_stands_for);
	families_register();
	return test_run(suite);
}
