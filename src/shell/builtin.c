/* Commands that need a shell. */
#include "shell/builtin.h"

#include "editor/editor.h"
#include "line/alias.h"
#include "line/quote.h"
#include "out/layout.h"
#include "proto/event_types.h"
#include "shell/many.h"
#include "shell/many_prompt.h"
#include "shell/prompt.h"
#include "shell/reconnect.h"
#include "shell/run.h"
#include "shell/script.h"
#include "shell/shell.h"
#include "shell/watch.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/closest.h"
#include "util/files.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

static struct shell *shell_of(const struct call *call)
{
	return call->session->prompt->arg;
}

/* ---- events */

static void remove_name(struct strv *names, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < names->len; i++)
		if (text_equal_nocase(names->items[i], name))
			free(names->items[i]);
		else
			names->items[kept++] = names->items[i];
	names->len = kept;
}

static void list_events(const struct session *session,
	const struct strv *names, struct result *result)
{
	const struct strv *wanted = &session->tor->events.wanted;
	struct buf text = BUF_INIT;

	for (int on = 1; on >= 0; on--) {
		buf_add_string(&text, on ? "on:\n" : "off:\n");
		for (size_t i = 0; i < names->len; i++) {
			const char *name = names->items[i];
			const char *summary = event_type_summary(name);

			if (strv_has_nocase(wanted, name) == on)
				buf_print(&text, "  %-19s %s\n", name,
					summary ? summary : "");
		}
	}
	result_add_text(result, session->output, buf_span(&text));
	result_add(result, "events", buf_span(&text));
	buf_clear(&text);
}

static bool apply_word(struct strv *chosen, const char *word,
	const struct strv *names, struct error *error)
{
	const char *name = word + (*word == '+' || *word == '-');
	struct closest closest = CLOSEST(name);

	if (!strv_has_nocase(names, name)) {
		closest_try_all(&closest, names);
		return closest_refuse(&closest, "event",
			"; events lists them", error);
	}
	remove_name(chosen, name);
	if (*word != '-')
		strv_add(chosen, name);
	return true;
}

static bool choose(struct strv *chosen, const struct strv *words,
	const struct strv *names, struct error *error)
{
	if (words->len == 1 && text_equal_nocase(words->items[0], "off"))
		return true;
	if (words->len == 1 && text_equal_nocase(words->items[0], "all")) {
		for (size_t i = 0; i < names->len; i++)
			strv_add(chosen, names->items[i]);
		return true;
	}
	for (size_t i = 0; i < words->len; i++)
		if (!apply_word(chosen, words->items[i], names, error))
			return false;
	return true;
}

bool builtin_choose_events(struct session *session, const struct strv *words,
	struct result *result, struct error *error)
{
	const struct strv *wanted = &session->tor->events.wanted;
	struct strv names = STRV_INIT, chosen = STRV_INIT;
	bool ok, change;

	ok = info_get_names(session->tor->connection, "events/names", &names,
		error);
	/* "+BW" changes the selection, "BW" replaces it. */
	change = words->len && strchr("+-", words->items[0][0]);
	for (size_t i = 0; i < wanted->len && change; i++)
		strv_add(&chosen, wanted->items[i]);
	if (ok && !words->len) {
		list_events(session, &names, result);
	} else {
		ok = ok && choose(&chosen, words, &names, error) &&
			events_set(&session->tor->events,
				session->tor->connection, &chosen, NULL, error);
		if (ok)
			result_add_ok(result, session->output);
	}
	strv_clear(&names);
	strv_clear(&chosen);
	return ok;
}

/* ---- the connection */

static bool run_connect(struct call *call, struct error *error)
{
	struct shell *shell = shell_of(call);
	const char *server = args_value(&call->args, "ADDRESS");

	if (call->session->many && !server)
		return many_connect(call->session, error);
	/* From now on, the shell is about one Tor. */
	if (call->session->many)
		many_free_all(call->session);
	return server ? reconnect_elsewhere(shell, server, error) :
		reconnect_now(shell, error);
}

static bool run_reconnect(struct call *call, struct error *error)
{
	return call->session->many ? many_connect(call->session, error) :
		reconnect_now(shell_of(call), error);
}

