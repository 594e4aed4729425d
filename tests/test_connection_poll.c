/* connection_poll() while other threads use the connection. */
#include "lib/asker.h"
#include "lib/test.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Time for a faulty client to do what it should not. */
enum { SHORT = 40 };

static struct talk talk;
static int keyboard[2];

/* A reads until gate 1 opens: nobody else could have taken the event. */
static void begin_reading(struct asker *a, const struct fake_step *steps,
	size_t count)
{
	talk_init(&talk);
	talk_start(&talk, FAKE_UNIX, steps, count);
	ck_assert_int_eq(pipe(keyboard), 0);
	asker_begin(&talk, a);
	talk_reach(&talk, 0);
	talk_await(&talk, 1);
	fake_tor_open(talk.tor, 0);
}

static int poll_keyboard(bool *news)
{
	struct pollfd wait = { .fd = keyboard[0], .events = POLLIN };
	int ready =
		connection_poll(talk.connection, &wait, 1, TALK_PATIENCE, news);

	ck_assert_int_eq(ready, wait.revents == POLLIN);
	return ready;
}

static void end(void)
{
	close(keyboard[0]);
	close(keyboard[1]);
	talk_end(&talk);
}

#define READING EXPECT("A"), SEND("650 E\r\n"), DRAIN, WAIT(0)

START_TEST(key_while_another_reads)
{
	static const struct fake_step steps[] = {
		READING, WAIT(1), SEND("250 a\r\n"),
	};
	struct asker a = { .line = "A" };
	bool news;

	begin_reading(&a, steps, COUNT(steps));
	ck_assert_int_eq(write(keyboard[1], "x", 1), 1);
	ck_assert_int_eq(poll_keyboard(&news), 1);
	ck_assert(!news);
	fake_tor_open(talk.tor, 1);
	asker_end(&a, ERROR_NONE, "a");
	end();
}
END_TEST

START_TEST(news_while_another_reads)
{
	static const struct fake_step event[] = {
		READING, SEND("650 F\r\n"), WAIT(1), SEND("250 a\r\n"),
	}, loss[] = {
		READING, CLOSE,
	};
	struct asker a = { .line = "A" };
	bool news;

	begin_reading(&a, _i ? loss : event, _i ? COUNT(loss) : COUNT(event));
	ck_assert_int_eq(poll_keyboard(&news), 0);
	ck_assert(news);
	ck_assert_uint_eq(talk_take(&talk), !_i);
	fake_tor_open(talk.tor, 1);
	asker_end(&a, _i ? ERROR_CONNECTION : ERROR_NONE, _i ? "" : "a");
	end();
}
END_TEST

/* The one that read is interrupted: now connection_poll() must read. */
static void *interrupt(void *arg)
{
	talk_press_ctrl_c(&talk);
	asker_end(arg, ERROR_INTERRUPTED, "");
	fake_tor_open(talk.tor, 1);
	return NULL;
}

START_TEST(reader_stops)
{
	static const struct fake_step steps[] = {
		READING, WAIT(1), SEND("650 F\r\n"), WAIT(2),
	};
	struct asker a = { .line = "A" };
	pthread_t thread;
	bool news;

	begin_reading(&a, steps, COUNT(steps));
	connection_set_cancel(talk.connection, -1);
	ck_assert_int_eq(pthread_create(&thread, NULL, interrupt, &a), 0);
	ck_assert_int_eq(poll_keyboard(&news), 0);
	ck_assert(news);
	ck_assert_uint_eq(talk_take(&talk), 1);
	pthread_join(thread, NULL);
	fake_tor_open(talk.tor, 2);
	end();
}
END_TEST

