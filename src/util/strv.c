/* A list of strings that owns them. */
#include "util/strv.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/text.h"

#include <stdlib.h>

void strv_clear(struct strv *strv)
{
	for (size_t i = 0; i < strv->len; i++)
		free(strv->items[i]);
	free(strv->items);
	*strv = (struct strv)STRV_INIT;
}

void strv_take(struct strv *strv, char *string)
{
	if (strv->len == strv->size) {
		strv->size = strv->size ? strv->size * 2 : 8;
		strv->items = alloc_resize(strv->items, strv->size,
			sizeof(*strv->items));
	}
	strv->items[strv->len++] = string;
}

void strv_add(struct strv *strv, const char *string)
{
	strv_take(strv, alloc_string(string));
}

void strv_add_span(struct strv *strv, struct span span)
{
	strv_take(strv, span_copy(span));
}

bool strv_has_nocase(const struct strv *strv, const char *string)
{
	for (size_t i = 0; i < strv->len; i++)
		if (text_equal_nocase(strv->items[i], string))
			return true;
	return false;
}

char *strv_join(const struct strv *strv, const char *separator)
{
	struct buf joined = BUF_INIT;

	for (size_t i = 0; i < strv->len; i++) {
		if (i)
			buf_add_string(&joined, separator);
		buf_add_string(&joined, strv->items[i]);
	}
	return buf_steal(&joined);
}
