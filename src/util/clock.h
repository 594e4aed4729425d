/* Monotonic time and deadlines. */
#ifndef UTIL_CLOCK_H
#define UTIL_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Returns milliseconds on the monotonic clock. */
int64_t clock_now(void);

/* Returns microseconds since 1970, for event timestamps. */
int64_t clock_wall(void);

/* A deadline in milliseconds on the monotonic clock that never comes. */
#define CLOCK_NEVER INT64_MAX

/*
 * Returns the deadline `timeout` milliseconds from now; CLOCK_NEVER if
 * negative.
 */
int64_t clock_deadline(int64_t timeout);

/*
 * Returns a timeout for poll(): the milliseconds left until `deadline`, 0 if it
 * is past, -1 for CLOCK_NEVER.
 */
int clock_poll_timeout(int64_t deadline);

#endif
