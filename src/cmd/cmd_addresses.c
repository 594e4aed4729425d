/* mapaddress and resolve: names and addresses. */
#include "api/lookup.h"
#include "cmd/session.h"


#include <string.h>

static bool is_wildcard(const char *mapping)
{
	return !strncmp(mapping, "0.0.0.0=", 8) ||
		!strncmp(mapping, "::=", 3) || !strncmp(mapping, ".=", 2);
}

/*
 * Tor answers a line for each mapping, good ones and refusals in one reply
 * (control-spec 3.8): the good ones are shown in either case.
 */
static bool run_mapaddress(struct call *call, struct error *error)
{
	const struct strv *mappings = args_list(&call->args, "OLD=NEW");
	struct result *result = &call->result;
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	request_init(&request, "MAPADDRESS");
	for (size_t i = 0; i < mappings->len; i++)
		request_add_word(&request, mappings->items[i]);
	ok = client_request(call->session->client, &request, &reply, error);
	for (size_t i = 0; i < reply.len && ok; i++)
		if (reply.lines[i].status / 100 == 2)
			pairs_add_joined(&result->pairs, reply.lines[i].text);
	ok = ok && reply_check(&reply, error);
	result->shape = result->pairs.len ? RESULT_PAIRS : RESULT_NOTHING;
	result->pair_names[0] = "old";
	result->pair_names[1] = "new";
	result->only_name = mappings->len == 1 &&
		is_wildcard(mappings->items[0]);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

static bool run_resolve(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const struct strv *names = args_list(args, "NAME");
	const char *mode = args_value(args, "mode");
	struct result *result = &call->result;
	bool reverse = mode || args_value(args, "reverse");
	bool ok;

	if (mode && strcmp(mode, "reverse"))
		return error_set(error, ERROR_USAGE, "mode=\"%s\": the only "
			"mode is mode=reverse", mode);
	ok = lookup_names(call->session->client, &call->session->events,
		names, reverse, session_deadline(call->session),
		&result->pairs, error);
	result->shape = result->pairs.len ? RESULT_PAIRS : RESULT_NOTHING;
	result->pair_names[0] = "address";
	result->pair_names[1] = "new_address";
	result->bare = names->len == 1;
	return ok;
}

const struct command commands_addresses[] = {
	{
		.name = "mapaddress",
		.group = COMMAND_ADDRESSES,
		.verb = "MAPADDRESS",
		.summary = "have Tor use one address for another",
		.arguments = {
			{ "OLD=NEW", ARGUMENT_MAPPING, ARGUMENT_REPEAT,
				"connections to OLD go to NEW; OLD of 0.0.0.0, "
				":: or . has Tor choose an address; NEW equal "
				"to OLD takes the mapping away" },
		},
		.run = run_mapaddress,
		.example = "torctl mapaddress 0.0.0.0=www.example.com",
		.replies = "Prints the address when Tor chose it, else "
			"OLD=NEW. getinfo address-mappings/control lists them. "
			"512: that mapping is not acceptable, the others are "
			"made; 451: no address is left to choose.",
	},
	{
		.name = "resolve",
		.group = COMMAND_ADDRESSES,
		.verb = "RESOLVE",
		.summary = "look names up through Tor",
		.arguments = {
			{ "NAME", ARGUMENT_ADDRESS, ARGUMENT_REPEAT,
				"a host name, or an address to reverse" },
			{ "reverse", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL,
				"find the name of an address" },
			{ "mode", ARGUMENT_TEXT, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL,
				"mode=reverse is the same", "reverse" },
		},
		.run = run_resolve,
		.example = "torctl resolve www.example.com",
		.replies = "Waits for Tor's answer (up to the time of -t) and "
			"prints it; several names print NAME=ADDRESS. A Tor "
			"without network gives no answer. 551: a name cannot "
			"be resolved.",
	},
	{ .name = NULL },
};
