/* stream: requests, and the setting that stream take always restores. */
#include "lib/commands.h"
#include "lib/test.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OK SEND("250 OK\r\n")
#define CIRCUITS EXPECT("GETINFO circuit-status"), \
	SEND("250+circuit-status=\r\n17 BUILT $A\r\n7 BUILT $A,$B\r\n" \
		"8 EXTENDED $A\r\n.\r\n250 OK\r\n")
#define BORROWED EXPECT("SETEVENTS STREAM CIRC CONF_CHANGED"), OK
#define RETURNED EXPECT("SETEVENTS"), OK
#define FORMER(value) EXPECT("GETCONF __LeaveStreamsUnattached"), \
	SEND("250 __LeaveStreamsUnattached=" value "\r\n")
#define SET(value) EXPECT("SETCONF __LeaveStreamsUnattached=\"" value "\"")
#define MAP(value) EXPECT("MAPADDRESS stream-take.torctl.invalid=" value), \
	SEND("250 stream-take.torctl.invalid=" value "\r\n")
#define MARK MAP("sets-leavestreamsunattached.torctl.invalid")
#define UNMARK MAP("stream-take.torctl.invalid")
#define BEGUN BORROWED, CIRCUITS, FORMER("0"), MARK, SET("1")
#define CHANGED(value) "650-CONF_CHANGED\r\n650-__LeaveStreamsUnattached=" \
	value "\r\n650 OK\r\n"
#define MAPPINGS(lines) EXPECT("GETINFO address-mappings/control"), \
	SEND("250+address-mappings/control=\r\n" lines ".\r\n250 OK\r\n")
#define ATTACH(stream, circuit) EXPECT("ATTACHSTREAM " stream " " circuit)
#define NEW(stream, target) "650 STREAM " stream " NEW 0 " target \
	" SOURCE_ADDR=127.0.0.1:1 PURPOSE=USER\r\n"
#define CLOSED "650 CIRC 7 CLOSED $A,$B REASON=FINISHED\r\n"

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

static const struct {
	const char *line;
	struct fake_step step;
} verbs[] = {
	{ "stream attach 12 7", EXPECT("ATTACHSTREAM 12 7") },
	{ "stream attach 12 0", EXPECT("ATTACHSTREAM 12 0") },
	{ "stream attach 12 7 --hop 2", EXPECT("ATTACHSTREAM 12 7 HOP=2") },
	{ "stream close 12", EXPECT("CLOSESTREAM 12 1") },
	{ "stream close 12 done", EXPECT("CLOSESTREAM 12 6") },
	{ "stream close 12 7", EXPECT("CLOSESTREAM 12 7") },
};

START_TEST(one_verb)
{
	const struct fake_step steps[] = { FAKE_AUTH_NULL, verbs[_i].step,
		OK };

	commands_play(&commands, steps);
	commands_check(&commands, verbs[_i].line, 0, "", "");
}
END_TEST

#define STREAMS(lines) EXPECT("GETINFO stream-status"), \
	SEND("250+stream-status=\r\n" lines ".\r\n250 OK\r\n")

START_TEST(redirect)
{
	PLAY(STREAMS("12 NEW 0 a:1\r\n1 SUCCEEDED 7 b:1\r\n"),
		EXPECT("REDIRECTSTREAM 12 a.example"), OK, STREAMS(""),
		EXPECT("REDIRECTSTREAM 12 ::1 80"),
		SEND("552 Unknown stream \"12\"\r\n"),
		EXPECT("GETINFO stream-status"), SEND("510 filtered\r\n"),
		EXPECT("REDIRECTSTREAM 12 a.example"), OK);
	commands_check(&commands, "stream redirect 12 a.example", 0, "", "");
	commands_check(&commands, "stream redirect 12 ::1 80", 1, "", "torctl: "
		"stream redirect: 552 Unknown stream \"12\"\n");
	commands_check(&commands, "stream redirect 12 a.example", 0, "", "");
}
END_TEST

