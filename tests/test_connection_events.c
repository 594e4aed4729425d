/* Which events a connection asks for, and which subscription gets them. */
#include "lib/talk.h"
#include "lib/test.h"
#include "tor/events.h"

#include <string.h>

static struct talk talk;

static bool set(struct subscription *subscription, const char *list,
	enum error_kind kind)
{
	struct span rest = span_of(list), word;
	struct error error = ERROR_INIT;
	struct strv names = STRV_INIT;
	bool ok;

	while (span_next_word(&rest, &word))
		strv_take(&names, span_copy(word));
	ok = connection_subscribe(
		talk.connection, subscription, &names, NULL, &error);
	ck_assert_int_eq(error.kind, kind);
	error_clear(&error);
	strv_clear(&names);
	return ok;
}

static void check_taken(struct subscription *subscription, const char *want)
{
	struct buf taken = BUF_INIT;
	struct queue queue = { 0 };
	struct queue_event event;

	connection_take_events(talk.connection, subscription, SIZE_MAX, &queue);
	while (queue_take(&queue, &event))
		buf_add_span(&taken, event.raw);
	queue_clear(&queue);
	test_buf_eq(&taken, span_of(want));
}

#define OK SEND("250 OK\r\n")

/* Each name once, as first written; the first list unchanged, so Tor checks it. */
START_TEST(names_of_all)
{
	static const struct fake_step steps[] = {
		EXPECT("SETEVENTS A B"), OK, EXPECT("SETEVENTS A B C"), OK,
		EXPECT("X"), SEND("650 A 1\r\n650 b 2\r\n650 C 3\r\n"
			"650 D 4\r\n250 OK\r\n"),
		EXPECT("SETEVENTS D D b C"), OK,
		EXPECT("X"), SEND("650 A 5\r\n650 B 6\r\n650 D 7\r\n"
			"250 OK\r\n"),
		EXPECT("SETEVENTS b C E"), OK,
		EXPECT("X"), SEND("650 D 8\r\n650 E 9\r\n250 OK\r\n"),
	};
	struct subscription first = { 0 }, second = { 0 }, third = { 0 };

	talk_play(&talk, steps);
	ck_assert(set(&first, "A B", ERROR_NONE));
	ck_assert(set(&second, "b C", ERROR_NONE));
	talk_check(&talk, "X", "250 OK");
	check_taken(&first, "650 A 1\r\n650 b 2\r\n");
	check_taken(&second, "650 b 2\r\n650 C 3\r\n");
	ck_assert(set(&first, "D D", ERROR_NONE));
	talk_check(&talk, "X", "250 OK");
	check_taken(&first, "650 D 7\r\n");
	check_taken(&second, "650 B 6\r\n");
	connection_unsubscribe(talk.connection, &first);
	ck_assert(set(&third, "E", ERROR_NONE));
	talk_check(&talk, "X", "250 OK");
	check_taken(&first, "");
	check_taken(&second, "");
	check_taken(&third, "650 E 9\r\n");
	connection_unsubscribe(talk.connection, &second);
	connection_unsubscribe(talk.connection, &third);
	subscription_clear(&first);
	subscription_clear(&second);
	subscription_clear(&third);
	talk_end(&talk);
}
END_TEST

/* The old list stays, here and in Tor. */
START_TEST(names_refused)
{
	static const struct fake_step steps[] = {
		EXPECT("SETEVENTS A"), OK,
		EXPECT("SETEVENTS X B"), SEND("650 B 1\r\n552 no X\r\n650 B 2\r\n"
			"650 A 3\r\n"),
		EXPECT("SETEVENTS A C"), OK,
	};
	struct subscription first = { 0 }, second = { 0 };

	talk_play(&talk, steps);
	ck_assert(set(&first, "A", ERROR_NONE));
	ck_assert(!set(&first, "X B", ERROR_TOR));
	ck_assert(set(&second, "C", ERROR_NONE));
	check_taken(&first, "650 B 1\r\n650 A 3\r\n");
	connection_unsubscribe(talk.connection, &first);
	connection_unsubscribe(talk.connection, &second);
	subscription_clear(&first);
	subscription_clear(&second);
	talk_end(&talk);
}
END_TEST

/* One queue takes them a few at a time, and then all. */
START_TEST(taken_into_one_queue)
{
	static const struct fake_step steps[] = {
		EXPECT("X"), SEND("650 A 1\r\n650 A 2\r\n650 A 3\r\n250 OK\r\n"),
		EXPECT("X"), SEND("650 A 4\r\n250 OK\r\n"),
	};
	struct queue queue = { 0 };
	struct queue_event event;

	talk_play(&talk, steps);
	for (int i = 0; i < 2; i++) {
		talk_check(&talk, "X", "250 OK");
		connection_take_events(
			talk.connection, &talk.subscription, 1, &queue);
		connection_take_events(
			talk.connection, &talk.subscription, SIZE_MAX, &queue);
		ck_assert_uint_eq(queue.count, i ? 4 : 3);
	}
	while (queue_take(&queue, &event))
		buf_add_span(&talk.events, event.raw);
	talk_check_events(&talk,
		"650 A 1\r\n650 A 2\r\n650 A 3\r\n650 A 4\r\n");
	queue_clear(&queue);
	ck_assert_uint_eq(talk_take(&talk), 0);
	talk_end(&talk);
}
END_TEST

enum { MANY = 60000 };

/*
 * Nothing is dropped while a command waits for an event; once its connection is
 * lost, it waits no longer, and the next connection drops as usual.
 */
START_TEST(lost_while_borrowed)
{
	static const struct fake_step borrowed[] = {
		EXPECT("SETEVENTS A"), OK, CLOSE,
	}, flood[] = {
		REPEAT(MANY, "650 A 0123456789abcdef0123456789abcdef #\r\n"),
		EXPECT("X"), OK,
	};
	static const char *const names[] = { "A", NULL };
	struct events events = {
		.subscription = { .when_full = SUBSCRIPTION_DROPS, .all = true },
	};

	talk_play(&talk, borrowed);
	ck_assert(events_borrow(&events, talk.connection, names, NULL));
	talk_check_wait(&talk, "connection: Tor closed the control connection");
	events_return(&events, talk.connection);
	talk_end(&talk);
	events_reset(&events);
	talk_init(&talk);
	talk.subscription.when_full = SUBSCRIPTION_ENDS;
	talk_start(&talk, FAKE_UNIX, flood, COUNT(flood));
	connection_listen(talk.connection, &events.subscription);
	talk_check(&talk, "X", "250 OK");
	ck_assert_uint_eq(talk_take(&talk), MANY);
	ck_assert_uint_gt(events_show(&events, talk.connection), 0);
	connection_unsubscribe(talk.connection, &events.subscription);
	events_clear(&events);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_events");
	TCase *tcase = test_case(suite, "client_events");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, names_of_all);
	tcase_add_test(tcase, names_refused);
	tcase_add_test(tcase, taken_into_one_queue);
	tcase_add_test(tcase, lost_while_borrowed);
	return test_run(suite);
}
