/* Circuits, streams, address mappings, name resolution, relay descriptors. */
#include "torctl/inside.h"

#include "api/circuits.h"
#include "api/lookup.h"
#include "api/wait.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CIRCUIT_NOT_ADDED = 251 };

static void add_number(struct request *request, unsigned number)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", number);
	request_add_word(request, text);
}

char *torctl_extend_circuit(struct torctl *tor, const char *id,
	const char *const *path, const char *purpose,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct strv relays = list_copy(path);
	char *list = strv_join(&relays, ","), *name;

	handle_enter(tor);
	name = circuits_extend(tor->client, id, relays.len ? list : NULL,
		purpose, &failure);
	handle_leave(tor);
	if (!name)
		fail(error, &failure);
	free(list);
	strv_clear(&relays);
	return name;
}

/* Runs one of the waits of api/wait.h. */
static bool await(struct torctl *tor, const char *id, int timeout,
	bool (*wait)(struct client *client, struct events *events,
	const char *id, int64_t deadline, struct wait_found *found,
	struct error *error), struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct wait_found found = { 0 };
	struct events events;
	bool ok;

	watch_begin(&events, tor);
	ok = wait(tor->client, &events, id, clock_deadline(timeout),
		&found, &failure);
	watch_end(&events, tor);
	wait_found_clear(&found);
	return ok || fail(error, &failure);
}

bool torctl_wait_circuit(struct torctl *tor, const char *id, int timeout,
	struct torctl_error **error)
{
	return await(tor, id, timeout, wait_circuit, error);
}

bool torctl_wait_stream(struct torctl *tor, const char *id, int timeout,
	struct torctl_error **error)
{
	return await(tor, id, timeout, wait_stream, error);
}

bool torctl_wait_onion(struct torctl *tor, const char *address, int timeout,
	struct torctl_error **error)
{
	return await(tor, address, timeout, wait_descriptor, error);
}

bool torctl_set_circuit_purpose(struct torctl *tor, const char *id,
	const char *purpose, struct torctl_error **error)
{
	struct request request;

	request_init(&request, "SETCIRCUITPURPOSE");
	request_add_word(&request, id);
	request_add_keyword(&request, "purpose", purpose);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_close_circuit(struct torctl *tor, const char *id, bool if_unused,
	struct torctl_error **error)
{
	struct request request;

	request_init(&request, "CLOSECIRCUIT");
	request_add_word(&request, id);
	if (if_unused)
		request_add_word(&request, "IfUnused");
	return handle_command(tor, &request, NULL, error);
}

bool torctl_attach_stream(struct torctl *tor, const char *id,
	const char *circuit, unsigned hop, struct torctl_error **error)
{
	struct request request;
	char text[16];

	request_init(&request, "ATTACHSTREAM");
	request_add_word(&request, id);
	request_add_word(&request, circuit);
	snprintf(text, sizeof(text), "%u", hop);
	if (hop)
		request_add_keyword(&request, "HOP", text);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_redirect_stream(struct torctl *tor, const char *id,
	const char *address, uint16_t port, struct torctl_error **error)
{
	struct request request;

	request_init(&request, "REDIRECTSTREAM");
	request_add_word(&request, id);
	request_add_word(&request, address);
	if (port)
		add_number(&request, port);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_close_stream(struct torctl *tor, const char *id, unsigned reason,
	struct torctl_error **error)
{
	struct request request;

	request_init(&request, "CLOSESTREAM");
	request_add_word(&request, id);
	add_number(&request, reason);
	return handle_command(tor, &request, NULL, error);
}

char *torctl_map_address(struct torctl *tor, const char *from, const char *to,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	char *mapped = NULL;
	struct request request;
	struct span text;
	const char *equals;

	request_init(&request, "MAPADDRESS");
	request_add_keyword(&request, from, to);
	if (handle_command(tor, &request, &reply, error)) {
		text = reply_text(&reply);
		equals = text.len ? memchr(text.at, '=', text.len) : NULL;
		if (equals)
			mapped = span_copy((struct span){ text.at,
				(size_t)(equals - text.at) });
		else if (!reply_refuse(&failure))
			fail(error, &failure);
	}
	reply_clear(&reply);
	return mapped;
}

struct torctl_pairs *torctl_resolve(struct torctl *tor,
	const char *const *names, bool reverse, int timeout,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct strv list = list_copy(names);
	struct pairs answers = { 0 };
	struct events events;
	bool ok;

	watch_begin(&events, tor);
	ok = lookup_names(tor->client, &events, &list, reverse,
		clock_deadline(timeout), &answers, &failure);
	watch_end(&events, tor);
	strv_clear(&list);
	if (ok)
		return pairs_wrap(&answers);
	pairs_clear(&answers);
	fail(error, &failure);
	return NULL;
}

bool torctl_post_descriptor(struct torctl *tor, const char *descriptor,
	size_t size, const char *purpose, const char *cache,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct request request;
	bool ok;

	request_init(&request, "+POSTDESCRIPTOR");
	if (purpose)
		request_add_keyword(&request, "purpose", purpose);
	if (cache)
		request_add_keyword(&request, "cache", cache);
	request_add_body(&request, (struct span){ descriptor, size });
	ok = handle_command(tor, &request, &reply, error);
	if (ok && reply_status(&reply) == CIRCUIT_NOT_ADDED) {
		error_set_tor(&failure, CIRCUIT_NOT_ADDED,
			reply_text(&reply).at, reply_text(&reply).len);
		ok = fail(error, &failure);
	}
	reply_clear(&reply);
	return ok;
}