/* The thread of the connection's own reads at first. */
START_TEST(own_thread)
{
	static const struct fake_step steps[] = {
		SEND("650 E\r\n"), DRAIN, WAIT(0), SEND("650 F\r\n"), WAIT(1),
	};
	bool news;

	talk_play(&talk, steps);
	ck_assert_int_eq(pipe(keyboard), 0);
	ck_assert(connection_read_on(talk.connection, NULL));
	talk_reach(&talk, 0);
	ck_assert_int_eq(write(keyboard[1], "x", 1), 1);
	ck_assert_int_eq(poll_keyboard(&news), 1);
	talk_await(&talk, 1);
	ck_assert_int_eq(read(keyboard[0], &(char){ 0 }, 1), 1);
	fake_tor_open(talk.tor, 0);
	ck_assert_int_eq(poll_keyboard(&news), 0);
	ck_assert(news);
	ck_assert_uint_eq(talk_take(&talk), 1);
	fake_tor_open(talk.tor, 1);
	end();
}
END_TEST

static bool see(void *arg, struct span bytes)
{
	buf_add_span(arg, bytes);
	return true;
}

static struct connection_pending *send_ahead(const char *line, struct buf *seen)
{
	struct connection_pending *pending;
	struct request request;

	request_init(&request, line);
	pending = connection_send(
		talk.connection, &request, seen ? see : NULL, seen, NULL);
	ck_assert_ptr_nonnull(pending);
	request_clear(&request);
	return pending;
}

static void *poll_in_thread(void *arg)
{
	bool news;

	/* It may have read something for others meanwhile. */
	while (!poll_keyboard(&news))
		;
	return arg;
}

/* A reply to another thread's sink has been read already. */
START_TEST(stream_of_another)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), EXPECT("B"),
		SEND("250 a\r\n250-b\r\n250 OK\r\n"), WAIT(0),
	};
	struct connection_pending *a, *b;
	struct reply reply = REPLY_INIT;
	struct buf seen = BUF_INIT;
	pthread_t thread;

	talk_play(&talk, steps);
	ck_assert_int_eq(pipe(keyboard), 0);
	a = send_ahead("A", NULL);
	b = send_ahead("B", &seen);
	talk_reach(&talk, 0);
	ck_assert(connection_finish(talk.connection, a, &reply, NULL));
	ck_assert_int_eq(pthread_create(&thread, NULL, poll_in_thread, NULL),
		0);
	poll(NULL, 0, SHORT);
	ck_assert(connection_finish(talk.connection, b, &reply, NULL));
	test_buf_eq(&seen, SPAN("250-b\r\n250 OK\r\n"));
	ck_assert_int_eq(write(keyboard[1], "x", 1), 1);
	pthread_join(thread, NULL);
	reply_clear(&reply);
	fake_tor_open(talk.tor, 0);
	end();
}
END_TEST

/* The same, while there is an event: neither hides the key. */
START_TEST(key_beside_a_stream)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), EXPECT("B"),
		SEND("650 E\r\n250 a\r\n250-b\r\n250 OK\r\n"), WAIT(0),
	};
	struct connection_pending *a, *b;
	struct reply reply = REPLY_INIT;
	struct buf seen = BUF_INIT;
	bool news;

	talk_play(&talk, steps);
	ck_assert_int_eq(pipe(keyboard), 0);
	a = send_ahead("A", NULL);
	b = send_ahead("B", &seen);
	ck_assert(connection_finish(talk.connection, a, &reply, NULL));
	ck_assert_int_eq(write(keyboard[1], "x", 1), 1);
	ck_assert_int_eq(poll_keyboard(&news), 1);
	ck_assert(news);
	ck_assert_uint_eq(talk_take(&talk), 1);
	ck_assert(connection_finish(talk.connection, b, &reply, NULL));
	test_buf_eq(&seen, SPAN("250-b\r\n250 OK\r\n"));
	reply_clear(&reply);
	fake_tor_open(talk.tor, 0);
	end();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_poll");
	TCase *tcase = test_case(suite, "connection_poll");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, key_while_another_reads);
	tcase_add_loop_test(tcase, news_while_another_reads, 0, 2);
	tcase_add_test(tcase, reader_stops);
	tcase_add_test(tcase, own_thread);
	tcase_add_test(tcase, stream_of_another);
	tcase_add_test(tcase, key_beside_a_stream);
	return test_run(suite);
}
