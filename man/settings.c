/* The table of settings in torctlrc(5). */
#include "update.h"

#include "shell/settings.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>

/* Prints "on|off" as mdoc(7) words. */
static void put_values(const char *values)
{
	for (;;) {
		size_t len = strcspn(values, "|");

		printf(" Cm %.*s", (int)len, values);
		if (!values[len])
			break;
		fputs(" |", stdout);
		values += len + 1;
	}
	putchar('\n');
}

void update_settings(void)
{
	struct settings settings;

	settings_init(&settings);
	for (const struct settings_row *row = settings_rows; row->name; row++) {
		struct error error = ERROR_INIT;
		const char *value = settings_get(&settings, row->name, &error);

		printf(".It Ic %s", row->name);
		put_values(row->values);
		printf("%c%s.\nThe default is\n.Cm %s .\n",
			row->help[0] - 'a' + 'A', row->help + 1, value);
		error_clear(&error);
	}
}
