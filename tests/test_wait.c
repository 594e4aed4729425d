/* wait: conditions that hold already, become true meanwhile, later or never. */
#include "lib/commands.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/files.h"

#include <stdlib.h>
#include <string.h>

#define OK SEND("250 OK\r\n")
/* Restores the user's own events: none. */
#define RETURNED EXPECT("SETEVENTS"), OK

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

/* ---- wait event */

START_TEST(first_event)
{
	PLAY(EXPECT("SETEVENTS BW"),
		SEND("250 OK\r\n650 BW 1 2\r\n650 BW 3 4\r\n"), RETURNED);
	commands_check(&commands, "wait event bw", 0, "BW 1 2\n", "");
}
END_TEST

START_TEST(first_that_matches)
{
	PLAY(EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n"
		"650 CIRC 7 EXTENDED\r\n650 CIRC 17 BUILT\r\n"
		"650 CIRC 7 BUILT\r\n"), RETURNED);
	commands_check(&commands, "wait event CIRC '^CIRC 7 (BUILT|FAILED)$'",
		0, "CIRC 7 BUILT\n", "");
}
END_TEST

START_TEST(event_as_json)
{
	char *printed;

	PLAY(EXPECT("SETEVENTS BW"), SEND("250 OK\r\n650 BW 1 2\r\n"),
		RETURNED);
	commands.output.form = OUTPUT_JSON;
	ck_assert_int_eq(commands_line(&commands, "wait event BW"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_eq(strstr(printed, "{\"event\":\"BW\",\"time\":\"20"),
		printed);
	ck_assert_ptr_nonnull(strstr(printed,
		"Z\",\"read\":1,\"written\":2}\n"));
	free(printed);
}
END_TEST

START_TEST(event_as_it_came)
{
	PLAY(EXPECT("SETEVENTS BW"), SEND("250 OK\r\n650 BW 1 2\r\n"),
		RETURNED);
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "wait event BW", 0, "650 BW 1 2\r\n", "");
}
END_TEST

/* As everywhere, --raw changes only the form: other events are not printed. */
START_TEST(only_what_matches_as_it_came)
{
	PLAY(EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n"
		"650 CIRC 7 EXTENDED\r\n650 CIRC 7 BUILT\r\n"), RETURNED);
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "wait event CIRC BUILT", 0,
		"650 CIRC 7 BUILT\r\n", "");
}
END_TEST

/* Events before the wait are shown to their subscriber and do not count. */
START_TEST(events_of_before)
{
	static const struct fake_step steps[] = {
		FAKE_AUTH_NULL, EXPECT("SETEVENTS CIRC BW"),
		SEND("250 OK\r\n650 BW 1 2\r\n"), DRAIN, WAIT(0),
		EXPECT("SETEVENTS CIRC BW"), SEND("250 OK\r\n650 BW 3 4\r\n"),
		EXPECT("SETEVENTS CIRC BW"), OK,
	};
	struct strv names = STRV_INIT;

	commands_play(&commands, steps);
	strv_add(&names, "CIRC");
	strv_add(&names, "BW");
	ck_assert_ptr_nonnull(session_connection(&commands.session, NULL));
	ck_assert(events_set(&commands.session.tor->events,
		commands.session.tor->connection, &names, NULL, NULL));
	ck_assert(connection_wait(commands.session.tor->connection,
		&commands.session.tor->events.subscription, INT64_MAX, NULL));
	fake_tor_open(commands.tor, 0);
	/* The one that counts is shown twice: as selected, and as awaited. */
	commands_check(&commands, "wait event BW", 0,
		"BW 1 2\nBW 3 4\nBW 3 4\n", "");
	strv_clear(&names);
}
END_TEST

#define KNOWN EXPECT("GETINFO events/names"), \
	SEND("250-events/names=CIRC NEW_IN_5\r\n250 OK\r\n")

/* A newer Tor has more events than torctl knows; only then it is asked. */
START_TEST(type_of_a_newer_tor)
{
	PLAY(KNOWN, EXPECT("SETEVENTS NEW_IN_5"), SEND("250 OK\r\n"
		"650 NEW_IN_5 a\r\n650 NEW_IN_5 b\r\n"), RETURNED,
		KNOWN, KNOWN);
	commands_check(&commands, "wait event New_in_5 b", 0,
		"NEW_IN_5 b\n", "");
	commands_check(&commands, "wait event CRIC", 2, "", "torctl: wait "
		"event: unknown event \"CRIC\"; did you mean \"CIRC\"?\n");
	commands_check(&commands, "wait event zzz", 2, "", "torctl: wait "
		"event: unknown event \"ZZZ\"; see getinfo events/names\n");
}
END_TEST

