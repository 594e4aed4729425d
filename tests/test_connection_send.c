/* Sending: one thread after the other, and what a full connection does. */
#include "conn/ahead.h"
#include "lib/asker.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* For what never comes. */
enum { SHORT = 40, MANY = 100000, AHEAD_MAX = 10000 };

#define SYNC(serial) EXPECT("GETINFO torctl-sync-" serial)
#define SYNCED(serial) "552 Unrecognized key \"torctl-sync-" serial "\"\r\n"

/* Tor may not answer the first. Nothing else is sent before the second's end. */
#define UNANSWERED "ADD_ONION NEW:BEST Port=1 ClientAuth=x"
#define ECHOED "SETCONF Nickname=\"x\\r\\n250 y\""

static struct talk talk;

/* A request that exceeds the socket's buffers. */
static char *long_line(void)
{
	char *line = alloc_zeroed(REQUEST_MAX - 1);

	memset(line, 'a', REQUEST_MAX - 2);
	memcpy(line, "GETINFO ", strlen("GETINFO "));
	return line;
}

static void play_until_hello(const struct fake_step *steps, size_t count)
{
	talk_init(&talk);
	talk_start(&talk, FAKE_UNIX, steps, count);
	talk_await(&talk, 1);
	talk_check_events(&talk, "650 HELLO\r\n");
}

#define HELLO SEND("650 HELLO\r\n")

/*
 * A key follows at once, and its answer ends the wait. B, sent meanwhile, gets
 * its own reply.
 */
START_TEST(unanswered_shifts_nothing)
{
	static const struct fake_step steps[] = {
		EXPECT(UNANSWERED), SYNC("1"), WAIT(0), EXPECT("B"),
		SEND(SYNCED("1") "250 b\r\n"), EXPECT("C"),
		SEND("250 c\r\n"),
	};
	struct asker a = { .line = UNANSWERED }, b = { .line = "B" };

	talk_play(&talk, steps);
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	asker_begin(&talk, &b);
	fake_tor_open(talk.tor, 0);
	asker_end_error(&a, ERROR_TIMEOUT, "no reply to ADD_ONION");
	asker_end(&b, ERROR_NONE, "b");
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
}
END_TEST

/* It may be answered all the same, even after its time. */
START_TEST(unsure_is_answered)
{
	static const struct fake_step steps[] = {
		EXPECT(UNANSWERED), SYNC("1"),
		SEND("250 a\r\n" SYNCED("1")), EXPECT("B"),
		SEND("250 b\r\n"), EXPECT(UNANSWERED), SYNC("2"), WAIT(0),
		SYNC("3"), EXPECT("C"),
		SEND("250 a\r\n" SYNCED("2") SYNCED("3") "250 c\r\n"),
	};
	struct asker a = { .line = UNANSWERED };

	talk_play(&talk, steps);
	talk_check(&talk, UNANSWERED, "250 a");
	talk_check(&talk, "B", "250 b");
	connection_set_timeout(talk.connection, SHORT);
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	asker_end(&a, ERROR_TIMEOUT, "");
	connection_set_timeout(talk.connection, TALK_PATIENCE);
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
}
END_TEST

/* Nothing of it was sent when its time was over: the key is not sent either. */
START_TEST(unsure_is_taken_back)
{
	char *line = long_line();
	const struct fake_step steps[] = {
		HELLO, WAIT(0), EXPECT_SPAN(line, strlen(line)),
		SEND("250 a\r\n"), SYNC("1"), EXPECT("C"),
		SEND(SYNCED("1") "250 c\r\n"),
	};
	struct asker a = { .line = line }, b = { .line = UNANSWERED };

	play_until_hello(steps, COUNT(steps));
	connection_set_timeout(talk.connection, SHORT);
	asker_run(&talk, &a);
	ck_assert_int_eq(a.error.kind, ERROR_TIMEOUT);
	error_clear(&a.error);
	asker_begin(&talk, &b);
	asker_end_error(&b, ERROR_TIMEOUT,
		"ADD_ONION was not sent within 0.04 s");
	connection_set_timeout(talk.connection, TALK_PATIENCE);
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "C", "250 c");
	free(line);
	talk_end(&talk);
}
END_TEST

