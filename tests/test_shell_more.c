/* The interactive shell on a screen: many events, signals, other ends. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/buf.h"

#include <signal.h>
#include <stdlib.h>

#define REPLY SEND("250-version=0.4.9.11\r\n250 OK\r\n")
/* Like SHELL_START, with the events chosen before. */
#define AGAIN FAKE_AUTH_NULL, EXPECT("SETEVENTS BW STATUS_CLIENT"), SHELL_OK, \
	SHELL_BOOTSTRAPPED("100")

static const int widths[] = { 40, 80 };

/* ---- many events */

#define BURST REPEAT(10000, "650 BW # 0\r\n")
#define BEHIND_A_BURST EXPECT("GETINFO version"), BURST, REPLY
/* What the first Tab after "getinfo " asks for. */
#define KEYS_BEHIND_A_BURST EXPECT("GETINFO info/names"), BURST, \
	SEND("250+info/names=\r\nversion -- x\r\n.\r\n250 OK\r\n")

/*
 * The screen is unpredictable: everything is typed ahead, since nobody reads
 * the terminal while a test waits for something else.
 */
START_TEST(flood_while_commands_run)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		KEYS_BEHIND_A_BURST, BEHIND_A_BURST, BURST, BEHIND_A_BURST,
		BURST, BEHIND_A_BURST, FLOOD("650 BW 1 2\r\n"), AGAIN,
		KEYS_BEHIND_A_BURST, BEHIND_A_BURST,
		FLOOD("650 BW 3 4\r\n650+BW 5 6\r\nmore\r\n.\r\n650 OK\r\n"),
		AGAIN, SHELL_VERSION };
	struct shell_screen shell;
	char *text;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	screen_type(shell.screen, "getinfo version\t >>out\r"
		"getinfo version | cat >>out\r"
		"getinfo version >>out\r"
		"disconnect\rconnect\r"
		"getinfo version\t >>out\r"
		"help quit >help\rset pager off\r"
		"disconnect\rconnect\r"
		"getinfo version >>out\r"
		"exit\r");
	ck_assert_int_eq(screen_end(shell.screen, "left 0\n▮"), 0);
	text = shell_screen_file("out");
	ck_assert_str_eq(text, "0.4.9.11\n0.4.9.11\n0.4.9.11\n0.4.9.11\n"
		"0.4.9.11\n");
	free(text);
	shell_screen_clear(&shell);
}
END_TEST

/* The pause ends without a key. */
START_TEST(burst_after_a_pause)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		EXPECT("GETINFO version"), REPEAT(2000, "650 BW # 0\r\n"),
		REPLY, WAIT(0), REPEAT(SHELL_ROWS, "650 BW # 1\r\n") };
	struct shell_screen shell;
	struct buf text = BUF_INIT;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	screen_type(shell.screen, "getinfo version\r");
	for (int i = 200 - (SHELL_ROWS - 2); i < 200; i++)
		buf_print(&text, "BW %d 0\n", i);
	buf_add_string(&text,
		"… 1800 events skipped\ntor> ▮");
	shell_screen_shows(&shell, buf_text(&text));
	fake_tor_open(shell.tor, 0);
	buf_reset(&text);
	for (int i = 1; i < SHELL_ROWS; i++)
		buf_print(&text, "BW %d 1\n", i);
	buf_add_string(&text, "tor> ▮");
	shell_screen_shows(&shell, buf_text(&text));
	buf_clear(&text);
	shell_screen_end(&shell);
}
END_TEST

/* ---- signals */

/* The terminal hangs up while a line is typed; history is saved. */
START_TEST(hang_up_by_terminal)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;
	char *text;

	shell_screen_init(&shell, 80);
	shell.script = "exec \"$@\"";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_turn(&shell, "set confirm on\rgetinfo ver",
		"tor> set confirm on\ntor> getinfo ver▮");
	ck_assert_int_eq(screen_free(shell.screen), 128 + SIGHUP);
	text = shell_screen_file("state/torctl/history");
	ck_assert_str_eq(text, "set confirm on\n");
	free(text);
	shell_screen_clear(&shell);
}
END_TEST

