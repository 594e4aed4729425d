/* bootstrap: phases parsed, shown, and waited for up to 100%. */
#include "lib/commands.h"
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "tor/bootstrap.h"

#include <stdlib.h>
#include <string.h>

#define OK SEND("250 OK\r\n")
#define RETURNED EXPECT("SETEVENTS"), OK
#define PHASE(words) EXPECT("GETINFO status/bootstrap-phase"), \
	SEND("250-status/bootstrap-phase=" words "\r\n250 OK\r\n")
#define NETWORK(value) EXPECT("GETCONF DisableNetwork"), \
	SEND("250 DisableNetwork=" value "\r\n")
#define EVENT(words) "650 STATUS_CLIENT " words "\r\n"

#define P0 "NOTICE BOOTSTRAP PROGRESS=0 TAG=starting SUMMARY=\"Starting\""
#define P45 "NOTICE BOOTSTRAP PROGRESS=45 TAG=x SUMMARY=\"Half way\""
#define STUCK "WARN BOOTSTRAP PROGRESS=45 TAG=x SUMMARY=\"Half way\" " \
	"WARNING=\"Connection \\\"refused\\\"\" REASON=CONNECTREFUSED " \
	"COUNT=3 RECOMMENDATION=warn HOSTID=\"AA\" HOSTADDR=\"1.2.3.4:9001\""
#define P100 "NOTICE BOOTSTRAP PROGRESS=100 TAG=done SUMMARY=\"Done\""
#define STUCK_LINE "45% x Half way; warning: Connection \"refused\" " \
	"(CONNECTREFUSED); 3 times, at 1.2.3.4:9001, recommendation: warn\n"

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

/* ---- reading a phase */

static const struct {
	const char *words;
	int progress; /* negative: no phase */
	const char *summary;
} phases[] = {
	{ P45, 45, "Half way" },
	{ P100, 100, "Done" },
	{ "NOTICE BOOTSTRAP progress=7", 7, NULL },
	{ "NOTICE BOOTSTRAP SUMMARY=\"a\\\"b\" PROGRESS=1", 1, "a\"b" },
	{ "NOTICE BOOTSTRAP PROGRESS=101", -1, NULL },
	{ "NOTICE BOOTSTRAP PROGRESS=-1", -1, NULL },
	{ "NOTICE BOOTSTRAP PROGRESS=x", -1, NULL },
	{ "NOTICE BOOTSTRAP", -1, NULL },
	{ "NOTICE CIRCUIT_ESTABLISHED PROGRESS=5", -1, NULL },
	{ "NOTICE", -1, NULL },
	{ "", -1, NULL },
};

START_TEST(reads)
{
	struct bootstrap bootstrap = { .progress = -1 };

	ck_assert_int_eq(bootstrap_read(&bootstrap,
		span_of(phases[_i].words)), phases[_i].progress >= 0);
	ck_assert_int_eq(bootstrap.progress, phases[_i].progress);
	ck_assert_pstr_eq(bootstrap_find(&bootstrap, "summary"),
		phases[_i].summary);
	bootstrap_clear(&bootstrap);
}
END_TEST

/* ---- the current phase */

START_TEST(tells)
{
	PLAY(PHASE(P45), PHASE(STUCK), PHASE(STUCK), PHASE(P0));
	commands_check(&commands, "bootstrap", 0, "45% x Half way\n", "");
	commands_check(&commands, "bootstrap", 0, STUCK_LINE, "");
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "bootstrap", 0, "{\"progress\":45,\"tag\":"
		"\"x\",\"summary\":\"Half way\",\"warning\":\"Connection "
		"\\\"refused\\\"\",\"reason\":\"CONNECTREFUSED\",\"count\":3,"
		"\"recommendation\":\"warn\",\"hostid\":\"AA\",\"hostaddr\":"
		"\"1.2.3.4:9001\"}\n", "");
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "bootstrap", 0, "250-status/bootstrap-phase="
		P0 "\r\n250 OK\r\n", "");
}
END_TEST

START_TEST(makes_no_sense)
{
	PLAY(PHASE("what"));
	ck_assert_int_eq(commands_line(&commands, "bootstrap"), 3);
	free(commands_complained(&commands));
}
END_TEST

/* ---- waiting */

#define WAITS(phase) NETWORK("0"), EXPECT("SETEVENTS STATUS_CLIENT"), OK, \
	PHASE(phase)

START_TEST(done_already)
{
	PLAY(WAITS(P100), RETURNED);
	commands_check(&commands, "bootstrap --wait", 0, "100% done\n",
		"");
}
END_TEST

START_TEST(done_already_raw)
{
	PLAY(WAITS(P100), RETURNED);
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "wait bootstrap", 0,
		"250-status/bootstrap-phase=" P100 "\r\n250 OK\r\n", "");
}
END_TEST

START_TEST(a_phase_as_it_came)
{
	PLAY(WAITS(P45), SEND(EVENT(P100)), RETURNED);
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "bootstrap --wait", 0,
		"250-status/bootstrap-phase=" P45 "\r\n250 OK\r\n"
		EVENT(P100), "");
}
END_TEST

START_TEST(a_line_a_phase)
{
	PLAY(WAITS(P0), SEND(EVENT(P45) EVENT(STUCK)
		EVENT("NOTICE CIRCUIT_ESTABLISHED") EVENT(P100) EVENT(P0)),
		RETURNED);
	commands_check(&commands, "wait bootstrap", 0, "0% starting\n"
		"45% x Half way\n" STUCK_LINE "100% done\n", "");
}
END_TEST

