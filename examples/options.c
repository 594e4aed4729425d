/*
 * Shows options of a running Tor, or sets them.
 *
 *   cc options.c $(pkg-config --cflags --libs torctl) -o options
 *   ./options ADDRESS NAME...               prints "NAME value" lines
 *   ./options ADDRESS NAME=VALUE...         sets all of them, or none
 *
 * Tor's configuration is a list: HiddenServiceDir=… HiddenServicePort=… belong
 * together in this order, and a NAME may be repeated.
 */
#include <torctl/torctl.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool show(struct torctl *tor, char **names, struct torctl_error **error)
{
	struct torctl_pairs *options = torctl_get_conf(tor,
		(const char *const *)names, error);

	if (!options)
		return false;
	for (size_t i = 0; i < torctl_pairs_count(options); i++) {
		const char *value = torctl_pairs_value(options, i);

		/* The name is in Tor's spelling, however it was typed. */
		printf("%s %s\n", torctl_pairs_name(options, i),
			value ? value : "(unset)");
	}
	torctl_pairs_free(options);
	return true;
}

static bool set(struct torctl *tor, char **words, struct torctl_error **error)
{
	struct torctl_pairs *options = torctl_pairs_new();
	bool ok;

	for (; *words; words++) {
		char *equals = strchr(*words, '=');

		/* Pass values unquoted; the library quotes them. */
		if (equals)
			*equals = '\0';
		torctl_pairs_add(options, *words, equals ? equals + 1 : NULL);
	}
	ok = torctl_set_conf(tor, options, error);
	torctl_pairs_free(options);
	return ok;
}

int main(int argc, char **argv)
{
	struct torctl_options *options = torctl_options_new();
	struct torctl_error *error = NULL;
	struct torctl *tor;
	bool ok;

	if (argc < 3) {
		fprintf(stderr, "usage: options ADDRESS NAME[=VALUE]...\n");
		torctl_options_free(options);
		return EXIT_FAILURE;
	}
	torctl_options_set_address(options, argv[1]);
	tor = torctl_connect(options, &error);
	torctl_options_free(options);
	ok = tor && (strchr(argv[2], '=') ? set(tor, argv + 2, &error) :
		show(tor, argv + 2, &error));

	/* One call may have several errors, such as one per unknown name. */
	for (const struct torctl_error *one = error; one;
		one = torctl_error_next(one))
		fprintf(stderr, "options: %s\n", torctl_error_text(one));
	torctl_error_free(error);
	torctl_close(tor);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
