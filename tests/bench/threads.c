/*
 * Requests of several threads on one connection of libtorctl:
 *
 *   threads SOCKET THREADS COUNT
 *
 * Asks COUNT times in all for the version, divided among the threads.
 */
#include <torctl/torctl.h>

#include <err.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS_MAX = 64 };

static struct torctl *tor;
static int share;

static void fail(struct torctl_error *error)
{
	errx(3, "%s", torctl_error_text(error));
}

static void *ask(void *arg)
{
	struct torctl_error *error = NULL;
	char *version;

	for (int i = 0; i < share; i++) {
		version = torctl_get_info_value(tor, "version", &error);
		if (!version)
			fail(error);
		torctl_free(version);
	}
	return arg;
}

int main(int argc, char **argv)
{
	struct torctl_options *options = torctl_options_new();
	struct torctl_error *error = NULL;
	pthread_t threads[THREADS_MAX];
	int count = argc == 4 ? atoi(argv[2]) : 0;

	if (count < 1 || count > THREADS_MAX)
		errx(2, "usage: threads SOCKET THREADS COUNT");
	share = atoi(argv[3]) / count;
	torctl_options_set_address(options, argv[1]);
	tor = torctl_connect(options, &error);
	torctl_options_free(options);
	if (!tor)
		fail(error);
	for (int i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, ask, NULL))
			errx(3, "pthread_create");
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	torctl_close(tor);
	return 0;
}
