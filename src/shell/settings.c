/* The shell's settings, one row each. */
#include "shell/settings.h"

#include "util/alloc.h"
#include "util/span.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

#define SWITCH(field, text) { .name = #field, .values = "on|off", \
	.help = text, .offset = offsetof(struct settings, field), \
	.is_switch = true }
#define CHOICE(field, words, text) { .name = #field, .values = words, \
	.help = text, .offset = offsetof(struct settings, field) }

const struct settings_row settings_rows[] = {
	SWITCH(hints, "show argument hints while typing"),
	SWITCH(pager, "show long output in a pager"),
	SWITCH(timestamps, "print the local time before each event"),
	CHOICE(color, "auto|always|never", "use colour"),
	CHOICE(events, "short|full|plain",
		"event format: one line, all data, or as sent by Tor"),
	SWITCH(history, "save typed lines in the history file"),
	SWITCH(confirm, "ask before dangerous commands"),
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
		.history = true,
		.confirm = true,
	};
}

static const struct settings_row *find_row(const char *name,
	struct error *error)
{
	const struct settings_row *row = settings_rows;
	const char *best = NULL;
	size_t distance = TEXT_FAR;

	for (; row->name; row++) {
		if (text_equal_nocase(row->name, name))
			return row;
		text_suggest(name, row->name, &best, &distance);
	}
	if (best)
		error_set(error, ERROR_USAGE, "unknown setting \"%s\"; did "
			"you mean \"%s\"?", name, best);
	else
		error_set(error, ERROR_USAGE, "unknown setting \"%s\"; "
			"set lists them", name);
	return NULL;
}

/* Returns the index of `value` among the words between the bars, or -1. */
static int find_value(const char *values, const char *value)
{
	for (int index = 0; ; index++) {
		size_t len = strcspn(values, "|");

		if (span_equal_nocase((struct span){ values, len }, value))
			return index;
		if (!values[len])
			return -1;
		values += len + 1;
	}
}

/* Other words for on and off, as other programs accept them. */
static bool read_switch(const char *value, bool *on)
{
	static const char *const words[] = { "on|yes|true|1",
		"off|no|false|0" };

	for (int i = 0; i < 2; i++)
		if (find_value(words[i], value) >= 0) {
			*on = !i;
			return true;
		}
	return false;
}

/* Turns "on|off" into "on or off"; bars before the last become commas. */
static bool refuse_value(const struct settings_row *row, const char *value,
	struct error *error)
{
	struct error refusal = ERROR_INIT;
	const char *values = row->values;

	error_set(&refusal, ERROR_USAGE, "%s cannot be set to \"%s\": use ",
		row->name, value);
	for (;;) {
		int len = (int)strcspn(values, "|");

		error_append(&refusal, "%.*s", len, values);
		values += len;
		if (!*values)
			break;
		error_append(&refusal, strchr(++values, '|') ? ", " : " or ");
	}
	return error_move(error, &refusal);
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
	if (row->is_switch)
		return read_switch(value, field) ||
			refuse_value(row, value, error);
	index = find_value(row->values, value);
	if (index < 0)
		return refuse_value(row, value, error);
	*(int *)field = index;
	return true;
}

/* Returns a word of `values` as a constant, which the caller may keep. */
static const char *word_at(const char *values, int index)
{
	static const char *const words[] = { "on", "off", "auto", "always",
		"never", "short", "full", "plain" };

	for (; index; index--)
		values += strcspn(values, "|") + 1;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (span_equal((struct span){ values, strcspn(values, "|") },
			words[i]))
			return words[i];
	return NULL;
}

const char *settings_get(const struct settings *settings, const char *name,
	struct error *error)
{
	const struct settings_row *row = find_row(name, error);
	const void *field;

	if (!row)
		return NULL;
	field = (const char *)settings + row->offset;
	return word_at(row->values, row->is_switch ?
		!*(const bool *)field : *(const int *)field);
}

void settings_add_values(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg)
{
	const struct settings_row *row = settings_rows;
	char *values, *word, *rest;

	(void)argument;
	for (; row->name && !words->len; row++)
		add(arg, row->name, row->help);
	if (words->len != 1 || !(row = find_row(words->items[0], NULL)))
		return;
	values = rest = alloc_string(row->values);
	while ((word = strsep(&rest, "|")))
		add(arg, word, NULL);
	free(values);
}
