/* The interactive shell on a screen: events above the typed line. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/buf.h"

#define EVENT(text) SEND("650 " text "\r\n")
#define VERSION_WITH(events) EXPECT("GETINFO version"), \
	SEND("250-version=0.4.9.11\r\n" events "250 OK\r\n")

static const int widths[] = { 40, 80 };

START_TEST(event_above_a_line)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), EVENT("BW 10 20"), WAIT(1), EVENT("BW 30 40"),
		VERSION_WITH("") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, widths[_i], steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "getinfo version",
		"tor> getinfo version▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "BW 10 20\ntor> getinfo version▮");
	shell_screen_turn(&shell, KEY_START,
		"BW 10 20\ntor> ▮getinfo version");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell,
		"BW 10 20\nBW 30 40\ntor> ▮getinfo version");
	shell_screen_turn(&shell, "\r",
		"BW 10 20\nBW 30 40\ntor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(event_above_a_wrapped_line)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), EVENT("BW 10 20") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 40, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell,
		"getinfo version config-file address fingerprint" KEY_BACK,
		"tor> getinfo version config-file address\n"
		" fingerprin▮t");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "BW 10 20\n"
		"tor> getinfo version config-file address\n"
		" fingerprin▮t");
	shell_screen_turn(&shell, KEY_INTERRUPT, "BW 10 20\n"
		"tor> getinfo version config-file address\n"
		" fingerprint^C\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(events_during_a_command)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		EXPECT("GETINFO version"), EVENT("BW 1 1"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n650 BW 2 2\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> getinfo version\n0.4.9.11\nBW 1 1\nBW 2 2\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(events_while_a_command_is_silent)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		EXPECT("GETINFO version"), EVENT("BW 1 1"), DRAIN, WAIT(0),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	screen_type(shell.screen, "getinfo version\r");
	ck_assert(fake_tor_await(shell.tor, 0));
	shell_screen_shows(&shell, "tor> getinfo version\n▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell,
		"tor> getinfo version\n0.4.9.11\nBW 1 1\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* All at once, while a line is typed before the running command ends. */
START_TEST(burst_says_how_many_were_hidden)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		EXPECT("GETINFO version"), WAIT(0),
		REPEAT(2000, "650 BW # 0\r\n"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n") };
	struct shell_screen shell;
	struct buf text = BUF_INIT;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	screen_type(shell.screen, "getinfo version\r");
	ck_assert(fake_tor_await(shell.tor, 0));
	shell_screen_turn(&shell, "half", "tor> getinfo version\nhalf▮");
	fake_tor_open(shell.tor, 0);
	for (int i = 200 - (SHELL_ROWS - 2); i < 200; i++)
		buf_print(&text, "BW %d 0\n", i);
	buf_add_string(&text,
		"… 1800 events skipped\ntor> half▮");
	shell_screen_shows(&shell, buf_text(&text));
	buf_clear(&text);
	shell_screen_end(&shell);
}
END_TEST

/* However they arrive, the typed line is run. */
START_TEST(burst_leaves_the_typed_line)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), REPEAT(2000, "650 BW # 0\r\n"), DRAIN, WAIT(1),
		VERSION_WITH("") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "getinfo ver", "tor> getinfo ver▮");
	fake_tor_open(shell.tor, 0);
	ck_assert(fake_tor_await(shell.tor, 1));
	fake_tor_open(shell.tor, 1);
	screen_type(shell.screen, "sion >out\rexit\r");
	ck_assert_int_eq(screen_end(shell.screen, "left 0\n▮"), 0);
	shell_screen_clear(&shell);
}
END_TEST

START_TEST(hostile_event_is_escaped)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), EVENT("BW \033[2J\a\b\177 \302\233x \303\244\377") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "abc", "tor> abc▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell,
		"BW \\x1b[2J\\x07\\x08\\x7f \\xc2\\x9bx ä\\xff\ntor> abc▮");
	shell_screen_end(&shell);
}
END_TEST

/* The list of names includes Tor's own. */
START_TEST(hostile_names_are_escaped)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO events/names"),
		SEND("250-events/names=BW \033[2J\302\233x\r\n250 OK\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "events\r", "tor> events\non:\noff:\n"
		"  BW                  bytes read and written in the last "
		"second\n  \\x1b[2J\\xc2\\x9bx\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(prompt_shows_bootstrapping)
{
#define PROGRESS(percent) EVENT("STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=" \
	percent " TAG=x SUMMARY=\"x\"")
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK,
		SHELL_BOOTSTRAPPED("5"), WAIT(0), PROGRESS("45"), WAIT(1),
		PROGRESS("100") };
	static const char *const quiet[] = { "--quiet", NULL };
	struct shell_screen shell;

	shell_screen_init(&shell, widths[_i]);
	shell.options = quiet;
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "tor 5%> ▮");
	shell_screen_turn(&shell, "typed" KEY_BACK, "tor 5%> type▮d");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "tor 45%> type▮d");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, "tor> type▮d");
	shell_screen_end(&shell);
}
END_TEST

