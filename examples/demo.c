/*
 * Connects to a running Tor, authenticates, and prints Tor's version.
 *
 *   cc demo.c $(pkg-config --cflags --libs torctl) -o demo
 *   ./demo [ADDRESS]
 */
#include <torctl/torctl.h>

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct torctl_options *options = torctl_options_new();
	struct torctl_error *error = NULL;
	struct torctl *tor;
	char *version = NULL;
	int status = EXIT_FAILURE;

	/* Without an address, the library tries the usual ones. */
	if (argc > 1)
		torctl_options_set_address(options, argv[1]);

	/*
	 * If Tor requires a password, it comes from TOR_CONTROL_PASSWD, because
	 * everyone can read a command line.
	 */
	torctl_options_set_environment(options, true);

	tor = torctl_connect(options, &error);
	torctl_options_free(options);
	if (tor)
		version = torctl_get_info_value(tor, "version", &error);
	if (version) {
		printf("Tor %s at %s, authenticated by %s\n", version,
			torctl_address(tor), torctl_auth_method(tor));
		status = EXIT_SUCCESS;
	} else {
		fprintf(stderr, "demo: %s\n", torctl_error_text(error));
	}

	torctl_free(version);
	torctl_close(tor);
	torctl_error_free(error);
	return status;
}
