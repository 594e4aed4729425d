/* Replies passed on while they arrive, without holding them. */
#include "conn/incoming.h"
#include "lib/talk.h"
#include "lib/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* A 50 MB reply in one block, and the memory that it may cost. */
enum { LINES = 781250, LINE = 64, ROOM = 1024 * 1024, GROWTH = 8192 };

#define LINE_64 "0123456789abcdef0123456789abcdef" \
	"0123456789abcdef0123456789abcd\r\n"
#define MIXED "250-a=1\r\n250+b=\r\n..x\r\n\r\n.\r\n250 OK\r\n"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

static bool keep(void *arg, struct span bytes)
{
	ck_assert_uint_gt(bytes.len, 0);
	ck_assert_int_eq(bytes.at[bytes.len - 1], '\n');
	buf_add_span(arg, bytes);
	return true;
}

static bool count(void *arg, struct span bytes)
{
	*(size_t *)arg += bytes.len;
	return true;
}

static bool stream(struct talk *talk, const char *verb,
	connection_sink *sink, void *arg, struct reply *reply)
{
	struct request request;
	bool ok;

	error_clear(&talk->error);
	request_init(&request, verb);
	ok = connection_stream(talk->connection, &request, sink, arg, reply,
		&talk->error);
	request_clear(&request);
	return ok;
}

/* Events before, within and after the reply do not reach the sink. */
START_TEST(exact_bytes)
{
	static const struct fake_step whole[] = {
		EXPECT("A"), SEND("650 X\r\n" MIXED "650 Y\r\n"),
		EXPECT("B"), SEND("552 no\n"),
	};
	static const struct fake_step bytes[] = {
		EXPECT("A"), SEND_BYTES("650 X\r\n250-a=1\r\n650 Z\r\n"),
		SEND_BYTES("250+b=\r\n..x\r\n\r\n.\r\n250 OK\r\n650 Y\r\n"),
		EXPECT("B"), SEND_BYTES("552 no\n"),
	};
	struct reply reply = REPLY_INIT;
	struct buf seen = BUF_INIT;
	struct talk talk;

	talk_init(&talk);
	talk_start(&talk, FAKE_UNIX, _i ? bytes : whole,
		_i ? COUNT(bytes) : COUNT(whole));
	ck_assert(stream(&talk, "A", keep, &seen, &reply));
	test_buf_eq(&seen, SPAN(MIXED));
	ck_assert_uint_eq(reply.len, 1);
	ck_assert_int_eq(reply_status(&reply), 250);
	test_span_eq(reply_text(&reply), SPAN("OK"));
	ck_assert(stream(&talk, "B", keep, &seen, &reply));
	test_buf_eq(&seen, SPAN("552 no\n"));
	ck_assert_int_eq(reply_status(&reply), 552);
	talk_await(&talk, _i ? 3 : 2);
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

START_TEST(big_value_is_not_held)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("250+a=\r\n"), REPEAT(LINES, LINE_64),
		SEND(".\r\n250 OK\r\n"), CLOSE,
	};
	struct reply reply = REPLY_INIT;
	struct rusage before, after;
	struct talk talk;
	size_t seen = 0;

	talk_init(&talk);
	talk.config.timeout = -1; /* a slow machine, or valgrind */
	talk_start(&talk, FAKE_UNIX, steps, COUNT(steps));
	connection_trust(talk.connection);
	getrusage(RUSAGE_SELF, &before);
	ck_assert(stream(&talk, "A", count, &seen, &reply));
	getrusage(RUSAGE_SELF, &after);
	ck_assert_uint_eq(seen, (size_t)LINES * LINE +
		strlen("250+a=\r\n.\r\n250 OK\r\n"));
	talk_check_wait(&talk,
		"connection: Tor closed the control connection");
	ck_assert_uint_lt(reply.bytes.size, ROOM);
#ifndef SANITIZED
	ck_assert_int_lt(after.ru_maxrss - before.ru_maxrss, GROWTH);
#endif
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

/* The records of its lines are not held either. */
START_TEST(many_lines_are_not_held)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), REPEAT(INCOMING_GREETING_MAX, "250-#\r\n"),
		SEND("250 OK\r\n"),
	};
	struct reply reply = REPLY_INIT;
	struct talk talk;
	size_t seen = 0;

	talk_play(&talk, steps);
	ck_assert(stream(&talk, "A", count, &seen, &reply));
	ck_assert_uint_gt(seen, INCOMING_GREETING_MAX * strlen("250-#\r\n"));
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

