/* Commands that are answered by events: setevents, events, resolve, hsfetch. */
#include "lib/commands.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

START_TEST(stream)
{
	PLAY(EXPECT("SETEVENTS BW NS"),
		SEND("650 BW 1 2\r\n250 OK\r\n650+NS\r\nr a\r\n.\r\n650 OK\r\n"
			"650 BW 3 4\r\n"), CLOSE);
	ck_assert_int_eq(commands_line(&commands, "events BW ns"), 3);
	commands_check(&commands, "version --help", 0, "BW 1 2\nNS\n\tr a\nBW "
		"3 4\nversion\n  print torctl's version\n\nExample\n  torctl "
		"version\n\nNotes\n  For Tor's version use torctl "
		"getinfo version.\n", "torctl: events: Tor closed the "
			"control connection\n");
}
END_TEST

START_TEST(stream_all)
{
	PLAY(EXPECT("GETINFO events/names"),
		SEND("250-events/names=CIRC BW\r\n250 OK\r\n"),
		EXPECT("SETEVENTS CIRC BW"),
		SEND("250 OK\r\n650 BW 1 2\r\n"), CLOSE);
	commands.output.form = OUTPUT_RAW;
	ck_assert_int_eq(commands_line(&commands, "events all"), 3);
	free(commands_complained(&commands));
	commands.output.form = OUTPUT_TEXT;
	commands_check(&commands, "getinfo version", 3, "650 BW 1 2\r\n",
		"torctl: the connection to Tor is closed\n");
}
END_TEST

/* If the pipe's reader has had enough, Tor is not asked for more. */
/* --for may have a fraction, and 0 is refused. */
START_TEST(stream_for_a_time)
{
	static const char *const bad[] = { "0", "0.0", "x", "2.5s", "-1",
		"nan", "" };
	int64_t start;

	PLAY(EXPECT("SETEVENTS BW"), SEND("250 OK\r\n650 BW 1 2\r\n"),
		EXPECT("SETEVENTS"), SEND("250 OK\r\n"));
	for (size_t i = 0; i < COUNT(bad); i++) {
		char *line = alloc_print("events BW --for \"%s\"", bad[i]);
		char *want = alloc_print("torctl: events: --for \"%s\" is "
			"not a valid number of seconds (more than 0)\n",
			bad[i]);

		commands_check(&commands, line, 2, "", want);
		free(want);
		free(line);
	}
	start = clock_now();
	commands_check(&commands, "events BW --for 0.25", 0, "BW 1 2\n", "");
	ck_assert_int_ge(clock_now() - start, 250);
}
END_TEST

START_TEST(stream_into_a_closed_pipe)
{
	PLAY(EXPECT("SETEVENTS BW"), SEND("250 OK\r\n"),
		REPEAT(20000, "650 BW # 0\r\n"), EXPECT("SETEVENTS"),
		SEND("250 OK\r\n"), EXPECT("GETINFO version"),
		SEND("250-version=1\r\n250 OK\r\n"));
	commands_check(&commands, "events BW | true", 0, "", "");
	commands_check(&commands, "getinfo version", 0, "1\n", "");
}
END_TEST

START_TEST(list)
{
	PLAY(EXPECT("GETINFO events/names"),
		SEND("250-events/names=CIRC BW\r\n250 OK\r\n"));
	commands_check(&commands, "events", 0, "CIRC BW\n", "");
}
END_TEST

