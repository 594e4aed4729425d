/* The table of settings in torctlrc(5). */
#include "update.h"

#include "shell/settings.h"
#include "util/error.h"

#include <stdio.h>

void update_settings(void)
{
	struct settings settings;

	settings_init(&settings);
	for (const struct settings_row *row = settings_rows; row->name; row++) {
		struct error error = ERROR_INIT;
		const char *value = settings_get(&settings, row->name, &error);

		printf(".It Ic %s", row->name);
		if (row->check)
			printf(" Ar TEXT");
		for (size_t i = 0; row->values[i] && !row->check; i++)
			printf("%s Cm %s", i ? " |" : "", row->values[i]);
		printf("\n%c%s.\nThe default is\n", row->help[0] - 'a' + 'A',
			row->help + 1);
		printf(row->check ? ".Ql \"%s\" .\n" : ".Cm %s .\n", value);
		error_clear(&error);
	}
	settings_clear(&settings);
}
