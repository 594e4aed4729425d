/* A client that stops waiting: what comes late goes to nobody else. */
#include "conn/client_state.h"
#include "lib/session.h"
#include "lib/test.h"
#include "util/clock.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* For what never comes in time, and for a reply that does behind a sink. */
enum { SHORT = 60, SINK_TIMEOUT = 500, SINK_WORK = 700 };

#define NO_REPLY(verb) "timeout: no reply to " verb " within 0.06 s"
#define SYNC(serial) EXPECT("GETINFO torctl-sync-" serial)
#define SYNCED(serial) "552 Unrecognized key \"torctl-sync-" serial "\"\r\n"

static void set_timeout(struct session *session, int timeout)
{
	session->client->config.timeout = timeout;
}

/* It has spoken: a timeout before that is told in other words. */
#define HELLO SEND("650 E0\r\n")

static void play(struct session *session, const struct fake_step *steps,
	size_t count)
{
	session_init(session);
	session_start(session, FAKE_UNIX, steps, count);
	session_await(session, 1);
	session_check_events(session, "650 E0\r\n");
}

/* Asks for what the fake tor keeps to itself until gate 0 is opened. */
static void check_timeout(struct session *session, const char *line,
	const char *want)
{
	set_timeout(session, SHORT);
	session_check(session, line, want);
	ck_assert(client_connected(session->client));
	set_timeout(session, SESSION_PATIENCE);
}

/* What comes before and what after the client has given up. */
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
	/* looks much like the answer to the sync key, but is not */
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

static void check_rest(struct session *session, int i)
{
	session_check(session, "B", "250-b=2|250 OK");
	session_check(session, "C", "250 c");
	session_await(session, i == 2 ? 5 : 4);
	session_check_events(session, i == 2 ?
		"650 E1\r\n650 BW\r\n650 E2\r\n650 E3\r\n" :
		"650 E1\r\n650 E2\r\n650 E3\r\n");
}

START_TEST(late_reply_behind_next_request)
{
	struct fake_step steps[] = { LATE_STEPS, REST_STEPS };
	struct session session;

	play(&session, steps, COUNT(steps));
	check_timeout(&session, "A x", NO_REPLY("A"));
	fake_tor_open(session.tor, 0);
	check_rest(&session, _i);
	session_end(&session);
}
END_TEST

START_TEST(late_reply_before_next_request)
{
	struct fake_step steps[] = {
		LATE_STEPS, SEND("650 E\r\n"), REST_STEPS,
	};
	struct session session;

	play(&session, steps, COUNT(steps));
	check_timeout(&session, "A x", NO_REPLY("A"));
	session_await(&session, 2);
	fake_tor_open(session.tor, 0);
	/* all that is late has been read when this one is here */
	session_await(&session, _i == 2 ? 4 : 3);
	buf_reset(&session.events);
	session_check(&session, "B", "250-b=2|250 OK");
	session_check(&session, "C", "250 c");
	session_end(&session);
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
	struct session session;

	play(&session, steps, COUNT(steps));
	check_timeout(&session, "A", NO_REPLY("A"));
	check_timeout(&session, "B", NO_REPLY("B"));
	fake_tor_open(session.tor, 0);
	session_check(&session, "C", "250 c");
	session_check(&session, "D", "250 d");
	session_end(&session);
}
END_TEST

START_TEST(late_event_wakes)
{
	static const struct fake_step steps[] = {
		HELLO, EXPECT("A"), SEND("650 X\r\n"), IGNORE,
	};
	struct session session;
	struct pollfd wait = { .events = POLLIN };

	play(&session, steps, COUNT(steps));
	check_timeout(&session, "A", NO_REPLY("A"));
	wait.fd = client_wake_fd(session.client);
	ck_assert_int_eq(poll(&wait, 1, SESSION_PATIENCE), 1);
	ck_assert_uint_eq(session_take(&session), 1);
	session_end(&session);
}
END_TEST

static void press_ctrl_c(struct session *session)
{
	ck_assert_int_eq(write(session->cancel[1], "", 1), 1);
}

static void *interrupt_at_gate(void *arg)
{
	struct session *session = arg;

	if (fake_tor_await(session->tor, 0))
		press_ctrl_c(session);
	return NULL;
}

static const struct fake_step interrupted[] = {
	EXPECT("A"), SEND("250-half\r\n"), DRAIN, WAIT(0),
	SEND("250 OK\r\n"), SYNC("2"), EXPECT("B"),
	SEND(SYNCED("2") "250 b\r\n"),
};

START_TEST(interruption)
{
	struct session session;
	pthread_t thread;
	char byte;

	session_play(&session, interrupted);
	pthread_create(&thread, NULL, interrupt_at_gate, &session);
	session_check(&session, "A", "interrupted: interrupted");
	pthread_join(thread, NULL);
	ck_assert_int_eq(read(session.cancel[0], &byte, 1), 1);
	fake_tor_open(session.tor, 0);
	session_check(&session, "B", "250 b");
	session_end(&session);
}
END_TEST

