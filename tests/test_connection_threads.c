/* Several threads on one connection: one that waits reads for all. */
#include "lib/asker.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { THREADS = 8, TURNS = 2000 };

/* Milliseconds: for a reply that comes later, and more than it. */
enum { SHORT = 40, HELD = 3 * SHORT, CATCH_UP = 500, ENOUGH = 1000 };

static struct talk talk;

static bool see(void *arg, struct span bytes)
{
	buf_add_span(arg, bytes);
	return true;
}

/* Two requests; only the first or only the second can be interrupted. */
static void begin_two(struct asker *first, struct asker *second,
	bool interrupt_first)
{
	connection_set_cancel(
		talk.connection, interrupt_first ? talk.cancel[0] : -1);
	asker_begin(&talk, first);
	talk_reach(&talk, 0);
	connection_set_cancel(
		talk.connection, interrupt_first ? -1 : talk.cancel[0]);
	fake_tor_open(talk.tor, 0);
	asker_begin(&talk, second);
	talk_reach(&talk, 1);
}

static const struct fake_step two[] = {
	EXPECT("A"), WAIT(0), EXPECT("B"), WAIT(1),
	SEND("250 a\r\n250 b\r\n"), EXPECT("GETINFO torctl-sync-1"),
	EXPECT("C"),
	SEND("552 Unrecognized key \"torctl-sync-1\"\r\n250 c\r\n"),
};

/* The one that read stops: the other must go on, and nobody else helps. */
START_TEST(reader_stops)
{
	struct asker a = { .line = "A" }, b = { .line = "B" };

	talk_play(&talk, two);
	begin_two(&a, &b, true);
	talk_press_ctrl_c(&talk);
	asker_end(&a, ERROR_INTERRUPTED, "");
	talk_release_ctrl_c(&talk);
	fake_tor_open(talk.tor, 1);
	asker_end(&b, ERROR_NONE, "b");
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
}
END_TEST

START_TEST(follower_stops)
{
	struct asker a = { .line = "A" }, b = { .line = "B" };

	talk_play(&talk, two);
	begin_two(&a, &b, false);
	talk_press_ctrl_c(&talk);
	asker_end(&b, ERROR_INTERRUPTED, "");
	talk_release_ctrl_c(&talk);
	fake_tor_open(talk.tor, 1);
	asker_end(&a, ERROR_NONE, "a");
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
}
END_TEST

/* It times out; the other one, without a limit, must continue. */
START_TEST(reader_times_out)
{
	struct asker a = { .line = "A" }, b = { .line = "B" };

	talk_play(&talk, two);
	if (_i)
		connection_set_cancel(talk.connection, -1);
	connection_set_timeout(talk.connection, ENOUGH);
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	connection_set_timeout(talk.connection, -1);
	fake_tor_open(talk.tor, 0);
	asker_begin(&talk, &b);
	talk_reach(&talk, 1);
	asker_end(&a, ERROR_TIMEOUT, "");
	fake_tor_open(talk.tor, 1);
	asker_end(&b, ERROR_NONE, "b");
	talk_check(&talk, "C", "250 c");
	talk_end(&talk);
}
END_TEST

/* Only the event F wakes it. */
static void *await_f(void *arg)
{
	connection_wait(
		talk.connection, arg, clock_deadline(TALK_PATIENCE), NULL);
	return NULL;
}

