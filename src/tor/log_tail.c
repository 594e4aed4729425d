/* The end of tor's log: its warnings, if there are any. */
#include "tor/log_tail.h"

#include "util/buf.h"
#include "util/files.h"
#include "util/span.h"

#include <fcntl.h>
#include <unistd.h>

enum { LOG_TAIL_BYTES = 65536, LOG_TAIL_LINES = 5 };

/* A ring buffer of the last lines. */
struct tail {
	struct span lines[LOG_TAIL_LINES];
	size_t count;
};

static void tail_add(struct tail *tail, struct span line)
{
	tail->lines[tail->count++ % LOG_TAIL_LINES] = line;
}

/* Returns "[warn] text" of "Nov 22 10:02:33.000 [warn] text". */
static struct span without_time(struct span line)
{
	static const char length[] = "Nov 22 10:02:33.000 ";
	const size_t at = sizeof(length) - 1;

	if (line.len > at && line.at[at] == '[' && line.at[3] == ' ' &&
		line.at[9] == ':' && line.at[12] == ':')
		return span_from(line, at);
	return line;
}

void log_tail_append(const char *path, struct error *error)
{
	struct tail warnings = { .count = 0 }, any = { .count = 0 }, *tail;
	struct buf log = BUF_INIT;
	struct span rest, line;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		lseek(fd, -(off_t)LOG_TAIL_BYTES, SEEK_END); /* may fail */
		files_read_fd(fd, path, LOG_TAIL_BYTES, &log, NULL);
		close(fd);
	}
	rest = buf_span(&log);
	while (span_next_line(&rest, &line)) {
		line = without_time(line);
		tail_add(&any, line);
		if (span_starts(line, "[warn]") || span_starts(line, "[err]"))
			tail_add(&warnings, line);
	}
	tail = warnings.count ? &warnings : &any;
	error_append_text(error, tail->count ? ":" : " without logging "
		"anything");
	for (size_t i = tail->count < LOG_TAIL_LINES ? 0 : tail->count - LOG_TAIL_LINES;
		i < tail->count; i++) {
		line = tail->lines[i % LOG_TAIL_LINES];
		error_add_line(error, "  %.*s", (int)line.len, line.at);
	}
	buf_clear(&log);
}