/* In one packet with the following key: the line is still discarded. */
START_TEST(interrupt_goes_before_keys)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "signal newnym", "tor> signal newnym▮");
	shell_screen_turn(&shell, KEY_INTERRUPT "getinfo version\r",
		"tor> signal newnym^C\ntor> getinfo version\n0.4.9.11\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(events_while_stopped)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 1 2\r\n"), WAIT(1) };
	struct shell_screen shell;

	shell_screen_init(&shell, widths[_i]);
	shell.script = "set -m; \"$@\"; echo stopped; read line; "
		"fg >/dev/null";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "half" KEY_BACK, "tor> hal▮f");
	shell_screen_turn(&shell, "\032", "stopped\n▮");
	fake_tor_open(shell.tor, 0);
	ck_assert(fake_tor_await(shell.tor, 1));
	fake_tor_open(shell.tor, 1);
	shell_screen_turn(&shell, "fg\r", "stopped\nfg\nBW 1 2\ntor> hal▮f");
	shell_screen_turn(&shell, KEY_INTERRUPT,
		"stopped\nfg\nBW 1 2\ntor> half^C\ntor> ▮");
	screen_type(shell.screen, KEY_EOF);
	ck_assert_int_eq(screen_end(shell.screen,
		"stopped\nfg\nBW 1 2\ntor> half^C\ntor>\n▮"), 0);
	shell_screen_clear(&shell);
}
END_TEST

START_TEST(resized_both_ways)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 1 1\r\n"), WAIT(1),
		SEND("650 BW 2 2\r\n"), SHELL_VERSION };
#define WRAPPED "tor> getinfo version config-file address\n fingerp▮"
#define WHOLE "tor> getinfo version config-file address fingerp▮"
	struct shell_screen shell;
	int first = widths[_i], other = first == 40 ? 80 : 40;

	SHELL_SCREEN_START(&shell, first, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "getinfo version config-file address fingerp",
		first == 40 ? WRAPPED : WHOLE);
	screen_resize(shell.screen, SHELL_ROWS, other);
	screen_shows(shell.screen, other == 40 ? WRAPPED : WHOLE);
	fake_tor_open(shell.tor, 0);
	screen_shows(shell.screen, other == 40 ? "BW 1 1\n" WRAPPED :
		"BW 1 1\n" WHOLE);
	screen_resize(shell.screen, SHELL_ROWS, first);
	screen_shows(shell.screen, first == 40 ? "BW 1 1\n" WRAPPED :
		"BW 1 1\n" WHOLE);
	fake_tor_open(shell.tor, 1);
	screen_shows(shell.screen, first == 40 ? "BW 1 1\nBW 2 2\n" WRAPPED :
		"BW 1 1\nBW 2 2\n" WHOLE);
	shell_screen_turn(&shell, KEY_CUT_BEFORE "getinfo version\r",
		"BW 1 1\nBW 2 2\ntor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* The prompt changes only after the search. */
START_TEST(state_changes_during_a_search)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK,
		SHELL_BOOTSTRAPPED("5"), WAIT(0),
		SEND("650 STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=45 TAG=x "
			"SUMMARY=\"x\"\r\n"), WAIT(1), CLOSE };
#define GONE "Connection lost: Tor closed the control connection; retrying\n"
	static const char *const quiet[] = { "--quiet", NULL };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.options = quiet;
	shell_screen_write("state/torctl/history", "help quit\n");
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "tor 5%> ▮");
	shell_screen_turn(&shell, "typed" KEY_SEARCH "qu",
		"(reverse-i-search)`qu': help ▮quit");
	fake_tor_open(shell.tor, 0);
	ck_assert(fake_tor_await(shell.tor, 1));
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, GONE "(reverse-i-search)`qu': help ▮quit");
	shell_screen_turn(&shell, KEY_ABORT,
		GONE "tor (disconnected)> typed▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(event_during_a_search)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 10 20\r\n"), EXPECT("GETINFO version"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n") };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell_screen_write("state/torctl/history",
		"getinfo version\nhelp quit\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, KEY_SEARCH "ver",
		"(reverse-i-search)`ver': getinfo ▮version");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "BW 10 20\n"
		"(reverse-i-search)`ver': getinfo ▮version");
	shell_screen_turn(&shell, "s", "BW 10 20\n"
		"(reverse-i-search)`vers': getinfo ▮version");
	shell_screen_turn(&shell, "\r", "BW 10 20\n"
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* ---- not a terminal at both ends, and other programs on the terminal */

START_TEST(input_from_a_pipe)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		SHELL_VERSION };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.script = "printf '%s\\n' 'getinfo version' 'wrong' | "
		"\"$@\" 2>&1; echo status $?";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	ck_assert_int_eq(screen_end(shell.screen, "0.4.9.11\n"
		"torctl: stdin:2: unknown command \"wrong\"; see torctl help\n"
		"status 2\n▮"), 0);
	shell_screen_clear(&shell);
}
END_TEST