/* What went before may be unanswered too: a key shows where its end is. */
START_TEST(key_before_an_echo)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), WAIT(0), SYNC("1"), EXPECT(ECHOED),
		SEND(SYNCED("1") "250 b\r\n"),
	};
	struct asker a = { .line = "A" }, b = { .line = ECHOED };

	talk_play(&talk, steps);
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	asker_begin(&talk, &b);
	fake_tor_open(talk.tor, 0);
	asker_end_error(&a, ERROR_TIMEOUT, "no reply to A");
	asker_end(&b, ERROR_NONE, "b");
	talk_end(&talk);
}
END_TEST

/* Reads for all until the event F comes. */
static void *await_f(void *arg)
{
	connection_wait(
		talk.connection, arg, clock_deadline(TALK_PATIENCE), NULL);
	return NULL;
}

/* The answer to a later key ends the wait at once; yet another thread reads. */
START_TEST(unanswered_ends_at_once)
{
	static const struct fake_step steps[] = {
		SEND("650 E\r\n"), DRAIN, WAIT(2),
		EXPECT("A"), WAIT(0), EXPECT("B"), SYNC("1"), EXPECT("C"),
		SEND(SYNCED("1")), WAIT(1), SEND("250 c\r\n650 F\r\n"),
	};
	struct subscription waits = { .when_full = SUBSCRIPTION_DROPS };
	struct asker a = { .line = "A" }, b = { .line = "B" };
	struct asker c = { .line = "C" };
	pthread_t thread;

	talk_play(&talk, steps);
	strv_add(&waits.names, "F");
	connection_listen(talk.connection, &waits);
	ck_assert_int_eq(pthread_create(&thread, NULL, await_f, &waits), 0);
	talk_reach(&talk, 2);
	fake_tor_open(talk.tor, 2);
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	connection_set_timeout(talk.connection, SHORT);
	asker_begin(&talk, &b);
	asker_end(&b, ERROR_TIMEOUT, "");
	connection_set_timeout(talk.connection, TALK_PATIENCE);
	asker_begin(&talk, &c);
	fake_tor_open(talk.tor, 0);
	asker_end_error(&a, ERROR_TIMEOUT, "no reply to A");
	fake_tor_open(talk.tor, 1);
	asker_end(&c, ERROR_NONE, "c");
	pthread_join(thread, NULL);
	connection_unsubscribe(talk.connection, &waits);
	subscription_clear(&waits);
	talk_end(&talk);
}
END_TEST

/* It would wait for itself. */
START_TEST(unfinished_request)
{
	const struct fake_step steps[] = {
		EXPECT(ECHOED), SEND("250 a\r\n"), EXPECT("B"), SEND("250 b\r\n"),
	};
	struct reply reply = REPLY_INIT;
	struct connection_pending *pending;
	struct request request;

	talk_play(&talk, steps);
	request_init_line(&request, span_of(ECHOED));
	pending = connection_send(talk.connection, &request, NULL, NULL, NULL);
	ck_assert_ptr_nonnull(pending);
	request_clear(&request);
	talk_check(&talk, "B",
		"usage: the previous request must be finished first");
	ck_assert(connection_finish(talk.connection, pending, &reply, NULL));
	ck_assert_int_eq(reply_status(&reply), 250);
	reply_clear(&reply);
	talk_check(&talk, "B", "250 b");
	talk_end(&talk);
}
END_TEST

/* While another request keeps all from being sent. */
static const struct fake_step kept[] = {
	HELLO, EXPECT(ECHOED), WAIT(0), SEND("250 a\r\n"), EXPECT("D"),
	SEND("250 d\r\n"),
};