/* Tor would answer OK and do nothing. */
START_TEST(redirect_of_a_connected_stream)
{
	PLAY(STREAMS("1 NEW 0 a:1\r\n12 SUCCEEDED 7 b:1\r\n"));
	commands_check(&commands, "stream redirect 12 a.example", 1, "",
		"torctl: stream redirect: 555 the stream is already connected; "
		"only a waiting stream can be redirected\n");
}
END_TEST

/* Tor's text gives neither a reason nor a remedy. */
START_TEST(attach_refused)
{
	PLAY(ATTACH("12", "7"), SEND("555 Connection is not managed by "
		"controller.\r\n"));
	commands_check(&commands, "stream attach 12 7", 1, "", "torctl: "
		"stream attach: 555 Connection is not managed by controller. "
		"Only a stream that waits for a controller can be attached; "
		"new streams wait while __LeaveStreamsUnattached is 1, which "
		"stream take sets\n");
}
END_TEST

START_TEST(follow)
{
	PLAY(EXPECT("SETEVENTS STREAM"), SEND("250 OK\r\n"
		NEW("1", "a.example:80") NEW("2", "b.example:80")), RETURNED);
	commands_check(&commands, "stream follow --count 2", 0,
		"STREAM 1 NEW 0 a.example:80 SOURCE_ADDR=127.0.0.1:1 "
		"PURPOSE=USER\nSTREAM 2 NEW 0 b.example:80 "
		"SOURCE_ADDR=127.0.0.1:1 PURPOSE=USER\n", "");
}
END_TEST

/* ---- take */

#define GONE "torctl: stream take: 552 circuit 7 closed, FINISHED; Tor " \
	"attaches streams again\n"

#define READY "torctl: ready: new streams go to circuit 7 until this " \
	"command ends\n"

/* All kinds of streams; it ends with the circuit. */
START_TEST(take)
{
	PLAY(BEGUN, SEND("250 OK\r\n" NEW("1", "a.example:80")),
		ATTACH("1", "7"), OK, SEND("650 STREAM 2 NEW 0 $A.exit:1 "
			"PURPOSE=DIR_FETCH\r\n650 STREAM 1 CONTROLLER_WAIT 0 "
			"a.example:80\r\n650 STREAM 3 NEWRESOLVE 0 "
			"b.example:0 PURPOSE=DNS_REQUEST\r\n"),
		ATTACH("3", "7"), OK, SEND("650 STREAM 1 DETACHED 7 "
			"a.example:80 REASON=END REMOTE_REASON=EXITPOLICY\r\n"),
		ATTACH("1", "0"), OK, SEND("650 CIRC 17 CLOSED $A\r\n" CLOSED),
		UNMARK, SET("0"), OK, RETURNED);
	commands_check(&commands, "stream take 7", 1, "took 1 a.example:80\n"
		"took 3 b.example:0\ndetached 1 a.example:80: refused by the "
		"exit's policy\n", READY GONE);
}
END_TEST

START_TEST(take_matching)
{
	PLAY(BEGUN, SEND("250 OK\r\n" NEW("1", "a.example:80")
		NEW("2", "b.example:443") NEW("3", "b.example:80")),
		ATTACH("1", "0"), OK, ATTACH("2", "7"), OK, ATTACH("3", "0"),
		OK, SEND(CLOSED), UNMARK, SET("0"), OK, RETURNED);
	commands_check(&commands, "stream take 7 --match 'b.example:443 '", 1,
		"left 1 a.example:80\ntook 2 b.example:443\n"
		"left 3 b.example:80\n", "torctl: ready: new streams that match "
		"go to circuit 7 until this command ends\n" GONE);
}
END_TEST

START_TEST(take_as_json)
{
	char *printed;

	PLAY(BEGUN, SEND("250 OK\r\n" NEW("1", "a.example:80")
		NEW("2", "b:1")), ATTACH("1", "7"), OK,
		ATTACH("2", "7"), SEND("551 Can't attach\r\n"),
		ATTACH("2", "0"), OK, SEND(CLOSED), UNMARK, SET("0"), OK, RETURNED);
	commands.output.form = OUTPUT_JSON;
	commands.session.report.quiet = true;
	ck_assert_int_eq(commands_line(&commands, "stream take 7"), 1);
	printed = commands_printed(&commands);
	ck_assert_str_eq(printed, "{\"action\":\"took\",\"stream\":\"1\","
		"\"target\":\"a.example:80\",\"circuit\":\"7\"}\n"
		"{\"action\":\"left\",\"stream\":\"2\",\"target\":\"b:1\"}\n");
	free(printed);
}
END_TEST