/* The third request gets no reply, so there were two. */
START_TEST(watch_until_interrupted)
{
	static const struct fake_step steps[] = { SHELL_START,
		VERSION_WITH(""), VERSION_WITH(""),
		EXPECT("GETINFO version"), WAIT(0) };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "watch --scroll 1 getinfo version\r",
		"tor> watch --scroll 1 getinfo version\n0.4.9.11\n0.4.9.11\n▮");
	ck_assert(fake_tor_await(shell.tor, 0));
	fake_tor_open(shell.tor, 0);
	shell_screen_turn(&shell, KEY_INTERRUPT,
		"tor> watch --scroll 1 getinfo version\n0.4.9.11\n0.4.9.11\n"
		"^C\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(events_are_chosen)
{
#define NAMES EXPECT("GETINFO events/names"), \
	SEND("250-events/names=CIRC STREAM BW NOTICE WARN ERR\r\n250 OK\r\n")
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		NAMES, EXPECT("SETEVENTS STREAM STATUS_CLIENT"), SHELL_OK,
		NAMES, EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK,
		/* Some earlier events are still to come; ours are not shown. */
		EVENT("BW 1 2"), EVENT("STATUS_CLIENT NOTICE X"),
		NAMES, VERSION_WITH("") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "events +STREAM -BW\r",
		"tor> events +STREAM -BW\ntor> ▮");
	shell_screen_turn(&shell, "events off\r",
		"tor> events +STREAM -BW\ntor> events off\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "events STRAEM\r",
		"tor> events STRAEM\n"
		"events: unknown event \"STRAEM\"; did you mean "
		"\"STREAM\"?\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(events_during_watch)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		VERSION_WITH(""), WAIT(0), EVENT("BW 1 2"), WAIT(1), CLOSE };
#define WATCH "tor> watch --scroll 3600 getinfo version\n0.4.9.11\n"
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "watch --scroll 3600 getinfo version\r", WATCH "▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, WATCH "BW 1 2\n▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, WATCH "BW 1 2\n"
		"Connection lost: Tor closed the control connection; retrying\n"
		"▮");
	shell_screen_turn(&shell, KEY_INTERRUPT, WATCH
		"BW 1 2\n"
		"Connection lost: Tor closed the control connection; retrying\n"
		"^C\ntor (disconnected)> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* The pager uses the terminal until it reads the line "go". */
START_TEST(events_wait_for_the_pager)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		EXPECT("GETINFO config-text"), SEND("250+config-text=\r\n"),
		REPEAT(30, "line #\r\n"), SEND(".\r\n250 OK\r\n"),
		WAIT(0), EVENT("BW 1 2"), DRAIN, WAIT(1) };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.pager = "sed -n 30p; read line </dev/tty; echo $line";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "getinfo config-text\r",
		"tor> getinfo config-text\nline 29\n▮");
	fake_tor_open(shell.tor, 0);
	ck_assert(fake_tor_await(shell.tor, 1));
	fake_tor_open(shell.tor, 1);
	shell_screen_turn(&shell, "go\r", "tor> getinfo config-text\n"
		"line 29\ngo\ngo\nBW 1 2\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* ---- Tab */

START_TEST(tab_completes_a_command)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "getinf\t", "tor> getinfo ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(tab_asks_tor)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO info/names"),
		SEND("250+info/names=\r\nversion -- The version.\r\n"
			"zebra/stripes -- Of Tor's own.\r\n.\r\n250 OK\r\n"),
		IGNORE };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_tab(&shell, "getinfo zeb",
		"tor> getinfo zebra/stripes ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Tab does not wait for it; a reply that is too late is dropped. */
START_TEST(tab_with_tor_stuck)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO info/names"), WAIT(0),
		ANSWER(1, "250-info/names=version\r\n250 OK\r\n"
			"552 Unrecognized key \"#\"\r\n"),
		VERSION_WITH("") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "getinfo versi\to",
		"tor> getinfo version o▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_turn(&shell, "\b\b\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell events");
	TCase *tcase = test_case(suite, "shell events");

	tcase_set_timeout(tcase, 30);
	test_add_table(tcase, event_above_a_line, widths);
	tcase_add_test(tcase, event_above_a_wrapped_line);
	tcase_add_test(tcase, events_during_a_command);
	tcase_add_test(tcase, events_while_a_command_is_silent);
	tcase_add_test(tcase, burst_says_how_many_were_hidden);
	tcase_add_test(tcase, burst_leaves_the_typed_line);
	tcase_add_test(tcase, hostile_event_is_escaped);
	tcase_add_test(tcase, hostile_names_are_escaped);
	test_add_table(tcase, prompt_shows_bootstrapping, widths);
	tcase_add_test(tcase, watch_until_interrupted);
	tcase_add_test(tcase, events_are_chosen);
	tcase_add_test(tcase, events_during_watch);
	tcase_add_test(tcase, events_wait_for_the_pager);
	tcase_add_test(tcase, tab_completes_a_command);
	tcase_add_test(tcase, tab_asks_tor);
	tcase_add_test(tcase, tab_with_tor_stuck);
	return test_run(suite);
}
