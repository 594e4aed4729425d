/* Circuits, streams, address mappings, name resolution, relay descriptors. */
#include "torctl/inside.h"

#include "proto/verbs.h"
#include "tor/circuits.h"
#include "tor/lookup.h"
#include "tor/streams.h"
#include "tor/wait.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

enum { CIRCUIT_NOT_ADDED = 251 };

/* Returns the number as a text, which is the caller's; NULL for 0. */
static char *text_of(unsigned number)
{
	return number ? alloc_print("%u", number) : NULL;
}

char *torctl_extend_circuit(struct torctl *tor, const char *id,
	const char *const *path, const char *purpose,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct strv relays = list_copy(path);
	char *list = strv_join(&relays, ","), *name;

	handle_enter(tor);
	name = circuits_extend(tor->connection, id, relays.len ? list : NULL,
		purpose, &failure);
	handle_leave(tor);
	if (!name)
		fail(error, &failure);
	free(list);
	strv_clear(&relays);
	return name;
}

bool torctl_wait_circuit(struct torctl *tor, const char *id, int timeout,
	struct torctl_error **error)
{
	return handle_await(tor, id, timeout, wait_circuit, error);
}

bool torctl_wait_stream(struct torctl *tor, const char *id, int timeout,
	struct torctl_error **error)
{
	return handle_await(tor, id, timeout, wait_stream, error);
}

bool torctl_set_circuit_purpose(struct torctl *tor, const char *id,
	const char *purpose, struct torctl_error **error)
{
	struct request request;

	verb_set_circuit_purpose(&request, id, purpose);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_close_circuit(struct torctl *tor, const char *id, bool if_unused,
	struct torctl_error **error)
{
	struct request request;

	verb_close_circuit(&request, id, if_unused);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_attach_stream(struct torctl *tor, const char *id,
	const char *circuit, unsigned hop, struct torctl_error **error)
{
	char *text = text_of(hop);
	struct request request;

	verb_attach_stream(&request, id, circuit, text);
	free(text);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_redirect_stream(struct torctl *tor, const char *id,
	const char *address, uint16_t port, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	char *text = text_of(port);
	struct request request;
	bool ok;

	handle_enter(tor);
	ok = streams_check_waiting(tor->connection, id, &failure);
	handle_leave(tor);
	verb_redirect_stream(&request, id, address, text);
	free(text);
	if (ok)
		return handle_command(tor, &request, NULL, error);
	request_clear(&request);
	return fail(error, &failure);
}

bool torctl_close_stream(struct torctl *tor, const char *id, unsigned reason,
	struct torctl_error **error)
{
	char *text = text_of(reason);
	struct request request;

	verb_close_stream(&request, id, text);
	free(text);
	return handle_command(tor, &request, NULL, error);
}

char *torctl_map_address(struct torctl *tor, const char *from, const char *to,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	char *mapped = NULL;
	struct strv mappings = STRV_INIT;
	struct request request;
	struct span text;
	const char *equals;

	strv_take(&mappings, alloc_print("%s=%s", from, to));
	verb_map_addresses(&request, &mappings);
	strv_clear(&mappings);
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
	ok = lookup_names(tor->connection, &events, &list, reverse,
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
