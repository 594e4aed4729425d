/* The interactive shell on a screen: hang-ups, and ignored signals. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define QUESTION "tor> droptimeouts\n" \
	"This discards the learned circuit build times. Continue? [y/N] y▮"
#define HISTORY "state/torctl/history"

/* The shell's PID in a file, for kill(); "%s": what sh does first. */
#define NOTE_PID(before) before "sh -c 'echo $$ >pid; exec \"$@\"' sh \"$@\""

/* Typed without Enter; Tor must not see it. */
static const struct state {
	const char *keys, *shown, *history;
	bool waits; /* for a reply, which never arrives */
} states[] = {
	{ "getinfo vers", "tor> getinfo vers▮", "" },
	{ "droptimeouts\ry", QUESTION, "droptimeouts\n" },
	{ "loadconf -\rSocksPort 9050\r.", "tor> loadconf -\n"
		"...> SocksPort 9050\n...> .▮", "loadconf -\n" },
	/* Lines typed ahead are never run. */
	{ "getinfo version\rsignal halt\r", "tor> getinfo version\n"
		"signal halt\n▮", "getinfo version\n", true },
	{ "watch --scroll 3600 getinfo version\r", "tor> watch --scroll 3600 getinfo version\n▮",
		"watch --scroll 3600 getinfo version\n", true },
	{ "getinfo version | cat\r", "tor> getinfo version | cat\n▮",
		"getinfo version | cat\n", true },
	{ "authenticate -\rsecr", "tor> authenticate -\nSecret: ▮", "" },
};

static const struct fake_step idle[] = { SHELL_START, CLIENT_CLOSES };
static const struct fake_step silent[] = { SHELL_START,
	EXPECT("GETINFO version"), WAIT(0), CLIENT_CLOSES };

static void start(struct shell_screen *shell, const struct state *state,
	const char *script)
{
	shell_screen_init(shell, 80);
	shell->script = script;
	if (state->waits)
		shell_screen_listen(shell, silent, COUNT(silent));
	else
		shell_screen_listen(shell, idle, COUNT(idle));
	shell_screen_prompt(shell);
	/* A line typed ahead must follow the command. */
	if (state->waits) {
		char *first = alloc_bytes(state->keys,
			strcspn(state->keys, "\r") + 1);

		screen_type(shell->screen, first);
		ck_assert(fake_tor_await(shell->tor, 0));
		screen_type(shell->screen, state->keys + strlen(first));
		free(first);
		shell_screen_shows(shell, state->shown);
	} else {
		shell_screen_turn(shell, state->keys, state->shown);
	}
}

static void end(struct shell_screen *shell, const struct state *state)
{
	char *text = shell_screen_file(HISTORY);

	ck_assert_str_eq(text ? text : "none", state->history);
	free(text);
	if (state->waits)
		fake_tor_open(shell->tor, 0);
	shell_screen_clear(shell);
}

START_TEST(terminal_closed)
{
	const struct state *state = &states[_i];
	struct shell_screen shell;

	start(&shell, state, "exec \"$@\"");
	ck_assert_int_eq(screen_free(shell.screen), 128 + SIGHUP);
	end(&shell, state);
}
END_TEST

static void send_signal(int number)
{
	char *text = shell_screen_file("pid");

	ck_assert_ptr_nonnull(text);
	ck_assert_int_eq(kill((pid_t)strtol(text, NULL, 10), number), 0);
	free(text);
}

/* The terminal is left as it was found. */
START_TEST(signal_sent)
{
	const struct state *state = &states[_i];
	struct shell_screen shell;

	start(&shell, state, NOTE_PID("was=$(stty -g); ") " 2>/dev/null; "
		"code=$?; stty -g | grep -q \"^$was$\" && same=same; "
		"printf '\\033[H\\033[2J%d %s\\n' $code $same; "
		"stty -icanon min 0 time 0; cat >/dev/null");
	send_signal(SIGHUP);
	ck_assert_int_eq(screen_end(shell.screen, "129 same\n▮"), 0);
	end(&shell, state);
}
END_TEST

