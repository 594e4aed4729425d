/* Connections that end, or continue with invalid data. */
#include "lib/talk.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

#define CLOSED "connection: Tor closed the control connection"
#define BROKEN(what) "connection: connection closed: protocol error (" what ")"
#define SAYS(what) BROKEN("not a control port; it answers: " what)

/* What arrives before the end, and the number of complete events in it. */
static const struct {
	struct span bytes;
	uint64_t events;
} ends[] = {
	{ { "", 0 }, 0 },
	{ BYTES("2"), 0 },
	{ BYTES("250 OK\r"), 0 },
	{ BYTES("250-a=1\r\n"), 0 },
	{ BYTES("250-a=1\r\n250 O"), 0 },
	{ BYTES("250+a=\r\none\r\n"), 0 },
	{ BYTES("250+a=\r\none\r\n."), 0 },
	{ BYTES("250+a=\r\none\r\n.\r\n"), 0 },
	{ BYTES("650 A\r\n650 B\r\n250-a=1\r\n"), 2 },
	{ BYTES("650 A\r\n650-B\r\n650-"), 1 },
	{ BYTES("650+NS\r\none\r\n.\r\n"), 0 },
	{ BYTES("250-a=1\r\n650 A\r\n650 B"), 1 },
};

static void check_lost(struct talk *talk, uint64_t events,
	const char *want)
{
	/* first all events, then the loss, as often as asked */
	talk_await(talk, events);
	talk_check_wait(talk, want);
	talk_check_wait(talk, want);
	talk_check(talk, "B", want);
	ck_assert(!connection_connected(talk->connection));
	ck_assert(talk_woken(talk));
	ck_assert_uint_eq(talk_take(talk), 0);
}

START_TEST(ends_before_reply)
{
	struct fake_step steps[] = {
		SEND("650 HELLO\r\n"), EXPECT("GETINFO x"),
		SEND_SPAN(ends[_i].bytes.at, ends[_i].bytes.len), CLOSE,
	};
	struct talk talk;

	talk_play(&talk, steps);
	talk_check(&talk, "GETINFO x", CLOSED);
	check_lost(&talk, ends[_i].events + 1, CLOSED);
	talk_end(&talk);
}
END_TEST

START_TEST(ends_while_nobody_asks)
{
	struct fake_step steps[] = {
		EXPECT("GETINFO x"), SEND("250 OK\r\n"), WAIT(0),
		SEND_SPAN(ends[_i].bytes.at, ends[_i].bytes.len), CLOSE,
	};
	struct talk talk;

	talk_play(&talk, steps);
	talk_check(&talk, "GETINFO x", "250 OK");
	ck_assert(connection_connected(talk.connection));
	fake_tor_open(talk.tor, 0);
	check_lost(&talk, ends[_i].events, CLOSED);
	talk_end(&talk);
}
END_TEST

/* The other direction still works, but no reply can arrive. */
START_TEST(half_closed)
{
	static const struct fake_step steps[] = {
		SEND("650 A\r\n"), SHUT, IGNORE,
	};
	struct talk talk;

	talk_play(&talk, steps);
	check_lost(&talk, 1, CLOSED);
	talk_end(&talk);
}
END_TEST

START_TEST(reset)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("650 A\r\n"), WAIT(0), RESET,
	};
	struct talk talk;

	talk_init(&talk);
	talk_start(&talk, FAKE_TCP, steps, COUNT(steps));
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "A", CLOSED);
	talk_take(&talk); /* a reset may overtake it */
	check_lost(&talk, talk.count, CLOSED);
	talk_end(&talk);
}
END_TEST

/* The peer closes while we send a command, after giving a reason. */
START_TEST(line_too_long)
{
	static const struct fake_step steps[] = {
		TAKE(1000), SEND("500 Line too long.\r\n"), CLOSE,
	};
	char *line = alloc_zeroed(REQUEST_MAX);
	struct talk talk;

	memset(line, 'a', REQUEST_MAX - 2);
	talk_init(&talk);
	talk_start(&talk, _i ? FAKE_TCP : FAKE_UNIX, steps,
		COUNT(steps));
	talk_check(&talk, line, "500 Line too long.");
	free(line);
	line = talk_ask(&talk, "B");
	ck_assert_int_eq(talk.error.kind, ERROR_CONNECTION);
	free(line);
	talk_end(&talk);
}
END_TEST

/* The peer closes while we send a command, without a reason. */
START_TEST(closes_while_sending)
{
	static const struct fake_step steps[] = {
		SEND("650 A\r\n"), TAKE(1000), CLOSE,
	};
	char *line = alloc_zeroed(REQUEST_MAX), *text;
	struct talk talk;

	memset(line, 'a', REQUEST_MAX - 2);
	talk_play(&talk, steps);
	talk_await(&talk, 1);
	text = talk_ask(&talk, line);
	ck_assert_int_eq(talk.error.kind, ERROR_CONNECTION);
	ck_assert(!connection_connected(talk.connection));
	free(text);
	free(line);
	talk_end(&talk);
}
END_TEST

