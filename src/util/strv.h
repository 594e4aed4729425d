/* A list of strings, in order, that owns them. */
#ifndef UTIL_STRV_H
#define UTIL_STRV_H

#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Initialize with STRV_INIT (all zero); release with strv_clear(). */
struct strv {
	char **items;
	size_t len;
	size_t size;
};

#define STRV_INIT { NULL, 0, 0 }

void strv_clear(struct strv *strv);
void strv_add(struct strv *strv, const char *string);
void strv_add_span(struct strv *strv, struct span span);
/* Appends `string` and takes ownership of it. */
void strv_take(struct strv *strv, char *string);

/* Returns whether the list has `string`, ignoring case. */
bool strv_has_nocase(const struct strv *strv, const char *string);

/* Returns all strings joined by `separator`; the caller frees it. */
char *strv_join(const struct strv *strv, const char *separator);

#endif
