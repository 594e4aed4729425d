/* A growing run of bytes, always with a NUL behind it. */
#ifndef UTIL_BUF_H
#define UTIL_BUF_H

#include "util/span.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Starts as BUF_INIT (all zero) or BUF_INIT_SECRET; ends with buf_clear(). */
struct buf {
	char *data; /* NULL while nothing was ever added */
	size_t len;
	size_t size;
	/*
	 * Whatever leaves the content is wiped, also when memory is given
	 * back: behind `len` there is never anything to wipe. So the content
	 * must not be made shorter but by buf_truncate() and buf_consume().
	 */
	bool secret;
};

#define BUF_INIT { NULL, 0, 0, false }
#define BUF_INIT_SECRET { NULL, 0, 0, true }

/* Gives the memory back (wiped if secret); the buffer can be used again. */
void buf_clear(struct buf *buf);

/* Forgets the content (wiped if secret) and keeps the memory. */
void buf_reset(struct buf *buf);

/* Keeps the first `len` bytes, of which there must be as many. */
void buf_truncate(struct buf *buf, size_t len);

/* Grows the memory so that `more` bytes fit behind the content. */
void buf_grow(struct buf *buf, size_t more);

/* Room for `more` bytes behind the content: where they may be written. */
static inline char *buf_reserve(struct buf *buf, size_t more)
{
	if (more >= buf->size - buf->len)
		buf_grow(buf, more);
	return buf->data + buf->len;
}

/* Inline, since events add a hundred pieces a million times a second. */
static inline void buf_add(struct buf *buf, const void *bytes, size_t len)
{
	char *to = buf_reserve(buf, len);

	if (len)
		memcpy(to, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

static inline void buf_add_char(struct buf *buf, char c)
{
	*buf_reserve(buf, 1) = c;
	buf->data[++buf->len] = '\0';
}

void buf_add_string(struct buf *buf, const char *string);
void buf_add_span(struct buf *buf, struct span span);
__attribute__((format(printf, 2, 3)))
void buf_print(struct buf *buf, const char *format, ...);
__attribute__((format(printf, 2, 0)))
void buf_vprint(struct buf *buf, const char *format, va_list args);

/* Removes `len` bytes at the front. */
void buf_consume(struct buf *buf, size_t len);

/* The content as a C string, "" when empty; good until the next change. */
const char *buf_text(const struct buf *buf);
struct span buf_span(const struct buf *buf);

/* The content as a C string that becomes the caller's; the buffer is empty. */
char *buf_steal(struct buf *buf);

#endif