/* Without delay, whether it reads itself or another thread does. */
START_TEST(timeout_is_prompt)
{
	static const struct fake_step steps[] = {
		SEND("650 E\r\n"), DRAIN, WAIT(0), IGNORE,
	};
	struct subscription waits = { .when_full = SUBSCRIPTION_DROPS };
	int64_t best = CATCH_UP;
	pthread_t thread;

	talk_play(&talk, steps);
	connection_listen(talk.connection, &waits);
	if (_i)
		ck_assert_int_eq(pthread_create(&thread, NULL, await_f,
			&waits), 0);
	else
		talk_await(&talk, 1);
	talk_reach(&talk, 0);
	fake_tor_open(talk.tor, 0);
	connection_set_timeout(talk.connection, 1);
	for (int i = 0; i < 10 && best >= CATCH_UP; i++) {
		struct asker a = { .line = "A" };
		int64_t start = clock_now();

		asker_run(&talk, &a);
		best = clock_now() - start;
		ck_assert_int_eq(a.error.kind, ERROR_TIMEOUT);
		error_clear(&a.error);
	}
	ck_assert_int_lt(best, CATCH_UP);
	connection_hang_up(talk.connection);
	if (_i)
		pthread_join(thread, NULL);
	connection_unsubscribe(talk.connection, &waits);
	talk_end(&talk);
}
END_TEST

static void *await_event(void *arg)
{
	*(bool *)arg = connection_wait(talk.connection, &talk.subscription,
		clock_deadline(TALK_PATIENCE), NULL);
	return NULL;
}

/*
 * A thread that has seen that a reply is for a sink continues if nobody wants
 * it.
 */
START_TEST(stream_is_given_up)
{
	static const struct fake_step steps[] = {
		SEND("650 E\r\n"), TAKE(1000), WAIT(0), SEND("650 E\r\n"),
		DRAIN, SEND("500 too long\r\n"), DRAIN, WAIT(1),
		SEND("650 F\r\n"), IGNORE,
	};
	struct subscription waits = { .when_full = SUBSCRIPTION_DROPS };
	char *line = alloc_zeroed(REQUEST_MAX - 1);
	struct connection_pending *pending;
	struct reply reply = REPLY_INIT;
	struct error error = ERROR_INIT;
	struct buf seen = BUF_INIT;
	struct request request;
	pthread_t thread;

	memset(line, 'a', REQUEST_MAX - 2);
	talk_play(&talk, steps);
	talk_await(&talk, 1);
	connection_set_timeout(talk.connection, SHORT);
	request_init_line(&request, span_of(line));
	pending = connection_send(talk.connection, &request, see, &seen, NULL);
	ck_assert_ptr_nonnull(pending);
	request_clear(&request);
	connection_set_timeout(talk.connection, TALK_PATIENCE);
	strv_add(&waits.names, "F");
	connection_listen(talk.connection, &waits);
	ck_assert_int_eq(pthread_create(&thread, NULL, await_f, &waits), 0);
	fake_tor_open(talk.tor, 0);
	talk_reach(&talk, 1);
	ck_assert(!connection_finish(talk.connection, pending, &reply, &error));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	error_clear(&error);
	fake_tor_open(talk.tor, 1);
	pthread_join(thread, NULL);
	ck_assert_uint_eq(waits.queue.count, 1);
	ck_assert_uint_eq(seen.len, 0);
	connection_unsubscribe(talk.connection, &waits);
	subscription_clear(&waits);
	talk_end(&talk);
	free(line);
}
END_TEST

/* The reader is held, as after a stop (Ctrl-Z). */
static void hold(void *arg, bool sent, struct span line)
{
	(void)arg;
	if (!sent && span_equal(line, "650 HOLD"))
		poll(NULL, 0, HELD);
}

/* Returns whether B got its reply, and how long it waited. */
static bool follow_held_reader(int64_t *time)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), WAIT(0), EXPECT("B"),
		SEND("650 HOLD\r\n250 a\r\n250 b\r\n"), WAIT(1),
	};
	struct asker a = { .line = "A" }, b = { .line = "B" };
	bool ok;

	talk_init(&talk);
	talk.config.trace = hold;
	talk_start(&talk, FAKE_UNIX, steps, COUNT(steps));
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	connection_set_timeout(talk.connection, SHORT);
	fake_tor_open(talk.tor, 0);
	*time = clock_now();
	asker_begin(&talk, &b);
	pthread_join(b.thread, NULL);
	*time = clock_now() - *time;
	ok = b.error.kind == ERROR_NONE;
	ck_assert(ok || b.error.kind == ERROR_TIMEOUT);
	ck_assert_str_eq(buf_text(&b.seen), ok ? "b" : "");
	buf_clear(&b.seen);
	error_clear(&b.error);
	asker_end(&a, ERROR_NONE, "a");
	talk_reach(&talk, 1);
	fake_tor_open(talk.tor, 1);
	talk_end(&talk);
	return ok;
}

