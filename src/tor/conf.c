/* GETCONF, SETCONF and RESETCONF: the configuration of a running Tor. */
#include "tor/conf.h"

#include "proto/quoted.h"
#include "util/buf.h"
#include "util/text.h"

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

/* Returns whether the text is "Key" or "Key=…". */
static bool is_option(struct span text)
{
	size_t len = 0;

	for (; len < text.len && text.at[len] != '='; len++)
		if (text_is_blank(text.at[len]) || !text.at[len])
			return false;
	return len;
}

/*
 * Returns whether a successful reply has at least one option for each key. Tor
 * knows abbreviations and old names, so the names may differ.
 */
static bool fits(const struct reply *reply, const struct strv *keys)
{
	struct span last = reply->lines[reply->len - 1].text;
	bool ok = !span_equal(last, "OK");

	for (size_t i = 0; i < reply->len && keys->len; i++)
		if (!is_option(reply->lines[i].text))
			return false;
	for (size_t i = 0; i < keys->len && !ok; i++)
		ok = text_equal_nocase(keys->items[i], "OK");
	return !keys->len || (ok && reply->len >= keys->len);
}

bool conf_get(struct connection *connection, const struct strv *keys,
	struct pairs *options, struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	request_init(&request, "GETCONF");
	for (size_t i = 0; i < keys->len; i++)
		request_add_word(&request, keys->items[i]);
	ok = connection_command(connection, &request, &reply, error) &&
		(fits(&reply, keys) || reply_refuse(error));
	for (size_t i = 0; i < reply.len && ok && keys->len; i++)
		take_line(options, reply.lines[i].text);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

bool conf_get_known(struct connection *connection, const struct strv *keys,
	struct pairs *options, struct error *refused, struct error *error)
{
	struct error failure = ERROR_INIT;

	if (conf_get(connection, keys, options, &failure))
		return true;
	if (!error_is_refusal(&failure))
		return error_move(error, &failure);
	if (keys->len == 1) {
		error_set_subject(&failure, keys->items[0]);
		error_chain(refused, &failure);
		return true;
	}
	error_clear(&failure);
	for (size_t i = 0; i < keys->len; i++) {
		const struct strv one = { keys->items + i, 1, 0 };

		if (!conf_get_known(connection, &one, options, refused, error))
			return false;
	}
	return true;
}

static bool change(struct connection *connection, const char *verb,
	const struct pairs *options, struct reply *reply, struct error *error)
{
	struct request request;
	bool ok;

	request_init(&request, verb);
	for (size_t i = 0; i < options->len; i++)
		request_add_option(&request, options->items[i].name,
			options->items[i].value);
	ok = connection_command(connection, &request, reply, error);
	request_clear(&request);
	return ok;
}

bool conf_set(struct connection *connection, const struct pairs *options,
	struct reply *reply, struct error *error)
{
	return change(connection, "SETCONF", options, reply, error);
}

bool conf_reset(struct connection *connection, const struct pairs *options,
	struct reply *reply, struct error *error)
{
	return change(connection, "RESETCONF", options, reply, error);
}

bool conf_is_offline(struct connection *connection)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	bool offline;

	request_init(&request, "GETCONF");
	request_add_word(&request, "DisableNetwork");
	offline = connection_own_command(connection, &request, &reply, NULL) &&
		span_equal(reply_text(&reply), "DisableNetwork=1");
	reply_clear(&reply);
	request_clear(&request);
	return offline;
}

bool conf_refuse_offline(struct error *error)
{
	error_set(error, ERROR_CHECK, "Tor's network is disabled "
		"(DisableNetwork 1)");
	return error_set_remedy(error, ERROR_REMEDY_ENABLE_NETWORK);
}
