/* A client in a child process, which must leave the connection alone. */
#include "lib/talk.h"
#include "lib/test.h"
#include "util/clock.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct talk talk;

/* Whether the last call failed as documented. */
static bool refused(struct error *error)
{
	bool ok = error->kind == ERROR_CONNECTION && strstr(error->text,
		"belongs to the parent");

	error_clear(error);
	return ok;
}

/* Returns the number of the first call that is not harmless, or 0. */
static int use(struct connection_pending *pending)
{
	struct connection *connection = talk.connection;
	struct subscription *events = &talk.subscription;
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct queue queue = { 0 };
	struct request request;
	bool news;

	request_init(&request, "B");
	if (connection_request(connection, &request, &reply, &error) ||
		!refused(&error))
		return 1;
	if (connection_send(connection, &request, NULL, NULL, &error) ||
		!refused(&error))
		return 2;
	if (connection_finish(connection, pending, &reply, &error) ||
		!refused(&error))
		return 3;
	if (connection_take_late(connection, &reply, &error) ||
		!refused(&error))
		return 4;
	if (connection_wait(connection, events, CLOCK_NEVER, &error) ||
		!refused(&error))
		return 5;
	if (connection_subscribe(connection, events, NULL, NULL, &error) ||
		!refused(&error))
		return 6;
	if (connection_read_on(connection, &error) || !refused(&error))
		return 7;
	if (connection_poll(connection, NULL, 0, -1, &news) != -1 || news)
		return 8;
	if (connection_events_fd(connection, events) != -1)
		return 9;
	if (connection_connected(connection) ||
		connection_describe_peer(connection))
		return 10;
	if (connection_take_events(connection, events, SIZE_MAX, &queue) ||
		queue.count)
		return 11;
	connection_catch_up(connection);
	connection_set_timeout(connection, 1);
	connection_set_limit(connection, 1);
	connection_set_cancel(connection, 0);
	connection_keep_events(connection, events, true);
	connection_unsubscribe(connection, events);
	connection_hang_up(connection);
	connection_free(connection);
	return 0;
}

/* Everything is there to be read by the child, but the parent gets it. */
START_TEST(leaves_all_to_the_parent)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("650 E\r\n250 a\r\n"), WAIT(0), EXPECT("B"),
		SEND("650 F\r\n250 b\r\n"),
	};
	struct connection_pending *pending;
	struct reply reply = REPLY_INIT;
	struct request request;
	int status;
	pid_t child;

	talk_play(&talk, steps);
	request_init(&request, "A");
	pending = connection_send(talk.connection, &request, NULL, NULL, NULL);
	ck_assert_ptr_nonnull(pending);
	request_clear(&request);
	ck_assert(fake_tor_await(talk.tor, 0));
	if (_i)
		ck_assert(connection_read_on(talk.connection, NULL));
	child = fork();
	if (!child) {
		alarm(100);
		test_leave_child(use(pending) == 0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	ck_assert(connection_finish(talk.connection, pending, &reply, NULL));
	ck_assert(span_equal(reply.lines[0].text, "a"));
	fake_tor_open(talk.tor, 0);
	talk_check(&talk, "B", "250 b");
	talk_await(&talk, 2);
	talk_check_events(&talk, "650 E\r\n650 F\r\n");
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_fork");
	TCase *tcase = test_case(suite, "client_fork");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, leaves_all_to_the_parent, 0, 2);
	return test_run(suite);
}
