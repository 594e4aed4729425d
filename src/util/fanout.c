/* The same task for many things at once. */
#include "util/fanout.h"

#include "util/alloc.h"
#include "util/thread.h"

#include <stdatomic.h>
#include <stdlib.h>

struct fanout {
	void (*task)(void *arg, size_t index);
	void *arg;
	size_t count;
	atomic_size_t next;
};

static void *work(void *arg)
{
	struct fanout *fanout = arg;
	size_t index;

	while ((index = atomic_fetch_add(&fanout->next, 1)) < fanout->count)
		fanout->task(fanout->arg, index);
	return NULL;
}

void fanout_run(size_t count, size_t most, void (*task)(void *arg,
	size_t index), void *arg)
{
	struct fanout fanout = { .task = task, .arg = arg, .count = count };
	size_t wanted = most < count ? most : count, started = 0;
	pthread_t *threads = alloc_resize(NULL, wanted, sizeof(*threads));

	while (started + 1 < wanted &&
		!thread_start(&threads[started], work, &fanout))
		started++;
	work(&fanout);
	while (started)
		pthread_join(threads[--started], NULL);
	free(threads);
}
