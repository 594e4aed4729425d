/* conf and its subcommands: the configuration for operators. */
#include "cmd/session.h"
#include "commands/conf_change.h"
#include "commands/conf_diff.h"
#include "commands/conf_help.h"
#include "commands/conf_show.h"
#include "commands/question.h"
#include "commands/settings_words.h"
#include "commands/user_editor.h"
#include "proto/config_text.h"
#include "tor/conf_list.h"
#include "tor/conf_names.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- conf edit */

/* torctl's own lines in the file begin with this, and are not sent. */
#define MARK "# torctl: "

/* Editors recognize a file of this name. */
#define FILE_NAME "torrc"

/* An editor script may repeat the same mistake forever. */
enum { EDIT_ROUNDS = 3 };

struct edit {
	struct call *call;
	char *dir;         /* mode 0700 */
	char *path;
	struct conf_change change;
	struct buf given;  /* the text before editing, without our lines */
	struct buf text;   /* the text after editing, without our lines */
	char *reason;      /* why Tor refused `given`, or NULL */
	int rounds;
};

/* ---- the file */

static bool make_directory(struct edit *edit, struct error *error)
{
	edit->dir = user_editor_make_directory(error);
	if (edit->dir)
		edit->path = alloc_print("%s/" FILE_NAME, edit->dir);
	return edit->dir;
}

static void add_marked(struct buf *to, const char *text)
{
	struct span rest = span_of(text), line;

	while (span_next_line(&rest, &line)) {
		buf_add_string(to, MARK);
		buf_add_span(to, line);
		buf_add_char(to, '\n');
	}
}

/* Explains lines that the user may miss, or not expect. */
static void add_origins(const struct edit *edit, struct buf *content)
{
	const struct conf_change *change = &edit->change;
	struct buf lines = BUF_INIT_SECRET;
	bool controllers = false;

	for (size_t i = 0; i < change->before.len; i++)
		controllers = controllers || conf_show_is_controllers(
			change->before.entries[i].name);
	if (controllers)
		add_marked(content, "Options that begin with __ were set by "
			"controllers and never appear in torrc.");
	for (size_t i = 0; i < change->given.len; i++)
		config_text_add(&lines, change->given.items[i].name,
			change->given.items[i].value);
	if (lines.len)
		add_marked(content, "Tor's defaults file sets these; a line "
			"below without # overrides them:");
	add_marked(content, buf_text(&lines));
	buf_clear(&lines);
}

/* Writes `given`, preceded by instructions. */
static bool write_file(const struct edit *edit, struct error *error)
{
	struct buf content = BUF_INIT_SECRET;
	bool ok;

	if (edit->reason)
		buf_print(&content, MARK "this was refused:\n");
	if (edit->reason)
		add_marked(&content, edit->reason);
	add_marked(&content, edit->reason ?
		"Correct it, or quit without changes to give up." :
		"What you change takes effect at once. Options you delete "
			"return to their defaults.\nTo change nothing, quit "
			"without changes or with an empty file.");
	add_origins(edit, &content);
	buf_add_span(&content, buf_span(&edit->given));
	/* Atomically: the file may hold the user's edited text. */
	ok = files_save(edit->path, buf_span(&content), true, error);
	buf_clear(&content);
	return ok;
}

static bool read_file(struct edit *edit, struct error *error)
{
	struct buf content = BUF_INIT_SECRET;
	struct span rest, line;
	bool ok;

	ok = user_editor_read(edit->path, &content, error);
	rest = buf_span(&content);
	buf_reset(&edit->text);
	while (ok && span_next_line(&rest, &line)) {
		if (span_starts(line, MARK))
			continue;
		buf_add_span(&edit->text, line);
		buf_add_char(&edit->text, '\n');
	}
	buf_clear(&content);
	return ok;
}

static bool is_blank(struct span text)
{
	struct span line, word;

	while (span_next_line(&text, &line))
		if (span_next_word(&line, &word))
			return false;
	return true;
}

/* Shows the changes and asks for confirmation. */
static bool is_wanted(struct edit *edit, const struct buf *lines)
{
	struct session *session = edit->call->session;

	if (session->output->form == OUTPUT_TEXT)
		output_text(session->output, buf_span(lines));
	output_flush(session->output, NULL);
	conf_change_note_doors(edit->call, &edit->change);
	return question_confirm(session, "This changes the running "
		"configuration.");
}

/* ---- rounds */