START_TEST(wait_for_a_turn_ends)
{
	struct asker a = { .line = ECHOED }, b = { .line = "B" };
	struct asker c = { .line = "C" };

	play_until_hello(kept, COUNT(kept));
	connection_set_cancel(talk.connection, -1);
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	connection_set_timeout(talk.connection, SHORT);
	asker_begin(&talk, &b);
	asker_end_error(&b, ERROR_TIMEOUT, "B was not sent within 0.04 s");
	connection_set_timeout(talk.connection, TALK_PATIENCE);
	connection_set_cancel(talk.connection, talk.cancel[0]);
	asker_begin(&talk, &c);
	talk_press_ctrl_c(&talk);
	asker_end_error(&c, ERROR_INTERRUPTED, "interrupted");
	talk_release_ctrl_c(&talk);
	fake_tor_open(talk.tor, 0);
	asker_end(&a, ERROR_NONE, "a");
	talk_check(&talk, "D", "250 d");
	talk_end(&talk);
}
END_TEST

/* A thread that waits for a turn gets it, or an error if it cannot. */
START_TEST(turn_is_passed_on)
{
	static const struct fake_step all[] = {
		EXPECT(ECHOED), WAIT(0), SEND("250 a\r\n"), ANSWER(4,
			"250 #\r\n"),
	}, none[] = {
		EXPECT(ECHOED), WAIT(0), CLOSE,
	};
	static const char *const lines[] = { "X 1", "X 2", "X 3", "X 4" };
	struct asker a = { .line = ECHOED }, others[COUNT(lines)];

	talk_init(&talk);
	talk_start(&talk, FAKE_UNIX, _i ? none : all,
		_i ? COUNT(none) : COUNT(all));
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	for (size_t i = 0; i < COUNT(lines); i++) {
		/* With a descriptor to be woken by, and without. */
		connection_set_cancel(
			talk.connection, i < 2 ? talk.cancel[0] : -1);
		others[i] = (struct asker){ .line = lines[i] };
		asker_begin(&talk, &others[i]);
	}
	fake_tor_open(talk.tor, 0);
	asker_end(&a, _i ? ERROR_CONNECTION : ERROR_NONE, _i ? "" : "a");
	for (size_t i = 0; i < COUNT(lines); i++)
		asker_end(&others[i], _i ? ERROR_CONNECTION : ERROR_NONE,
			_i ? "" : lines[i] + 2);
	talk_end(&talk);
}
END_TEST

/* Nothing arrives that could end the wait of a thread that gets its turn. */
START_TEST(turn_after_silence)
{
	static const struct fake_step steps[] = {
		EXPECT(ECHOED), SYNC("1"), EXPECT("B"),
		SEND(SYNCED("1") "250 b\r\n"),
	};
	struct connection_pending *pending;
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct asker b = { .line = "B" };
	struct request request;

	talk_play(&talk, steps);
	connection_set_timeout(talk.connection, SHORT);
	request_init_line(&request, span_of(ECHOED));
	pending = connection_send(talk.connection, &request, NULL, NULL, NULL);
	request_clear(&request);
	ck_assert_ptr_nonnull(pending);
	connection_set_timeout(talk.connection, -1);
	asker_begin(&talk, &b);
	poll(NULL, 0, SHORT); /* for a faulty client to read in B's thread */
	ck_assert(!connection_finish(talk.connection, pending, &reply, &error));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	error_clear(&error);
	asker_end(&b, ERROR_NONE, "b");
	talk_end(&talk);
}
END_TEST

static void *subscribe(void *names)
{
	connection_subscribe(
		talk.connection, &talk.subscription, names, NULL, NULL);
	return NULL;
}