START_TEST(refused)
{
	PLAY(EXPECT("GETINFO events/names"),
		SEND("250-events/names=CIRC BW\r\n250 OK\r\n"),
		EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"));
	commands_check(&commands, "events X", 2, "", "torctl: events: unknown "
		"event \"X\"; see getinfo events/names\n");
	commands_check(&commands, "getinfo version", 0, "1\n", "");
}
END_TEST

/*
 * In a script, events appear between the output of commands, as Tor sent them.
 */
START_TEST(between_commands)
{
	PLAY(EXPECT("SETEVENTS BW circ"), SEND("250 OK\r\n"),
		EXPECT("GETINFO version"),
		SEND("650 BW 1 2\r\n250-version=1\r\n250 OK\r\n"),
		EXPECT("GETINFO uptime"),
		SEND("650 CIRC 1 BUILT\r\n650 NOTICE x\r\n250-uptime=7\r\n"
			"250 OK\r\n"),
		EXPECT("SETEVENTS X"), SEND("650 BW 3 4\r\n552 no\r\n"),
		EXPECT("SETEVENTS"), SEND("650 BW 5 6\r\n250 OK\r\n"));
	commands_check(&commands, "setevents BW circ", 0, "", "");
	commands_check(&commands, "getinfo version", 0, "BW 1 2\n1\n", "");
	/* Not an event that was never selected. */
	commands_check(&commands, "getinfo uptime", 0, "CIRC 1 BUILT\n7\n", "");
	/* Refused: the old list remains. */
	commands_check(&commands, "setevents X", 1, "BW 3 4\n",
		"torctl: setevents: 552 no\n");
	/* Sent while it was selected. */
	commands_check(&commands, "setevents", 0, "BW 5 6\n", "");
}
END_TEST

START_TEST(not_into_redirections)
{
	char *directory = test_directory();
	char *line = alloc_print("getinfo version > %s/file", directory);
	char *path = alloc_print("%s/file", directory);
	struct buf file = BUF_INIT;

	PLAY(EXPECT("SETEVENTS BW"), SEND("250 OK\r\n"),
		EXPECT("GETINFO version"),
		SEND("650 BW 1 2\r\n250-version=1\r\n250 OK\r\n"),
		EXPECT("GETINFO version"),
		SEND("650 BW 3 4\r\n250-version=1\r\n250 OK\r\n"));
	commands_check(&commands, "setevents BW", 0, "", "");
	commands_check(&commands, line, 0, "BW 1 2\n", "");
	ck_assert(files_read(path, 1000, &file, NULL));
	ck_assert_str_eq(buf_text(&file), "1\n");
	commands_check(&commands, "getinfo version | true", 0, "BW 3 4\n", "");
	buf_clear(&file);
	files_remove_tree(directory);
	free(directory);
	free(path);
	free(line);
}
END_TEST

/* ---- resolve */

#define SUBSCRIBE(names) EXPECT("SETEVENTS " names), SEND("250 OK\r\n")
#define UNSUBSCRIBE EXPECT("SETEVENTS"), SEND("250 OK\r\n")

START_TEST(resolve)
{
	PLAY(SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE www.example.com"),
		SEND("250 OK\r\n650 ADDRMAP other.example 9.9.9.9 NEVER\r\n"
			"650 BW 1 2\r\n650 ADDRMAP WWW.example.com 1.2.3.4 "
			"\"2026-11-22 10:00:00\" EXPIRES=\"x\"\r\n"),
		FAKE_ONLINE,
		UNSUBSCRIBE);
	commands_check(&commands, "resolve www.example.com", 0, "1.2.3.4\n",
		"");
}
END_TEST

START_TEST(resolve_several)
{
	PLAY(SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE a b c"),
		SEND("650 ADDRMAP c 3.3.3.3 NEVER\r\n250 OK\r\n"
			"650 ADDRMAP b <error> NEVER error=yes\r\n"
			"650 ADDRMAP a 1.1.1.1 NEVER\r\n"),
		FAKE_ONLINE, UNSUBSCRIBE,
		SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE a"),
		SEND("250 OK\r\n650 ADDRMAP a ::1 NEVER\r\n"),
		FAKE_ONLINE, UNSUBSCRIBE);
	commands_check(&commands, "resolve a b c", 1, "c=3.3.3.3\na=1.1.1.1\n",
		"torctl: resolve b: 551 Tor could not resolve the name\n");
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "resolve a", 0,
		"[{\"address\":\"a\",\"new_address\":\"::1\"}]\n", "");
}
END_TEST

START_TEST(resolve_reverse)
{
	PLAY(SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE mode=reverse 1.2.3.4"),
		SEND("250 OK\r\n650 ADDRMAP REVERSE[4.3.2.1.in-addr.arpa] "
			"host.example NEVER\r\n"), FAKE_ONLINE, UNSUBSCRIBE,
		SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE mode=reverse 1.2.3.4"),
		SEND("250 OK\r\n650 ADDRMAP 1.2.3.4 host.example NEVER\r\n"),
		FAKE_ONLINE,
		UNSUBSCRIBE);
	commands_check(&commands, "resolve --reverse 1.2.3.4", 0,
		"host.example\n", "");
	commands_check(&commands, "resolve 1.2.3.4 mode=reverse", 0,
		"host.example\n", "");
}
END_TEST

