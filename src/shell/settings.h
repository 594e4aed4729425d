/* The shell's settings, one row each. */
#ifndef SHELL_SETTINGS_H
#define SHELL_SETTINGS_H

#include "cmd/command.h"
#include "out/table.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

enum settings_color { SETTINGS_AUTO, SETTINGS_ALWAYS, SETTINGS_NEVER };
enum settings_events { SETTINGS_SHORT, SETTINGS_FULL, SETTINGS_PLAIN };

/* The prompt, unless the user changes it: of one Tor, and of several. */
#define SETTINGS_PROMPT "tor{state}> "
#define SETTINGS_PROMPT_MANY "{server}> "

struct settings {
	bool hints;      /* grey hints after the cursor */
	bool pager;      /* show long output in a pager */
	bool timestamps; /* begin events with the local time */
	int color;       /* enum settings_color */
	int events;      /* enum settings_events: format of events */
	int table;       /* enum table_layout */
	bool history;    /* save lines in the history file */
	bool confirm;    /* ask before dangerous commands */
	char *prompt;    /* with fields: see shell/prompt.h */

	/* The values of "auto" for the output and for errors; not settings. */
	bool auto_color, auto_report_color;
};

struct settings_row {
	const char *name;
	const char *values[6]; /* the allowed words; ends with NULL */
	const char *help;
	size_t offset;      /* of the field in struct settings */
	bool is_switch;     /* the field is a bool, else an int: the index */
	/*
	 * Not NULL: the field is a text, which this checks; `values` are the
	 * fields that it may contain.
	 */
	bool (*check)(const char *text, struct error *error);
};

/* All settings; ends with a row whose name is NULL. */
extern const struct settings_row settings_rows[];

void settings_init(struct settings *settings);
void settings_clear(struct settings *settings);

/* Fails with ERROR_USAGE and a suggestion for an unknown name or value. */
bool settings_set(struct settings *settings, const char *name,
	const char *value, struct error *error);

/* Returns the word or text; NULL with ERROR_USAGE for an unknown name. */
const char *settings_get(const struct settings *settings, const char *name,
	struct error *error);

/* Adds the candidates for `set NAME VALUE` (struct command's `add_values`). */
void settings_add_values(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg);

#endif
