/* Events of the public library: taken one by one, by callback, by descriptor. */
#include "lib/library.h"
#include "lib/test.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE = 20000, MANY = 40000 };

#define OK_REPLY SEND("250 OK\r\n")
#define LIST(...) ((const char *const []){ __VA_ARGS__, NULL })
#define NUMBERED "650 BW # 0123456789abcdef0123456789abcdef01234567\r\n"
#define PHASE(percent) "NOTICE BOOTSTRAP PROGRESS=" percent \
	" TAG=x SUMMARY=\"At " percent "\""

static struct library library;
#define TOR library.tor
#define ERR &library.error
#define PLAY(...) LIBRARY_PLAY(&library, __VA_ARGS__)

static bool is_readable(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	return poll(&wait, 1, 0) > 0;
}

/* The next event has this text. */
static void check_next(const char *want)
{
	struct torctl_event *event = torctl_next_event(TOR, PATIENCE, ERR);

	ck_assert_msg(event != NULL, "%s", torctl_error_text(library.error));
	ck_assert_str_eq(torctl_event_text(event), want);
	torctl_event_free(event);
}

START_TEST(one_by_one)
{
	struct torctl_event *event;
	int fd;

	PLAY(EXPECT("SETEVENTS bw NOTICE"),
		SEND("650 BW 1 2\r\n250 OK\r\n650 CIRC 1 BUILT\r\n"
			"650 NOTICE hello \"you\"\r\n"),
		WAIT(0), SEND("650 BW 3 4\r\n"), CLOSE);
	fd = torctl_events_fd(TOR, ERR);
	ck_assert_int_ge(fd, 0);
	ck_assert(!is_readable(fd));
	ck_assert_ptr_null(torctl_next_event(TOR, 0, ERR));
	library_check_error(&library, "timeout/0: timed out waiting for an "
		"event");
	ck_assert(torctl_set_events(TOR, LIST("bw", "NOTICE"), ERR));
	ck_assert(is_readable(fd));
	ck_assert_int_eq(torctl_events_fd(TOR, ERR), fd);

	event = torctl_next_event(TOR, PATIENCE, ERR);
	ck_assert_ptr_nonnull(event);
	ck_assert_str_eq(torctl_event_type(event), "BW");
	ck_assert_str_eq(torctl_event_field(event, "read"), "1");
	ck_assert_str_eq(torctl_event_field(event, "written"), "2");
	ck_assert_ptr_null(torctl_event_field(event, "x"));
	ck_assert_int_gt(torctl_event_time(event), 1000000);
	ck_assert_uint_eq(torctl_pairs_count(torctl_event_fields(event)), 2);
	ck_assert_int_eq(strncmp(torctl_event_json(event),
		"{\"event\":\"BW\",\"time\":\"", 22), 0);
	ck_assert_ptr_nonnull(strstr(torctl_event_json(event),
		",\"read\":1,\"written\":2}"));
	torctl_event_free(event);

	/* CIRC is not subscribed to. */
	check_next("NOTICE hello \"you\"");
	ck_assert(!is_readable(fd));
	fake_tor_open(library.fake, 0);
	check_next("BW 3 4");
	ck_assert_ptr_null(torctl_next_event(TOR, -1, ERR));
	library_check_error(&library,
		"connection/0: Tor closed the control connection");
	ck_assert(is_readable(fd));
	library_end(&library);
}
END_TEST

START_TEST(list_replaced)
{
	PLAY(EXPECT("SETEVENTS BW"), OK_REPLY,
		EXPECT("SETEVENTS BW X"), SEND("552 Unrecognized\r\n"
			"650 BW 1 1\r\n"),
		EXPECT("SETEVENTS"), SEND("650 BW 2 2\r\n250 OK\r\n"),
		EXPECT("GETINFO x"),
		SEND("650 BW 3 3\r\n250-x=y\r\n250 OK\r\n"));
	ck_assert(torctl_set_events(TOR, LIST("BW"), ERR));
	ck_assert(!torctl_set_events(TOR, LIST("BW", "X"), ERR));
	library_check_error(&library, "tor/552: Unrecognized");
	ck_assert(torctl_set_events(TOR, (const char *const []){ NULL }, ERR));
	library_check_text(torctl_get_info_value(TOR, "x", ERR), "y");
	check_next("BW 1 1");
	check_next("BW 2 2");
	ck_assert_ptr_null(torctl_next_event(TOR, 0, NULL));
	library_end(&library);
}
END_TEST

