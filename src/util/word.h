/*
 * Eight bytes at a time, for loops over text that runs a million times a second.
 * The results are masks with the top bit of a byte set for a match; the lowest
 * match is exact, those above it may be wrong.
 */
#ifndef UTIL_WORD_H
#define UTIL_WORD_H

#include <stddef.h>
#include <stdint.h>

#define WORD_ONES UINT64_C(0x0101010101010101)
#define WORD_TOPS (WORD_ONES << 7)

/* The first byte is the lowest, whatever the machine; compiles to one load. */
static inline uint64_t word_load(const char *bytes)
{
	const unsigned char *at = (const unsigned char *)bytes;

	return (uint64_t)at[0] | (uint64_t)at[1] << 8 |
		(uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
		(uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 |
		(uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

/* Does the same for a text of 4 to 7 bytes, some of which appear twice. */
static inline uint64_t word_load_short(const char *bytes, size_t len)
{
	const unsigned char *at = (const unsigned char *)bytes;
	const unsigned char *end = at + len;
	uint32_t first = (uint32_t)at[0] | (uint32_t)at[1] << 8 |
		(uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
	uint32_t last = (uint32_t)end[-4] | (uint32_t)end[-3] << 8 |
		(uint32_t)end[-2] << 16 | (uint32_t)end[-1] << 24;

	return first | (uint64_t)last << 32;
}

/* Finds bytes less than `limit`, at most 0x80. */
static inline uint64_t word_below(uint64_t word, unsigned char limit)
{
	return (word - WORD_ONES * limit) & ~word & WORD_TOPS;
}

static inline uint64_t word_equal(uint64_t word, char c)
{
	return word_below(word ^ WORD_ONES * (unsigned char)c, 1);
}

/* Finds bytes from `first` to `last`, both below 0x80; every match is exact. */
static inline uint64_t word_between(uint64_t word, char first, char last)
{
	uint64_t low = word & ~WORD_TOPS;

	return (low + WORD_ONES * (0x80 - (unsigned char)first)) &
		~(low + WORD_ONES * (0x7f - (unsigned char)last)) &
		~word & WORD_TOPS;
}

/* Returns the index of the lowest match. */
static inline size_t word_first(uint64_t matches)
{
	return (size_t)__builtin_ctzll(matches) / 8;
}

#endif
