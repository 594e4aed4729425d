/* What a user can set in the shell, one row each. */
#ifndef SHELL_SETTINGS_H
#define SHELL_SETTINGS_H

#include "cmd/command.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

enum settings_color { SETTINGS_AUTO, SETTINGS_ALWAYS, SETTINGS_NEVER };
enum settings_events { SETTINGS_SHORT, SETTINGS_FULL, SETTINGS_PLAIN };

struct settings {
	bool hints;      /* grey hints behind the cursor */
	bool pager;      /* long output goes through a pager */
	bool timestamps; /* events begin with the local time */
	int color;       /* enum settings_color */
	int events;      /* enum settings_events: how events read */
	bool history;    /* lines are kept in the history file */
	bool confirm;    /* dangerous commands ask first */
};

struct settings_row {
	const char *name;
	const char *values; /* "on|off", "auto|always|never": allowed words */
	const char *help;
	size_t offset;      /* of the field in struct settings */
	bool is_switch;     /* the field is a bool; else an int, the index */
};

/* All settings; ends with a row whose name is NULL. */
extern const struct settings_row settings_rows[];

void settings_init(struct settings *settings);

/* ERROR_USAGE, with a suggestion, for a name or value that there is not. */
bool settings_set(struct settings *settings, const char *name,
	const char *value, struct error *error);

/* The value's word; NULL with ERROR_USAGE for a name that there is not. */
const char *settings_get(const struct settings *settings, const char *name,
	struct error *error);

/* For the row of `set NAME VALUE` (struct command's `values`). */
void settings_offer(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg);

#endif
