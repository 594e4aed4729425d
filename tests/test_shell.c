/* The interactive shell on a screen: lines, commands, keys and questions. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdlib.h>

START_TEST(first_screen)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	shell_screen_init(&shell, 160);
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell,
		"Connected to @ (NULL): Tor 0.4.9.11, bootstrapped\n"
		"Type help for commands, Tab to complete, Ctrl-D to exit.\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(command_and_output)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_turn(&shell, "getinfi version\r",
		"tor> getinfo version\n0.4.9.11\ntor> getinfi version\n"
		"unknown command \"getinfi\"; did you mean "
		"\"getinfo\"?\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(interrupt_drops_the_line)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "signal newnym", "tor> signal newnym▮");
	shell_screen_turn(&shell, KEY_INTERRUPT,
		"tor> signal newnym^C\ntor> ▮");
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> signal newnym^C\ntor> getinfo version\n0.4.9.11\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(interrupt_while_tor_is_silent)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO version"), WAIT(0),
		/*
		 * An error for an invalid key shows where the late reply ends.
		 */
		ANSWER(1, "250-version=late\r\n250 OK\r\n"
			"552 Unrecognized key \"#\"\r\n"),
		EXPECT("GETINFO process/pid"),
		SEND("250-process/pid=77\r\n250 OK\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	/* The screen drops output that it has not read when the key arrives. */
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> getinfo version\n▮");
	ck_assert(fake_tor_await(shell.tor, 0));
	shell_screen_turn(&shell, KEY_INTERRUPT,
		"tor> getinfo version\n^C\ntor> ▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_turn(&shell, "getinfo process/pid\r",
		"tor> getinfo version\n^C\ntor> getinfo process/pid\n77\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(typed_ahead_of_a_command)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO version"), WAIT(0),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n"),
		EXPECT("GETINFO process/pid"),
		SEND("250-process/pid=77\r\n250 OK\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	screen_type(shell.screen, "getinfo version\r");
	ck_assert(fake_tor_await(shell.tor, 0));
	/* The terminal shows it at once, as with any other program. */
	shell_screen_turn(&shell, "getinfo process/pid\r",
		"tor> getinfo version\ngetinfo process/pid\n▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "tor> getinfo version\n"
		"getinfo process/pid\n0.4.9.11\n"
		"tor> getinfo process/pid\n77\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(end_of_input_restores_the_terminal)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.script = "was=$(stty -g); \"$@\"; echo status $?; "
		"test \"$was\" = \"$(stty -g)\" && echo same modes";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	/* On a line that is not empty it only deletes. */
	shell_screen_turn(&shell, "ab" KEY_START KEY_EOF, "tor> ▮b");
	shell_screen_turn(&shell, KEY_EOF, "tor> ▮");
	screen_type(shell.screen, KEY_EOF);
	ck_assert_int_eq(screen_end(shell.screen,
		"tor>\nstatus 0\nsame modes\n▮"), 0);
	shell_screen_clear(&shell);
}
END_TEST

static const struct {
	const char *name, *words;
	int status;
} ends[] = {
	{ "TERM", "Terminated", 143 },
	{ "HUP", "Hangup", 129 },
};

START_TEST(ended_by_a_signal)
{
	static const struct fake_step steps[] = { SHELL_START };
	char *line = alloc_print("!(kill -%s $PPID)", ends[_i].name), *text;
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.script = "was=$(stty -g); \"$@\" 2>&1; echo status $?; "
		"test \"$was\" = \"$(stty -g)\" && echo same modes; "
		"head -c 0";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	screen_type(shell.screen, line);
	screen_type(shell.screen, "\r");
	text = alloc_print("tor> %s\n%s\nstatus %d\nsame modes\n▮", line,
		ends[_i].words, ends[_i].status);
	ck_assert_int_eq(screen_end(shell.screen, text), 0);
	free(line);
	free(text);
	shell_screen_clear(&shell);
}
END_TEST

START_TEST(interrupt_of_a_shell_command)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "!echo on; exec cat\r",
		"tor> !echo on; exec cat\non\n▮");
	shell_screen_turn(&shell, KEY_INTERRUPT,
		"tor> !echo on; exec cat\non\n"
		"^C\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(stop_and_continue)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.script = "set -m; was=$(stty -g); \"$@\"; echo stopped; "
		"test \"$was\" = \"$(stty -g)\" && echo same modes; "
		"read line; echo $line; fg >/dev/null";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_turn(&shell, "getinfo vers" KEY_BACK,
		"tor> getinfo ver▮s");
	shell_screen_turn(&shell, "\032", "stopped\nsame modes\n▮");
	shell_screen_turn(&shell, "on\r", "stopped\nsame modes\non\non\n"
		"tor> getinfo ver▮s");
	shell_screen_turn(&shell, KEY_END "ion\r",
		"stopped\nsame modes\non\non\n"
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	screen_type(shell.screen, KEY_EOF);
	ck_assert_int_eq(screen_end(shell.screen, "stopped\nsame modes\non\n"
		"on\ntor> getinfo version\n0.4.9.11\ntor>\n▮"), 0);
	shell_screen_clear(&shell);
}
END_TEST

START_TEST(resized)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "getinfo version config-file address fingerp",
		"tor> getinfo version config-file address fingerp▮");
	screen_resize(shell.screen, SHELL_ROWS, 40);
	screen_shows(shell.screen, "tor> getinfo version config-file address\n"
		" fingerp▮");
	screen_resize(shell.screen, SHELL_ROWS, 80);
	screen_shows(shell.screen,
		"tor> getinfo version config-file address fingerp▮");
	shell_screen_turn(&shell, KEY_CUT_BEFORE "getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* ---- questions */

#define DANGER "tor> droptimeouts\n" \
	"This discards the learned circuit build times. Continue? [y/N]"

START_TEST(danger_is_asked_about)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION,
		EXPECT("DROPTIMEOUTS"), SHELL_OK,
		EXPECT("DROPTIMEOUTS"), SHELL_OK };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "droptimeouts\r", DANGER " ▮");
	shell_screen_turn(&shell, "n\r",
		DANGER " n\nCancelled.\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "droptimeouts\r", DANGER " ▮");
	shell_screen_turn(&shell, "\r",
		DANGER "\nCancelled.\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "droptimeouts\r", DANGER " ▮");
	shell_screen_turn(&shell, KEY_INTERRUPT,
		DANGER " ^C\nCancelled.\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	/* Nothing else has arrived meanwhile. */
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "droptimeouts\r", DANGER " ▮");
	shell_screen_turn(&shell, "y\r", DANGER " y\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "set confirm off\rdroptimeouts\r",
		"tor> set confirm off\ntor> droptimeouts\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Events that arrive meanwhile are shown; without Tor, nothing can be done. */
START_TEST(question_outlives_tor)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 1 2\r\n"), WAIT(1), CLOSE };
#define QUESTION "This discards the learned circuit build times. " \
	"Continue? [y/N]"
#define LOST "Connection lost: Tor closed the control connection; retrying\n"
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "droptimeouts\ry", DANGER " y▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell,
		"tor> droptimeouts\nBW 1 2\n" QUESTION " y▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell,
		"tor> droptimeouts\nBW 1 2\n" LOST QUESTION " y▮");
	shell_screen_turn(&shell, "\r",
		"tor> droptimeouts\nBW 1 2\n" LOST QUESTION " y\n"
		"Cancelled.\ntor (disconnected)> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(body_outlives_tor)
{
	static const struct fake_step steps[] = { SHELL_START, WAIT(0), CLOSE };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "loadconf -\rSocks",
		"tor> loadconf -\n...> Socks▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "tor> loadconf -\n" LOST "...> Socks▮");
	shell_screen_turn(&shell, "\r.\r", "tor> loadconf -\n" LOST
		"...> Socks\n...> .\n"
		"not connected to Tor; use reconnect\n"
		"tor (disconnected)> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(body_is_typed)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO config-text"), SEND("552 no\r\n"),
		EXPECT("+LOADCONF"), EXPECT("SocksPort 9050"),
		EXPECT("..not the end"), EXPECT("."), SHELL_OK, SHELL_VERSION };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "set confirm off\r",
		"tor> set confirm off\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "loadconf -\r", "tor> loadconf -\n...> ▮");
	shell_screen_turn(&shell, "SocksPort 9051\r",
		"tor> loadconf -\n...> SocksPort 9051\n...> ▮");
	shell_screen_turn(&shell, "more",
		"tor> loadconf -\n...> SocksPort 9051\n...> more▮");
	shell_screen_turn(&shell, KEY_INTERRUPT,
		"tor> loadconf -\n...> SocksPort 9051\n...> more^C\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "loadconf -\r", "tor> loadconf -\n...> ▮");
	shell_screen_turn(&shell, KEY_EOF, "tor> loadconf -\n...>\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "loadconf -\r", "tor> loadconf -\n...> ▮");
	shell_screen_turn(&shell, "SocksPort 9050\r.not the end\r.\r",
		"tor> loadconf -\n...> SocksPort 9050\n"
		"...> .not the end\n...> .\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(three_lines_pasted)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION,
		EXPECT("SIGNAL NEWNYM"), SHELL_OK };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	screen_paste(shell.screen, "getinfo version\nsignal newnym\nsetconf");
	shell_screen_shows(&shell, "tor> getinfo version\n0.4.9.11\n"
		"tor> signal newnym\ntor> setconf▮");
	shell_screen_end(&shell);
}
END_TEST

/* ---- lines */

START_TEST(short_names_and_aliases)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION,
		SHELL_VERSION, EXPECT("GETINFO version process/pid"),
		SEND("250-version=1\r\n250-process/pid=2\r\n250 OK\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "geti version\r",
		"tor> geti version\n0.4.9.11\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "alias zz getinfo version\rzz\r",
		"tor> alias zz getinfo version\ntor> zz\n0.4.9.11\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "zz process/pid\r",
		"tor> zz process/pid\nversion=1\nprocess/pid=2\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "alias zz\ralias Status zz\r",
		"tor> alias zz\nzz=getinfo version\ntor> alias Status zz\n"
		"alias: \"Status\" is a command; choose another name for the "
		"alias\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "unalias zz\rzz\ralias\r",
		"tor> unalias zz\ntor> zz\n"
		"unknown command \"zz\"; see help\ntor> alias\n"
		"no aliases\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(pipe_and_redirection)
{
	static const struct fake_step steps[] = { SHELL_START,
		SHELL_VERSION, SHELL_VERSION,
		SHELL_VERSION };
	struct shell_screen shell;
	char *text;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "getinfo version | tr 0-9 a-j\r",
		"tor> getinfo version | tr 0-9 a-j\na.e.j.bb\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell,
		"getinfo version > out\rgetinfo version >> out\r",
		"tor> getinfo version > out\ntor> getinfo version >> out\n"
		"tor> ▮");
	text = shell_screen_file("out");
	ck_assert_str_eq(text, "0.4.9.11\n0.4.9.11\n");
	free(text);
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "!echo $((6 * 7))\r",
		"tor> !echo $((6 * 7))\n42\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell");
	TCase *tcase = test_case(suite, "shell");

	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, first_screen);
	tcase_add_test(tcase, command_and_output);
	tcase_add_test(tcase, interrupt_drops_the_line);
	tcase_add_test(tcase, interrupt_while_tor_is_silent);
	tcase_add_test(tcase, typed_ahead_of_a_command);
	tcase_add_test(tcase, end_of_input_restores_the_terminal);
	tcase_add_test(tcase, stop_and_continue);
	test_add_table(tcase, ended_by_a_signal, ends);
	tcase_add_test(tcase, interrupt_of_a_shell_command);
	tcase_add_test(tcase, question_outlives_tor);
	tcase_add_test(tcase, body_outlives_tor);
	tcase_add_test(tcase, resized);
	tcase_add_test(tcase, danger_is_asked_about);
	tcase_add_test(tcase, body_is_typed);
	tcase_add_test(tcase, three_lines_pasted);
	tcase_add_test(tcase, short_names_and_aliases);
	tcase_add_test(tcase, pipe_and_redirection);
	return test_run(suite);
}
