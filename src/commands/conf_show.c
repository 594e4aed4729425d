/* The configuration as torrc lines. */
#include "commands/conf_show.h"

#include "cmd/session.h"
#include "proto/config_text.h"
#include "proto/config_value.h"
#include "tor/conf.h"
#include "tor/conf_names.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/closest.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

bool conf_show_read(struct connection *connection, const char *key,
	struct pairs *options, struct error *error)
{
	char *text = info_get_one(connection, key, error);

	if (text)
		config_text_parse(span_of(text), options);
	if (text)
		alloc_wipe(text, strlen(text));
	free(text);
	return text;
}

/* Lists single-valued options whose default is not empty. */
static void list_filled(const struct pairs *names,
	const struct pairs *defaults, struct strv *keys)
{
	for (size_t i = 0; i < defaults->len; i++) {
		const struct pair *line = &defaults->items[i];
		const struct pair *option = conf_names_get(names, line->name);

		if (option && !conf_names_has_lines(option) && line->value &&
			*line->value && !strv_has_nocase(keys, line->name))
			strv_add(keys, line->name);
	}
}

bool conf_show_is_controllers(const char *name)
{
	return span_starts(span_of(name), "__");
}

/* Returns true if an option missing in config-text belongs in a torrc. */
static bool is_unsaid(const struct pairs *names, const struct pairs *defaults,
	const struct pair *line)
{
	const struct pair *option = conf_names_get(names, line->name);
	const char *value = line->value ? line->value : "";

	if (!option || !conf_show_is_controllers(line->name))
		return !*value;
	return *value && !conf_show_is_default(defaults, option, value);
}

bool conf_show_add_unsaid(struct connection *connection,
	const struct pairs *names, const struct pairs *defaults,
	struct pairs *options, struct error *error)
{
	struct pairs values = { 0 };
	struct strv keys = STRV_INIT;
	struct error failure = ERROR_INIT;
	bool ok;

	list_filled(names, defaults, &keys);
	for (size_t i = 0; i < names->len; i++)
		if (conf_show_is_controllers(names->items[i].name) &&
			!strv_has_nocase(&keys, names->items[i].name))
			strv_add(&keys, names->items[i].name);
	ok = !keys.len || conf_get(connection, &keys, &values, &failure);
	for (size_t i = 0; i < values.len && ok; i++) {
		const struct pair *line = &values.items[i];
		struct span value = span_of(line->value ? line->value : "");

		if (is_unsaid(names, defaults, line))
			pairs_add(options, span_of(line->name), &value);
	}
	ok = ok || failure.kind == ERROR_TOR;
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	pairs_clear(&values);
	strv_clear(&keys);
	return ok;
}

bool conf_show_read_unsaid(struct connection *connection, struct pairs *options,
	struct error *error)
{
	struct pairs names = { 0 }, defaults = { 0 };
	struct error failure = ERROR_INIT;
	bool ok;

	ok = conf_names_load(connection, &names, &failure) &&
		conf_show_read(connection, "config/defaults", &defaults,
			&failure);
	if (ok)
		ok = conf_show_add_unsaid(connection, &names, &defaults,
			options, error);
	else
		ok = failure.kind == ERROR_TOR || error_move(error, &failure);
	error_clear(&failure);
	pairs_clear(&names);
	pairs_clear(&defaults);
	return ok;
}

const struct pair *conf_show_find(const struct pairs *names,
	const char *written)
{
	written += *written == '+' || *written == '/';
	return conf_names_find(names, written, NULL);
}

bool conf_show_is_default(const struct pairs *defaults,
	const struct pair *option, const char *value)
{
	char *normal = config_value_normal(option->value, value), *other;
	bool is_default = false;

	/* The last line counts. */
	for (size_t i = 0; i < defaults->len; i++) {
		const struct pair *line = &defaults->items[i];

		if (!text_equal_nocase(line->name, option->name))
			continue;
		other = config_value_normal(option->value, line->value);
		is_default = !strcmp(normal, other);
		free(other);
	}
	free(normal);
	return is_default;
}

const struct table_column conf_show_columns[] = {
	{ "KEY", .flags = TABLE_NULL, .help = "the option" },
	{ "VALUE", .flags = TABLE_NULL | TABLE_SHRINK,
		.help = "one of its values; - if it is not set" },
	{ NULL },
};

/* Gets all options that differ from their defaults. */
static bool get_all(struct connection *connection, const struct pairs *names,
	struct pairs *options, struct error *error)
{
	struct pairs lines = { 0 }, defaults = { 0 };
	bool ok = conf_show_read(connection, "config-text", &lines, error) &&
		conf_show_read(connection, "config/defaults", &defaults, error);

	for (size_t i = 0; i < lines.len && ok; i++) {
		const struct pair *line = &lines.items[i];
		const struct pair *option = conf_names_get(names, line->name);
		struct span value = span_of(line->value);

		if (!option || conf_names_has_lines(option) ||
			!conf_show_is_default(&defaults, option, line->value))
			pairs_add(options, span_of(line->name), &value);
	}
	ok = ok && conf_show_add_unsaid(connection, names, &defaults, options,
		error);
	pairs_clear(&lines);
	pairs_clear(&defaults);
	return ok;
}

static void try_command(void *arg, const struct command *command,
	const char *word)
{
	(void)command;
	closest_try(arg, word);
}

/* "conf edti" means a subcommand, not an option. */
static void suggest_command(const struct call *call, const char *word,
	struct error *error)
{
	struct closest closest = CLOSEST(word);

	command_each_below(call->command->name, try_command, &closest);
	if (closest.best)
		error_append(error, "; did you mean \"%s %s\"?",
			call->command->name, closest.best);
}

static bool get_some(struct call *call, const struct pairs *names,
	const struct strv *words, struct pairs *options, struct error *error)
{
	struct strv keys = STRV_INIT;
	bool ok = true;

	for (size_t i = 0; i < words->len && ok; i++) {
		ok = conf_names_match(names, words->items[i], &keys, error);
		if (!ok)
			suggest_command(call, words->items[i], error);
	}
	ok = ok &&
		conf_get(call->session->tor->connection, &keys, options, error);
	strv_clear(&keys);
	return ok;
}

static void show_option(const struct table *table, size_t row,
	struct output *output)
{
	const char *name = table_get(table, row, 0).at;
	const char *value = table_get(table, row, 1).at;
	struct buf line = BUF_INIT_SECRET;

	if (value)
		config_text_add(&line, name, value);
	else
		buf_print(&line, "# %s is not set\n", name);
	output_text(output, buf_span(&line));
	buf_clear(&line);
}

bool conf_show(struct call *call, struct error *error)
{
	const struct strv *words = args_list(&call->args, "OPTION");
	struct connection *connection = call->session->tor->connection;
	struct pairs names = { 0 }, options = { 0 };
	bool ok;

	ok = conf_names_load(connection, &names, error) &&
		(words->len ? get_some(call, &names, words, &options, error) :
		get_all(connection, &names, &options, error));
	if (ok)
		result_add_pairs(&call->result, &options, show_option);
	/* --raw already showed the replies to GETCONF. */
	call->result.table.ours = !words->len;
	pairs_clear(&names);
	pairs_clear(&options);
	return ok;
}