START_TEST(output_to_a_pipe)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		SHELL_VERSION };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.script = "\"$@\" | sed 's/^/> /'; echo over";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	/* No prompt: it reads a script. */
	shell_screen_turn(&shell, "getinfo version\r" KEY_EOF,
		"getinfo version\n> 0.4.9.11\nover\n▮");
	ck_assert_int_eq(screen_end(shell.screen,
		"getinfo version\n> 0.4.9.11\nover\n▮"), 0);
	shell_screen_clear(&shell);
}
END_TEST

static const char *const owners[] = {
	"getinfo version | cat; read a </dev/tty",
	"!echo 0.4.9.11; read a",
};

/* Another program uses the terminal until it reads a line. */
START_TEST(events_wait_for_other_programs)
{
	static const struct fake_step piped[] = { SHELL_START, SHELL_EVENTS,
		SHELL_VERSION, WAIT(0), SEND("650 BW 1 2\r\n"), DRAIN,
		WAIT(1) };
	static const struct fake_step called[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 1 2\r\n"), DRAIN, WAIT(1) };
	struct shell_screen shell;
	struct buf text = BUF_INIT;

	shell_screen_start(&shell, 80, _i ? called : piped,
		_i ? COUNT(called) : COUNT(piped));
	shell_screen_choose(&shell);
	buf_print(&text, "tor> %s\n0.4.9.11\n▮", owners[_i]);
	screen_type(shell.screen, owners[_i]);
	shell_screen_turn(&shell, "\r", buf_text(&text));
	fake_tor_open(shell.tor, 0);
	ck_assert(fake_tor_await(shell.tor, 1));
	fake_tor_open(shell.tor, 1);
	buf_reset(&text);
	buf_print(&text, "tor> %s\n0.4.9.11\ngo\nBW 1 2\ntor> ▮", owners[_i]);
	shell_screen_turn(&shell, "go\r", buf_text(&text));
	buf_clear(&text);
	shell_screen_end(&shell);
}
END_TEST

/* Two shells without a Tor: one file has every line of both. */
START_TEST(two_shells_keep_history)
{
	static const char *const quiet[] = { "--quiet", NULL };
	struct shell_screen one, two;
	char *text;

	shell_screen_init(&one, 80);
	one.options = quiet;
	shell_screen_write(SHELL_RC, "clear\n" SHELL_PLAIN);
	two = one;
	shell_screen_run(&one);
	shell_screen_shows(&one, "tor (disconnected)> ▮");
	shell_screen_run(&two);
	shell_screen_shows(&two, "tor (disconnected)> ▮");
	shell_screen_turn(&one, "set pager on\r",
		"tor (disconnected)> set pager on\ntor (disconnected)> ▮");
	shell_screen_turn(&two, "set color never\r",
		"tor (disconnected)> set color never\ntor (disconnected)> ▮");
	screen_type(one.screen, "help quit >1\rexit\r");
	ck_assert_int_eq(screen_end(one.screen, "left 0\n▮"), 0);
	screen_type(two.screen, "help quit >2\rexit\r");
	ck_assert_int_eq(screen_end(two.screen, "left 0\n▮"), 0);
	text = shell_screen_file("state/torctl/history");
	ck_assert_str_eq(text, "set pager on\nset color never\n"
		"help quit >1\nexit\nhelp quit >2\nexit\n");
	free(text);
	shell_screen_clear(&one);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell more");
	TCase *tcase = test_case(suite, "shell more");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, flood_while_commands_run);
	tcase_add_test(tcase, burst_after_a_pause);
	tcase_add_test(tcase, hang_up_by_terminal);
	tcase_add_test(tcase, interrupt_goes_before_keys);
	test_add_table(tcase, events_while_stopped, widths);
	test_add_table(tcase, resized_both_ways, widths);
	tcase_add_test(tcase, state_changes_during_a_search);
	tcase_add_test(tcase, event_during_a_search);
	tcase_add_test(tcase, input_from_a_pipe);
	tcase_add_test(tcase, output_to_a_pipe);
	test_add_table(tcase, events_wait_for_other_programs, owners);
	tcase_add_test(tcase, two_shells_keep_history);
	return test_run(suite);
}
