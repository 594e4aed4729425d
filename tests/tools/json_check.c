/*
 * A check that each line of stdin is one JSON value without duplicate members.
 * Exit status 0, or 1 with the reason on stderr. No input: 1.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	char *line = NULL;
	size_t size = 0, lines = 0;
	ssize_t len;
	int status = 0;

	while ((len = getline(&line, &size, stdin)) > 0) {
		json_error_t error;
		json_t *value = json_loadb(line, (size_t)len,
			JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);

		lines++;
		if (value)
			json_decref(value);
		else
			status = fprintf(stderr, "line %zu: %s\n", lines,
				error.text) != 0;
	}
	free(line);
	return lines ? status : 1;
}
