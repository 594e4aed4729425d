/* Adding, removing and replacing single values of options. */
#include "tor/conf_list.h"

#include "tor/conf.h"
#include "tor/conf_items.h"
#include "tor/conf_lines.h"
#include "tor/conf_names.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* The only option of an onion service that may be repeated. */
#define PORT "HiddenServicePort"

static const struct span nowhere = { NULL, 0 };

/* The lines of related options, in Tor's order. */
struct group {
	char *name; /* the key for GETCONF */
	char *head; /* emptying this one removes them all */
	bool services;
	bool changed;
	struct pairs lines;
};

struct work {
	struct connection *connection;
	const struct pairs *names;
	const char *service;
	char *last_service; /* directory of the service changed last */
	struct pairs gone;  /* its lines, if it was removed */
	struct strv set;    /* names of options whose old values are gone */
	struct group *groups;
	size_t len;
};

/* ---- groups */

static struct group *get_group(struct work *work, const struct pair *option,
	struct error *error)
{
	const struct pair *virtual = conf_names_group(work->names, option);
	const char *name = virtual ? virtual->name : option->name;
	struct pairs all = { 0 };
	struct strv key = STRV_INIT;
	struct group *group;
	bool ok;

	for (size_t i = 0; i < work->len; i++)
		if (!strcmp(work->groups[i].name, name))
			return &work->groups[i];
	strv_add(&key, name);
	ok = conf_get(work->connection, &key, &all, error);
	strv_clear(&key);
	if (!ok) {
		pairs_clear(&all);
		return NULL;
	}
	work->groups = alloc_resize(work->groups, work->len + 1,
		sizeof(*work->groups));
	group = &work->groups[work->len++];
	*group = (struct group){ .name = alloc_string(name),
		.services = virtual && span_starts(span_of(name),
			"HiddenService") };
	group->head = alloc_string(group->services ? CONF_LINES_DIR :
		option->name);
	for (size_t i = 0; i < all.len; i++) {
		struct span value = span_of(all.items[i].value ?
			all.items[i].value : "");

		if (value.len)
			pairs_add(&group->lines, span_of(all.items[i].name),
				&value);
	}
	pairs_clear(&all);
	return group;
}

/* Appends the directories of the services to an error. */
static void list_services(const struct group *group, struct error *error)
{
	for (size_t i = 0; i < group->lines.len; i++)
		if (conf_lines_is_dir(&group->lines.items[i]))
			error_add_line(error, "  %s",
				group->lines.items[i].value);
}

/*
 * Finds the first line of the service that an option is meant for. Returns
 * false with an error if there is none, or if there are several and none is
 * named.
 */
static bool find_service(const struct work *work, const struct group *group,
	size_t *start, struct error *error)
{
	const struct pairs *lines = &group->lines;
	const char *dir = work->last_service ? work->last_service :
		work->service;
	struct error refusal = ERROR_INIT;
	size_t count = 0;

	for (size_t i = 0; i < lines->len; i++)
		if (conf_lines_is_dir(&lines->items[i]) &&
			(!dir || conf_lines_same_dir(lines->items[i].value,
			dir))) {
			*start = i;
			count++;
		}
	if (count == 1)
		return true;
	if (dir)
		error_set(&refusal, ERROR_USAGE, "no onion service in "
			"%s; configured services:", dir);
	else if (count)
		error_set(&refusal, ERROR_USAGE, "several onion services are "
			"configured:");
	else
		error_set(&refusal, ERROR_USAGE, "no onion service is "
			"configured; put HiddenServiceDir=DIR before this "
			"option in the same command");
	list_services(group, &refusal);
	if (!dir && count)
		error_set_remedy(&refusal, ERROR_REMEDY_SERVICE);
	return error_move(error, &refusal);
}

/* ---- comma-separated lists */

static struct span list_of(const struct group *group)
{
	return group->lines.len ? span_of(group->lines.items[0].value) :
		nowhere;
}

static void set_items(struct group *group, const char *name,
	struct buf *items)
{
	const char *now = group->lines.len ? group->lines.items[0].value : "";

	if (strcmp(now, buf_text(items))) {
		pairs_clear(&group->lines);
		if (items->len)
			conf_lines_insert(&group->lines, 0, name,
				buf_text(items));
		group->changed = true;
	}
	buf_clear(items);
}

/* ---- adding and removing */

/* Fails with the current values as torrc lines. Always returns false. */
static bool refuse_value(const struct pairs *lines, const char *name,
	struct error *error)
{
	struct error refusal = ERROR_INIT;
	size_t count = 0;

	error_set(&refusal, ERROR_USAGE, "no such value of %s; current "
		"values:", name);
	for (size_t i = 0; i < lines->len; i++) {
		const struct pair *line = &lines->items[i];

		if (!text_equal_nocase(line->name, name))
			continue;
		error_add_line(&refusal, "  %s %s", line->name, line->value);
		count++;
	}
	if (!count)
		error_set(&refusal, ERROR_USAGE, "no such value: %s is "
			"not set", name);
	return error_move(error, &refusal);
}

