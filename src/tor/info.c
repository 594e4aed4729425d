/* GETINFO: information from a running Tor. */
#include "tor/info.h"

#include "conn/ahead.h"
#include "proto/lexer.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Returns the key as it is sent, which is the caller's. */
static char *current_key(const char *key)
{
	static const char old[] = "addr-mappings/";

	if (strncmp(key, old, sizeof(old) - 1))
		return alloc_string(key);
	return alloc_print("address-mappings/%s", key + sizeof(old) - 1);
}

static void add_key(struct request *request, const char *key)
{
	char *current = current_key(key);

	request_add_word(request, current);
	free(current);
}

/* Returns whether the text is "KEY=value", or "KEY=" before a data block. */
static bool answers(struct span text, bool block, const char *key)
{
	char *current = current_key(key);
	size_t len = strlen(current);
	bool fits = span_starts(text, current) && text.len > len &&
		text.at[len] == '=' && (!block || text.len == len + 1);

	free(current);
	return fits;
}

/* Returns whether a successful reply has one value for each key, in order. */
static bool fits(const struct reply *reply, char *const *keys, size_t len)
{
	if (reply->len != len + 1)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!answers(reply->lines[i].text, reply->lines[i].has_data,
			keys[i]))
			return false;
	return true;
}

/* Checks a reply while it is streamed. */
struct stream {
	struct lexer lexer;
	char *const *keys;
	size_t len;
	size_t answered;
	bool misfit;
	bool hides; /* from the first wrong line, passes nothing on */
	struct error refusal; /* all its lines */
	connection_sink *sink;
	void *arg;
};

static void note_refusal(struct error *refusal, const struct lexer_token *line)
{
	struct error one = ERROR_INIT;

	error_set_tor(&one, line->status, line->text.at, line->text.len);
	error_chain(refusal, &one);
}

static bool check_stream(void *arg, struct span bytes)
{
	struct stream *stream = arg;
	struct span rest = bytes, good = bytes;
	struct lexer_token token;

	if (stream->misfit && stream->hides)
		return true;
	while (rest.len && !stream->misfit) {
		lexer_next(&stream->lexer, rest, &token);
		if (token.kind == LEXER_MORE || token.kind == LEXER_BAD)
			break; /* sinks get whole lines */
		if (token.kind == LEXER_LINE && token.status / 100 == 2) {
			bool last = token.separator == ' ';

			stream->misfit = last == (stream->answered <
				stream->len) || (!last && !answers(token.text,
				token.separator == '+',
				stream->keys[stream->answered]));
			stream->answered += !last;
		} else if (token.kind == LEXER_LINE) {
			note_refusal(&stream->refusal, &token);
		}
		if (stream->misfit && stream->hides)
			good.len = (size_t)(rest.at - bytes.at);
		rest = span_from(rest, token.raw.len);
	}
	return !good.len || stream->sink(stream->arg, good);
}

static void add_value(struct info *info, struct span key, struct span value)
{
	info->values = alloc_resize(info->values, info->len + 1,
		sizeof(*info->values));
	info->values[info->len++] = (struct info_value){ key, value };
}

static void build(struct request *request, char *const *keys, size_t len)
{
	request_init(request, "GETINFO");
	for (size_t i = 0; i < len; i++)
		add_key(request, keys[i]);
}

/* Adds the values of a reply to `info`, which takes ownership of the reply. */
static void take_reply(struct info *info, struct reply *reply)
{
	for (size_t i = 0; i < reply->len; i++) {
		const struct reply_line *line = &reply->lines[i];
		const char *equals = line->text.len ?
			memchr(line->text.at, '=', line->text.len) : NULL;
		size_t name;

		if (!equals || line->separator == ' ')
			continue;
		name = (size_t)(equals - line->text.at);
		add_value(info, (struct span){ line->text.at, name },
			line->has_data ? line->data :
			span_from(line->text, name + 1));
	}
	info->replies = alloc_resize(info->replies, info->replies_len + 1,
		sizeof(*info->replies));
	info->replies[info->replies_len++] = *reply;
	*reply = (struct reply)REPLY_INIT;
}

/* The destination of values: stored in `info`, or streamed to `sink`. */
struct target {
	struct info *info;
	connection_sink *sink;
	void *arg;
	bool hides; /* see struct stream */
	bool own; /* hide the reply from taps */
};

