/* The interactive shell on a screen: the effects of settings and lists. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <stdlib.h>
#include <sys/stat.h>

#define HISTORY "state/torctl/history"
#define LEVELS EXPECT("GETINFO events/names"), \
	SEND("250-events/names=BW DEBUG INFO NOTICE WARN ERR\r\n250 OK\r\n")

/* ---- the pager */

static const struct {
	const char *set;   /* in the shell's environment */
	const char *front; /* the pager's prefix for each line */
} pagers[] = {
	{ "TORCTL_PAGER='sed s/^/ours:/'; PAGER='sed s/^/its:/'", "ours:" },
	{ "unset TORCTL_PAGER; PAGER='sed s/^/its:/'", "its:" },
	{ "TORCTL_PAGER=; PAGER='sed s/^/its:/'", "its:" },
	{ "TORCTL_PAGER='  '; PAGER='sed s/^/its:/'", "its:" },
	{ "TORCTL_PAGER=' '; PAGER='	'", "less -FRX:" },
	{ "unset TORCTL_PAGER PAGER", "less -FRX:" },
	{ "unset TORCTL_PAGER; PAGER=", "less -FRX:" },
	/* If no program showed it, it is printed without a pager. */
	{ "TORCTL_PAGER='exit 127'", "" },
	/*
	 * If a program showed it, it is not printed again, whatever the exit
	 * status.
	 */
	{ "TORCTL_PAGER='sed s/^/ours:/; exit 1'", "ours:" },
	{ "TORCTL_PAGER='sed s/^/ours:/; kill $$'", "ours:" },
};

START_TEST(pager_order)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO config-text"), SEND("250+config-text=\r\n"),
		REPEAT(SHELL_ROWS, "line #\r\n"), SEND(".\r\n250 OK\r\n") };
	struct shell_screen shell;
	struct buf text = BUF_INIT;
	char *script = alloc_print("%s; PATH=$PWD/bin:$PATH; "
		"export TORCTL_PAGER PAGER PATH; \"$@\"; "
		"printf '\\033[H\\033[2Jleft %%d\\n' $?", pagers[_i].set);

	shell_screen_init(&shell, 80);
	shell.script = script;
	shell_screen_write("bin/less", "#!/bin/sh\nsed \"s/^/less $*:/\"\n");
	ck_assert_int_eq(chmod("bin/less", 0700), 0);
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	screen_type(shell.screen, "getinfo config-text\r");
	for (int i = 1; i < SHELL_ROWS; i++)
		buf_print(&text, "%sline %d\n", pagers[_i].front, i);
	buf_add_string(&text, "tor> ▮");
	shell_screen_shows(&shell, buf_text(&text));
	buf_clear(&text);
	shell_screen_end(&shell);
	free(script);
}
END_TEST

/* ---- settings */

START_TEST(timestamps)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 1 2\r\n"), WAIT(1),
		SEND("650 BW 3 4\r\n"), WAIT(2), SEND("650 BW 5 6\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "BW 1 2\ntor> ▮");
	shell_screen_turn(&shell, "set timestamps on\r",
		"BW 1 2\ntor> set timestamps on\ntor> ▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, "BW 1 2\ntor> set timestamps on\n"
		"◇◇:◇◇:◇◇.◇◇◇ BW 3 4\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "set timestamps off\r",
		"tor> set timestamps off\ntor> ▮");
	fake_tor_open(shell.tor, 2);
	shell_screen_shows(&shell,
		"tor> set timestamps off\nBW 5 6\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* The arrow keys still recall typed lines. */
START_TEST(history_off)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;
	char *text;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "set history off\rset confirm on\r",
		"tor> set history off\ntor> set confirm on\ntor> ▮");
	text = shell_screen_file(HISTORY);
	ck_assert_str_eq(text, "set history off\n");
	free(text);
	shell_screen_turn(&shell, "\014" KEY_UP, "tor> set confirm on▮");
	shell_screen_turn(&shell, KEY_CUT_BEFORE "set history on\r"
		"set pager on\r", "tor> set history on\ntor> set pager on\n"
		"tor> ▮");
	text = shell_screen_file(HISTORY);
	ck_assert_str_eq(text, "set history off\nset pager on\n");
	free(text);
	shell_screen_end(&shell);
}
END_TEST