/* Tor would take the last line, and keep both. */
static bool refuse_second(const struct pairs *lines, size_t from, size_t to,
	const char *name, struct error *error)
{
	if (text_equal_nocase(name, PORT))
		return false;
	for (size_t i = from; i < to; i++)
		if (text_equal_nocase(lines->items[i].name, name)) {
			error_set(error, ERROR_USAGE, "%s takes a single "
				"value, which is %s for the onion service in "
				"%s; to change it, use conf set", name,
				lines->items[i].value,
				lines->items[from].value);
			return true;
		}
	return false;
}

static bool add_line(struct work *work, struct group *group,
	const char *name, const char *value, struct error *error)
{
	struct pairs *lines = &group->lines;
	size_t from = 0, to = lines->len, at;
	bool dir = group->services && text_equal_nocase(name, CONF_LINES_DIR);

	if (group->services && !dir) {
		if (!find_service(work, group, &from, error))
			return false;
		to = conf_lines_end(lines, from);
	}
	if (dir) {
		free(work->last_service);
		work->last_service = alloc_string(value);
	}
	if (conf_lines_find(lines, from, to, name, value) < lines->len)
		return true;
	if (group->services && !dir && refuse_second(lines, from, to, name,
		error))
		return false;
	/* Insert after the same option, or at the end of the service. */
	for (at = to; at > from && !dir; at--)
		if (text_equal_nocase(lines->items[at - 1].name, name))
			break;
	conf_lines_insert(lines, at > from ? at : to, name, value);
	group->changed = true;
	return true;
}

static bool add_value(struct work *work, struct group *group,
	const struct pair *option, const char *value, struct error *error)
{
	struct span list = list_of(group);
	struct buf items = BUF_INIT;

	if (conf_names_has_lines(option))
		return add_line(work, group, option->name, value, error);
	buf_add_span(&items, list);
	conf_items_join(&items, span_of(value), list, false);
	set_items(group, option->name, &items);
	return true;
}

/* Removes the service whose directory is line `at`, and keeps its lines. */
static void remove_service(struct work *work, struct pairs *lines, size_t at)
{
	size_t end = conf_lines_end(lines, at);

	free(work->last_service);
	work->last_service = alloc_string(lines->items[at].value);
	pairs_clear(&work->gone);
	for (size_t i = at; i < end; i++) {
		struct span value = span_of(lines->items[i].value);

		pairs_add(&work->gone, span_of(lines->items[i].name), &value);
	}
	while (end > at)
		conf_lines_remove(lines, --end);
}

/*
 * Finds the lines from `*from` to `*to` of the service that has the value, or
 * of the named service. Returns false with an error if the named service does
 * not exist or if several services have the value.
 */
static bool find_owner(const struct work *work, const struct group *group,
	const char *name, const char *value, size_t *from, size_t *to,
	struct error *error)
{
	const struct pairs *lines = &group->lines;
	struct error refusal = ERROR_INIT;
	size_t count = 0, start = 0, last = lines->len, at = 0;

	if (work->service) {
		if (!find_service(work, group, &start, error))
			return false;
		*from = start;
		*to = conf_lines_end(lines, start);
		return true;
	}
	error_set(&refusal, ERROR_USAGE, "several onion services have %s %s:",
		name, value);
	while ((at = conf_lines_find(lines, at, lines->len, name, value)) <
		lines->len) {
		start = conf_lines_start(lines, at++);
		if (start == last)
			continue;
		error_add_line(&refusal, "  %s", lines->items[start].value);
		last = start;
		count++;
	}
	error_set_remedy(&refusal, ERROR_REMEDY_SERVICE);
	if (count > 1)
		return error_move(error, &refusal);
	error_clear(&refusal);
	*from = count ? start : 0;
	*to = count ? conf_lines_end(lines, start) : lines->len;
	return true;
}

/* Tor only reports "Failed to configure rendezvous options". */
static bool refuse_last_port(const struct pairs *lines, size_t from,
	size_t to, const char *name, const char *value, struct error *error)
{
	if (!text_equal_nocase(name, PORT))
		return false;
	for (size_t i = from; i < to; i++)
		if (text_equal_nocase(lines->items[i].name, PORT) &&
			strcmp(lines->items[i].value, value))
			return false;
	error_set(error, ERROR_USAGE,
		"cannot remove the last port of the "
		"onion service in %s; to remove the service, remove "
		"its " CONF_LINES_DIR,
		lines->items[from].value);
	return true;
}

