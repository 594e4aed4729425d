/* The interactive shell on a screen: stopped and resized while busy. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/buf.h"
#include "util/files.h"

#include <signal.h>
#include <stdlib.h>

#define REPLY SEND("250-version=0.4.9.11\r\n250 OK\r\n")
#define KEY_STOP "\032"
#define LONG_LINE "getinfo version config-file address fingerp"
/* The same on 40 columns. */
#define WRAPPED "tor> getinfo version config-file address\n fingerp▮"

/* A shell with job control, which continues it when a line is typed. */
static const char job_control[] = "set -m; was=$(stty -g); \"$@\"; "
	"test \"$was\" = \"$(stty -g)\" && echo stopped; "
	"read line; fg >/dev/null; code=$?; "
	"printf '\\033[H\\033[2Jleft %d\\n' $code";

static void start(struct shell_screen *shell, const char *script, int columns,
	const struct fake_step *steps, size_t count)
{
	shell_screen_init(shell, columns);
	shell->script = script;
	shell->pager = "sed -n 30p; read line </dev/tty; echo $line";
	shell_screen_listen(shell, steps, count);
	shell_screen_prompt(shell);
	shell_screen_choose(shell);
}

static const struct fake_step waits[] = { SHELL_START, SHELL_EVENTS,
	EXPECT("GETINFO version"), WAIT(0), SEND("650 BW 1 2\r\n"), REPLY,
	EXPECT("GETINFO version"), REPLY };
#define ASKED "tor> getinfo version\n"
#define STOPPED ASKED "^Zstopped\n"
#define ANSWERED STOPPED "on\n0.4.9.11\nBW 1 2\n"

static const bool orders[] = { false, true };

/* The reply arrives after it continues, or while it is stopped. */
START_TEST(stopped_while_a_command_waits)
{
	struct shell_screen shell;

	start(&shell, job_control, 80, waits, COUNT(waits));
	/* Ctrl-Z discards output that the terminal has not shown yet. */
	shell_screen_turn(&shell, "getinfo version\r", ASKED "▮");
	ck_assert(fake_tor_await(shell.tor, 0));
	shell_screen_turn(&shell, KEY_STOP, STOPPED "▮");
	if (orders[_i])
		fake_tor_open(shell.tor, 0);
	shell_screen_turn(&shell, "on\r", orders[_i] ? ANSWERED "tor> ▮" :
		STOPPED "on\n▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, ANSWERED "tor> ▮");
	/* The line editor has the terminal again. */
	shell_screen_turn(&shell, "getinfo versio" KEY_BACK KEY_BACK,
		ANSWERED "tor> getinfo vers▮io");
	shell_screen_turn(&shell, KEY_END "n\r",
		ANSWERED "tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Tor's output shows that it has continued, with its own terminal. */
START_TEST(interrupted_after_a_stop)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		EXPECT("GETINFO version"), REPLY, WAIT(0),
		SEND("650 BW 1 2\r\n") };
#define WATCHED "tor> watch --scroll 3600 getinfo version\n0.4.9.11\n"
	struct shell_screen shell;

	start(&shell, job_control, 80, steps, COUNT(steps));
	shell_screen_turn(&shell, "watch --scroll 3600 getinfo version\r",
		WATCHED "▮");
	shell_screen_turn(&shell, KEY_STOP, WATCHED "^Zstopped\n▮");
	shell_screen_turn(&shell, "on\r", WATCHED "^Zstopped\non\n▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, WATCHED "^Zstopped\non\nBW 1 2\n▮");
	shell_screen_turn(&shell, KEY_INTERRUPT,
		WATCHED "^Zstopped\non\nBW 1 2\n^C\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* A stop that the shell cannot catch, which leaves its prompt on the screen. */
START_TEST(stopped_at_the_prompt)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		EXPECT("GETINFO version"), REPLY };
	struct shell_screen shell;
	struct buf pid = BUF_INIT;

	start(&shell, "set -m; was=$(stty -g); "
		"sh -c 'echo $$ >pid; exec \"$@\"' sh \"$@\"; "
		"stty \"$was\"; echo; echo stopped; "
		"read line; fg >/dev/null; code=$?; "
		"printf '\\033[H\\033[2Jleft %d\\n' $code",
		80, steps, COUNT(steps));
	shell_screen_turn(&shell, "getinfo versio" KEY_BACK,
		"tor> getinfo versi▮o");
	ck_assert(files_read("pid", 16, &pid, NULL));
	kill((pid_t)strtol(buf_text(&pid), NULL, 10), SIGSTOP);
	shell_screen_shows(&shell, "tor> getinfo versio\nstopped\n▮");
	shell_screen_turn(&shell, "on\r", "tor> getinfo versio\nstopped\non\n"
		"tor> getinfo versi▮o");
	shell_screen_turn(&shell, KEY_END "n\r", "tor> getinfo versio\n"
		"stopped\non\ntor> getinfo version\n0.4.9.11\ntor> ▮");
	buf_clear(&pid);
	shell_screen_end(&shell);
}
END_TEST

#define LONG_TEXT EXPECT("GETINFO config-text"), \
	SEND("250+config-text=\r\n"), REPEAT(30, "line #\r\n"), \
	SEND(".\r\n250 OK\r\n")
#define PAGED "tor> getinfo config-text\nline 29\n"

/* It stops together with its pager, and both continue. */
START_TEST(stopped_while_a_pager_runs)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		LONG_TEXT, WAIT(0), SEND("650 BW 1 2\r\n"), DRAIN, WAIT(1) };
	struct shell_screen shell;

	start(&shell, job_control, 80, steps, COUNT(steps));
	shell_screen_turn(&shell, "getinfo config-text\r", PAGED "▮");
	shell_screen_turn(&shell, KEY_STOP, PAGED "^Zstopped\n▮");
	shell_screen_turn(&shell, "on\r", PAGED "^Zstopped\non\n▮");
	fake_tor_open(shell.tor, 0);
	ck_assert(fake_tor_await(shell.tor, 1));
	fake_tor_open(shell.tor, 1);
	shell_screen_turn(&shell, "go\r", PAGED "^Zstopped\non\ngo\ngo\n"
		"BW 1 2\ntor> ▮");
	shell_screen_turn(&shell, "abc" KEY_BACK, PAGED
		"^Zstopped\non\ngo\ngo\nBW 1 2\ntor> ab▮c");
	shell_screen_end(&shell);
}
END_TEST

