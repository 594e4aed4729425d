/* Pasted text, read up to its end mark and handed over line by line. */
#include "editor/editor_paste.h"

#include "editor/editor_common.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Milliseconds to wait for more of a paste before it is taken as complete. */
#define PAUSE 1000
#define END "\033[201~"

static void read_up_to_end(struct buf *text, int (*read_key)(void))
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	for (;;) {
		int ready = poll(&input, 1, PAUSE), c;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready < 1 || (c = read_key()) < 0)
			return;
		buf_add_char(text, (char)c);
		if (editor_common_cut(text, END))
			return;
	}
}

void editor_paste_read(struct editor_paste *paste, int (*read_key)(void),
	const char *line, size_t point, struct buf *text)
{
	read_up_to_end(text, read_key);
	editor_common_clean(text);
	if (!strchr(buf_text(text), '\n'))
		return;
	buf_add(&paste->text, line, point);
	buf_add_span(&paste->text, buf_span(text));
	buf_add_string(&paste->text, line + point);
	paste->behind = strlen(line) - point;
	buf_reset(text);
}

int editor_paste_read_byte(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	unsigned char byte;
	ssize_t got;

	while ((got = read(STDIN_FILENO, &byte, 1)) < 0 &&
		(errno == EINTR || errno == EAGAIN))
		(void)poll(&input, 1, -1);
	return got == 1 ? byte : -1;
}
