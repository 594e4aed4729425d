/* conf and its commands: the configuration as an operator thinks of it. */
#include "api/conf_list.h"
#include "api/conf_names.h"
#include "cmd/conf_diff.h"
#include "cmd/conf_edit.h"
#include "cmd/conf_help.h"
#include "cmd/conf_show.h"
#include "cmd/question.h"
#include "cmd/session.h"
#include "cmd/settings_words.h"

#define SERVICE { "service", ARGUMENT_SERVICE, ARGUMENT_OPTION | \
	ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "the HiddenServiceDir of the onion service that " \
	"an option belongs to, where there are several" }

static bool change(struct call *call, enum conf_list_change change,
	struct error *error)
{
	struct client *client = call->session->client;
	struct pairs names = { 0 }, settings = { 0 };
	struct reply reply = REPLY_INIT;
	bool ok;

	ok = settings_words_read(args_list(&call->args, "OPTION"), true,
		&settings, error) && conf_names_load(client, &names, error) &&
		conf_list_change(client, change, &names, &settings,
		args_value(&call->args, "service"), &reply, error);
	if (ok && reply.len)
		result_take_reply(&call->result, &reply);
	else if (ok)
		question_skip(call, "it is there already");
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

const struct command commands_configure[] = {
	{
		.name = "conf",
		.group = COMMAND_CONFIGURE,
		.summary = "show what is set, as lines of torrc",
		.arguments = {
			{ "OPTION", ARGUMENT_CONFIG, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "an option, in any letter "
				"case, or the beginning of one or several; "
				"none: all that is not at its default" },
		},
		.run = conf_show,
		.example = "torctl conf HiddenServiceOptions Bandwidth",
		.replies = "Lines as in torrc, but an option that is not set "
			"is a comment that says so. What a file of defaults "
			"of the distribution sets is a default too.",
	},
	{
		.name = "conf add",
		.group = COMMAND_CONFIGURE,
		.summary = "add one value to an option that has several",
		.arguments = {
			{ "OPTION", ARGUMENT_SETTING, ARGUMENT_REPEAT |
				ARGUMENT_SEVERAL,
				"OPTION and the words of one value; or "
				"OPTION=VALUE, once for each value" },
			SERVICE,
		},
		.run = run_add,
		.example = "torctl conf add Log info file /tmp/tor.log",
		.replies = "The values that are there stay, in their order; an "
			"item of a list with commas (LongLivedPorts, "
			"ExitNodes) goes to its end. An onion service is added "
			"with all that it needs: conf add "
			"HiddenServiceDir=DIR HiddenServicePort=80. A value "
			"that is there is not added again. Where Tor used a "
			"default, as port 9050 for SocksPort, the first value "
			"takes its place. Tor answers as to setconf.",
	},
	{
		.name = "conf remove",
		.group = COMMAND_CONFIGURE,
		.summary = "take one value away from an option that has "
			"several",
		.arguments = {
			{ "OPTION", ARGUMENT_SETTING, ARGUMENT_REPEAT |
				ARGUMENT_SEVERAL,
				"OPTION and the words of one value, as conf "
				"shows it; or OPTION=VALUE, once for each "
				"value" },
			SERVICE,
		},
		.run = run_remove,
		.example = "torctl conf remove Log info file /tmp/tor.log",
		.replies = "The others stay, in their order. With a "
			"HiddenServiceDir go all options of that onion "
			"service; its files stay. Where several services have "
			"the same value --service says whose is meant. Without "
			"the last value the option is at its default. That there is no such "
			"value is an error, which shows those that are. Tor "
			"answers as to setconf.",
	},
	{
		.name = "conf diff",
		.group = COMMAND_CONFIGURE,
		.summary = "compare what is running with torrc",
		.arguments = {
			{ "FILE", ARGUMENT_FILE, ARGUMENT_OPTIONAL,
				"compare with this file and not with the one "
				"that Tor has read" },
			{ "defaults", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "compare with the "
				"defaults" },
		},
		.run = conf_diff,
		.example = "torctl conf diff",
		.replies = "A line with - is only in the file, one with + is "
			"only running. Comments, the order of options and how "
			"a value is written (1 MB, 1048576) do not count. "
			"Exit status 0: the same; 1: different. Files that "
			"torrc includes are read, too; which could not be is "
			"said. The values of passwords are not shown.",
	},
	{
		.name = "conf edit",
		.group = COMMAND_CONFIGURE,
		.summary = "change the configuration in your editor",
		/* What is shown before a question cannot wait for a pager. */
		.flags = COMMAND_LONG,
		.run = conf_edit,
		.example = "torctl conf edit",
		.replies = "The editor is TORCTL_EDITOR, VISUAL, EDITOR or vi. "
			"What you have changed is shown, and sent after a "
			"question; without a terminal nobody is asked. Text "
			"that Tor refuses comes back into the editor, with the "
			"reason; leave it as it is to give up. Text that was "
			"not sent is kept, and where is said. Options of "
			"controllers (__LeaveStreamsUnattached, …) are in the "
			"text, too, and so outlive it. saveconf writes the "
			"result to torrc, save these.",
	},
	{
		.name = "conf help",
		.group = COMMAND_CONFIGURE,
		.summary = "tell all about one option",
		.arguments = {
			{ "OPTION", ARGUMENT_CONFIG, 0, "an option, in any "
				"letter case, or its beginning" },
		},
		.run = conf_help,
		.example = "torctl conf help MaxCircuitDirtiness",
		.replies = "Its type, its default and its value now, and what "
			"the manual of tor says of it where that is installed.",
	},
	{ .name = NULL },
};
