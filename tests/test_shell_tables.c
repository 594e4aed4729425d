/* The interactive shell on a screen: tables, and what events add to them. */
#include "lib/shell_screen.h"
#include "lib/test.h"

#include <poll.h>

#define A "0123456789ABCDEF0123456789ABCDEF01234567"
#define B "FEDCBA9876543210FEDCBA9876543210FEDCBA98"
#define NAMES EXPECT("GETINFO events/names"), \
	SEND("250-events/names=CIRC STREAM BW STATUS_CLIENT\r\n250 OK\r\n")
#define STREAMS EXPECT("GETINFO stream-status"), \
	SEND("250+stream-status=\r\n5 SUCCEEDED 2 www.example.com:80\r\n" \
		"6 NEW 0 a.example:443\r\n.\r\n250 OK\r\n")
#define NO_CIRCUITS EXPECT("GETINFO circuit-status"), \
	SEND("250-circuit-status=\r\n250 OK\r\n")

/* If a stream began while the event was on, everything about it is known. */
START_TEST(streams_from_events)
{
	static const struct fake_step steps[] = { SHELL_START, STREAMS,
		NO_CIRCUITS, NAMES, EXPECT("SETEVENTS STREAM STATUS_CLIENT"), SHELL_OK,
		SEND("650 STREAM 6 NEW 0 a.example:443 "
			"SOURCE_ADDR=127.0.0.1:50000 PURPOSE=USER\r\n"),
		STREAMS, NO_CIRCUITS, NAMES, EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK,
		STREAMS };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "streams\r", "tor> streams\n"
		"ID  STATUS     CIRCUIT  TARGET\n"
		" 5  SUCCEEDED        2  www.example.com:80\n"
		" 6  NEW              -  a.example:443\n"
		"tor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "events STREAM\r", "tor> events STREAM\n"
		"STREAM 6 NEW 0 a.example:443 SOURCE_ADDR=127.0.0.1:50000 "
		"PURPOSE=USER\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "streams\r", "tor> streams\n"
		"ID  STATUS     CIRCUIT  TARGET              SOURCE           "
		"PURPOSE\n"
		" 5  SUCCEEDED        2  www.example.com:80  -                "
		"-\n"
		" 6  NEW              -  a.example:443       127.0.0.1:50000  "
		"USER\n"
		"tor> ▮");
	/* Known values are kept. */
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "events off\r", "tor> events off\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "streams --columns id,purpose --sort -id\r",
		"tor> streams --columns id,purpose --sort -id\n"
		"ID  PURPOSE\n 6  USER\n 5  -\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

#define CIRCUITS EXPECT("GETINFO circuit-status"), \
	SEND("250+circuit-status=\r\n" \
		"1 BUILT $" A "~alice,$" B "~bob,$" A "~charlie " \
		"PURPOSE=CONFLUX_LINKED CONFLUX_ID=A\r\n" \
		"2 EXTENDED $" A "~\x1b[31mred PURPOSE=GENERAL\r\n" \
		"3 BUILT $" B "~日本日本日本日本 PURPOSE=HS_CLIENT_REND " \
		"HS_STATE=HSCR_ESTABLISHED_WAITING\r\n" \
		".\r\n250 OK\r\n"), \
	EXPECT("GETINFO ip-to-country/ipv4-available " \
		"ip-to-country/ipv6-available"), \
	SEND("250-ip-to-country/ipv4-available=0\r\n" \
		"250-ip-to-country/ipv6-available=0\r\n250 OK\r\n")

/*
 * On 40 columns no line wraps, columns that do not fit are left out before the
 * path is, and names do no harm.
 */
START_TEST(narrow)
{
	static const struct fake_step steps[] = { SHELL_START, CIRCUITS };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 40, steps);
	shell_screen_turn(&shell, "circuits\r", "tor> circuits\n"
		"ID  STATUS    PATH\n"
		" 1  BUILT     alice → bob → charlie\n"
		" 2  EXTENDED  \\x1b[31mred\n"
		" 3  BUILT     日本日本日本日本\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* The setting holds for each table until it changes. */
START_TEST(layout)
{
	static const struct fake_step steps[] = { SHELL_START, CIRCUITS,
		CIRCUITS };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 40, steps);
	shell_screen_turn(&shell, "set table vertical\r\014", "tor> ▮");
	shell_screen_turn(&shell, "circuits --limit 1\r",
		"tor> circuits --limit 1\n"
		"  ID       1\n"
		"  STATUS   BUILT\n"
		"  PURPOSE  CONFLUX_LINKED\n"
		"  PATH     alice → bob → charlie\n"
		"tor> ▮");
	shell_screen_turn(&shell, "set table csv\r\014", "tor> ▮");
	shell_screen_turn(&shell, "circuits --limit 1 --no-header\r",
		"tor> circuits --limit 1 --no-header\n"
		"1,BUILT,,CONFLUX_LINKED,,,\"alice,bob,cha\n"
		"rlie\"\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

#define RELAYS EXPECT("GETINFO ns/all"), SEND("250+ns/all=\r\n" \
	"r AVeryLongNickname19 ASNFZ4mrze8BI0VniavN7wEjRWc 2038-01-01 " \
	"00:00:00 192.168.123.123 9001 0\r\ns Exit Fast Running\r\n" \
	"w Bandwidth=20\r\n.\r\n250 OK\r\n"), \
	EXPECT("GETINFO ip-to-country/ipv4-available " \
		"ip-to-country/ipv6-available"), \
	SEND("250-ip-to-country/ipv4-available=0\r\n" \
		"250-ip-to-country/ipv6-available=0\r\n250 OK\r\n")

/* Numbers are never cut: the column is shown whole or not at all. */
START_TEST(narrow_relays)
{
	static const struct fake_step steps[] = { SHELL_START, RELAYS };
	static const struct { int columns; const char *shown; } rows[] = {
		{ 40, "tor> relays\n"
			"NICKNAME    FINGERPRINT  ADDRESS\n"
			"AVeryLong~  0123456789~  192.168.123.123\ntor> ▮" },
		{ 54, "tor> relays\n"
			"NICKNAME   FINGERPR~  ADDRESS          "
			"BANDWIDTH(kB/s)\n"
			"AVeryLon~  01234567~  192.168.123.123  "
			"             20\ntor> ▮" },
	};
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, rows[_i].columns, steps);
	shell_screen_turn(&shell, "relays\r", rows[_i].shown);
	shell_screen_end(&shell);
}
END_TEST