/*
 * A stream that Tor does not attach is left to Tor; a closed one is dropped.
 */
START_TEST(take_refused)
{
	PLAY(BEGUN, SEND("250 OK\r\n" NEW("1", "a.onion:80")
		NEW("2", "b.example:80")), ATTACH("1", "7"),
		SEND("551 Can't attach\r\n"), ATTACH("1", "0"), OK,
		ATTACH("2", "7"), SEND("552 Unknown stream \"2\"\r\n"),
		ATTACH("2", "0"), SEND("552 Unknown stream \"2\"\r\n" CLOSED),
		UNMARK, SET("0"), OK, RETURNED);
	commands_check(&commands, "stream take 7", 1, "left 1 a.onion:80\n",
		READY "torctl: cannot attach stream 1 to circuit 7: 551 Can't "
		"attach\n"
		"torctl: cannot attach stream 2 to circuit 7: 552 Unknown "
		"stream \"2\"\n" GONE);
}
END_TEST

/* Streams that arrived while the setting was on must still be attached. */
START_TEST(late_ones_are_left)
{
	PLAY(BEGUN, SEND("250 OK\r\n" CLOSED), UNMARK, SET("0"),
		SEND(NEW("1", "a.example:80") "250 OK\r\n"), ATTACH("1", "0"),
		OK, RETURNED);
	commands_check(&commands, "stream take 7", 1, "left 1 a.example:80\n",
		READY GONE);
}
END_TEST

/* Another controller's setting is left alone, and so are its streams. */
START_TEST(former_value)
{
	PLAY(BORROWED, CIRCUITS, FORMER("1"), MAPPINGS("a b NEVER\r\n"),
		SEND(CLOSED), RETURNED);
	commands_check(&commands, "stream take 7", 1, "", "torctl: "
		"__LeaveStreamsUnattached was already 1 and stays 1; if no "
		"other controller attaches streams, use resetconf "
		"__LeaveStreamsUnattached\n" READY GONE);
}
END_TEST

/* Another stream take set it, and has ended or was killed. */
START_TEST(one_of_several)
{
	PLAY(BORROWED, CIRCUITS, FORMER("1"), MAPPINGS("a b NEVER\r\n"
		"stream-take.torctl.invalid "
		"sets-leavestreamsunattached.torctl.invalid NEVER\r\n"), MARK,
		SET("1"), OK, DRAIN, SEND(CHANGED("0")), MARK, SET("1"),
		SEND("250 OK\r\n" CHANGED("1") CLOSED), UNMARK, SET("0"),
		SEND(CHANGED("0") "250 OK\r\n"), RETURNED);
	commands_check(&commands, "stream take 7", 1, "", READY GONE);
}
END_TEST

/* From then on, it is ours. */
START_TEST(another_controller_resets_it)
{
	PLAY(BORROWED, CIRCUITS, FORMER("1"), MAPPINGS(""), SEND(CHANGED("0")),
		MARK, SET("1"), SEND("250 OK\r\n" CLOSED), UNMARK, SET("0"),
		OK, RETURNED);
	commands_check(&commands, "stream take 7", 1, "", "torctl: "
		"__LeaveStreamsUnattached was already 1 and stays 1; if no "
		"other controller attaches streams, use resetconf "
		"__LeaveStreamsUnattached\n" READY GONE);
}
END_TEST

START_TEST(not_restored)
{
	PLAY(BEGUN, SEND("250 OK\r\n" CLOSED), UNMARK, SET("0"),
		SEND("553 No\r\n"), RETURNED);
	commands_check(&commands, "stream take 7", 1, "", READY GONE
		"torctl: stream "
		"take: 553 cannot restore __LeaveStreamsUnattached to 0: No; "
		"new streams hang until you set it\n");
}
END_TEST

