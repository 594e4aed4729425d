/* getconf, setconf and the other configuration commands of the protocol. */
#include "cmd/onion_host.h"
#include "cmd/session.h"
#include "commands/conf_change.h"
#include "commands/conf_show.h"
#include "commands/settings_words.h"
#include "proto/redact.h"
#include "proto/verbs.h"
#include "tor/conf.h"
#include "tor/conf_names.h"
#include "tor/info.h"
#include "util/files.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/*
 * HiddenServiceOptions is one option in the request, but several in the reply.
 */
static bool have_one_name(const struct pairs *options)
{
	for (size_t i = 1; i < options->len; i++)
		if (!text_equal_nocase(options->items[i].name,
			options->items[0].name))
			return false;
	return true;
}

enum { TORRC_MAX = 1024 * 1024 };

static bool run_getconf(struct call *call, struct error *error)
{
	const struct strv *keys = args_list(&call->args, "OPTION");
	struct pairs options = { 0 };
	bool ok =
		conf_get(call->session->tor->connection, keys, &options, error);

	if (ok)
		result_add_pairs(&call->result, &options, keys->len == 1 &&
			have_one_name(&options) ? table_line_value :
			table_line_pair);
	pairs_clear(&options);
	return ok;
}

static bool is_option(struct connection *connection, const char *name)
{
	struct pairs names = { 0 };
	bool found;

	conf_names_builtin(&names);
	found = conf_names_get(&names, name);
	if (!found) {
		pairs_clear(&names);
		found = conf_names_load(connection, &names, NULL) &&
			conf_names_get(&names, name);
	}
	pairs_clear(&names);
	return found;
}

/*
 * A word without a value resets the option that it names or begins. In
 * "Log=notice syslog", it is more likely the rest of a value.
 */
static bool check_quotes(struct connection *connection,
	const struct pairs *options, struct error *error)
{
	for (size_t i = 1; i < options->len; i++) {
		const struct pair *before = &options->items[i - 1];
		struct buf text = BUF_INIT_SECRET, shown = BUF_INIT_SECRET;

		if (!before->value || options->items[i].value ||
			is_option(connection, options->items[i].name))
			continue;
		buf_print(&text, "%s=\"%s %s\"", before->name, before->value,
			options->items[i].name);
		redact_add(&shown, buf_span(&text));
		error_set(error, ERROR_USAGE, "a word after the value of %s "
			"is not an option; if it belongs to the value, use "
			"quotes: %s", before->name, buf_text(&shown));
		buf_clear(&text);
		buf_clear(&shown);
		return false;
	}
	return true;
}

static bool run_change(struct call *call, bool reset, struct error *error)
{
	const struct strv *words = args_list(&call->args, "OPTION");
	struct pairs options = { 0 };
	struct reply reply = REPLY_INIT;
	bool ok;

	ok = settings_words_read(words, !reset, &options, error) &&
		check_quotes(call->session->tor->connection, &options,
			error) &&
		(reset ? conf_reset : conf_set)(call->session->tor->connection,
		&options, &reply, error);
	if (ok)
		result_add_reply(&call->result, call->session->output,
			&reply);
	reply_clear(&reply);
	pairs_clear(&options);
	return ok;
}

static bool run_setconf(struct call *call, struct error *error)
{
	return run_change(call, false, error);
}

static bool run_resetconf(struct call *call, struct error *error)
{
	return run_change(call, true, error);
}

/* Sends the request and makes its reply the result. */
static bool send_request(struct call *call, struct request *request,
	struct error *error)
{
	struct reply reply = REPLY_INIT;
	bool ok = conf_command(call->session->tor->connection, request, &reply,
		error);

	if (ok)
		result_add_reply(&call->result, call->session->output,
			&reply);
	reply_clear(&reply);
	request_clear(request);
	return ok;
}

