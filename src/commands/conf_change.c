/* A change from the running configuration to another, shown and sent. */
#include "commands/conf_change.h"

#include "cmd/session.h"
#include "commands/conf_diff.h"
#include "commands/conf_show.h"
#include "proto/config_text.h"
#include "tor/conf.h"
#include "tor/conf_lines.h"
#include "tor/conf_names.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/diff.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Options that decide who can control Tor. */
static const struct {
	const char *name;
	bool locks; /* adding it may also lock out others */
} doors[] = {
	{ "ControlPort", false },
	{ "__ControlPort", false },
	{ "ControlSocket", false },
	{ "ControlSocketsGroupWritable", false },
	{ "CookieAuthentication", true },
	{ "CookieAuthFile", true },
	{ "CookieAuthFileGroupReadable", false },
	{ "HashedControlPassword", true },
	{ "__HashedControlSessionPassword", true },
};

/* ---- the running configuration */

static bool is_default(const struct conf_known *known, const struct pair *line)
{
	const struct pair *option = conf_names_get(&known->names, line->name);

	return option && !conf_names_has_lines(option) &&
		conf_show_is_default(&known->defaults, option, line->value);
}

/*
 * Adds options that have values but are neither in config-text nor Tor's own
 * defaults, so that the defaults file set them.
 */
static bool read_given(struct connection *connection,
	struct conf_change *change, const struct conf_side *named,
	struct error *error)
{
	const struct pairs *names = &change->known.names;
	struct pairs values = { 0 };
	struct strv keys = STRV_INIT;
	bool ok;

	for (size_t i = 0; i < names->len; i++)
		if (!conf_show_is_controllers(names->items[i].name) &&
			!conf_names_group(names, &names->items[i]) &&
			!conf_side_has(named, &change->known,
			names->items[i].name))
			strv_add(&keys, names->items[i].name);
	ok = conf_get(connection, &keys, &values, error);
	for (size_t i = 0; i < values.len && ok; i++) {
		const struct pair *line = &values.items[i];
		struct span value = span_of(line->value ? line->value : "");

		if (value.len && !conf_show_is_controllers(line->name) &&
			!is_default(&change->known, line))
			pairs_add(&change->given, span_of(line->name), &value);
	}
	pairs_clear(&values);
	strv_clear(&keys);
	return ok;
}

/* Adds the defaults file's values of options that have other values now. */
static void read_overridden(struct call *call, struct conf_change *change,
	const struct conf_side *named)
{
	struct pairs lines = { 0 };

	conf_side_read_defaults(call, &lines);
	for (size_t i = 0; i < lines.len; i++) {
		const struct pair *line = &lines.items[i];
		struct span value = span_of(line->value);

		if (conf_side_has(named, &change->known, line->name))
			pairs_add(&change->given, span_of(line->name), &value);
	}
	pairs_clear(&lines);
}

static bool read_text(struct connection *connection, struct conf_change *change,
	struct error *error)
{
	char *text = info_get_one(connection, "config-text", error);

	if (!text)
		return false;
	buf_add_string(&change->text, text);
	if (*text && text[strlen(text) - 1] != '\n')
		buf_add_char(&change->text, '\n');
	alloc_wipe(text, strlen(text));
	free(text);
	return true;
}

/* Adds what config-text leaves out. */
static bool read_unsaid(struct connection *connection,
	struct conf_change *change, struct error *error)
{
	struct pairs unsaid = { 0 };
	bool ok = conf_show_add_unsaid(connection, &change->known.names,
		&change->known.defaults, &unsaid, error);

	for (size_t i = 0; i < unsaid.len; i++)
		config_text_add(&change->text, unsaid.items[i].name,
			unsaid.items[i].value);
	pairs_clear(&unsaid);
	return ok;
}

/* Lines of the text come after those of the defaults file. */
static void read_side(const struct conf_change *change,
	const struct conf_known *known, struct span torrc, bool given,
	struct conf_side *side)
{
	struct pairs lines = { 0 };

