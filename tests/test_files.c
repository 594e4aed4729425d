/* Files read and written completely, and trees removed. */
#include "lib/test.h"
#include "util/alloc.h"
#include "util/error.h"
#include "util/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *directory;

static void setup(void)
{
	directory = test_directory();
}

static void teardown(void)
{
	files_remove_tree(directory);
	free(directory);
}

/* The path of `name` in the directory; the caller's. */
static char *path_of(const char *name)
{
	return alloc_print("%s/%s", directory, name);
}

static void make_file(const char *name, struct span content)
{
	char *path = path_of(name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert(files_write_fd(fd, content.at, content.len));
	close(fd);
	free(path);
}

static void make_directory(const char *name)
{
	char *path = path_of(name);

	ck_assert_int_eq(mkdir(path, 0700), 0);
	free(path);
}

static bool exists(const char *name)
{
	char *path = path_of(name);
	struct stat about;
	bool there = lstat(path, &about) == 0;

	free(path);
	return there;
}

START_TEST(reads_all)
{
	struct error error = ERROR_INIT;
	struct buf got = BUF_INIT;
	char *path = path_of("file");

	make_file("file", SPAN("a\0b\r\nc"));
	buf_add_string(&got, "> ");
	ck_assert(files_read(path, 6, &got, &error));
	test_buf_eq(&got, SPAN("> a\0b\r\nc"));
	ck_assert_int_eq(error.kind, ERROR_NONE);
	free(path);
}
END_TEST

/* Beyond the range of a 32-bit off_t. */
START_TEST(limit_of_a_huge_file)
{
	struct error error = ERROR_INIT;
	struct buf got = BUF_INIT;
	char *path = path_of("huge");

	_Static_assert(sizeof(off_t) >= 8, "no large files");
	make_file("huge", SPAN(""));
	ck_assert_int_eq(truncate(path, (off_t)5 << 30), 0);
	ck_assert(!files_read(path, 6, &got, &error));
	ck_assert_msg(strstr(error.text, "larger than 6 bytes") != NULL, "%s",
		error.text);
	error_clear(&error);
	buf_clear(&got);
	free(path);
}
END_TEST

START_TEST(limit_is_exact)
{
	struct error error = ERROR_INIT;
	struct buf got = BUF_INIT;
	char *path = path_of("file");

	make_file("file", SPAN("123456"));
	ck_assert(files_read(path, 6, &got, &error));
	buf_reset(&got);
	ck_assert(!files_read(path, 5, &got, &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_ptr_nonnull(strstr(error.text, path));
	ck_assert_ptr_nonnull(strstr(error.text, "5 bytes"));
	error_clear(&error);
	buf_clear(&got);
	free(path);
}
END_TEST

START_TEST(endless_file_ends)
{
	struct error error = ERROR_INIT;
	struct buf got = BUF_INIT;

	ck_assert(!files_read("/dev/zero", 100000, &got, &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_uint_lt(got.len, 1000000);
	error_clear(&error);
	buf_clear(&got);
}
END_TEST

START_TEST(empty_file)
{
	struct buf got = BUF_INIT;
	char *path = path_of("file");

	make_file("file", SPAN(""));
	ck_assert(files_read(path, 0, &got, NULL));
	test_buf_eq(&got, SPAN(""));
	free(path);
}
END_TEST

START_TEST(unreadable)
{
	struct error error = ERROR_INIT;
	struct buf got = BUF_INIT;
	char *path = path_of("nosuch");

	ck_assert(!files_read(path, 10, &got, &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_ptr_nonnull(strstr(error.text, path));
	ck_assert(!files_read(directory, 10, &got, &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_ptr_nonnull(strstr(error.text, directory));
	ck_assert(!files_read_fd(-1, "stdin", 10, &got, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "stdin"));
	error_clear(&error);
	buf_clear(&got);
	free(path);
}
END_TEST

/* More than a pipe holds, to a non-blocking descriptor. */
START_TEST(writes_all)
{
	size_t len = 1 << 20, sum = 0;
	char *bytes = alloc_zeroed(len);
	int fds[2], status;
	pid_t child;

	ck_assert_int_eq(pipe(fds), 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (!child) {
		ssize_t got;

		close(fds[1]);
		while ((got = read(fds[0], bytes, 4096)) > 0)
			sum += (size_t)got;
		_exit(sum == len ? 0 : 1);
	}
	close(fds[0]);
	ck_assert_int_eq(fcntl(fds[1], F_SETFL, O_NONBLOCK), 0);
	ck_assert(files_write_fd(fds[1], bytes, len));
	close(fds[1]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	ck_assert(!files_write_fd(-1, "x", 1));
	ck_assert(files_write_fd(-1, "", 0));
	free(bytes);
}
END_TEST

START_TEST(removes_trees)
{
	char *path = path_of("tree");

	make_directory("tree");
	make_directory("tree/a");
	make_directory("tree/a/.b");
	make_file("tree/a/.b/file", SPAN("x"));
	make_file("tree/.hidden", SPAN("x"));
	make_file("other", SPAN("x"));
	files_remove_tree(path);
	ck_assert(!exists("tree"));
	ck_assert(exists("other"));
	files_remove_tree(path);
	free(path);
	path = path_of("other");
	files_remove_tree(path);
	ck_assert(!exists("other"));
	free(path);
}
END_TEST

START_TEST(follows_no_link)
{
	char *tree = path_of("tree"), *kept = path_of("kept");
	char *link = path_of("tree/link"), *top = path_of("top");

	make_directory("tree");
	make_directory("kept");
	make_file("kept/file", SPAN("x"));
	ck_assert_int_eq(symlink(kept, link), 0);
	ck_assert_int_eq(symlink(kept, top), 0);
	files_remove_tree(tree);
	ck_assert(!exists("tree"));
	files_remove_tree(top);
	ck_assert(!exists("top"));
	ck_assert(exists("kept/file"));
	free(tree);
	free(kept);
	free(link);
	free(top);
}
END_TEST

static void check_advice(const char *path, const char *want)
{
	struct error error = ERROR_INIT;

	error_set(&error, ERROR_CONNECTION, "no");
	files_add_access_advice(&error, path, S_IWGRP, "SomeOption");
	ck_assert_str_eq(error.text, want);
	ck_assert_int_eq(error.remedy, strcmp(want, "no") != 0 ?
		ERROR_REMEDY_OWNER : ERROR_REMEDY_NONE);
	error_clear(&error);
}

#define ACCOUNT "Or use the owner's account: sudo -u root"

/* Nobody is advised to join root's group. */
START_TEST(advice_is_what_helps)
{
	char *path = path_of("socket");
	struct group *group = getgrgid(1);
	char *want;

	ck_assert(files_create(path, SPAN("x"), NULL));
	if (!geteuid() && group) {
		ck_assert_int_eq(chown(path, 0, 1), 0);
		ck_assert_int_eq(chmod(path, 0660), 0);
		want = alloc_print("no (group %s)\nAdd your user to the group "
			"and log in again: sudo adduser root %s\n" ACCOUNT,
			group->gr_name, group->gr_name);
		check_advice(path, want);
		free(want);
		ck_assert_int_eq(chmod(path, 0600), 0);
		want = alloc_print("no (group %s)\nSet SomeOption 1 in torrc "
			"and restart Tor\nAdd your user to the group and log "
			"in again: sudo adduser root %s\n" ACCOUNT,
			group->gr_name, group->gr_name);
		check_advice(path, want);
		free(want);
		ck_assert_int_eq(setegid(1), 0);
		want = alloc_print("no (group %s)\nSet SomeOption 1 in torrc "
			"and restart Tor\n" ACCOUNT, group->gr_name);
		check_advice(path, want);
		free(want);
		ck_assert_int_eq(setegid(0), 0);
		ck_assert_int_eq(chown(path, 0, 0), 0);
		check_advice(path, "no (owner root)\nTo let your group in, set "
			"SomeOption 1 in torrc and put the file in a "
			"directory that it can enter\n" ACCOUNT);
	}
	free(path);
	check_advice("/nosuch/file", "no");
}
END_TEST

/* A new file: private, and never an existing one. */
START_TEST(creates_files)
{
	char *path = path_of("new");
	struct buf content = BUF_INIT;
	struct error error = ERROR_INIT;
	struct stat about;

	ck_assert(files_create(path, SPAN("a\0b"), &error));
	ck_assert_int_eq(stat(path, &about), 0);
	ck_assert_int_eq(about.st_mode & 0777, 0600);
	ck_assert(!files_create(path, SPAN("other"), &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert(files_read(path, 10, &content, NULL));
	test_buf_eq(&content, SPAN("a\0b"));
	error_clear(&error);
	free(path);
}
END_TEST

static const struct {
	const char *home, *path, *want;
} homes[] = {
	{ "/home/a", "~/b/c", "/home/a/b/c" },
	{ "/home/a", "~/", "/home/a/" },
	{ "/home/a", "~", "~" },
	{ "/home/a", "~b/c", "~b/c" },
	{ "/home/a", "b/~/c", "b/~/c" },
	{ "/home/a", "", "" },
	{ "", "~/b", "~/b" },
	{ NULL, "~/b", "~/b" },
};

START_TEST(home_at_the_front)
{
	char *path;

	if (homes[_i].home)
		setenv("HOME", homes[_i].home, 1);
	else
		unsetenv("HOME");
	path = files_expand_home(homes[_i].path);
	ck_assert_str_eq(path, homes[_i].want);
	free(path);
}
END_TEST

/*
 * Fails unless the file has this content and mode 0600, and no other is left.
 */
static void check_saved(const char *name, const char *content)
{
	char *path = path_of(name);
	struct buf got = BUF_INIT;
	struct stat about;
	DIR *dir = opendir(directory);
	size_t count = 0;

	ck_assert(files_read(path, 100, &got, NULL));
	test_buf_eq(&got, span_of(content));
	ck_assert_int_eq(stat(path, &about), 0);
	ck_assert_int_eq(about.st_mode & 07777, 0600);
	while (readdir(dir))
		count++;
	closedir(dir);
	ck_assert_uint_eq(count, 3); /* with "." and ".." */
	free(path);
}

START_TEST(saves)
{
	char *path = path_of("key");
	struct error error = ERROR_INIT;
	mode_t old = umask(0777);

	ck_assert(files_may_save(path, false, &error));
	ck_assert(files_save(path, SPAN("one"), false, &error));
	umask(0);
	check_saved("key", "one");
	ck_assert(!files_may_save(path, false, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "already exists"));
	ck_assert_int_eq(error.remedy, ERROR_REMEDY_OVERWRITE);
	error_clear(&error);
	ck_assert(!files_save(path, SPAN("two"), false, &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_int_eq(error.remedy, ERROR_REMEDY_OVERWRITE);
	check_saved("key", "one");
	ck_assert_int_eq(chmod(path, 0644), 0);
	ck_assert(files_may_save(path, true, NULL));
	ck_assert(files_save(path, SPAN("two"), true, NULL));
	check_saved("key", "two");
	umask(old);
	error_clear(&error);
	free(path);
}
END_TEST

/* A full disk, simulated by a limit: the previous file stays. */
START_TEST(saves_whole_or_not)
{
	char *path = path_of("key");
	struct rlimit limit = { 4, RLIM_INFINITY };
	struct error error = ERROR_INIT;

	make_file("key", SPAN("old"));
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert(!files_save(path, SPAN("too long"), true, &error));
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_ptr_null(strstr(error.text, "too long"));
	check_saved("key", "old");
	error_clear(&error);
	free(path);
}
END_TEST

START_TEST(saves_nowhere)
{
	char *path = path_of("none/key"), *link = path_of("link");

	ck_assert(!files_may_save(path, false, NULL));
	ck_assert(!files_save(path, SPAN("x"), false, NULL));
	/* A link is neither followed nor replaced. */
	ck_assert_int_eq(symlink("elsewhere", link), 0);
	ck_assert(!files_may_save(link, false, NULL));
	ck_assert(!files_may_save(link, true, NULL));
	ck_assert(!files_save(link, SPAN("x"), false, NULL));
	ck_assert(!exists("elsewhere"));
	ck_assert(!files_may_save(directory, true, NULL));
	free(path);
	free(link);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("files");
	TCase *tcase = test_case(suite, "files");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, reads_all);
	tcase_add_test(tcase, limit_of_a_huge_file);
	tcase_add_test(tcase, limit_is_exact);
	tcase_add_test(tcase, endless_file_ends);
	tcase_add_test(tcase, empty_file);
	tcase_add_test(tcase, unreadable);
	tcase_add_test(tcase, writes_all);
	tcase_add_test(tcase, saves);
	tcase_add_test(tcase, saves_whole_or_not);
	tcase_add_test(tcase, saves_nowhere);
	tcase_add_test(tcase, removes_trees);
	tcase_add_test(tcase, follows_no_link);
	tcase_add_test(tcase, advice_is_what_helps);
	tcase_add_test(tcase, creates_files);
	test_add_table(tcase, home_at_the_front, homes);
	return test_run(suite);
}
