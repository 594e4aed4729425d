/* getconf, setconf and the other commands on the configuration. */
#include "api/conf.h"
#include "api/info.h"
#include "cmd/session.h"

#include "util/files.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* HiddenServiceOptions is one option to ask for, but several in the answer. */
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

	if (!conf_get(call->session->client, keys, &call->result.pairs,
		error))
		return false;
	call->result.shape = RESULT_PAIRS;
	call->result.pair_names[0] = "key";
	call->result.pair_names[1] = "value";
	call->result.bare = keys->len == 1 &&
		have_one_name(&call->result.pairs);
	return true;
}

/* The length of the option's name that `word` begins with. */
static size_t name_length(const char *word)
{
	size_t len = 0;

	while (text_is_alnum(word[len]) || word[len] == '_')
		len++;
	return len;
}

/* "Key=value", "Key value" in one word, or "Key". */
static bool read_setting(struct pairs *options, const char *word,
	struct error *error)
{
	size_t len = name_length(word);
	struct span name = { word, len }, value;

	if (!len || (word[len] && !strchr("= ", word[len])))
		return error_set(error, ERROR_USAGE, "\"%s\" does not begin "
			"with an option's name: write OPTION=VALUE", word);
	value = span_of(word + len + (word[len] != '\0'));
	pairs_add(options, name, word[len] ? &value : NULL);
	return true;
}

/*
 * setconf OPTION words…: when the first word is a bare name, all the others are
 * its value; else every word is a setting of its own.
 */
static bool read_settings(const struct strv *words, bool may_spread,
	struct pairs *options, struct error *error)
{
	struct strv rest = { words->items + 1, words->len - 1, 0 };
	struct span value;
	char *joined;

	if (may_spread && words->len > 1 && *words->items[0] &&
		!words->items[0][name_length(words->items[0])]) {
		joined = strv_join(&rest, " ");
		value = span_of(joined);
		pairs_add(options, span_of(words->items[0]), &value);
		free(joined);
		return true;
	}
	for (size_t i = 0; i < words->len; i++)
		if (!read_setting(options, words->items[i], error))
			return false;
	return true;
}

static bool run_change(struct call *call, bool reset, struct error *error)
{
	const struct strv *words = args_list(&call->args, "OPTION");
	struct pairs options = { 0 };
	struct reply reply = REPLY_INIT;
	bool ok;

	ok = read_settings(words, !reset, &options, error) &&
		(reset ? conf_reset : conf_set)(call->session->client,
		&options, &reply, error);
	if (ok)
		result_take_reply(&call->result, &reply);
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

/* Where torrc cannot be read, it may well have some. */
static bool loses_comments(const struct call *call)
{
	char *path = info_get_one(call->session->client, "config-file", NULL);
	struct buf text = BUF_INIT;
	bool comments = true;

	if (path && files_read(path, TORRC_MAX, &text, NULL))
		comments = text.len && memchr(text.data, '#', text.len);
	buf_clear(&text);
	free(path);
	return comments;
}

const struct command commands_conf[] = {
	{
		.name = "getconf",
		.group = COMMAND_CONFIGURE,
		.verb = "GETCONF",
		.summary = "print configuration options",
		.arguments = {
			{ "OPTION", ARGUMENT_CONFIG, ARGUMENT_REPEAT,
				"an option of torrc, in any letter case, or "
				"the unambiguous beginning of one; "
				"HiddenServiceOptions prints all of those in "
				"order" },
		},
		.run = run_getconf,
		.example = "torctl getconf SocksPort Log",
		.replies = "One option prints its values, a line each (none "
			"when it is unset); several print OPTION=VALUE, or "
			"OPTION alone when it is unset. 552: no such option.",
	},
	{
		.name = "setconf",
		.group = COMMAND_CONFIGURE,
		.verb = "SETCONF",
		.summary = "change options, all or none of them",
		.arguments = {
			{ "OPTION", ARGUMENT_SETTING, ARGUMENT_REPEAT,
				"OPTION=VALUE, once for each value; or OPTION "
				"and then the words of one value; OPTION "
				"alone: 0 or nothing" },
		},
		.run = run_setconf,
		.example = "torctl setconf BandwidthRate=\"1 MB\" "
			"ContactInfo=me",
		.replies = "A list option (Log, HiddenServicePort, …) is "
			"replaced by the values given here; options that "
			"belong together, as HiddenServiceDir and its "
			"HiddenServicePort, go into one command, in order. "
			"Lost when Tor ends or reloads unless saveconf "
			"follows. 552: no such option; 513: bad value; 553: "
			"it cannot be changed while Tor runs, or cannot be "
			"done.",
	},
	{
		.name = "resetconf",
		.group = COMMAND_CONFIGURE,
		.verb = "RESETCONF",
		.summary = "set options back to their defaults",
		.arguments = {
			{ "OPTION", ARGUMENT_SETTING, ARGUMENT_REPEAT,
				"OPTION for its default, or OPTION=VALUE",
				"OPTION[=VALUE]" },
		},
		.run = run_resetconf,
		.example = "torctl resetconf BandwidthRate ContactInfo",
		.replies = "552: no such option; 513: bad value; 553: it cannot "
			"be changed while Tor runs.",
	},
	{
		.name = "saveconf",
		.group = COMMAND_CONFIGURE,
		.verb = "SAVECONF",
		.summary = "write torrc anew, without its comments",
		.arguments = {
			{ "force", ARGUMENT_TEXT, ARGUMENT_OPTIONAL |
				ARGUMENT_LITERAL, "the word force: also where "
				"torrc includes other files" },
		},
		.danger = "The comments in torrc will be lost.",
		.endangers = loses_comments,
		.example = "torctl saveconf",
		.replies = "Comments and the order of lines in torrc are lost; "
			"the file as it was is kept beside it as "
			"torrc.orig.1. 551: it cannot be written, or it has "
			"%include lines and force is missing.",
	},
	{
		.name = "loadconf",
		.group = COMMAND_CONFIGURE,
		.verb = "+LOADCONF",
		.summary = "replace the whole configuration",
		.arguments = {
			{ "FILE", ARGUMENT_FILE, ARGUMENT_BODY,
				"a torrc that is to hold from now on" },
		},
		.danger = "The whole configuration is replaced.",
		.example = "torctl loadconf ./torrc",
		.replies = "What the text leaves out goes back to its default, "
			"the control port and its authentication too. 552: "
			"the text is refused and nothing has changed; 553: an "
			"option cannot be changed while Tor runs; 512: the "
			"text is empty.",
	},
	{ .name = NULL },
};
