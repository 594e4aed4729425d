/* An option's text in tor's formatted manual page. */
#include "commands/conf_help.h"
#include "lib/commands.h"
#include "lib/test.h"
#include "shell/families.h"

#include <stdlib.h>
#include <string.h>

static const char page[] =
	"NAME\n"
	"       tor - The second-generation onion router\n"
	"\n"
	"OPTIONS\n"
	"       BandwidthRate N bytes|KBytes\n"
	"           A token bucket. See also\n"
	"           Log and more.\n"
	"\n"
	"               -   Log deeper\n"
	"\n"
	"           The end.\n"
	"\n"
	"       AlternateBridgeAuthority [nickname] address:port\n"
	"       fingerprint, AlternateDirAuthority [nickname]\n"
	"           These options behave so.\n"
	"       Log severity stderr\n"
	"           Send messages.\n"
	"       Empty\n"
	"\n"
	"FILES\n"
	"       torrc\n";

static const struct {
	const char *option, *text;
} entries[] = {
	{ "BandwidthRate", "  BandwidthRate N bytes|KBytes\n"
		"      A token bucket. See also\n      Log and more.\n\n"
		"          -   Log deeper\n\n      The end.\n" },
	{ "alternatebridgeauthority",
		"  AlternateBridgeAuthority [nickname] address:port\n"
		"  fingerprint, AlternateDirAuthority [nickname]\n"
		"      These options behave so.\n" },
	{ "AlternateDirAuthority",
		"  AlternateBridgeAuthority [nickname] address:port\n"
		"  fingerprint, AlternateDirAuthority [nickname]\n"
		"      These options behave so.\n" },
	{ "Log", "  Log severity stderr\n      Send messages.\n" },
	{ "Empty", NULL },
	{ "Bandwidth", NULL },
	{ "NAME", NULL },
	{ "", NULL },
};

START_TEST(is_found)
{
	struct buf text = BUF_INIT;
	bool found = conf_help_find(span_of(page), entries[_i].option, &text);

	ck_assert_int_eq(found, entries[_i].text != NULL);
	ck_assert_str_eq(buf_text(&text), found ? entries[_i].text : "");
	buf_clear(&text);
}
END_TEST

START_TEST(is_not_in_nothing)
{
	struct buf text = BUF_INIT;

	ck_assert(!conf_help_find(SPAN(""), "Log", &text));
	ck_assert(!conf_help_find(SPAN("\n\n"), "Log", &text));
	ck_assert(!conf_help_find(SPAN("  Log"), "Log", &text));
	buf_clear(&text);
}
END_TEST

/* Names come from Tor and are as untrusted as values. */
START_TEST(hostile_name)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("GETINFO config/names"),
		SEND("250-config/names=Evil\302\2332J String\r\n250 OK\r\n"),
		EXPECT("GETINFO config/defaults"),
		SEND("250-config/defaults=\r\n250 OK\r\n"),
		EXPECT("GETCONF Evil\302\2332J"),
		SEND("250 Evil\302\2332J=\302\2332J\r\n") };
	struct commands commands;
	char *printed;

	commands_play(&commands, steps);
	commands.output.terminal = true;
	ck_assert_int_eq(commands_line(&commands, "conf help Evil"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_null(strstr(printed, "\302\233"));
	ck_assert_ptr_eq(strstr(printed, "Evil\\xc2\\x9b2J\n"
		"  type     String\n  default  (none)\n"
		"  now      \\xc2\\x9b2J\n\n"), printed);
	free(printed);
	commands_end(&commands);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("conf_help");
	TCase *tcase = test_case(suite, "conf_help");

	test_add_table(tcase, is_found, entries);
	tcase_add_test(tcase, is_not_in_nothing);
	tcase_add_test(tcase, hostile_name);
	families_register();
	return test_run(suite);
}