static bool note_phase(void *arg, int percent,
	const struct torctl_pairs *fields)
{
	char *seen = arg;

	ck_assert_ptr_nonnull(torctl_pairs_find(fields, "summary"));
	snprintf(seen + strlen(seen), 8, "%d ", percent);
	return percent < 80;
}

/* Two waiters: the other may have subscribed to the event as well. */
START_TEST(waits_borrow)
{
	char seen[64] = "";

	PLAY(EXPECT("SETEVENTS BW"), OK_REPLY,
		EXPECT("SETEVENTS BW STATUS_CLIENT"), OK_REPLY,
		EXPECT("GETINFO status/bootstrap-phase"),
		SEND("250-status/bootstrap-phase=" PHASE("5") "\r\n250 OK\r\n"
			"650 BW 1 1\r\n650 STATUS_CLIENT " PHASE("45") "\r\n"
			"650 STATUS_CLIENT " PHASE("80") "\r\n"),
		EXPECT("SETEVENTS BW"), OK_REPLY,
		EXPECT("SETEVENTS status_client"), OK_REPLY,
		EXPECT("SETEVENTS status_client"), OK_REPLY,
		EXPECT("GETINFO status/bootstrap-phase"),
		SEND("250-status/bootstrap-phase=" PHASE("90") "\r\n250 OK\r\n"
			"650 STATUS_CLIENT " PHASE("100") "\r\n"),
		EXPECT("SETEVENTS status_client"), OK_REPLY);
	ck_assert(torctl_set_events(TOR, LIST("BW"), ERR));
	ck_assert(!torctl_wait_bootstrap(TOR, -1, note_phase, seen, ERR));
	library_check_error(&library,
		"interrupted/0: wait cancelled at 80%");
	ck_assert_str_eq(seen, "5 45 80 ");
	check_next("BW 1 1");
	ck_assert_ptr_null(torctl_next_event(TOR, 0, NULL));
	ck_assert(torctl_set_events(TOR, LIST("status_client"), ERR));
	ck_assert(torctl_wait_bootstrap(TOR, -1, NULL, NULL, ERR));
	check_next("STATUS_CLIENT " PHASE("100"));
	library_end(&library);
}
END_TEST

START_TEST(wait_times_out)
{
	PLAY(EXPECT("SETEVENTS STATUS_CLIENT"), OK_REPLY,
		EXPECT("GETINFO status/bootstrap-phase"),
		SEND("250-status/bootstrap-phase=" PHASE("5") "\r\n250 OK\r\n"),
		EXPECT("SETEVENTS"), OK_REPLY);
	ck_assert(!torctl_wait_bootstrap(TOR, 30, NULL, NULL, ERR));
	library_check_error(
		&library, "timeout/0: timed out: Tor is at 5%: At 5");
	library_end(&library);
}
END_TEST

/* If nobody takes events, Tor is not read until a request needs it. */
START_TEST(full_queue)
{
	struct torctl_event *event;

	PLAY(EXPECT("SETEVENTS BW"), OK_REPLY, REPEAT(MANY, NUMBERED),
		EXPECT("GETINFO x"), SEND("250-x=y\r\n250 OK\r\n"));
	ck_assert(torctl_set_events(TOR, LIST("BW"), ERR));
	ck_assert(fake_tor_await_blocked(library.fake));
	library_check_text(torctl_get_info_value(TOR, "x", ERR), "y");
	for (unsigned long i = 0; i < MANY; i++) {
		event = torctl_next_event(TOR, PATIENCE, ERR);
		if (!event || strtoul(torctl_event_field(event, "read"), NULL,
			10) != i)
			ck_abort_msg("event %lu is missing", i);
		torctl_event_free(event);
	}
	ck_assert_uint_eq(torctl_events_dropped(TOR), 0);
	library_end(&library);
}
END_TEST

