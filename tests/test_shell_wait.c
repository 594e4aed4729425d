/* The interactive shell on a screen: commands that wait, and Ctrl-C. */
#include "lib/shell_screen.h"
#include "lib/test.h"

#define CTRL_C "\003"
#define WAITING EXPECT("SETEVENTS BW STATUS_CLIENT CIRC"), SHELL_OK
#define CHOSEN EXPECT("SETEVENTS BW STATUS_CLIENT"), SHELL_OK

/* By a short name; what the user has chosen is shown meanwhile, and after. */
START_TEST(keeps_the_choice)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAITING, SEND("650 CIRC 7 EXTENDED\r\n650 NOTICE x\r\n"
			"650 CIRC 7 BUILT\r\n"), CHOSEN,
		EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"),
	};
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 60, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "wai ev circ BUILT | cat\r", "tor> wai ev circ "
		"BUILT | cat\nCIRC 7 BUILT\ntor> ▮");
	shell_screen_turn(&shell, "getinfo version\r", "tor> wai ev circ "
		"BUILT | cat\nCIRC 7 BUILT\ntor> getinfo version\n1\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(ends_by_interrupt)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAITING, SEND("650 BW 1 2\r\n"), EXPECT("SETEVENTS BW STATUS_CLIENT"),
		/* Its reply is not waited for: where are we? */
		WAIT(1), SHELL_OK,
		ANSWER(1, "552 Unrecognized key \"#\"\r\n"),
		EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"),
	};
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 60, steps);
	shell_screen_choose(&shell);
	screen_type(shell.screen, "wait event CIRC\r");
	shell_screen_shows(&shell, "tor> wait event CIRC\nBW 1 2\n▮");
	screen_type(shell.screen, CTRL_C);
	shell_screen_shows(&shell, "tor> wait event CIRC\nBW 1 2\n^C\n"
		"tor> ▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_turn(&shell, "getinfo version\r", "tor> wait event CIRC\n"
		"BW 1 2\n^C\ntor> getinfo version\n1\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(connects_to_wait_for_the_port)
{
	static const struct fake_step steps[] = { SHELL_START, CLIENT_CLOSES,
		SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 120, steps);
	screen_type(shell.screen, "disconnect\r");
	shell_screen_shows(&shell, "tor> disconnect\n"
		"tor (disconnected)> ▮");
	shell_screen_turn(&shell, "wait port\r", "tor> disconnect\n"
		"tor (disconnected)> wait port\n@\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell wait");
	TCase *tcase = test_case(suite, "shell wait");

	tcase_add_test(tcase, keeps_the_choice);
	tcase_add_test(tcase, ends_by_interrupt);
	tcase_add_test(tcase, connects_to_wait_for_the_port);
	return test_run(suite);
}