static bool ask(struct connection *connection, char *const *keys, size_t len,
	const struct target *to, struct error *error)
{
	struct stream stream = { .keys = keys, .len = len,
		.hides = to->hides, .sink = to->sink, .arg = to->arg };
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	build(&request, keys, len);
	if (to->own)
		ok = connection_own_command(connection, &request, &reply, error);
	else if (to->sink)
		ok = connection_stream(connection, &request, check_stream, &stream,
			&reply, error) && reply_check(&reply, error);
	else
		ok = connection_request(connection, &request, &reply, error) &&
			reply_check(&reply, error);
	if (!ok && reply.len && stream.refusal.kind != ERROR_NONE)
		error_move(error, &stream.refusal);
	if (ok && (to->sink ? stream.misfit : !fits(&reply, keys, len)))
		ok = reply_refuse(error);
	if (ok && to->info)
		take_reply(to->info, &reply);
	error_clear(&stream.refusal);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

/* Sends requests for `step` keys each ahead. */
static void send_ahead(struct connection *connection, char *const *keys,
	size_t len, size_t step)
{
	struct request request;

	/* Several bulk values would accumulate in Tor's memory. */
	for (size_t i = 0; i < len && step < len; i++)
		if (info_is_bulk(keys[i]))
			return;
	for (size_t i = 0; i < len; i += step) {
		build(&request, keys + i, len - i < step ? len - i : step);
		ahead_send_soon(connection, &request);
		request_clear(&request);
	}
	ahead_flush(connection);
}

void info_send_ahead(struct connection *connection, const struct strv *keys)
{
	send_ahead(connection, keys->items, keys->len, keys->len);
}

/*
 * Tor refuses all keys if it does not know some, and names each of those, in
 * order, as no other refusal does. Adds an error for each key that is named, and
 * moves the others to the front. Returns their number.
 */
static size_t drop_unknown(char **keys, size_t len,
	const struct error *refusal, struct error *errors)
{
	size_t known = 0;

	for (size_t i = 0; i < len; i++) {
		char *key = current_key(keys[i]);
		struct error one = ERROR_INIT;

		error_set(&one, ERROR_TOR, "Unrecognized key \"%s\"", key);
		one.status = 552;
		if (refusal && refusal->status == one.status &&
			!strcmp(refusal->text, one.text)) {
			error_set_subject(&one, keys[i]);
			error_chain(errors, &one);
			refusal = refusal->next;
		} else {
			keys[known++] = keys[i];
		}
		error_clear(&one);
		free(key);
	}
	return known;
}

/*
 * Asks for all keys at once. If Tor refuses, asks again without those that it
 * does not know or, if it names none, in halves. Changes `keys`. Adds an error
 * for each key that failed. Returns false if asking for more is pointless.
 */
static bool ask_parts(struct connection *connection, char **keys, size_t len,
	const struct target *to, struct error *errors)
{
	struct error failure = ERROR_INIT;
	size_t left = len, half;

	do {
		len = left;
		if (ask(connection, keys, len, to, &failure))
			return true;
		if (len < 2 || !error_is_refusal(&failure)) {
			bool more = len < 2 && failure.kind == ERROR_TOR;

			if (len == 1)
				error_set_subject(&failure, keys[0]);
			error_chain(errors, &failure);
			return more;
		}
		left = drop_unknown(keys, len, &failure, errors);
		error_clear(&failure);
	} while (left && left < len);
	half = (left + 1) / 2;
	if (left)
		send_ahead(connection, keys, left, half);
	return !left || (ask_parts(connection, keys, half, to, errors) &&
		ask_parts(connection, keys + half, left - half, to, errors));
}

static bool ask_each(struct connection *connection, const struct strv *keys,
	const struct target *to, struct error *error)
{
	char **left = alloc_zeroed((keys->len + 1) * sizeof(*left));
	struct error errors = ERROR_INIT;

	for (size_t i = 0; i < keys->len; i++)
		left[i] = keys->items[i];
	ask_parts(connection, left, keys->len, to, &errors);
	free(left);
	if (errors.kind == ERROR_NONE)
		return true;
	ahead_forget(connection);
	return error_move(error, &errors);
}

bool info_get(struct connection *connection, const struct strv *keys,
	struct info *info, struct error *error)
{
	struct target to = { .info = info };

	return ask_each(connection, keys, &to, error);
}

/* Tor's texts for a value that it does not have, or is too old to have. */
static const struct {
	const char *key;
	int status;
} nothing[] = {
	{ "address", 551 }, /* Tor does not know its own address yet */
	{ "dormant", 552 },
	{ "net/listeners/httptunnel", 552 },
	{ "net/listeners/metrics", 552 },
	{ "onions/current", 551 },
	{ "onions/detached", 551 },
};

/* Returns the key, which stays valid, if Tor has no such value; else NULL. */
static const char *find_nothing(const char *key, int status)
{
	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++)
		if (nothing[i].status == status && !strcmp(nothing[i].key, key))
			return nothing[i].key;
	return NULL;
}