enum outcome { OUTCOME_FAILED, OUTCOME_AGAIN, OUTCOME_DONE };

/* What Tor refuses, or could not read at all, is the user's to correct. */
static enum outcome send_changes(struct edit *edit, struct error *error)
{
	struct error failure = ERROR_INIT;

	if (conf_change_send(edit->call, &edit->change, &failure))
		return OUTCOME_DONE;
	if (failure.kind != ERROR_TOR && failure.kind != ERROR_USAGE) {
		error_move(error, &failure);
		return OUTCOME_FAILED;
	}
	free(edit->reason);
	edit->reason = failure.kind == ERROR_TOR ? alloc_print("%d %s",
		failure.status, failure.text) : alloc_string(failure.text);
	report_error(&edit->call->session->report, NULL, "conf edit",
		&failure);
	error_clear(&failure);
	return OUTCOME_AGAIN;
}

/* Ends without changes; that is an error only if Tor refused a text before. */
static enum outcome give_up(const struct edit *edit, struct error *error)
{
	if (edit->reason) {
		error_set(error, ERROR_CHECK, "cancelled; Tor refused the "
			"configuration");
		return OUTCOME_FAILED;
	}
	question_skip(edit->call, "no changes");
	return OUTCOME_DONE;
}

static enum outcome play_round(struct edit *edit, struct error *error)
{
	struct buf lines = BUF_INIT_SECRET;
	bool wanted;

	if (!write_file(edit, error) || !user_editor_run(edit->path, error) ||
		!read_file(edit, error))
		return OUTCOME_FAILED;
	conf_change_to(&edit->change, buf_span(&edit->text), true);
	if (is_blank(buf_span(&edit->text)) || !strcmp(buf_text(&edit->text),
		buf_text(&edit->given)) || !conf_change_show(&edit->change,
		&lines))
		return give_up(edit, error);
	wanted = is_wanted(edit, &lines);
	buf_clear(&lines);
	if (!wanted) {
		error_set(error, ERROR_CHECK, "cancelled");
		return OUTCOME_FAILED;
	}
	buf_reset(&edit->given);
	buf_add_span(&edit->given, buf_span(&edit->text));
	if (++edit->rounds > EDIT_ROUNDS && !isatty(STDIN_FILENO)) {
		error_set(error, ERROR_CHECK, "giving up: Tor refused the "
			"configuration %d times", EDIT_ROUNDS);
		return OUTCOME_FAILED;
	}
	return send_changes(edit, error);
}

/*
 * Returns true if the file is missing or holds just Tor's text: then there is
 * nothing to save.
 */
static bool is_unedited(struct edit *edit)
{
	if (access(edit->path, F_OK) < 0 && errno == ENOENT)
		return true;
	return read_file(edit, NULL) && !strcmp(buf_text(&edit->text),
		buf_text(&edit->change.text));
}

/* An editor that was killed may have left its own copy of the text. */
static bool has_other_files(const struct edit *edit)
{
	DIR *dir = opendir(edit->dir);
	struct dirent *entry;
	size_t count = 0;

	if (!dir)
		return false;
	while ((entry = readdir(dir)))
		count += strcmp(entry->d_name, ".") &&
			strcmp(entry->d_name, "..") &&
			strcmp(entry->d_name, FILE_NAME);
	closedir(dir);
	return count;
}

/* Says where the user's text is, or removes what is not the user's. */
static void keep_text(struct edit *edit, struct error *error)
{
	bool unedited = is_unedited(edit);

	if (user_editor_is_irregular(edit->path) || (unedited && has_other_files(edit)))
		error_append(error, "; your files are kept in %s", edit->dir);
	else if (unedited)
		files_remove_tree(edit->dir);
	else
		error_append(error, "; your text is saved in %s", edit->path);
}

static bool run_rounds(struct edit *edit, struct error *error)
{
	enum outcome outcome;

	do
		outcome = play_round(edit, error);
	while (outcome == OUTCOME_AGAIN);
	if (outcome == OUTCOME_DONE)
		files_remove_tree(edit->dir);
	else
		keep_text(edit, error);
	return outcome == OUTCOME_DONE;
}

