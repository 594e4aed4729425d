/* The interactive shell on a screen: the candidates of Tab, and when. */
#include "lib/shell_screen.h"
#include "lib/test.h"

#include <stdlib.h>

#define ALPHA "$91039CF16541CED59EC058CF618A382BF7731C68~alpha"
#define BETA "$14059ABAADB3186B02389F69426711BCA772F5AF~beta"
#define NOBODY "$68993CC89CB07FF097BA4BDD00C9AA7733E11132"

START_TEST(circuits_with_their_paths)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO circuit-status"),
		SEND("250+circuit-status=\r\n"
			"206 EXTENDED " ALPHA " BUILD_FLAGS=NEED_CAPACITY "
			"PURPOSE=GENERAL "
			"TIME_CREATED=2026-11-22T09:53:54.611446\r\n"
			"82 LAUNCHED BUILD_FLAGS=IS_INTERNAL,NEED_UPTIME "
			"PURPOSE=HS_SERVICE_INTRO HS_STATE=HSSI_CONNECTING "
			"TIME_CREATED=2026-11-22T09:53:43.587890\r\n"
			"169 BUILT " ALPHA "," NOBODY "," BETA " "
			"BUILD_FLAGS=NEED_CAPACITY PURPOSE=GENERAL "
			"TIME_CREATED=2026-11-22T09:53:46.264425\r\n"
			"170 BUILT $F~\x1b[2Jx\xe2\x80\xae," BETA " "
			"PURPOSE=\x1b[2J\r\n"
			".\r\n250 OK\r\n"), IGNORE };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_tab(&shell, "closecircuit ",
		"82   LAUNCHED\n"
		"169  BUILT alpha → $68993CC8… → beta\n"
		"170  BUILT \\x1b[2Jx\\xe2\\x80\\xae → beta\n"
		"206  EXTENDED alpha\n"
		"tor> closecircuit ▮");
	/*
	 * The reply is outdated by now: Tor does not answer, and it is still
	 * used.
	 */
	shell_screen_turn(&shell, "2\t",
		"82   LAUNCHED\n"
		"169  BUILT alpha → $68993CC8… → beta\n"
		"170  BUILT \\x1b[2Jx\\xe2\\x80\\xae → beta\n"
		"206  EXTENDED alpha\n"
		"tor> closecircuit 206 ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Also IDs and names that would harm a terminal: they are not offered. */
START_TEST(streams_with_their_targets)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO stream-status"),
		SEND("250+stream-status=\r\n"
			"31 SUCCEEDED 169 www.example.com:443 "
			"SOCKS_USERNAME=\"u\" PURPOSE=USER\r\n"
			"32 SENTCONNECT 206 "
			"\x1b]0;evil\x07\x9b.example.com:80\r\n"
			"33 NEW 0 \xc0\xafhost:80 PURPOSE=USER\r\n"
			"3\x1b[2J NEW 0 host:80\r\n"
			".\r\n250 OK\r\n"), IGNORE };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_tab(&shell, "closestream 3",
		"31  SUCCEEDED www.example.com:443 on circuit 169\n"
		"32  SENTCONNECT \\x1b]0;evil\\x07\\x9b.example.com:80 on "
		"circuit 206\n"
		"33  NEW \\xc0\\xafhost:80\n"
		"tor> closestream 3▮");
	shell_screen_end(&shell);
}
END_TEST

#define RELAY(name, last) \
	"r " name " AAECAwQFBgcICQoLDA0ODxARE" last " 2000-01-01 " \
	"00:00:00 10.0.0.1 9001 0\r\ns Fast Running\r\n"

/* The line and the next command do not wait for them. */
START_TEST(relays_that_come_late)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO ns/all"), WAIT(0),
		SEND("250+ns/all=\r\n" RELAY("alpha", "hM")
			RELAY("alto", "hQ") ".\r\n250 OK\r\n"),
		ANSWER(1, "552 Unrecognized key \"#\"\r\n"),
		EXPECT("GETINFO version"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "setrouterpurpose al\tp",
		"tor> setrouterpurpose alp▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_turn(&shell, "\x15getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_turn(&shell, "setrouterpurpose al\t",
		"tor> getinfo version\n0.4.9.11\n"
		"alpha  $000102030405060708090A0B0C0D0E0F10111213\n"
		"alto   $000102030405060708090A0B0C0D0E0F10111214\n"
		"tor> setrouterpurpose al▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(events_that_are_on)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "events -b\t", "tor> events -BW ▮");
	shell_screen_end(&shell);
}
END_TEST

/* An alias completes like other names, and so does its line. */
START_TEST(aliases)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO version config-file"),
		SEND("250-version=1\r\n250-config-file=/f\r\n250 OK\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "alias zzz watch 5 stat\t",
		"tor> alias zzz watch 5 status ▮");
	shell_screen_turn(&shell, "\025alias zzz getinfo version\rzz\t",
		"tor> alias zzz getinfo version\ntor> zzz ▮");
	shell_screen_turn(&shell, "config-file\r",
		"tor> alias zzz getinfo version\ntor> zzz config-file\n"
		"version=1\nconfig-file=/f\ntor> ▮");
	shell_screen_turn(&shell, "alias yyy events --count 3 \ryyy --unt\t",
		"tor> alias zzz getinfo version\ntor> zzz config-file\n"
		"version=1\nconfig-file=/f\n"
		"tor> alias yyy events --count 3\ntor> yyy --until ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Tab three times: what they share, some of them, and all in the pager. */
START_TEST(all_in_the_pager)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO address-mappings/control"),
		SEND("250+address-mappings/control=\r\n"),
		REPEAT(30, "a-name-that-takes-more-than-half-of-a-window-# x "
			"NEVER\r\n"), SEND(".\r\n250 OK\r\n"), IGNORE };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.pager = "sed -n '1s/.*- */paged /p; $p'";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_turn(&shell, "unmap a\t", "tor> unmap "
		"a-name-that-takes-more-than-half-of-a-window-▮");
	screen_type(shell.screen, "\t");
	ck_assert(screen_has(shell.screen, "… 19 more; Tab shows all"));
	screen_type(shell.screen, "\t");
	ck_assert(screen_has(shell.screen, "\npaged 0   x\n"
		"a-name-that-takes-more-than-half-of-a-window-9   x\n"
		"tor> unmap a-name-that-takes-more-than-half-of-a-window-▮"));
	shell_screen_end(&shell);
}
END_TEST

/* Behind alias and unalias, and before them. */
START_TEST(names_of_aliases)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 60, steps);
	shell_screen_turn(&shell, "alias zebra getinfo version\runalias z\t",
		"tor> alias zebra getinfo version\ntor> unalias zebra ▮");
	shell_screen_turn(&shell, "\025zeb\t",
		"tor> alias zebra getinfo version\ntor> zebra ▮");
	shell_screen_turn(&shell, "\025alias bra\t",
		"tor> alias zebra getinfo version\ntor> alias zebra ▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell tab");
	TCase *tcase = test_case(suite, "shell tab");

	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, circuits_with_their_paths);
	tcase_add_test(tcase, streams_with_their_targets);
	tcase_add_test(tcase, relays_that_come_late);
	tcase_add_test(tcase, events_that_are_on);
	tcase_add_test(tcase, aliases);
	tcase_add_test(tcase, names_of_aliases);
	tcase_add_test(tcase, all_in_the_pager);
	return test_run(suite);
}
