/* Onion services, their descriptors, and client authorization keys. */
#include "torctl/inside.h"

#include "proto/verbs.h"
#include "tor/descriptor.h"
#include "tor/wait.h"
#include "util/clock.h"

#include <string.h>

enum { ONION_NO_KEY = 251 };

/* Reads the "Name=value" lines: all but the last one. */
static struct torctl_pairs *read_lines(const struct reply *reply)
{
	struct pairs pairs = { 0 };

	for (size_t i = 0; i + 1 < reply->len; i++)
		pairs_add_joined(&pairs, reply->lines[i].text);
	return pairs_wrap(&pairs);
}

struct torctl_pairs *torctl_add_onion(struct torctl *tor, const char *key,
	const struct torctl_pairs *arguments, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct torctl_pairs *answer = NULL;
	struct reply reply = REPLY_INIT;
	struct pairs keywords;
	struct request request;

	keywords = pairs_unwrap(arguments);
	verb_add_onion(&request, key, &keywords);
	pairs_clear(&keywords);
	if (handle_command(tor, &request, &reply, error)) {
		answer = read_lines(&reply);
		if (!torctl_pairs_find(answer, "ServiceID")) {
			torctl_pairs_free(answer);
			answer = NULL;
			reply_refuse(&failure);
			fail(error, &failure);
		}
	}
	reply_clear(&reply);
	return answer;
}

bool torctl_del_onion(struct torctl *tor, const char *address,
	struct torctl_error **error)
{
	struct request request;

	verb_remove_onion(&request, address);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_add_client_auth(struct torctl *tor, const char *address,
	const char *key, const char *name, const char *flags,
	struct torctl_error **error)
{
	struct request request;

	verb_add_client_auth(&request, address, key, name, flags);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_remove_client_auth(struct torctl *tor, const char *address,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct request request;
	bool ok;

	verb_remove_client_auth(&request, address);
	ok = handle_command(tor, &request, &reply, error);
	if (ok && reply_status(&reply) == ONION_NO_KEY) {
		error_set_tor(&failure, ONION_NO_KEY, reply_text(&reply).at,
			reply_text(&reply).len);
		ok = fail(error, &failure);
	}
	reply_clear(&reply);
	return ok;
}

struct torctl_pairs *torctl_view_client_auth(struct torctl *tor,
	const char *address, struct torctl_error **error)
{
	struct torctl_pairs *keys = NULL;
	struct reply reply = REPLY_INIT;
	struct request request;

	verb_view_client_auth(&request, address);
	if (handle_command(tor, &request, &reply, error))
		keys = torctl_pairs_new();
	for (size_t i = 0; i < reply.len && keys; i++) {
		struct span rest = reply.lines[i].text, word, name;

		if (!span_next_word(&rest, &word) ||
			!span_equal(word, "CLIENT") ||
			!span_next_word(&rest, &name))
			continue;
		while (rest.len && *rest.at == ' ')
			rest = span_from(rest, 1);
		pairs_put(keys, name, &rest);
	}
	reply_clear(&reply);
	return keys;
}

char *torctl_fetch_descriptor(struct torctl *tor, const char *address,
	const char *const *servers, int timeout, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct descriptor descriptor = { 0 };
	struct strv list = list_copy(servers);
	struct events events;
	char *text = NULL;

	watch_begin(&events, tor);
	if (descriptor_fetch(tor->connection, &events, address, &list,
		clock_deadline(timeout), &descriptor, &failure))
		text = buf_steal(&descriptor.content);
	watch_end(&events, tor);
	if (!text)
		fail(error, &failure);
	descriptor_clear(&descriptor);
	strv_clear(&list);
	return text;
}

bool torctl_upload_descriptor(struct torctl *tor, const char *address,
	const char *const *servers, const char *descriptor, size_t size,
	struct torctl_error **error)
{
	struct strv list = list_copy(servers);
	struct request request;

	verb_post_onion_descriptor(&request, address, &list,
		(struct span){ descriptor, size });
	strv_clear(&list);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_wait_onion(struct torctl *tor, const char *address, int timeout,
	struct torctl_error **error)
{
	return handle_await(tor, address, timeout, wait_descriptor, error);
}