static bool run_disconnect(struct call *call, struct error *error)
{
	if (call->session->many)
		return error_set(error, ERROR_USAGE, "works with one Tor "
			"only; use connect ADDRESS to change to one");
	reconnect_stop(shell_of(call));
	result_add_ok(&call->result, call->session->output);
	return true;
}

/* ---- settings, aliases, history */

enum { SETTING_COLUMNS = 22 }; /* of its name and value */

/*
 * Applies the settings to the output. The shell prints events itself; without
 * it, they go to the output.
 */
static void apply_settings(struct session *session)
{
	const struct settings *settings = session->settings;
	struct output *output = session->usual ? session->usual :
		session->output;

	output->color = settings->color == SETTINGS_ALWAYS ||
		(settings->color == SETTINGS_AUTO && settings->auto_color);
	session->report.color = settings->color == SETTINGS_ALWAYS ||
		(settings->color == SETTINGS_AUTO &&
		settings->auto_report_color);
	output->timestamp = settings->timestamps;
	output->line.full = settings->events == SETTINGS_FULL;
	output->plain = settings->events == SETTINGS_PLAIN;
	session->table = (enum table_layout)settings->table;
}

static void add_setting(struct call *call, const struct settings_row *row,
	const char *now)
{
	struct layout layout = layout_of(call->session->output,
		&call->result.text);
	struct buf label = BUF_INIT, quoted = BUF_INIT, about = BUF_INIT;

	quote_add_word(&quoted, span_of(now));
	buf_print(&label, "%-10s %s", row->name, buf_text(&quoted));
	buf_print(&about, "%s (", row->help);
	for (size_t i = 0; row->values[i]; i++)
		buf_print(&about, "%s%s", i ? ", " : "", row->values[i]);
	buf_add_char(&about, ')');
	layout_item(&layout, buf_text(&label), SETTING_COLUMNS,
		buf_text(&about));
	buf_clear(&label);
	buf_clear(&quoted);
	buf_clear(&about);
}

static bool run_set(struct call *call, struct error *error)
{
	struct settings *settings = call->session->settings;
	const char *name = args_value(&call->args, "NAME");
	const char *value = args_value(&call->args, "VALUE");
	const char *now;

	if (value && !settings_set(settings, name, value, error))
		return false;
	apply_settings(call->session);
	if (value)
		result_add_ok(&call->result, call->session->output);
	if (value)
		return true;
	if (name) {
		now = settings_get(settings, name, error);
		if (now)
			result_add(&call->result, name, span_of(now));
		return now != NULL;
	}
	for (const struct settings_row *row = settings_rows; row->name;
		row++) {
		now = settings_get(settings, row->name, NULL);
		add_setting(call, row, now);
		result_add(&call->result, row->name, span_of(now));
	}
	return true;
}

static bool show_alias(struct call *call, const char *name,
	struct error *error)
{
	const struct pairs *aliases = &call->session->aliases;
	bool found = !name;

	for (size_t i = 0; i < aliases->len; i++) {
		const struct pair *alias = &aliases->items[i];

		if (name && strcmp(alias->name, name) != 0)
			continue;
		found = true;
		result_add(&call->result, alias->name, span_of(alias->value));
	}
	if (!aliases->len && !name && call->session->output->terminal)
		buf_add_string(&call->result.text, "no aliases\n");
	call->result.shape = RESULT_FIELDS;
	call->result.named = true;
	return found || error_set(error, ERROR_USAGE, "no such alias: %s",
		name);
}

/* An alias that hides a command would change scripts written by others. */
static bool check_alias(const char *name, struct error *error)
{
	char *own = alloc_bytes(name, strcspn(name, "="));
	bool ok = !command_find(own, NULL);

	if (!ok)
		error_set(error, ERROR_USAGE, "\"%s\" is a command; choose "
			"another name for the alias", own);
	free(own);
	return ok;
}

