/* torctl's own options in a command line that is still being typed. */
#include "complete/option_words.h"

#include "complete/argument_values.h"
#include "complete/candidates.h"
#include "complete/tor_values.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading */

/* Mistakes are left for the program to report. */
static struct options_value read_option(struct option_words *words,
	const char *word)
{
	struct error error = ERROR_INIT;
	struct options_value open;

	options_read(&words->options, word, &open, &error);
	error_clear(&error);
	return open;
}

static void apply(struct option_words *words, const struct options_row *row,
	const char *value)
{
	struct error error = ERROR_INIT;

	row->apply(&words->options, row, value, &error);
	error_clear(&error);
}

/* Reads the word being typed, if it can still be an option. */
static void read_typed(struct option_words *words)
{
	struct options_value open = read_option(words, words->word);

	words->name = !open.value;
	if (open.value) {
		words->value_of = open.row;
		words->value_at = (size_t)(open.value - words->word);
	}
}

/* Returns where the command begins; past the end while typing an option. */
static size_t read_options(struct option_words *words,
	const struct strv *from, size_t at)
{
	while (at + 1 < from->len && options_is_option(from->items[at])) {
		const char *word = from->items[at++];
		struct options_value open;

		if (!strcmp(word, "--")) {
			words->tor_args = words->options.launch;
			return at;
		}
		open = read_option(words, word);
		if (open.row && !open.value && at + 1 == from->len) {
			words->value_of = open.row;
			return from->len;
		}
		if (open.row)
			apply(words, open.row, open.value ? open.value :
				from->items[at++]);
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

	for (row = options_rows; row->name || row->letter; row++) {
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

/* Candidates by the argument in an option's row; SECS has none. */
static const struct {
	const char *argument;
	void (*add)(struct candidates *to);
} values[] = {
	{ "ADDR", argument_values_add_addresses },
	{ "FILE", candidates_want_files },
	{ "TARGETS", argument_values_add_targets },
	{ "WHEN", add_colors },
};

bool option_words_is_line(const struct option_words *words)
{
	return !words->tor_args && words->value_of && !strcmp(words->value_of->argument, "LINE");
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

		complete_list_add(list, text, found.items[i].description);
		free(text);
	}
	list->file_names = found.file_names;
	list->start = found.start;
	/* A line may always continue. */
	list->no_blank = list->len > 0;
	complete_list_clear(&found);
}

static void add_value(const struct option_words *words,
	struct candidates *to)
{
	candidates_skip_typed(to, words->value_at);
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (!strcmp(values[i].argument, words->value_of->argument))
			values[i].add(to);
}

/*
 * Adds options of tor, "--NAME", or the values of the option before the word.
 */
static void add_tor_args(const struct option_words *words,
	struct candidates *to)
{
	const struct strv *before = &words->command;
	const char *option = before->len > 1 ?
		before->items[before->len - 2] : "";
	size_t dashes = strspn(to->typed, "-");

	if (!dashes && span_starts(span_of(option), "--") && option[2]) {
		tor_values_add_values(to, option + 2);
	} else if (dashes || !*to->typed) {
		candidates_skip(to, dashes < 2 ? dashes : 2, "--");
		tor_values_add_options(to, NULL);
	}
}

bool option_words_complete(const struct option_words *words,
	struct session *session, struct complete_list *list)
{
	struct context context = { .bare = true };
	struct candidates to;

	if (!words->tor_args && !words->name && !words->value_of)
		return false;
	if (option_words_is_line(words)) {
		complete_value_line(words, session, list);
		return true;
	}
	buf_add_string(&context.word, words->word);
	candidates_init(&to, session, &context, list);
	if (words->tor_args)
		add_tor_args(words, &to);
	else if (words->name)
		add_names(&to);
	else
		add_value(words, &to);
	candidates_clear(&to);
	context_clear(&context);
	return true;
}