static bool remove_lines(struct work *work, struct group *group,
	const char *name, const char *value, struct error *error)
{
	struct pairs *lines = &group->lines;
	size_t from = 0, to = lines->len, at;
	bool of_service = group->services &&
		!text_equal_nocase(name, CONF_LINES_DIR);

	/* "HiddenServiceDir=/a HiddenServicePort=80": removed with it. */
	if (of_service && work->last_service)
		return conf_lines_find(&work->gone, 0, work->gone.len, name,
			value) < work->gone.len || refuse_value(&work->gone,
			name, error);
	if (of_service && !find_owner(work, group, name, value, &from, &to,
		error))
		return false;
	at = conf_lines_find(lines, from, to, name, value);
	if (at == lines->len)
		return refuse_value(lines, name, error);
	if (of_service && refuse_last_port(lines, from, to, name, value,
		error))
		return false;
	group->changed = true;
	if (group->services && !of_service) {
		remove_service(work, lines, at);
		return true;
	}
	for (; (at = conf_lines_find(lines, from, to, name, value)) <
		lines->len; to--)
		conf_lines_remove(lines, at);
	return true;
}

static bool remove_value(struct work *work, struct group *group,
	const struct pair *option, const char *value, struct error *error)
{
	struct span list = list_of(group), rest = span_of(value), item;
	struct buf items = BUF_INIT;

	if (conf_names_has_lines(option))
		return remove_lines(work, group, option->name, value, error);
	while (conf_items_next(&rest, &item))
		if (item.len && !conf_items_has(list, item))
			return refuse_value(&group->lines, option->name,
				error);
	conf_items_join(&items, list, span_of(value), false);
	set_items(group, option->name, &items);
	return true;
}

/* Removes the other values, unless this command has set them. */
static bool set_line(struct work *work, struct group *group,
	const char *name, const char *value, struct error *error)
{
	struct pairs *lines = &group->lines;
	size_t from = 0, to = lines->len;

	if (group->services && text_equal_nocase(name, CONF_LINES_DIR))
		return error_set(error, ERROR_USAGE, "the directory of an "
			"onion service cannot be changed; use conf add to add "
			"a service");
	if (group->services) {
		if (!find_service(work, group, &from, error))
			return false;
		to = conf_lines_end(lines, from);
	}
	while (to-- > from && !strv_has_nocase(&work->set, name))
		if (text_equal_nocase(lines->items[to].name, name) &&
			strcmp(lines->items[to].value, value)) {
			conf_lines_remove(lines, to);
			group->changed = true;
		}
	strv_add(&work->set, name);
	return add_line(work, group, name, value, error);
}

static bool set_value(struct work *work, struct group *group,
	const struct pair *option, const char *value, struct error *error)
{
	struct buf items = BUF_INIT_SECRET;

	if (conf_names_has_lines(option))
		return set_line(work, group, option->name, value, error);
	buf_add_string(&items, value);
	set_items(group, option->name, &items);
	return true;
}

static bool change_one(struct work *work, enum conf_list_change change,
	const struct pair *setting, struct error *error)
{
	static bool (*const changes[])(struct work *work, struct group *group,
		const struct pair *option, const char *value,
		struct error *error) = {
		[CONF_LIST_ADD] = add_value,
		[CONF_LIST_REMOVE] = remove_value,
		[CONF_LIST_SET] = set_value,
	};
	const struct pair *option = conf_names_find(work->names,
		setting->name, error);
	struct group *group;

	if (!option)
		return false;
	if (!strcmp(option->value, "Virtual") || (change != CONF_LIST_SET &&
		!conf_names_has_lines(option) && !conf_names_has_items(option)))
		return error_set(error, ERROR_USAGE,
			strcmp(option->value, "Virtual")
				? "%s takes a single value; use setconf or "
				  "resetconf"
				: "%s is a group of options; name one of "
				  "them",
			option->name);
	if (!setting->value || !*setting->value)
		return error_set(error, ERROR_USAGE, "missing value for %s",
			option->name);
	group = get_group(work, option, error);
	return group && changes[change](work, group, option, setting->value,
		error);
}

static bool send_changes(const struct work *work, struct reply *reply,
	struct error *error)
{
	struct pairs all = { 0 };
	bool ok = true;

	for (size_t i = 0; i < work->len; i++) {
		const struct group *group = &work->groups[i];

		if (!group->changed)
			continue;
		if (!group->lines.len)
			pairs_add(&all, span_of(group->head), NULL);
		for (size_t j = 0; j < group->lines.len; j++) {
			struct span value =
				span_of(group->lines.items[j].value);

			pairs_add(&all, span_of(group->lines.items[j].name),
				&value);
		}
	}
	if (all.len)
		ok = conf_set(work->connection, &all, reply, error);
	pairs_clear(&all);
	return ok;
}

bool conf_list_change(struct connection *connection,
	enum conf_list_change change, const struct pairs *names,
	const struct pairs *settings, const char *service, struct reply *reply,
	struct error *error)
{
	struct work work = { .connection = connection, .names = names,
		.service = service };
	bool ok = true;

	for (size_t i = 0; i < settings->len && ok; i++)
		ok = change_one(&work, change, &settings->items[i], error);
	ok = ok && send_changes(&work, reply, error);
	for (size_t i = 0; i < work.len; i++) {
		pairs_clear(&work.groups[i].lines);
		free(work.groups[i].name);
		free(work.groups[i].head);
	}
	free(work.groups);
	free(work.last_service);
	pairs_clear(&work.gone);
	strv_clear(&work.set);
	return ok;
}
