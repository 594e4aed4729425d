/* Abbreviated commands, and names that hide secrets. */
#include "cmd/command.h"
#include "lib/test.h"
#include "shell/families.h"

static const struct {
	const char *name, *found; /* or: */
	const char *error;
} names[] = {
	{ "getinfo", "getinfo" },
	{ "geti", "getinfo" },
	{ "GETI", "getinfo" },
	{ "add_on", "add-onion" },
	{ "log", "log" },
	{ "set", "set" }, /* a complete name that also begins others */
	{ "close", NULL, "\"close\" is ambiguous: closecircuit, closestream" },
	{ "GET", NULL, "\"GET\" is ambiguous: getinfo, getconf" },
	{ "getinfi", NULL, "unknown command \"getinfi\"; did you mean "
		"\"getinfo\"?" },
	{ "", NULL, "unknown command \"\"" },
};

START_TEST(finds_short_names)
{
	struct error error = ERROR_INIT;
	char *name = (char *)(size_t)names[_i].name;
	const struct strv words = { &name, 1, 0 };
	size_t used;
	const struct command *command =
		command_find_words(&words, 0, true, &used, &error);

	ck_assert_pstr_eq(command ? command->name : NULL, names[_i].found);
	ck_assert_pstr_eq(error.text, names[_i].error);
	ck_assert_int_eq(error.kind, names[_i].error ? ERROR_USAGE :
		ERROR_NONE);
	ck_assert_ptr_eq(command_find_words(&words, 0, true, &used, NULL),
		command);
	error_clear(&error);
}
END_TEST

static const struct {
	const char *name;
	bool secret;
} words[] = {
	{ "a", true },
	{ "AUTH", true },
	{ "autenticate", true },
	{ "authenticate2", true },
	{ "add_onoin", true },
	{ "onion-client-auth", true },
	{ "getinfi", false },
	{ "close", false },
	{ "signl", false },
	{ "zzz", false },
	{ "", false },
};

START_TEST(knows_what_may_be_secret)
{
	ck_assert_msg(command_may_be_secret(words[_i].name) ==
		words[_i].secret, "%s", words[_i].name);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("command short");
	TCase *tcase = test_case(suite, "command short");

	test_add_table(tcase, finds_short_names, names);
	test_add_table(tcase, knows_what_may_be_secret, words);
	families_register();
	return test_run(suite);
}
