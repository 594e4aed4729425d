/* What a peer can make a client hold, and what becomes of the rest. */
#include "conn/client_state.h"
#include "lib/session.h"
#include "lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beyond a limit: what the reader takes at once, and the socket's buffers. */
enum { SLACK = 4 * 1024 * 1024 };

#define LINE_64 "0123456789abcdef0123456789abcdef" \
	"0123456789abcdef0123456789abcde\n"
#define LINE_1K LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 \
	LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64 LINE_64

static const struct limit {
	bool trusted;
	struct fake_step first, flood;
	uint64_t limit; /* how much has to be taken, and little more */
	const char *want;
} limits[] = {
	{ false, SEND("250-"), FLOOD("0123456789"), CLIENT_GREETING_MAX,
		"this is not a control port: it sends a line that does not "
		"end after 64 KiB" },
	{ false, SEND("650+NS\r\n"), FLOOD("0123456789"), CLIENT_GREETING_MAX,
		"this is not a control port: it sends a line that does not "
		"end after 64 KiB" },
	{ true, SEND("250-"), FLOOD("0123456789"), CLIENT_LINE_MAX,
		"a line of more than 16384 KiB came: connection given up" },
	{ true, SEND("250+a=\r\n"), FLOOD("0123456789"), CLIENT_LINE_MAX,
		"a line of more than 16384 KiB came: connection given up" },
	{ true, SEND("650+NS\r\n"), FLOOD(LINE_1K), CLIENT_EVENT_MAX,
		"an event of more than 64 MiB came: connection given up" },
	{ true, SEND("650-A\r\n"), FLOOD("650-" LINE_64), CLIENT_EVENT_MAX,
		"an event of more than 64 MiB came: connection given up" },
	{ true, SEND("250+a=\r\n"), FLOOD(LINE_1K), CLIENT_REPLY_MAX,
		"a reply of more than 256 MiB came: connection given up "
		"(--raw can take it)" },
	{ true, SEND("650 A\r\n"), FLOOD("650 " LINE_64), CLIENT_EVENTS_MAX,
		"more than 128 MiB of events came before a reply: connection "
		"given up" },
};

START_TEST(beyond_a_limit)
{
	const struct limit *limit = &limits[_i];
	struct fake_step steps[] = {
		EXPECT("A"), limit->first, limit->flood,
	};
	char want[200];
	struct session session;
	uint64_t sent;

	session_play(&session, steps);
	if (limit->trusted)
		client_trust(session.client);
	snprintf(want, sizeof(want), "connection: %s", limit->want);
	session_check(&session, "A", want);
	ck_assert(!client_connected(session.client));
	sent = fake_tor_sent(session.tor);
	ck_assert_uint_gt(sent, limit->limit);
	ck_assert_uint_lt(sent, limit->limit + limit->limit / 4 + SLACK);
	session_end(&session);
}
END_TEST

enum { MANY = 100000, WIDTH = 60, MILLION = 1000000 };

/*
 * The numbers in the events that were taken, from `first` without a gap; MANY
 * times the same text begin again at 0. Returns what comes next.
 */
static uint64_t check_numbers(struct session *session, uint64_t first)
{
	struct span rest = buf_span(&session->events), line;

	while (span_next_line(&rest, &line)) {
		unsigned long long number;
		struct span word;

		ck_assert(span_next_word(&line, &word));
		ck_assert(span_next_word(&line, &word));
		ck_assert(span_next_word(&line, &word));
		ck_assert(span_number(word, &number));
		ck_assert(number == first || number + MANY == first);
		first++;
	}
	buf_reset(&session->events);
	return first;
}

#define NUMBERED "650 N # 0123456789abcdef0123456789abcdef0123456789\r\n"