/* However the shell ends, the command's changes are undone first. */
START_TEST(signal_while_streams_are_taken)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("SETEVENTS STATUS_CLIENT STREAM CIRC "
			"CONF_CHANGED"), SHELL_OK,
		EXPECT("GETINFO circuit-status"),
		SEND("250-circuit-status=7 BUILT $A\r\n250 OK\r\n"),
		EXPECT("GETCONF __LeaveStreamsUnattached"),
		SEND("250 __LeaveStreamsUnattached=0\r\n"),
		EXPECT("MAPADDRESS stream-take.torctl.invalid="
			"sets-leavestreamsunattached.torctl.invalid"),
		SHELL_OK,
		EXPECT("SETCONF __LeaveStreamsUnattached=\"1\""),
		SHELL_OK, WAIT(0),
		EXPECT("MAPADDRESS stream-take.torctl.invalid="
			"stream-take.torctl.invalid"),
		SHELL_OK,
		EXPECT("SETCONF __LeaveStreamsUnattached=\"0\""),
		SHELL_OK, EXPECT("SETEVENTS STATUS_CLIENT"), CLIENT_CLOSES };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.script = NOTE_PID("") " 2>/dev/null; echo $?";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	screen_type(shell.screen, "stream take 7\r");
	ck_assert(fake_tor_await(shell.tor, 0));
	fake_tor_open(shell.tor, 0);
	send_signal(SIGUSR1);
	ck_assert_int_eq(screen_end(shell.screen, "tor> stream take 7\n\n138\n▮"),
		0);
	shell_screen_clear(&shell);
}
END_TEST

/* Ctrl-C cancels the question as well; the typed answer is dropped. */
START_TEST(interrupt_at_a_secret)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "authenticate -\rsecr",
		"tor> authenticate -\nSecret: ▮");
	shell_screen_turn(&shell, KEY_INTERRUPT,
		"tor> authenticate -\nSecret:\ntor> ▮");
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> authenticate -\nSecret:\ntor> getinfo version\n"
		"0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* ---- signals that were ignored when the shell was started */

static const int never_mind[] = { SIGHUP, SIGINT, SIGTERM, SIGQUIT };

START_TEST(ignored_signals)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO version"), WAIT(0),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n"),
		EXPECT("DROPTIMEOUTS"), SHELL_OK };
#define ANSWERED "tor> getinfo version\n0.4.9.11\n"
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.script = NOTE_PID("trap '' HUP INT TERM QUIT; ")
		"; printf '\\033[H\\033[2Jleft %d\\n' $?";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_turn(&shell, "getinfo ver", "tor> getinfo ver▮");
	for (size_t i = 0; i < COUNT(never_mind); i++)
		send_signal(never_mind[i]);
	screen_type(shell.screen, "sion\r");
	ck_assert(fake_tor_await(shell.tor, 0));
	for (size_t i = 0; i < COUNT(never_mind); i++)
		send_signal(never_mind[i]);
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, ANSWERED "tor> ▮");
	shell_screen_turn(&shell, "droptimeouts\r", ANSWERED
		"tor> droptimeouts\n"
		"This discards the learned circuit build times. Continue? "
		"[y/N] ▮");
	for (size_t i = 0; i < COUNT(never_mind); i++)
		send_signal(never_mind[i]);
	shell_screen_turn(&shell, "y\r", ANSWERED
		"tor> droptimeouts\n"
		"This discards the learned circuit build times. Continue? "
		"[y/N] y\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Without a terminal the shell exits, even if signals are ignored. */
START_TEST(terminal_closed_with_hangup_ignored)
{
	const struct state *state = &states[_i];
	struct shell_screen shell;

	start(&shell, state, "trap '' HUP; exec \"$@\"");
	ck_assert_int_eq(screen_free(shell.screen), 0);
	end(&shell, state);
}
END_TEST

/* The parent is the session leader and stays: no signal, but end of input. */
START_TEST(terminal_closed_under_a_parent)
{
	const struct state *state = &states[_i];
	struct shell_screen shell;

	start(&shell, state, "trap : HUP; \"$@\"; exit $?");
	ck_assert_int_eq(screen_free(shell.screen), 128 + SIGHUP);
	end(&shell, state);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell hangup");
	TCase *tcase = test_case(suite, "shell hangup");
	/* Commands that wait for the terminal. */
	enum { TYPING = 3 };

	tcase_set_timeout(tcase, 60);
	test_add_table(tcase, terminal_closed, states);
	test_add_table(tcase, signal_sent, states);
	tcase_add_test(tcase, signal_while_streams_are_taken);
	tcase_add_test(tcase, interrupt_at_a_secret);
	tcase_add_test(tcase, ignored_signals);
	tcase_add_loop_test(tcase, terminal_closed_with_hangup_ignored, 0,
		TYPING);
	tcase_add_loop_test(tcase, terminal_closed_under_a_parent, 0, TYPING);
	return test_run(suite);
}
