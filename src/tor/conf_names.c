/* The configuration options of a running Tor: names and types. */
#include "tor/conf_names.h"

#include "proto/config_names.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/closest.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

#define SERVICE "HiddenService"

void conf_names_builtin(struct pairs *names)
{
	const struct config_names *row = config_names;

	for (; row->type; row++) {
		struct span type = span_of(row->type), name;
		struct span rest = span_of(row->names);

		while (span_next_word(&rest, &name))
			pairs_add(names, name, &type);
	}
}

bool conf_names_load(struct connection *connection, struct pairs *names,
	struct error *error)
{
	struct error failure = ERROR_INIT;
	char *text = info_get_one(connection, "config/names", &failure);
	struct span rest = span_of(text ? text : ""), line, name, type;

	if (!text && failure.kind != ERROR_TOR)
		return error_move(error, &failure);
	while (span_next_line(&rest, &line)) {
		if (!span_next_word(&line, &name))
			continue;
		if (!span_next_word(&line, &type))
			type = span_of("");
		pairs_add(names, name, &type);
	}
	if (!names->len)
		conf_names_builtin(names);
	free(text);
	error_clear(&failure);
	return true;
}

const struct pair *conf_names_get(const struct pairs *names, const char *name)
{
	for (size_t i = 0; i < names->len; i++)
		if (text_equal_nocase(names->items[i].name, name))
			return &names->items[i];
	return NULL;
}

static bool is_type(const struct pair *option, const char *type)
{
	return !strcmp(option->value, type);
}

bool conf_names_has_lines(const struct pair *option)
{
	return is_type(option, "LineList") || is_type(option, "Dependent");
}

bool conf_names_has_items(const struct pair *option)
{
	return is_type(option, "CommaList") || is_type(option, "RouterList");
}

const struct pair *conf_names_group(const struct pairs *names,
	const struct pair *option)
{
	const char *name = option->name;
	const struct pair *group;
	char *virtual;

	if (!is_type(option, "Dependent"))
		return NULL;
	if (span_starts(span_of(name), SERVICE))
		return conf_names_get(names, SERVICE "Options");
	/* __SocksPort belongs to SocksPortLines as well. */
	virtual = alloc_print("%sLines", name +
		2 * (size_t)span_starts(span_of(name), "__"));
	group = conf_names_get(names, virtual);
	free(virtual);
	return group;
}

/* ---- matching prefixes */

static void match_all(const struct pairs *names, const char *word,
	struct strv *found)
{
	const struct pair *whole = conf_names_get(names, word);

	if (whole)
		strv_add(found, whole->name);
	for (size_t i = 0; i < names->len && !whole && *word; i++)
		if (span_starts_nocase(span_of(names->items[i].name), word))
			strv_add(found, names->items[i].name);
}

/* Always returns false. */
static bool refuse(const struct pairs *names, const char *word,
	struct error *error)
{
	struct closest closest = CLOSEST(word);

	for (size_t i = 0; i < names->len; i++)
		closest_try(&closest, names->items[i].name);
	return closest_refuse(&closest, "configuration option", "", error);
}

bool conf_names_match(const struct pairs *names, const char *word,
	struct strv *found, struct error *error)
{
	struct strv all = STRV_INIT;

	match_all(names, word, &all);
	for (size_t i = 0; i < all.len; i++) {
		const struct pair *group = conf_names_group(names,
			conf_names_get(names, all.items[i]));

		if (all.len == 1 || !group ||
			!strv_has_nocase(&all, group->name))
			strv_add(found, all.items[i]);
	}
	if (!all.len)
		return refuse(names, word, error);
	strv_clear(&all);
	return true;
}

const struct pair *conf_names_find(const struct pairs *names,
	const char *word, struct error *error)
{
	const struct pair *option = NULL;
	struct strv all = STRV_INIT;
	char *list;

	match_all(names, word, &all);
	if (all.len == 1) {
		option = conf_names_get(names, all.items[0]);
	} else if (all.len) {
		list = strv_join(&all, ", ");
		error_set(error, ERROR_USAGE, "\"%s\" is ambiguous: %s", word,
			list);
		free(list);
	} else {
		refuse(names, word, error);
	}
	strv_clear(&all);
	return option;
}
