/* getinfo, events and the other commands that only ask. */
#include "api/info.h"
#include "cmd/session.h"

#include "util/clock.h"

#include <string.h>

static void stream_raw(void *arg, struct span bytes)
{
	output_lines(arg, bytes);
}

/* Raw values may be of any size, so they are not held. */
static bool run_getinfo_raw(struct call *call, struct error *error)
{
	const struct strv *keys = args_list(&call->args, "KEY");
	bool ok;

	ok = info_stream(call->session->client, keys, stream_raw,
		call->session->output, error);
	if (!ok && keys->len == 1)
		error_set_subject(error, keys->items[0]);
	return ok;
}

static bool run_getinfo(struct call *call, struct error *error)
{
	const struct strv *keys = args_list(&call->args, "KEY");
	struct info *info = &call->result.info;
	bool ok;

	if (call->session->output->form == OUTPUT_RAW)
		return run_getinfo_raw(call, error);
	ok = info_get(call->session->client, keys, info, error);
	for (size_t i = 0; i < info->len; i++)
		result_add_borrowed(&call->result, info->values[i].key,
			info->values[i].value);
	/* One good value out of several keys still needs its name. */
	call->result.named = keys->len > 1;
	return ok;
}

static bool list_events(struct call *call, struct error *error)
{
	struct strv keys = STRV_INIT;
	struct info *info = &call->result.info;
	bool ok;

	strv_add(&keys, "events/names");
	ok = info_get(call->session->client, &keys, info, error);
	for (size_t i = 0; i < info->len; i++)
		result_add_borrowed(&call->result, info->values[i].key,
			info->values[i].value);
	strv_clear(&keys);
	return ok;
}

/* Shows all that came in one go, so that a fast stream costs few writes. */
static bool stream_events(struct session *session, struct error *error)
{
	struct queue queue = { 0 };
	struct queue_event event;
	bool ok = true;

	while (ok && client_wait(session->client, CLOCK_NEVER, error)) {
		client_take_events(session->client, &queue);
		while (queue_take(&queue, &event))
			output_event(session->output, &event);
		ok = output_flush(session->output, error);
	}
	queue_clear(&queue);
	return false;
}

static bool run_events(struct call *call, struct error *error)
{
	const struct strv *names = args_list(&call->args, "EVENT");
	struct session *session = call->session;
	struct strv all = STRV_INIT;
	bool ok = true;

	if (!names->len)
		return list_events(call, error);
	if (!session_can_show_events(session, error))
		return false;
	if (names->len == 1 && span_equal_nocase(span_of(names->items[0]),
		"all")) {
		ok = info_get_names(session->client, "events/names", &all,
			error);
		names = &all;
	}
	client_tap(session->client, NULL, NULL);
	ok = ok && events_set(&session->events, session->client, names,
		NULL, error) && stream_events(session, error);
	strv_clear(&all);
	return ok;
}

const struct command commands_info[] = {
	{
		.name = "getinfo",
		.group = COMMAND_ASK,
		.verb = "GETINFO",
		.summary = "print what Tor knows, by key",
		.arguments = {
			{ "KEY", ARGUMENT_KEY, ARGUMENT_REPEAT,
				"a key such as version, circuit-status, "
				"config-text or ns/id/FINGERPRINT; getinfo "
				"info/names lists them; letter case counts" },
		},
		.run = run_getinfo,
		.example = "torctl getinfo version traffic/read",
		.replies = "One key prints its bare value, several print "
			"KEY=VALUE. Keys that Tor refuses are named on "
			"standard error, the others are printed all the same. "
			"552: no such key, or none of that name; 551: known, "
			"but Tor has no value for it (now). With --raw a value "
			"of any size streams through, but one key that Tor "
			"refuses fails all.",
	},
	{
		.name = "events",
		.group = COMMAND_ASK,
		.summary = "stream events until interrupted",
		.arguments = {
			{ "EVENT", ARGUMENT_EVENT, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "names such as CIRC, STREAM, "
				"BW or NOTICE; all for every event that this "
				"Tor has; none lists them" },
		},
		.flags = COMMAND_LONG,
		.run = run_events,
		.example = "torctl events CIRC STREAM NOTICE",
		.replies = "One line an event, in Tor's own words; a data "
			"block's lines follow it, each after a TAB. Nothing is "
			"lost: a slow reader makes torctl, and then Tor, wait. "
			"552: no event of that name. --json is not possible "
			"yet.",
	},
	{
		.name = "protocolinfo",
		.group = COMMAND_ASK,
		.verb = "PROTOCOLINFO",
		.summary = "print Tor's version and ways to authenticate",
		.arguments = {
			{ "VERSION", ARGUMENT_NUMBER, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT,
				"versions of PROTOCOLINFO that you understand "
				"(1); not needed" },
		},
		.example = "torctl protocolinfo",
		.replies = "The lines PROTOCOLINFO, AUTH and VERSION.",
	},
	{ .name = NULL },
};
