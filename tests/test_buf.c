/* Buffers: growth, the NUL after the content, and wiping of secrets. */
#include "lib/test.h"

#include <stdlib.h>
#include <string.h>

START_TEST(starts_empty)
{
	struct buf buf = BUF_INIT;

	ck_assert_str_eq(buf_text(&buf), "");
	test_span_eq(buf_span(&buf), SPAN(""));
	buf_reset(&buf);
	buf_consume(&buf, 0);
	buf_add(&buf, NULL, 0);
	ck_assert_str_eq(buf_text(&buf), "");
	buf_clear(&buf);
	buf_clear(&buf);
}
END_TEST

START_TEST(adds_in_order)
{
	struct buf buf = BUF_INIT;

	buf_add_string(&buf, "ab");
	buf_add_char(&buf, '\0');
	buf_add_span(&buf, SPAN("c\0d"));
	buf_print(&buf, "%d-%s", 42, "x");
	buf_add(&buf, "!", 1);
	test_buf_eq(&buf, SPAN("ab\0c\0d42-x!"));
	ck_assert_uint_eq(buf.len, 0);
}
END_TEST

/* At every size a NUL follows the content, within the memory. */
START_TEST(ends_with_nul)
{
	struct buf buf = { .secret = _i };

	for (size_t i = 0; i < 5000; i++) {
		buf_add_char(&buf, (char)('a' + i % 26));
		ck_assert_uint_eq(buf.len, i + 1);
		ck_assert_uint_lt(buf.len, buf.size);
		ck_assert_int_eq(buf.data[buf.len], '\0');
	}
	for (size_t i = 0; i < 5000; i++)
		ck_assert_int_eq(buf.data[i], (char)('a' + i % 26));
	buf_clear(&buf);
}
END_TEST

START_TEST(grows_by_doubling)
{
	struct buf buf = BUF_INIT;
	size_t size = 0, moves = 0;

	for (size_t i = 0; i < 1000000; i++) {
		buf_add_char(&buf, 'x');
		moves += buf.size != size;
		size = buf.size;
	}
	ck_assert_uint_le(moves, 20);
	buf_clear(&buf);
}
END_TEST

START_TEST(reserve_keeps_content)
{
	struct buf buf = BUF_INIT;
	char *room = buf_reserve(&buf, 0);

	ck_assert_ptr_nonnull(room);
	buf_add_string(&buf, "head");
	room = buf_reserve(&buf, 100000);
	ck_assert_ptr_eq(room, buf.data + 4);
	memset(room, 'x', 100000);
	test_span_eq(buf_span(&buf), SPAN("head"));
	buf_clear(&buf);
}
END_TEST

START_TEST(consume_takes_the_front)
{
	struct buf buf = BUF_INIT;

	buf_add_string(&buf, "abcdef");
	buf_consume(&buf, 2);
	ck_assert_str_eq(buf_text(&buf), "cdef");
	buf_consume(&buf, 4);
	ck_assert_str_eq(buf_text(&buf), "");
	buf_add_string(&buf, "new");
	test_buf_eq(&buf, SPAN("new"));
}
END_TEST

START_TEST(steal_hands_over)
{
	struct buf buf = BUF_INIT;
	char *text;

	text = buf_steal(&buf);
	ck_assert_str_eq(text, "");
	free(text);
	buf_add_string(&buf, "mine");
	text = buf_steal(&buf);
	ck_assert_str_eq(text, "mine");
	ck_assert_ptr_null(buf.data);
	free(text);
}
END_TEST

START_TEST(reset_keeps_memory)
{
	struct buf buf = BUF_INIT;
	size_t size;

	buf_add_string(&buf, "something");
	size = buf.size;
	buf_reset(&buf);
	ck_assert_str_eq(buf_text(&buf), "");
	ck_assert_uint_eq(buf.size, size);
	buf_clear(&buf);
}
END_TEST

static bool holds_byte(const char *data, size_t len, char c)
{
	return memchr(data, c, len) != NULL;
}

/* Memory that the buffer still owns can be inspected. */
START_TEST(secrets_are_wiped)
{
	struct buf buf = BUF_INIT_SECRET;

	memset(buf_reserve(&buf, 40), '-', 40);
	buf_add_string(&buf, "ssssssss");
	buf_consume(&buf, 6);
	ck_assert_uint_ge(buf.size, 40);
	ck_assert(!holds_byte(buf.data + buf.len, 40 - buf.len, 's'));
	ck_assert_str_eq(buf_text(&buf), "ss");
	buf_reset(&buf);
	ck_assert(!holds_byte(buf.data, 40, 's'));
	buf_clear(&buf);
	ck_assert_msg(buf.secret, "timed out: a cleared secret is still a "
		"secret's place");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("buf");
	TCase *tcase = test_case(suite, "buf");

	tcase_add_test(tcase, starts_empty);
	tcase_add_test(tcase, adds_in_order);
	tcase_add_loop_test(tcase, ends_with_nul, 0, 2);
	tcase_add_test(tcase, grows_by_doubling);
	tcase_add_test(tcase, reserve_keeps_content);
	tcase_add_test(tcase, consume_takes_the_front);
	tcase_add_test(tcase, steal_hands_over);
	tcase_add_test(tcase, reset_keeps_memory);
	tcase_add_test(tcase, secrets_are_wiped);
	return test_run(suite);
}