	conf_side_clear(side);
	if (given)
		conf_side_add_all(side, known, &change->given, true);
	config_text_parse(torrc, &lines);
	conf_side_add_all(side, known, &lines, false);
	conf_side_sort(side);
	pairs_clear(&lines);
}

/* Reads the rest, which requires Tor's own defaults. */
static bool read_defaults(struct call *call, struct conf_change *change,
	struct error *error)
{
	struct connection *connection = call->session->tor->connection;
	const struct conf_known plain = { change->known.names, { 0 } };
	struct conf_side named = { 0 };
	bool ok = read_unsaid(connection, change, error);

	read_side(change, &plain, buf_span(&change->text), false, &named);
	ok = ok && read_given(connection, change, &named, error);
	if (ok)
		read_overridden(call, change, &named);
	conf_side_clear(&named);
	return ok;
}

bool conf_change_read(struct call *call, struct conf_change *change,
	struct error *error)
{
	struct connection *connection = call->session->tor->connection;
	struct error refusal = ERROR_INIT;

	if (!read_text(connection, change, error))
		return false;
	/* If Tor refuses the others, the defaults file remains unknown. */
	if (!(conf_side_read_known(connection, &change->known, &refusal) &&
		read_defaults(call, change, &refusal)) &&
		refusal.kind != ERROR_TOR)
		return error_move(error, &refusal);
	error_clear(&refusal);
	conf_change_to(change, buf_span(&change->text), true);
	return true;
}

/*
 * LOADCONF knows only Tor's own defaults: values equal to them do not change.
 */
void conf_change_to(struct conf_change *change, struct span torrc, bool given)
{
	const struct conf_known plain = { change->known.names, { 0 } };
	const struct conf_known *known = given ? &plain : &change->known;

	read_side(change, known, buf_span(&change->text), true,
		&change->before);
	read_side(change, known, torrc, given, &change->after);
}

/* ---- display */

static bool visit_lines(struct conf_change *change, diff_line *visit,
	void *arg)
{
	struct buf before = BUF_INIT_SECRET, after = BUF_INIT_SECRET;
	bool changed;

	conf_side_text(&change->before, &before);
	conf_side_text(&change->after, &after);
	changed = conf_diff_lines(buf_span(&before), buf_span(&after), visit, arg);
	buf_clear(&before);
	buf_clear(&after);
	return changed;
}

static void show_line(void *lines, char sign, struct span line)
{
	if (sign == ' ')
		return;
	buf_add_char(lines, sign);
	buf_add_span(lines, line);
	buf_add_char(lines, '\n');
}

bool conf_change_show(struct conf_change *change, struct buf *lines)
{
	return visit_lines(change, show_line, lines);
}

void conf_change_note_forgotten(struct call *call,
	const struct conf_change *change)
{
	struct strv names = STRV_INIT;
	char *list;

	for (size_t i = 0; i < change->before.len; i++) {
		const struct conf_entry *entry = &change->before.entries[i];

		if (entry->given && !strv_has_nocase(&names, entry->name) &&
			!conf_side_has(&change->after, &change->known,
			entry->name))
			strv_add(&names, entry->name);
	}
	list = strv_join(&names, ", ");
	if (names.len)
		report_note(&call->session->report, "set only by Tor's "
			"defaults file, and reset by this: %s", list);
	free(list);
	strv_clear(&names);
}

static void note_door(void *names, char sign, struct span line)
{
	struct span word = { "", 0 };

	span_next_word(&line, &word);
	for (size_t i = 0; i < sizeof(doors) / sizeof(*doors); i++)
		if (span_equal(word, doors[i].name) && (sign == '-' ||
			(sign == '+' && doors[i].locks)) &&
			!strv_has_nocase(names, doors[i].name))
			strv_add(names, doors[i].name);
}

void conf_change_note_doors(struct call *call, struct conf_change *change)
{
	struct strv names = STRV_INIT;
	char *list;

	visit_lines(change, note_door, &names);
	list = strv_join(&names, ", ");
	if (names.len)
		report_note(&call->session->report, "%s control%s access to "
			"the control port; torctl may be unable to reconnect",
			list, names.len == 1 ? "s" : "");
	free(list);
	strv_clear(&names);
}

