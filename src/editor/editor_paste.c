/* Pasted text, read up to its end mark and handed over line by line. */
#include "editor/editor_paste.h"

#include "util/alloc.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Milliseconds to wait for more of a paste before it is taken as complete. */
#define PAUSE 1000
#define END "\033[201~"

bool editor_paste_cut(struct buf *text, const char *end)
{
	size_t len = strlen(end);

	if (text->len < len ||
		memcmp(text->data + text->len - len, end, len) != 0)
		return false;
	buf_truncate(text, text->len - len);
	return true;
}

void editor_paste_clean(struct buf *pasted)
{
	size_t len = 0;

	for (size_t i = 0; i < pasted->len; i++) {
		char c = pasted->data[i];

		if (c == '\r') {
			if (i + 1 < pasted->len && pasted->data[i + 1] == '\n')
				continue;
			c = '\n';
		}
		if ((unsigned char)c >= ' ' ? c != 0x7f :
			c == '\n' || c == '\t')
			pasted->data[len++] = c;
	}
	buf_truncate(pasted, len);
}

char *editor_paste_take_line(struct buf *pasted)
{
	const char *text = buf_text(pasted);
	const char *end = memchr(text, '\n', pasted->len);
	char *line;

	if (!end)
		return NULL;
	line = alloc_bytes(text, (size_t)(end - text));
	buf_consume(pasted, (size_t)(end - text) + 1);
	return line;
}

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
		if (editor_paste_cut(text, END))
			return;
	}
}

void editor_paste_read(struct editor_paste *paste, int (*read_key)(void),
	const char *line, size_t point, struct buf *text)
{
	read_up_to_end(text, read_key);
	editor_paste_clean(text);
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