/* Taking them resumes reading. */
START_TEST(full_queue_emptied)
{
	struct torctl_event *event;

	PLAY(EXPECT("SETEVENTS BW"), OK_REPLY, REPEAT(MANY, NUMBERED));
	ck_assert(torctl_set_events(TOR, LIST("BW"), ERR));
	ck_assert(fake_tor_await_blocked(library.fake));
	for (unsigned long i = 0; i < MANY; i++) {
		event = torctl_next_event(TOR, PATIENCE, ERR);
		if (!event)
			ck_abort_msg("event %lu is missing", i);
		torctl_event_free(event);
	}
	library_end(&library);
}
END_TEST

START_TEST(full_queue_dropped)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("SETEVENTS BW"), OK_REPLY, REPEAT(MANY, NUMBERED),
		EXPECT("GETINFO x"), SEND("250-x=y\r\n250 OK\r\n") };
	struct torctl_options *options = torctl_options_new();
	struct torctl_event *event;
	uint64_t count = 0, dropped;

	torctl_options_set_drop_events(options, true);
	library_start(&library, options, steps, COUNT(steps));
	ck_assert(torctl_set_events(TOR, LIST("BW"), ERR));
	library_check_text(torctl_get_info_value(TOR, "x", ERR), "y");
	dropped = torctl_events_dropped(TOR);
	ck_assert_uint_gt(dropped, 0);
	ck_assert_uint_eq(torctl_events_dropped(TOR), 0);
	for (; (event = torctl_next_event(TOR, 0, NULL)); count++) {
		if (!count)
			ck_assert_uint_eq(strtoul(torctl_event_field(event,
				"read"), NULL, 10), dropped);
		torctl_event_free(event);
	}
	ck_assert_uint_eq(count + dropped, MANY);
	library_end(&library);
}
END_TEST

/* What a callback saw, for the test's thread. */
struct seen {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	char text[512];
	unsigned count;
	bool close, ask, ended, blocked;
};

static struct seen seen;

static void see(const char *text)
{
	size_t len = strlen(seen.text);

	pthread_mutex_lock(&seen.lock);
	snprintf(seen.text + len, sizeof(seen.text) - len, "%s|", text);
	seen.count++;
	pthread_cond_broadcast(&seen.changed);
	pthread_mutex_unlock(&seen.lock);
}

static void await_seen(unsigned count)
{
	pthread_mutex_lock(&seen.lock);
	while (seen.count < count)
		pthread_cond_wait(&seen.changed, &seen.lock);
	pthread_mutex_unlock(&seen.lock);
}

static void callback(void *arg, struct torctl *tor,
	struct torctl_event *event, const struct torctl_error *error)
{
	sigset_t mask;
	char *value;

	ck_assert_ptr_eq(arg, &seen);
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	seen.blocked = sigismember(&mask, SIGINT) == 1;
	if (!event) {
		see(torctl_error_text(error));
		return;
	}
	ck_assert_ptr_null(error);
	if (seen.ask) {
		value = torctl_get_info_value(tor, torctl_event_field(event,
			"read"), NULL);
		see(value ? value : "no value");
		torctl_free(value);
	}
	if (seen.close)
		torctl_close(tor);
	see(torctl_event_text(event));
}

static void start_seeing(void)
{
	seen = (struct seen){ 0 };
	pthread_mutex_init(&seen.lock, NULL);
	pthread_cond_init(&seen.changed, NULL);
}