/* On a terminal, phases are only progress. */
START_TEST(quiet)
{
	PLAY(WAITS(P0), SEND(EVENT(P45) EVENT(P100)), RETURNED);
	setenv("TERM", "xterm", 1);
	commands.output.quiet = true;
	commands.output.terminal = true;
	commands_check(&commands, "bootstrap --wait", 0, "", "");
}
END_TEST

START_TEST(an_object_a_phase)
{
	PLAY(WAITS(P0), SEND(EVENT(P100)), RETURNED);
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "bootstrap --wait", 0,
		"{\"progress\":0,\"tag\":\"starting\",\"summary\":\"Starting\"}"
		"\n{\"progress\":100,\"tag\":\"done\",\"summary\":\"Done\"}\n",
		"");
}
END_TEST

/* Events between subscription and reply: no step back, no wait beyond 100%. */
START_TEST(events_in_between)
{
	PLAY(NETWORK("0"), EXPECT("SETEVENTS STATUS_CLIENT"),
		SEND("250 OK\r\n" EVENT(P0) EVENT(P45)), PHASE(P45),
		SEND(EVENT(P100)), RETURNED);
	commands_check(&commands, "bootstrap --wait", 0,
		"45% x Half way\n100% done\n", "");
}
END_TEST

START_TEST(done_in_between)
{
	PLAY(NETWORK("0"), EXPECT("SETEVENTS STATUS_CLIENT"),
		SEND("250 OK\r\n" EVENT(P100)), PHASE(P45), RETURNED);
	commands_check(&commands, "bootstrap --wait", 0,
		"45% x Half way\n100% done\n", "");
}
END_TEST

START_TEST(not_in_time)
{
	PLAY(WAITS(STUCK), RETURNED);
	commands_check(&commands, "bootstrap --timeout 0.001", 5, STUCK_LINE,
		"torctl: bootstrap: timed out: Tor is at 45%: Half way: "
		"Connection \"refused\"\n");
}
END_TEST

START_TEST(tor_goes_away)
{
	PLAY(WAITS(P0), CLOSE);
	commands_check(&commands, "bootstrap --wait --timeout 0", 3,
		"0% starting\n", "torctl: bootstrap: Tor closed the "
			"control connection\n");
}
END_TEST

START_TEST(network_disabled)
{
	PLAY(NETWORK("1"), EXPECT("SETEVENTS STATUS_CLIENT"), OK, PHASE(P0),
		SEND(EVENT(P100)), RETURNED);
	commands_check(&commands, "bootstrap --wait", 0,
		"0% starting\n100% done\n", "torctl: Tor's "
			"network is disabled (DisableNetwork 1); enable it "
			"with setconf DisableNetwork=0\n");
}
END_TEST

/* ---- in place on a terminal */

static const struct {
	int columns;
	const char *half, *stuck, *done;
} screens[] = {
	{ 40, "tor> bootstrap --wait\n"
		"[##############..................]  45%\nHalf way\n▮",
		"tor> bootstrap --wait\nBW 1 2\n"
		"[##############..................]  45%\nHalf way\n"
		"warning: Connection \"refused\" (CONNECTRE\n"
		"3 times, at 1.2.3.4:9001, recommendation\n▮",
		"tor> bootstrap --wait\nBW 1 2\n"
		"[################################] 100%\nDone\ntor> ▮" },
	{ 80, "tor> bootstrap --wait\n"
		"[###########################................................."
		"]  45%\nHalf way\n▮",
		"tor> bootstrap --wait\nBW 1 2\n"
		"[###########################................................."
		"]  45%\nHalf way\n"
		"warning: Connection \"refused\" (CONNECTREFUSED)\n"
		"3 times, at 1.2.3.4:9001, recommendation: warn\n▮",
		"tor> bootstrap --wait\nBW 1 2\n"
		"[############################################################"
		"] 100%\nDone\ntor> ▮" },
};

START_TEST(in_place)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		NETWORK("0"), EXPECT("SETEVENTS BW STATUS_CLIENT"), OK,
		PHASE(P45), WAIT(0), SEND("650 BW 1 2\r\n" EVENT(STUCK)),
		WAIT(1), SEND(EVENT(P100)),
		EXPECT("SETEVENTS BW STATUS_CLIENT"), OK };
	struct shell_screen shell;

	/* Not quiet, but without what was printed so far. */
	shell_screen_init(&shell, screens[_i].columns);
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell_screen_run(&shell);
	shell_screen_turn(&shell, "events BW\rclear\r", "tor> ▮");
	shell_screen_turn(&shell, "bootstrap --wait\r", screens[_i].half);
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, screens[_i].stuck);
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, screens[_i].done);
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bootstrap");
	TCase *tcase = test_case(suite, "reading");

	test_add_table(tcase, reads, phases);
	tcase = test_case(suite, "commands");
	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, tells);
	tcase_add_test(tcase, makes_no_sense);
	tcase_add_test(tcase, done_already);
	tcase_add_test(tcase, done_already_raw);
	tcase_add_test(tcase, a_phase_as_it_came);
	tcase_add_test(tcase, a_line_a_phase);
	tcase_add_test(tcase, quiet);
	tcase_add_test(tcase, an_object_a_phase);
	tcase_add_test(tcase, events_in_between);
	tcase_add_test(tcase, done_in_between);
	tcase_add_test(tcase, not_in_time);
	tcase_add_test(tcase, tor_goes_away);
	tcase_add_test(tcase, network_disabled);
	tcase = test_case(suite, "screen");
	test_add_table(tcase, in_place, screens);
	return test_run(suite);
}
