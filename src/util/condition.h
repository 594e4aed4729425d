/* Condition variables whose waits end at a deadline of clock.h. */
#ifndef UTIL_CONDITION_H
#define UTIL_CONDITION_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Release with pthread_cond_destroy(). */
void condition_init(pthread_cond_t *condition);

/*
 * Waits with `lock` held; may also return without a signal. Returns false at
 * the deadline.
 */
bool condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock,
	int64_t deadline);

#endif