/* Nothing was set, so nothing is restored. */
START_TEST(unfit_circuit)
{
	PLAY(BORROWED, CIRCUITS, RETURNED, BORROWED, CIRCUITS, RETURNED);
	commands_check(&commands, "stream take 8", 1, "", "torctl: stream "
		"take: 552 circuit 8 is EXTENDED, not BUILT\n");
	commands_check(&commands, "stream take 1", 1, "", "torctl: stream "
		"take: 552 no such circuit: 1\n");
}
END_TEST

START_TEST(bad_pattern)
{
	PLAY(IGNORE);
	ck_assert_int_eq(commands_line(&commands, "stream take 7 --match '('"),
		2);
}
END_TEST

START_TEST(tor_is_lost)
{
	PLAY(BEGUN, OK, CLOSE);
	ck_assert_int_eq(commands_line(&commands, "stream take 7"), 3);
}
END_TEST

/* ---- signals, and Ctrl-C at the prompt */

#define HINT "650 CIRC 17 CLOSED $A\r\n" /* when to interrupt it */

static int cancel[2], signal_to_send;
static volatile sig_atomic_t signals_seen;

/* In the reader's thread, where all signals are blocked. */
static void interrupt(void *arg, bool sent, struct span line)
{
	(void)arg;
	if (sent || !span_starts(line, "650 CIRC 17"))
		return;
	if (signal_to_send)
		kill(getpid(), signal_to_send);
	else
		ck_assert_int_eq(write(cancel[1], "", 1), 1);
}

static void note_signal(int number)
{
	signals_seen = number;
}

static const int endings[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM,
	SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ };

/* Held back until everything is restored, then delivered normally. */
START_TEST(signal_ends_it)
{
	PLAY(BEGUN, OK, DRAIN, SEND(HINT), UNMARK, SET("0"),
		SEND(NEW("1", "a.example:80") "250 OK\r\n"), ATTACH("1", "0"),
		OK, EXPECT("SETEVENTS"));
	signal_to_send = endings[_i];
	signals_seen = 0;
	signal(signal_to_send, note_signal);
	commands.session.tor->opener.connection.trace = interrupt;
	commands_line(&commands, "stream take 7");
	ck_assert_int_eq(commands.error.kind, ERROR_INTERRUPTED);
	ck_assert_int_eq(signals_seen, signal_to_send);
	ck_assert_int_eq(commands.session.tor->opener.connection.cancel_fd, -1);
	ck_assert(signal(signal_to_send, SIG_DFL) == note_signal);
}
END_TEST

#define HINTED_END SEND(HINT "250 OK\r\n"), UNMARK, SET("0"), OK, EXPECT("SETEVENTS")

/* While it sets the option, takes a stream, and restores the option. */
START_TEST(signal_at_any_moment)
{
	static const struct fake_step sets[] = { FAKE_AUTH_NULL, BEGUN,
		HINTED_END };
	static const struct fake_step takes[] = { FAKE_AUTH_NULL, BEGUN,
		SEND("250 OK\r\n" NEW("1", "a.example:80")), ATTACH("1", "7"),
		HINTED_END };
	static const struct fake_step restores[] = { FAKE_AUTH_NULL, BEGUN,
		SEND("250 OK\r\n" CLOSED), UNMARK, SET("0"),
		SEND(HINT "250 OK\r\n"), EXPECT("SETEVENTS") };

	if (_i == 0)
		commands_play(&commands, sets);
	else if (_i == 1)
		commands_play(&commands, takes);
	else
		commands_play(&commands, restores);
	signal_to_send = SIGTERM;
	signal(signal_to_send, note_signal);
	commands.session.tor->opener.connection.trace = interrupt;
	commands_line(&commands, "stream take 7");
	ck_assert_int_eq(signals_seen, signal_to_send);
}
END_TEST