static const struct {
	struct span bytes;
	const char *want;
} malformed[] = {
	{ BYTES("\r\n"), SAYS("") },
	{ BYTES("25 OK\r\n"), SAYS("25 OK") },
	{ BYTES("hello\x1b[2J\r\n"), SAYS("hello\\x1b[2J") },
	{ BYTES("250-a=1\r\nb=2\r\n"), SAYS("b=2") },
	{ BYTES("250+a=1\r\n.\r\nb=2\r\n"), SAYS("b=2") },
	{ BYTES("HTTP/1.0 400 no\r\n"),
		BROKEN("this is a web server, not a control port") },
	{ BYTES("\0\0\0x\n"), SAYS("\\x00\\x00\\x00x") },
};

START_TEST(malformed_line)
{
	struct fake_step steps[] = {
		SEND("650 A\r\n"), EXPECT("A"), SEND("650 B\r\n"),
		SEND_SPAN(malformed[_i].bytes.at, malformed[_i].bytes.len),
		IGNORE,
	};
	struct talk talk;

	talk_play(&talk, steps);
	talk_await(&talk, 1);
	talk_check(&talk, "A", malformed[_i].want);
	check_lost(&talk, 2, malformed[_i].want);
	talk_end(&talk);
}
END_TEST

/* Replies without a request; a request may be sent between their lines. */
START_TEST(unsolicited_replies)
{
	static const struct fake_step steps[] = {
		SEND("250 nobody asked\r\n250+a=\r\nb\r\n.\r\n250 OK\r\n"
			"650 A\r\n250-half\r\n650 B\r\n"),
		EXPECT("A"), SEND("250 half\r\n250-a\r\n250 OK\r\n"),
		SEND("512 what?\r\n650 C\r\n"), EXPECT("B"), SEND("250 b\r\n"),
	};
	struct talk talk;

	talk_play(&talk, steps);
	talk_await(&talk, 2);
	talk_check(&talk, "A", "250-a|250 OK");
	talk_await(&talk, 3);
	talk_check(&talk, "B", "250 b");
	talk_end(&talk);
}
END_TEST

/* Stops at once, whatever the thread is doing. */
static const struct span freed[] = {
	{ "", 0 },
	BYTES("650 A\r\n"),
	BYTES("650 A\r\n250 OK\r\n"),
	BYTES("250-half"),
	BYTES("250-half\r\n"),
	BYTES("650+NS\r\nhalf"),
	BYTES("neither"),
	BYTES("neither\r\nthis\r\n"),
};

START_TEST(free_while_reading)
{
	struct fake_step steps[] = {
		SEND_SPAN(freed[_i].at, freed[_i].len), DRAIN, WAIT(0),
	};
	struct talk talk;

	talk_play(&talk, steps);
	ck_assert(connection_read_on(talk.connection, NULL));
	ck_assert(fake_tor_await(talk.tor, 0));
	fake_tor_open(talk.tor, 0);
	talk_end(&talk);
}
END_TEST

START_TEST(free_while_queue_is_full)
{
	static const struct fake_step steps[] = {
		FLOOD("650 the queue is full of these\r\n"),
	};
	struct talk talk;

	talk_play(&talk, steps);
	ck_assert(connection_read_on(talk.connection, NULL));
	ck_assert(fake_tor_await_blocked(talk.tor));
	talk_end(&talk);
}
END_TEST

START_TEST(free_after_end)
{
	static const struct fake_step steps[] = { CLOSE };
	struct talk talk;

	talk_play(&talk, steps);
	talk_check_wait(&talk, "connection: not a control port: it closed the "
		"connection without a reply, as a Tor ORPort does");
	connection_free(NULL);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_lost");
	TCase *tcase = test_case(suite, "client_lost");

	tcase_set_timeout(tcase, 60);
	test_add_table(tcase, ends_before_reply, ends);
	test_add_table(tcase, ends_while_nobody_asks, ends);
	tcase_add_test(tcase, half_closed);
	tcase_add_test(tcase, reset);
	tcase_add_loop_test(tcase, line_too_long, 0, 2);
	tcase_add_test(tcase, closes_while_sending);
	test_add_table(tcase, malformed_line, malformed);
	tcase_add_test(tcase, unsolicited_replies);
	test_add_table(tcase, free_while_reading, freed);
	tcase_add_test(tcase, free_while_queue_is_full);
	tcase_add_test(tcase, free_after_end);
	return test_run(suite);
}
