/* The shell's settings, one row each. */
#include "shell/settings.h"

#include "shell/prompt.h"
#include "util/alloc.h"
#include "util/closest.h"
#include "util/text.h"

#include <stddef.h>
#include <stdlib.h>

#define SWITCH(field, text) { .name = #field, .values = { "on", "off" }, \
	.help = text, .offset = offsetof(struct settings, field), \
	.is_switch = true }
#define CHOICE(field, text, ...) { .name = #field, \
	.values = { __VA_ARGS__ }, .help = text, \
	.offset = offsetof(struct settings, field) }

const struct settings_row settings_rows[] = {
	SWITCH(hints, "show argument hints while typing"),
	SWITCH(pager, "show long output in a pager"),
	SWITCH(timestamps, "print the local time before each event"),
	CHOICE(color, "use colour", "auto", "always", "never"),
	CHOICE(events, "event format: one line, all data, or as sent by Tor",
		"short", "full", "plain"),
	CHOICE(table, "layout of tables", "aligned", "vertical", "csv"),
	SWITCH(history, "save typed lines in the history file"),
	SWITCH(confirm, "ask before dangerous commands"),
	{ .name = "prompt", .values = { "{state}", "{server}", "{nickname}",
		"{progress}", "{time}" }, .help = "the prompt, with "
			"these fields", .check = prompt_check,
		.offset = offsetof(struct settings, prompt) },
	{ .name = NULL },
};

void settings_init(struct settings *settings)
{
	*settings = (struct settings){
		.hints = true,
		.pager = true,
		.timestamps = true,
		.color = SETTINGS_AUTO,
		.events = SETTINGS_SHORT,
		.table = TABLE_ALIGNED,
		.history = true,
		.confirm = true,
		.prompt = alloc_string(SETTINGS_PROMPT),
	};
}

void settings_clear(struct settings *settings)
{
	free(settings->prompt);
	settings->prompt = NULL;
}

static const struct settings_row *find_row(const char *name,
	struct error *error)
{
	const struct settings_row *row = settings_rows;
	struct closest closest = CLOSEST(name);

	for (; row->name; row++) {
		if (text_equal_nocase(row->name, name))
			return row;
		closest_try(&closest, row->name);
	}
	closest_refuse(&closest, "setting", "; set lists them", error);
	return NULL;
}

/* Returns the index of `value` in a list that ends with NULL, or -1. */
static int find_value(const char *const *values, const char *value)
{
	for (int i = 0; values[i]; i++)
		if (text_equal_nocase(values[i], value))
			return i;
	return -1;
}

/* Synonyms of on and off that other programs accept. */
static bool read_switch(const char *value, bool *on)
{
	static const char *const words[] = { "on", "off", "yes", "no", "true",
		"false", "1", "0", NULL };
	int index = find_value(words, value);

	if (index >= 0)
		*on = index % 2 == 0;
	return index >= 0;
}

static bool refuse_value(const struct settings_row *row, const char *value,
	struct error *error)
{
	const char *const *values = row->values;
	struct error refusal = ERROR_INIT;

	error_set(&refusal, ERROR_USAGE, "%s cannot be set to \"%s\": use %s",
		row->name, value, *values);
	while (*++values)
		error_append(&refusal, "%s%s", values[1] ? ", " : " or ",
			*values);
	return error_move(error, &refusal);
}

static bool set_text(const struct settings_row *row, const char *value,
	char **field, struct error *error)
{
	if (!row->check(value, error))
		return false;
	free(*field);
	*field = alloc_string(value);
	return true;
}

bool settings_set(struct settings *settings, const char *name,
	const char *value, struct error *error)
{
	const struct settings_row *row = find_row(name, error);
	void *field;
	int index;

	if (!row)
		return false;
	field = (char *)settings + row->offset;
	if (row->check)
		return set_text(row, value, field, error);
	if (row->is_switch)
		return read_switch(value, field) ||
			refuse_value(row, value, error);
	index = find_value(row->values, value);
	if (index < 0)
		return refuse_value(row, value, error);
	*(int *)field = index;
	return true;
}

const char *settings_get(const struct settings *settings, const char *name,
	struct error *error)
{
	const struct settings_row *row = find_row(name, error);
	const void *field;

	if (!row)
		return NULL;
	field = (const char *)settings + row->offset;
	if (row->check)
		return *(char *const *)field;
	return row->values[row->is_switch ? !*(const bool *)field :
		*(const int *)field];
}

void settings_add_values(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg)
{
	const struct settings_row *row = settings_rows;

	(void)argument;
	for (; row->name && !words->len; row++)
		add(arg, row->name, row->help);
	if (words->len != 1 || !(row = find_row(words->items[0], NULL)))
		return;
	for (size_t i = 0; row->values[i]; i++)
		add(arg, row->values[i], NULL);
}