/* The shell turns Ctrl-C into a descriptor and handles its own signals. */
START_TEST(interrupted_at_the_prompt)
{
	static const struct session_prompt prompt;

	PLAY(BEGUN, OK, DRAIN, SEND(HINT), UNMARK, SET("0"), OK, EXPECT("SETEVENTS"));
	ck_assert_int_eq(pipe(cancel), 0);
	signal_to_send = 0;
	commands.session.tor->opener.connection.trace = interrupt;
	commands.session.tor->opener.connection.cancel_fd = cancel[0];
	ck_assert_ptr_nonnull(session_connection(&commands.session, NULL));
	commands.session.prompt = &prompt;
	commands_line(&commands, "stream take 7");
	ck_assert_int_eq(commands.error.kind, ERROR_INTERRUPTED);
	ck_assert_int_eq(commands.session.tor->opener.connection.cancel_fd,
		cancel[0]);
	commands.session.prompt = NULL;
	close(cancel[0]);
	close(cancel[1]);
}
END_TEST

/* As in a pipe to head: SIGPIPE would end us without restoring the setting. */
START_TEST(nobody_reads)
{
	int ends[2];

	PLAY(BEGUN, SEND("250 OK\r\n" NEW("1", "a.example:80")),
		UNMARK, SET("0"), OK, ATTACH("1", "0"), OK, RETURNED);
	ck_assert_int_eq(pipe(ends), 0);
	close(ends[0]);
	commands.output.fd = ends[1];
	ck_assert_int_eq(commands_line(&commands, "stream take 7"), 6);
	ck_assert(output_broken(&commands.output));
	close(ends[1]);
}
END_TEST

static int ends_of_pipe[2];

static void close_reader(void *arg, bool sent, struct span line)
{
	(void)arg;
	if (span_starts(line, sent ? "ATTACHSTREAM 1 7" : "650 CIRC 17"))
		close(ends_of_pipe[0]);
}

/* No stream comes whose line would not find a reader. */
START_TEST(reader_goes_during_the_wait)
{
	PLAY(BEGUN, OK, DRAIN, SEND(HINT), UNMARK, SET("0"), OK, RETURNED);
	ck_assert_int_eq(pipe(ends_of_pipe), 0);
	commands.output.fd = ends_of_pipe[1];
	commands.session.tor->opener.connection.trace = close_reader;
	ck_assert_int_eq(commands_line(&commands, "stream take 7"), 6);
	ck_assert(output_broken(&commands.output));
	close(ends_of_pipe[1]);
}
END_TEST

START_TEST(reader_goes_before_a_line)
{
	PLAY(BEGUN, SEND("250 OK\r\n" NEW("1", "a.example:80")),
		ATTACH("1", "7"), OK, UNMARK, SET("0"), OK, RETURNED);
	ck_assert_int_eq(pipe(ends_of_pipe), 0);
	commands.output.fd = ends_of_pipe[1];
	commands.session.tor->opener.connection.trace = close_reader;
	ck_assert_int_eq(commands_line(&commands, "stream take 7"), 6);
	ck_assert(output_broken(&commands.output));
	close(ends_of_pipe[1]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stream");
	TCase *tcase = test_case(suite, "stream");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	test_add_table(tcase, one_verb, verbs);
	tcase_add_test(tcase, redirect);
	tcase_add_test(tcase, redirect_of_a_connected_stream);
	tcase_add_test(tcase, attach_refused);
	tcase_add_test(tcase, follow);
	tcase_add_test(tcase, take);
	tcase_add_test(tcase, take_matching);
	tcase_add_test(tcase, take_as_json);
	tcase_add_test(tcase, take_refused);
	tcase_add_test(tcase, late_ones_are_left);
	tcase_add_test(tcase, former_value);
	tcase_add_test(tcase, one_of_several);
	tcase_add_test(tcase, another_controller_resets_it);
	tcase_add_test(tcase, not_restored);
	tcase_add_test(tcase, unfit_circuit);
	tcase_add_test(tcase, bad_pattern);
	tcase_add_test(tcase, tor_is_lost);
	test_add_table(tcase, signal_ends_it, endings);
	tcase_add_loop_test(tcase, signal_at_any_moment, 0, 3);
	tcase_add_test(tcase, interrupted_at_the_prompt);
	tcase_add_test(tcase, nobody_reads);
	tcase_add_test(tcase, reader_goes_during_the_wait);
	tcase_add_test(tcase, reader_goes_before_a_line);
	return test_run(suite);
}