/* If the machine is so slow that there may be no reply, try again. */
START_TEST(follower_of_a_held_reader)
{
	int64_t time;

	while (!follow_held_reader(&time))
		ck_assert_int_ge(time, CATCH_UP);
}
END_TEST

/* The late reply comes in parts, to a thread that waits for events. */
START_TEST(late_reply_read_by_another)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("250+a=\r\n"), REPEAT(200000, "#\r\n"),
		WAIT(0), SEND("last\r\n.\r\n250 OK\r\n650 F\r\n"), WAIT(1),
	};
	struct asker a = { .line = "A", .late = true };
	struct reply reply = REPLY_INIT;
	pthread_t thread;
	bool ok;

	talk_play(&talk, steps);
	connection_trust(talk.connection);
	ck_assert_int_eq(pthread_create(&thread, NULL, await_event, &ok), 0);
	connection_set_timeout(talk.connection, _i);
	asker_begin(&talk, &a);
	asker_end(&a, ERROR_TIMEOUT, "");
	talk_reach(&talk, 0);
	fake_tor_open(talk.tor, 0);
	pthread_join(thread, NULL);
	ck_assert(ok);
	ck_assert(connection_take_late(talk.connection, &reply, NULL));
	ck_assert_uint_eq(reply.lines[0].data.len, 10 + 90 * 2 + 900 * 3 +
		9000 * 4 + 90000 * 5 + 100000 * 6 + 200000 + 5);
	reply_clear(&reply);
	fake_tor_open(talk.tor, 1);
	talk_end(&talk);
}
END_TEST

/* Both replies come at once, and then nothing more. */
START_TEST(replies_in_one_segment)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), WAIT(0), EXPECT("B"), WAIT(1),
		SEND("250 a\r\n250-b\r\n650 E\r\n250 OK\r\n650 F\r\n"),
	};
	struct asker a = { .line = "A", .stream = _i & 1 };
	struct asker b = { .line = "B", .stream = _i & 2 };

	talk_play(&talk, steps);
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	fake_tor_open(talk.tor, 0);
	asker_begin(&talk, &b);
	talk_reach(&talk, 1);
	fake_tor_open(talk.tor, 1);
	asker_end(&a, ERROR_NONE, a.stream ? "250 a\r\n" : "a");
	asker_end(&b, ERROR_NONE, b.stream ? "250-b\r\n250 OK\r\n" : "b");
	talk_await(&talk, 2);
	talk_end(&talk);
}
END_TEST

/* Wherever the two are, both learn that the connection is lost. */
START_TEST(connection_lost)
{
	static const struct fake_step closes[] = {
		EXPECT("A"), WAIT(0), EXPECT("B"), WAIT(1), SEND("250-a\r\n"),
		CLOSE,
	}, closed[] = {
		EXPECT("A"), WAIT(0), EXPECT("B"), WAIT(1), IGNORE,
	};
	struct asker a = { .line = "A" }, b = { .line = "B", .stream = true };

	talk_init(&talk);
	talk_start(&talk, FAKE_UNIX, _i ? closed : closes,
		_i ? COUNT(closed) : COUNT(closes));
	asker_begin(&talk, &a);
	talk_reach(&talk, 0);
	fake_tor_open(talk.tor, 0);
	asker_begin(&talk, &b);
	talk_reach(&talk, 1);
	if (_i)
		connection_hang_up(talk.connection);
	fake_tor_open(talk.tor, 1);
	asker_end(&a, ERROR_CONNECTION, "");
	asker_end(&b, ERROR_CONNECTION, "");
	talk_end(&talk);
}
END_TEST

