/* The public library in many threads at once; most useful with VARIANT=tsan. */
#include "lib/library.h"
#include "lib/test.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, EACH = 50, PATIENCE = 20000 };

#define OK_REPLY SEND("250 OK\r\n")
#define LIST(...) ((const char *const []){ __VA_ARGS__, NULL })

static struct library library;
#define PLAY(...) LIBRARY_PLAY(&library, __VA_ARGS__)

/* One of the threads; only the test's own thread may assert. */
struct worker {
	pthread_t thread;
	int number;
	unsigned good, events;
	enum torctl_error_kind kind;
	char text[128];
};

static struct worker workers[THREADS];

static void start(struct worker *worker, void *(*run)(void *arg))
{
	*worker = (struct worker){ .number = (int)(worker - workers) };
	ck_assert_int_eq(pthread_create(&worker->thread, NULL, run, worker), 0);
}

static void *ask(void *arg)
{
	struct worker *worker = arg;

	for (int i = 0; i < EACH; i++) {
		char key[32], *value;

		snprintf(key, sizeof(key), "k%d-%d", worker->number, i);
		value = torctl_get_info_value(library.tor, key, NULL);
		worker->good += value && !strcmp(value, key);
		torctl_free(value);
		torctl_set_timeout(library.tor, PATIENCE + i);
		worker->good += torctl_is_connected(library.tor);
	}
	return NULL;
}

/* Each thread gets its own replies, whatever the others do. */
START_TEST(requests)
{
	PLAY(ANSWER(THREADS * EACH, "250-#=#\r\n250 OK\r\n"));
	for (int i = 0; i < THREADS; i++)
		start(&workers[i], ask);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(workers[i].thread, NULL);
		ck_assert_uint_eq(workers[i].good, 2 * EACH);
	}
	library_end(&library);
}
END_TEST

/* Events that the callback has seen. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned seen;

static void count(void *arg, struct torctl *tor, struct torctl_event *event,
	const struct torctl_error *error)
{
	(void)arg;
	(void)error;
	if (!event || !torctl_is_connected(tor) ||
		!strstr(torctl_event_json(event), "\"read\":1"))
		return;
	pthread_mutex_lock(&lock);
	seen++;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
}

/* An event before each reply, and none is lost. */
START_TEST(requests_with_callback)
{
	PLAY(EXPECT("SETEVENTS BW"), OK_REPLY,
		ANSWER(THREADS * EACH, "650 BW 1 1\r\n250-#=#\r\n250 OK\r\n"));
	ck_assert(torctl_dispatch(library.tor, count, NULL, NULL));
	ck_assert(torctl_set_events(library.tor, LIST("BW"), NULL));
	for (int i = 0; i < THREADS; i++)
		start(&workers[i], ask);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(workers[i].thread, NULL);
		ck_assert_uint_eq(workers[i].good, 2 * EACH);
	}
	pthread_mutex_lock(&lock);
	while (seen < THREADS * EACH)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
	library_end(&library);
}
END_TEST

static void *ask_until_lost(void *arg)
{
	struct worker *worker = arg;
	struct torctl_error *error = NULL;
	bool ok = true;

	while (ok) {
		char key[32], *value;

		snprintf(key, sizeof(key), "k%d-%u", worker->number,
			worker->good);
		value = torctl_get_info_value(library.tor, key, &error);
		ok = value && !strcmp(value, key);
		worker->good += ok;
		torctl_free(value);
	}
	worker->kind = torctl_error_kind(error);
	torctl_error_free(error);
	return NULL;
}

/*
 * Tor closes the connection while all threads ask: each reply that it had sent
 * arrives, and then every call fails.
 */
START_TEST(lost_while_asking)
{
	unsigned good = 0;

	PLAY(EXPECT("SETEVENTS BW"), OK_REPLY,
		ANSWER(THREADS * EACH, "650 BW 1 1\r\n250-#=#\r\n250 OK\r\n"),
		SHUT, IGNORE);
	ck_assert(torctl_dispatch(library.tor, count, NULL, NULL));
	ck_assert(torctl_set_events(library.tor, LIST("BW"), NULL));
	for (int i = 0; i < THREADS; i++)
		start(&workers[i], ask_until_lost);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(workers[i].thread, NULL);
		good += workers[i].good;
		ck_assert_int_eq((int)workers[i].kind,
			TORCTL_ERROR_CONNECTION);
	}
	ck_assert_uint_eq(good, THREADS * EACH);
	ck_assert(!torctl_is_connected(library.tor));
	library_end(&library);
}
END_TEST

static void *take(void *arg)
{
	struct worker *worker = arg;
	struct torctl_error *error = NULL;
	struct torctl_event *event;

	while ((event = torctl_next_event(library.tor, -1, &error))) {
		worker->events++;
		torctl_event_free(event);
	}
	worker->kind = torctl_error_kind(error);
	torctl_error_free(error);
	return NULL;
}

