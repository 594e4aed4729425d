/* Timeouts and interruptions: late data never reaches another request. */
#include "lib/talk.h"
#include "lib/test.h"
#include "tor/events.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* For replies that never arrive, and for one that reaches a sink. */
enum { SHORT = 40, SINK_TIMEOUT = 400, SINK_WORK = 600, GUARD = 600 };

#define NO_REPLY(verb) "timeout: no reply to " verb " within 0.04 s"
#define SYNC(serial) EXPECT("GETINFO torctl-sync-" serial)
#define SYNCED(serial) "552 Unrecognized key \"torctl-sync-" serial "\"\r\n"

static void set_timeout(struct talk *talk, int timeout)
{
	connection_set_timeout(talk->connection, timeout);
}

/* The peer has spoken: an earlier timeout has another text. */
#define HELLO SEND("650 E0\r\n")

static void play(struct talk *talk, const struct fake_step *steps,
	size_t count)
{
	talk_init(talk);
	talk_start(talk, FAKE_UNIX, steps, count);
	talk_await(talk, 1);
	talk_check_events(talk, "650 E0\r\n");
}

/* Sends a request that the fake tor answers only after gate 0 opens. */
static void check_timeout(struct talk *talk, const char *line,
	const char *want)
{
	set_timeout(talk, SHORT);
	talk_check(talk, line, want);
	ck_assert(connection_connected(talk->connection));
	set_timeout(talk, TALK_PATIENCE);
}

/* What arrives before and after the client stops waiting. */
static const struct {
	struct span before;
	struct span after;
} late[] = {
	{ { "", 0 }, { "", 0 } },
	{ { "", 0 }, BYTES("250-a=late\r\n250 OK\r\n") },
	{ { "", 0 }, BYTES("650 BW\r\n250 OK\r\n") },
	{ BYTES("2"), BYTES("50 OK\r\n") },
	{ BYTES("250-a=late\r\n"), BYTES("250 OK\r\n") },
	{ BYTES("250-a=la"), BYTES("te\r\n250 OK\r\n") },
	{ BYTES("250-a=late\r\n250 OK\r"), BYTES("\n") },
	{ BYTES("250+a=\r\none\r\ntw"), BYTES("o\r\n.\r\n250 OK\r\n") },
	{ BYTES("250+a=\r\n."), BYTES("\r\n250 OK\r\n") },
	{ BYTES("250+a=\r\none\r\n.\r\n"), BYTES("250 OK\r\n") },
	/* resembles the reply to the sync key */
	{ { "", 0 }, BYTES("552 Unrecognized key \"torctl-sync-1\"\r\n") },
	{ { "", 0 }, BYTES("552 Unrecognized key \"torctl-sync-22\"\r\n") },
	{ { "", 0 }, BYTES("552 Unrecognized key \"torctl-sync-2\"x\r\n") },
	{ { "", 0 }, BYTES("552-Unrecognized key \"torctl-sync-2\"\r\n"
		"552 no\r\n") },
};

#define LATE_STEPS \
	HELLO, EXPECT("A x"), SEND("650 E1\r\n"), \
	SEND_SPAN(late[_i].before.at, late[_i].before.len), WAIT(0), \
	SEND_SPAN(late[_i].after.at, late[_i].after.len)

#define REST_STEPS \
	SYNC("2"), EXPECT("B"), SEND("650 E2\r\n" SYNCED("2") \
		"250-b=2\r\n650 E3\r\n250 OK\r\n"), \
	EXPECT("C"), SEND("250 c\r\n")

static void check_rest(struct talk *talk, int i)
{
	talk_check(talk, "B", "250-b=2|250 OK");
	talk_check(talk, "C", "250 c");
	talk_await(talk, i == 2 ? 5 : 4);
	talk_check_events(talk, i == 2 ?
		"650 E1\r\n650 BW\r\n650 E2\r\n650 E3\r\n" :
		"650 E1\r\n650 E2\r\n650 E3\r\n");
}

START_TEST(late_reply_behind_next_request)
{
	struct fake_step steps[] = { LATE_STEPS, REST_STEPS };
	struct talk talk;

	play(&talk, steps, COUNT(steps));
	check_timeout(&talk, "A x", NO_REPLY("A"));
	fake_tor_open(talk.tor, 0);
	check_rest(&talk, _i);
	talk_end(&talk);
}
END_TEST

