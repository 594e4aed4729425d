/* Allocation that ends the process when memory runs out. */
#ifndef UTIL_ALLOC_H
#define UTIL_ALLOC_H

#include <stddef.h>

/*
 * The caller owns all results and releases them with free(). If memory runs out
 * or a size overflows, alloc_fail() is called, so callers need not check.
 */
void *alloc_zeroed(size_t size);

/* Resizes `old` (NULL: new) to `count` elements of `size` bytes. */
void *alloc_resize(void *old, size_t count, size_t size);

/* Returns a copy of `len` bytes with a NUL appended. */
char *alloc_bytes(const char *bytes, size_t len);

char *alloc_string(const char *string);

__attribute__((format(printf, 1, 2)))
char *alloc_print(const char *format, ...);

/*
 * Sets the function that alloc_fail() calls first (NULL: none). It must neither
 * allocate memory nor return.
 */
void alloc_on_failure(void (*function)(void));

/* Ends the process for lack of memory; without a function, by abort(). */
__attribute__((noreturn))
void alloc_fail(void);

/* Overwrites memory in a way that the compiler cannot omit. */
void alloc_wipe(void *memory, size_t size);

#endif
