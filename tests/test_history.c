/* The shell's history file: shared, private, truncated, never an obstacle. */
#include "lib/test.h"
#include "shell/history.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/files.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 4, LINES = 500 };

static char *directory, *path;
static struct history *history;
static struct error error;

static void setup(void)
{
	directory = test_directory();
	path = alloc_print("%s/history", directory);
	unsetenv("XDG_STATE_HOME");
}

static void teardown(void)
{
	history_free(history);
	history = NULL;
	error_clear(&error);
	chmod(directory, 0700);
	files_remove_tree(directory);
	free(directory);
	free(path);
}

/* As another shell would find it. */
static void reopen(void)
{
	history_free(history);
	error_clear(&error);
	history = history_open(path, &error);
}

static void write_file(struct span content)
{
	unlink(path);
	ck_assert(files_create(path, content, &error));
}

/* The entries, separated by "|". */
static void check_lines(const char *want)
{
	char *all = strv_join(history_lines(history), "|");

	ck_assert_str_eq(all, want);
	free(all);
}

static void check_file(const char *want)
{
	struct buf text = BUF_INIT;

	ck_assert(files_read(path, 1 << 30, &text, &error));
	ck_assert_str_eq(buf_text(&text), want);
	buf_clear(&text);
}

static mode_t mode_of(const char *file)
{
	struct stat about;

	ck_assert_int_eq(stat(file, &about), 0);
	return about.st_mode & 07777;
}

START_TEST(keeps_lines)
{
	reopen();
	ck_assert_int_eq(error.kind, ERROR_NONE);
	check_lines("");
	history_add(history, "getinfo version");
	history_add(history, "setconf ContactInfo=\"ä b\"");
	check_lines("getinfo version|setconf ContactInfo=\"ä b\"");
	check_file("getinfo version\nsetconf ContactInfo=\"ä b\"\n");
	reopen();
	check_lines("getinfo version|setconf ContactInfo=\"ä b\"");
}
END_TEST

START_TEST(leaves_out)
{
	reopen();
	history_add(history, "a");
	history_add(history, "");
	history_add(history, " hidden");
	history_add(history, "\thidden");
	history_add(history, "a");
	history_add(history, "two\nlines");
	history_add(history, "cr\r");
	history_add(history, "esc\x1b[2J");
	history_add(history, "tab\tis fine");
	history_add(history, "a");
	check_lines("a|tab\tis fine|a");
	check_file("a\ntab\tis fine\na\n");
}
END_TEST

START_TEST(is_private)
{
	mode_t old = umask(0);
	char *home = alloc_print("%s/x", directory);
	char *file = alloc_print("%s/.local/state/torctl/history", home);
	char *parent = alloc_print("%s/.local/state/torctl", home);

	setenv("HOME", home, 1);
	history = history_open(NULL, &error);
	ck_assert_int_eq(error.kind, ERROR_NONE);
	history_add(history, "x");
	ck_assert_int_eq(mode_of(file), 0600);
	ck_assert_int_eq(mode_of(parent), 0700);
	ck_assert_int_eq(mode_of(home), 0700);
	/* A file that others can read becomes private again. */
	ck_assert_int_eq(chmod(file, 0644), 0);
	history_free(history);
	history = history_open(NULL, &error);
	ck_assert_int_eq(mode_of(file), 0600);
	check_lines("x");
	umask(old);
	free(parent);
	free(file);
	free(home);
}
END_TEST

START_TEST(state_home)
{
	char *file = alloc_print("%s/torctl/history", directory);

	setenv("XDG_STATE_HOME", directory, 1);
	history = history_open(NULL, &error);
	history_add(history, "x");
	ck_assert_int_eq(mode_of(file), 0600);
	free(file);
}
END_TEST

START_TEST(no_home)
{
	unsetenv("HOME");
	setenv("XDG_STATE_HOME", "relative/is/ignored", 1);
	history = history_open(NULL, &error);
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_str_eq(error.text, "history is not saved: neither "
		"XDG_STATE_HOME nor HOME is an absolute path");
	history_add(history, "x");
	check_lines("x");
	ck_assert(history_clear(history, NULL));
	check_lines("");
}
END_TEST

START_TEST(bad_places)
{
	/* A directory, a FIFO (which must not block), a path below a file. */
	ck_assert_int_eq(mkdir(path, 0700), 0);
	reopen();
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert(strstr(error.text, path));
	history_add(history, "kept in memory");
	check_lines("kept in memory");
	rmdir(path);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	reopen();
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert(strstr(error.text, "not a regular file"));
	unlink(path);
	write_file(SPAN("x\n"));
	free(path);
	path = alloc_print("%s/history/below", directory);
	reopen();
	ck_assert_int_eq(error.kind, ERROR_FILE);
}
END_TEST

