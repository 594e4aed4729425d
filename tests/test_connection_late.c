/* Late replies are kept, and never taken for another request's reply. */
#include "lib/talk.h"
#include "lib/test.h"
#include "util/clock.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* Milliseconds: until a reply is late; and for one that shall not be late. */
enum { SHORT = 40, ENOUGH = 400 };

#define HELLO SEND("650 E0\r\n")
#define SYNC(serial) EXPECT("GETINFO torctl-sync-" serial)
#define SYNCED(serial) "552 Unrecognized key \"torctl-sync-" serial "\"\r\n"
#define A_REPLY "250+a=\r\none\r\ntwo\r\n.\r\n250 OK\r\n"
#define A_VALUE "one\ntwo\n"

static struct talk talk;

static void play(const struct fake_step *steps, size_t count)
{
	talk_init(&talk);
	talk_start(&talk, FAKE_UNIX, steps, count);
	talk_await(&talk, 1);
}

/* Sends a request whose reply arrives late. */
static void ask(const char *verb)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	struct error error = ERROR_INIT;

	connection_set_timeout(talk.connection, SHORT);
	request_init(&request, verb);
	ck_assert(!connection_ask(talk.connection, &request, &reply, &error));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	ck_assert(connection_connected(talk.connection));
	connection_set_timeout(talk.connection, TALK_PATIENCE);
	error_clear(&error);
	request_clear(&request);
	reply_clear(&reply);
}

static void check_no_answer(enum error_kind why)
{
	struct reply reply = REPLY_INIT;
	struct error error = ERROR_INIT;

	ck_assert(!connection_take_late(talk.connection, &reply, &error));
	ck_assert_int_eq(error.kind, why);
	error_clear(&error);
	reply_clear(&reply);
}

/* The reply has arrived; it can be taken once. */
static void check_answer(const char *want)
{
	struct reply reply = REPLY_INIT;

	ck_assert(connection_take_late(talk.connection, &reply, NULL));
	ck_assert(span_equal(reply.lines[0].data, want));
	reply_clear(&reply);
	check_no_answer(ERROR_CONNECTION);
}

/* What arrives before the client stops waiting, and what after. */
static const struct {
	struct span before, after;
} parts[] = {
	{ { "", 0 }, BYTES(A_REPLY) },
	{ BYTES("2"), BYTES("50+a=\r\none\r\ntwo\r\n.\r\n250 OK\r\n") },
	{ BYTES("250+a=\r\no"), BYTES("ne\r\ntwo\r\n.\r\n250 OK\r\n") },
	{ BYTES("250+a=\r\none\r\ntwo\r\n.\r\n"), BYTES("250 OK\r\n") },
	{ BYTES("250+a=\r\none\r\ntwo\r\n.\r\n250 OK\r"), BYTES("\n") },
};

#define PART_STEPS \
	HELLO, EXPECT("A"), SEND_SPAN(parts[_i].before.at, \
		parts[_i].before.len), WAIT(0), \
	SEND_SPAN(parts[_i].after.at, parts[_i].after.len)

START_TEST(between_requests)
{
	struct fake_step steps[] = { PART_STEPS, SEND("650 E1\r\n"),
		SYNC("2"), EXPECT("B"), SEND(SYNCED("2") "250 b\r\n"),
		EXPECT("C"), SEND("250 c\r\n") };

	play(steps, COUNT(steps));
	ask("A");
	check_no_answer(ERROR_TIMEOUT);
	fake_tor_open(talk.tor, 0);
	talk_await(&talk, 2);
	check_answer(A_VALUE);
	talk_check(&talk, "B", "250 b");
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
}
END_TEST

START_TEST(before_next_reply)
{
	struct fake_step steps[] = { PART_STEPS, SYNC("2"), EXPECT("B"),
		SEND(SYNCED("2") "250 b\r\n"), EXPECT("C"),
		SEND("250 c\r\n") };

	play(steps, COUNT(steps));
	ask("A");
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "B", "250 b");
	talk_check(&talk, "C", "250 c");
	check_answer(A_VALUE);
	talk_end(&talk);
}
END_TEST

/* Replies were dropped before this one: they stay dropped. */
START_TEST(after_a_dropped_reply)
{
	static const struct fake_step steps[] = { HELLO, EXPECT("X"),
		SYNC("2"), EXPECT("A"), WAIT(0),
		SEND("250 x\r\n" SYNCED("2") A_REPLY),
		SYNC("3"), EXPECT("B"), SEND(SYNCED("3") "250 b\r\n") };

	play(steps, COUNT(steps));
	connection_set_timeout(talk.connection, SHORT);
	talk_check(&talk, "X", "timeout: no reply to X within 0.04 s");
	ask("A");
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "B", "250 b");
	check_answer(A_VALUE);
	talk_end(&talk);
}
END_TEST

/* A second late reply is not kept while the first is outstanding. */
START_TEST(one_at_a_time)
{
	static const struct fake_step steps[] = { HELLO, EXPECT("A"),
		SYNC("2"), EXPECT("B"), WAIT(0),
		SEND(A_REPLY SYNCED("2") "250+b=\r\nno\r\n.\r\n250 OK\r\n"
			"650 E1\r\n"),
		SYNC("3"), EXPECT("C"), SEND(SYNCED("3") "250 c\r\n") };

	play(steps, COUNT(steps));
	ask("A");
	ask("B");
	fake_tor_open(talk.tor, 0);
	talk_await(&talk, 2);
	check_answer(A_VALUE);
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
}
END_TEST

