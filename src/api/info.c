/* GETINFO: information from a running Tor. */
#include "api/info.h"

#include "proto/lexer.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

/*
 * Tor may refuse a key in a way that does not say which, and then each takes a
 * request of its own.
 */
enum { MOST_REFUSED = 1000 };

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

/*
 * Tor refuses all keys if it does not know some, but names each of those, in
 * order, as no other refusal does.
 */
static char *unknown_text(const char *key)
{
	char *current = current_key(key);
	char *text = alloc_print("Unrecognized key \"%s\"", current);

	free(current);
	return text;
}

struct unknown {
	char *const *keys;
	size_t len;
	size_t next;   /* the first that may be named by the next line */
	bool *is;      /* one for each key; NULL: nobody needs them */
	size_t count;
};

/* Believes no further line after one that does not fit. */
static void unknown_note(struct unknown *unknown, int status,
	struct span text)
{
	while (unknown->is && unknown->next < unknown->len) {
		size_t i = unknown->next++;
		char *expected = unknown_text(unknown->keys[i]);

		unknown->is[i] = status == 552 && span_equal(text, expected);
		free(expected);
		if (unknown->is[i]) {
			unknown->count++;
			return;
		}
	}
}

/* Checks a reply while it is streamed. */
struct stream {
	struct lexer lexer;
	char *const *keys;
	size_t len;
	size_t answered;
	bool misfit;
	bool hides; /* passes nothing on from the first misfit */
	struct unknown *unknown;
	client_sink *sink;
	void *arg;
};

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
		if (token.kind == LEXER_LINE)
			unknown_note(stream->unknown, token.status,
				token.text);
		if (token.kind == LEXER_LINE && token.status / 100 == 2) {
			bool last = token.separator == ' ';

			stream->misfit = last == (stream->answered <
				stream->len) || (!last && !answers(token.text,
				token.separator == '+',
				stream->keys[stream->answered]));
			stream->answered += !last;
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

/* Where values go: stored in `info`, or streamed to `sink`. */
struct target {
	struct info *info;
	client_sink *sink;
	void *arg;
	bool hides; /* see struct stream */
	bool own; /* hide the reply from taps */
};

static bool ask(struct client *client, char *const *keys, size_t len,
	const struct target *to, struct unknown *unknown, struct error *error)
{
	struct stream stream = { .keys = keys, .len = len,
		.hides = to->hides, .unknown = unknown, .sink = to->sink,
		.arg = to->arg };
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	build(&request, keys, len);
	if (to->own)
		ok = client_own_command(client, &request, &reply, error);
	else if (to->sink)
		ok = client_stream(client, &request, check_stream, &stream,
			&reply, error) && reply_check(&reply, error);
	else
		ok = client_request(client, &request, &reply, error) &&
			reply_check(&reply, error);
	if (ok && (to->sink ? stream.misfit : !fits(&reply, keys, len)))
		ok = reply_refuse(error);
	for (size_t i = 0; !to->sink && !ok && i < reply.len; i++)
		unknown_note(unknown, reply.lines[i].status,
			reply.lines[i].text);
	if (ok && to->info)
		take_reply(to->info, &reply);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

/* A search for the keys that Tor refuses. */
struct search {
	struct client *client;
	const struct target *to;
	size_t refused;   /* keys that were asked for alone */
	size_t given_up;  /* keys that were not asked for any more */
	struct error errors;
};

/* Adds the error of one key. */
static void search_add(struct search *search, const char *key,
	struct error *error)
{
	error_set_subject(error, key);
	error_chain(&search->errors, error);
}

static bool search_keys(struct search *search, char *const *keys, size_t len);

/* Adds an error for each unknown key and asks for the others. */
static bool search_known(struct search *search, const struct unknown *unknown)
{
	struct strv rest = STRV_INIT; /* borrows the strings */
	bool ok;

	rest.items = alloc_zeroed(unknown->len * sizeof(*rest.items));
	for (size_t i = 0; i < unknown->len; i++) {
		struct error one = ERROR_INIT;
		char *text;

		if (!unknown->is[i]) {
			rest.items[rest.len++] = unknown->keys[i];
			continue;
		}
		text = unknown_text(unknown->keys[i]);
		error_set_tor(&one, 552, text, strlen(text));
		search_add(search, unknown->keys[i], &one);
		free(text);
	}
	ok = !rest.len || search_keys(search, rest.items, rest.len);
	free(rest.items);
	return ok;
}

/*
 * Asks for all keys at once and, if Tor refuses, for those that it does not
 * name in halves. Returns false if no more can be asked.
 */
static bool search_keys(struct search *search, char *const *keys, size_t len)
{
	struct unknown unknown = { .keys = keys, .len = len };
	struct error failure = ERROR_INIT;
	bool ok = true;

	if (search->refused >= MOST_REFUSED) {
		search->given_up += len;
		return true;
	}
	if (len > 1)
		unknown.is = alloc_zeroed(len * sizeof(*unknown.is));
	if (ask(search->client, keys, len, search->to, &unknown, &failure))
		goto out;
	if (len == 1) {
		ok = client_connected(search->client);
		search->refused++;
		search_add(search, keys[0], &failure);
	} else if (failure.kind != ERROR_TOR || !failure.status) {
		ok = false;
		error_chain(&search->errors, &failure);
	} else if (unknown.count) {
		ok = search_known(search, &unknown);
	} else {
		ok = search_keys(search, keys, len / 2) &&
			search_keys(search, keys + len / 2, len - len / 2);
	}
out:
	free(unknown.is);
	error_clear(&failure);
	return ok;
}

static bool ask_each(struct client *client, const struct strv *keys,
	const struct target *to, struct error *error)
{
	struct search search = { .client = client, .to = to };
	struct error one = ERROR_INIT;

	search_keys(&search, keys->items, keys->len);
	if (search.given_up) {
		error_set(&one, ERROR_TOR, "gave up after %zu refused keys; "
			"%zu keys were not requested", search.refused,
			search.given_up);
		error_chain(&search.errors, &one);
	}
	return search.errors.kind == ERROR_NONE ||
		error_move(error, &search.errors);
}

bool info_get(struct client *client, const struct strv *keys,
	struct info *info, struct error *error)
{
	struct target to = { .info = info };

	return ask_each(client, keys, &to, error);
}

/* How Tor says that it has no such thing, or is too old to have it. */
static const struct {
	const char *key;
	int status;
} nothing[] = {
	{ "address", 551 }, /* it does not know its own yet */
	{ "dormant", 552 },
	{ "net/listeners/httptunnel", 552 },
	{ "net/listeners/metrics", 552 },
	{ "onions/current", 551 },
	{ "onions/detached", 551 },
};

/* Returns the key, which lives on, if Tor has no such thing; else NULL. */
static const char *find_nothing(const char *key, int status)
{
	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++)
		if (nothing[i].status == status && !strcmp(nothing[i].key, key))
			return nothing[i].key;
	return NULL;
}

/* Takes a refusal for an answer. */
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

bool info_get_known(struct client *client, const struct strv *keys,
	struct info *info, struct error *refused, struct error *error)
{
	const struct target to = { .info = info };
	struct unknown unknown = { 0 };
	struct error failure = ERROR_INIT;

	if (ask(client, keys->items, keys->len, &to, &unknown, &failure))
		return true;
	if (keys->len == 1 || !error_is_refusal(&failure))
		return take_refusal(info, keys->items[0], &failure, refused, error);
	error_clear(&failure);
	for (size_t i = 0; i < keys->len; i++) {
		const struct strv one = { keys->items + i, 1, 0 };

		if (!info_get_known(client, &one, info, refused, error))
			return false;
	}
	return true;
}

bool info_get_own(struct client *client, const struct strv *keys,
	struct info *info, struct error *error)
{
	struct target to = { .info = info, .own = true };

	return ask_each(client, keys, &to, error);
}

/* Returns the value in a successful reply, which it takes over. */
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

static char *get_one(struct client *client, const char *key,
	bool (*send)(struct client *client, struct request *request,
	struct reply *reply, struct error *error), struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	char *value = NULL;

	request_init(&request, "GETINFO");
	add_key(&request, key);
	if (send(client, &request, &reply, error))
		value = value_of(&reply, key, error);
	reply_clear(&reply);
	request_clear(&request);
	return value;
}

char *info_get_one(struct client *client, const char *key,
	struct error *error)
{
	return get_one(client, key, client_own_command, error);
}

char *info_ask_one(struct client *client, const char *key,
	struct error *error)
{
	return get_one(client, key, client_ask, error);
}

char *info_take_late(struct client *client, const char *key,
	struct error *error)
{
	struct reply reply = REPLY_INIT;
	char *value = NULL;

	if (client_take_late(client, &reply, error))
		value = value_of(&reply, key, error);
	reply_clear(&reply);
	return value;
}

bool info_stream(struct client *client, const struct strv *keys, bool each,
	client_sink *sink, void *arg, struct error *error)
{
	struct target to = { .sink = sink, .arg = arg, .hides = each };
	struct unknown unknown = { 0 };

	return each ? ask_each(client, keys, &to, error) :
		ask(client, keys->items, keys->len, &to, &unknown, error);
}

bool info_get_names(struct client *client, const char *key,
	struct strv *names, struct error *error)
{
	char *value = info_get_one(client, key, error);
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

void info_clear(struct info *info)
{
	for (size_t i = 0; i < info->replies_len; i++)
		reply_clear(&info->replies[i]);
	free(info->replies);
	free(info->values);
	*info = (struct info){ 0 };
}