START_TEST(late_reply_before_next_request)
{
	struct fake_step steps[] = {
		LATE_STEPS, SEND("650 E\r\n"), REST_STEPS,
	};
	struct talk talk;

	play(&talk, steps, COUNT(steps));
	check_timeout(&talk, "A x", NO_REPLY("A"));
	talk_await(&talk, 2);
	fake_tor_open(talk.tor, 0);
	/* all late data has been read when this reply is there */
	talk_await(&talk, _i == 2 ? 4 : 3);
	buf_reset(&talk.events);
	talk_check(&talk, "B", "250-b=2|250 OK");
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
}
END_TEST

START_TEST(two_late_replies)
{
	static const struct fake_step steps[] = {
		HELLO, EXPECT("A"), SYNC("2"), EXPECT("B"), WAIT(0),
		SEND("250 late a\r\n"), SYNC("3"), EXPECT("C"),
		SEND_BYTES(SYNCED("2") "250 late b\r\n" SYNCED("3")
			"250 c\r\n"),
		EXPECT("D"), SEND("250 d\r\n"),
	};
	struct talk talk;

	play(&talk, steps, COUNT(steps));
	check_timeout(&talk, "A", NO_REPLY("A"));
	check_timeout(&talk, "B", NO_REPLY("B"));
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "C", "250 c");
	talk_check(&talk, "D", "250 d");
	talk_end(&talk);
}
END_TEST

START_TEST(late_event_wakes)
{
	static const struct fake_step steps[] = {
		HELLO, EXPECT("A"), SEND("650 X\r\n"), IGNORE,
	};
	struct talk talk;

	play(&talk, steps, COUNT(steps));
	check_timeout(&talk, "A", NO_REPLY("A"));
	ck_assert(talk_woken(&talk));
	ck_assert_uint_eq(talk_take(&talk), 1);
	talk_end(&talk);
}
END_TEST

static void press_ctrl_c(struct talk *talk)
{
	ck_assert_int_eq(write(talk->cancel[1], "", 1), 1);
}

static void *interrupt_at_gate(void *arg)
{
	struct talk *talk = arg;

	if (fake_tor_await(talk->tor, 0))
		press_ctrl_c(talk);
	return NULL;
}

static const struct fake_step interrupted[] = {
	EXPECT("A"), SEND("250-half\r\n"), DRAIN, WAIT(0),
	SEND("250 OK\r\n"), SYNC("2"), EXPECT("B"),
	SEND(SYNCED("2") "250 b\r\n"),
};

START_TEST(interruption)
{
	struct talk talk;
	pthread_t thread;
	char byte;

	talk_play(&talk, interrupted);
	pthread_create(&thread, NULL, interrupt_at_gate, &talk);
	talk_check(&talk, "A", "interrupted: interrupted");
	pthread_join(thread, NULL);
	ck_assert_int_eq(read(talk.cancel[0], &byte, 1), 1);
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "B", "250 b");
	talk_end(&talk);
}
END_TEST

/* Tor decodes the escape, refuses the value and repeats it raw. */
#define VALUE "SETCONF Nickname=\"x\\r\\n250 y\""
#define REFUSAL "513 Unacceptable option value: Nickname 'x\r\n"
#define REFUSED "513 Unacceptable option value: Nickname 'x"

/* What follows, up to the answer to the sync key. */
static const char *const forged[] = {
	"250-version=6.6.6\r\n250 OK', nicknames must be\r\n",
	"513 y\r\n",
	"foo', nicknames must be\r\n",
	"250+foo', nicknames must be\r\n",
	"250-foo\r\n",
	"650 SIGNAL NEWNYM\r\n', nicknames must be\r\n",
	"650+X\r\n', nicknames must be\r\n",
	"552 Unrecognized key \"torctl-sync-1\"\r\n250 OK'\r\n",
	"552 Unrecognized key \"torctl-sync-2\"x\r\n250 OK'\r\n",
	"552-Unrecognized key \"torctl-sync-2\"\r\n250 OK'\r\n",
	"250 Unrecognized key \"torctl-sync-2\"\r\n250 OK'\r\n",
	"x552 Unrecognized key \"torctl-sync-2\"\r\n250 OK'\r\n",
	"\r\n.\r\n\r\n",
};

