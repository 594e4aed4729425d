/*
 * Many threads on one connection do everything at once, with timeouts,
 * interruptions, replies that never come, forged ones, and a loss in the middle.
 * Most useful with VARIANT=tsan. A wrong reply or a hang is a failure.
 */
#include "conn/connection.h"
#include "lib/test.h"
#include "util/clock.h"
#include "util/pipe.h"

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Milliseconds: too few for some replies, enough for most, for any. */
enum { BRIEF = 2, USUAL = 60, PATIENCE = 50000 };

enum { ASKERS = 5, TURNS = 250, SEEDS = 8 };

static struct connection *connection;
static int cancel[2];
static atomic_bool over;

/* ---- the peer: answers as Tor does, by the first word */

static int peer;
static size_t lines_left; /* until it closes */

static void say(const char *text)
{
	size_t len = strlen(text);

	while (len) {
		ssize_t sent = send(peer, text, len, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		text += sent;
		len -= (size_t)sent;
	}
}

static void answer(struct span line, uint32_t *state)
{
	struct buf reply = BUF_INIT;
	struct span verb, word;

	span_next_word(&line, &verb);
	if (!span_next_word(&line, &word))
		word = (struct span){ "", 0 };
	if (span_equal(verb, "GETINFO"))
		buf_print(&reply, "552 Unrecognized key \"%.*s\"\r\n",
			(int)word.len, word.at);
	else if (span_equal(verb, "ECHO"))
		buf_print(&reply, "513 %.*s\r\n250 forged\r\n650 FORGED\r\nx\r\n",
			(int)word.len, word.at);
	else if (!span_equal(verb, "ADD_ONION"))
		buf_print(&reply, "650 E 1\r\n250-%.*s\r\n650 E 2\r\n"
			"250 OK\r\n", (int)word.len, word.at);
	/* In two pieces; others wait meanwhile. */
	if (test_random(state) % 8 == 0 && reply.len) {
		size_t half = reply.len / 2;
		char cut = reply.data[half];

		reply.data[half] = '\0';
		say(reply.data);
		reply.data[half] = cut;
		poll(NULL, 0, (int)(test_random(state) % BRIEF));
		say(reply.data + half);
	} else {
		say(buf_text(&reply));
	}
	buf_clear(&reply);
}

static void *play_peer(void *arg)
{
	uint32_t state = 1000 + (uint32_t)(uintptr_t)arg;
	struct buf input = BUF_INIT;
	ssize_t got = 1;

	while (got > 0 && lines_left) {
		struct span rest, line;
		const char *end;

		got = read(peer, buf_reserve(&input, 4096), 4096);
		if (got > 0)
			input.len += (size_t)got;
		rest = buf_span(&input);
		while (rest.len && lines_left &&
			(end = memchr(rest.at, '\n', rest.len))) {
			line = (struct span){ rest.at, (size_t)(end - rest.at) };
			rest = span_from(rest, line.len + 1);
			line.len -= line.len > 0;
			answer(line, &state);
			lines_left--;
		}
		buf_consume(&input, input.len - rest.len);
	}
	shutdown(peer, SHUT_RDWR);
	buf_clear(&input);
	return NULL;
}

/* ---- the users */

static bool see(void *arg, struct span bytes)
{
	buf_add_span(arg, bytes);
	return true;
}

/* Any end is right but a reply to something else. */
static bool is_right(bool ok, const struct reply *reply, const char *want,
	struct error *error)
{
	bool right = ok ? span_equal(reply->lines[0].text, want) :
		error->kind == ERROR_TIMEOUT ||
		error->kind == ERROR_INTERRUPTED ||
		error->kind == ERROR_CONNECTION;

	if (!right)
		fprintf(stderr, "%s: %s\n", want, ok ? "another reply" :
			error->text);
	if (!right && ok)
		fprintf(stderr, "  %.*s\n", (int)reply->lines[0].text.len,
			reply->lines[0].text.at);
	error_clear(error);
	return right;
}

static bool ask(const char *verb, const char *word, bool ahead)
{
	struct connection_pending *pending[2] = { NULL, NULL };
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct request request;
	char want[2][32];
	bool right = true;

	for (int i = 0; i < 1 + ahead; i++) {
		snprintf(want[i], sizeof(want[i]), "%s.%d", word, i);
		request_init(&request, verb);
		request_add_word(&request, want[i]);
		pending[i] = connection_send(
			connection, &request, NULL, NULL, &error);
		request_clear(&request);
		if (!pending[i])
			right = is_right(false, &reply, want[i], &error) &&
				right;
	}
	for (int i = 0; i < 1 + ahead; i++)
		if (pending[i])
			right = is_right(connection_finish(connection,
						 pending[i], &reply, &error),
					&reply, want[i], &error) &&
				right;
	reply_clear(&reply);
	return right;
}

static bool stream(const char *word)
{
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct buf seen = BUF_INIT;
	struct request request;
	char want[64];
	bool ok, right = true;

	snprintf(want, sizeof(want), "250-%s\r\n250 OK\r\n", word);
	request_init(&request, "X");
	request_add_word(&request, word);
	ok = connection_stream(
		connection, &request, see, &seen, &reply, &error);
	if (ok)
		right = span_equal(buf_span(&seen), want);
	else
		right = span_starts(span_of(want), buf_text(&seen));
	if (!right)
		fprintf(stderr, "%s: %s\n", word, buf_text(&seen));
	right = right && (ok || is_right(false, &reply, word, &error));
	error_clear(&error);
	request_clear(&request);
	reply_clear(&reply);
	buf_clear(&seen);
	return right;
}

static void *use(void *arg)
{
	uint32_t state = (uint32_t)(uintptr_t)arg;
	bool right = true;
	char word[32];

	for (int i = 0; i < TURNS && right; i++) {
		uint32_t what = test_random(&state) % 64;

		snprintf(word, sizeof(word), "%u.%d", state, i);
		connection_set_timeout(connection,
			test_random(&state) % 4 ?
				USUAL :
				(int)(test_random(&state) % 3) * BRIEF);
		connection_set_cancel(
			connection, test_random(&state) % 2 ? cancel[0] : -1);
		if (what < 1) {
			connection_set_timeout(connection, BRIEF);
			right = ask("ADD_ONION ClientAuth=x", word, false);
		} else if (what < 6) {
			snprintf(word, sizeof(word), "\\%u.%d", state, i);
			right = ask("ECHO", word, false);
		} else if (what < 24) {
			right = stream(word);
		} else if (what < 30) {
			connection_connected(connection);
		} else {
			right = ask("X", word, what < 40);
		}
	}
	return right ? arg : NULL;
}

/* Events in a subscription of its own, which it changes. */
static void *watch(void *arg)
{
	struct subscription events = { .when_full = SUBSCRIPTION_DROPS };
	struct strv names = STRV_INIT;
	struct queue queue = { 0 };
	struct queue_event event;
	bool right = true;

	strv_add(&names, "E");
	while (!over && connection_connected(connection)) {
		struct error error = ERROR_INIT;

		connection_subscribe(connection, &events, &names, NULL, &error);
		error_clear(&error);
		for (int i = 0; i < 20; i++)
			connection_wait(connection, &events,
				clock_deadline(BRIEF), NULL);
		connection_take_events(connection, &events, SIZE_MAX, &queue);
		while (queue_take(&queue, &event))
			right = right && span_starts(event.raw, "650 E ");
	}
	connection_unsubscribe(connection, &events);
	queue_clear(&queue);
	subscription_clear(&events);
	strv_clear(&names);
	return right ? arg : NULL;
}

/* As the prompt does; also presses Ctrl-C now and then. */
static void *poll_for(void *arg)
{
	struct subscription events = { .when_full = SUBSCRIPTION_DROPS,
		.all = true };
	struct queue queue = { 0 };
	uint32_t state = 77;
	char byte;

	connection_listen(connection, &events);
	while (!over) {
		struct pollfd key = { .fd = cancel[0], .events = POLLIN };
		bool news, press = test_random(&state) % 8 == 0;

		if (press && write(cancel[1], "", 1) != 1)
			return NULL;
		if (connection_poll(connection, &key, 1, BRIEF, &news) != press)
			return NULL;
		if (press && read(cancel[0], &byte, 1) != 1)
			return NULL;
		connection_take_events(connection, &events, 5, &queue);
		connection_take_events(connection, &events, SIZE_MAX, &queue);
		queue_clear(&queue);
		sched_yield();
	}
	connection_unsubscribe(connection, &events);
	subscription_clear(&events);
	return arg;
}

START_TEST(everything_at_once)
{
	struct connection_config config = { .timeout = PATIENCE,
		.cancel_fd = -1 };
	bool own_thread = _i % 2, loss = _i % 4 > 1;
	pthread_t askers[ASKERS], others[2], thread;
	uint32_t seed = 1 + (uint32_t)_i * 100;
	int ends[2];
	void *right;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	ck_assert(pipe_open(cancel));
	peer = ends[1];
	lines_left = loss ? ASKERS * TURNS / 2 : SIZE_MAX;
	connection = connection_new(&(struct transport_link){ .fd = ends[0] },
		&config);
	connection_trust(connection);
	pthread_create(&thread, NULL, play_peer, (void *)(uintptr_t)seed);
	if (own_thread)
		ck_assert(connection_read_on(connection, NULL));
	pthread_create(&others[0], NULL, watch, connection);
	pthread_create(&others[1], NULL, poll_for, connection);
	for (uint32_t i = 0; i < ASKERS; i++)
		pthread_create(&askers[i], NULL, use,
			(void *)(uintptr_t)(seed + i));
	for (int i = 0; i < ASKERS; i++) {
		pthread_join(askers[i], &right);
		ck_assert_ptr_nonnull(right);
	}
	over = true;
	for (int i = 0; i < 2; i++) {
		pthread_join(others[i], &right);
		ck_assert_ptr_nonnull(right);
	}
	/* It is as good as new, or lost. */
	connection_set_timeout(connection, PATIENCE);
	connection_set_cancel(connection, -1);
	ck_assert(ask("X", "last", true));
	ck_assert_int_eq(connection_connected(connection), !loss);
	connection_free(connection);
	pthread_join(thread, NULL);
	close(peer);
	pipe_close(cancel);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection_stress");
	TCase *tcase = test_case(suite, "client_stress");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, everything_at_once, 0, SEEDS);
	return test_run(suite);
}