/* The thread of the connection's own gives way to requests, and goes on. */
START_TEST(own_thread)
{
	static const struct fake_step steps[] = {
		SEND("650 A\r\n"), DRAIN, WAIT(0), ANSWER(500, "250 #\r\n"),
		SEND("650 B\r\n"), DRAIN, WAIT(1),
	};
	char line[16], want[16];

	talk_play(&talk, steps);
	ck_assert(connection_read_on(talk.connection, NULL));
	talk_reach(&talk, 0);
	fake_tor_open(talk.tor, 0);
	for (int i = 0; i < 500; i++) {
		snprintf(line, sizeof(line), "X %d", i);
		snprintf(want, sizeof(want), "250 %d", i);
		talk_check(&talk, line, want);
	}
	talk_reach(&talk, 1);
	fake_tor_open(talk.tor, 1);
	talk_await(&talk, 2);
	talk_check_events(&talk, "650 A\r\n650 B\r\n");
	talk_end(&talk);
}
END_TEST

/* A poll() that cannot work is not repeated endlessly. */
START_TEST(poll_fails)
{
	static const struct fake_step steps[] = {
		SEND("650 E\r\n"), DRAIN, WAIT(0),
		/* Without DRAIN, which cannot poll either. */
		SEND("650 F\r\n"), WAIT(1),
	};
	struct pollfd two_fds[] = { { .fd = -1 }, { .fd = -1 } };
	struct pollfd news = { .events = POLLIN };
	struct rlimit before, one;

	talk_play(&talk, steps);
	news.fd = connection_events_fd(talk.connection, &talk.subscription);
	ck_assert(connection_read_on(talk.connection, NULL));
	talk_reach(&talk, 0);
	ck_assert_int_eq(poll(&news, 1, TALK_PATIENCE), 1);
	ck_assert_uint_eq(talk_take(&talk), 1);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	one = before;
	one.rlim_cur = 1;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &one), 0);
	if (poll(two_fds, 2, 0) < 0) {
		fake_tor_open(talk.tor, 0);
		talk_reach(&talk, 1);
		ck_assert_int_eq(poll(&news, 1, TALK_PATIENCE), 1);
		/* Whether it fails first in the thread or here. */
		while (connection_connected(talk.connection))
			poll(NULL, 0, 1);
		/* F is lost if the thread did not poll yet. */
		talk_take(&talk);
		talk_check_wait(&talk, "connection: poll: Invalid argument");
	} else {
		fprintf(stderr, "no such limit here, not tested\n");
		fake_tor_open(talk.tor, 0);
		talk_reach(&talk, 1); /* F must be sent before we close */
	}
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	fake_tor_open(talk.tor, 1);
	talk_end(&talk);
}
END_TEST

static int count_open(void)
{
	int count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* With all descriptors that a client may have. */
START_TEST(no_descriptor_stays)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), WAIT(0), EXPECT("B"), SEND("250 a\r\n250 b\r\n"),
	};
	int before = count_open();

	for (int i = 0; i < 100; i++) {
		struct asker a = { .line = "A" }, b = { .line = "B" };

		talk_play(&talk, steps);
		ck_assert(connection_read_on(talk.connection, NULL));
		ck_assert_int_ge(connection_events_fd(talk.connection,
			&talk.subscription), 0);
		asker_begin(&talk, &a);
		talk_reach(&talk, 0);
		asker_begin(&talk, &b);
		fake_tor_open(talk.tor, 0);
		asker_end(&a, ERROR_NONE, "a");
		asker_end(&b, ERROR_NONE, "b");
		talk_end(&talk);
	}
	ck_assert_int_eq(count_open(), before);
}
END_TEST

static bool ask_again(void *arg, struct span bytes)
{
	struct error *error = arg;
	struct reply reply = REPLY_INIT;
	struct request request;

	(void)bytes;
	request_init(&request, "B");
	ck_assert(
		!connection_request(talk.connection, &request, &reply, error));
	request_clear(&request);
	return true;
}