START_TEST(full_queue_stops_the_peer)
{
	static const struct fake_step steps[] = { REPEAT(MANY, NUMBERED) };
	struct session session;
	uint64_t next;

	session_play(&session, steps);
	ck_assert(fake_tor_await_blocked(session.tor));
	ck_assert_uint_lt(fake_tor_sent(session.tor), MANY * WIDTH / 2);
	ck_assert(client_wait(session.client, 0, NULL));
	session_take(&session);
	/* no more than it says, up to one read */
	ck_assert_uint_gt(session.events.len, CLIENT_QUEUE_MAX / 2);
	ck_assert_uint_lt(session.events.len, CLIENT_QUEUE_MAX + SLACK / 8);
	next = check_numbers(&session, 0);
	session_await(&session, MANY);
	ck_assert_uint_eq(check_numbers(&session, next), MANY);
	ck_assert_uint_eq(session.dropped, 0);
	session_end(&session);
}
END_TEST

START_TEST(request_while_queue_is_full)
{
	static const struct fake_step steps[] = {
		REPEAT(MANY, NUMBERED), EXPECT("A"), SEND("250 a\r\n"),
		REPEAT(MANY, NUMBERED), EXPECT("B"), SEND("250 b\r\n"),
	};
	struct session session;

	session_play(&session, steps);
	ck_assert(fake_tor_await_blocked(session.tor));
	session_check(&session, "A", "250 a");
	ck_assert(fake_tor_await_blocked(session.tor));
	session_check(&session, "B", "250 b");
	session_await(&session, 2 * MANY);
	ck_assert_uint_eq(check_numbers(&session, 0), 2 * MANY);
	session_end(&session);
}
END_TEST

/* The end is seen although it comes behind more than there is room for. */
START_TEST(end_behind_full_queue)
{
	static const struct fake_step steps[] = {
		REPEAT(MANY, NUMBERED), CLOSE,
	};
	struct session session;

	session_play(&session, steps);
	ck_assert(fake_tor_await_blocked(session.tor));
	session_await(&session, MANY);
	ck_assert_uint_eq(check_numbers(&session, 0), MANY);
	session_check_wait(&session,
		"connection: Tor has closed the control connection");
	session_end(&session);
}
END_TEST

START_TEST(full_queue_drops_the_oldest)
{
	static const struct fake_step steps[] = {
		REPEAT(1000000, "650 N #\r\n"), EXPECT("A"), SEND("250 a\r\n"),
		REPEAT(5, "650 N #\r\n"), EXPECT("B"), SEND("250 b\r\n"),
	};
	struct session session;

	session_init(&session);
	session.config.drop_events = true;
	session_start(&session, FAKE_UNIX, steps, COUNT(steps));
	session_check(&session, "A", "250 a");
	ck_assert_uint_lt(session.client->queue.bytes.size, SLACK);
	ck_assert_uint_lt(session.client->incoming.bytes.size, SLACK);
	session_take(&session);
	ck_assert_uint_gt(session.dropped, 0);
	ck_assert_uint_eq(session.dropped + session.count, MILLION);
	ck_assert_uint_gt(session.count, 10000);
	ck_assert_uint_eq(check_numbers(&session, session.dropped), MILLION);
	/* and then the count starts again */
	session.dropped = 0;
	session_check(&session, "B", "250 b");
	ck_assert_uint_eq(session_take(&session), 5);
	ck_assert_uint_eq(check_numbers(&session, 0), 5);
	ck_assert_uint_eq(session.dropped, 0);
	session_end(&session);
}
END_TEST

/* Taken as they come, nothing is dropped, nor is there much memory in use. */
START_TEST(taken_in_time)
{
	static const struct fake_step steps[] = {
		REPEAT(1000000, "650 N #\r\n"),
	};
	struct session session;
	uint64_t next = 0;

	session_play(&session, steps);
	while (next < MILLION) {
		ck_assert(client_wait(session.client, INT64_MAX, NULL));
		session_take(&session);
		next = check_numbers(&session, next);
	}
	ck_assert_uint_eq(session.dropped, 0);
	session_end(&session);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("client_limits");
	TCase *tcase = test_case(suite, "client_limits");

	tcase_set_timeout(tcase, 60);
	test_add_table(tcase, beyond_a_limit, limits);
	tcase_add_test(tcase, full_queue_stops_the_peer);
	tcase_add_test(tcase, request_while_queue_is_full);
	tcase_add_test(tcase, end_behind_full_queue);
	tcase_add_test(tcase, full_queue_drops_the_oldest);
	tcase_add_test(tcase, taken_in_time);
	return test_run(suite);
}