static bool run_alias(struct call *call, struct error *error)
{
	const struct strv *words = args_list(&call->args, "WORD");
	const char *name = args_value(&call->args, "NAME");

	if (!name || (!words->len && !strchr(name, '=')))
		return show_alias(call, name, error);
	if (!check_alias(name, error) ||
		!alias_set(&call->session->aliases, name, words, error))
		return false;
	result_add_ok(&call->result, call->session->output);
	return true;
}

static bool run_unalias(struct call *call, struct error *error)
{
	const struct strv none = STRV_INIT;

	if (!alias_set(&call->session->aliases,
		args_value(&call->args, "NAME"), &none, error))
		return false;
	result_add_ok(&call->result, call->session->output);
	return true;
}

static const struct table_column history_columns[] = {
	{ "NUMBER", .type = EVENT_NUMBER, .flags = TABLE_RIGHT,
		.help = "line number in the history" },
	{ "LINE", .flags = TABLE_SHRINK, .help = "the line" },
	{ NULL },
};

static void show_past_line(const struct table *table, size_t row,
	struct output *output)
{
	struct buf line = BUF_INIT;

	buf_print(&line, "%5s  %s\n", table_get(table, row, 0).at,
		table_get(table, row, 1).at);
	output_text(output, buf_span(&line));
	buf_clear(&line);
}

static bool run_history(struct call *call, struct error *error)
{
	const struct strv *lines = history_lines(shell_of(call)->history);
	const char *pattern = args_value(&call->args, "PATTERN");
	struct table *table = &call->result.table;
	unsigned long long last = lines->len;
	size_t first;

	(void)error;
	call->result.shape = RESULT_TABLE;
	table->line = show_past_line;
	table->ours = true;
	if (pattern && span_number(span_of(pattern), &last))
		pattern = NULL;
	first = last < lines->len ? lines->len - (size_t)last : 0;
	for (size_t i = first; i < lines->len; i++) {
		if (pattern && !strstr(lines->items[i], pattern))
			continue;
		table_add_row(table);
		table_set_number(table, 0, i + 1);
		table_set(table, 1, span_of(lines->items[i]));
	}
	return true;
}

static bool run_tee(struct call *call, struct error *error)
{
	struct tee *tee = &shell_of(call)->tee;
	const char *name = args_value(&call->args, "FILE");
	struct buf line = BUF_INIT;
	char *path;
	bool ok = true;

	if (!name) {
		name = tee_is_open(tee) ? tee->path : "off";
		result_add(&call->result, "file", span_of(name));
		return true;
	}
	path = files_expand_home(name);
	if (text_equal_nocase(name, "off"))
		tee_close(tee);
	else
		ok = tee_open(tee, path, error);
	/* Begins the copy with this line. */
	if (ok && tee_is_open(tee)) {
		prompt_add_text(shell_of(call), &line);
		buf_print(&line, "tee %s\n", name);
		tee_write(tee, buf_span(&line));
	}
	if (ok)
		result_add_ok(&call->result, call->session->output);
	buf_clear(&line);
	free(path);
	return ok;
}

/* ---- running other commands */

static bool run_source(struct call *call, struct error *error)
{
	const char *name = args_value(&call->args, "FILE");
	char *path;
	int status = 0;
	bool ok;

	if (!strcmp(name, "-") && call->session->prompt)
		return error_set(error, ERROR_USAGE, "a file name is "
			"required at the prompt");
	path = files_expand_home(name);
	ok = !strcmp(name, "-") || script_check_file(path, error);
	if (ok)
		script_run_file(call->session, path, false, &status);
	free(path);
	if (status == error_exit_status(ERROR_INTERRUPTED) || (ok && !status &&
		script_is_interrupted(call->session)))
		return error_set(error, ERROR_INTERRUPTED, "interrupted");
	return status ? error_set(error, ERROR_FILE, "%s: stopped at an error",
				name)
		      : ok;
}

static bool run_on(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct many *outer = session->many;
	const struct command *command;
	bool ok;

	session->many = many_take(session, args_value(&call->args, "TARGETS"),
		error);
	ok = session->many && run_words(session, args_list(&call->args,
		"COMMAND"), NULL, &command, error);
	session->many = outer;
	return ok;
}