START_TEST(hints_on_and_off)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 1 2\r\n"), WAIT(1),
		SEND("650 BW 3 4\r\n"), WAIT(2),
		SEND("650 BW 5 6\r\n") };
	struct shell_screen shell;

	/* The others have none. */
	if (!demo_has("readline"))
		return;
	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "set color always\rset hints on\r\014",
		"tor> ▮");
	shell_screen_turn(&shell, "getinfo ", "tor> getinfo ▮KEY…");
	ck_assert(!screen_is_plain(shell.screen, 0, 13));
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "BW 1 2\ntor> getinfo ▮KEY…");
	shell_screen_turn(&shell, KEY_CUT_BEFORE "\014", "tor> ▮");
	shell_screen_turn(&shell, "set hints off\rgetinfo ",
		"tor> set hints off\ntor> getinfo ▮");
	/* A hint would have appeared with the event at the latest. */
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell,
		"tor> set hints off\nBW 3 4\ntor> getinfo ▮");
	/* Without colour it would look like typed text. */
	shell_screen_turn(&shell, KEY_CUT_BEFORE "set hints on\r"
		"set color never\r\014getinfo ", "tor> getinfo ▮");
	fake_tor_open(shell.tor, 2);
	shell_screen_shows(&shell, "BW 5 6\ntor> getinfo ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(color_never)
{
	static const struct fake_step steps[] = { SHELL_START };
#define WRONG "tor> wrong\nunknown command \"wrong\"; see help\n"
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "set color always\rwrong\r",
		"tor> set color always\n" WRONG "tor> ▮");
	ck_assert(!screen_is_plain(shell.screen, 2, 0));
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "set color never\rwrong\r",
		"tor> set color never\n" WRONG "tor> ▮");
	ck_assert(screen_is_plain(shell.screen, 2, 0));
	shell_screen_end(&shell);
}
END_TEST

/* ---- lists */

START_TEST(history_as_json)
{
	static const struct fake_step steps[] = { SHELL_START };
	static const char *const options[] = { "--quiet", "--json", NULL };
	struct shell_screen shell;

	shell_screen_init(&shell, 100);
	shell.options = options;
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell_screen_write(HISTORY, "help \"quit\"\nexit\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "tor> ▮");
	shell_screen_turn(&shell, "history\r", "tor> history\n"
		"[{\"number\":1,\"line\":\"help \\\"quit\\\"\"},"
		"{\"number\":2,\"line\":\"exit\"},"
		"{\"number\":3,\"line\":\"history\"}]\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "history exit\r", "tor> history exit\n"
		"[{\"number\":2,\"line\":\"exit\"},"
		"{\"number\":4,\"line\":\"history exit\"}]\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	/* A line that is not saved does not find itself. */
	shell_screen_turn(&shell, " history zzz\r",
		"tor>  history zzz\n[]\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(history_as_a_table)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell_screen_write(HISTORY, "quit\nhelp quit\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_turn(&shell, "history --limit 2\r",
		"tor> history --limit 2\n"
		"    1  quit\n    2  help quit\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "history quit --sort -number --limit 1\r",
		"tor> history quit --sort -number --limit 1\n"
		"    4  history quit --sort -number --limit 1\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "history --columns line,number --limit 2\r",
		"tor> history --columns line,number --limit 2\n"
		"LINE       NUMBER\nquit            1\n"
		"help quit       2\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "history --no-header --limit 1\r",
		"tor> history --no-header --limit 1\n1  quit\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Of the log levels, the latest choice counts; others are unchanged. */
START_TEST(log_of_a_level_and_worse)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		LEVELS, EXPECT("SETEVENTS BW NOTICE WARN ERR STATUS_CLIENT"),
		SHELL_OK, LEVELS, EXPECT("SETEVENTS BW ERR STATUS_CLIENT"),
		SHELL_OK, LEVELS,
		EXPECT("SETEVENTS BW INFO NOTICE WARN ERR STATUS_CLIENT"),
		SHELL_OK, LEVELS, EXPECT("SETEVENTS BW STATUS_CLIENT"),
		SHELL_OK };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "log notice\rlog err\rLog INFO\rlog off\r",
		"tor> log notice\ntor> log err\ntor> Log INFO\ntor> log off\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* A command with nothing to report says so, except in the start-up file. */
START_TEST(nothing_to_report)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		EXPECT("GETINFO events/names"),
		SEND("250-events/names=BW\r\n250 OK\r\n"),
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK, CLIENT_CLOSES };
	struct shell_screen shell;
	char *text;

	shell_screen_init(&shell, 160);
	shell_screen_write(SHELL_RC, SHELL_PLAIN "alias x version\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "Connected to @ (NULL): Tor 0.4.9.11, "
		"bootstrapped\n"
		"Type help for commands, Tab to complete, Ctrl-D to exit.\n"
		"tor> ▮");
	shell_screen_turn(&shell, "\014set pager off\runalias x\revents BW\r",
		"tor> set pager off\nOK\ntor> unalias x\nOK\n"
		"tor> events BW\nOK\ntor> ▮");
	shell_screen_turn(&shell, "\014events off\rset pager on > f\r"
		"disconnect\r", "tor> events off\nOK\n"
		"tor> set pager on > f\ntor> disconnect\nOK\n"
		"tor (disconnected)> ▮");
	text = shell_screen_file("f");
	ck_assert_str_eq(text, "");
	free(text);
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell settings");
	TCase *tcase = test_case(suite, "shell settings");

	tcase_set_timeout(tcase, 30);
	test_add_table(tcase, pager_order, pagers);
	tcase_add_test(tcase, timestamps);
	tcase_add_test(tcase, history_off);
	tcase_add_test(tcase, hints_on_and_off);
	tcase_add_test(tcase, color_never);
	tcase_add_test(tcase, history_as_json);
	tcase_add_test(tcase, history_as_a_table);
	tcase_add_test(tcase, log_of_a_level_and_worse);
	tcase_add_test(tcase, nothing_to_report);
	return test_run(suite);
}
