/* The copy of a session: plain lines, without secrets, up to a failure. */
#include "lib/test.h"
#include "out/tee.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "copy"

static struct tee tee = TEE_INIT;
static char *directory;

static void setup(void)
{
	directory = test_directory();
	ck_assert(!chdir(directory));
	ck_assert(tee_open(&tee, FILE_NAME, NULL));
}

static void teardown(void)
{
	tee_close(&tee);
	ck_assert(!chdir("/"));
	files_remove_tree(directory);
	free(directory);
}

static void check(const char *want)
{
	struct buf got = BUF_INIT;

	tee_close(&tee);
	ck_assert(files_read(FILE_NAME, 4096, &got, NULL));
	ck_assert_str_eq(buf_text(&got), want);
	buf_clear(&got);
}

static const struct {
	const char *parts[4];
	const char *want;
} rows[] = {
	{ { "a\nb\n" }, "a\nb\n" },
	{ { "a", "b", "\n\n", "c" }, "ab\n\nc\n" },
	/* colours, also in the middle of one */
	{ { "\x1b[31ma\x1b[0m b\x1b[1;36m\n" }, "a b\n" },
	{ { "a\x1b", "[", "0", "mb\n" }, "ab\n" },
	{ { "a\x1b[2Kb\x1b\x1b[m\xe2\x86\x92\x1b[\n" }, "ab\xe2\x86\x92\n" },
	{ { "a\x1b" "b\n" }, "ab\n" },
	/* secrets */
	{ { "PrivateKey=ED25519-V3:abc x\n" }, "PrivateKey=<redacted>\n" },
	{ { "x25519:A", "BC\n" }, "x25519:<redacted>\n" },
	{ { "\x1b[36mHashedControlPassword\x1b[0m=16:A\nb\n" },
		"HashedControlPassword=<redacted>\nb\n" },
	{ { "-HashedControlPassword 16:A\n" },
		"-HashedControlPassword <redacted>\n" },
	{ { "HashedControlPassword a\\\nb\nc\n" },
		"HashedControlPassword <redacted>\n<redacted>\nc\n" },
};

START_TEST(plain_lines)
{
	for (size_t i = 0; i < 4 && rows[_i].parts[i]; i++)
		tee_write(&tee, span_of(rows[_i].parts[i]));
	check(rows[_i].want);
}
END_TEST

START_TEST(appends_to_a_private_file)
{
	struct stat about;

	ck_assert(!stat(FILE_NAME, &about));
	ck_assert_int_eq(about.st_mode & 0777, 0600);
	tee_write(&tee, SPAN("a\n"));
	ck_assert(tee_open(&tee, FILE_NAME, NULL));
	tee_write(&tee, SPAN("b"));
	/* What cannot be opened changes nothing. */
	ck_assert(!tee_open(&tee, "/nowhere/copy", NULL));
	ck_assert(!tee_open(&tee, ".", NULL));
	ck_assert(!mkfifo("fifo", 0600) && !tee_open(&tee, "fifo", NULL));
	tee_write(&tee, SPAN("c\n"));
	check("a\nbc\n");
}
END_TEST

START_TEST(pauses)
{
	tee_write(&tee, SPAN("> "));
	tee_pause(&tee);
	tee_write(&tee, SPAN("a\n"));
	tee_pause(&tee);
	tee_resume(&tee);
	tee_write(&tee, SPAN("b\n"));
	tee_resume(&tee);
	tee_write(&tee, SPAN("c\n"));
	tee_pause(NULL);
	tee_resume(NULL);
	tee_write(NULL, SPAN("d"));
	check("> (not copied: it may hold a secret)\nc\n");
}
END_TEST

START_TEST(a_full_disk_ends_it)
{
	if (access("/dev/full", W_OK))
		return;
	ck_assert(tee_open(&tee, "/dev/full", NULL));
	tee_write(&tee, SPAN("a"));
	ck_assert_int_eq(tee.failure, 0);
	tee_write(&tee, SPAN("b\nc\n"));
	ck_assert_int_eq(tee.failure, ENOSPC);
	ck_assert_int_eq(tee.fd, -1);
	tee_write(&tee, SPAN("d\n"));
	ck_assert_str_eq(tee.path, "/dev/full");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tee");
	TCase *tcase = test_case(suite, "tee");

	tcase_add_checked_fixture(tcase, setup, teardown);
	test_add_table(tcase, plain_lines, rows);
	tcase_add_test(tcase, appends_to_a_private_file);
	tcase_add_test(tcase, pauses);
	tcase_add_test(tcase, a_full_disk_ends_it);
	return test_run(suite);
}
