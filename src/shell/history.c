/* The history of typed lines, kept in a file that several shells share. */
#include "shell/history.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/clock.h"
#include "util/files.h"
#include "util/span.h"
#include "util/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	HISTORY_SLACK = HISTORY_MAX / 10, /* excess before the file is cut */
	HISTORY_BYTES = 16 * 1024 * 1024, /* read from the file's end */
	/*
	 * Milliseconds. A shell that was suspended while holding the lock must
	 * not block the others.
	 */
	HISTORY_LOCK_TIMEOUT = 1000,
};

struct history {
	char *path; /* NULL: in memory only */
	struct strv lines;
	size_t in_file; /* lines in the file, as far as we know */
};

/*
 * Returns whether a line may be kept: it has no line end, and nothing that
 * moves a terminal's cursor.
 */
static bool is_plain(struct span line)
{
	for (size_t i = 0; i < line.len; i++)
		if (((unsigned char)line.at[i] < ' ' && line.at[i] != '\t') ||
			line.at[i] == 0x7f)
			return false;
	return line.len;
}

static void keep_last(struct strv *lines, size_t count)
{
	size_t extra = lines->len > count ? lines->len - count : 0;

	for (size_t i = 0; i < extra; i++)
		free(lines->items[i]);
	if (extra)
		memmove(lines->items, lines->items + extra,
			count * sizeof(*lines->items));
	lines->len -= extra;
}

/* ---- the file */

static char *usual_path(struct error *error)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");

	/* The XDG specification says to ignore a relative path. */
	if (state && *state == '/')
		return alloc_print("%s/torctl/history", state);
	if (home && *home == '/')
		return alloc_print("%s/.local/state/torctl/history", home);
	error_set(error, ERROR_FILE, "history is not saved: neither "
		"XDG_STATE_HOME nor HOME is an absolute path");
	return NULL;
}

/* Creates the directories above `path`; opening the file reports failures. */
static void make_directories(const char *path)
{
	char *part = alloc_string(path);

	for (char *slash = part; (slash = strchr(slash + 1, '/')); ) {
		*slash = '\0';
		mkdir(part, 0700);
		*slash = '/';
	}
	free(part);
}

/* Returns the reason to distrust a file, or NULL. */
static const char *distrust(const struct stat *about)
{
	if (!S_ISREG(about->st_mode))
		return "it is not a regular file";
	if (about->st_uid != geteuid())
		return "it belongs to another user";
	/* No link: another shell replaced it just now. */
	if (about->st_nlink > 1)
		return "it has more than one hard link";
	return NULL;
}

/*
 * Opens the file only if it is our own, since it is written to and its mode is
 * changed. Returns -1 and sets the error on failure.
 */
