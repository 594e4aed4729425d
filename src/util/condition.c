/* Condition variables whose waits end at a deadline of clock.h. */
#include "util/condition.h"

#include "util/clock.h"

#include <errno.h>
#include <time.h>

static struct timespec to_timespec(int64_t millis)
{
	return (struct timespec){
		.tv_sec = (time_t)(millis / 1000),
		.tv_nsec = (long)(millis % 1000) * 1000000,
	};
}

#ifdef __APPLE__
void condition_init(pthread_cond_t *condition)
{
	pthread_cond_init(condition, NULL);
}

static int wait_until(pthread_cond_t *condition, pthread_mutex_t *lock,
	int64_t deadline)
{
	struct timespec time = to_timespec(deadline - clock_now());

	return pthread_cond_timedwait_relative_np(condition, lock, &time);
}
#else
void condition_init(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

static int wait_until(pthread_cond_t *condition, pthread_mutex_t *lock,
	int64_t deadline)
{
	struct timespec time = to_timespec(deadline);

	return pthread_cond_timedwait(condition, lock, &time);
}
#endif

bool condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock,
	int64_t deadline)
{
	if (deadline == CLOCK_NEVER)
		return !pthread_cond_wait(condition, lock);
	return deadline > clock_now() &&
		wait_until(condition, lock, deadline) != ETIMEDOUT;
}
