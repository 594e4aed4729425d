/* Pipes that are not for our children. */
#ifndef UTIL_PIPE_H
#define UTIL_PIPE_H

#include <stdbool.h>

/*
 * Makes a pipe, [0] to read from and [1] to write to, that exec() closes; where
 * the system can, no other thread's fork() comes in between. False with errno;
 * both ends are -1 then.
 */
bool pipe_open(int ends[2]);

/* The same for signal handlers: neither end ever waits. */
bool pipe_open_unblocked(int ends[2]);

/* Closes those ends that are not -1, which they are then. */
void pipe_close(int ends[2]);

#endif