/* A late reply that was not taken is replaced by the next. */
START_TEST(gives_way)
{
	static const struct fake_step steps[] = { HELLO, EXPECT("A"), WAIT(0),
		SEND(A_REPLY "650 E1\r\n"), SYNC("2"), EXPECT("B"), WAIT(1),
		SEND(SYNCED("2") "250+b=\r\nyes\r\n.\r\n250 OK\r\n"),
		SYNC("3"), EXPECT("C"), SEND(SYNCED("3") "250 c\r\n") };

	play(steps, COUNT(steps));
	ask("A");
	fake_tor_open(talk.tor, 0);
	talk_await(&talk, 2);
	ask("B");
	fake_tor_open(talk.tor, 1);
	talk_check(&talk, "C", "250 c");
	check_answer("yes\n");
	talk_end(&talk);
}
END_TEST

/* Tor leaves a request unanswered: the next reply belongs to the next one. */
START_TEST(never_comes)
{
	static const struct fake_step steps[] = { HELLO, EXPECT("A"),
		SYNC("2"), EXPECT("B"), SEND(SYNCED("2") "250 b\r\n") };

	play(steps, COUNT(steps));
	ask("A");
	talk_check(&talk, "B", "250 b");
	check_no_answer(ERROR_CONNECTION);
	talk_end(&talk);
}
END_TEST

START_TEST(is_a_refusal)
{
	static const struct fake_step steps[] = { HELLO, EXPECT("A"), WAIT(0),
		SEND("552 no\r\n650 E1\r\n") };

	play(steps, COUNT(steps));
	ask("A");
	fake_tor_open(talk.tor, 0);
	talk_await(&talk, 2);
	check_no_answer(ERROR_TOR);
	check_no_answer(ERROR_CONNECTION);
	talk_end(&talk);
}
END_TEST

START_TEST(connection_lost)
{
	static const struct fake_step steps[] = { HELLO, EXPECT("A"), WAIT(0),
		SEND("250+a=\r\none\r\n"), CLOSE };

	play(steps, COUNT(steps));
	ask("A");
	fake_tor_open(talk.tor, 0);
	talk_check_wait(&talk, "connection: Tor closed the control connection");
	check_no_answer(ERROR_CONNECTION);
	talk_end(&talk);
}
END_TEST

/* A reply before the timeout is an ordinary one, and nothing is late. */
START_TEST(in_time)
{
	static const struct fake_step steps[] = { HELLO, EXPECT("A"),
		SEND("250 a\r\n") };
	struct request request;
	struct reply reply = REPLY_INIT;

	play(steps, COUNT(steps));
	request_init(&request, "A");
	ck_assert(connection_ask(talk.connection, &request, &reply, NULL));
	ck_assert(span_equal(reply.lines[0].text, "a"));
	check_no_answer(ERROR_CONNECTION);
	request_clear(&request);
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

/* The reader is held past the time limit, as after a stop (Ctrl-Z). */
static void hold(void *arg, bool sent, struct span line)
{
	(void)arg;
	if (!sent && span_equal(line, "650 HOLD"))
		poll(NULL, 0, ENOUGH + SHORT);
}

static void play_held(const struct fake_step *steps, size_t count)
{
	talk_init(&talk);
	talk.config.trace = hold;
	talk_start(&talk, FAKE_UNIX, steps, count);
}

START_TEST(reply_while_stopped)
{
	static const struct fake_step steps[] = { EXPECT("A"),
		SEND("650 HOLD\r\n"), SEND("250 a\r\n") };

	play_held(steps, COUNT(steps));
	connection_set_timeout(talk.connection, ENOUGH);
	talk_check(&talk, "A", "250 a");
	talk_end(&talk);
}
END_TEST

START_TEST(event_while_stopped)
{
	static const struct fake_step steps[] = { SEND("650 HOLD\r\n"),
		WAIT(0) };

	play_held(steps, COUNT(steps));
	/* Then it has been sent. */
	ck_assert(fake_tor_await(talk.tor, 0));
	fake_tor_open(talk.tor, 0);
	ck_assert(connection_wait(talk.connection, &talk.subscription,
		clock_deadline(SHORT), NULL));
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_late");
	TCase *tcase = test_case(suite, "client_late");

	test_add_table(tcase, between_requests, parts);
	test_add_table(tcase, before_next_reply, parts);
	tcase_add_test(tcase, after_a_dropped_reply);
	tcase_add_test(tcase, one_at_a_time);
	tcase_add_test(tcase, gives_way);
	tcase_add_test(tcase, never_comes);
	tcase_add_test(tcase, is_a_refusal);
	tcase_add_test(tcase, connection_lost);
	tcase_add_test(tcase, in_time);
	tcase_add_test(tcase, reply_while_stopped);
	tcase_add_test(tcase, event_while_stopped);
	return test_run(suite);
}
