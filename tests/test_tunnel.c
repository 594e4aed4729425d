/* A tunnel: its handshake cut anywhere, then bytes both ways and both ends. */
#include "conn/tunnel.h"
#include "lib/test.h"
#include "util/clock.h"
#include "util/files.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE = 20000, SHORT = 50, BIG = 10 * 1024 * 1024,
	CHUNK = 64 * 1024 };

static struct error error;
static struct buf early;
static int far[2], in[2], out[2], cancel[2];

static void set_up(void)
{
	signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, far), 0);
	ck_assert_int_eq(pipe(in), 0);
	ck_assert_int_eq(pipe(out), 0);
	ck_assert_int_eq(pipe(cancel), 0);
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void tear_down(void)
{
	int *const all[] = { far, in, out, cancel };

	for (size_t i = 0; i < COUNT(all); i++) {
		close_end(&all[i][0]);
		close_end(&all[i][1]);
	}
	error_clear(&error);
	buf_clear(&early);
}

/* ---- the handshake */

/* Waits until the other end has read everything. */
static void let_read(void)
{
	int64_t deadline = clock_deadline(PATIENCE);
	int left;

	do
		ck_assert(!ioctl(far[0], FIONREAD, &left) &&
			clock_now() < deadline);
	while (left && !sched_yield());
}

static void hear(const char *want, size_t len)
{
	struct buf heard = BUF_INIT;

	while (heard.len < len)
		ck_assert_int_gt(files_read_some(far[1], len - heard.len,
			&heard), 0);
	test_buf_eq(&heard, ((struct span){ want, len }));
}

/* One byte at a time, each read alone; the last two are the far end's. */
static void *serve(void *arg)
{
	static const char reply[] = "\5\0\0\1\0\0\0\0\0\0hi";

	(void)arg;
	hear("\5\1\0", 3);
	ck_assert_int_eq(write(far[1], "\5", 1), 1);
	let_read();
	ck_assert_int_eq(write(far[1], "\0", 1), 1);
	hear("\5\1\0\3\4host\0\120", 11);
	for (size_t i = 0; i + 3 < sizeof(reply) - 1; i++) {
		ck_assert_int_eq(write(far[1], reply + i, 1), 1);
		let_read();
	}
	ck_assert_int_eq(write(far[1], reply + sizeof(reply) - 4, 3), 3);
	return NULL;
}

static const struct socks_request request = { SOCKS_5, "host", 80, NULL };

START_TEST(opens)
{
	pthread_t thread;

	pthread_create(&thread, NULL, serve, NULL);
	ck_assert_msg(tunnel_open(far[0], &request, clock_deadline(PATIENCE),
		cancel[0], &early, &error), "%s", error.text);
	pthread_join(thread, NULL);
	test_span_eq(buf_span(&early), SPAN("hi"));
}
END_TEST

static bool open_in(int timeout)
{
	return tunnel_open(far[0], &request, clock_deadline(timeout),
		cancel[0], &early, &error);
}

START_TEST(does_not_open)
{
	ck_assert(!open_in(SHORT));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	ck_assert_str_eq(error.text, "no reply; is this a SOCKS port? (a "
		"control port behaves like this)");
	ck_assert_int_eq(write(far[1], "\5\0", 2), 2);
	ck_assert(!open_in(SHORT));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	ck_assert_ptr_nonnull(
		strstr(error.text, "Tor may not be bootstrapped"));
	ck_assert_int_eq(write(far[1], "\5\0\5\4", 4), 4);
	ck_assert(!open_in(PATIENCE));
	ck_assert_int_eq(error.kind, ERROR_TOR);
	ck_assert_int_eq(error.status, 4);
	ck_assert_int_eq(write(cancel[1], "", 1), 1);
	buf_reset(&early);
	ck_assert(!open_in(PATIENCE));
	ck_assert_int_eq(error.kind, ERROR_INTERRUPTED);
	close_end(&cancel[1]);
	cancel[0] = -1;
	/* its last bytes arrive although it has closed */
	ck_assert_int_eq(write(far[1], "HTTP/1.0 400 Bad\r\n", 18), 18);
	close_end(&far[1]);
	ck_assert(!open_in(PATIENCE));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_ptr_nonnull(strstr(error.text, "this is a web server"));
	buf_reset(&early);
	ck_assert(!open_in(PATIENCE));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_ptr_nonnull(strstr(error.text, "connection closed "
		"without a reply; is this a SOCKS port?"));
}
END_TEST

/* ---- data */

struct stream {
	int fd;
	size_t len;    /* to write, or to read */
	uint32_t seed; /* of the data written */
	uint32_t sum;
	bool end;      /* close or shut down after it */
};

static uint32_t add_sum(uint32_t sum, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sum = (sum ^ (unsigned char)bytes[i]) * 16777619U;
	return sum;
}