/* Without a time limit, which leaves a request no other way to end. */
START_TEST(interruption_without_timeout)
{
	struct session session;
	pthread_t thread;
	char byte;

	session_init(&session);
	session.config.timeout = -1;
	session_start(&session, FAKE_UNIX, interrupted, COUNT(interrupted));
	pthread_create(&thread, NULL, interrupt_at_gate, &session);
	session_check(&session, "A", "interrupted: interrupted");
	pthread_join(thread, NULL);
	ck_assert_int_eq(read(session.cancel[0], &byte, 1), 1);
	fake_tor_open(session.tor, 0);
	session_check(&session, "B", "250 b");
	session_end(&session);
}
END_TEST

/* A request that is too long for the socket's buffers: no one reads it. */
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
	static const struct fake_step steps[] = { WAIT(0), IGNORE };
	char *line = long_line(), *text, byte;
	struct session session;

	session_play(&session, steps);
	set_timeout(&session, SHORT);
	if (_i)
		press_ctrl_c(&session);
	text = session_ask(&session, line);
	ck_assert_int_eq(session.error.kind,
		_i ? ERROR_INTERRUPTED : ERROR_TIMEOUT);
	free(text);
	if (_i)
		ck_assert_int_eq(read(session.cancel[0], &byte, 1), 1);
	/* half a command is sent: this connection is of no more use */
	text = session_ask(&session, "B");
	ck_assert_int_eq(session.error.kind, ERROR_CONNECTION);
	ck_assert_ptr_nonnull(strstr(text, "half"));
	ck_assert(!client_connected(session.client));
	free(text);
	free(line);
	fake_tor_open(session.tor, 0);
	session_end(&session);
}
END_TEST

static void take_time(void *arg, struct span bytes)
{
	int64_t until = clock_now() + SINK_WORK;

	while (clock_now() < until)
		poll(NULL, 0, clock_poll_timeout(until));
	buf_add_span(arg, bytes);
}

/* The sink begins to work while the time is running already. */
START_TEST(sink_has_time)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("250-a\r\n"), DRAIN, SEND("250 OK\r\n"),
	};
	struct buf seen = BUF_INIT;
	struct reply reply = REPLY_INIT;
	struct session session;
	struct request request;

	session_play(&session, steps);
	set_timeout(&session, SINK_TIMEOUT);
	request_init(&request, "A");
	ck_assert_msg(client_stream(session.client, &request, take_time,
		&seen, &reply, &session.error), "%s", session.error.text);
	test_buf_eq(&seen, SPAN("250-a\r\n250 OK\r\n"));
	request_clear(&request);
	reply_clear(&reply);
	session_end(&session);
}
END_TEST

/* But time outside of the sink is counted all the same. */
START_TEST(sink_and_then_silence)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("250-a\r\n"), IGNORE,
	};
	struct buf seen = BUF_INIT;
	struct reply reply = REPLY_INIT;
	struct session session;
	struct request request;

	session_play(&session, steps);
	set_timeout(&session, SHORT);
	request_init(&request, "A");
	ck_assert(!client_stream(session.client, &request, take_time, &seen,
		&reply, &session.error));
	ck_assert_int_eq(session.error.kind, ERROR_TIMEOUT);
	/* and what the sink uses is in no other hands when this returns */
	test_buf_eq(&seen, SPAN("250-a\r\n"));
	request_clear(&request);
	reply_clear(&reply);
	session_end(&session);
}
END_TEST

START_TEST(waits_for_events)
{
	static const struct fake_step steps[] = { WAIT(0), SEND("650 A\r\n") };
	struct session session;
	char byte;

	session_play(&session, steps);
	ck_assert(!client_wait(session.client, clock_deadline(SHORT),
		&session.error));
	ck_assert_int_eq(session.error.kind, ERROR_TIMEOUT);
	press_ctrl_c(&session);
	session_check_wait(&session, "interrupted: interrupted");
	ck_assert_int_eq(read(session.cancel[0], &byte, 1), 1);
	fake_tor_open(session.tor, 0);
	session_await(&session, 1);
	session_check_events(&session, "650 A\r\n");
	session_end(&session);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("client_sync");
	TCase *tcase = test_case(suite, "client_sync");

	tcase_set_timeout(tcase, 60);
	test_add_table(tcase, late_reply_behind_next_request, late);
	test_add_table(tcase, late_reply_before_next_request, late);
	tcase_add_test(tcase, two_late_replies);
	tcase_add_test(tcase, late_event_wakes);
	tcase_add_test(tcase, interruption);
	tcase_add_test(tcase, interruption_without_timeout);
	tcase_add_loop_test(tcase, peer_stops_reading, 0, 2);
	tcase_add_test(tcase, sink_has_time);
	tcase_add_test(tcase, sink_and_then_silence);
	tcase_add_test(tcase, waits_for_events);
	return test_run(suite);
}
