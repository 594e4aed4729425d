/* A list of strings that owns them, in the order they came. */
#ifndef UTIL_STRV_H
#define UTIL_STRV_H

#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Starts as STRV_INIT (all zero), ends with strv_clear(). */
struct strv {
	char **items;
	size_t len;
	size_t size;
};

#define STRV_INIT { NULL, 0, 0 }

void strv_clear(struct strv *strv);
void strv_add(struct strv *strv, const char *string);
void strv_add_span(struct strv *strv, struct span span);
/* Takes `string` over. */
void strv_take(struct strv *strv, char *string);

/* Whether it holds `string`, letter case aside. */
bool strv_has_nocase(const struct strv *strv, const char *string);

/* All strings with `separator` between them; the caller's. */
char *strv_join(const struct strv *strv, const char *separator);

/* The first string nearest to `wrong` (see text_suggest()), or NULL. */
const char *strv_suggest(const struct strv *strv, const char *wrong);

#endif
