/* One value more or less for an option that has several. */
#include "api/conf_list.h"

#include "api/conf.h"
#include "api/conf_names.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

#define SERVICE_DIR "HiddenServiceDir"

static const struct span nowhere = { NULL, 0 };

/* The lines of options that belong together, in Tor's order. */
struct group {
	char *name; /* by which Tor is asked for them */
	char *head; /* which set to nothing takes all of them away */
	bool services;
	bool changed;
	struct pairs lines;
};

struct work {
	struct client *client;
	const struct pairs *names;
	const char *service;
	char *last_service; /* whose directory was the last to be added */
	struct group *groups;
	size_t len;
};

/* ---- lines */

static void insert_line(struct pairs *lines, size_t at, const char *name,
	const char *value)
{
	struct span text = span_of(value);
	struct pair line;

	pairs_add(lines, span_of(name), &text);
	line = lines->items[lines->len - 1];
	memmove(lines->items + at + 1, lines->items + at,
		(lines->len - 1 - at) * sizeof(line));
	lines->items[at] = line;
}

static void remove_line(struct pairs *lines, size_t at)
{
	struct pair *line = &lines->items[at];

	if (line->value)
		alloc_wipe(line->value, strlen(line->value));
	free(line->value);
	free(line->name);
	lines->len--;
	memmove(line, line + 1, (lines->len - at) * sizeof(*line));
}

static bool is_dir(const struct pair *line)
{
	return text_equal_nocase(line->name, SERVICE_DIR);
}

/* The first line behind the service whose line `at` is. */
static size_t service_end(const struct pairs *lines, size_t at)
{
	while (++at < lines->len && !is_dir(&lines->items[at]))
		;
	return at;
}

/* The line of the service's directory that `at` belongs to. */
static size_t service_start(const struct pairs *lines, size_t at)
{
	while (at && !is_dir(&lines->items[at]))
		at--;
	return at;
}

static bool is_line(const struct pair *line, const char *name,
	const char *value)
{
	return text_equal_nocase(line->name, name) &&
		!strcmp(line->value, value);
}

/* `lines->len`: not there. */
static size_t find_line(const struct pairs *lines, size_t from, size_t to,
	const char *name, const char *value)
{
	for (; from < to; from++)
		if (is_line(&lines->items[from], name, value))
			return from;
	return lines->len;
}

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
	ok = conf_get(work->client, &key, &all, error);
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
	group->head = alloc_string(group->services ? SERVICE_DIR :
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

/* The directories of the services, for an error. */
static void list_services(const struct group *group, struct error *error)
{
	for (size_t i = 0; i < group->lines.len; i++)
		if (is_dir(&group->lines.items[i]))
			error_append(error, "\n  %s",
				group->lines.items[i].value);
}

/*
 * Finds where the lines of the service begin that an option is meant for.
 * False with the error, also when there are several and none is named.
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
		if (is_dir(&lines->items[i]) &&
			(!dir || !strcmp(lines->items[i].value, dir))) {
			*start = i;
			count++;
		}
	if (count == 1)
		return true;
	if (dir)
		error_set(&refusal, ERROR_USAGE, "there is no onion service "
			"in %s; there are:", dir);
	else if (count)
		error_set(&refusal, ERROR_USAGE, "there are several onion "
			"services:");
	else
		error_set(&refusal, ERROR_USAGE, "there is no onion service: "
			"add its HiddenServiceDir in the same command, in "
			"front of this");
	list_services(group, &refusal);
	if (!dir && count)
		error_set_remedy(&refusal, ERROR_REMEDY_SERVICE);
	return error_move(error, &refusal);
}

/* ---- lists with commas */

/* The next item of `rest`, blanks around it left out. */
static bool next_item(struct span *rest, struct span *item)
{
	size_t len = 0;

	if (!rest->len)
		return false;
	while (len < rest->len && rest->at[len] != ',')
		len++;
	*item = (struct span){ rest->at, len };
	*rest = span_from(*rest, len + 1);
	while (item->len && text_is_blank(item->at[0]))
		*item = span_from(*item, 1);
	while (item->len && text_is_blank(item->at[item->len - 1]))
		item->len--;
	return true;
}

static bool same(struct span a, struct span b)
{
	return a.len == b.len && (!a.len || !memcmp(a.at, b.at, a.len));
}

static bool has_item(struct span list, struct span wanted)
{
	struct span item;

	while (next_item(&list, &item))
		if (same(item, wanted))
			return true;
	return false;
}

/* Adds the items of `list` that are (or are not) in `others`. */
static void join_items(struct buf *to, struct span list, struct span others,
	bool there)
{
	struct span item;

	while (next_item(&list, &item))
		if (item.len && has_item(others, item) == there)
			buf_print(to, "%s%.*s", to->len ? "," : "",
				(int)item.len, item.at);
}

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
			insert_line(&group->lines, 0, name, buf_text(items));
		group->changed = true;
	}
	buf_clear(items);
}

