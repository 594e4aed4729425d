/* conf and its subcommands: the configuration for operators. */
#include "cmd/session.h"
#include "commands/conf_diff.h"
#include "commands/conf_edit.h"
#include "commands/conf_help.h"
#include "commands/conf_show.h"
#include "commands/question.h"
#include "commands/settings_words.h"
#include "tor/conf_list.h"
#include "tor/conf_names.h"

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
		result_take_reply(&call->result, &reply);
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
		.flags = COMMAND_LONG,
		.run = conf_edit,
		.wire = "GETINFO config/names\n"
			"GETINFO config-text\n"
			"GETINFO config/defaults\n"
			"GETINFO config-defaults-file\n"
			"GETCONF *\n"
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
