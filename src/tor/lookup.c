/* RESOLVE: looking up names and addresses through Tor. */
#include "tor/lookup.h"

#include "proto/event.h"
#include "proto/keyword.h"
#include "tor/conf.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* A code for failed lookups, for which Tor has none. */
enum { LOOKUP_FAILED = 551 };

struct lookup {
	const struct strv *names;
	bool *answered;
	struct pairs *answers;
	struct error *failures;
};

/*
 * Returns whether "REVERSE[4.3.2.1.in-addr.arpa]", Tor's name for a cached
 * reverse mapping, stands for the address `name`.
 */
static bool is_reverse_of(struct span address, const char *name)
{
	struct in_addr v4;
	unsigned char *byte = (unsigned char *)&v4;
	char *expected;
	bool same;

	if (inet_pton(AF_INET, name, &v4) != 1)
		return false;
	expected = alloc_print("REVERSE[%u.%u.%u.%u.in-addr.arpa]", byte[3],
		byte[2], byte[1], byte[0]);
	same = span_equal_nocase(address, expected);
	free(expected);
	return same;
}

static void take_answer(struct lookup *lookup, size_t index,
	struct span address)
{
	struct error one = ERROR_INIT;
	const char *name = lookup->names->items[index];

	lookup->answered[index] = true;
	if (!address.len || span_equal(address, "<error>")) {
		error_set_tor(&one, LOOKUP_FAILED, "Tor could not resolve the "
			"name",
			strlen("Tor could not resolve the name"));
		error_set_subject(&one, name);
		error_chain(lookup->failures, &one);
		return;
	}
	pairs_add(lookup->answers, span_of(name), &address);
}

static bool all_answered(const struct lookup *lookup)
{
	for (size_t i = 0; i < lookup->names->len; i++)
		if (!lookup->answered[i])
			return false;
	return true;
}

static bool look(void *arg, const struct queue_event *event)
{
	struct lookup *lookup = arg;
	struct span rest = event_arguments(event->raw);
	struct keyword from, to;

	if (!span_equal(event_name(event->raw), "ADDRMAP") ||
		!keyword_next(&rest, &from) || !keyword_next(&rest, &to))
		return false;
	for (size_t i = 0; i < lookup->names->len; i++)
		if (!lookup->answered[i] && (span_equal_nocase(from.value,
			lookup->names->items[i]) || is_reverse_of(from.value,
			lookup->names->items[i])))
			take_answer(lookup, i, to.value);
	return all_answered(lookup);
}

static bool send_resolve(struct connection *connection,
	const struct strv *names, bool reverse, struct error *error)
{
	struct request request;
	bool ok;

	request_init(&request, "RESOLVE");
	if (reverse)
		request_add_keyword(&request, "mode", "reverse");
	for (size_t i = 0; i < names->len; i++)
		request_add_word(&request, names->items[i]);
	ok = connection_command(connection, &request, NULL, error);
	request_clear(&request);
	return ok;
}

static void name_missing(const struct lookup *lookup, struct error *error)
{
	size_t i = 0;

	while (i < lookup->names->len && lookup->answered[i])
		i++;
	if (i == lookup->names->len)
		return;
	if (error && error->kind == ERROR_TIMEOUT) {
		error_set(error, ERROR_TIMEOUT, "timed out waiting for the "
			"answer; Tor may not be bootstrapped");
		error_set_remedy(error, ERROR_REMEDY_TIMEOUT);
	}
	error_set_subject(error, lookup->names->items[i]);
}

bool lookup_names(struct connection *connection, struct events *events,
	const struct strv *names, bool reverse, int64_t deadline,
	struct pairs *answers, struct error *error)
{
	static const char *const needed[] = { "ADDRMAP", NULL };
	struct error failures = ERROR_INIT, failure = ERROR_INIT;
	struct lookup lookup = { names, NULL, answers, &failures };
	bool ok = false, offline;

	if (!names->len)
		return true;
	lookup.answered = alloc_zeroed(names->len * sizeof(bool));
	if (!events_borrow(events, connection, needed, &failure))
		goto out;
	ok = send_resolve(connection, names, reverse, &failure);
	/* Offline, Tor answers from its own knowledge, and does so at once. */
	offline = ok && conf_is_offline(connection);
	if (ok && !events_await(events, connection, look, &lookup, offline ?
		clock_now() : deadline, &failure)) {
		if (offline && failure.kind == ERROR_TIMEOUT)
			conf_refuse_offline(&failure);
		name_missing(&lookup, &failure);
		ok = false;
	}
	events_return(events, connection);
out:
	if (!ok)
		error_chain(&failures, &failure);
	ok = failures.kind == ERROR_NONE;
	if (!ok)
		error_move(error, &failures);
	free(lookup.answered);
	return ok;
}
