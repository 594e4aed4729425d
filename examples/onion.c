/*
 * An ephemeral onion service: it lasts as long as this program runs, and its
 * private key is discarded.
 *
 *   cc onion.c $(pkg-config --cflags --libs torctl) -o onion
 *   ./onion ADDRESS PORT [TARGET [SECONDS]]
 *
 * TARGET is "port", "address:port" or "unix:path" (default: PORT on this
 * machine). With SECONDS, waits up to SECONDS until the service can be found.
 * Exits when Enter is pressed.
 */
#include <torctl/torctl.h>

#include <stdio.h>
#include <stdlib.h>

static struct torctl_pairs *make(struct torctl *tor, const char *port,
	const char *target, struct torctl_error **error)
{
	struct torctl_pairs *arguments = torctl_pairs_new(), *service;
	char both[512];

	snprintf(both, sizeof(both), "%s,%s", port, target ? target : port);
	torctl_pairs_add(arguments, "Flags", "DiscardPK");
	torctl_pairs_add(arguments, "Port", both);
	service = torctl_add_onion(tor, "NEW:ED25519-V3", arguments, error);
	torctl_pairs_free(arguments);
	return service;
}

static bool serve(struct torctl *tor, int argc, char **argv,
	struct torctl_error **error)
{
	struct torctl_pairs *service = make(tor, argv[2],
		argc > 3 ? argv[3] : NULL, error);
	const char *id;
	bool ok;

	if (!service)
		return false;
	id = torctl_pairs_find(service, "ServiceID");
	printf("http://%s.onion:%s/\n", id, argv[2]);
	fflush(stdout);
	ok = argc <= 4 || torctl_wait_onion(tor, id, atoi(argv[4]) * 1000,
		error);
	if (ok)
		while (getchar() != '\n' && !feof(stdin))
			;
	torctl_pairs_free(service);
	return ok;
}

int main(int argc, char **argv)
{
	struct torctl_options *options = torctl_options_new();
	struct torctl_error *error = NULL;
	struct torctl *tor;
	bool ok;

	if (argc < 3) {
		fprintf(stderr, "usage: onion ADDRESS PORT [TARGET [SECONDS]]\n");
		torctl_options_free(options);
		return EXIT_FAILURE;
	}
	torctl_options_set_address(options, argv[1]);
	tor = torctl_connect(options, &error);
	torctl_options_free(options);
	ok = tor && serve(tor, argc, argv, &error);
	if (!ok)
		fprintf(stderr, "onion: %s\n", torctl_error_text(error));
	torctl_close(tor); /* also removes the service */
	torctl_error_free(error);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