/* The user's events arrive meanwhile, and are selected again afterwards. */
START_TEST(resolve_borrows)
{
	PLAY(EXPECT("SETEVENTS BW addrmap"), SEND("250 OK\r\n"),
		EXPECT("SETEVENTS BW addrmap"), SEND("250 OK\r\n"),
		EXPECT("RESOLVE a"),
		SEND("650 BW 1 2\r\n250 OK\r\n650 CIRC x\r\n"
			"650 ADDRMAP a 1.1.1.1 NEVER\r\n650 BW 3 4\r\n"),
		FAKE_ONLINE,
		EXPECT("SETEVENTS BW addrmap"), SEND("250 OK\r\n"));
	commands_check(&commands, "setevents BW addrmap", 0, "", "");
	commands_check(&commands, "resolve a", 0, "BW 1 2\nADDRMAP a 1.1.1.1 "
		"NEVER\nBW 3 4\n1.1.1.1\n", "");
}
END_TEST

static void count_event(void *arg, const struct queue_event *event, bool wanted)
{
	(void)event;
	(void)wanted;
	++*(uint64_t *)arg;
}

/* Events dropped from the full queue are still counted afterwards. */
/* At the prompt as well, the awaited events are not among those dropped. */
START_TEST(resolve_drops_nothing)
{
	struct events *events = &commands.target.events;
	uint64_t shown = 0;

	static const struct fake_step steps[] = {
		FAKE_AUTH_NULL, SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE a"),
		SEND("650 ADDRMAP a 1.1.1.1 NEVER\r\n"),
		REPEAT(100000, "650 BW # 0\r\n"), SEND("250 OK\r\n"),
		FAKE_ONLINE, UNSUBSCRIBE,
	};

	commands_play(&commands, steps);
	events->show = count_event;
	events->show_arg = &shown;
	/* The prompt's session, which requests the count itself. */
	commands.session.prompt = &(struct session_prompt){ 0 };
	ck_assert(session_connect(&commands.session, NULL));
	ck_assert_int_eq(commands_line(&commands, "resolve a"), 0);
	ck_assert_uint_eq(
		events_show(events, commands.session.tor->connection), 0);
	ck_assert_uint_eq(shown, 100001);
}
END_TEST

START_TEST(resolve_is_never_answered)
{
	static const struct fake_step steps[] = {
		FAKE_AUTH_NULL, SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE a b"),
		SEND("650 ADDRMAP a 1.1.1.1 NEVER\r\n250 OK\r\n"),
		FAKE_ONLINE, UNSUBSCRIBE,
		EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"),
	};

	/* Events before the reply are available, however short the time. */
	commands_play(&commands, steps);
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	commands.session.tor->opener.connection.timeout = 50;
	commands_check(&commands, "resolve a b", 5, "a=1.1.1.1\n",
		"torctl: resolve b: timed out waiting for the answer; Tor may "
		"not be "
		"bootstrapped; use -t SECS to wait longer\n");
	commands_check(&commands, "getinfo version", 0, "1\n", "");
}
END_TEST

#define OFFLINE "Tor's network is disabled (DisableNetwork 1); enable it with " \
	"torctl setconf DisableNetwork=0\n"

/* What Tor knows itself is answered, before the reply to the question. */
START_TEST(resolve_offline)
{
	PLAY(SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE a b"),
		SEND("650 ADDRMAP a 1.1.1.1 NEVER\r\n250 OK\r\n"),
		FAKE_OFFLINE, UNSUBSCRIBE,
		SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE a"),
		SEND("250 OK\r\n650 ADDRMAP a 1.1.1.1 NEVER\r\n"),
		FAKE_OFFLINE, UNSUBSCRIBE);
	commands_check(&commands, "resolve a b", 1, "a=1.1.1.1\n",
		"torctl: resolve b: " OFFLINE);
	commands_check(&commands, "resolve a", 0, "1.1.1.1\n", "");
}
END_TEST

START_TEST(resolve_lost)
{
	PLAY(SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE a"), SEND("250 OK\r\n"),
		FAKE_ONLINE,
		CLOSE);
	ck_assert_int_eq(commands_line(&commands, "resolve a"), 3);
}
END_TEST