static void *feed(void *arg)
{
	struct stream *stream = arg;
	char bytes[4099]; /* not a divisor of anything */

	for (size_t left = stream->len; left;) {
		size_t len = left < sizeof(bytes) ? left : sizeof(bytes);

		for (size_t i = 0; i < len; i++)
			bytes[i] = (char)test_random(&stream->seed);
		stream->sum = add_sum(stream->sum, bytes, len);
		if (!files_write_fd(stream->fd, bytes, len))
			return NULL;
		left -= len;
	}
	if (stream->end && shutdown(stream->fd, SHUT_WR) < 0)
		close(stream->fd);
	return NULL;
}

static void *drain(void *arg)
{
	struct stream *stream = arg;
	char bytes[8191];
	ssize_t n;

	while ((n = read(stream->fd, bytes, sizeof(bytes))) > 0) {
		stream->sum = add_sum(stream->sum, bytes, (size_t)n);
		stream->len += (size_t)n;
	}
	return NULL;
}

static struct tunnel usual(void)
{
	return (struct tunnel){ .fd = far[0], .in = in[0], .out = out[1],
		.cancel_fd = cancel[0] };
}

/* Ten megabytes each way at once; either side may end first. */
START_TEST(carries_both_ways)
{
	struct stream up = { in[1], BIG, 1, 0, true }, sent = { far[1] },
		down = { far[1], BIG, 2, 0, true }, got = { out[0] };
	struct tunnel tunnel = usual();
	pthread_t threads[4];

	tunnel.half_close = true;
	tunnel.close_out = true;
	pthread_create(&threads[0], NULL, feed, &up);
	pthread_create(&threads[1], NULL, drain, &sent);
	pthread_create(&threads[2], NULL, feed, &down);
	pthread_create(&threads[3], NULL, drain, &got);
	ck_assert_msg(tunnel_run(&tunnel, &early, &error), "%s", error.text);
	close_end(&out[1]);
	in[1] = -1; /* closed by its feeder */
	for (size_t i = 0; i < COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	ck_assert_uint_eq(sent.len, BIG);
	ck_assert_uint_eq(sent.sum, up.sum);
	ck_assert_uint_eq(got.len, BIG);
	ck_assert_uint_eq(got.sum, down.sum);
}
END_TEST

static void check_out(struct span want)
{
	struct buf got = BUF_INIT;

	close_end(&out[1]);
	while (files_read_some(out[0], CHUNK, &got) > 0)
		;
	test_buf_eq(&got, want);
}

/* Reads to the end of the input, answers, and continues to its own end. */
static void *answer_end(void *arg)
{
	struct buf heard = BUF_INIT;

	(void)arg;
	while (files_read_some(far[1], CHUNK, &heard) > 0)
		;
	ck_assert_str_eq(buf_text(&heard), "question");
	ck_assert_int_eq(write(far[1], "answer", 6), 6);
	close_end(&far[1]);
	buf_clear(&heard);
	return NULL;
}

START_TEST(passes_the_end_of_the_input)
{
	struct tunnel tunnel = usual();
	pthread_t thread;

	tunnel.half_close = true;
	ck_assert_int_eq(write(in[1], "question", 8), 8);
	close_end(&in[1]);
	pthread_create(&thread, NULL, answer_end, NULL);
	ck_assert_msg(tunnel_run(&tunnel, &early, &error), "%s", error.text);
	pthread_join(thread, NULL);
	check_out(SPAN("answer"));
}
END_TEST

/* Sees the end of the output, and only then ends the input. */
static void *end_input(void *arg)
{
	struct buf got = BUF_INIT;

	(void)arg;
	while (files_read_some(out[0], CHUNK, &got) > 0)
		;
	ck_assert_str_eq(buf_text(&got), "first");
	ck_assert_int_eq(write(in[1], "last", 4), 4);
	close_end(&in[1]);
	buf_clear(&got);
	return NULL;
}

START_TEST(passes_the_end_of_the_far_end)
{
	struct tunnel tunnel = usual();
	pthread_t thread;

	tunnel.half_close = true;
	tunnel.close_out = true;
	buf_add_string(&early, "fi");
	ck_assert_int_eq(write(far[1], "rst", 3), 3);
	shutdown(far[1], SHUT_WR);
	pthread_create(&thread, NULL, end_input, NULL);
	ck_assert_msg(tunnel_run(&tunnel, &early, &error), "%s", error.text);
	pthread_join(thread, NULL);
	hear("last", 4);
}
END_TEST

/* The far end is not told of the input's end; its own end ends everything. */
static void *answer_without_end(void *arg)
{
	struct pollfd polled = { far[1], POLLIN, 0 };

	(void)arg;
	hear("question", 8);
	ck_assert_int_eq(poll(&polled, 1, SHORT), 0);
	ck_assert_int_eq(write(far[1], "answer", 6), 6);
	shutdown(far[1], SHUT_WR);
	return NULL;
}

START_TEST(ends_with_the_far_end)
{
	struct tunnel tunnel = usual();
	pthread_t thread;

	ck_assert_int_eq(write(in[1], "question", 8), 8);
	if (_i)
		close_end(&in[1]);
	pthread_create(&thread, NULL, answer_without_end, NULL);
	ck_assert_msg(tunnel_run(&tunnel, &early, &error), "%s", error.text);
	pthread_join(thread, NULL);
	check_out(SPAN("answer"));
}
END_TEST

/*
 * Nobody reads the output: the far end can write only a limited amount, and the
 * other direction continues. Then all of it is read.
 */
static void *press(void *arg)
{
	struct stream *got = arg;
	struct pollfd polled = { far[1], POLLOUT, 0 };
	static const char bytes[CHUNK];
	size_t sent = 0;
	ssize_t n;

	while (poll(&polled, 1, SHORT * 4) > 0) {
		ck_assert_uint_lt(sent, BIG);
		n = send(far[1], bytes, sizeof(bytes), MSG_DONTWAIT);
		if (n > 0)
			sent += (size_t)n;
	}
	ck_assert_int_eq(write(in[1], "still here", 10), 10);
	hear("still here", 10);
	shutdown(far[1], SHUT_WR);
	drain(got);
	ck_assert_uint_eq(got->len, sent);
	return NULL;
}

START_TEST(stops_reading_what_it_cannot_write)
{
	struct stream got = { out[0] };
	struct tunnel tunnel = usual();
	pthread_t thread;

	pthread_create(&thread, NULL, press, &got);
	ck_assert_msg(tunnel_run(&tunnel, &early, &error), "%s", error.text);
	close_end(&out[1]);
	pthread_join(thread, NULL);
	ck_assert_uint_gt(got.len, CHUNK);
}
END_TEST

/* Nothing is written or arrives: a closed reader is noticed all the same. */
START_TEST(sees_the_reader_go)
{
	struct tunnel tunnel = usual();

	if (_i)
		ck_assert_int_eq(write(far[1], "x", 1), 1);
	close_end(&out[0]);
	ck_assert(!tunnel_run(&tunnel, &early, &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_int_eq(tunnel.out_failure, EPIPE);
	ck_assert_str_eq(error.text, "cannot write the output: Broken pipe");
}
END_TEST

START_TEST(tells_what_was_not_taken)
{
	struct tunnel tunnel = usual();

	ck_assert_int_eq(write(far[1], "no", 2), 2);
	close_end(&far[1]);
	ck_assert_int_eq(write(in[1], "x", 1), 1);
	/* so that both are ready at once */
	ck_assert(!tunnel_run(&tunnel, &early, &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_str_eq(error.text, "the far end closed the connection "
		"before all input was sent");
	check_out(SPAN("no"));
}
END_TEST

START_TEST(fails)
{
	struct tunnel tunnel = usual();

	tunnel.in = -1;
	ck_assert_int_eq(write(cancel[1], "", 1), 1);
	ck_assert(!tunnel_run(&tunnel, &early, &error));
	ck_assert_int_eq(error.kind, ERROR_INTERRUPTED);
	close_end(&cancel[1]);
	tunnel.cancel_fd = -1;
	tunnel.in = out[1]; /* cannot be read */
	close_end(&out[0]);
	tunnel.out = far[1];
	ck_assert(!tunnel_run(&tunnel, &early, &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_str_eq(error.text, "cannot read standard input: Bad file "
		"descriptor");
}
END_TEST

static void show(void *arg, struct buf *to, struct span bytes, bool last)
{
	size_t *count = arg;

	*count += bytes.len;
	buf_print(to, "[%.*s]%s", (int)bytes.len, bytes.at, last ? "." : "");
}

START_TEST(shows)
{
	struct tunnel tunnel = usual();
	size_t count = 0;

	tunnel.show = show;
	tunnel.show_arg = &count;
	buf_add_string(&early, "ab");
	ck_assert_int_eq(write(far[1], "c", 1), 1);
	close_end(&far[1]);
	ck_assert_msg(tunnel_run(&tunnel, &early, &error), "%s", error.text);
	ck_assert_uint_eq(count, 3);
	check_out(SPAN("[ab][c][]."));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tunnel");
	TCase *tcase = test_case(suite, "tunnel");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, opens);
	tcase_add_test(tcase, does_not_open);
	tcase_add_test(tcase, carries_both_ways);
	tcase_add_test(tcase, passes_the_end_of_the_input);
	tcase_add_test(tcase, passes_the_end_of_the_far_end);
	tcase_add_loop_test(tcase, ends_with_the_far_end, 0, 2);
	tcase_add_test(tcase, stops_reading_what_it_cannot_write);
	tcase_add_loop_test(tcase, sees_the_reader_go, 0, 2);
	tcase_add_test(tcase, tells_what_was_not_taken);
	tcase_add_test(tcase, fails);
	tcase_add_test(tcase, shows);
	return test_run(suite);
}