static const struct {
	const char *line, *complaint;
} refused[] = {
	{ "wait event all", "torctl: wait event: \"all\" is not a valid event "
		"name\n" },
	{ "wait event BW --timeout soon", "torctl: wait event: \"soon\" is "
		"not a valid number of seconds\n" },
};

/* Nothing is sent: there is not even a connection. */
START_TEST(refused_at_once)
{
	commands_start(&commands, NULL);
	commands_check(&commands, refused[_i].line, 2, "",
		refused[_i].complaint);
}
END_TEST

START_TEST(bad_pattern)
{
	PLAY(EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"));
	ck_assert_int_eq(commands_line(&commands, "wait event BW '('"), 2);
	free(commands_complained(&commands));
	commands_check(&commands, "getinfo version", 0, "1\n", "");
}
END_TEST

/* Matching one could take forever, delaying Ctrl-C and --timeout. */
START_TEST(back_reference)
{
	PLAY(EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"));
	commands_check(&commands, "wait event BW '(.*)\\1'", 2, "",
		"torctl: wait event: \"(.*)\\1\" is not a valid pattern: "
		"back-references such as \"\\1\" are not supported\n");
	commands_check(&commands,
		"events BW --until '[^]\\1[:alpha:]\\2]\\\\3(a)\\[\\9'", 2, "",
		"torctl: events: \"[^]\\1[:alpha:]\\2]\\\\3(a)\\[\\9\" is not "
		"a valid pattern: back-references such as \"\\9\" are not "
		"supported\n");
	commands_check(&commands, "getinfo version", 0, "1\n", "");
}
END_TEST

/* The C library would take all memory, or its stack, for these. */
static const struct {
	const char *pattern;
	int status;
} large[] = {
	{ "a+++++++++++++++++++++++++++++++", 2 },
	{ "a+*+?+*+*+*+*+*+*+*+*+*+*+*+*+*+*+*+*+*+*+*+", 2 },
	{ "((a{100}){100}){100}", 2 },
	{ "(a{2,200}b){,200}", 2 },
	/* Quick to reject, but glibc would take half a minute or more. */
	{ "1?+++++++++++++", 2 },
	{ "1?++++++++1?++++++++1?++++++++1?++++++++1?++++++++", 2 },
	{ "x)a{99999999999999999999}", 2 },
	{ "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
		"a)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))"
		")))", 2 },
	{ "^BW( [0-9]+){2}$|[+]{100}|((a|b+)*x){1,20}|\\+|\\({9}", 0 },
};

START_TEST(large_pattern)
{
	struct buf line = BUF_INIT;
	char *complaint;

	if (large[_i].status)
		PLAY(EXPECT("GETINFO version"),
			SEND("250-version=1\r\n250 OK\r\n"));
	else
		PLAY(EXPECT("SETEVENTS BW"), OK, SEND("650 BW 1 2\r\n"),
			RETURNED);
	buf_print(&line, "wait event BW '%s'", large[_i].pattern);
	ck_assert_int_eq(commands_line(&commands, buf_text(&line)),
		large[_i].status);
	if (large[_i].status) {
		complaint = commands_complained(&commands);
		ck_assert(strstr(complaint, "is not a valid pattern: too many "
			"repetitions or parentheses\n"));
		free(complaint);
		commands_check(&commands, "getinfo version", 0, "1\n", "");
	}
	buf_clear(&line);
}
END_TEST

/* A digit after an escaped backslash, or one in a bracket expression. */
START_TEST(digit_behind_backslash)
{
	PLAY(EXPECT("SETEVENTS NOTICE"), OK, SEND("650 NOTICE \\1\r\n"),
		RETURNED);
	commands_check(&commands, "wait event NOTICE '^(NOTICE) \\\\1[\\1]?$'",
		0, "NOTICE \\1\n", "");
}
END_TEST

START_TEST(no_event_in_time)
{
	PLAY(EXPECT("SETEVENTS BW"), OK, RETURNED);
	commands_check(&commands, "wait event BW --timeout 0.001", 5, "",
		"torctl: wait event: timed out waiting for event BW\n");
}
END_TEST

/* -t limits the wait, if it was given, unless --timeout says otherwise. */
START_TEST(limit_for_all)
{
	PLAY(EXPECT("SETEVENTS BW"), OK, RETURNED, EXPECT("SETEVENTS BW"), OK,
		SEND("650 BW 1 2\r\n"), RETURNED);
	ck_assert_ptr_nonnull(session_connection(&commands.session, NULL));
	commands.session.tor->opener.connection.timeout = 1;
	commands.session.timed = true;
	commands_check(&commands, "wait event BW", 5, "",
		"torctl: wait event: timed out waiting for event BW\n");
	commands_check(&commands, "wait event BW --timeout 0", 0, "BW 1 2\n",
		"");
}
END_TEST

START_TEST(no_match_in_time)
{
	PLAY(EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n650 CIRC 1 BUILT\r\n"),
		RETURNED);
	commands_check(&commands, "wait event CIRC FAILED --timeout 0.001", 5,
		"", "torctl: wait event: timed out waiting for event CIRC "
			"matching the pattern\n");
}
END_TEST

START_TEST(no_newnym_in_time)
{
	PLAY(EXPECT("SETEVENTS SIGNAL"), OK, RETURNED);
	commands_check(&commands, "wait newnym --timeout 0.001", 5, "",
		"torctl: wait newnym: timed out waiting for a new identity\n");
}
END_TEST

START_TEST(tor_goes_away)
{
	PLAY(EXPECT("SETEVENTS BW"), OK, CLOSE);
	commands_check(&commands, "wait event BW --timeout 0", 3, "",
		"torctl: wait event: Tor closed the control connection\n");
}
END_TEST

START_TEST(tor_refuses_events)
{
	PLAY(EXPECT("SETEVENTS BW"), SEND("552 Unrecognized event \"BW\"\r\n"),
		EXPECT("GETINFO events/names"),
		SEND("250-events/names=CIRC\r\n250 OK\r\n"));
	commands_check(&commands, "wait event BW", 1, "", "torctl: wait event: "
		"552 Unrecognized event \"BW\"\n");
}
END_TEST

/* ---- circuits and streams */

#define CIRCUITS(lines) EXPECT("SETEVENTS CIRC"), OK, \
	EXPECT("GETINFO circuit-status"), \
	SEND("250+circuit-status=\r\n" lines ".\r\n250 OK\r\n")

START_TEST(built_already)
{
	PLAY(CIRCUITS("17 EXTENDED\r\n7 BUILT $AA~a PURPOSE=GENERAL\r\n"),
		RETURNED);
	commands_check(&commands, "wait circuit 7", 0,
		"CIRC 7 BUILT $AA~a PURPOSE=GENERAL\n", "");
}
END_TEST

START_TEST(built_already_raw)
{
	PLAY(CIRCUITS("7 BUILT $AA~a PURPOSE=GENERAL\r\n"), RETURNED);
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "wait circuit 7", 0,
		"650 CIRC 7 BUILT $AA~a PURPOSE=GENERAL\r\n", "");
}
END_TEST

START_TEST(built_later)
{
	PLAY(CIRCUITS("7 LAUNCHED\r\n"), SEND("650 CIRC 17 BUILT\r\n"
		"650 CIRC 7 EXTENDED $AA\r\n650 CIRC 7 BUILT $AA,$BB\r\n"),
		RETURNED);
	commands_check(&commands, "wait circuit 7", 0,
		"CIRC 7 BUILT $AA,$BB\n", "");
}
END_TEST

/* The event arrives before the table that no longer has the circuit. */
START_TEST(built_in_between)
{
	PLAY(EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n650 CIRC 7 BUILT\r\n"
		"650 CIRC 7 CLOSED REASON=FINISHED\r\n"),
		EXPECT("GETINFO circuit-status"),
		SEND("250-circuit-status=\r\n250 OK\r\n"), RETURNED);
	commands_check(&commands, "wait circuit 7", 0, "CIRC 7 BUILT\n", "");
}
END_TEST