START_TEST(unreadable_ones)
{
	if (!geteuid())
		return; /* root may do anything */
	write_file(SPAN("old\n"));
	chmod(path, 0400);
	reopen();
	ck_assert_int_eq(error.kind, ERROR_FILE);
	check_lines("old");
	history_add(history, "new");
	check_lines("old|new");
	check_file("old\n");
	chmod(path, 0000);
	reopen();
	ck_assert_int_eq(error.kind, ERROR_FILE);
	check_lines("");
}
END_TEST

START_TEST(rubbish_is_passed_over)
{
	write_file(SPAN("\x7f" "ELF\x01\x00\x00\nfine\n\n\x00\n"
		"\xff\xfe latin\xe9\n\x1b[2J\nlast\r\nnot ended"));
	reopen();
	ck_assert_int_eq(error.kind, ERROR_NONE);
	check_lines("fine|\xff\xfe latin\xe9|last|not ended");
	history_add(history, "next");
	reopen();
	check_lines("fine|\xff\xfe latin\xe9|last|not ended|next");
}
END_TEST

static void fill(size_t count, struct buf *text)
{
	for (size_t i = 0; i < count; i++)
		buf_print(text, "line %zu\n", i);
	write_file(buf_span(text));
}

START_TEST(cut_back)
{
	struct buf text = BUF_INIT;
	const struct strv *lines;
	struct buf now = BUF_INIT;

	fill(HISTORY_MAX * 11 / 10, &text);
	reopen();
	lines = history_lines(history);
	ck_assert_uint_eq(lines->len, HISTORY_MAX);
	ck_assert_str_eq(lines->items[0], "line 1000");
	check_file(buf_text(&text));
	/* One more than the limit. */
	history_add(history, "new");
	ck_assert_str_eq(lines->items[lines->len - 1], "new");
	ck_assert(files_read(path, 1 << 30, &now, &error));
	ck_assert(!strncmp(buf_text(&now), "line 1001\n", 10));
	ck_assert_int_eq(mode_of(path), 0600);
	history_add(history, "newer");
	reopen();
	lines = history_lines(history);
	ck_assert_uint_eq(lines->len, HISTORY_MAX);
	ck_assert_str_eq(lines->items[lines->len - 1], "newer");
	buf_clear(&text);
	buf_clear(&now);
}
END_TEST

START_TEST(cut_at_opening)
{
	struct buf text = BUF_INIT;

	fill(HISTORY_MAX * 2, &text);
	reopen();
	ck_assert_uint_eq(history_lines(history)->len, HISTORY_MAX);
	for (int i = 0; i < HISTORY_MAX / 10 + 2; i++) {
		char *line = alloc_print("n%d", i);

		history_add(history, line);
		free(line);
	}
	reopen();
	ck_assert_uint_eq(history_lines(history)->len, HISTORY_MAX);
	buf_clear(&text);
}
END_TEST

/* Neither read nor written nor closed to others, and the reason is given. */
static void check_untouched(const char *reason, const char *target)
{
	char *want = alloc_print("history is not saved: cannot use %s: %s",
		path, reason);
	struct buf text = BUF_INIT;

	ck_assert_int_eq(chmod(target, 0644), 0);
	reopen();
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_str_eq(error.text, want);
	check_lines("");
	history_add(history, "new");
	check_lines("new");
	ck_assert(history_clear(history, NULL));
	ck_assert_int_eq(mode_of(target), 0644);
	ck_assert(files_read(target, 100, &text, NULL));
	ck_assert_str_eq(buf_text(&text), "old\n");
	buf_clear(&text);
	free(want);
}

START_TEST(links_are_not_used)
{
	char *target = alloc_print("%s/target", directory);

	write_file(SPAN("old\n"));
	ck_assert_int_eq(rename(path, target), 0);
	ck_assert_int_eq(symlink(target, path), 0);
	check_untouched("it is a symbolic link", target);
	unlink(path);
	ck_assert_int_eq(link(target, path), 0);
	check_untouched("it has more than one hard link", target);
	/* One that takes the file's place later is not written to either. */
	unlink(path);
	reopen();
	history_add(history, "own");
	unlink(path);
	ck_assert_int_eq(symlink(target, path), 0);
	history_add(history, "new");
	check_lines("own|new");
	ck_assert(!history_clear(history, &error));
	check_untouched("it is a symbolic link", target);
	free(target);
}
END_TEST

START_TEST(file_of_another_user_is_not_used)
{
	const uid_t nobody = 65534;

	if (geteuid())
		return; /* only root can give files away */
	write_file(SPAN("old\n"));
	ck_assert_int_eq(chown(path, nobody, 0), 0);
	check_untouched("it belongs to another user", path);
}
END_TEST

START_TEST(huge_lines)
{
	struct buf text = BUF_INIT;
	size_t size = (size_t)20 * 1024 * 1024;

	memset(buf_reserve(&text, size), 'x', size);
	text.len = size;
	buf_add_string(&text, "\nlast\n");
	write_file(buf_span(&text));
	reopen();
	check_lines("last");
	buf_clear(&text);
}
END_TEST