START_TEST(resolve_refused)
{
	PLAY(EXPECT("SETEVENTS ADDRMAP"), SEND("514 no\r\n"),
		SUBSCRIBE("ADDRMAP"), EXPECT("RESOLVE a"), SEND("512 no\r\n"),
		UNSUBSCRIBE);
	commands_check(&commands, "resolve a", 1, "",
		"torctl: resolve: 514 no\n");
	commands_check(&commands, "resolve a", 1, "",
		"torctl: resolve: 512 no\n");
}
END_TEST

/* ---- hsfetch */

#define CONTENT "650+HS_DESC_CONTENT " ONION " DESCID $AA~dir\r\n" \
	"hs-descriptor 3\r\n..dot\r\n.\r\n650 OK\r\n"

/* Afterwards, everything is as before. */
START_TEST(events_refused)
{
	static const struct { const char *line, *list, *refusal; } rows[] = {
		{ "resolve a", "ADDRMAP", "torctl: resolve: 552 no\n" },
		{ "hsfetch " ONION, "HS_DESC HS_DESC_CONTENT",
			"torctl: hsfetch: 552 no\n" },
		{ "bandwidth", "", "torctl: bandwidth: 552 no\n" },
	};
	char *lists[COUNT(rows)];

	for (size_t i = 0; i < COUNT(rows); i++)
		lists[i] = alloc_print("SETEVENTS BW%s%s",
			*rows[i].list ? " " : "", rows[i].list);
	{
		const struct fake_step steps[] = { FAKE_AUTH_NULL,
			EXPECT("SETEVENTS BW"), SEND("250 OK\r\n"),
			EXPECT_SPAN(lists[_i], strlen(lists[_i])),
			SEND("552 no\r\n"), EXPECT("GETINFO version"),
			SEND("650 BW 1 2\r\n250-version=1\r\n250 OK\r\n") };

		commands_start_play(&commands, steps, COUNT(steps));
		commands_check(&commands, "setevents BW", 0, "", "");
		commands_check(&commands, rows[_i].line, 1, "",
			rows[_i].refusal);
		/* Earlier events are printed first. */
		commands_check(&commands, "getinfo version", 0,
			"BW 1 2\n1\n", "");
		commands_end(&commands);
	}
	for (size_t i = 0; i < COUNT(rows); i++)
		free(lists[i]);
	commands_start(&commands, NULL);
}
END_TEST

START_TEST(hsfetch)
{
	PLAY(SUBSCRIBE("HS_DESC HS_DESC_CONTENT"),
		EXPECT("HSFETCH " ONION " SERVER=moria1"),
		SEND("250 OK\r\n650 HS_DESC REQUESTED " ONION " NO_AUTH "
			"$AA~dir DESCID HSDIR_INDEX=0\r\n" CONTENT),
		FAKE_ONLINE, UNSUBSCRIBE,
		SUBSCRIBE("HS_DESC HS_DESC_CONTENT"),
		EXPECT("HSFETCH " ONION),
		SEND("250 OK\r\n" CONTENT), FAKE_ONLINE, UNSUBSCRIBE);
	commands_check(&commands, "hsfetch " ONION ".onion SERVER=moria1", 0,
		"hs-descriptor 3\n.dot\n", "");
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "hsfetch " ONION, 0, "{\"address\":\"" ONION
		"\",\"descriptor_id\":\"DESCID\",\"hs_dir\":\"$AA~dir\","
		"\"content\":\"hs-descriptor 3\\n.dot\\n\"}\n", "");
}
END_TEST

#define ASKED(dir) "650 HS_DESC REQUESTED " ONION " NO_AUTH $" dir " ID\r\n"
#define FAILED(dir, why) "650 HS_DESC FAILED " ONION " NO_AUTH $" dir \
	" ID REASON=" why "\r\n"

START_TEST(hsfetch_fails)
{
	PLAY(SUBSCRIBE("HS_DESC HS_DESC_CONTENT"),
		EXPECT("HSFETCH " ONION),
		SEND("250 OK\r\n" ASKED("AA") FAILED("AA", "NOT_FOUND")
			"650+HS_DESC_CONTENT " ONION " ID $AA\r\n\r\n.\r\n"
			"650 OK\r\n"), FAKE_ONLINE, UNSUBSCRIBE);
	commands_check(&commands, "hsfetch " ONION, 1, "", "torctl: hsfetch: "
		"551 no directory returned the descriptor of " ONION
		": NOT_FOUND\n");
}
END_TEST