START_TEST(failed_in_between)
{
	PLAY(EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n650 CIRC 7 FAILED "
		"REASON=DESTROYED REMOTE_REASON=CHANNEL_CLOSED\r\n"),
		EXPECT("GETINFO circuit-status"),
		SEND("250-circuit-status=\r\n250 OK\r\n"), RETURNED);
	commands_check(&commands, "wait circuit 7", 1, "", "torctl: wait "
		"circuit: 551 circuit 7 failed: closed by the other end "
		"(DESTROYED); remote reason: the connection to the relay was "
		"closed (CHANNEL_CLOSED)\n");
}
END_TEST

START_TEST(closed_later)
{
	PLAY(CIRCUITS("7 EXTENDED\r\n"),
		SEND("650 CIRC 7 CLOSED REASON=NEW_ONE\r\n"), RETURNED);
	commands_check(&commands, "wait circuit 7", 1, "", "torctl: wait "
		"circuit: 551 circuit 7 closed: NEW_ONE\n");
}
END_TEST

START_TEST(no_such_circuit)
{
	PLAY(CIRCUITS("17 BUILT\r\n"), SEND("650 CIRC 17 CLOSED\r\n"),
		RETURNED);
	commands_check(&commands, "wait circuit 7", 1, "", "torctl: wait "
		"circuit: 552 Unknown circuit \"7\"\n");
}
END_TEST