/* Both ways; the line after it is wrapped for the size at that time. */
START_TEST(resized_while_a_command_waits)
{
	struct shell_screen shell;
	int first = orders[_i] ? 40 : 80, then = orders[_i] ? 80 : 40;

	start(&shell, NULL, first, waits, COUNT(waits));
	screen_type(shell.screen, "getinfo version\r");
	ck_assert(fake_tor_await(shell.tor, 0));
	screen_resize(shell.screen, SHELL_ROWS, then);
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, ASKED "0.4.9.11\nBW 1 2\ntor> ▮");
	shell_screen_turn(&shell, LONG_LINE, then == 40 ?
		ASKED "0.4.9.11\nBW 1 2\n" WRAPPED :
		ASKED "0.4.9.11\nBW 1 2\ntor> " LONG_LINE "▮");
	shell_screen_turn(&shell, KEY_CUT_BEFORE "getinfo version\r", ASKED
		"0.4.9.11\nBW 1 2\ntor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* A pager asks for the size itself; the shell notices it afterwards. */
START_TEST(resized_while_a_pager_runs)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		LONG_TEXT };
	struct shell_screen shell;

	start(&shell, NULL, 80, steps, COUNT(steps));
	shell_screen_turn(&shell, "getinfo config-text\r", PAGED "▮");
	screen_resize(shell.screen, SHELL_ROWS, 40);
	shell_screen_turn(&shell, "go\r", PAGED "go\ngo\ntor> ▮");
	shell_screen_turn(&shell, LONG_LINE, PAGED "go\ngo\n" WRAPPED);
	shell_screen_turn(&shell, KEY_CUT_BEFORE, PAGED "go\ngo\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell stopped");
	TCase *tcase = test_case(suite, "shell stopped");

	tcase_set_timeout(tcase, 60);
	test_add_table(tcase, stopped_while_a_command_waits, orders);
	tcase_add_test(tcase, interrupted_after_a_stop);
	tcase_add_test(tcase, stopped_at_the_prompt);
	tcase_add_test(tcase, stopped_while_a_pager_runs);
	test_add_table(tcase, resized_while_a_command_waits, orders);
	tcase_add_test(tcase, resized_while_a_pager_runs);
	return test_run(suite);
}