START_TEST(hsfetch_second_directory)
{
	PLAY(SUBSCRIBE("HS_DESC HS_DESC_CONTENT"),
		EXPECT("HSFETCH " ONION),
		SEND("250 OK\r\n" ASKED("AA") ASKED("BB")
			FAILED("AA", "NOT_FOUND")
			"650 HS_DESC FAILED otheraddress NO_AUTH $CC ID\r\n"
			CONTENT), FAKE_ONLINE, UNSUBSCRIBE);
	commands_check(&commands, "hsfetch " ONION, 0,
		"hs-descriptor 3\n.dot\n", "");
}
END_TEST

START_TEST(hsfetch_offline)
{
	PLAY(SUBSCRIBE("HS_DESC HS_DESC_CONTENT"), EXPECT("HSFETCH " ONION),
		SEND("250 OK\r\n"), FAKE_OFFLINE, UNSUBSCRIBE);
	commands_check(&commands, "hsfetch " ONION, 1, "",
		"torctl: hsfetch: " OFFLINE);
}
END_TEST

START_TEST(hsfetch_is_never_answered)
{
	PLAY(SUBSCRIBE("HS_DESC HS_DESC_CONTENT"),
		EXPECT("HSFETCH " ONION),
		SEND("250 OK\r\n"), FAKE_ONLINE, UNSUBSCRIBE);
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	commands.session.tor->opener.connection.timeout = 50;
	commands_check(&commands, "hsfetch " ONION, 5, "",
		"torctl: hsfetch: "
		"timed out waiting for the descriptor; Tor may not be "
		"bootstrapped; "
		"use -t SECS to wait longer\n");
}
END_TEST

/* ---- peers that close instead of answering */

START_TEST(tor_that_ends)
{
	PLAY(EXPECT("SIGNAL SHUTDOWN"), CLOSE);
	commands_check(&commands, "signal shutdown", 0, "", "");
}
END_TEST

START_TEST(tor_that_ends_after_its_ok)
{
	PLAY(EXPECT("SIGNAL HALT"), SEND("250 OK\r\n"), CLOSE);
	commands_check(&commands, "signal halt", 0, "", "");
}
END_TEST

START_TEST(other_signals_need_an_answer)
{
	PLAY(EXPECT("SIGNAL RELOAD"), CLOSE);
	ck_assert_int_eq(commands_line(&commands, "signal reload"), 3);
}
END_TEST

START_TEST(a_refused_shutdown)
{
	PLAY(EXPECT("SIGNAL SHUTDOWN"), SEND("552 no\r\n"),
		EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"));
	commands_check(&commands, "signal shutdown", 1, "",
		"torctl: signal: 552 no\n");
	commands_check(&commands, "getinfo version", 0, "1\n", "");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("events");
	TCase *tcase = test_case(suite, "events");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, stream);
	tcase_add_test(tcase, stream_all);
	tcase_add_test(tcase, stream_for_a_time);
	tcase_add_test(tcase, stream_into_a_closed_pipe);
	tcase_add_test(tcase, list);
	tcase_add_test(tcase, refused);
	tcase_add_test(tcase, between_commands);
	tcase_add_test(tcase, not_into_redirections);
	tcase = test_case(suite, "lookup");
	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, resolve);
	tcase_add_test(tcase, resolve_several);
	tcase_add_test(tcase, resolve_reverse);
	tcase_add_test(tcase, resolve_borrows);
	tcase_add_test(tcase, resolve_drops_nothing);
	tcase_add_test(tcase, resolve_is_never_answered);
	tcase_add_test(tcase, resolve_offline);
	tcase_add_test(tcase, resolve_lost);
	tcase_add_test(tcase, resolve_refused);
	tcase_add_loop_test(tcase, events_refused, 0, 3);
	tcase = test_case(suite, "descriptor");
	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, hsfetch);
	tcase_add_test(tcase, hsfetch_fails);
	tcase_add_test(tcase, hsfetch_second_directory);
	tcase_add_test(tcase, hsfetch_offline);
	tcase_add_test(tcase, hsfetch_is_never_answered);
	tcase = test_case(suite, "ends");
	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, tor_that_ends);
	tcase_add_test(tcase, tor_that_ends_after_its_ok);
	tcase_add_test(tcase, other_signals_need_an_answer);
	tcase_add_test(tcase, a_refused_shutdown);
	return test_run(suite);
}
