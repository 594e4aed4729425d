/* The interactive shell on a screen: commands that wait, and Ctrl-C. */
#include "lib/shell_screen.h"
#include "lib/test.h"

#define CTRL_C "\003"
#define WAITING EXPECT("SETEVENTS BW STATUS_CLIENT CIRC"), SHELL_OK
#define CHOSEN EXPECT("SETEVENTS BW STATUS_CLIENT"), SHELL_OK

/* Abbreviated; the user's events are shown meanwhile and afterwards. */
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
		/* Its reply is not waited for: the state is unknown. */
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

#define TIME "◇◇:◇◇:◇◇.◇◇◇ "
#define SENT SEND("650 BW 1 2\r\n650 CIRC 7 BUILT\r\n650 BW 3 4\r\n" \
	"650 BW 5 6\r\n")

/* With an option, events are the command's output and not shown inline. */
START_TEST(streams_each_event_once)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAITING, SENT, CHOSEN, WAITING, SEND("650 BW 1 2\r\n"),
		WAIT(1), SEND("650 BW 5 6\r\n"), CHOSEN };
#define FIRST "tor> events CIRC BW --count 3\n" \
	"BW 1 2\nCIRC 7 BUILT\nBW 3 4\nBW 5 6\n"
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 60, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "events CIRC BW --count 3\r", FIRST
		"tor> ▮");
	/* Events that do not match are shown inline as usual. */
	shell_screen_turn(&shell, "events CIRC BW --match 5 --count 1\r", FIRST
		"tor> events CIRC BW --match 5 --count 1\nBW 1 2\n▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, FIRST "tor> events CIRC BW --match 5 "
		"--count 1\nBW 1 2\nBW 5 6\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* In the form that the settings give. */
START_TEST(logs_of_a_level_stream)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("SETEVENTS STATUS_CLIENT NOTICE WARN ERR"), SHELL_OK,
		SEND("650 WARN one\r\n"),
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "set timestamps on\r\014x", "tor> x▮");
	shell_screen_turn(&shell, "\177log notice --count 1\r",
		"tor> log notice --count 1\n" TIME "WARN one\ntor> ▮");
	shell_screen_turn(&shell, "log off --count 1\r",
		"tor> log notice --count 1\n" TIME "WARN one\n"
		"tor> log off --count 1\n"
		"log: unknown log level \"off\": use debug, info, "
		"notice, warn or err\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Events go to a file or a pipe; those above the prompt are unchanged. */
START_TEST(streams_into_a_file)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAITING, SENT, CHOSEN };
#define FILED "tor> events BW CIRC > events\nBW 1 2\nBW 3 4\nBW 5 6\n"
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 60, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "events BW CIRC > events\r", FILED "▮");
	shell_screen_turn(&shell, CTRL_C, FILED "^C\ntor> ▮");
	shell_screen_turn(&shell, "!cat events; rm events\r", FILED "^C\n"
		"tor> !cat events; rm events\nBW 1 2\nCIRC 7 BUILT\nBW 3 4\n"
		"BW 5 6\ntor> ▮");
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
	tcase_add_test(tcase, streams_each_event_once);
	tcase_add_test(tcase, logs_of_a_level_stream);
	tcase_add_test(tcase, streams_into_a_file);
	return test_run(suite);
}