/* The rest of the refusal comes with it, or after the next request. */
START_TEST(refusal_forges_nothing)
{
	static const struct fake_step steps[] = {
		SEND("650 E1\r\n"), EXPECT(VALUE), SEND(REFUSAL), WAIT(0),
		SYNC("2"), WAIT(1), SEND(SYNCED("2") "650 E2\r\n"),
		EXPECT("B"), SEND("250 b\r\n"), EXPECT("C"),
		SEND("650 E3\r\n250 c\r\n"),
	};
	struct fake_step all[COUNT(steps)];
	char *both = alloc_print(REFUSAL "%s", forged[_i]);
	struct talk talk;

	for (int behind = 0; behind < 2; behind++) {
		memcpy(all, steps, sizeof(steps));
		if (behind)
			all[5] = (struct fake_step)SEND_SPAN(forged[_i],
				strlen(forged[_i]));
		else
			all[2] = (struct fake_step)SEND_SPAN(both,
				strlen(both));
		talk_init(&talk);
		talk_start(&talk, FAKE_UNIX, all, COUNT(all));
		fake_tor_open(talk.tor, 0);
		fake_tor_open(talk.tor, 1);
		talk_check(&talk, VALUE, REFUSED);
		talk_check(&talk, "B", "250 b");
		talk_check(&talk, "C", "250 c");
		talk_await(&talk, 3);
		talk_check_events(&talk, "650 E1\r\n650 E2\r\n650 E3\r\n");
		talk_end(&talk);
	}
	free(both);
}
END_TEST

/* Nobody waits for the refusal any more: the next request brings the key. */
START_TEST(late_refusal_forges_nothing)
{
	struct fake_step steps[] = {
		HELLO, EXPECT(VALUE), WAIT(0), SEND(REFUSAL),
		SEND_SPAN(forged[_i], strlen(forged[_i])), SYNC("3"),
		EXPECT("B"), SEND(SYNCED("3") "650 E\r\n250 b\r\n"),
		EXPECT("C"), SEND("250 c\r\n"),
	};
	struct talk talk;

	play(&talk, steps, COUNT(steps));
	check_timeout(&talk, VALUE, NO_REPLY("SETCONF"));
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "B", "250 b");
	talk_check(&talk, "C", "250 c");
	talk_await(&talk, 2);
	talk_check_events(&talk, "650 E\r\n");
	talk_end(&talk);
}
END_TEST

/*
 * A stray reply was taken for that to the request. When the refusal comes,
 * nobody expects one, but a request is known that Tor may repeat.
 */
START_TEST(second_answer_forges_nothing)
{
	struct fake_step steps[] = {
		HELLO, EXPECT(VALUE), WAIT(0), SEND("250 stray\r\n" REFUSAL),
		SEND_SPAN(forged[_i], strlen(forged[_i])), SYNC("3"),
		EXPECT("B"), SEND(SYNCED("3") "650 E\r\n250 b\r\n"),
		EXPECT("C"), SEND("513 c\r\n"), EXPECT("D"),
		SEND("250 d\r\n"),
	};
	struct talk talk;

	play(&talk, steps, COUNT(steps));
	check_timeout(&talk, VALUE, NO_REPLY("SETCONF"));
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "B", "250 b");
	talk_check(&talk, "C", "513 c");
	talk_check(&talk, "D", "250 d");
	talk_await(&talk, 2);
	talk_check_events(&talk, "650 E\r\n");
	talk_end(&talk);
}
END_TEST

/* What cannot echo a line end needs no key, nor does what was done. */
START_TEST(no_key_without_need)
{
	static const struct fake_step steps[] = {
		EXPECT("SETCONF Nickname=x"), SEND("513 x\r\n"),
		EXPECT("B"), SEND("250 b\r\n"),
		EXPECT(VALUE), SEND("250 OK\r\n"),
		EXPECT(VALUE), SEND("510 Command filtered\r\n"),
		EXPECT("C"), SEND("250 c\r\n"),
	};
	struct talk talk;

	talk_play(&talk, steps);
	talk_check(&talk, "SETCONF Nickname=x", "513 x");
	talk_check(&talk, "B", "250 b");
	talk_check(&talk, VALUE, "250 OK");
	talk_check(&talk, VALUE, "510 Command filtered");
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
}
END_TEST

/* Endless events are possible; none is lost. */
#define HIDDEN "connection: connection closed: a control-port filter hides " \
	"where the last reply ends"

/* The filter passes the request but not the key: nothing could end the wait. */
START_TEST(filter_hides_the_end)
{
	static const struct fake_step steps[] = {
		EXPECT(VALUE), SEND(REFUSAL "', x\r\n"), SYNC("2"),
		SEND("510 Command filtered\r\n"), IGNORE,
	};
	struct talk talk;

	talk_play(&talk, steps);
	talk_check(&talk, VALUE, REFUSED);
	talk_check(&talk, "B", HIDDEN);
	talk_end(&talk);
}
END_TEST

