/* Ordered lists of names and values: options, replies, fields of an event. */
#ifndef TORCTL_PAIRS_H
#define TORCTL_PAIRS_H

#include <torctl/base.h>

TORCTL_BEGIN

/*
 * A list, not a map: names may repeat and the order matters, as in Tor's
 * configuration. Use from one thread at a time.
 */
struct torctl_pairs;

TORCTL_CHECK struct torctl_pairs *torctl_pairs_new(void);

/* Appends copies of both. `value` may be NULL: none. */
TORCTL_API void torctl_pairs_add(struct torctl_pairs *pairs, const char *name,
	const char *value);

TORCTL_API size_t torctl_pairs_count(const struct torctl_pairs *pairs);

/* Returns the pair's name, or NULL if the index (from 0) is out of range. */
TORCTL_API const char *torctl_pairs_name(const struct torctl_pairs *pairs,
	size_t index);

/* Returns the pair's value, or NULL if there is no such pair or it has none. */
TORCTL_API const char *torctl_pairs_value(const struct torctl_pairs *pairs,
	size_t index);

/*
 * Returns the size of the value in bytes, without the final NUL, or 0 if there
 * is none. Values from Tor may contain NULs.
 */
TORCTL_API size_t torctl_pairs_size(const struct torctl_pairs *pairs,
	size_t index);

/*
 * Returns the value of the first pair with this name, ignoring case, or NULL if
 * there is no such pair or it has no value.
 */
TORCTL_API const char *torctl_pairs_find(const struct torctl_pairs *pairs,
	const char *name);

/* Wipes the values, because they may be secret, and frees the list. */
TORCTL_API void torctl_pairs_free(struct torctl_pairs *pairs);

TORCTL_END

#endif