/* If held, the reply is complete. */
START_TEST(big_value_is_held)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("250+a=\r\n"), REPEAT(LINES / 10, LINE_64),
		SEND(".\r\n250 OK\r\n"),
	};
	struct reply reply = REPLY_INIT;
	struct talk talk;
	struct request request;

	talk_play(&talk, steps);
	connection_trust(talk.connection);
	request_init(&request, "A");
	ck_assert(connection_request(talk.connection, &request, &reply,
		&talk.error));
	ck_assert_uint_eq(reply.len, 2);
	ck_assert_uint_eq(reply.lines[0].data.len, LINES / 10 * (LINE - 1));
	request_clear(&request);
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

START_TEST(sink_ends_with_its_request)
{
	static const struct fake_step steps[] = {
		SEND("650 X\r\n"), EXPECT("A"), SEND("250-a\r\n"), DRAIN,
		WAIT(0), SEND("250-late\r\n250 late\r\n"),
		EXPECT("GETINFO torctl-sync-2"), EXPECT("B"),
		SEND("552 Unrecognized key \"torctl-sync-2\"\r\n250 b\r\n"),
		EXPECT("C"), SEND("250-c\r\n"), CLOSE,
	};
	struct reply reply = REPLY_INIT;
	struct buf seen = BUF_INIT;
	struct talk talk;

	talk_play(&talk, steps);
	talk_await(&talk, 1);
	connection_set_timeout(talk.connection, 40);
	ck_assert(!stream(&talk, "A", keep, &seen, &reply));
	ck_assert_int_eq(talk.error.kind, ERROR_TIMEOUT);
	ck_assert_uint_eq(reply.len, 0);
	buf_clear(&seen);
	fake_tor_open(talk.tor, 0);
	connection_set_timeout(talk.connection, TALK_PATIENCE);
	ck_assert(stream(&talk, "B", keep, &seen, &reply));
	test_buf_eq(&seen, SPAN("250 b\r\n"));
	ck_assert(!stream(&talk, "C", keep, &seen, &reply));
	ck_assert_int_eq(talk.error.kind, ERROR_CONNECTION);
	test_buf_eq(&seen, SPAN("250-c\r\n"));
	ck_assert_uint_eq(reply.len, 0);
	talk_end(&talk);
}
END_TEST

START_TEST(tap)
{
	static const struct fake_step steps[] = {
		ANSWER(5, "250-#\r\n650 X\r\n250 OK\r\n"),
	};
	struct buf first = BUF_INIT, second = BUF_INIT;
	struct reply reply = REPLY_INIT;
	struct talk talk;
	struct request request;
	size_t seen = 0;

	talk_play(&talk, steps);
	connection_tap(talk.connection, keep, &first);
	talk_check(&talk, "A", "250-A|250 OK");
	/* a stream has its own sink */
	ck_assert(stream(&talk, "B", keep, &second, &reply));
	test_buf_eq(&first, SPAN("250-A\r\n250 OK\r\n"));
	test_buf_eq(&second, SPAN("250-B\r\n250 OK\r\n"));
	connection_tap(talk.connection, count, &seen);
	talk_check(&talk, "C", "250-C|250 OK");
	ck_assert_uint_eq(seen, strlen("250-C\r\n250 OK\r\n"));
	request_init(&request, "own");
	ck_assert(connection_own_command(talk.connection, &request, NULL, NULL));
	request_clear(&request);
	connection_tap(talk.connection, NULL, NULL);
	talk_check(&talk, "D", "250-D|250 OK");
	ck_assert_uint_eq(seen, strlen("250-C\r\n250 OK\r\n"));
	ck_assert_uint_eq(first.len, 0);
	talk_await(&talk, 5);
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_stream");
	TCase *tcase = test_case(suite, "connection_stream");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, exact_bytes, 0, 2);
	tcase_add_test(tcase, big_value_is_not_held);
	tcase_add_test(tcase, many_lines_are_not_held);
	tcase_add_test(tcase, big_value_is_held);
	tcase_add_test(tcase, sink_ends_with_its_request);
	tcase_add_test(tcase, tap);
	return test_run(suite);
}
