/*
 * Starts a private tor, waits until it has bootstrapped, and stops it.
 *
 *   cc launch.c $(pkg-config --cflags --libs torctl) -o launch
 *   ./launch SECONDS [TOR OPTION...]        --DisableNetwork 0 for a network
 *
 * Without a network the wait times out and the error states the progress.
 */
#include <torctl/torctl.h>

#include <stdio.h>
#include <stdlib.h>

enum { START_TIMEOUT = 30000 };

/* Called for each phase; returning false would cancel the wait. */
static bool show(void *arg, int percent, const struct torctl_pairs *fields)
{
	const char *summary = torctl_pairs_find(fields, "summary");

	(void)arg;
	printf("%3d%% %s\n", percent, summary ? summary : "");
	return true;
}

static bool run(struct torctl_launch *launch, int timeout,
	struct torctl_error **error)
{
	struct torctl *tor = torctl_launch_connect(launch, NULL, error);
	bool ok = tor && torctl_wait_bootstrap(tor, timeout, show, NULL,
		error);

	if (ok)
		printf("Tor is ready: %s\n", torctl_launch_address(launch));
	torctl_close(tor);
	return ok;
}

int main(int argc, char **argv)
{
	struct torctl_error *error = NULL;
	struct torctl_launch *launch;
	bool ok;

	if (argc < 2) {
		fprintf(stderr, "usage: launch SECONDS [TOR OPTION...]\n");
		return EXIT_FAILURE;
	}
	/* If this process is killed, a guardian stops tor and cleans up. */
	launch = torctl_launch(NULL, (const char *const *)(argv + 2),
		START_TIMEOUT, &error);
	ok = launch && run(launch, atoi(argv[1]) * 1000, &error);
	if (!ok)
		fprintf(stderr, "launch: %s\n", torctl_error_text(error));
	torctl_launch_stop(launch);
	torctl_error_free(error);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
