/* Allocation that ends the process when memory runs out. */
#include "util/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Called through a volatile pointer so that the compiler cannot omit it. */
static void *(*const volatile wipe)(void *, int, size_t) = memset;

/* Global, since every allocation can fail. */
static void (*on_failure)(void);

void alloc_on_failure(void (*function)(void))
{
	on_failure = function;
}

void alloc_fail(void)
{
	if (on_failure)
		on_failure();
	abort();
}

void *alloc_zeroed(size_t size)
{
	void *memory = calloc(1, size ? size : 1);

	if (!memory)
		alloc_fail();
	return memory;
}

void *alloc_resize(void *old, size_t count, size_t size)
{
	void *memory;

	if (size && count > SIZE_MAX / size)
		alloc_fail();
	size *= count;
	memory = realloc(old, size ? size : 1);
	if (!memory)
		alloc_fail();
	return memory;
}

char *alloc_bytes(const char *bytes, size_t len)
{
	char *copy = alloc_resize(NULL, len + 1, 1);

	if (len)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

char *alloc_string(const char *string)
{
	return alloc_bytes(string, strlen(string));
}

char *alloc_print(const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		alloc_fail();
	text = alloc_resize(NULL, (size_t)len + 1, 1);
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return text;
}

void alloc_wipe(void *memory, size_t size)
{
	if (memory)
		wipe(memory, 0, size);
}
