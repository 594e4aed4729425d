/* A growable byte buffer, always NUL-terminated. */
#include "util/buf.h"

#include "util/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_clear(struct buf *buf)
{
	if (buf->secret)
		alloc_wipe(buf->data, buf->len);
	free(buf->data);
	buf->data = NULL;
	buf->len = 0;
	buf->size = 0;
}

void buf_reset(struct buf *buf)
{
	buf_truncate(buf, 0);
}

void buf_truncate(struct buf *buf, size_t len)
{
	if (!buf->data)
		return;
	if (buf->secret)
		alloc_wipe(buf->data + len, buf->len - len);
	buf->len = len;
	buf->data[len] = '\0';
}

/* Secrets are copied by hand because realloc() would leave the old copy. */
static void move(struct buf *buf, size_t size)
{
	char *data;

	if (!buf->secret) {
		buf->data = alloc_resize(buf->data, size, 1);
	} else {
		data = alloc_resize(NULL, size, 1);
		if (buf->len)
			memcpy(data, buf->data, buf->len);
		alloc_wipe(buf->data, buf->len);
		free(buf->data);
		buf->data = data;
	}
	buf->size = size;
	buf->data[buf->len] = '\0';
}

void buf_grow(struct buf *buf, size_t more)
{
	size_t need, size;

	if (more > SIZE_MAX / 2 - buf->len)
		alloc_fail();
	need = buf->len + more + 1;
	size = buf->size ? buf->size * 2 : 64;
	move(buf, size < need ? need : size);
}

void buf_add_string(struct buf *buf, const char *string)
{
	buf_add(buf, string, strlen(string));
}

void buf_add_span(struct buf *buf, struct span span)
{
	buf_add(buf, span.at, span.len);
}

void buf_vprint(struct buf *buf, const char *format, va_list args)
{
	va_list again;
	char *to;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	if (len < 0)
		alloc_fail();
	to = buf_reserve(buf, (size_t)len);
	vsnprintf(to, (size_t)len + 1, format, again);
	va_end(again);
	buf->len += (size_t)len;
}

void buf_print(struct buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_vprint(buf, format, args);
	va_end(args);
}

void buf_consume(struct buf *buf, size_t len)
{
	if (!len)
		return;
	memmove(buf->data, buf->data + len, buf->len - len);
	buf->len -= len;
	if (buf->secret)
		alloc_wipe(buf->data + buf->len, len);
	buf->data[buf->len] = '\0';
}

const char *buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

struct span buf_span(const struct buf *buf)
{
	return (struct span){ buf_text(buf), buf->len };
}

char *buf_steal(struct buf *buf)
{
	char *text = buf->data ? buf->data : alloc_string("");

	buf->data = NULL;
	buf->len = 0;
	buf->size = 0;
	return text;
}
