/* Helpers for fuzz targets: an assertion that no build leaves out. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define fuzz_assert(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, \
				#condition); \
			abort(); \
		} \
	} while (0)

static inline struct span fuzz_input(const uint8_t *data, size_t size)
{
	return (struct span){ size ? (const char *)data : "", size };
}

/* Takes one byte off the front; 0 if there is none. */
static inline uint8_t fuzz_byte(struct span *input)
{
	uint8_t byte = input->len ? (uint8_t)input->at[0] : 0;

	*input = span_from(*input, 1);
	return byte;
}

static inline bool fuzz_same(struct span a, struct span b)
{
	return a.len == b.len && (!a.len || !memcmp(a.at, b.at, a.len));
}

static inline bool fuzz_inside(struct span part, struct span whole)
{
	return part.at >= whole.at && part.len <= whole.len &&
		(size_t)(part.at - whole.at) <= whole.len - part.len;
}

static inline size_t fuzz_count(struct span text, char c)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.at[i] == c;
	return count;
}

#endif
