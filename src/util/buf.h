/* A growable byte buffer, always NUL-terminated. */
#ifndef UTIL_BUF_H
#define UTIL_BUF_H

#include "util/span.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * Initialize with BUF_INIT (all zero) or BUF_INIT_SECRET; release with
 * buf_clear().
 */
struct buf {
	char *data; /* NULL until something is added */
	size_t len;
	size_t size;
	/*
	 * Removed content is wiped, and so is released memory: nothing after
	 * `len` ever needs wiping. Therefore shorten the content only with
	 * buf_truncate() and buf_consume().
	 */
	bool secret;
};

#define BUF_INIT { NULL, 0, 0, false }
#define BUF_INIT_SECRET { NULL, 0, 0, true }

/* Frees the memory (wiped if secret); the buffer can be used again. */
void buf_clear(struct buf *buf);

/* Drops the content (wiped if secret) and keeps the memory. */
void buf_reset(struct buf *buf);

/* Keeps the first `len` bytes; there must be at least that many. */
void buf_truncate(struct buf *buf, size_t len);

/* Grows the memory so that `more` bytes fit after the content. */
void buf_grow(struct buf *buf, size_t more);

/* Makes room for `more` bytes after the content and returns where it begins. */
static inline char *buf_reserve(struct buf *buf, size_t more)
{
	if (more >= buf->size - buf->len)
		buf_grow(buf, more);
	return buf->data + buf->len;
}

/* Inline because events add a hundred pieces a million times a second. */
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

/* Removes `len` bytes from the front. */
void buf_consume(struct buf *buf, size_t len);

/*
 * Returns the content as a C string (never NULL), valid until the next change.
 */
const char *buf_text(const struct buf *buf);
struct span buf_span(const struct buf *buf);

/* Returns the content as a C string owned by the caller; empties the buffer. */
char *buf_steal(struct buf *buf);

#endif
