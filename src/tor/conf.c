/* GETCONF, SETCONF and RESETCONF: the configuration of a running Tor. */
#include "tor/conf.h"

#include "conn/ahead.h"
#include "conn/subscription.h"
#include "proto/event_text.h"
#include "proto/quoted.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/text.h"

#include <stdint.h>
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

static void build(struct request *request, char *const *keys, size_t len)
{
	request_init(request, "GETCONF");
	for (size_t i = 0; i < len; i++)
		request_add_word(request, keys[i]);
}

static void send_ahead(struct connection *connection, char *const *keys,
	size_t len, size_t step)
{
	struct request request;

	for (size_t i = 0; i < len; i += step) {
		build(&request, keys + i, step);
		ahead_send_soon(connection, &request);
		request_clear(&request);
	}
	ahead_flush(connection);
}

void conf_send_ahead(struct connection *connection, const struct strv *keys)
{
	send_ahead(connection, keys->items, keys->len, keys->len);
}

bool conf_get(struct connection *connection, const struct strv *keys,
	struct pairs *options, struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	build(&request, keys->items, keys->len);
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
	bool ok = true;

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
	send_ahead(connection, keys->items, keys->len, 1);
	for (size_t i = 0; i < keys->len && ok; i++) {
		const struct strv one = { keys->items + i, 1, 0 };

		ok = conf_get_known(connection, &one, options, refused, error);
	}
	if (!ok)
		ahead_forget(connection);
	return ok;
}

/* ---- changes */

/* Log messages of these levels, unless another subscription gets them. */
static bool listen_to_log(struct connection *connection,
	const char *const *levels, struct subscription *log,
	struct error *error)
{
	struct strv names = STRV_INIT;
	struct error failure = ERROR_INIT;
	bool ok;

	for (; *levels; levels++)
		if (!connection_has_name(connection, *levels))
			strv_add(&names, *levels);
	ok = !names.len || connection_subscribe(connection, log, &names, NULL,
		&failure) || failure.kind == ERROR_TOR;
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	strv_clear(&names);
	return ok;
}

/*
 * Takes the log messages, each on one line, "LEVEL TEXT". They arrive after the
 * reply, but before the reply to the next request, which ends the subscription.
 */
static void take_log(struct connection *connection, struct subscription *log,
	struct strv *lines)
{
	struct queue queue = { 0 };
	struct queue_event event;
	struct buf text = BUF_INIT;

	connection_subscribe(connection, log, NULL, NULL, NULL);
	connection_take_events(connection, log, SIZE_MAX, &queue);
	while (queue_take(&queue, &event)) {
		struct span rest, line;
		struct buf message = BUF_INIT;

		buf_reset(&text);
		event_text_add(&text, event.raw, false);
		rest = buf_span(&text);
		while (span_next_line(&rest, &line)) {
			/* All but the first begin with a TAB. */
			buf_add_string(&message, message.len ? " " : "");
			buf_add_span(&message, span_from(line,
				span_starts(line, "\t")));
		}
		strv_add(lines, buf_text(&message));
		buf_clear(&message);
	}
	buf_clear(&text);
	queue_clear(&queue);
}

/* Adds the warnings, but not the one that repeats the refusal. */
static void add_warnings(const struct strv *lines, struct error *refusal)
{
	static const char level[] = "WARN", repetition[] =
		"Controller gave us config ";

	for (size_t i = 0; i < lines->len; i++) {
		const char *text = lines->items[i] + strlen(level);

		if (strncmp(lines->items[i], level, strlen(level)) != 0)
			continue;
		text += strspn(text, " ");
		if (strncmp(text, repetition, strlen(repetition)) != 0)
			error_add_line(refusal, "Tor's log: %s", text);
	}
}

/* Also adds Tor's log messages to `lines` (may be NULL), even on success. */
static bool perform(struct connection *connection, const char *const *levels,
	struct request *request, struct reply *reply, struct strv *lines,
	struct error *error)
{
	struct subscription log = { .when_full = SUBSCRIPTION_DROPS,
		.doubtful = true };
	struct strv own = STRV_INIT;
	struct error failure = ERROR_INIT;
	bool ok;

	ok = request_finish(request, &failure) &&
		listen_to_log(connection, levels, &log, &failure) &&
		connection_command(connection, request, reply, &failure);
	if (log.names.len && (ok ? lines != NULL :
		failure.kind == ERROR_TOR && error))
		take_log(connection, &log, lines ? lines : &own);
	if (!ok) {
		add_warnings(lines ? lines : &own, &failure);
		error_move(error, &failure);
	}
	/* Otherwise the next SETEVENTS ends the subscription. */
	if (log.linked)
		connection_unsubscribe(connection, &log);
	subscription_clear(&log);
	strv_clear(&own);
	error_clear(&failure);
	return ok;
}

bool conf_command(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error)
{
	static const char *const levels[] = { "WARN", NULL };

	return perform(connection, levels, request, reply, NULL, error);
}

bool conf_save(struct connection *connection, bool force, struct reply *reply,
	char **old, struct error *error)
{
	static const char *const levels[] = { "NOTICE", "WARN", NULL };
	static const char renamed[] = "NOTICE Renaming old configuration file "
		"to \"";
	struct strv lines = STRV_INIT;
	struct request request;
	bool ok;

	*old = NULL;
	request_init(&request, "SAVECONF");
	if (force)
		request_add_word(&request, "FORCE");
	ok = perform(connection, levels, &request, reply, &lines, error);
	for (size_t i = 0; i < lines.len && ok && !*old; i++) {
		const char *line = lines.items[i];

		/* A name and a quote follow, if this really is Tor. */
		if (!strncmp(line, renamed, strlen(renamed)) &&
			strlen(line) > sizeof(renamed))
			*old = alloc_bytes(line + strlen(renamed),
				strlen(line) - sizeof(renamed));
	}
	strv_clear(&lines);
	request_clear(&request);
	return ok;
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
	ok = conf_command(connection, &request, reply, error);
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