/* Notes what the new configuration resets, if Tor reports the old one. */
static bool note_losses(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct conf_change change = CONF_CHANGE_INIT;
	struct error failure = ERROR_INIT;
	bool ok;

	/* The user did not ask for these replies: hide them from --raw. */
	connection_tap(session->tor->connection, NULL, NULL);
	ok = conf_change_read(call, &change, &failure);
	if (session->output->form == OUTPUT_RAW)
		connection_tap(session->tor->connection, session_show_raw,
			session);
	if (ok) {
		conf_change_to(&change, buf_span(&call->args.body), false);
		conf_change_note_forgotten(call, &change);
		conf_change_note_doors(call, &change);
	}
	conf_change_clear(&change);
	ok = ok || failure.kind == ERROR_TOR;
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

static bool run_loadconf(struct call *call, struct error *error)
{
	const struct session_prompt *prompt = call->session->prompt;
	struct request request;
	bool ok, wanted;

	verb_load_conf(&request, buf_span(&call->args.body));
	ok = request.error.kind != ERROR_NONE || note_losses(call, error);
	/*
	 * Asked here instead of by the row's danger, so that it follows the
	 * notes.
	 */
	wanted = ok && (!prompt || request.error.kind != ERROR_NONE ||
		prompt->confirm(prompt->arg, "This replaces the whole "
		"configuration."));
	if (wanted)
		return send_request(call, &request, error);
	request_clear(&request);
	return ok;
}

/* A "#" begins a comment, except in a value that begins with a quote. */
static bool has_comment(struct span line)
{
	struct span rest = line, key;
	const char *end;

	if (span_next_word(&rest, &key) && !memchr(key.at, '#', key.len)) {
		while (rest.len && text_is_blank(*rest.at))
			rest = span_from(rest, 1);
		end = rest.len && *rest.at == '"' ?
			memchr(rest.at + 1, '"', rest.len - 1) : NULL;
		if (end)
			line = span_from(rest, (size_t)(end - rest.at));
	}
	return line.len && memchr(line.at, '#', line.len);
}

/* SAVECONF writes these comments itself. */
static bool is_of_saveconf(struct span line)
{
	return span_starts(line, "# This file was generated by Tor") ||
		span_starts(line, "# The old torrc file was renamed");
}

static bool have_comments(struct span text)
{
	struct span line;

	/* Escaped quotes or continued lines: when in doubt, ask. */
	if (text.len && memchr(text.at, '\\', text.len))
		return memchr(text.at, '#', text.len);
	while (span_next_line(&text, &line))
		if (has_comment(line) && !is_of_saveconf(line))
			return true;
	return false;
}

static bool have_includes(struct span text)
{
	struct span line, word;

	while (span_next_line(&text, &line))
		if (span_next_word(&line, &word) &&
			span_equal_nocase(word, "%include"))
			return true;
	return false;
}

/* The parts of torrc that are lost; 0: none. */
enum { LOSS_COMMENTS = 1, LOSS_INCLUDES = 2, LOSS_UNKNOWN = 4 };

static const char *const losses[] = {
	[LOSS_COMMENTS] = "This removes the comments in torrc.",
	[LOSS_INCLUDES] = "This replaces the %include lines in torrc with the "
		"options of the included files.",
	[LOSS_COMMENTS | LOSS_INCLUDES] = "This removes the comments in torrc "
		"and replaces its %include lines with the options of the "
		"included files.",
	[LOSS_UNKNOWN] = "This removes any comments and %include lines in "
		"torrc.",
};

static int find_loss(const struct session *session)
{
	char *path = info_get_one(session->tor->connection, "config-file",
		NULL);
	struct buf text = BUF_INIT;
	int loss = LOSS_UNKNOWN;

	if (path && onion_host_is_local(session) &&
		files_read(path, TORRC_MAX, &text, NULL))
		loss = (have_comments(buf_span(&text)) ? LOSS_COMMENTS : 0) |
			(have_includes(buf_span(&text)) ? LOSS_INCLUDES : 0);
	buf_clear(&text);
	free(path);
	return loss;
}

/*
 * Tor refuses to replace %include lines unless forced, but only until its
 * configuration is changed.
 */
static bool refuses_to_save(struct connection *connection)
{
	char *may = info_get_one(connection, "config-can-saveconf", NULL);
	bool refuses = may && !strcmp(may, "0");

	free(may);
	return refuses;
}

static bool run_saveconf(struct call *call, struct error *error)
{
	struct connection *connection = call->session->tor->connection;
	const struct session_prompt *prompt = call->session->prompt;
	bool force = args_value(&call->args, "force");
	struct reply reply = REPLY_INIT;
	struct error failure = ERROR_INIT;
	int loss = prompt ? find_loss(call->session) : 0;
	char *old = NULL;
	bool ok;

	if (loss && (force || !(loss & LOSS_INCLUDES) ||
		!refuses_to_save(connection)) &&
		!prompt->confirm(prompt->arg, losses[loss]))
		return true;
	ok = conf_save(connection, force, &reply, &old, &failure);
	if (ok)
		result_add_reply(&call->result, call->session->output,
			&reply);
	if (old)
		report_note(&call->session->report, "the old file is now %s",
			old);
	if (!ok && !force && failure.kind == ERROR_TOR &&
		refuses_to_save(connection))
		error_add_line(&failure, "torrc has %%include lines; to "
			"replace them with the options of the included "
			"files, use saveconf force");
	free(old);
	reply_clear(&reply);
	return ok || error_move(error, &failure);
}

/* The lines that conf_command() sends besides the request. */
#define LISTEN(levels) "SETEVENTS " levels "\nSETEVENTS\n"

const struct command commands_conf[] = {
	{
		.name = "getconf",
		.group = COMMAND_CONFIGURE,
		.verb = "GETCONF",
		.summary = "print configuration options",
		.arguments = ARGUMENTS(
			{ "OPTION", ARGUMENT_CONFIG, ARGUMENT_REPEAT,
				"a torrc option in any letter case, or an "
					"unambiguous prefix; "
					"HiddenServiceOptions prints all "
					"onion service options in order" },
			TABLE_OPTIONS,
		),
		.flags = COMMAND_ASKS,
		.columns = conf_show_columns,
		.rows = "options",
		.run = run_getconf,
		.example = "torctl getconf SocksPort Log",
		.replies = "With one option, prints its values, one per line "
			"(nothing if it is unset). With several, prints "
			"OPTION=VALUE, or OPTION alone if it is unset.",
		.errors = ERRORS(
			{ "552", "no such option" },
		),
	},
	{
		.name = "setconf",
		.group = COMMAND_CONFIGURE,
		.verb = "SETCONF",
		.wire = LISTEN("WARN")
			"GETINFO config/names\n",
		.summary = "set options, all or none",
		.arguments = ARGUMENTS(
			{ "OPTION", ARGUMENT_SETTING, ARGUMENT_REPEAT,
				"OPTION=VALUE once per value, or OPTION "
					"followed by the words of one value; "
					"OPTION alone sets it to 0 or empty" },
		),
		.run = run_setconf,
		.example = "torctl setconf BandwidthRate=\"1 MB\" "
			"ContactInfo=me",
		.replies = "The values given replace all values of a list "
			"option (Log, HiddenServicePort, …). Set options that "
			"belong together, such as HiddenServiceDir and its "
			"HiddenServicePort, in one command and in order. The "
			"change is lost when Tor exits or reloads, unless you "
			"run saveconf.",
		.errors = ERRORS(
			{ "513", "invalid value" },
			{ "552", "no such option" },
			{ "553", "the option cannot be changed while Tor "
				"runs, or the change failed" },
		),
	},
	{
		.name = "resetconf",
		.group = COMMAND_CONFIGURE,
		.verb = "RESETCONF",
		.wire = LISTEN("WARN")
			"GETINFO config/names\n",
		.summary = "reset options to their defaults",
		.arguments = ARGUMENTS(
			{ "OPTION", ARGUMENT_SETTING, ARGUMENT_REPEAT,
				"OPTION to reset it, or OPTION=VALUE to reset "
					"and then set it",
				"OPTION[=VALUE]" },
		),
		.run = run_resetconf,
		.example = "torctl resetconf BandwidthRate ContactInfo",
		.errors = ERRORS(
			{ "513", "invalid value" },
			{ "552", "no such option" },
			{ "553", "the option cannot be changed while Tor "
				"runs, or the change failed" },
		),
	},
	{
		.name = "saveconf",
		.group = COMMAND_CONFIGURE,
		.verb = "SAVECONF",
		.summary = "write the configuration to torrc",
		.arguments = ARGUMENTS(
			{ "force", ARGUMENT_TEXT, ARGUMENT_OPTIONAL |
				ARGUMENT_LITERAL, "the word force: write even "
					"if torrc includes other files" },
		),
		.run = run_saveconf,
		.wire = LISTEN("NOTICE WARN")
			"GETINFO config-can-saveconf\n",
		.example = "torctl saveconf",
		.replies = "Comments and line order in torrc are lost, and "
			"%include lines are replaced with the options of the "
			"included files. Tor keeps the old file as "
			"torrc.orig.1 unless Tor itself wrote it; a note "
			"says where. Without force, Tor refuses if there are "
			"%include lines, but not after a change of its "
			"configuration. At the prompt, torctl asks first if "
			"something will be lost.",
		.errors = ERRORS(
			{ "551", "torrc cannot be written, or has %include "
				"lines and force was not given" },
		),
	},
	{
		.name = "loadconf",
		.group = COMMAND_CONFIGURE,
		.verb = "+LOADCONF",
		.summary = "replace the whole configuration",
		.arguments = ARGUMENTS(
			{ "FILE", ARGUMENT_FILE, ARGUMENT_BODY,
				"a torrc that becomes the running "
					"configuration" },
		),
		.run = run_loadconf,
		.wire = LISTEN("WARN")
			"GETINFO config/names\n"
			"GETINFO config-text\n"
			"GETINFO config/defaults\n"
			"GETINFO config-defaults-file\n"
			"GETCONF *\n",
		.example = "torctl loadconf ./torrc",
		.replies = "Options missing from the file return to their "
			"defaults, including the control port and its "
			"authentication, and so do those of Tor's defaults "
			"file (--defaults-torrc), which a note lists. To "
			"change some options only, use setconf or conf edit.",
		.errors = ERRORS(
			{ "512", "the file is empty" },
			{ "552", "invalid configuration; nothing has "
				"changed" },
			{ "553", "an option cannot be changed while Tor "
				"runs" },
		),
	},
	{ .name = NULL },
};