/* Treats a refusal as an answer. */
static bool take_refusal(struct info *info, const char *key,
	struct error *failure, struct error *refused, struct error *error)
{
	const char *none = find_nothing(key, failure->status);

	if (!error_is_refusal(failure))
		return error_move(error, failure);
	if (none)
		add_value(info, span_of(none), (struct span){ "", 0 });
	error_set_subject(failure, key);
	if (!none)
		error_chain(refused, failure);
	error_clear(failure);
	return true;
}

bool info_get_known(struct connection *connection, const struct strv *keys,
	struct info *info, struct error *refused, struct error *error)
{
	const struct target to = { .info = info };
	struct error failure = ERROR_INIT;
	bool ok = true;

	if (ask(connection, keys->items, keys->len, &to, &failure))
		return true;
	if (keys->len == 1 || !error_is_refusal(&failure))
		return take_refusal(info, keys->items[0], &failure, refused,
			error);
	error_clear(&failure);
	send_ahead(connection, keys->items, keys->len, 1);
	for (size_t i = 0; i < keys->len && ok; i++) {
		const struct strv one = { keys->items + i, 1, 0 };

		ok = info_get_known(connection, &one, info, refused, error);
	}
	if (!ok)
		ahead_forget(connection);
	return ok;
}

bool info_get_own(struct connection *connection, const struct strv *keys,
	struct info *info, struct error *error)
{
	struct target to = { .info = info, .own = true };

	return ask_each(connection, keys, &to, error);
}

/* Returns the value in a successful reply, and takes ownership of the reply. */
static char *value_of(struct reply *reply, const char *key,
	struct error *error)
{
	char *keys[] = { (char *)(size_t)key };
	struct info info = { 0 };
	char *value;

	if (!fits(reply, keys, 1)) {
		reply_refuse(error);
		return NULL;
	}
	take_reply(&info, reply);
	value = span_copy(info.values[0].value);
	info_clear(&info);
	return value;
}

static char *get_one(struct connection *connection, const char *key,
	bool (*send)(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error), struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	char *value = NULL;

	request_init(&request, "GETINFO");
	add_key(&request, key);
	if (send(connection, &request, &reply, error))
		value = value_of(&reply, key, error);
	reply_clear(&reply);
	request_clear(&request);
	return value;
}

char *info_get_one(struct connection *connection, const char *key,
	struct error *error)
{
	return get_one(connection, key, connection_own_command, error);
}

char *info_ask_one(struct connection *connection, const char *key,
	struct error *error)
{
	return get_one(connection, key, connection_ask, error);
}

char *info_take_late(struct connection *connection, const char *key,
	struct error *error)
{
	struct reply reply = REPLY_INIT;
	char *value = NULL;

	if (connection_take_late(connection, &reply, error))
		value = value_of(&reply, key, error);
	reply_clear(&reply);
	return value;
}

bool info_stream(struct connection *connection, const struct strv *keys, bool each,
	connection_sink *sink, void *arg, struct error *error)
{
	struct target to = { .sink = sink, .arg = arg, .hides = each };

	return each ? ask_each(connection, keys, &to, error) :
		ask(connection, keys->items, keys->len, &to, error);
}

bool info_get_names(struct connection *connection, const char *key,
	struct strv *names, struct error *error)
{
	char *value = info_get_one(connection, key, error);
	bool lines = value && strchr(value, '\n');
	struct span rest, line, word;

	if (!value)
		return false;
	rest = span_of(value);
	while (span_next_line(&rest, &line))
		while (span_next_word(&line, &word)) {
			strv_add_span(names, word);
			if (lines)
				break;
		}
	free(value);
	return true;
}

bool info_is_bulk(const char *key)
{
	static const char *const prefixes[] = { "ns/all", "ns/purpose/",
		"md/all", "desc/all-recent", "dir/", "config-text" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (!strncmp(key, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

void info_clear(struct info *info)
{
	for (size_t i = 0; i < info->replies_len; i++)
		reply_clear(&info->replies[i]);
	free(info->replies);
	free(info->values);
	*info = (struct info){ 0 };
}