/* The same for SETEVENTS, whose list another one may change. */
START_TEST(wait_for_another_subscription_ends)
{
	static const struct fake_step steps[] = {
		HELLO, EXPECT("SETEVENTS A"), WAIT(0), SEND("250 OK\r\n"),
	};
	struct subscription other = { 0 };
	struct error error = ERROR_INIT;
	struct strv names = STRV_INIT;
	pthread_t thread;

	play_until_hello(steps, COUNT(steps));
	strv_add(&names, "A");
	ck_assert_int_eq(pthread_create(&thread, NULL, subscribe, &names), 0);
	talk_reach(&talk, 0);
	connection_set_timeout(talk.connection, SHORT);
	ck_assert(!connection_subscribe(talk.connection, &other, &names, NULL,
		&error));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	error_clear(&error);
	fake_tor_open(talk.tor, 0);
	pthread_join(thread, NULL);
	ck_assert_uint_eq(talk.subscription.names.len, 1);
	strv_clear(&names);
	talk_end(&talk);
}
END_TEST

/* Neither side reads before the other does. */
START_TEST(both_directions_full)
{
	char *line = long_line();
	const struct fake_step steps[] = {
		REPEAT(MANY, "650 E 0123456789abcdef0123456789abcdef\r\n"),
		EXPECT_SPAN(line, strlen(line)), SEND("250 a\r\n"),
		EXPECT("B"), SEND("250 b\r\n"),
	};

	talk_play(&talk, steps);
	if (_i)
		ck_assert(connection_read_on(talk.connection, NULL));
	talk_check(&talk, line, "250 a");
	talk_check(&talk, "B", "250 b");
	talk_await(&talk, MANY);
	talk_end(&talk);
	free(line);
}
END_TEST

/* Another thread reads at first, and then no longer. */
START_TEST(reader_stops_while_another_sends)
{
	char *line = long_line();
	const struct fake_step steps[] = {
		EXPECT("A"), WAIT(0),
		REPEAT(MANY, "650 E 0123456789abcdef0123456789abcdef\r\n"),
		EXPECT_SPAN(line, strlen(line)),
		SEND("250 a\r\n250 b\r\n"), SYNC("1"),
		EXPECT("C"), SEND(SYNCED("1") "250 c\r\n"),
	};
	struct asker a = { .line = "A" }, b = { .line = line };

	talk_play(&talk, steps);
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	connection_set_cancel(talk.connection, -1);
	asker_begin(&talk, &b);
	talk_await_full(&talk);
	talk_press_ctrl_c(&talk);
	asker_end(&a, ERROR_INTERRUPTED, "");
	talk_release_ctrl_c(&talk);
	fake_tor_open(talk.tor, 0);
	asker_end(&b, ERROR_NONE, "b");
	talk_check(&talk, "C", "250 c");
	talk_await(&talk, MANY);
	talk_end(&talk);
	free(line);
}
END_TEST

/* Nothing of a request was sent when it was interrupted: it never is. */
START_TEST(taken_back)
{
	char *line = alloc_print("GETINFO %01000d", 0);
	struct connection_pending *pending[AHEAD_MAX];
	struct fake_step steps[] = {
		HELLO, WAIT(0), ANSWER(0, "250 x\r\n"), EXPECT("B"),
		SEND("250 b\r\n"),
	};
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct request request;
	size_t count = 0;

	play_until_hello(steps, COUNT(steps));
	talk_press_ctrl_c(&talk);
	do {
		request_init_line(&request, span_of(line));
		pending[count] = connection_send(
			talk.connection, &request, NULL, NULL, &error);
		request_clear(&request);
	} while (pending[count] && ++count < AHEAD_MAX);
	ck_assert_uint_gt(count, 0);
	ck_assert_uint_lt(count, AHEAD_MAX);
	ck_assert_str_eq(error.text, "interrupted");
	error_clear(&error);
	talk_release_ctrl_c(&talk);
	steps[2].number = count;
	fake_tor_open(talk.tor, 0);
	for (size_t i = 0; i < count; i++)
		ck_assert(connection_finish(talk.connection, pending[i], &reply,
			NULL));
	talk_check(&talk, "B", "250 b");
	reply_clear(&reply);
	talk_end(&talk);
	free(line);
}
END_TEST

