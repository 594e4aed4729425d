/* Limits on what a peer can make a client hold, and the data beyond them. */
#include "conn/incoming.h"
#include "lib/talk.h"
#include "lib/test.h"
#include "util/clock.h"

#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beyond a limit: one read of the reader, and the socket's buffers. */
enum { SLACK = 4 * 1024 * 1024 };

#define LINE_64 "0123456789abcdef0123456789abcdef" \
	"0123456789abcdef0123456789abcde\n"
#define LINE_1K LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 \
	LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64

static const struct limit {
	bool trusted;
	struct fake_step first, flood;
	uint64_t limit; /* how much must be accepted, and little more */
	const char *want;
} limits[] = {
	{ false, SEND("250-"), FLOOD("0123456789"), INCOMING_GREETING_MAX,
		"not a control port: it sent a line longer than 64 KiB" },
	{ false, SEND("650+NS\r\n"), FLOOD("0123456789"), INCOMING_GREETING_MAX,
		"not a control port: it sent a line longer than 64 KiB" },
	{ true, SEND("250-"), FLOOD("0123456789"), INCOMING_LINE_MAX,
		"connection closed: line longer than 16384 KiB" },
	{ true, SEND("250+a=\r\n"), FLOOD("0123456789"), INCOMING_LINE_MAX,
		"connection closed: line longer than 16384 KiB" },
	{ true, SEND("650+NS\r\n"), FLOOD(LINE_1K), CONNECTION_EVENT_MAX,
		"connection closed: event larger than 64 MiB" },
	{ true, SEND("650-A\r\n"), FLOOD("650-" LINE_64), CONNECTION_EVENT_MAX,
		"connection closed: event larger than 64 MiB" },
	{ true, SEND("250+a=\r\n"), FLOOD(LINE_1K), CONNECTION_REPLY_MAX,
		"connection closed: reply larger than 262144 KiB" },
	/* each record's overhead counts as well */
	{ true, SEND("650 A\r\n"), FLOOD("650 " LINE_64),
		SUBSCRIPTION_EVENTS_MAX / 5 * 4,
		"connection closed: more than 128 MiB of events were not "
			"read" },
};

START_TEST(beyond_a_limit)
{
	const struct limit *limit = &limits[_i];
	struct fake_step steps[] = {
		EXPECT("A"), limit->first, limit->flood,
	};
	char want[200];
	struct pollfd over = { .events = POLLIN };
	struct talk talk;
	uint64_t sent;

	talk_play(&talk, steps);
	over.fd = fake_tor_over_fd(talk.tor);
	if (limit->trusted)
		connection_trust(talk.connection);
	snprintf(want, sizeof(want), "connection: %s", limit->want);
	talk_check(&talk, "A", want);
	ck_assert(!connection_connected(talk.connection));
	/* sending to the client ends only now */
	connection_free(talk.connection);
	talk.connection = NULL;
	ck_assert_int_eq(poll(&over, 1, TALK_PATIENCE), 1);
	sent = fake_tor_sent(talk.tor);
	ck_assert_uint_gt(sent, limit->limit);
	ck_assert_uint_lt(sent, limit->limit + limit->limit / 4 + SLACK);
	talk_end(&talk);
}
END_TEST

enum { MANY = 100000, WIDTH = 60, MILLION = 1000000 };

/*
 * Checks that the numbers in the taken events run from `first` without a gap;
 * after MANY equal texts they begin again at 0. Returns the next number.
 */
static uint64_t check_numbers(struct talk *talk, uint64_t first)
{
	struct span rest = buf_span(&talk->events), line, word;
	unsigned long long number = 0;
	bool ok = true;

	/* a single assertion, since each one costs a system call */
	while (ok && span_next_line(&rest, &line)) {
		ok = span_next_word(&line, &word) &&
			span_next_word(&line, &word) &&
			span_next_word(&line, &word) &&
			span_number(word, &number) &&
			(number == first || number + MANY == first);
		first += ok;
	}
	ck_assert_msg(ok, "event %llu instead of %llu", number,
		(unsigned long long)first);
	buf_reset(&talk->events);
	return first;
}

/* Reads until the queue is full; then the fake tor cannot send. */
static void await_full_queue(struct talk *talk)
{
	int64_t deadline = clock_deadline(TALK_PATIENCE);
	bool news;

	while (queue_size(&talk->subscription.queue) <=
		SUBSCRIPTION_QUEUE_MAX) {
		ck_assert_msg(clock_now() < deadline, "the queue is not full");
		ck_assert_int_eq(
			connection_poll(talk->connection, NULL, 0, 1, &news),
			0);
	}
	ck_assert_int_eq(
		connection_poll(talk->connection, NULL, 0, 0, &news), 0);
	ck_assert(fake_tor_await_blocked(talk->tor));
}

#define NUMBERED "650 N # 0123456789abcdef0123456789abcdef0123456789\r\n"

