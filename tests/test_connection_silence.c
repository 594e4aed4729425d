/* Questions to a silent peer, and what they must not change. */
#include "conn/watchdog.h"
#include "lib/talk.h"
#include "lib/test.h"
#include "util/clock.h"

#include <string.h>

enum { SILENCE = 50, LIMIT = 400 }; /* ms */

#define KEY(number) EXPECT("GETINFO torctl-sync-" number)
#define NO_KEY(number) "552 Unrecognized key \"torctl-sync-" number "\"\r\n"

static void trace(void *arg, bool sent, struct span line)
{
	struct talk *talk = arg;

	buf_print(&talk->trace, "%s %.*s|", sent ? ">" : "<", (int)line.len,
		line.at);
}

static void start(struct talk *talk, const struct fake_step *steps,
	size_t count)
{
	talk_init(talk);
	talk->silence = SILENCE;
	talk->patience = TALK_PATIENCE;
	talk->config.trace = trace;
	talk_start(talk, FAKE_UNIX, steps, count);
}

START_TEST(silent_peer_is_asked)
{
	static const struct fake_step steps[] = {
		KEY("1"), SEND(NO_KEY("1")), KEY("2"),
		SEND(NO_KEY("2") "650 A\r\n"), EXPECT("GETINFO x"), SEND("250 OK\r\n"),
	};
	struct talk talk;

	start(&talk, steps, COUNT(steps));
	talk_await(&talk, 1);
	talk_check(&talk, "GETINFO x", "250 OK");
	talk_check_events(&talk, "650 A\r\n");
	/* Keys are not the user's requests. */
	ck_assert_str_eq(buf_text(&talk.trace),
		"< 650 A|> GETINFO x|< 250 OK|");
	talk_end(&talk);
}
END_TEST

START_TEST(own_thread_asks)
{
	static const struct fake_step steps[] = {
		KEY("1"), SEND(NO_KEY("1")), KEY("2"), SEND(NO_KEY("2")),
		WAIT(0), CLOSE,
	};
	struct talk talk;

	start(&talk, steps, COUNT(steps));
	ck_assert(connection_read_on(talk.connection, &talk.error));
	ck_assert(fake_tor_await(talk.tor, 0));
	fake_tor_open(talk.tor, 0);
	talk_check_wait(&talk,
		"connection: Tor closed the control connection");
	talk_end(&talk);
}
END_TEST

START_TEST(no_answer_is_a_loss)
{
	static const struct fake_step steps[] = {
		SEND("650 A\r\n"), KEY("1"), IGNORE,
	};
	struct talk talk;

	start(&talk, steps, COUNT(steps));
	talk.connection->link.patience = SILENCE;
	talk_await(&talk, 1);
	ck_assert(!connection_wait(talk.connection, &talk.subscription,
		CLOCK_NEVER, &talk.error));
	ck_assert_int_eq(talk.error.kind, ERROR_CONNECTION);
	ck_assert_ptr_nonnull(strstr(talk.error.text,
		"control connection lost: no answer for 0 s"));
	ck_assert(!connection_connected(talk.connection));
	talk_end(&talk);
}
END_TEST

/* An answer in part, or another one, shows that the line works. */
START_TEST(any_byte_counts)
{
	static const struct fake_step steps[] = {
		KEY("1"), SEND("65"), KEY("2"), SEND("0 A\r\n"), KEY("3"),
		SEND(NO_KEY("3") "650 B\r\n"),
	};
	struct talk talk;

	start(&talk, steps, COUNT(steps));
	talk_await(&talk, 2);
	talk_check_events(&talk, "650 A\r\n650 B\r\n");
	talk_end(&talk);
}
END_TEST

START_TEST(filter_may_refuse_keys)
{
	static const struct fake_step steps[] = {
		KEY("1"), SEND("510 Command filtered\r\n650 A\r\n"),
		EXPECT("GETINFO x"), SEND("250-x=1\r\n250 OK\r\n"),
	};
	struct talk talk;

	start(&talk, steps, COUNT(steps));
	talk_await(&talk, 1);
	talk_check(&talk, "GETINFO x", "250-x=1|250 OK");
	talk_end(&talk);
}
END_TEST

/* Only the request's own limit counts; then a silent line is noticed. */
START_TEST(request_has_its_limit)
{
	static const struct fake_step steps[] = {
		SEND("650 A\r\n"), EXPECT("GETINFO x"), KEY("1"),
		SEND("250-x=1\r\n250 OK\r\n" NO_KEY("1") "650 B\r\n"),
		EXPECT("GETINFO y"), SEND("250 OK\r\n"),
	};
	struct talk talk;

	talk_init(&talk);
	talk.patience = TALK_PATIENCE;
	talk_start(&talk, FAKE_UNIX, steps, COUNT(steps));
	talk_await(&talk, 1);
	talk.connection->link.silence = SILENCE;
	connection_set_timeout(talk.connection, LIMIT);
	talk_check(&talk, "GETINFO x",
		"timeout: no reply to GETINFO within 0.4 s");
	talk_await(&talk, 2);
	connection_set_timeout(talk.connection, TALK_PATIENCE);
	talk_check(&talk, "GETINFO y", "250 OK");
	talk_end(&talk);
}
END_TEST

/* A peer that only sends must also hear from us: see torctl stdio --idle. */
START_TEST(the_older_time_counts)
{
	static const struct fake_step steps[] = { CLIENT_CLOSES };
	struct connection *connection;
	struct talk talk;

	start(&talk, steps, COUNT(steps));
	connection = talk.connection;
	connection->heard = 1000;
	connection->sent = 400;
	ck_assert_int_eq(watchdog_deadline(connection), 400 + SILENCE);
	connection->sent = 2000;
	ck_assert_int_eq(watchdog_deadline(connection), 1000 + SILENCE);
	connection->asked = 3000;
	ck_assert_int_eq(watchdog_deadline(connection), 3000 +
		TALK_PATIENCE);
	connection->link.silence = 0;
	ck_assert_int_eq(watchdog_deadline(connection), CLOCK_NEVER);
	talk_end(&talk);
}
END_TEST

/* What looks like a late answer may only not have been read. */
START_TEST(stopped_program_waits_again)
{
	static const struct fake_step steps[] = { CLIENT_CLOSES };
	struct connection *connection;
	struct talk talk;

	start(&talk, steps, COUNT(steps));
	connection = talk.connection;
	connection->heard = connection->sent = 1;
	connection->asked = clock_now() -
		2 * TALK_PATIENCE;
	pthread_mutex_lock(&connection->lock);
	watchdog_check(connection);
	ck_assert(!connection->lost);
	ck_assert_int_ge(connection->asked, clock_now() -
		TALK_PATIENCE);
	pthread_mutex_unlock(&connection->lock);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_silence");
	TCase *tcase = test_case(suite, "silence");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, silent_peer_is_asked);
	tcase_add_test(tcase, own_thread_asks);
	tcase_add_test(tcase, no_answer_is_a_loss);
	tcase_add_test(tcase, any_byte_counts);
	tcase_add_test(tcase, filter_may_refuse_keys);
	tcase_add_test(tcase, request_has_its_limit);
	tcase_add_test(tcase, the_older_time_counts);
	tcase_add_test(tcase, stopped_program_waits_again);
	return test_run(suite);
}