/* ---- sending */

static const char *default_of(const struct conf_known *known, const char *name)
{
	const char *value = "";

	for (size_t i = 0; i < known->defaults.len; i++)
		if (text_equal_nocase(known->defaults.items[i].name, name))
			value = known->defaults.items[i].value;
	return value;
}

/* Returns whether the option has one value, which is not empty by default. */
static bool has_default(const struct conf_known *known, const char *name)
{
	const struct pair *option = conf_names_get(&known->names, name);

	return option && !conf_names_has_lines(option) &&
		*default_of(known, name);
}

/* Some entries of a side. */
struct part {
	const struct conf_entry *entries;
	size_t len;
};

static struct part cut_group(const struct conf_side *side, size_t at,
	const char *group)
{
	struct part part = { side->entries + at, 0 };

	while (at + part.len < side->len && text_equal_nocase(
		part.entries[part.len].group, group))
		part.len++;
	return part;
}

static bool are_equal(const struct part *a, const struct part *b)
{
	bool equal = a->len == b->len;

	for (size_t i = 0; i < a->len && equal; i++)
		equal = text_equal_nocase(a->entries[i].name,
			b->entries[i].name) && !strcmp(a->entries[i].value,
			b->entries[i].value);
	return equal;
}

static void add_option(struct pairs *options, const char *name,
	const char *value)
{
	const struct span text = span_of(value);

	pairs_add(options, span_of(name), *value ? &text : NULL);
}

/*
 * Adds the options of a group. Without a value, RESETCONF sets an option to
 * Tor's default, and SETCONF empties it.
 */
static void add_group(const struct conf_change *change,
	const struct part *before, const struct part *after, bool set,
	struct pairs *options)
{
	const char *name;

	for (size_t i = 0; i < after->len; i++)
		add_option(options, after->entries[i].name,
			after->entries[i].value);
	if (after->len)
		return;
	name = before->entries->name;
	/* Emptying this option removes the others. */
	if (!strcmp(before->entries->group, "HiddenServiceOptions"))
		name = CONF_LINES_DIR;
	add_option(options, name, set && has_default(&change->known, name) ?
		default_of(&change->known, name) : "");
}

/*
 * Adds what changes, for RESETCONF or, with `set`, for SETCONF. Returns false
 * if only SETCONF can do it: an option with a default is to be empty.
 */
static bool add_changes(const struct conf_change *change, bool set,
	struct pairs *options)
{
	const struct conf_side *old = &change->before, *new = &change->after;
	bool ok = true;
	size_t i = 0, j = 0;

	while (i < old->len || j < new->len) {
		bool first = j == new->len || (i < old->len && strcasecmp(
			old->entries[i].group, new->entries[j].group) < 0);
		const char *group = first ? old->entries[i].group :
			new->entries[j].group;
		struct part before = cut_group(old, i, group);
		struct part after = cut_group(new, j, group);

		if (!are_equal(&before, &after)) {
			add_group(change, &before, &after, set, options);
			ok = ok && (set || !after.len ||
				*after.entries->value || !has_default(
				&change->known, after.entries->name));
		}
		i += before.len;
		j += after.len;
	}
	return ok;
}

bool conf_change_send(struct call *call, struct conf_change *change,
	struct error *error)
{
	struct pairs options = { 0 };
	struct reply reply = REPLY_INIT;
	bool reset = add_changes(change, false, &options), ok;

	if (!reset) {
		pairs_clear(&options);
		add_changes(change, true, &options);
	}
	ok = (reset ? conf_reset : conf_set)(call->session->tor->connection,
		&options,
		&reply, error);
	reply_clear(&reply);
	pairs_clear(&options);
	return ok;
}

void conf_change_clear(struct conf_change *change)
{
	conf_side_clear_known(&change->known);
	pairs_clear(&change->given);
	buf_clear(&change->text);
	conf_side_clear(&change->before);
	conf_side_clear(&change->after);
}