START_TEST(by_callback)
{
	start_seeing();
	PLAY(EXPECT("SETEVENTS BW"), SEND("250 OK\r\n650 BW 1 2\r\n"
		"650 BW 3 4\r\n"), WAIT(0), SEND("650 BW 5 6\r\n"), CLOSE);
	ck_assert(torctl_dispatch(TOR, callback, &seen, ERR));
	ck_assert(!torctl_dispatch(TOR, callback, &seen, ERR));
	library_check_error(&library,
		"usage/0: torctl_dispatch() was already called");
	ck_assert_ptr_null(torctl_next_event(TOR, -1, ERR));
	library_check_error(&library, "usage/0: torctl_next_event() is not "
		"available: torctl_dispatch() was called");
	ck_assert(torctl_set_events(TOR, LIST("BW"), ERR));
	await_seen(2);
	fake_tor_open(library.fake, 0);
	await_seen(4);
	library_end(&library);
	ck_assert_str_eq(seen.text, "BW 1 2|BW 3 4|BW 5 6|Tor closed the "
		"control connection|");
	ck_assert(seen.blocked);
}
END_TEST

START_TEST(callback_asks)
{
	start_seeing();
	seen.ask = true;
	PLAY(EXPECT("SETEVENTS BW"), SEND("250 OK\r\n650 BW 1 2\r\n"
		"650 BW 3 4\r\n"),
		EXPECT("GETINFO 1"), SEND("250-1=a\r\n250 OK\r\n"),
		EXPECT("GETINFO 3"), SEND("250-3=b\r\n250 OK\r\n"));
	ck_assert(torctl_dispatch(TOR, callback, &seen, ERR));
	ck_assert(torctl_set_events(TOR, LIST("BW"), ERR));
	await_seen(4);
	library_end(&library);
	ck_assert_str_eq(seen.text, "a|BW 1 2|b|BW 3 4|the connection was "
		"closed locally|");
}
END_TEST

/* It is not called again, and the connection is freed by itself. */
START_TEST(callback_closes)
{
	char *failure;

	start_seeing();
	seen.close = true;
	PLAY(EXPECT("SETEVENTS BW"), SEND("250 OK\r\n"), WAIT(0),
		SEND("650 BW 1 2\r\n650 BW 3 4\r\n"), CLIENT_CLOSES);
	ck_assert(torctl_set_events(TOR, LIST("BW"), ERR));
	ck_assert(torctl_dispatch(TOR, callback, &seen, ERR));
	fake_tor_open(library.fake, 0);
	await_seen(1);
	failure = fake_tor_end(library.fake, NULL);
	ck_assert_msg(!failure, "%s", failure);
	ck_assert_str_eq(seen.text, "BW 1 2|");
}
END_TEST

START_TEST(circuit_without_a_path)
{
	struct torctl_event *event;

	PLAY(EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n"
		"650 CIRC 3 LAUNCHED PURPOSE=GENERAL\r\n"));
	ck_assert(torctl_set_events(TOR, LIST("CIRC"), ERR));
	event = torctl_next_event(TOR, PATIENCE, ERR);
	ck_assert_ptr_nonnull(event);
	ck_assert_ptr_null(torctl_event_field(event, "path"));
	ck_assert_str_eq(torctl_event_field(event, "purpose"), "GENERAL");
	ck_assert_ptr_nonnull(strstr(torctl_event_json(event),
		"\"path\":[]"));
	torctl_event_free(event);
	library_end(&library);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("torctl_events");
	TCase *tcase = test_case(suite, "torctl_events");

	tcase_add_test(tcase, one_by_one);
	tcase_add_test(tcase, list_replaced);
	tcase_add_test(tcase, waits_borrow);
	tcase_add_test(tcase, wait_times_out);
	tcase_add_test(tcase, full_queue);
	tcase_add_test(tcase, full_queue_emptied);
	tcase_add_test(tcase, full_queue_dropped);
	tcase_add_test(tcase, by_callback);
	tcase_add_test(tcase, callback_asks);
	tcase_add_test(tcase, callback_closes);
	tcase_add_test(tcase, circuit_without_a_path);
	return test_run(suite);
}
