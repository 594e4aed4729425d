/* Pipes that child processes do not inherit. */
#ifndef UTIL_PIPE_H
#define UTIL_PIPE_H

#include <stdbool.h>

/*
 * Creates a close-on-exec pipe: [0] is the read end, [1] the write end. Where
 * the system supports it, this is atomic with respect to fork() in other
 * threads. Returns false with errno set on failure; both ends are then -1.
 */
bool pipe_open(int ends[2]);

/* Like pipe_open(), for signal handlers: both ends are non-blocking. */
bool pipe_open_unblocked(int ends[2]);

/*
 * Write or read one byte, whatever signals come. For pipes that never hold more
 * than one: writing never blocks.
 */
void pipe_put_byte(const int ends[2]);
void pipe_take_byte(const int ends[2]);

/* Closes the ends that are not -1 and sets them to -1. */
void pipe_close(int ends[2]);

#endif