START_TEST(full_queue_stops_the_peer)
{
	static const struct fake_step steps[] = { REPEAT(MANY, NUMBERED) };
	struct talk talk;
	uint64_t next;

	talk_play(&talk, steps);
	await_full_queue(&talk);
	ck_assert_uint_lt(fake_tor_sent(talk.tor), MANY * WIDTH / 2);
	ck_assert(
		connection_wait(talk.connection, &talk.subscription, 0, NULL));
	talk_take(&talk);
	/* at most the limit, up to one read */
	ck_assert_uint_gt(talk.events.len, SUBSCRIPTION_QUEUE_MAX / 2);
	ck_assert_uint_lt(talk.events.len, SUBSCRIPTION_QUEUE_MAX + SLACK / 8);
	next = check_numbers(&talk, 0);
	talk_await(&talk, MANY);
	ck_assert_uint_eq(check_numbers(&talk, next), MANY);
	ck_assert_uint_eq(talk.dropped, 0);
	talk_end(&talk);
}
END_TEST

/* Asking whether the connection is lost reads no more than waiting does. */
START_TEST(looks_while_queue_is_full)
{
	static const struct fake_step steps[] = { REPEAT(MANY, NUMBERED) };
	struct talk talk;
	size_t size;

	talk_play(&talk, steps);
	await_full_queue(&talk);
	size = queue_size(&talk.subscription.queue);
	for (int i = 0; i < 5; i++)
		ck_assert(connection_connected(talk.connection));
	connection_catch_up(talk.connection);
	ck_assert_uint_eq(queue_size(&talk.subscription.queue), size);
	talk_await(&talk, MANY);
	ck_assert_uint_eq(check_numbers(&talk, 0), MANY);
	talk_end(&talk);
}
END_TEST

START_TEST(request_while_queue_is_full)
{
	static const struct fake_step steps[] = {
		REPEAT(MANY, NUMBERED), EXPECT("A"), SEND("250 a\r\n"),
		REPEAT(MANY, NUMBERED), EXPECT("B"), SEND("250 b\r\n"),
	};
	struct talk talk;

	talk_play(&talk, steps);
	await_full_queue(&talk);
	talk_check(&talk, "A", "250 a");
	await_full_queue(&talk);
	talk_check(&talk, "B", "250 b");
	talk_await(&talk, 2 * MANY);
	ck_assert_uint_eq(check_numbers(&talk, 0), 2 * MANY);
	talk_end(&talk);
}
END_TEST

/* The end is noticed although it follows more than fits. */
START_TEST(end_behind_full_queue)
{
	static const struct fake_step steps[] = {
		REPEAT(MANY, NUMBERED), CLOSE,
	};
	struct talk talk;

	talk_play(&talk, steps);
	await_full_queue(&talk);
	talk_await(&talk, MANY);
	ck_assert_uint_eq(check_numbers(&talk, 0), MANY);
	talk_check_wait(&talk,
		"connection: Tor closed the control connection");
	talk_end(&talk);
}
END_TEST

START_TEST(full_queue_drops_the_oldest)
{
	static const struct fake_step steps[] = {
		REPEAT(MILLION, "650 N #\r\n"), EXPECT("A"), SEND("250 a\r\n"),
		EXPECT("B"), REPEAT(5, "650 N #\r\n"), SEND("250 b\r\n"),
		CLOSE,
	};
	struct talk talk;

	talk_init(&talk);
	talk.subscription.when_full = SUBSCRIPTION_DROPS;
	talk_start(&talk, FAKE_UNIX, steps, COUNT(steps));
	talk_check(&talk, "A", "250 a");
	talk_take(&talk);
	ck_assert_uint_gt(talk.dropped, 0);
	ck_assert_uint_eq(talk.dropped + talk.count, MILLION);
	ck_assert_uint_gt(talk.count, 10000);
	ck_assert_uint_eq(check_numbers(&talk, talk.dropped), MILLION);
	/* then the count starts again */
	talk.dropped = 0;
	talk_check(&talk, "B", "250 b");
	ck_assert_uint_eq(talk_take(&talk), 5);
	ck_assert_uint_eq(check_numbers(&talk, 0), 5);
	ck_assert_uint_eq(talk.dropped, 0);
	talk_check_wait(&talk,
		"connection: Tor closed the control connection");
	ck_assert_uint_lt(talk.subscription.queue.bytes.size, SLACK);
	talk_end(&talk);
}
END_TEST

/*
 * If events are taken as they arrive, none is dropped and memory stays small.
 */
START_TEST(taken_in_time)
{
	static const struct fake_step steps[] = {
		REPEAT(MANY, NUMBERED),
	};
	struct talk talk;
	uint64_t next = 0;

	talk_play(&talk, steps);
	while (next < MANY &&
		connection_wait(
			talk.connection, &talk.subscription, INT64_MAX, NULL)) {
		talk_take(&talk);
		next = check_numbers(&talk, next);
	}
	ck_assert_uint_eq(next, MANY);
	ck_assert_uint_eq(talk.dropped, 0);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_limits");
	TCase *tcase = test_case(suite, "client_limits");

	tcase_set_timeout(tcase, 60);
	test_add_table(tcase, beyond_a_limit, limits);
	tcase_add_test(tcase, full_queue_stops_the_peer);
	tcase_add_test(tcase, looks_while_queue_is_full);
	tcase_add_test(tcase, request_while_queue_is_full);
	tcase_add_test(tcase, end_behind_full_queue);
	tcase_add_test(tcase, full_queue_drops_the_oldest);
	tcase_add_test(tcase, taken_in_time);
	return test_run(suite);
}