/* Several threads take events while others send: each event goes to one. */
START_TEST(takers)
{
	unsigned events = 0;

	PLAY(EXPECT("SETEVENTS BW"), OK_REPLY,
		ANSWER(2 * EACH, "650 BW 1 1\r\n250-#=#\r\n250 OK\r\n"), CLOSE);
	ck_assert(torctl_set_events(library.tor, LIST("BW"), NULL));
	for (int i = 0; i < THREADS; i++)
		start(&workers[i], i < 2 ? ask : take);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(workers[i].thread, NULL);
		events += workers[i].events;
		if (i >= 2)
			ck_assert_int_eq((int)workers[i].kind,
				TORCTL_ERROR_CONNECTION);
	}
	ck_assert_uint_eq(events, 2 * EACH);
	library_end(&library);
}
END_TEST

/* Each name is answered once, to the thread that waits for it. */
static void *resolve(void *arg)
{
	struct worker *worker = arg;
	char name[32];
	struct torctl_pairs *answers;

	snprintf(name, sizeof(name), "n%d", worker->number);
	answers = torctl_resolve(library.tor, LIST(name), false, PATIENCE,
		NULL);
	worker->good = answers && !strcmp(torctl_pairs_value(answers, 0),
		"192.0.2.1");
	torctl_pairs_free(answers);
	return NULL;
}

START_TEST(waits)
{
	/* SETEVENTS, RESOLVE, GETCONF and SETEVENTS of each, in any order. */
	PLAY(ANSWER(THREADS * 4, "250 OK\r\n650 ADDRMAP # 192.0.2.1 NEVER\r\n"));
	for (int i = 0; i < THREADS; i++)
		start(&workers[i], resolve);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(workers[i].thread, NULL);
		ck_assert_msg(workers[i].good, "thread %d has no answer", i);
	}
	library_end(&library);
}
END_TEST

static void note_error(struct worker *worker, struct torctl_error *error)
{
	worker->kind = torctl_error_kind(error);
	snprintf(worker->text, sizeof(worker->text), "%s",
		torctl_error_text(error));
	torctl_error_free(error);
}

static void *wait_for_reply(void *arg)
{
	struct torctl_error *error = NULL;

	torctl_free(torctl_get_info_value(library.tor, "x", &error));
	note_error(arg, error);
	return NULL;
}

static void *wait_for_bootstrap(void *arg)
{
	struct torctl_error *error = NULL;

	if (!torctl_wait_bootstrap(library.tor, -1, NULL, NULL, &error))
		note_error(arg, error);
	return NULL;
}

static void *wait_for_event(void *arg)
{
	struct torctl_error *error = NULL;

	torctl_event_free(torctl_next_event(library.tor, -1, &error));
	note_error(arg, error);
	return NULL;
}

static void check_closed(struct worker *worker)
{
	pthread_join(worker->thread, NULL);
	ck_assert_str_eq(worker->text,
		"the connection was closed locally");
	ck_assert_int_eq((int)worker->kind, TORCTL_ERROR_CONNECTION);
}

/* A call has begun waiting for its reply when Tor has the request. */
START_TEST(closed_while_asking)
{
	PLAY(EXPECT("GETINFO x"), WAIT(0));
	start(&workers[0], wait_for_reply);
	ck_assert(fake_tor_await(library.fake, 0));
	torctl_close(library.tor);
	library.tor = NULL;
	check_closed(&workers[0]);
	fake_tor_open(library.fake, 0);
	library_end(&library);
}
END_TEST

START_TEST(disconnected_while_waiting)
{
	PLAY(EXPECT("SETEVENTS STATUS_CLIENT"), OK_REPLY,
		EXPECT("GETINFO status/bootstrap-phase"),
		SEND("250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=5 "
			"TAG=x SUMMARY=\"y\"\r\n250 OK\r\n"), WAIT(0));
	start(&workers[0], wait_for_bootstrap);
	start(&workers[1], wait_for_event);
	ck_assert(fake_tor_await(library.fake, 0));
	torctl_disconnect(library.tor);
	torctl_disconnect(library.tor);
	check_closed(&workers[0]);
	check_closed(&workers[1]);
	ck_assert(!torctl_is_connected(library.tor));
	ck_assert(!torctl_save_conf(library.tor, false, &library.error));
	library_check_error(&library,
		"connection/0: the connection was closed locally");
	fake_tor_open(library.fake, 0);
	library_end(&library);
}
END_TEST

/* The reader waits for room in the queue; closing does not wait for it. */
START_TEST(closed_with_a_full_queue)
{
	PLAY(EXPECT("SETEVENTS BW"), OK_REPLY,
		FLOOD("650 BW 0123456789 0123456789\r\n"));
	ck_assert(torctl_set_events(library.tor, LIST("BW"), NULL));
	ck_assert(fake_tor_await_blocked(library.fake));
	library_end(&library);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("torctl_threads");
	TCase *tcase = test_case(suite, "torctl_threads");

	tcase_add_test(tcase, requests);
	tcase_add_test(tcase, requests_with_callback);
	tcase_add_test(tcase, lost_while_asking);
	tcase_add_test(tcase, takers);
	tcase_add_test(tcase, waits);
	tcase_add_test(tcase, closed_while_asking);
	tcase_add_test(tcase, disconnected_while_waiting);
	tcase_add_test(tcase, closed_with_a_full_queue);
	return test_run(suite);
}
