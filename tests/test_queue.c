/* The queue of events: order, moves, and bounded memory. */
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

START_TEST(moved)
{
	struct queue from = { 0 }, to = { 0 };

	queue_move(&to, &from);
	check_empty(&to);
	add(&to, "one", 1);
	add(&to, "two", 2);
	check_next(&to, "one", 1);
	add(&from, "zero", 0);
	add(&from, "three", 3);
	check_next(&from, "zero", 0);
	queue_add(&from, span_of("fo"));
	queue_move(&to, &from);
	ck_assert_uint_eq(to.count, 2);
	check_empty(&from);
	/* the record under construction does not move */
	ck_assert_uint_eq(queue_building(&from), 2);
	queue_add(&from, span_of("ur"));
	queue_commit(&from, 4);
	add(&from, "five", 5);
	queue_move(&to, &from);
	check_next(&to, "two", 2);
	check_next(&to, "three", 3);
	check_next(&to, "four", 4);
	check_next(&to, "five", 5);
	check_empty(&to);
	check_empty(&from);
	queue_clear(&from);
	queue_clear(&to);
}
END_TEST

/* The reader fills one and its owner empties the other, at random. */
START_TEST(at_random)
{
	struct queue from = { 0 }, to = { 0 };
	uint32_t state = 1 + (uint32_t)_i, in = 0, out = 0;
	bool ok = true;

	for (int i = 0; i < 20000; i++) {
		uint32_t what = test_random(&state) % 8;
		struct queue_event event;
		char text[16];

		snprintf(text, sizeof(text), "%u", what < 4 ? in : out);
		if (what < 3) {
			queue_add(&from, (struct span){ text, 1 });
			queue_add(&from, span_of(text + 1));
			queue_commit(&from, in++);
		} else if (what < 4) {
			queue_move(&to, &from);
		} else if (queue_take(&to, &event)) {
			ok = ok && event.time == out++ &&
				span_equal(event.raw, text);
		}
	}
	ck_assert(ok);
	ck_assert_uint_eq(in - out, from.count + to.count);
	queue_clear(&from);
	queue_clear(&to);
}
END_TEST

/* A million records need only the memory of the most that waited at once. */
START_TEST(memory_stays)
{
	struct queue from = { 0 }, to = { 0 };
	struct queue_event event;

	for (int i = 0; i < 1000000; i++) {
		queue_add(&from, SPAN("650 BW 1 2\r\n"));
		queue_commit(&from, i);
		if (i % 100 == 99)
			queue_move(&to, &from);
		if (i > 1000)
			queue_take(&to, &event);
	}
	ck_assert_uint_lt(from.bytes.size, 64 * 1024);
	ck_assert_uint_lt(to.bytes.size, 256 * 1024);
	queue_clear(&from);
	queue_clear(&to);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("queue");
	TCase *tcase = test_case(suite, "queue");

	tcase_add_test(tcase, first_in_first_out);
	tcase_add_test(tcase, nul_in_event);
	tcase_add_test(tcase, half_built);
	tcase_add_test(tcase, moved);
	tcase_add_loop_test(tcase, at_random, 0, 8);
	tcase_add_test(tcase, memory_stays);
	return test_run(suite);
}