/* Another answer than the usual one ends the wait at the timeout. */
START_TEST(filter_hides_the_end_in_other_words)
{
	static const struct fake_step steps[] = {
		HELLO, EXPECT(VALUE), SEND(REFUSAL "', x\r\n"), SYNC("2"),
		SEND("551 Not allowed\r\n"), EXPECT("B"), SEND("250 b\r\n"),
		CLIENT_CLOSES,
	};
	struct talk talk;

	play(&talk, steps, COUNT(steps));
	talk_check(&talk, VALUE, REFUSED);
	set_timeout(&talk, GUARD);
	talk_check(&talk, "B", "timeout: no reply to B within 0.6 s");
	talk_check(&talk, "C", HIDDEN);
	talk_end(&talk);
}
END_TEST

/* A request with little time says nothing about the key. */
START_TEST(key_takes_longer_than_a_request)
{
	static const struct fake_step steps[] = {
		HELLO, EXPECT(VALUE), SEND(REFUSAL "', x\r\n"), SYNC("2"),
		EXPECT("B"), WAIT(0), SYNC("3"),
		SEND(SYNCED("2") "250 b\r\n" SYNCED("3")), EXPECT("C"),
		SEND("250 c\r\n"),
	};
	struct talk talk;

	play(&talk, steps, COUNT(steps));
	talk_check(&talk, VALUE, REFUSED);
	set_timeout(&talk, 1);
	talk_check(&talk, "B", "timeout: no reply to B within 0.001 s");
	fake_tor_open(talk.tor, 0);
	set_timeout(&talk, TALK_PATIENCE);
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
}
END_TEST

START_TEST(filter_hides_what_was_late)
{
	static const struct fake_step steps[] = {
		HELLO, EXPECT("A x"), WAIT(0), SYNC("2"),
		SEND("510 Command filtered\r\n"), IGNORE,
	};
	struct talk talk;

	play(&talk, steps, COUNT(steps));
	check_timeout(&talk, "A x", NO_REPLY("A"));
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "B", HIDDEN);
	talk_end(&talk);
}
END_TEST

/* A filter may answer each line of a body. */
START_TEST(filter_refuses_a_body)
{
	static const struct fake_step steps[] = {
		EXPECT("+A"), EXPECT("x"), EXPECT("."),
		SEND("510 Command filtered\r\n"), IGNORE,
	};
	struct reply reply = REPLY_INIT;
	struct error error = ERROR_INIT;
	struct request request;
	struct talk talk;

	talk_play(&talk, steps);
	request_init(&request, "+A");
	request_add_body(&request, span_of("x"));
	ck_assert(
		connection_request(talk.connection, &request, &reply, &error));
	ck_assert_int_eq(reply_status(&reply), 510);
	talk_check(&talk, "B", HIDDEN);
	talk_end(&talk);
	reply_clear(&reply);
	request_clear(&request);
}
END_TEST

START_TEST(interruption_among_events)
{
	static const struct fake_step steps[] = { SEND("650 BW 1 2\r\n") };
	struct error error = ERROR_INIT;
	struct talk talk;
	char byte;

	talk_play(&talk, steps);
	ck_assert(connection_wait(talk.connection, &talk.subscription,
		clock_deadline(TALK_PATIENCE), NULL));
	press_ctrl_c(&talk);
	ck_assert(!connection_wait(talk.connection, &talk.subscription,
		clock_deadline(TALK_PATIENCE), &error));
	ck_assert_int_eq(error.kind, ERROR_INTERRUPTED);
	error_clear(&error);
	ck_assert_int_eq(read(talk.cancel[0], &byte, 1), 1);
	ck_assert(connection_wait(talk.connection, &talk.subscription,
		clock_deadline(TALK_PATIENCE), NULL));
	ck_assert_uint_eq(talk_take(&talk), 1);
	talk_end(&talk);
}
END_TEST

/* Without a time limit, so that nothing else ends the request. */
START_TEST(interruption_without_timeout)
{
	struct talk talk;
	pthread_t thread;
	char byte;

	talk_init(&talk);
	talk.config.timeout = -1;
	talk_start(&talk, FAKE_UNIX, interrupted, COUNT(interrupted));
	pthread_create(&thread, NULL, interrupt_at_gate, &talk);
	talk_check(&talk, "A", "interrupted: interrupted");
	pthread_join(thread, NULL);
	ck_assert_int_eq(read(talk.cancel[0], &byte, 1), 1);
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "B", "250 b");
	talk_end(&talk);
}
END_TEST

