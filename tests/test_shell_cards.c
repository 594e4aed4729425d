/* The interactive shell on a screen: relay and status, and line wrapping. */
#include "lib/shell_screen.h"
#include "lib/status_replies.h"
#include "lib/test.h"

/* ---- relay */

#define HEX "5496B0BB25E5B52C384DF50A4AE347257A1D9FE6"
#define ENTRY \
	"r r1 VJawuyXltSw4TfUKSuNHJXodn+Y XLrmlx3bma/mYR5vD3ekrtvNIRk " \
	"2038-01-01 00:00:00 127.0.0.1 39199 0\r\n" \
	"s Exit Fast Guard HSDir Running Stable V2Dir Valid\r\n" \
	"w Bandwidth=103\r\n"
#define FOUND(more) EXPECT("GETINFO ns/id/" HEX), \
	SEND("250+ns/id/" HEX "=\r\n" ENTRY more ".\r\n250 OK\r\n")
#define NO_GEOIP EXPECT("GETINFO ip-to-country/ipv4-available " \
	"ip-to-country/ipv6-available"), \
	SEND("250-ip-to-country/ipv4-available=0\r\n" \
		"250-ip-to-country/ipv6-available=0\r\n250 OK\r\n")
#define DOCUMENT(key, text) EXPECT("GETINFO " key HEX), \
	SEND("250+" key HEX "=\r\n" text ".\r\n250 OK\r\n")
#define HEAD "r1\n" \
	"  fingerprint  5496B0BB25E5B52C384DF50A4AE347257A1D9FE6\n"
#define ENTRY_LINES "  address      127.0.0.1:39199\n" \
	"  flags        Exit Fast Guard HSDir Running Stable V2Dir Valid\n" \
	"  weight       103 kB/s\n"
#define HOSTILE "router x 127.0.0.1 1 0 0\r\n" \
	"platform Tor\x1b]0;evil\x07 on \x9b" "2J\r\n" \
	"contact a very long contact of somebody with a bidirectional " \
	"\xe2\x80\xaeoverride <jo&example.com>\tand a TAB\r\n" \
	"bandwidth 1000 2000 x\r\n"

/* Two widths: 80 and 40 columns. */
static const struct {
	int columns;
	const char *shows;
} screens[] = {
	{ 80, "tor> relay " HEX "\n" HEAD ENTRY_LINES
		"  version      Tor\\x1b]0;evil\\x07 on \\x9b2J\n"
		"  bandwidth    1.0 KiB/s limit, 2.0 KiB/s in bursts\n"
		"  contact      a very long contact of somebody with a "
		"bidirectional\n"
		"               \\xe2\\x80\\xaeoverride <jo&example.com> and a "
		"TAB\n"
		"tor> ▮" },
	{ 40, "tor> relay 5496B0BB25E5B52C384DF50A4AE34\n7257A1D9FE6\nr1\n"
		"  fingerprint  5496B0BB25E5B52C384DF50A4\n"
		"               AE347257A1D9FE6\n"
		"  address      127.0.0.1:39199\n"
		"  flags        Exit Fast Guard HSDir\n"
		"               Running Stable V2Dir\n"
		"               Valid\n"
		"  weight       103 kB/s\n"
		"  version      Tor\\x1b]0;evil\\x07 on\n"
		"               \\x9b2J\n"
		"  bandwidth    1.0 KiB/s limit, 2.0\n"
		"               KiB/s in bursts\n"
		"  contact      a very long contact of\n"
		"               somebody with a\n"
		"               bidirectional\n"
		"               \\xe2\\x80\\xaeoverride\n"
		"               <jo&example.com> and a\n"
		"               TAB\n"
		"tor> ▮" },
};

START_TEST(hostile_relay)
{
	static const struct fake_step steps[] = { SHELL_START, FOUND(),
		DOCUMENT("desc/id/", HOSTILE), NO_GEOIP };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, screens[_i].columns, steps);
	shell_screen_turn(&shell, "relay " HEX "\r", screens[_i].shows);
	shell_screen_end(&shell);
}
END_TEST

/* ---- status */

#define EVIL "version=0.4\x1b]0;x\x07\r\n" STATUS_PHASE "14 TAG=x " \
	"SUMMARY=\"Hand\\\"shake\xe2\x80\xae\" WARNING=\"no\x1b[2J route\"\r\n"

START_TEST(hostile_status)
{
	static const struct fake_step steps[] = { SHELL_START,
		STATUS_SAYS(EVIL), STATUS_ON };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 40, steps);
	shell_screen_turn(&shell, "status\r", "tor> status\n"
		"Tor 0.4\\x1b]0;x\\x07\n"
		"  role         client\n"
		"Network\n"
		"  bootstrap    14%:\n"
		"               Hand\"shake\\xe2\\x80\\xae\n"
		"  network      ?\n" STATUS_IDLE
		"Warnings\n"
		"  !            bootstrapping is stuck at\n"
		"               14%: no\\x1b[2J route\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell_cards");
	TCase *tcase = test_case(suite, "shell_cards");

	test_add_table(tcase, hostile_relay, screens);
	tcase_add_test(tcase, hostile_status);
	return test_run(suite);
}
