/* The same task for many things at once. */
#ifndef UTIL_FANOUT_H
#define UTIL_FANOUT_H

#include <stddef.h>

/*
 * Calls task(arg, 0) to task(arg, count - 1), each once, in this thread and in
 * at most `most` - 1 others, and returns when all have returned. The tasks begin
 * in order. Without other threads, as when the system has no more of them, this
 * thread does everything. Signals are handled in the caller's thread.
 */
void fanout_run(size_t count, size_t most, void (*task)(void *arg,
	size_t index), void *arg);

#endif
