/* torctl's own options in a command line that is still being typed. */
#include "complete/option_words.h"

#include "complete/candidates.h"
#include "complete/values.h"
#include "conn/opener.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading, as getopt_long() does */

static bool is_last(const struct options_row *row)
{
	return !row->name && !row->letter;
}

static const struct options_row *find_letter(char letter)
{
	const struct options_row *row = options_rows;

	while (!is_last(row) && row->letter != letter)
		row++;
	return is_last(row) ? NULL : row;
}

/* Finds an option by its name or an unambiguous prefix. */
static const struct options_row *find_name(const char *name, size_t len)
{
	const struct options_row *row, *found = NULL;
	bool several = false;

	for (row = options_rows; !is_last(row); row++) {
		if (!row->name || strncmp(row->name, name, len) != 0)
			continue;
		if (!row->name[len])
			return row;
		several = found;
		found = row;
	}
	return several ? NULL : found;
}

static void apply(struct option_words *words, const struct options_row *row,
	const char *value)
{
	struct error error = ERROR_INIT;

	options_apply(&words->options, row, value, &error);
	error_clear(&error);
}

/* Returns the option with a value that ends a word; `*value` if given. */
static const struct options_row *read_option(struct option_words *words,
	const char *word, const char **value)
{
	const struct options_row *row = NULL;
	size_t len;

	*value = NULL;
	if (!strncmp(word, "--", 2)) {
		len = 2 + strcspn(word + 2, "=");
		row = find_name(word + 2, len - 2);
		if (row && row->argument)
			*value = word[len] ? word + len + 1 : NULL;
		else if (row)
			apply(words, row, NULL);
		return row && row->argument ? row : NULL;
	}
	while (*++word) {
		row = find_letter(*word);
		if (row && row->argument) {
			*value = word[1] ? word + 1 : NULL;
			return row;
		}
		if (row)
			apply(words, row, NULL);
	}
	return NULL;
}

/* Reads the word being typed, if it can still be an option. */
static void read_typed(struct option_words *words)
{
	const char *value;
	const struct options_row *row = read_option(words, words->word,
		&value);

	words->name = !value;
	if (value) {
		words->value_of = row;
		words->value_at = (size_t)(value - words->word);
	}
}

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1];
}

/* Returns where the command begins; past the end while typing an option. */
static size_t read_options(struct option_words *words,
	const struct strv *from, size_t at)
{
	const struct options_row *row;
	const char *value;

	for (; at + 1 < from->len && is_option(from->items[at]); at++) {
		if (!strcmp(from->items[at], "--")) {
			words->tor_args = words->options.launch;
			return at + 1;
		}
		row = read_option(words, from->items[at], &value);
		if (row && !value && at + 2 == from->len) {
			words->value_of = row;
			return from->len;
		}
		if (row && !value)
			value = from->items[++at];
		if (row)
			apply(words, row, value);
	}
	if (at + 1 == from->len && *words->word == '-') {
		read_typed(words);
		return from->len;
	}
	return at;
}

void option_words_read(struct option_words *words, const struct strv *from)
{
	size_t at = from->len && !strcmp(from->items[0], "--");

	words->word = at < from->len ? from->items[from->len - 1] : "";
	for (at = read_options(words, from, at); at < from->len; at++) {
		if (words->options.launch && at + 1 < from->len &&
			!strcmp(from->items[at], "--"))
			words->tor_args = true;
		strv_add(&words->command, from->items[at]);
	}
}

void option_words_clear(struct option_words *words)
{
	options_clear(&words->options);
	strv_clear(&words->command);
	*words = (struct option_words){ 0 };
}

/* ---- completing */

static void add_names(struct candidates *to)
{
	const struct options_row *row;

	for (row = options_rows; !is_last(row); row++) {
		const char letter[] = { '-', row->letter, '\0' };
		char *name = row->name ? alloc_print("--%s", row->name) : NULL;

		if (name)
			candidates_add(to, name, row->help, CANDIDATES_END);
		/* Of two names for an option, offer the descriptive one. */
		if (!name || (row->letter && !strcmp(to->typed, letter)))
			candidates_add(to, letter, row->help, CANDIDATES_END);
		free(name);
	}
}

static void add_colors(struct candidates *to)
{
	for (size_t i = 0; options_colors[i]; i++)
		candidates_add(to, options_colors[i], NULL, CANDIDATES_END);
}

static void add_addresses(struct candidates *to)
{
	const char *place;

	for (size_t i = 0; (place = opener_usual_places[i]); i++)
		candidates_add(to, place, "a usual control port",
			CANDIDATES_END);
	values_add_addresses(to);
}

/* Candidates by the argument in an option's row; SECS has none. */
static const struct {
	const char *argument;
	void (*add)(struct candidates *to);
} values[] = {
	{ "ADDR", add_addresses },
	{ "FILE", candidates_want_files },
	{ "WHEN", add_colors },
};

bool option_words_is_line(const struct option_words *words)
{
	return words->value_of && !strcmp(words->value_of->argument, "LINE");
}

/* Completes a line within the word; keeps the text before the replaced part. */
static void complete_value_line(const struct option_words *words,
	struct session *session, struct complete_list *list)
{
	const char *line = words->word + words->value_at;
	struct complete_list found = { 0 };

	complete_text(session, line, strlen(line), &found);
	found.start += words->value_at;
	for (size_t i = 0; i < found.len; i++) {
		char *text = alloc_print("%.*s%s", (int)found.start,
			words->word, found.items[i].text);

		complete_add(list, text, found.items[i].description);
		free(text);
	}
	list->file_names = found.file_names;
	list->start = found.start;
	/* A line may always continue. */
	list->no_blank = list->len > 0;
	complete_clear(&found);
}

static void add_value(const struct option_words *words,
	struct candidates *to)
{
	candidates_skip_typed(to, words->value_at);
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (!strcmp(values[i].argument, words->value_of->argument))
			values[i].add(to);
}

bool option_words_complete(const struct option_words *words,
	struct session *session, struct complete_list *list)
{
	struct cursor cursor = { .bare = true };
	struct candidates to;

	if (words->tor_args)
		return true;
	if (!words->name && !words->value_of)
		return false;
	if (option_words_is_line(words)) {
		complete_value_line(words, session, list);
		return true;
	}
	buf_add_string(&cursor.word, words->word);
	candidates_init(&to, session, &cursor, list);
	if (words->name)
		add_names(&to);
	else
		add_value(words, &to);
	candidates_clear(&to);
	cursor_clear(&cursor);
	return true;
}