/* A part of a request was sent: the rest goes out before the next one. */
START_TEST(rest_is_sent)
{
	char *line = long_line(), *text;
	const struct fake_step steps[] = { HELLO, WAIT(0),
		EXPECT_SPAN(line, strlen(line)), SYNC("2"), EXPECT("C"),
		SEND("552 no\r\n" SYNCED("2") "250 c\r\n") };

	play_until_hello(steps, COUNT(steps));
	connection_set_timeout(talk.connection, SHORT);
	if (_i)
		talk_press_ctrl_c(&talk);
	text = talk_ask(&talk, line);
	ck_assert_str_eq(text, _i ? "interrupted: interrupted; Tor may still "
		"carry out GETINFO" : "timeout: no reply to GETINFO within "
		"0.04 s; Tor may still carry out GETINFO");
	free(text);
	/* Nothing of this one was. */
	talk_check(&talk, "B", _i ? "interrupted: interrupted" :
		"timeout: B was not sent within 0.04 s");
	if (_i)
		talk_release_ctrl_c(&talk);
	connection_set_timeout(talk.connection, TALK_PATIENCE);
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
	free(line);
}
END_TEST

/* The peer takes no more. What it said before is read, then that is the end. */
START_TEST(peer_is_deaf)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), DEAF, SEND("250 a\r\n650 LAST\r\n"), WAIT(0),
	};

	talk_play(&talk, steps);
	talk_check(&talk, "A", "250 a");
	talk_reach(&talk, 0);
	talk_check(&talk, "B", "connection: Tor closed the control connection");
	talk_await(&talk, 1);
	talk_check_events(&talk, "650 LAST\r\n");
	fake_tor_open(talk.tor, 0);
	talk_end(&talk);
}
END_TEST

/* What was sent ahead answers one request, and none after it is forgotten. */
START_TEST(ahead_is_forgotten)
{
	static const struct fake_step steps[] = {
		EXPECT("GETINFO x"), EXPECT("GETINFO x"),
		SEND("250 1\r\n250 2\r\n"), EXPECT("GETINFO x"),
		SEND("250 3\r\n"),
	};
	struct request request;

	talk_init(&talk);
	talk.config.trace = NULL;
	talk_start(&talk, FAKE_UNIX, steps, COUNT(steps));
	for (int i = 0; i < 2; i++) {
		request_init_line(&request, span_of("GETINFO x"));
		ahead_send_soon(talk.connection, &request);
		request_clear(&request);
	}
	ahead_flush(talk.connection);
	talk_check(&talk, "GETINFO x", "250 1");
	ahead_forget(talk.connection);
	talk_check(&talk, "GETINFO x", "250 3");
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_send");
	TCase *tcase = test_case(suite, "connection_send");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, unanswered_shifts_nothing);
	tcase_add_test(tcase, key_before_an_echo);
	tcase_add_test(tcase, unsure_is_answered);
	tcase_add_test(tcase, unsure_is_taken_back);
	tcase_add_test(tcase, unanswered_ends_at_once);
	tcase_add_test(tcase, unfinished_request);
	tcase_add_test(tcase, ahead_is_forgotten);
	tcase_add_test(tcase, wait_for_a_turn_ends);
	tcase_add_loop_test(tcase, turn_is_passed_on, 0, 2);
	tcase_add_test(tcase, turn_after_silence);
	tcase_add_test(tcase, wait_for_another_subscription_ends);
	tcase_add_loop_test(tcase, both_directions_full, 0, 2);
	tcase_add_test(tcase, reader_stops_while_another_sends);
	tcase_add_test(tcase, taken_back);
	tcase_add_loop_test(tcase, rest_is_sent, 0, 2);
	tcase_add_test(tcase, peer_is_deaf);
	return test_run(suite);
}
