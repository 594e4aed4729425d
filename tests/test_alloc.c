/* Memory: copies end with NUL, and wiping wipes. */
#include "lib/test.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(copies_end_with_nul)
{
	char *copy = alloc_bytes("a\0bc", 3);

	ck_assert_mem_eq(copy, "a\0b\0", 4);
	free(copy);
	copy = alloc_bytes(NULL, 0);
	ck_assert_str_eq(copy, "");
	free(copy);
	copy = alloc_string("text");
	ck_assert_str_eq(copy, "text");
	free(copy);
	copy = alloc_print("%s-%d%%", "x", 42);
	ck_assert_str_eq(copy, "x-42%");
	free(copy);
}
END_TEST

START_TEST(sizes_of_zero)
{
	char *memory = alloc_zeroed(0);

	ck_assert_ptr_nonnull(memory);
	memory = alloc_resize(memory, 0, 8);
	ck_assert_ptr_nonnull(memory);
	memory = alloc_resize(memory, 8, 2);
	memset(memory, 'x', 16);
	free(memory);
	memory = alloc_zeroed(64);
	for (size_t i = 0; i < 64; i++)
		ck_assert_int_eq(memory[i], 0);
	free(memory);
}
END_TEST

START_TEST(wipes)
{
	char secret[] = "secret";

	alloc_wipe(secret, 3);
	ck_assert_mem_eq(secret, "\0\0\0ret", 7);
	alloc_wipe(NULL, 3);
	alloc_wipe(secret, 0);
}
END_TEST

static void leave(void)
{
	_exit(7);
}

static void resize_too_much(void)
{
	alloc_resize(NULL, SIZE_MAX / 2, 3);
}

static void grow_too_much(void)
{
	struct buf buf = BUF_INIT;

	buf_grow(&buf, SIZE_MAX - 1);
}

/* Sizes that overflow count as memory that cannot be had. */
START_TEST(out_of_memory)
{
	static void (*const too_much[])(void) = { resize_too_much,
		grow_too_much };
	int status;

	for (size_t i = 0; i < sizeof(too_much) / sizeof(*too_much); i++) {
		pid_t pid = fork();

		if (!pid) {
			alloc_on_failure(leave);
			too_much[i]();
			_exit(0);
		}
		ck_assert_int_eq(waitpid(pid, &status, 0), pid);
		ck_assert(WIFEXITED(status));
		ck_assert_int_eq(WEXITSTATUS(status), 7);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("alloc");
	TCase *tcase = test_case(suite, "alloc");

	tcase_add_test(tcase, copies_end_with_nul);
	tcase_add_test(tcase, sizes_of_zero);
	tcase_add_test(tcase, wipes);
	tcase_add_test(tcase, out_of_memory);
	return test_run(suite);
}
