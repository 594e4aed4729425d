/* Differences between the running configuration and a file or the defaults. */
#include "cmd/conf_diff.h"

#include "api/conf.h"
#include "api/conf_names.h"
#include "api/info.h"
#include "api/torrc.h"
#include "cmd/conf_show.h"
#include "cmd/session.h"
#include "proto/config_text.h"
#include "proto/config_value.h"
#include "proto/redact.h"
#include "util/alloc.h"
#include "util/diff.h"
#include "util/files.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* A line of one side, and its place in the output. */
struct entry {
	const char *group; /* the same for related options */
	size_t order;
	char *name;        /* in Tor's spelling */
	char *value;
};

struct side {
	struct entry *entries;
	size_t len;
};

/* The options that Tor has, and their defaults. */
struct known {
	struct pairs names;
	struct pairs defaults;
};

static void drop_entry(struct side *side, size_t at)
{
	struct entry *entry = &side->entries[at];

	alloc_wipe(entry->value, strlen(entry->value));
	free(entry->value);
	free(entry->name);
	side->len--;
	memmove(entry, entry + 1, (side->len - at) * sizeof(*entry));
}

static void drop_named(struct side *side, const char *name)
{
	for (size_t i = side->len; i-- > 0; )
		if (text_equal_nocase(side->entries[i].name, name))
			drop_entry(side, i);
}

/* Adds a line. Unknown options keep their spelling. */
static void add_entry(struct side *side, const struct known *known,
	const struct pair *line)
{
	const struct pair *option = conf_show_find(&known->names, line->name);
	const struct pair *group = option ?
		conf_names_group(&known->names, option) : NULL;
	const char *name = option ? option->name : line->name;
	bool single = option && !conf_names_has_lines(option);

	/* For an option with one value, the last line counts. */
	if (single)
		drop_named(side, name);
	if (*line->name == '/' || (single && conf_show_is_default(
		&known->defaults, option, line->value)))
		return;
	side->entries = alloc_resize(side->entries, side->len + 1,
		sizeof(*side->entries));
	side->entries[side->len] = (struct entry){
		.order = side->len,
		.name = alloc_string(name),
		.value = config_value_normal(option ? option->value : NULL,
			line->value),
	};
	side->entries[side->len].group = group ? group->name :
		side->entries[side->len].name;
	side->len++;
}

static void add_all(struct side *side, const struct known *known,
	const struct pairs *lines)
{
	for (size_t i = 0; i < lines->len; i++)
		add_entry(side, known, &lines->items[i]);
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *one = a, *other = b;
	int order = strcasecmp(one->group, other->group);

	return order ? order : one->order < other->order ? -1 : 1;
}

static void side_text(struct side *side, struct buf *text)
{
	if (side->len)
		qsort(side->entries, side->len, sizeof(*side->entries),
			compare_entries);
	for (size_t i = 0; i < side->len; i++)
		config_text_add(text, side->entries[i].name,
			side->entries[i].value);
}

static void side_clear(struct side *side)
{
	while (side->len)
		drop_entry(side, side->len - 1);
	free(side->entries);
}

/* ---- the other side */

/*
 * Loads the names and defaults. To Tor, the distribution's defaults file also
 * sets defaults.
 */
static bool read_known(struct call *call, struct known *known,
	struct error *error)
{
	struct client *client = call->session->client;
	struct strv missing = STRV_INIT;
	struct error unread = ERROR_INIT;
	char *path;

	if (!conf_names_load(client, &known->names, error) ||
		!conf_show_read(client, "config/defaults", &known->defaults,
			error))
		return false;
	/* Tor names the file even if it does not exist. */
	path = info_get_one(client, "config-defaults-file", NULL);
	if (path && !access(path, F_OK) && !torrc_read(path,
		&known->defaults, &missing, &unread))
		report_note(&call->session->report, "Tor's defaults file was "
			"skipped: %s", unread.text);
	error_clear(&unread);
	strv_clear(&missing);
	free(path);
	return true;
}

/* Adds the defaults of all options that are set in the running Tor. */
static void add_defaults(struct side *side, const struct known *known,
	const struct pairs *running)
{
	const struct pairs none = { 0 };
	const struct known plain = { known->names, none };

	for (size_t i = 0; i < known->defaults.len; i++)
		for (size_t j = 0; j < running->len; j++)
			if (text_equal_nocase(known->defaults.items[i].name,
				running->items[j].name) &&
				*known->defaults.items[i].value) {
				add_entry(side, &plain,
					&known->defaults.items[i]);
				break;
			}
}

static bool add_file(struct call *call, struct side *side,
	const struct known *known, struct error *error)
{
	const char *name = args_value(&call->args, "FILE");
	char *path = name ? files_expand_home(name) : info_get_one(
		call->session->client, "config-file", error);
	struct strv missing = STRV_INIT;
	struct pairs lines = { 0 };
	bool ok = path && torrc_read(path, &lines, &missing, error);

	if (path && !ok && !name && error)
		error_append(error, " (Tor's configuration file); use conf "
			"diff FILE to compare with another file");
	for (size_t i = 0; i < missing.len; i++)
		report_note(&call->session->report, "included file was "
			"skipped: %s", missing.items[i]);
	add_all(side, known, &lines);
	strv_clear(&missing);
	pairs_clear(&lines);
	free(path);
	return ok;
}

