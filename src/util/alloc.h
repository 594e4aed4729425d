/* Memory that is there or ends the program: out of memory is not handled. */
#ifndef UTIL_ALLOC_H
#define UTIL_ALLOC_H

#include <stddef.h>

/*
 * All results are the caller's, to be given to free(). When memory is out, or
 * a size overflows, the process aborts: no caller has to think of it.
 */
void *alloc_zeroed(size_t size);

/* `old` (NULL for new) with room for `count` elements of `size` bytes. */
void *alloc_resize(void *old, size_t count, size_t size);

/* A copy of `len` bytes with a NUL added behind them. */
char *alloc_bytes(const char *bytes, size_t len);

char *alloc_string(const char *string);

__attribute__((format(printf, 1, 2)))
char *alloc_print(const char *format, ...);

/* Overwrites memory in a way that no compiler leaves out. */
void alloc_wipe(void *memory, size_t size);

#endif
