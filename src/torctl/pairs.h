/* Names with values, in order: options, answers, the fields of an event. */
#ifndef TORCTL_PAIRS_H
#define TORCTL_PAIRS_H

#include <torctl/base.h>

TORCTL_BEGIN

/*
 * A list, not a map: a name may come more than once, and the order counts, as
 * in Tor's configuration. One thread at a time.
 */
struct torctl_pairs;

TORCTL_API struct torctl_pairs *torctl_pairs_new(void);

/* Adds a copy of both at the end. `value` may be NULL: none. */
TORCTL_API void torctl_pairs_add(struct torctl_pairs *pairs, const char *name,
	const char *value);

TORCTL_API size_t torctl_pairs_count(const struct torctl_pairs *pairs);

/* NULL when there is no pair of that number, counted from 0. */
TORCTL_API const char *torctl_pairs_name(const struct torctl_pairs *pairs,
	size_t index);

/* NULL also when the pair has no value. */
TORCTL_API const char *torctl_pairs_value(const struct torctl_pairs *pairs,
	size_t index);

/*
 * The bytes of that value without the NUL behind them: Tor may put NULs into
 * one. 0 when there is none.
 */
TORCTL_API size_t torctl_pairs_size(const struct torctl_pairs *pairs,
	size_t index);

/*
 * The value of the first pair of that name, letter case aside; NULL when there
 * is none or it has no value.
 */
TORCTL_API const char *torctl_pairs_find(const struct torctl_pairs *pairs,
	const char *name);

/* Overwrites the values first: one may be a key. */
TORCTL_API void torctl_pairs_free(struct torctl_pairs *pairs);

TORCTL_END

#endif