/* It would wait for itself. */
START_TEST(request_in_a_sink)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("250 a\r\n"),
	};
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct request request;

	talk_play(&talk, steps);
	request_init(&request, "A");
	ck_assert(connection_stream(
		talk.connection, &request, ask_again, &error, &reply, NULL));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	error_clear(&error);
	request_clear(&request);
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

/* Several pending requests in one thread. */
START_TEST(ahead)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), EXPECT("B"), EXPECT("C"),
		SEND("250 a\r\n250-b\r\n650 E\r\n250 OK\r\n552 c\r\n"),
	};
	static const char *const lines[] = { "A", "B", "C" };
	struct connection_pending *pending[COUNT(lines)];
	struct reply reply = REPLY_INIT;
	struct buf seen = BUF_INIT;
	struct request request;

	talk_play(&talk, steps);
	for (size_t i = 0; i < COUNT(lines); i++) {
		request_init(&request, lines[i]);
		pending[i] = connection_send(talk.connection, &request,
			i == 1 ? see : NULL, &seen, NULL);
		ck_assert_ptr_nonnull(pending[i]);
		request_clear(&request);
	}
	for (size_t i = 0; i < COUNT(lines); i++) {
		ck_assert(connection_finish(talk.connection, pending[i], &reply,
			NULL));
		ck_assert_int_eq(reply_status(&reply), i == 2 ? 552 : 250);
		ck_assert_uint_eq(talk_take(&talk), i == 1);
	}
	ck_assert_str_eq(buf_text(&seen), "250-b\r\n250 OK\r\n");
	buf_clear(&seen);
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

static void *ask_often(void *arg)
{
	size_t thread = (size_t)(uintptr_t)arg;
	char line[40], want[40];

	for (size_t i = 0; i < TURNS / THREADS; i++) {
		struct asker asker = { .line = line, .stream = i % 3 == 0 };

		snprintf(line, sizeof(line), "X %zu.%zu", thread, i);
		snprintf(want, sizeof(want), asker.stream ?
			"250-%zu.%zu\r\n250 OK\r\n" : "%zu.%zu", thread, i);
		asker_run(&talk, &asker);
		if (asker.error.kind != ERROR_NONE ||
			strcmp(buf_text(&asker.seen), want) != 0)
			return alloc_string(want);
		buf_clear(&asker.seen);
	}
	return NULL;
}

/* For the thread sanitizer: mistakes in handing over heal themselves here. */
START_TEST(many_threads)
{
	static const struct fake_step steps[] = {
		ANSWER(TURNS / THREADS * THREADS,
			"650 E\r\n250-#\r\n650 F\r\n250 OK\r\n"),
	};
	pthread_t threads[THREADS];
	void *wrong;

	talk_play(&talk, steps);
	if (_i)
		ck_assert(connection_read_on(talk.connection, NULL));
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, ask_often,
			(void *)(uintptr_t)i), 0);
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &wrong);
		ck_assert_msg(!wrong, "no reply %s", (char *)wrong);
	}
	talk_await(&talk, (uint64_t)TURNS / THREADS * THREADS * 2);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_threads");
	TCase *tcase = test_case(suite, "client_threads");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, reader_stops);
	tcase_add_test(tcase, follower_stops);
	tcase_add_loop_test(tcase, reader_times_out, 0, 2);
	tcase_add_loop_test(tcase, timeout_is_prompt, 0, 2);
	tcase_add_test(tcase, stream_is_given_up);
	tcase_add_test(tcase, follower_of_a_held_reader);
	tcase_add_loop_test(tcase, late_reply_read_by_another, 1, 9);
	tcase_add_loop_test(tcase, replies_in_one_segment, 0, 4);
	tcase_add_loop_test(tcase, connection_lost, 0, 2);
	tcase_add_test(tcase, own_thread);
	tcase_add_test(tcase, request_in_a_sink);
	tcase_add_test(tcase, ahead);
	tcase_add_test(tcase, poll_fails);
	tcase_add_test(tcase, no_descriptor_stays);
	tcase_add_loop_test(tcase, many_threads, 0, 2);
	return test_run(suite);
}