#define ENTRY_A "r one ASNFZ4mrze8BI0VniavN7wEjRWc 2038-01-01 00:00:00 " \
	"5.6.7.8 9001 0\r\n"

/*
 * New relays in the path of an event are looked up. A Tor that does not answer
 * holds up nothing for long, and is not asked again soon.
 */
START_TEST(countries_of_events)
{
	static const struct fake_step steps[] = { SHELL_START, NAMES,
		EXPECT("SETEVENTS CIRC STATUS_CLIENT"), SHELL_OK, WAIT(0),
		SEND("650 CIRC 1 BUILT $" A "~one\r\n"),
		EXPECT("GETINFO ip-to-country/ipv4-available "
			"ip-to-country/ipv6-available"),
		SEND("250-ip-to-country/ipv4-available=1\r\n"
			"250-ip-to-country/ipv6-available=1\r\n250 OK\r\n"),
		EXPECT("GETINFO ns/id/" A),
		SEND("250+ns/id/" A "=\r\n" ENTRY_A ".\r\n250 OK\r\n"),
		EXPECT("GETINFO ip-to-country/5.6.7.8"),
		SEND("250-ip-to-country/5.6.7.8=de\r\n250 OK\r\n"),
		SEND("650 CIRC 2 BUILT $" A "~one,$" A "\r\n"), WAIT(1),
		SEND("650 CIRC 3 BUILT $" A "~one,$" B "~two\r\n"),
		EXPECT("GETINFO ns/id/" B), WAIT(2),
		SEND("650 CIRC 4 BUILT $000102030405060708090A0B0C0D0E0F1011"
			"1213~x\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "set events short\revents CIRC\r",
		"tor> set events short\ntor> events CIRC\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "CIRC 1 BUILT one(de)\n"
		"CIRC 2 BUILT one(de) → $01234567…(de)\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, "CIRC 3 BUILT one(de) → two\ntor> ▮");
	fake_tor_open(shell.tor, 2);
	shell_screen_shows(&shell, "CIRC 3 BUILT one(de) → two\n"
		"CIRC 4 BUILT x\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* A Tor that answers slowly does not delay typing at each event. */
START_TEST(countries_of_a_slow_tor)
{
	static const struct fake_step steps[] = { SHELL_START, NAMES,
		EXPECT("SETEVENTS CIRC STATUS_CLIENT"), SHELL_OK,
		SEND("650 CIRC 1 BUILT $" A "~one\r\n"),
		EXPECT("GETINFO ip-to-country/ipv4-available "
			"ip-to-country/ipv6-available"), WAIT(0),
		SEND("250-ip-to-country/ipv4-available=1\r\n"
			"250-ip-to-country/ipv6-available=1\r\n250 OK\r\n"),
		EXPECT("GETINFO ns/id/" A),
		SEND("552 Unrecognized key \"ns/id/" A "\"\r\n"
			"650 CIRC 2 BUILT $" B "~two\r\n"),
		EXPECT("GETINFO ns/id/" B), WAIT(1),
		SEND("552 Unrecognized key \"ns/id/" B "\"\r\n"
			"650 CIRC 3 BUILT $000102030405060708090A0B0C0D0E0F1011"
			"1213~x\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "set events short\r\014", "tor> ▮");
	screen_type(shell.screen, "events CIRC\r");
	for (unsigned gate = 0; gate < 2; gate++) {
		ck_assert(fake_tor_await(shell.tor, gate));
		poll(NULL, 0, 150); /* a slow Tor */
		fake_tor_open(shell.tor, gate);
	}
	shell_screen_shows(&shell, "tor> events CIRC\nCIRC 1 BUILT one\n"
		"CIRC 2 BUILT two\nCIRC 3 BUILT x\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Tab knows the names of columns, and the table's options. */
START_TEST(tab)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "circuits --no\t", "tor> circuits "
		"--no-header ▮");
	shell_screen_turn(&shell, "--sort -ag\t", "tor> circuits --no-header "
		"--sort -AGE ▮");
	shell_screen_turn(&shell, "--columns id,pa\t", "tor> circuits "
		"--no-header --sort -AGE --columns id,PATH▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell_tables");
	TCase *tcase = test_case(suite, "shell_tables");

	tcase_add_test(tcase, streams_from_events);
	tcase_add_test(tcase, narrow);
	tcase_add_test(tcase, layout);
	tcase_add_test(tcase, countries_of_events);
	tcase_add_test(tcase, countries_of_a_slow_tor);
	tcase_add_loop_test(tcase, narrow_relays, 0, 2);
	tcase_add_test(tcase, tab);
	return test_run(suite);
}
