/* The interactive shell on a screen: the prompt that the user has set. */
#include "lib/shell_screen.h"
#include "lib/test.h"

#include <stdio.h>

#define WIDE "\346\227\245\346\234\254" /* two characters, four cells */

#define NICKNAME(name) EXPECT("GETCONF Nickname"), \
	SEND("250 Nickname" name "\r\n")

/* Tor is asked for its name only by what may have changed it. */
START_TEST(name_is_asked_once)
{
	static const struct fake_step steps[] = { SHELL_START,
		NICKNAME("=a\x1b[31mb"), SHELL_VERSION,
		EXPECT("SETCONF Nickname=c"), SHELL_OK, NICKNAME("=c"),
		EXPECT("SETCONF Nickname"), SHELL_OK, NICKNAME(""),
		WAIT(0), CLOSE, WAIT(1), SHELL_START, NICKNAME("=d") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 160, steps);
	shell_screen_turn(&shell, "set prompt '{nickname}{state}> '\r\014",
		"a\\x1b[31mb> ▮");
	shell_screen_turn(&shell, "getinfo version\r",
		"a\\x1b[31mb> getinfo version\n0.4.9.11\na\\x1b[31mb> ▮");
	shell_screen_turn(&shell, "\014raw SETCONF Nickname=c\r",
		"a\\x1b[31mb> raw SETCONF Nickname=c\nc> ▮");
	shell_screen_turn(&shell, "\014raw SETCONF Nickname\r\014x",
		"Unnamed> x▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "Connection lost: Tor closed the control "
		"connection; retrying\nUnnamed (disconnected)> x▮");
	shell_screen_turn(&shell, "\014y", "Unnamed (disconnected)> xy▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, "Reconnected to @ (NULL): Tor 0.4.9.11, "
		"bootstrapped\nd> xy▮");
	shell_screen_end(&shell);
}
END_TEST

/* A Tor that does not say its name delays no typing for long. */
START_TEST(name_is_not_awaited)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETCONF Nickname"), WAIT(0), SEND("250 Nickname=a\r\n"),
		EXPECT("GETINFO torctl-sync-1"), EXPECT("GETINFO version"),
		SEND("552 Unrecognized key \"torctl-sync-1\"\r\n"
			"250-version=0.4.9.11\r\n250 OK\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 160, steps);
	shell_screen_turn(&shell, "set prompt '{nickname}> '\r\014x", "?> x▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_turn(&shell, "\177getinfo version\r",
		"?> getinfo version\n0.4.9.11\n?> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(progress_follows_events)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK,
		SHELL_BOOTSTRAPPED("5"), WAIT(0),
		SEND("650 STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=100 TAG=x\r\n"),
		WAIT(1), CLOSE };
	struct shell_screen shell;

	shell_screen_init(&shell, 160);
	shell_screen_write(SHELL_RC, SHELL_PLAIN
		"set prompt '{{{progress}{state}}}> '\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "Connected to @ (NULL): Tor 0.4.9.11, "
		"5% bootstrapped\n"
		"Type help for commands, Tab to complete, Ctrl-D to exit.\n"
		"{5% 5%}}> ▮");
	shell_screen_turn(&shell, "\014x", "{5% 5%}}> x▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "{100%}}> x▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, "Connection lost: Tor closed the control "
		"connection; retrying\n{ (disconnected)}}> x▮");
	shell_screen_end(&shell);
}
END_TEST

/* The cursor is where it seems to be, also in colour and in the second row. */
START_TEST(wide_characters_at_40_columns)
{
	static const struct fake_step steps[] = { SHELL_START, WAIT(0),
		SEND("650 STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=9 TAG=x\r\n"),
		EXPECT("X abxc"), SHELL_OK };
	struct shell_screen shell;
	static const char colors[] = "set color always\r\014";

	SHELL_SCREEN_START(&shell, 40, steps);
	if (_i)
		shell_screen_turn(&shell, colors, "tor> ▮");
	shell_screen_turn(&shell, "set prompt '" WIDE WIDE WIDE
		" 1234567 22 chars" WIDE "{state}> '\r\014",
		WIDE WIDE WIDE " 1234567 22 chars" WIDE "> ▮");
	shell_screen_turn(&shell, "raw X abc", WIDE WIDE WIDE
		" 1234567 22 chars" WIDE "> raw X\n abc▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, WIDE WIDE WIDE
		" 1234567 22 chars" WIDE " 9%> ra\nw X abc▮");
	shell_screen_turn(&shell, "\002x", WIDE WIDE WIDE
		" 1234567 22 chars" WIDE " 9%> ra\nw X abx▮c");
	shell_screen_turn(&shell, "\r", WIDE WIDE WIDE
		" 1234567 22 chars" WIDE " 9%> ra\nw X abxc\n" WIDE WIDE WIDE
		" 1234567 22 chars" WIDE " 9%> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* The prompt of a text that a command asks for does not change. */
START_TEST(server_and_time)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("+X"), EXPECT("a"), EXPECT("."), SHELL_OK };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 160, steps);
	shell_screen_turn(&shell, "set prompt '{server} {time} '\r\014",
		"@ ◇◇:◇◇:◇◇ ▮");
	shell_screen_turn(&shell, "raw +X\ra\r",
		"@ ◇◇:◇◇:◇◇ raw +X\n...> a\n...> ▮");
	shell_screen_turn(&shell, ".\r",
		"@ ◇◇:◇◇:◇◇ raw +X\n...> a\n...> .\n@ ◇◇:◇◇:◇◇ ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(shown_and_refused)
{
#define WRONG(field) "unknown field in the prompt: " field "; use {state}, " \
	"{server}, {nickname}, {progress}, {time}, or {{ for a brace\n"
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 160, steps);
	shell_screen_turn(&shell, "set prompt\r",
		"tor> set prompt\ntor{state}>\ntor> ▮");
	shell_screen_turn(&shell, "\014set prompt {no}\rset prompt 'a {time'\r",
		"tor> set prompt {no}\nset: " WRONG("{no}")
		"tor> set prompt 'a {time'\nset: " WRONG("{time")
		"tor> ▮");
	shell_screen_turn(&shell, "\014set prompt ''\r\014x", "x▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell prompt");
	TCase *tcase = test_case(suite, "shell prompt");

	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, name_is_asked_once);
	tcase_add_test(tcase, name_is_not_awaited);
	tcase_add_test(tcase, progress_follows_events);
	tcase_add_loop_test(tcase, wide_characters_at_40_columns, 0, 2);
	tcase_add_test(tcase, server_and_time);
	tcase_add_test(tcase, shown_and_refused);
	return test_run(suite);
}