/* ---- adding and removing */

/* Always false: says which values there are, as lines of torrc. */
static bool refuse_value(const struct group *group, const char *name,
	struct error *error)
{
	struct error refusal = ERROR_INIT;
	size_t count = 0;

	error_set(&refusal, ERROR_USAGE, "there is no such value of %s; "
		"there are:", name);
	for (size_t i = 0; i < group->lines.len; i++) {
		const struct pair *line = &group->lines.items[i];

		if (!text_equal_nocase(line->name, name))
			continue;
		error_append(&refusal, "\n  %s %s", line->name, line->value);
		count++;
	}
	if (!count)
		error_set(&refusal, ERROR_USAGE, "there is no such value: %s "
			"has none", name);
	return error_move(error, &refusal);
}

static bool add_line(struct work *work, struct group *group,
	const char *name, const char *value, struct error *error)
{
	struct pairs *lines = &group->lines;
	size_t from = 0, to = lines->len, at;
	bool dir = group->services && text_equal_nocase(name, SERVICE_DIR);

	if (group->services && !dir) {
		if (!find_service(work, group, &from, error))
			return false;
		to = service_end(lines, from);
	}
	if (dir) {
		free(work->last_service);
		work->last_service = alloc_string(value);
	}
	if (find_line(lines, from, to, name, value) < lines->len)
		return true;
	/* Behind its like, or at the end of those it belongs to. */
	for (at = to; at > from && !dir; at--)
		if (text_equal_nocase(lines->items[at - 1].name, name))
			break;
	insert_line(lines, at > from ? at : to, name, value);
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
	join_items(&items, span_of(value), list, false);
	set_items(group, option->name, &items);
	return true;
}

/* Removes the service whose directory's line is `at`. */
static void remove_service(struct pairs *lines, size_t at)
{
	size_t end = service_end(lines, at);

	while (end > at)
		remove_line(lines, --end);
}

static bool remove_lines(struct work *work, struct group *group,
	const char *name, const char *value, struct error *error)
{
	struct pairs *lines = &group->lines;
	size_t from = 0, to = lines->len, at, other;
	bool dir = group->services && text_equal_nocase(name, SERVICE_DIR);

	if (group->services && !dir && work->service) {
		if (!find_service(work, group, &from, error))
			return false;
		to = service_end(lines, from);
	}
	at = find_line(lines, from, to, name, value);
	if (at == lines->len)
		return refuse_value(group, name, error);
	group->changed = true;
	if (dir) {
		remove_service(lines, at);
		return true;
	}
	other = find_line(lines, at + 1, to, name, value);
	if (group->services && other < lines->len &&
		service_start(lines, other) != service_start(lines, at))
		return find_service(work, group, &from, error);
	while ((at = find_line(lines, from, to, name, value)) < lines->len) {
		remove_line(lines, at);
		to--;
	}
	return true;
}

static bool remove_value(struct work *work, struct group *group,
	const struct pair *option, const char *value, struct error *error)
{
	struct span list = list_of(group), rest = span_of(value), item;
	struct buf items = BUF_INIT;

	if (conf_names_has_lines(option))
		return remove_lines(work, group, option->name, value, error);
	while (next_item(&rest, &item))
		if (item.len && !has_item(list, item))
			return refuse_value(group, option->name, error);
	join_items(&items, list, span_of(value), false);
	set_items(group, option->name, &items);
	return true;
}

static bool change_one(struct work *work, enum conf_list_change change,
	const struct pair *setting, struct error *error)
{
	const struct pair *option = conf_names_find(work->names,
		setting->name, error);
	struct group *group;

	if (!option)
		return false;
	if (!conf_names_has_lines(option) && !conf_names_has_items(option))
		return error_set(error, ERROR_USAGE, strcmp(option->value,
			"Virtual") ? "%s has one value: use setconf or "
			"resetconf" : "%s stands for several options: name "
			"one of them", option->name);
	if (!setting->value || !*setting->value)
		return error_set(error, ERROR_USAGE, "say which value of %s",
			option->name);
	group = get_group(work, option, error);
	return group && (change == CONF_LIST_ADD ? add_value : remove_value)(
		work, group, option, setting->value, error);
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
		ok = conf_set(work->client, &all, reply, error);
	pairs_clear(&all);
	return ok;
}

bool conf_list_change(struct client *client, enum conf_list_change change,
	const struct pairs *names, const struct pairs *settings,
	const char *service, struct reply *reply, struct error *error)
{
	struct work work = { client, names, service, NULL, NULL, 0 };
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
	return ok;
}