/* A request that exceeds the socket's buffers, which nobody reads. */
static char *long_line(void)
{
	char *line = malloc(REQUEST_MAX - 1);

	memset(line, 'a', REQUEST_MAX - 2);
	memcpy(line, "GETINFO ", strlen("GETINFO "));
	line[REQUEST_MAX - 2] = '\0';
	return line;
}

START_TEST(peer_stops_reading)
{
	char *line = long_line(), *text, byte;
	const struct fake_step steps[] = { WAIT(0),
		EXPECT_SPAN(line, strlen(line)), SYNC("2"), EXPECT("B"),
		SEND("552 no\r\n" SYNCED("2") "250 b\r\n") };
	struct talk talk;

	talk_play(&talk, steps);
	set_timeout(&talk, SHORT);
	if (_i)
		press_ctrl_c(&talk);
	text = talk_ask(&talk, line);
	ck_assert_int_eq(talk.error.kind,
		_i ? ERROR_INTERRUPTED : ERROR_TIMEOUT);
	free(text);
	if (_i)
		ck_assert_int_eq(read(talk.cancel[0], &byte, 1), 1);
	/* The rest of it goes out before the next one. */
	set_timeout(&talk, TALK_PATIENCE);
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "B", "250 b");
	talk_end(&talk);
	free(line);
}
END_TEST

static int sink_work = 3 * SHORT;
static int64_t sink_time; /* used so far */
static struct talk *interrupted_first, *interrupted_last;

static bool take_time(void *arg, struct span bytes)
{
	int64_t start = clock_now(), until = start + sink_work;

	if (interrupted_first)
		press_ctrl_c(interrupted_first);

	while (clock_now() < until)
		poll(NULL, 0, clock_poll_timeout(until));
	buf_add_span(arg, bytes);
	sink_time += clock_now() - start;
	if (interrupted_last)
		press_ctrl_c(interrupted_last);
	return true;
}

/*
 * Sends "A" to a peer that answers "250-a", perhaps more, then waits at gate 0.
 */
static bool ask_for_sink(const struct fake_step *steps, size_t count,
	int timeout, struct buf *seen)
{
	struct reply reply = REPLY_INIT;
	struct request request;
	struct talk talk;
	bool ok;

	talk_init(&talk);
	talk_start(&talk, FAKE_UNIX, steps, count);
	set_timeout(&talk, timeout);
	request_init(&request, "A");
	sink_time = 0;
	ok = connection_stream(talk.connection, &request, take_time, seen,
		&reply, &talk.error);
	ck_assert(ok || talk.error.kind == ERROR_TIMEOUT);
	request_clear(&request);
	reply_clear(&reply);
	/* It is reported even if no request waits any more. */
	ck_assert(fake_tor_await(talk.tor, 0));
	fake_tor_open(talk.tor, 0);
	talk_end(&talk);
	return ok;
}

/*
 * The time limit is already running when the sink starts. There may be no reply
 * only if time outside the sink exceeded the limit; in that case, try again.
 */
START_TEST(sink_has_time)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("250-a\r\n"), DRAIN, SEND("250 OK\r\n"),
		WAIT(0),
	};
	struct buf seen = BUF_INIT;
	int64_t start = clock_now();

	sink_work = SINK_WORK;
	while (!ask_for_sink(steps, COUNT(steps), SINK_TIMEOUT, &seen)) {
		ck_assert_int_ge(clock_now() - start - sink_time,
			SINK_TIMEOUT);
		buf_clear(&seen);
		start = clock_now();
	}
	test_buf_eq(&seen, SPAN("250-a\r\n250 OK\r\n"));
}
END_TEST

/*
 * Time outside the sink still counts. The sink must start before the limit,
 * which may take longer on a busy machine.
 */
START_TEST(sink_and_then_silence)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("250-a\r\n"), WAIT(0),
	};
	struct buf seen = BUF_INIT;

	for (int timeout = SHORT; !seen.len; timeout *= 2) {
		ck_assert_int_lt(timeout, TALK_PATIENCE);
		ck_assert(!ask_for_sink(steps, COUNT(steps), timeout, &seen));
	}
	/* nothing else uses the sink's data after this returns */
	test_buf_eq(&seen, SPAN("250-a\r\n"));
}
END_TEST

/*
 * Nor may a working sink hide an interruption. With an event first, the client
 * is awake when the sink starts; otherwise it waits.
 */
