/* GETCONF, SETCONF and RESETCONF: the configuration of a running Tor. */
#include "api/conf.h"

#include "proto/quoted.h"
#include "util/buf.h"

#include <string.h>

/* Reads "Key", "Key=value" or "Key=\"quoted\"". */
static void take_line(struct pairs *options, struct span text)
{
	const char *equals = text.len ? memchr(text.at, '=', text.len) : NULL;
	size_t len = equals ? (size_t)(equals - text.at) : text.len;
	struct span key = { text.at, len };
	struct buf unquoted = BUF_INIT_SECRET;
	struct span value;

	if (equals && quoted_decode(&unquoted, span_from(text, len + 1))) {
		value = buf_span(&unquoted);
		pairs_add(options, key, &value);
	} else {
		pairs_add_joined(options, text);
	}
	buf_clear(&unquoted);
}

bool conf_get(struct client *client, const struct strv *keys,
	struct pairs *options, struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	request_init(&request, "GETCONF");
	for (size_t i = 0; i < keys->len; i++)
		request_add_word(&request, keys->items[i]);
	ok = client_command(client, &request, &reply, error);
	for (size_t i = 0; i < reply.len && ok && keys->len; i++)
		take_line(options, reply.lines[i].text);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

static bool change(struct client *client, const char *verb,
	const struct pairs *options, struct reply *reply, struct error *error)
{
	struct request request;
	bool ok;

	request_init(&request, verb);
	for (size_t i = 0; i < options->len; i++)
		request_add_option(&request, options->items[i].name,
			options->items[i].value);
	ok = client_command(client, &request, reply, error);
	request_clear(&request);
	return ok;
}

bool conf_set(struct client *client, const struct pairs *options,
	struct reply *reply, struct error *error)
{
	return change(client, "SETCONF", options, reply, error);
}

bool conf_reset(struct client *client, const struct pairs *options,
	struct reply *reply, struct error *error)
{
	return change(client, "RESETCONF", options, reply, error);
}
