/*
 * A program on a terminal whose screen a script can read:
 *
 *   screen-keys ROWS COLUMNS PROGRAM [ARGUMENT...]
 *
 * Lines on stdin: "type KEYS" types the bytes; "row TEXT", "has TEXT" and "only
 * TEXT" wait until a row, part of the screen, or the whole screen is TEXT, with
 * the cursor as "▮". Each wait is answered with "yes", or with "no", the rows
 * of the screen after "# ", and ".".
 */
#include "lib/screen.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct order {
	const char *name, *before, *behind;
} orders[] = {
	{ "row ", "\n", "\n" },
	{ "has ", "", "" },
	{ "only ", "\f\n", "\n\f" },
};

static bool see(struct screen *screen, const struct order *order,
	const char *text)
{
	char *part = alloc_print("%s%s%s", order->before, text,
		order->behind);
	bool seen = screen_has(screen, part);

	free(part);
	return seen;
}

static void answer(struct screen *screen, bool seen)
{
	char *text = screen_text(screen);

	if (seen) {
		puts("yes");
	} else {
		puts("no");
		for (char *row = strtok(text, "\n"); row;
			row = strtok(NULL, "\n"))
			printf("# %s\n", row);
		puts(".");
	}
	fflush(stdout);
	free(text);
}

static bool obey(struct screen *screen, const char *line)
{
	if (!strncmp(line, "type ", 5)) {
		screen_type(screen, line + 5);
		return true;
	}
	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		size_t len = strlen(orders[i].name);

		if (!strncmp(line, orders[i].name, len)) {
			answer(screen, see(screen, &orders[i], line + len));
			return true;
		}
	}
	fprintf(stderr, "screen-keys: what is \"%s\"?\n", line);
	return false;
}

/* For the only test, since screens report failures through Check. */
static char **arguments;

START_TEST(keys)
{
	struct screen *screen = screen_new(atoi(arguments[1]),
		atoi(arguments[2]), (const char *const *)arguments + 3, false);
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	bool ok = true;

	while (ok && (len = getline(&line, &size, stdin)) > 0) {
		line[len - (line[len - 1] == '\n')] = '\0';
		ok = obey(screen, line);
	}
	free(line);
	screen_free(screen);
	ck_assert(ok);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("screen_keys");
	TCase *tcase = tcase_create("screen_keys");
	SRunner *runner = srunner_create(suite);
	int failed;

	if (argc < 4) {
		fprintf(stderr, "screen-keys ROWS COLUMNS PROGRAM "
			"[ARGUMENT...]\n");
		return 2;
	}
	arguments = argv;
	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, keys);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_SILENT);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