static bool conf_edit(struct call *call, struct error *error)
{
	struct edit edit = { .call = call, .change = CONF_CHANGE_INIT,
		.given = BUF_INIT_SECRET, .text = BUF_INIT_SECRET };
	bool ok = conf_change_read(call, &edit.change, error);

	buf_add_span(&edit.given, buf_span(&edit.change.text));
	ok = ok && make_directory(&edit, error) && run_rounds(&edit, error);
	free(edit.dir);
	free(edit.path);
	free(edit.reason);
	conf_change_clear(&edit.change);
	buf_clear(&edit.given);
	buf_clear(&edit.text);
	return ok;
}

#define SERVICE { "service", ARGUMENT_SERVICE, ARGUMENT_OPTION | \
	ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "select the onion service by " \
	"its HiddenServiceDir, if there are several" }

static bool change(struct call *call, enum conf_list_change change,
	struct error *error)
{
	struct connection *connection = call->session->tor->connection;
	struct pairs names = { 0 }, settings = { 0 };
	struct reply reply = REPLY_INIT;
	bool ok;

	ok = settings_words_read(args_list(&call->args, "OPTION"), true,
			&settings, error) &&
		conf_names_load(connection, &names, error) &&
		conf_list_change(connection, change, &names, &settings,
			args_value(&call->args, "service"), &reply, error);
	if (ok && reply.len)
		result_add_reply(&call->result, call->session->output,
			&reply);
	else if (ok)
		question_skip(call, "already set; nothing changed");
	reply_clear(&reply);
	pairs_clear(&names);
	pairs_clear(&settings);
	return ok;
}

static bool run_add(struct call *call, struct error *error)
{
	return change(call, CONF_LIST_ADD, error);
}

static bool run_remove(struct call *call, struct error *error)
{
	return change(call, CONF_LIST_REMOVE, error);
}

static bool run_help(struct call *call, struct error *error)
{
	return conf_help(call, call->session->tor->connection,
		args_value(&call->args, "OPTION"), error);
}

static bool run_set(struct call *call, struct error *error)
{
	return change(call, CONF_LIST_SET, error);
}

