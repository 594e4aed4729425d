/* Differences between the running configuration and a file or the defaults. */
#include "commands/conf_diff.h"

#include "cmd/onion_host.h"
#include "cmd/session.h"
#include "commands/conf_show.h"
#include "commands/conf_side.h"
#include "proto/redact.h"
#include "tor/conf.h"
#include "tor/conf_names.h"
#include "tor/info.h"
#include "tor/torrc.h"
#include "util/diff.h"
#include "util/files.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- the other side */

/* To Tor, the distribution's defaults file also sets defaults. */
static bool read_known(struct call *call, struct conf_known *known,
	struct error *error)
{
	if (!conf_side_read_known(call->session->tor->connection, known, error))
		return false;
	conf_side_read_defaults(call, &known->defaults);
	return true;
}

/* Adds the defaults of all options that are set in the running Tor. */
static void add_defaults(struct conf_side *side, const struct conf_known *known,
	const struct pairs *running)
{
	const struct pairs none = { 0 };
	const struct conf_known plain = { known->names, none };

	for (size_t i = 0; i < known->defaults.len; i++)
		for (size_t j = 0; j < running->len; j++)
			if (text_equal_nocase(known->defaults.items[i].name,
				running->items[j].name) &&
				*known->defaults.items[i].value) {
				conf_side_add(side, &plain,
					&known->defaults.items[i], false);
				break;
			}
}

static bool add_file(struct call *call, struct conf_side *side,
	const struct conf_known *known, struct error *error)
{
	const char *name = args_value(&call->args, "FILE");
	char *path = name ? files_expand_home(name) : info_get_one(
		call->session->tor->connection, "config-file", error);
	struct strv missing = STRV_INIT;
	struct pairs lines = { 0 };
	bool elsewhere = path && !name && !onion_host_is_local(call->session);
	bool ok = path && (elsewhere ? error_set(error, ERROR_FILE, "%s is on "
		"another host", path) :
		torrc_read(path, &lines, &missing, error));

	if (path && !ok && !name && error)
		error_append(error, " (Tor's configuration file); use conf "
			"diff FILE to compare with another file");
	for (size_t i = 0; i < missing.len; i++)
		report_note(&call->session->report, "included file was "
			"skipped: %s", missing.items[i]);
	conf_side_add_all(side, known, &lines, false);
	strv_clear(&missing);
	pairs_clear(&lines);
	free(path);
	return ok;
}

static bool has_name(const struct conf_side *side, const char *name)
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
static bool add_unsaid(struct call *call, struct conf_side *running,
	const struct conf_side *there, const struct conf_known *known,
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
		ok = conf_get(call->session->tor->connection, &keys, &lines,
			error);
	for (size_t i = 0; i < lines.len; i++) {
		const struct pair *line = &lines.items[i];
		const struct pair *option = conf_names_get(&known->names,
			line->name);
		const struct pair empty = { line->name, (char[]){ "" } };

		if (line->value)
			conf_side_add(running, known, line, false);
		else if (option && !conf_names_has_lines(option))
			conf_side_add(running, known, &empty,
				false);
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
	struct table *table = arg;

	if (sign == ' ')
		return;
	table_add_row(table);
	table_set(table, 0, (struct span){ &sign, 1 });
	table_set(table, 1, line);
}

static void show_difference(const struct table *table, size_t row,
	struct output *output)
{
	output_text(output, table_get(table, row, 0));
	output_text(output, table_get(table, row, 1));
	output_string(output, "\n");
}

static bool compare_sides(struct call *call, struct conf_side *there,
	struct conf_side *running, struct error *error)
{
	struct buf before = BUF_INIT_SECRET, after = BUF_INIT_SECRET;
	bool different;

	conf_side_text(there, &before);
	conf_side_text(running, &after);
	different = conf_diff_lines(buf_span(&before), buf_span(&after),
		add_difference, &call->result.table);
	buf_clear(&before);
	buf_clear(&after);
	if (!different)
		return true;
	return error_set(error, ERROR_CHECK, "lines with - are %s, lines with "
		"+ only in the running configuration",
		args_value(&call->args, "defaults") ? "defaults" :
		"only in the file");
}

const struct table_column conf_diff_columns[] = {
	{ "CHANGE", .help = "- or +" },
	{ "LINE", .flags = TABLE_SHRINK, .help = "a torrc line" },
	{ NULL },
};

bool conf_diff(struct call *call, struct error *error)
{
	bool defaults = args_value(&call->args, "defaults");
	struct conf_known known = { { 0 }, { 0 } };
	struct conf_side there = { 0 }, running = { 0 };
	struct pairs lines = { 0 };
	bool ok;

	if (defaults && args_value(&call->args, "FILE"))
		return error_set(error, ERROR_USAGE, "FILE and --defaults "
			"cannot be combined");
	/*
	 * Options of controllers never appear in torrc, so they do not count as
	 * differences.
	 */
	ok = read_known(call, &known, error) &&
		conf_show_read(call->session->tor->connection, "config-text",
			&lines, error) &&
		(!defaults ||
			conf_show_read_unsaid(call->session->tor->connection,
				&lines, error));
	if (ok)
		conf_side_add_all(&running, &known, &lines, false);
	if (ok && defaults)
		add_defaults(&there, &known, &lines);
	else if (ok)
		ok = add_file(call, &there, &known, error) &&
			add_unsaid(call, &running, &there, &known, error);
	if (ok) {
		call->result.shape = RESULT_TABLE;
		call->result.table.line = show_difference;
		call->result.table.ours = true;
		ok = compare_sides(call, &there, &running, error);
	}
	conf_side_clear(&there);
	conf_side_clear(&running);
	pairs_clear(&lines);
	conf_side_clear_known(&known);
	return ok;
}