static bool run_clear(struct call *call, struct error *error)
{
	(void)error;
	if (call->session->output->terminal)
		output_string(call->session->output, "\x1b[H\x1b[2J");
	return true;
}

static bool run_exit(struct call *call, struct error *error)
{
	(void)error;
	call->session->ended = true;
	return true;
}

const struct command commands_shell[] = {
	{
		.name = "connect",
		.group = COMMAND_CONTROL,
		.summary = "connect to Tor, or switch to another",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_SERVER, ARGUMENT_OPTIONAL,
				"an address as for --server (default: the "
					"previous one)" },
		),
		.flags = COMMAND_OFFLINE | COMMAND_PROMPT,
		.run = run_connect,
		.example = "connect 127.0.0.1:9051",
		.replies = "Selected events stay selected. If the new "
			"connection fails, the current one is kept.",
	},
	{
		.name = "reconnect",
		.group = COMMAND_CONTROL,
		.summary = "reconnect now",
		.flags = COMMAND_OFFLINE | COMMAND_PROMPT,
		.run = run_reconnect,
		.example = "reconnect",
		.replies = "A lost connection is retried automatically after "
			"1, 2, 5 and then every 10 seconds.",
	},
	{
		.name = "disconnect",
		.group = COMMAND_CONTROL,
		.summary = "close the connection, stay in the shell",
		.flags = COMMAND_OFFLINE | COMMAND_PROMPT,
		.run = run_disconnect,
		.example = "disconnect",
		.replies = "Use connect or reconnect to open it again.",
	},
	{
		.name = "history",
		.group = COMMAND_TORCTL,
		.summary = "list the command history",
		.arguments = ARGUMENTS(
			{ "PATTERN", ARGUMENT_TEXT, ARGUMENT_OPTIONAL,
				"show only lines that contain this text; if "
					"it is a number N, the last N lines" },
			TABLE_OPTIONS,
		),
		.flags = COMMAND_OFFLINE | COMMAND_PROMPT,
		.columns = history_columns,
		.rows = "lines",
		.run = run_history,
		.example = "history getinfo",
		.replies = "Lines that begin with a blank or contain a secret "
			"are not saved.",
	},
	{
		.name = "set",
		.group = COMMAND_TORCTL,
		.summary = "show or change settings",
		.arguments = ARGUMENTS(
			{ "NAME", ARGUMENT_TEXT, ARGUMENT_OPTIONAL,
				"a setting; if omitted, list all" },
			{ "VALUE", ARGUMENT_TEXT, ARGUMENT_OPTIONAL,
				"the new value" },
		),
		.flags = COMMAND_OFFLINE,
		.add_values = settings_add_values,
		.run = run_set,
		.example = "torctl -c 'set color always' -c circuits",
		.replies = "Settings last until torctl exits. To keep one, put "
			"the set line in the start-up file. In the prompt, "
			"{state} is bootstrap progress or "
			"\"(disconnected)\", after a blank. Other fields are "
			"{server}, {nickname}, {progress} and {time}; {{ is a "
			"brace. For example: set prompt "
			"'{nickname}{state}> '.",
	},
	{
		.name = "alias",
		.group = COMMAND_TORCTL,
		.summary = "define or list aliases",
		.arguments = ARGUMENTS(
			{ "NAME", ARGUMENT_ALIAS, ARGUMENT_OPTIONAL,
				"the alias; without WORD, show it; if "
					"omitted, list all" },
			{ "WORD", ARGUMENT_COMMAND, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "the replacement: a command "
					"and its arguments, or a whole line "
					"as one quoted word" },
		),
		.flags = COMMAND_OFFLINE,
		.run = run_alias,
		.example = "torctl -c 'alias v getinfo version' -c 'alias v'",
		.replies = "Aliases last until torctl exits, and are expanded "
			"at the start of a line at the prompt, in scripts and "
			"after -c. The name of a command cannot be an alias.",
	},
	{
		.name = "unalias",
		.group = COMMAND_TORCTL,
		.summary = "remove an alias",
		.arguments = ARGUMENTS(
			{ "NAME", ARGUMENT_ALIAS, 0, "the alias" },
		),
		.flags = COMMAND_OFFLINE,
		.run = run_unalias,
		.example = "torctl -c 'alias v version' -c 'unalias v'",
		.replies = "Prints OK.",
	},
	{
		.name = "tee",
		.group = COMMAND_TORCTL,
		.summary = "copy the session to a file",
		.arguments = ARGUMENTS(
			{ "FILE", ARGUMENT_FILE, ARGUMENT_OPTIONAL,
				"append to this file, created with mode 0600; "
					"off: stop; if omitted, show it" },
		),
		.flags = COMMAND_OFFLINE | COMMAND_PROMPT,
		.values = VALUES(
			{ "FILE", "off", "stop copying" },
		),
		.run = run_tee,
		.example = "tee session.txt",
		.replies = "Copies typed lines, output, errors and events, "
			"without colour. Lines that begin with a blank or have "
			"a secret, and what they print, are left out, as are "
			"lines that are redrawn and what other programs "
			"print.",
	},
	{
		.name = "source",
		.group = COMMAND_TORCTL,
		.summary = "run commands from a file",
		.arguments = ARGUMENTS(
			{ "FILE", ARGUMENT_FILE, 0, "the script" },
		),
		.flags = COMMAND_OFFLINE | COMMAND_LONG,
		.run = run_source,
		.example = "torctl -c 'source ./script'",
		.replies = "Stops at the first error.",
	},
	{
		.name = "watch",
		.group = COMMAND_TORCTL,
		.summary = "run a command repeatedly",
		.arguments = ARGUMENTS(
			{ "diff", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "mark the lines that have "
					"changed" },
			{ "until", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL,
				"stop when a line of the output matches this "
				"extended regular expression or, if it is the "
				"word change, when the output changes",
				"PATTERN" },
			{ "scroll", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "print outputs one below "
					"the other, even on a terminal" },
			{ "SECS", ARGUMENT_SECONDS, 0,
				"interval in seconds" },
			{ "COMMAND", ARGUMENT_COMMAND, ARGUMENT_REPEAT,
				"the command and its arguments" },
		),
		.flags = COMMAND_OFFLINE | COMMAND_LONG,
		.values = VALUES(
			{ "until", "change", "stop when the output changes" },
		),
		.run = watch_run,
		.example = "torctl watch 5 --until BUILT circuit show 7",
		.replies = "Runs until the command fails, --until is met or "
			"you press Ctrl-C. On a terminal, the output stays in "
			"place, below the time, the command and how long the "
			"output has been the same (no heading with -q). With "
			"--diff, new lines begin with + and removed lines with "
			"-; if output scrolls or is not a terminal, only these "
			"lines are printed after the first time.",
	},
	{
		.name = "on",
		.group = COMMAND_TORCTL,
		.summary = "run a command on several Tors",
		.arguments = ARGUMENTS(
			{ "TARGETS", ARGUMENT_TEXT, 0, "the Tors: names of "
				"targets and instances, addresses, @GROUP or "
				"local, separated by commas" },
			{ "COMMAND", ARGUMENT_COMMAND, ARGUMENT_REPEAT,
				"the command and its arguments" },
		),
		.flags = COMMAND_OFFLINE | COMMAND_LONG,
		.run = run_on,
		.example = "torctl -c 'on local getconf Nickname'",
		.replies = "As with torctl --on TARGETS, but for one line. "
			"Each line of the output begins with the Tor's name; "
			"tables have a column SERVER, and JSON objects a "
			"member \"server\". If any Tor fails, all others go "
			"on, and the exit status is the largest.",
	},
	{
		.name = "clear",
		.group = COMMAND_TORCTL,
		.summary = "clear the screen",
		.flags = COMMAND_OFFLINE,
		.run = run_clear,
		.example = "torctl clear",
		.replies = "Does nothing if output is not a terminal.",
	},
	{
		.name = "exit",
		.group = COMMAND_TORCTL,
		.summary = "leave the shell, or end the script",
		.flags = COMMAND_OFFLINE,
		.run = run_exit,
		.example = "torctl -c 'getinfo version' -c exit",
		.replies = "Closes the connection; Tor keeps running.",
	},
	{ .name = NULL },
};