START_TEST(not_built_in_time)
{
	PLAY(CIRCUITS("7 EXTENDED\r\n"), RETURNED);
	commands_check(&commands, "wait circuit 7 --timeout 0.001", 5, "",
		"torctl: wait circuit: timed out: circuit 7 is still "
		"EXTENDED\n");
}
END_TEST

#define STREAMS(lines) EXPECT("SETEVENTS STREAM"), OK, \
	EXPECT("GETINFO stream-status"), \
	SEND("250-stream-status=" lines "\r\n250 OK\r\n")

START_TEST(stream_connected)
{
	PLAY(STREAMS("12 SENTCONNECT 7 a:80"),
		SEND("650 STREAM 12 REMAP 7 1.2.3.4:80 SOURCE=EXIT\r\n"
		"650 STREAM 12 SUCCEEDED 7 1.2.3.4:80\r\n"), RETURNED);
	commands_check(&commands, "wait stream 12", 0,
		"STREAM 12 SUCCEEDED 7 1.2.3.4:80\n", "");
}
END_TEST

START_TEST(stream_connected_already)
{
	char *printed;

	PLAY(STREAMS("12 SUCCEEDED 7 a:80"), RETURNED);
	commands.output.form = OUTPUT_JSON;
	ck_assert_int_eq(commands_line(&commands, "wait stream 12"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_eq(strstr(printed, "{\"event\":\"STREAM\",\"time\":\"20"),
		printed);
	ck_assert_ptr_nonnull(strstr(printed, "\"id\":\"12\",\"status\":"
		"\"SUCCEEDED\",\"circuit\":\"7\",\"target\":\"a:80\""));
	free(printed);
}
END_TEST

START_TEST(stream_failed)
{
	PLAY(STREAMS("12 SENTCONNECT 7 a:80"), SEND("650 STREAM 12 CLOSED 7 "
		"a:80 REASON=END REMOTE_REASON=CONNECTREFUSED\r\n"), RETURNED);
	commands_check(&commands, "wait stream 12", 1, "",
		"torctl: wait "
		"stream: 551 stream 12 closed: connection refused by the "
		"destination "
		"(CONNECTREFUSED)\n");
}
END_TEST

START_TEST(no_such_stream)
{
	PLAY(STREAMS(""), RETURNED);
	commands_check(&commands, "wait stream 12", 1, "", "torctl: wait "
		"stream: 552 Unknown stream \"12\"\n");
}
END_TEST

/* ---- descriptors and identities */

#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"
#define DESCRIPTOR(answer) EXPECT("SETEVENTS HS_DESC"), OK, \
	EXPECT("GETINFO hs/client/desc/id/" ONION), SEND(answer)
#define NO_DESCRIPTOR DESCRIPTOR("551 Descriptor not found\r\n")

START_TEST(descriptor_uploaded)
{
	PLAY(NO_DESCRIPTOR, SEND("650 HS_DESC UPLOADED other UNKNOWN $AA\r\n"
		"650 HS_DESC UPLOAD " ONION " UNKNOWN $AA\r\n"
		"650 HS_DESC FAILED " ONION " UNKNOWN $AA "
		"REASON=UPLOAD_REJECTED\r\n"
		"650 HS_DESC UPLOADED " ONION " UNKNOWN $BB\r\n"), RETURNED);
	commands_check(&commands, "wait descriptor " ONION ".onion", 0,
		"HS_DESC UPLOADED " ONION " UNKNOWN $BB\n", "");
}
END_TEST

START_TEST(descriptor_received_already)
{
	PLAY(DESCRIPTOR("250+hs/client/desc/id/" ONION "=\r\nhs-descriptor 3"
		"\r\n.\r\n250 OK\r\n"), RETURNED);
	commands_check(&commands, "wait descriptor " ONION, 0,
		"HS_DESC RECEIVED " ONION " UNKNOWN UNKNOWN\n", "");
}
END_TEST

START_TEST(descriptor_not_in_time)
{
	PLAY(EXPECT("SETEVENTS HS_DESC"), SEND("250 OK\r\n650 HS_DESC FAILED "
		ONION " NO_AUTH $AA REASON=NOT_FOUND\r\n"),
		EXPECT("GETINFO hs/client/desc/id/" ONION),
		SEND("551 Descriptor not found\r\n"), RETURNED);
	commands_check(&commands, "wait descriptor " ONION " --timeout 0.001",
		5, "",
		"torctl: wait descriptor: timed out: no descriptor of " ONION
		" was uploaded or received; last failure: not found on the "
		"directory (NOT_FOUND)\n");
}
END_TEST

START_TEST(signal_newnym)
{
	PLAY(EXPECT("SETEVENTS SIGNAL"), SEND("250 OK\r\n"
		"650 SIGNAL RELOAD\r\n650 SIGNAL NEWNYM\r\n"), RETURNED);
	commands_check(&commands, "wait newnym", 0, "SIGNAL NEWNYM\n", "");
}
END_TEST

/* ---- the control port */

START_TEST(port_answers)
{
	char *printed;

	PLAY(EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"));
	ck_assert_int_eq(commands_line(&commands, "wait port"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_eq(strstr(printed, fake_tor_address(commands.tor)),
		printed);
	free(printed);
	/* It becomes the connection for later commands. */
	commands_check(&commands, "getinfo version", 0, "1\n", "");
}
END_TEST

/* Nothing listens at first: the waiting client starts earlier. */
START_TEST(port_comes)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL };
	char *directory = test_directory(), *path;

	path = alloc_print("%s/control", directory);
	commands_start(&commands, path);
	ck_assert_int_eq(commands_line(&commands, "wait port --timeout 0.001"),
		5);
	free(commands_complained(&commands));
	commands.tor = fake_tor_start(FAKE_UNIX, path, steps, COUNT(steps));
	ck_assert_ptr_nonnull(commands.tor);
	ck_assert_int_eq(commands_line(&commands, "wait port --timeout 0"), 0);
	free(commands_printed(&commands));
	commands_end(&commands);
	files_remove_tree(directory);
	commands_start(&commands, NULL);
	free(directory);
	free(path);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("wait");
	TCase *tcase = test_case(suite, "wait event");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, first_event);
	tcase_add_test(tcase, first_that_matches);
	tcase_add_test(tcase, event_as_json);
	tcase_add_test(tcase, event_as_it_came);
	tcase_add_test(tcase, only_what_matches_as_it_came);
	tcase_add_test(tcase, events_of_before);
	tcase_add_test(tcase, type_of_a_newer_tor);
	test_add_table(tcase, refused_at_once, refused);
	tcase_add_test(tcase, bad_pattern);
	tcase_add_test(tcase, back_reference);
	tcase_add_loop_test(tcase, large_pattern, 0,
		sizeof(large) / sizeof(*large));
	tcase_add_test(tcase, digit_behind_backslash);
	tcase_add_test(tcase, no_event_in_time);
	tcase_add_test(tcase, limit_for_all);
	tcase_add_test(tcase, no_match_in_time);
	tcase_add_test(tcase, no_newnym_in_time);
	tcase_add_test(tcase, tor_goes_away);
	tcase_add_test(tcase, tor_refuses_events);
	tcase_add_test(tcase, built_already);
	tcase_add_test(tcase, built_already_raw);
	tcase_add_test(tcase, built_later);
	tcase_add_test(tcase, built_in_between);
	tcase_add_test(tcase, failed_in_between);
	tcase_add_test(tcase, closed_later);
	tcase_add_test(tcase, no_such_circuit);
	tcase_add_test(tcase, not_built_in_time);
	tcase_add_test(tcase, stream_connected);
	tcase_add_test(tcase, stream_connected_already);
	tcase_add_test(tcase, stream_failed);
	tcase_add_test(tcase, no_such_stream);
	tcase_add_test(tcase, descriptor_uploaded);
	tcase_add_test(tcase, descriptor_received_already);
	tcase_add_test(tcase, descriptor_not_in_time);
	tcase_add_test(tcase, signal_newnym);
	tcase_add_test(tcase, port_answers);
	tcase_add_test(tcase, port_comes);
	return test_run(suite);
}
