/* GETINFO: what a running Tor tells about itself. */
#include "api/info.h"

#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static void add_key(struct request *request, const char *key)
{
	static const char old[] = "addr-mappings/";
	char *current;

	if (strncmp(key, old, sizeof(old) - 1)) {
		request_add_word(request, key);
		return;
	}
	current = alloc_print("address-mappings/%s", key + sizeof(old) - 1);
	request_add_word(request, current);
	free(current);
}

static void build(struct request *request, char *const *keys, size_t len)
{
	request_init(request, "GETINFO");
	for (size_t i = 0; i < len; i++)
		add_key(request, keys[i]);
}

/* Adds the values of a reply to `info`, which takes the reply over. */
static void take_reply(struct info *info, struct reply *reply)
{
	for (size_t i = 0; i < reply->len; i++) {
		const struct reply_line *line = &reply->lines[i];
		const char *equals = line->text.len ?
			memchr(line->text.at, '=', line->text.len) : NULL;
		struct info_value *value;
		size_t name;

		if (!equals || line->separator == ' ')
			continue;
		info->values = alloc_resize(info->values, info->len + 1,
			sizeof(*info->values));
		value = &info->values[info->len++];
		name = (size_t)(equals - line->text.at);
		value->key = (struct span){ line->text.at, name };
		value->value = line->has_data ? line->data :
			span_from(line->text, name + 1);
	}
	info->replies = alloc_resize(info->replies, info->replies_len + 1,
		sizeof(*info->replies));
	info->replies[info->replies_len++] = *reply;
	*reply = (struct reply)REPLY_INIT;
}

static bool ask(struct client *client, char *const *keys, size_t len,
	bool own, struct info *info, struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	build(&request, keys, len);
	ok = own ? client_own_command(client, &request, &reply, error) :
		client_command(client, &request, &reply, error);
	if (ok)
		take_reply(info, &reply);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

bool info_get(struct client *client, const struct strv *keys,
	struct info *info, struct error *error)
{
	struct error all = ERROR_INIT, one = ERROR_INIT;

	if (ask(client, keys->items, keys->len, false, info, &all))
		return true;
	if (all.kind != ERROR_TOR || keys->len < 2) {
		if (keys->len == 1)
			error_set_subject(&all, keys->items[0]);
		return error_move(error, &all);
	}
	error_clear(&all);
	for (size_t i = 0; i < keys->len; i++) {
		if (ask(client, keys->items + i, 1, false, info, &one))
			continue;
		error_set_subject(&one, keys->items[i]);
		error_chain(&all, &one);
		if (!client_connected(client))
			break;
	}
	if (all.kind == ERROR_NONE)
		return true;
	return error_move(error, &all);
}

char *info_get_one(struct client *client, const char *key,
	struct error *error)
{
	char *keys[] = { (char *)(size_t)key };
	struct info info = { 0 };
	char *value = NULL;

	if (ask(client, keys, 1, true, &info, error)) {
		if (info.len)
			value = span_copy(info.values[0].value);
		else
			error_set(error, ERROR_CONNECTION,
				"Tor gave no value for %s", key);
	}
	info_clear(&info);
	return value;
}

bool info_stream(struct client *client, const struct strv *keys,
	client_sink *sink, void *arg, struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	build(&request, keys->items, keys->len);
	ok = client_stream(client, &request, sink, arg, &reply, error) &&
		reply_check(&reply, error);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
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
