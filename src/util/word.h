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

/* Does the same for a text of 4 to 7 bytes, some of which come twice. */
static inline uint64_t word_load_short(const char *bytes, size_t len)
{
	uint64_t word = 0;

	for (size_t i = 0; i < 4; i++)
		word |= (uint64_t)(unsigned char)bytes[i] << i * 8 |
			(uint64_t)(unsigned char)bytes[len - 4 + i] <<
			(i + 4) * 8;
	return word;
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

/* Returns the index of the lowest match. */
static inline size_t word_first(uint64_t matches)
{
	return (size_t)__builtin_ctzll(matches) / 8;
}

#endif