static int open_file(const char *path, int flags, struct error *error)
{
	const char *trap = NULL;
	struct stat about;
	int fd = open(path, flags | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY |
		O_NONBLOCK, 0600);
	int reason = fd < 0 || fstat(fd, &about) < 0 ? errno : 0;

	if (reason == ELOOP || reason == EMLINK) /* FreeBSD: EMLINK */
		trap = "it is a symbolic link";
	else if (!reason)
		trap = distrust(&about);
	if (!reason && !trap)
		return fd;
	if (trap)
		error_set(error, ERROR_FILE, "cannot use %s: %s", path, trap);
	else
		error_set(error, ERROR_FILE, "cannot write %s: %s", path,
			strerror(reason));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Returns false if the lock is not available within HISTORY_LOCK_TIMEOUT. */
static bool lock(int fd)
{
	struct flock range = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int64_t deadline = clock_deadline(HISTORY_LOCK_TIMEOUT);

	while (fcntl(fd, F_SETLK, &range) < 0) {
		if ((errno != EACCES && errno != EAGAIN && errno != EINTR) ||
			clock_now() >= deadline)
			return false;
		poll(NULL, 0, 1);
	}
	return true;
}

/* Returns whether `path` still is the open file: cutting replaces it. */
static bool is_current(int fd, const char *path)
{
	struct stat ours, there;

	return !fstat(fd, &ours) && !lstat(path, &there) &&
		ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

/*
 * Opens the file, locked until it is closed; -1 with an error. If locking takes
 * too long, goes on without: a line is appended in one write anyway. But never
 * returns a file that was replaced while it waited.
 */
static int open_locked(const char *path, struct error *error)
{
	enum { ATTEMPTS = 100 };

	for (int i = 0; i < ATTEMPTS; i++) {
		int fd = open_file(path, O_RDWR | O_CREAT | O_APPEND,
			error);

		if (fd >= 0)
			lock(fd);
		if (fd < 0 || is_current(fd, path))
			return fd;
		close(fd);
	}
	error_set(error, ERROR_FILE, "cannot write %s: other shells keep "
		"replacing it", path);
	return -1;
}

/* Adds the lines of the file's last HISTORY_BYTES; returns how many. */
static size_t read_lines(int fd, struct strv *lines)
{
	off_t size = lseek(fd, 0, SEEK_END), from;
	struct buf text = BUF_INIT;
	struct span rest, line;
	size_t count = 0;

	from = size > HISTORY_BYTES ? size - HISTORY_BYTES : 0;
	lseek(fd, from, SEEK_SET);
	files_read_fd(fd, "history", HISTORY_BYTES, &text, NULL);
	rest = buf_span(&text);
	if (from)
		span_next_line(&rest, &line);
	while (span_next_line(&rest, &line)) {
		count++;
		if (is_plain(line))
			strv_add_span(lines, line);
	}
	buf_clear(&text);
	return count;
}

/* Returns whether a shell without the lock has appended after our read. */
static bool has_grown(int fd, off_t size)
{
	struct stat now;

	return fstat(fd, &now) < 0 || now.st_size != size;
}

/*
 * Writes the newest lines to a new file that then replaces the old one. Gives
 * up if a shell has appended without the lock; the next cut tries again.
 */
static bool cut_file(int fd, const char *path, size_t *left)
{
	char *scratch = alloc_print("%s.XXXXXX", path);
	struct strv lines = STRV_INIT;
	struct buf text = BUF_INIT;
	off_t size = lseek(fd, 0, SEEK_END);
	int to = mkstemp(scratch);
	bool ok;

	read_lines(fd, &lines);
	keep_last(&lines, HISTORY_MAX);
	for (size_t i = 0; i < lines.len; i++)
		buf_print(&text, "%s\n", lines.items[i]);
	ok = to >= 0 && files_write_fd(to, buf_text(&text), text.len);
	if (to >= 0)
		ok = !close(to) && ok;
	ok = ok && !has_grown(fd, size) && !rename(scratch, path);
	if (to >= 0 && !ok)
		unlink(scratch);
	if (ok)
		*left = lines.len;
	buf_clear(&text);
	strv_clear(&lines);
	free(scratch);
	return ok;
}

/* Appends in one write, first ending an incomplete last line. */
static void append(int fd, const char *line)
{
	struct buf text = BUF_INIT;
	off_t size = lseek(fd, 0, SEEK_END);
	char last;

	if (size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n')
		buf_add_char(&text, '\n');
	buf_print(&text, "%s\n", line);
	files_write_fd(fd, buf_text(&text), text.len);
	buf_clear(&text);
}

/*
 * Appends a line to the current file and returns it as open_locked() does.
 * Tries again if the file was cut just before, which can happen without a lock.
 */
static int open_appended(const char *path, const char *line)
{
	enum { ATTEMPTS = 10 };

	for (int i = 0; i < ATTEMPTS; i++) {
		int fd = open_locked(path, NULL);

		if (fd < 0)
			return -1;
		append(fd, line);
		if (is_current(fd, path))
			return fd;
		close(fd);
	}
	return -1;
}

/* ---- the history */

/* Reads the file if possible, even if it cannot be written. */
static bool load(struct history *history, struct error *error)
{
	int fd = open_locked(history->path, error);
	bool writable = fd >= 0;

	if (writable) {
		fchmod(fd, 0600);
	} else {
		error_prefix(error, "history is not saved");
		fd = open_file(history->path, O_RDONLY, NULL);
		if (fd < 0)
			return false;
	}
	history->in_file = read_lines(fd, &history->lines);
	keep_last(&history->lines, HISTORY_MAX);
	if (writable && history->in_file > HISTORY_MAX + HISTORY_SLACK)
		cut_file(fd, history->path, &history->in_file);
	close(fd);
	return writable;
}

struct history *history_open(const char *path, struct error *error)
{
	struct history *history = alloc_zeroed(sizeof(*history));

	history->path = path ? alloc_string(path) : usual_path(error);
	if (!history->path)
		return history;
	make_directories(history->path);
	if (!load(history, error)) {
		free(history->path);
		history->path = NULL;
	}
	return history;
}

const struct strv *history_lines(const struct history *history)
{
	return &history->lines;
}

void history_add(struct history *history, const char *line)
{
	struct strv *lines = &history->lines;
	int fd;

	if (!is_plain(span_of(line)) || text_is_blank(*line) || (lines->len &&
		!strcmp(lines->items[lines->len - 1], line)))
		return;
	strv_add(lines, line);
	if (lines->len > HISTORY_MAX + HISTORY_SLACK)
		keep_last(lines, HISTORY_MAX);
	fd = history->path ? open_appended(history->path, line) : -1;
	if (fd < 0)
		return;
	if (++history->in_file > HISTORY_MAX + HISTORY_SLACK)
		cut_file(fd, history->path, &history->in_file);
	close(fd);
}

bool history_clear(struct history *history, struct error *error)
{
	int fd;
	bool ok;

	strv_clear(&history->lines);
	history->in_file = 0;
	if (!history->path)
		return true;
	fd = open_locked(history->path, error);
	ok = fd >= 0 && !ftruncate(fd, 0);
	if (fd >= 0 && !ok)
		error_set(error, ERROR_FILE, "cannot clear %s: %s",
			history->path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

void history_free(struct history *history)
{
	if (!history)
		return;
	strv_clear(&history->lines);
	free(history->path);
	free(history);
}
