/* Time: a clock that never jumps, and deadlines on it. */
#ifndef UTIL_CLOCK_H
#define UTIL_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Milliseconds on the monotonic clock. */
int64_t clock_now(void);

/* Microseconds since 1970, for stamping events. */
int64_t clock_wall(void);

/* A moment on the monotonic clock; CLOCK_NEVER is no deadline at all. */
#define CLOCK_NEVER INT64_MAX

/* The moment `timeout` milliseconds from now; negative is never. */
int64_t clock_deadline(int64_t timeout);

/* What poll() takes: milliseconds left until `deadline`, 0 if past, -1. */
int clock_poll_timeout(int64_t deadline);

#endif