START_TEST(clears)
{
	struct history *other;

	reopen();
	history_add(history, "secret after all");
	other = history_open(path, &error);
	ck_assert(history_clear(history, &error));
	check_lines("");
	check_file("");
	history_add(other, "b");
	check_file("b\n");
	history_free(other);
}
END_TEST

static void write_many(int writer)
{
	struct history *own = history_open(path, NULL);

	for (int i = 0; i < LINES; i++) {
		char *line = alloc_print("%d %d", writer, i);

		history_add(own, line);
		free(line);
	}
	history_free(own);
	_exit(0);
}

static void run_writers(void)
{
	pid_t children[WRITERS];
	int status;

	for (int i = 0; i < WRITERS; i++) {
		children[i] = fork();
		ck_assert_int_ge(children[i], 0);
		if (!children[i])
			write_many(i);
	}
	for (int i = 0; i < WRITERS; i++) {
		ck_assert_int_eq(waitpid(children[i], &status, 0),
			children[i]);
		ck_assert_int_eq(status, 0);
	}
}

/* Each writer's lines are there, in its order; returns how many in all. */
static size_t check_writers(size_t first)
{
	const struct strv *lines = history_lines(history);
	int next[WRITERS] = { 0 };
	size_t count = 0;

	for (size_t i = first; i < lines->len; i++) {
		int writer = lines->items[i][0] - '0';

		if (writer < 0 || writer >= WRITERS)
			continue;
		ck_assert_int_eq(atoi(lines->items[i] + 2), next[writer]++);
		count++;
	}
	return count;
}

START_TEST(several_shells)
{
	run_writers();
	reopen();
	ck_assert_uint_eq(check_writers(0), WRITERS * LINES);
	ck_assert_uint_eq(history_lines(history)->len, WRITERS * LINES);
}
END_TEST

START_TEST(several_shells_and_cuts)
{
	struct buf text = BUF_INIT;

	/* Each of them truncates the file while the others append. */
	fill(HISTORY_MAX * 11 / 10 - LINES / 2, &text);
	run_writers();
	reopen();
	ck_assert_uint_eq(check_writers(0), WRITERS * LINES);
	buf_clear(&text);
}
END_TEST

/* Another shell, which locks the file and continues with `then`. */
static pid_t hold_lock(void (*then)(void))
{
	struct flock range = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int ready[2];
	char byte;
	pid_t child;

	ck_assert_int_eq(pipe(ready), 0);
	child = fork();
	if (!child) {
		int fd = open(path, O_RDWR);

		fcntl(fd, F_SETLK, &range);
		(void)!write(ready[1], "x", 1);
		if (then)
			then();
		for (;;)
			pause();
	}
	ck_assert_int_eq(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return child;
}

static void end_child(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

START_TEST(a_stopped_shell)
{
	int64_t start;
	pid_t child;

	reopen();
	child = hold_lock(NULL);
	start = clock_now();
	history_add(history, "all the same");
	ck_assert_int_lt(clock_now() - start, 10000);
	check_file("all the same\n");
	end_child(child);
}
END_TEST

static void cut_late(void)
{
	char *other = alloc_print("%s.other", path);
	int fd;

	/* A shell that waits has the old file open. */
	poll(NULL, 0, 200);
	fd = open(other, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	(void)!write(fd, "cut\n", 4);
	rename(other, path);
	free(other);
}

/* The same, but stopped when it has just truncated the file. */
START_TEST(a_shell_stopped_in_a_cut)
{
	pid_t child;

	reopen();
	child = hold_lock(cut_late);
	history_add(history, "all the same");
	check_file("cut\nall the same\n");
	end_child(child);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("history");
	TCase *tcase = test_case(suite, "history");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, keeps_lines);
	tcase_add_test(tcase, leaves_out);
	tcase_add_test(tcase, is_private);
	tcase_add_test(tcase, state_home);
	tcase_add_test(tcase, no_home);
	tcase_add_test(tcase, bad_places);
	tcase_add_test(tcase, unreadable_ones);
	tcase_add_test(tcase, rubbish_is_passed_over);
	tcase_add_test(tcase, cut_back);
	tcase_add_test(tcase, cut_at_opening);
	tcase_add_test(tcase, links_are_not_used);
	tcase_add_test(tcase, file_of_another_user_is_not_used);
	tcase_add_test(tcase, huge_lines);
	tcase_add_test(tcase, clears);
	tcase_add_test(tcase, several_shells);
	tcase_add_test(tcase, several_shells_and_cuts);
	tcase_add_test(tcase, a_stopped_shell);
	tcase_add_test(tcase, a_shell_stopped_in_a_cut);
	return test_run(suite);
}
