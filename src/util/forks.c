/* Detection of forked children. */
#include "util/forks.h"

#include "util/alloc.h"

#include <pthread.h>
#include <stdatomic.h>

static atomic_uint generation;

static void note_fork(void)
{
	generation++;
}

static void begin(void)
{
	if (pthread_atfork(NULL, NULL, note_fork))
		alloc_fail();
}

unsigned forks_generation(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, begin);
	return generation;
}
