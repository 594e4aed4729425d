/* The queue of events: order, and bounded memory. */
#include "conn/queue.h"
#include "lib/test.h"

#include <stdio.h>
#include <string.h>

static void add(struct queue *queue, const char *text, int64_t time)
{
	queue_add(queue, span_of(text));
	queue_commit(queue, time);
}

static void check_next(struct queue *queue, const char *text, int64_t time)
{
	struct queue_event event;

	ck_assert(queue_take(queue, &event));
	test_span_eq(event.raw, span_of(text));
	ck_assert_int_eq(event.time, time);
}

static void check_empty(struct queue *queue)
{
	struct queue_event event;

	ck_assert(!queue_take(queue, &event));
	ck_assert_uint_eq(queue->count, 0);
	ck_assert_uint_eq(queue_size(queue), 0);
}

START_TEST(first_in_first_out)
{
	struct queue queue = { 0 };

	check_empty(&queue);
	add(&queue, "one", 1);
	add(&queue, "", -2);
	ck_assert_uint_gt(queue_size(&queue), 3);
	check_next(&queue, "one", 1);
	add(&queue, "three", INT64_MAX);
	check_next(&queue, "", -2);
	check_next(&queue, "three", INT64_MAX);
	check_empty(&queue);
	add(&queue, "four", 4);
	check_next(&queue, "four", 4);
	check_empty(&queue);
	queue_clear(&queue);
	queue_clear(&queue);
}
END_TEST

START_TEST(nul_in_event)
{
	struct queue queue = { 0 };
	struct queue_event event;

	queue_add(&queue, SPAN("a\0"));
	queue_add(&queue, SPAN("\0b"));
	queue_commit(&queue, 0);
	ck_assert(queue_take(&queue, &event));
	test_span_eq(event.raw, SPAN("a\0\0b"));
	queue_clear(&queue);
}
END_TEST

/* A record under construction cannot be taken and does not count. */
START_TEST(half_built)
{
	struct queue queue = { 0 };

	ck_assert_uint_eq(queue_building(&queue), 0);
	queue_add(&queue, span_of("ab"));
	ck_assert_uint_eq(queue_building(&queue), 2);
	check_empty(&queue);
	queue_add(&queue, span_of("cd"));
	ck_assert_uint_eq(queue_building(&queue), 4);
	queue_commit(&queue, 1);
	ck_assert_uint_eq(queue_building(&queue), 0);
	queue_add(&queue, span_of("ef"));
	check_next(&queue, "abcd", 1);
	check_empty(&queue);
	queue_add(&queue, span_of("gh"));
	queue_commit(&queue, 2);
	check_next(&queue, "efgh", 2);
	check_empty(&queue);
	queue_clear(&queue);
}
END_TEST

/* Filled and emptied at random. */
START_TEST(at_random)
{
	uint32_t state = 1 + (uint32_t)_i, in = 0, out = 0;
	struct queue queue = { 0 };
	bool ok = true;

	for (int i = 0; i < 20000; i++) {
		struct queue_event event;
		char text[16];

		if (test_random(&state) % 2) {
			snprintf(text, sizeof(text), "%u", in);
			queue_add(&queue, (struct span){ text, 1 });
			queue_add(&queue, span_of(text + 1));
			queue_commit(&queue, in++);
		} else if (queue_take(&queue, &event)) {
			snprintf(text, sizeof(text), "%u", out);
			ok = ok && event.time == out++ &&
				span_equal(event.raw, text);
		}
	}
	ck_assert(ok);
	ck_assert_uint_eq(in - out, queue.count);
	queue_clear(&queue);
}
END_TEST

/*
 * Many records need only the memory of the most that waited at once, even if
 * the queue is never empty.
 */
START_TEST(memory_stays)
{
	static const size_t most[] = { 1, 2, 100 };
	struct queue queue = { 0 };
	struct queue_event event;

	for (int i = 0; i < 50000; i++) {
		queue_add(&queue, SPAN("650 BW 1 2\r\n"));
		if (queue.count >= most[_i])
			ck_assert(queue_take(&queue, &event));
		queue_commit(&queue, i);
	}
	ck_assert_uint_eq(queue.count, most[_i]);
	ck_assert_uint_lt(queue.bytes.size, 16 * 1024);
	queue_clear(&queue);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("queue");
	TCase *tcase = test_case(suite, "queue");

	tcase_add_test(tcase, first_in_first_out);
	tcase_add_test(tcase, nul_in_event);
	tcase_add_test(tcase, half_built);
	tcase_add_loop_test(tcase, at_random, 0, 8);
	tcase_add_loop_test(tcase, memory_stays, 0, 3);
	return test_run(suite);
}
