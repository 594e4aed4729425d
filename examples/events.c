/*
 * Prints events as they arrive, from a callback in a thread of the library,
 * while the main thread does its own work.
 *
 *   cc events.c $(pkg-config --cflags --libs torctl) -o events
 *   ./events ADDRESS EVENT...               until Enter is pressed
 */
#include <torctl/torctl.h>

#include <stdio.h>
#include <stdlib.h>

/*
 * Runs in the dispatch thread, one event at a time. It may send requests and
 * even close the connection.
 */
static void show(void *arg, struct torctl *tor, struct torctl_event *event,
	const struct torctl_error *error)
{
	FILE *out = arg;
	const char *severity;

	(void)tor;
	if (!event) { /* the last call: the connection ended */
		fprintf(stderr, "events: %s\n", torctl_error_text(error));
		return;
	}
	/* Fields have their JSON names. */
	severity = torctl_event_field(event, "severity");
	if (severity)
		fprintf(out, "[%s] ", severity);
	fprintf(out, "%s: %s\n", torctl_event_type(event),
		torctl_event_json(event));
	fflush(out);
}

int main(int argc, char **argv)
{
	struct torctl_options *options = torctl_options_new();
	struct torctl_error *error = NULL;
	struct torctl *tor;
	bool ok;

	if (argc < 3) {
		fprintf(stderr, "usage: events ADDRESS EVENT...\n");
		torctl_options_free(options);
		return EXIT_FAILURE;
	}
	torctl_options_set_address(options, argv[1]);
	tor = torctl_connect(options, &error);
	torctl_options_free(options);

	/* Start listening before subscribing, so that no event is missed. */
	ok = tor && torctl_dispatch(tor, show, stdout, &error) &&
		torctl_set_events(tor, (const char *const *)(argv + 2),
		&error);
	if (ok)
		while (getchar() != '\n' && !feof(stdin))
			;
	else
		fprintf(stderr, "events: %s\n", torctl_error_text(error));

	/* Waits for the callback to return, then ends its thread. */
	torctl_close(tor);
	torctl_error_free(error);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
