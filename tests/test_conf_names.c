/* Options by name: complete, abbreviated, and those that belong together. */
#include "lib/test.h"
#include "tor/conf_names.h"

#include <stdlib.h>

static struct pairs names;

static void set_up(void)
{
	conf_names_builtin(&names);
}

static void tear_down(void)
{
	pairs_clear(&names);
}

static const struct {
	const char *word, *name, *refusal;
} words[] = {
	{ "SocksPort", "SocksPort", NULL },
	{ "socksport", "SocksPort", NULL },
	{ "Log", "Log", NULL },
	{ "contact", "ContactInfo", NULL },
	{ "SocksPo", NULL, "\"SocksPo\" is ambiguous: SocksPort, SocksPolicy, "
		"SocksPortLines" },
	{ "BandwithRate", NULL, "unknown configuration option "
		"\"BandwithRate\"; did you mean \"BandwidthRate\"?" },
	{ "zzz", NULL, "unknown configuration option \"zzz\"" },
	{ "", NULL, "unknown configuration option \"\"" },
};

START_TEST(finds_one)
{
	struct error error = ERROR_INIT;
	const struct pair *option = conf_names_find(&names, words[_i].word,
		&error);

	ck_assert_pstr_eq(option ? option->name : NULL, words[_i].name);
	ck_assert_pstr_eq(error.text, words[_i].refusal);
	ck_assert_int_eq(error.kind, option ? ERROR_NONE : ERROR_USAGE);
	error_clear(&error);
}
END_TEST

static const struct {
	const char *word, *names;
} matches[] = {
	{ "bandwidth", "BandwidthBurst BandwidthRate" },
	{ "log", "Log" },
	{ "LogM", "LogMessageDomains" },
	{ "hiddenservicep", "HiddenServicePort HiddenServicePoWDefensesEnabled "
		"HiddenServicePoWQueueBurst HiddenServicePoWQueueRate" },
	/* Their values are those in SocksPortLines. */
	{ "SocksPo", "SocksPolicy SocksPortLines" },
	{ "zzz", NULL },
};

START_TEST(finds_all)
{
	struct error error = ERROR_INIT;
	struct strv found = STRV_INIT;
	bool ok = conf_names_match(&names, matches[_i].word, &found, &error);
	char *list = strv_join(&found, " ");

	ck_assert_int_eq(ok, matches[_i].names != NULL);
	ck_assert_str_eq(list, ok ? matches[_i].names : "");
	free(list);
	strv_clear(&found);
	error_clear(&error);
}
END_TEST

static const struct {
	const char *name, *group;
	bool lines, items;
} kinds[] = {
	{ "HiddenServicePort", "HiddenServiceOptions", true, false },
	{ "HiddenServiceDir", "HiddenServiceOptions", true, false },
	{ "HiddenServiceStatistics", NULL, false, false },
	{ "SocksPort", "SocksPortLines", true, false },
	{ "__SocksPort", "SocksPortLines", true, false },
	{ "Log", NULL, true, false },
	{ "ExitNodes", NULL, false, true },
	{ "LongLivedPorts", NULL, false, true },
	{ "Nickname", NULL, false, false },
	{ "SocksPortLines", NULL, false, false },
};

START_TEST(knows_their_kinds)
{
	const struct pair *option = conf_names_get(&names, kinds[_i].name);
	const struct pair *group;

	ck_assert_ptr_nonnull(option);
	group = conf_names_group(&names, option);
	ck_assert_pstr_eq(group ? group->name : NULL, kinds[_i].group);
	ck_assert_int_eq(conf_names_has_lines(option), kinds[_i].lines);
	ck_assert_int_eq(conf_names_has_items(option), kinds[_i].items);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("conf_names");
	TCase *tcase = test_case(suite, "conf_names");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	test_add_table(tcase, finds_one, words);
	test_add_table(tcase, finds_all, matches);
	test_add_table(tcase, knows_their_kinds, kinds);
	return test_run(suite);
}