START_TEST(interruption_around_sink)
{
	const struct fake_step steps[] = {
		EXPECT("A"), SEND_SPAN(_i ? "650 X\r\n250-a\r\n" :
			"250-a\r\n", _i ? 14 : 7), IGNORE,
	};
	struct buf seen = BUF_INIT;
	struct reply reply = REPLY_INIT;
	struct talk talk;
	struct request request;

	talk_init(&talk);
	talk.config.timeout = -1;
	talk_start(&talk, FAKE_UNIX, steps, COUNT(steps));
	*(_i ? &interrupted_last : &interrupted_first) = &talk;
	request_init(&request, "A");
	ck_assert(!connection_stream(talk.connection, &request, take_time,
		&seen, &reply, &talk.error));
	ck_assert_int_eq(talk.error.kind, ERROR_INTERRUPTED);
	test_buf_eq(&seen, SPAN("250-a\r\n"));
	interrupted_first = interrupted_last = NULL;
	request_clear(&request);
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

static void count_event(void *arg, const struct queue_event *event)
{
	(void)event;
	++*(int *)arg;
}

/* Events that arrived before the deadline count, and endless events stop. */
START_TEST(events_have_an_end)
{
	static const struct fake_step steps[] = { SEND("650 A\r\n650 B\r\n"),
		EXPECT("GETINFO version"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n") };
	struct events events = { .subscription.all = true };
	struct talk talk;
	int count = 0;

	talk_play(&talk, steps);
	connection_listen(talk.connection, &events.subscription);
	/* Both are there after the reply. */
	talk_check(&talk, "GETINFO version", "250-version=0.4.9.11|250 OK");
	ck_assert(!events_next(&events, talk.connection, count_event, &count,
		clock_now(), &talk.error));
	ck_assert_int_eq(talk.error.kind, ERROR_TIMEOUT);
	ck_assert_int_eq(count, 2);
	talk_end(&talk);
	events_clear(&events);
}
END_TEST

START_TEST(waits_for_events)
{
	static const struct fake_step steps[] = { WAIT(0), SEND("650 A\r\n") };
	struct talk talk;
	char byte;

	talk_play(&talk, steps);
	ck_assert(!connection_wait(talk.connection, &talk.subscription,
		clock_deadline(SHORT), &talk.error));
	ck_assert_int_eq(talk.error.kind, ERROR_TIMEOUT);
	press_ctrl_c(&talk);
	talk_check_wait(&talk, "interrupted: interrupted");
	ck_assert_int_eq(read(talk.cancel[0], &byte, 1), 1);
	fake_tor_open(talk.tor, 0);
	ck_assert(connection_wait(
		talk.connection, &talk.subscription, CLOCK_NEVER, NULL));
	/* An event that has arrived wins over an expired deadline. */
	ck_assert(
		connection_wait(talk.connection, &talk.subscription, 0, NULL));
	talk_await(&talk, 1);
	talk_check_events(&talk, "650 A\r\n");
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_sync");
	TCase *tcase = test_case(suite, "client_sync");

	tcase_set_timeout(tcase, 60);
	test_add_table(tcase, late_reply_behind_next_request, late);
	test_add_table(tcase, late_reply_before_next_request, late);
	tcase_add_test(tcase, two_late_replies);
	test_add_table(tcase, refusal_forges_nothing, forged);
	test_add_table(tcase, late_refusal_forges_nothing, forged);
	test_add_table(tcase, second_answer_forges_nothing, forged);
	tcase_add_test(tcase, no_key_without_need);
	tcase_add_test(tcase, filter_hides_the_end);
	tcase_add_test(tcase, key_takes_longer_than_a_request);
	tcase_add_test(tcase, filter_hides_the_end_in_other_words);
	tcase_add_test(tcase, filter_hides_what_was_late);
	tcase_add_test(tcase, filter_refuses_a_body);
	tcase_add_test(tcase, late_event_wakes);
	tcase_add_test(tcase, interruption);
	tcase_add_test(tcase, interruption_among_events);
	tcase_add_test(tcase, interruption_without_timeout);
	tcase_add_loop_test(tcase, peer_stops_reading, 0, 2);
	tcase_add_test(tcase, sink_has_time);
	tcase_add_test(tcase, sink_and_then_silence);
	tcase_add_loop_test(tcase, interruption_around_sink, 0, 2);
	tcase_add_test(tcase, waits_for_events);
	tcase_add_test(tcase, events_have_an_end);
	return test_run(suite);
}
