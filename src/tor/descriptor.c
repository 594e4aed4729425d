/* HSFETCH: fetching the descriptor of an onion service. */
#include "tor/descriptor.h"

#include "proto/event.h"
#include "proto/keyword.h"
#include "proto/reply.h"
#include "tor/conf.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

/* A code for failed fetches, for which Tor has none. */
enum { DESCRIPTOR_FAILED = 551 };

struct fetch {
	const char *address;
	struct descriptor *descriptor;
	unsigned requested, failed;
	char *reason; /* of the last failure */
};

/* HS_DESC action address auth-type hs-dir [descriptor-id] [REASON=…] */
static bool look_progress(struct fetch *fetch, struct span rest)
{
	struct keyword action, address, reason;

	if (!keyword_next(&rest, &action) || !keyword_next(&rest, &address) ||
		!span_equal(address.value, fetch->address))
		return false;
	if (span_equal(action.value, "REQUESTED"))
		fetch->requested++;
	if (!span_equal(action.value, "FAILED"))
		return false;
	fetch->failed++;
	if (keyword_find(rest, "REASON", &reason)) {
		free(fetch->reason);
		fetch->reason = span_copy(reason.value);
	}
	return fetch->failed >= fetch->requested;
}

/* HS_DESC_CONTENT address descriptor-id hs-dir, and the descriptor. */
static bool look_content(struct fetch *fetch, struct span raw)
{
	struct buf bytes = BUF_INIT;
	struct reply message = REPLY_INIT;
	struct keyword address, id, hs_dir;
	struct span rest;
	bool found = false;

	buf_add_span(&bytes, raw);
	if (!reply_parse(&message, &bytes, NULL))
		return false;
	rest = message.lines[0].text;
	if (keyword_next(&rest, &address) && keyword_next(&rest, &address) &&
		span_equal(address.value, fetch->address) &&
		keyword_next(&rest, &id) && keyword_next(&rest, &hs_dir))
		found = message.lines[0].data.len > 1;
	if (found) {
		buf_add_span(&fetch->descriptor->content,
			message.lines[0].data);
		fetch->descriptor->descriptor_id = span_copy(id.value);
		fetch->descriptor->hs_dir = span_copy(hs_dir.value);
	}
	reply_clear(&message);
	return found;
}

static bool look(void *arg, const struct queue_event *event)
{
	struct fetch *fetch = arg;
	struct span name = event_name(event->raw);

	if (span_equal(name, "HS_DESC"))
		return look_progress(fetch, event_arguments(event->raw));
	return span_equal(name, "HS_DESC_CONTENT") &&
		look_content(fetch, event->raw);
}

static bool send_fetch(struct connection *connection, const char *address,
	const struct strv *servers, struct error *error)
{
	struct request request;
	bool ok;

	request_init(&request, "HSFETCH");
	request_add_word(&request, address);
	for (size_t i = 0; i < servers->len; i++)
		request_add_keyword(&request, "SERVER", servers->items[i]);
	ok = connection_command(connection, &request, NULL, error);
	request_clear(&request);
	return ok;
}

static bool fetch_failed(const struct fetch *fetch, struct error *error)
{
	char *text = alloc_print("no directory returned the descriptor of %s: "
		"%s",
		fetch->address, fetch->reason ? fetch->reason : "no reason "
			"given");

	error_set_tor(error, DESCRIPTOR_FAILED, text, strlen(text));
	free(text);
	return false;
}

bool descriptor_fetch(struct connection *connection, struct events *events,
	const char *address, const struct strv *servers, int64_t deadline,
	struct descriptor *descriptor, struct error *error)
{
	static const char *const needed[] = { "HS_DESC", "HS_DESC_CONTENT",
		NULL };
	struct fetch fetch = { .address = address, .descriptor = descriptor };
	bool ok;

	if (!events_borrow(events, connection, needed, error))
		return false;
	ok = send_fetch(connection, address, servers, error) &&
		(!conf_is_offline(connection) || conf_refuse_offline(error));
	if (ok && !events_await(events, connection, look, &fetch, deadline,
		error)) {
		ok = false;
		if (error && error->kind == ERROR_TIMEOUT) {
			error_set(error, ERROR_TIMEOUT,
				"timed out waiting "
				"for the descriptor; Tor may not be "
				"bootstrapped");
			error_set_remedy(error, ERROR_REMEDY_TIMEOUT);
		}
	}
	if (ok && !descriptor->content.len)
		ok = fetch_failed(&fetch, error);
	events_return(events, connection);
	free(fetch.reason);
	return ok;
}

void descriptor_clear(struct descriptor *descriptor)
{
	buf_clear(&descriptor->content);
	free(descriptor->descriptor_id);
	free(descriptor->hs_dir);
	*descriptor = (struct descriptor){ 0 };
}