static bool has_name(const struct side *side, const char *name)
{
	for (size_t i = 0; i < side->len; i++)
		if (text_equal_nocase(side->entries[i].name, name))
			return true;
	return false;
}

/*
 * Adds options that the other side sets but config-text omits, because their
 * values are the defaults: Tor reports them only by name.
 */
static bool add_unsaid(struct call *call, struct side *running,
	const struct side *there, const struct known *known,
	struct error *error)
{
	struct strv keys = STRV_INIT;
	struct pairs lines = { 0 };
	bool ok = true;

	for (size_t i = 0; i < there->len; i++) {
		const char *name = there->entries[i].name;

		if (conf_names_get(&known->names, name) && !has_name(running,
			name) && !strv_has_nocase(&keys, name))
			strv_add(&keys, name);
	}
	if (keys.len)
		ok = conf_get(call->session->client, &keys, &lines, error);
	for (size_t i = 0; i < lines.len; i++) {
		const struct pair *line = &lines.items[i];
		const struct pair *option = conf_names_get(&known->names,
			line->name);
		const struct pair empty = { line->name, (char[]){ "" } };

		if (line->value)
			add_entry(running, known, line);
		else if (option && !conf_names_has_lines(option))
			add_entry(running, known, &empty);
	}
	strv_clear(&keys);
	pairs_clear(&lines);
	return ok;
}

/* ---- the difference */

/* A comparison, and whether the next line of each text is part of a secret. */
struct comparison {
	diff_line *visit;
	void *arg;
	bool before_hidden, after_hidden;
};

static void show_line(void *arg, char sign, struct span line)
{
	struct comparison *comparison = arg;
	bool *hidden[] = { &comparison->before_hidden,
		&comparison->after_hidden };
	struct buf shown = BUF_INIT;

	for (int i = 0; i < 2; i++) {
		if (sign == (i ? '-' : '+'))
			continue;
		buf_reset(&shown);
		*hidden[i] = redact_add_next(&shown, line, *hidden[i]);
	}
	comparison->visit(comparison->arg, sign, buf_span(&shown));
	buf_clear(&shown);
}

bool conf_diff_lines(struct span before, struct span after, diff_line *visit,
	void *arg)
{
	struct comparison comparison = { .visit = visit, .arg = arg };

	return diff_lines(before, after, show_line, &comparison);
}

static void add_difference(void *arg, char sign, struct span line)
{
	struct call *call = arg;
	const char mark[] = { sign, '\0' };

	if (sign == ' ')
		return;
	result_add_text(&call->result, call->session->output, span_of(mark));
	result_add_text(&call->result, call->session->output, line);
	buf_add_char(&call->result.text, '\n');
	pairs_add(&call->result.pairs, span_of(mark), &line);
}

static bool compare_sides(struct call *call, struct side *there,
	struct side *running, struct error *error)
{
	struct buf before = BUF_INIT_SECRET, after = BUF_INIT_SECRET;
	bool different;

	side_text(there, &before);
	side_text(running, &after);
	different = conf_diff_lines(buf_span(&before), buf_span(&after),
		add_difference, call);
	buf_clear(&before);
	buf_clear(&after);
	if (!different)
		return true;
	return error_set(error, ERROR_CHECK, "lines with - are %s, lines with "
		"+ only in the running configuration",
		args_value(&call->args, "defaults") ? "defaults" :
		"only in the file");
}

bool conf_diff(struct call *call, struct error *error)
{
	bool defaults = args_value(&call->args, "defaults");
	struct known known = { { 0 }, { 0 } };
	struct side there = { 0 }, running = { 0 };
	struct pairs lines = { 0 };
	bool ok;

	if (defaults && args_value(&call->args, "FILE"))
		return error_set(error, ERROR_USAGE, "FILE and --defaults "
			"cannot be combined");
	/*
	 * Options of controllers never appear in torrc, so they do not count as
	 * differences.
	 */
	ok = read_known(call, &known, error) && conf_show_read(
		call->session->client, "config-text", &lines, error) &&
		(!defaults || conf_show_read_unsaid(call->session->client,
		&lines, error));
	if (ok)
		add_all(&running, &known, &lines);
	if (ok && defaults)
		add_defaults(&there, &known, &lines);
	else if (ok)
		ok = add_file(call, &there, &known, error) &&
			add_unsaid(call, &running, &there, &known, error);
	call->result.shape = RESULT_PAIRS;
	call->result.pair_names[0] = "change";
	call->result.pair_names[1] = "line";
	ok = ok && compare_sides(call, &there, &running, error);
	side_clear(&there);
	side_clear(&running);
	pairs_clear(&lines);
	pairs_clear(&known.names);
	pairs_clear(&known.defaults);
	return ok;
}
