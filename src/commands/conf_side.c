/* A configuration as options in a fixed order, to compare two of them. */
#include "commands/conf_side.h"

#include "cmd/onion_host.h"
#include "cmd/session.h"
#include "commands/conf_show.h"
#include "proto/config_text.h"
#include "proto/config_value.h"
#include "tor/conf_names.h"
#include "tor/info.h"
#include "tor/torrc.h"
#include "util/alloc.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

bool conf_side_read_known(struct connection *connection,
	struct conf_known *known, struct error *error)
{
	return conf_names_load(connection, &known->names, error) &&
		conf_show_read(connection, "config/defaults", &known->defaults,
			error);
}

void conf_side_clear_known(struct conf_known *known)
{
	pairs_clear(&known->names);
	pairs_clear(&known->defaults);
}

void conf_side_read_defaults(struct call *call, struct pairs *options)
{
	struct strv missing = STRV_INIT;
	struct error unread = ERROR_INIT;
	char *path = info_get_one(call->session->tor->connection,
		"config-defaults-file", NULL);

	if (path && !onion_host_is_local(call->session))
		report_note(&call->session->report, "Tor's defaults file was "
			"skipped: %s is on another host", path);
	/* Tor names the file even if it does not exist. */
	else if (path && !access(path, F_OK) && !torrc_read(path, options, &missing,
		&unread))
		report_note(&call->session->report, "Tor's defaults file was "
			"skipped: %s", unread.text);
	error_clear(&unread);
	strv_clear(&missing);
	free(path);
}

/* ---- entries */

static void drop_entry(struct conf_side *side, size_t at)
{
	struct conf_entry *entry = &side->entries[at];

	alloc_wipe(entry->value, strlen(entry->value));
	free(entry->value);
	free(entry->name);
	side->len--;
	memmove(entry, entry + 1, (side->len - at) * sizeof(*entry));
}

static void drop_group(struct conf_side *side, const char *group,
	bool only_given)
{
	for (size_t i = side->len; i-- > 0; )
		if ((!only_given || side->entries[i].given) &&
			text_equal_nocase(side->entries[i].group, group))
			drop_entry(side, i);
}

/* Returns the name that the options which Tor sets together share. */
static const char *group_of(const struct conf_known *known,
	const struct pair *option, const char *name)
{
	const struct pair *group = option ?
		conf_names_group(&known->names, option) : NULL;

	return group ? group->name : option ? option->name : name;
}

void conf_side_add(struct conf_side *side, const struct conf_known *known,
	const struct pair *line, bool given)
{
	const struct pair *option = conf_show_find(&known->names, line->name);
	const char *name = option ? option->name : line->name;
	const char *group = group_of(known, option, name);
	bool list = option && conf_names_has_lines(option);
	bool single = option && !list;

	if (*line->name == '/' || single)
		drop_group(side, group, false);
	if (*line->name == '/' || (list && !*line->value) ||
		(single && conf_show_is_default(&known->defaults, option,
		line->value)))
		return;
	if (list && !given && *line->name != '+')
		drop_group(side, group, true);
	side->entries = alloc_resize(side->entries, side->len + 1,
		sizeof(*side->entries));
	side->entries[side->len] = (struct conf_entry){
		.order = side->len,
		.name = alloc_string(name),
		.value = config_value_normal(option ? option->value : NULL,
			line->value),
		.given = given,
	};
	side->entries[side->len].group = option ? group :
		side->entries[side->len].name;
	side->len++;
}

void conf_side_add_all(struct conf_side *side, const struct conf_known *known,
	const struct pairs *lines, bool given)
{
	for (size_t i = 0; i < lines->len; i++)
		conf_side_add(side, known, &lines->items[i], given);
}

bool conf_side_has(const struct conf_side *side,
	const struct conf_known *known, const char *name)
{
	const char *group = group_of(known, conf_show_find(&known->names,
		name), name);

	for (size_t i = 0; i < side->len; i++)
		if (text_equal_nocase(side->entries[i].group, group))
			return true;
	return false;
}

static int compare_entries(const void *a, const void *b)
{
	const struct conf_entry *one = a, *other = b;
	int order = strcasecmp(one->group, other->group);

	return order ? order : one->order < other->order ? -1 : 1;
}

void conf_side_sort(struct conf_side *side)
{
	if (side->len)
		qsort(side->entries, side->len, sizeof(*side->entries),
			compare_entries);
}

void conf_side_text(struct conf_side *side, struct buf *text)
{
	conf_side_sort(side);
	for (size_t i = 0; i < side->len; i++)
		config_text_add(text, side->entries[i].name,
			side->entries[i].value);
}

void conf_side_clear(struct conf_side *side)
{
	while (side->len)
		drop_entry(side, side->len - 1);
	free(side->entries);
	*side = (struct conf_side){ 0 };
}
