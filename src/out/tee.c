/* A copy of the text that an interactive session shows, in a file. */
#include "out/tee.h"

#include "proto/redact.h"
#include "util/alloc.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool tee_open(struct tee *tee, const char *path, struct error *error)
{
	/* Without blocking, since a FIFO may not have a reader. */
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC |
		O_NOCTTY | O_NONBLOCK, 0600);
	struct stat about;

	if (fd < 0)
		return error_set(error, ERROR_FILE, "cannot open %s: %s", path,
			strerror(errno));
	if (fstat(fd, &about) < 0 || !(S_ISREG(about.st_mode) ||
		S_ISCHR(about.st_mode))) {
		close(fd);
		return error_set(error, ERROR_FILE, "%s is not a regular file",
			path);
	}
	tee_close(tee);
	tee->fd = fd;
	tee->path = alloc_string(path);
	return true;
}

bool tee_is_open(const struct tee *tee)
{
	return tee->path && tee->fd >= 0;
}

static void end_copy(struct tee *tee)
{
	if (tee_is_open(tee) && close(tee->fd) < 0 && !tee->failure)
		tee->failure = errno;
	tee->fd = -1;
	tee->hidden = false;
	buf_clear(&tee->line);
}

/* Leaves out terminal sequences: colours and cursor movements. */
static void add_plain(struct buf *to, struct span line)
{
	const char *escape;

	while (line.len && (escape = memchr(line.at, '\x1b', line.len))) {
		buf_add(to, line.at, (size_t)(escape - line.at));
		line = span_from(line, (size_t)(escape - line.at) + 1);
		if (!span_starts(line, "["))
			continue;
		/* Parameters, then a letter. */
		line = span_from(line, 1);
		while (line.len && (*line.at < '@' || *line.at > '~'))
			line = span_from(line, 1);
		line = span_from(line, 1);
	}
	buf_add_span(to, line);
}

static void write_line(struct tee *tee, struct span line)
{
	struct buf plain = BUF_INIT_SECRET, shown = BUF_INIT_SECRET;

	add_plain(&plain, line);
	tee->hidden = redact_add_next(&shown, buf_span(&plain), tee->hidden);
	buf_add_char(&shown, '\n');
	if (!files_write_fd(tee->fd, shown.data, shown.len)) {
		tee->failure = errno;
		end_copy(tee);
	}
	buf_clear(&plain);
	buf_clear(&shown);
}

void tee_close(struct tee *tee)
{
	if (tee_is_open(tee) && tee->line.len)
		write_line(tee, buf_span(&tee->line));
	end_copy(tee);
	free(tee->path);
	tee->path = NULL;
	tee->failure = 0;
}

void tee_write(struct tee *tee, struct span text)
{
	/* Notes and traces of several Tors come from several threads. */
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

	if (!tee || tee->paused)
		return;
	pthread_mutex_lock(&lock);
	while (text.len && tee_is_open(tee)) {
		const char *end = memchr(text.at, '\n', text.len);
		size_t len = end ? (size_t)(end - text.at) : text.len;

		buf_add(&tee->line, text.at, len);
		text = span_from(text, len + (end != NULL));
		if (!end)
			break;
		write_line(tee, buf_span(&tee->line));
		buf_reset(&tee->line);
	}
	pthread_mutex_unlock(&lock);
}

void tee_pause(struct tee *tee)
{
	if (!tee)
		return;
	if (!tee->paused)
		tee_write(tee, span_of("(not copied: it may hold a secret)\n"));
	tee->paused++;
}

void tee_resume(struct tee *tee)
{
	if (tee)
		tee->paused--;
}