const struct command commands_configure[] = {
	{
		.name = "conf",
		.group = COMMAND_CONFIGURE,
		.summary = "show the configuration as torrc lines",
		.arguments = ARGUMENTS(
			{ "OPTION", ARGUMENT_CONFIG, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "an option or a prefix of "
					"option names, in any letter case; if "
					"omitted, show all options that are "
					"not at their defaults" },
			TABLE_OPTIONS,
		),
		.columns = conf_show_columns,
		.rows = "options",
		.run = conf_show,
		.wire = "GETINFO config/names\n"
			"GETINFO config-text\n"
			"GETINFO config/defaults\n"
			"GETCONF *\n",
		.example = "torctl conf HiddenServiceOptions Bandwidth",
		.replies = "An option that is not set is shown as a comment. "
			"Values from the distribution's defaults file count as "
			"defaults.",
	},
	{
		.name = "conf add",
		.group = COMMAND_CONFIGURE,
		.summary = "add a value to a list option",
		.arguments = ARGUMENTS(
			{ "OPTION", ARGUMENT_SETTING, ARGUMENT_REPEAT |
				ARGUMENT_SEVERAL,
				"an option followed by the words of one value, "
					"or OPTION=VALUE once per value" },
			SERVICE,
		),
		.run = run_add,
		.wire = "GETINFO config/names\n"
			"GETCONF *\n"
			"SETEVENTS WARN\n"
			"SETEVENTS\n"
			"SETCONF *\n",
		.example = "torctl conf add Log info file /tmp/tor.log",
		.replies = "Existing values and their order are kept; items "
			"of comma-separated options (LongLivedPorts, "
			"ExitNodes) are appended. To add an onion service, "
			"give its options together: conf add "
			"HiddenServiceDir=DIR HiddenServicePort=80. A value "
			"that is already set is not added again. To change an "
			"onion service option that takes a single value, use "
			"conf set. The first "
			"value replaces Tor's default, such as port 9050 for "
			"SocksPort. Tor's errors are those of setconf.",
	},
	{
		.name = "conf remove",
		.group = COMMAND_CONFIGURE,
		.summary = "remove a value from a list option",
		.arguments = ARGUMENTS(
			{ "OPTION", ARGUMENT_SETTING, ARGUMENT_REPEAT |
				ARGUMENT_SEVERAL,
				"an option followed by the words of one value "
					"as shown by conf, or OPTION=VALUE "
					"once per value" },
			SERVICE,
		),
		.run = run_remove,
		.wire = "GETINFO config/names\n"
			"GETCONF *\n"
			"SETEVENTS WARN\n"
			"SETEVENTS\n"
			"SETCONF *\n",
		.example = "torctl conf remove Log info file /tmp/tor.log",
		.replies = "Other values keep their order. Removing a "
			"HiddenServiceDir removes all options of that onion "
			"service, but not its files. If several services have "
			"the value, select one with --service. Removing the "
			"last value resets the option to its default. "
			"Removing a value that is not set is an error, which "
			"lists the current values. Tor's errors are those of "
			"setconf.",
	},
	{
		.name = "conf set",
		.group = COMMAND_CONFIGURE,
		.summary = "replace the values of an option",
		.arguments = ARGUMENTS(
			{ "OPTION", ARGUMENT_SETTING, ARGUMENT_REPEAT,
				"an option followed by the words of one value, "
					"or OPTION=VALUE once per value" },
			SERVICE,
		),
		.run = run_set,
		.wire = "GETINFO config/names\n"
			"GETCONF *\n"
			"SETEVENTS WARN\n"
			"SETEVENTS\n"
			"SETCONF *\n",
		.example = "torctl conf set HiddenServiceMaxStreams=6 "
			"--service /var/lib/tor/s",
		.replies = "Unlike setconf, this keeps related options: an "
			"onion service option changes only in its service, and "
			"other services stay. Tor's errors are those of "
			"setconf.",
	},
	{
		.name = "conf diff",
		.group = COMMAND_CONFIGURE,
		.summary = "compare the running configuration with torrc",
		.arguments = ARGUMENTS(
			{ "FILE", ARGUMENT_FILE, ARGUMENT_OPTIONAL,
				"compare with FILE instead of the file that "
					"Tor read" },
			{ "defaults", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "compare with the "
				"defaults" },
			TABLE_OPTIONS,
		),
		.columns = conf_diff_columns,
		.rows = "differences",
		.run = conf_diff,
		.wire = "GETINFO config/names\n"
			"GETINFO config-text\n"
			"GETINFO config/defaults\n"
			"GETINFO config-file\n"
			"GETINFO config-defaults-file\n",
		.example = "torctl conf diff",
		.replies = "Lines with - are only in the file, lines with + "
			"only in the running configuration. Comments, the "
			"order of options and the notation of values (1 MB, "
			"1048576) are ignored. The exit status is 0 if there "
			"is no difference and 1 if there is one. Included "
			"files are read too; a note names those that cannot be "
			"read. Password values are not shown.",
	},
	{
		.name = "conf edit",
		.group = COMMAND_CONFIGURE,
		.summary = "edit the configuration",
		/* The text before the question must not wait in a pager. */
		.flags = COMMAND_LONG | COMMAND_ONE,
		.run = conf_edit,
		.wire = "GETINFO config/names\n"
			"GETINFO config-text\n"
			"GETINFO config/defaults\n"
			"GETINFO config-defaults-file\n"
			"GETCONF *\n"
			"SETEVENTS WARN\n"
			"SETEVENTS\n"
			"RESETCONF *\n",
		.example = "torctl conf edit",
		.replies = "The editor is the first of TORCTL_EDITOR, VISUAL "
			"and EDITOR that is set, or vi. Shows the options that "
			"change and, if there is a terminal, asks before "
			"sending them, all or none; lists and the onion "
			"services are sent whole. Options you delete return to "
			"their defaults, including those of Tor's defaults "
			"file (--defaults-torrc) if torctl can read it. If Tor "
			"refuses a change, the editor opens again with the "
			"reason; quit without changes to give up. Text that "
			"was not sent is kept in a file, whose name is "
			"printed. The text includes options set by "
			"controllers (__LeaveStreamsUnattached, …). saveconf "
			"writes the result to torrc, without those options.",
	},
	{
		.name = "conf help",
		.group = COMMAND_CONFIGURE,
		.summary = "describe an option",
		.arguments = ARGUMENTS(
			{ "OPTION", ARGUMENT_CONFIG, 0, "an option or an "
				"unambiguous prefix, in any letter case" },
		),
		.run = run_help,
		.wire = "GETINFO config/names\n"
			"GETINFO config/defaults\n"
			"GETCONF *\n",
		.example = "torctl conf help MaxCircuitDirtiness",
		.replies = "Prints the option's type, default and current "
			"value, and its description from tor(1) if that manual "
			"is installed.",
	},
	{ .name = NULL },
};
