/* Formatting of sizes, ages and times. */
#ifndef UTIL_FORMAT_H
#define UTIL_FORMAT_H

#include "util/buf.h"

#include <stdint.h>

/*
 * Appends a number of bytes: "999 B", "1.1 KiB", "12.3 MiB", in powers of 1024
 * up to EiB, rounded to the nearest tenth, with at most three digits before the
 * point: 1000 KiB is "1.0 MiB".
 */
void format_add_bytes(struct buf *to, uint64_t bytes);

/* Appends an age: 12s, 5m12s, 3h07m, 2d04h. */
void format_add_age(struct buf *to, uint64_t seconds);

/* Appends a time (microseconds since 1970) as 2026-11-22T08:33:12.123Z. */
void format_add_time(struct buf *to, int64_t microseconds);

/* Appends the local time of day: 09:33:12. */
void format_add_clock(struct buf *to, int64_t microseconds);

#endif
