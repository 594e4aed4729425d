/* The state of a Tor: warnings, and whether it builds circuits. */
#include "api/status.h"

#include "api/circuits.h"
#include "api/wait.h"
#include "proto/event.h"
#include "proto/keyword.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

enum {
	ATTEMPTS = 3,  /* one circuit may fail even if Tor works */
};

/* ---- warnings */

static void add(struct strv *warnings, const char *text)
{
	strv_add(warnings, text);
}

static void warn_version(const struct status *status, struct strv *warnings)
{
	static const char *const bad[] = { "obsolete", "old",
		"unrecommended" };
	struct span state = status_value(status, "status/version/current");
	struct span version = status_value(status, "version");
	struct span better = status_value(status,
		"status/version/recommended");

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (span_equal(state, bad[i]))
			strv_take(warnings, alloc_print("version %.*s is %s; "
				"update Tor (recommended: %.*s)",
				(int)version.len, version.at, bad[i],
				(int)better.len, better.at));
}

/* Tor writes the same time as "2026-11-22 16:40:11" and "…T16:40:11". */
static int compare_times(struct span a, struct span b)
{
	enum { DATE = 10 };

	for (size_t i = 0; i < a.len && i < b.len; i++)
		if (i != DATE && a.at[i] != b.at[i])
			return (unsigned char)a.at[i] -
				(unsigned char)b.at[i];
	return 0;
}

static void warn_network(const struct status *status, struct strv *warnings)
{
	struct span until = status_value(status, "consensus/valid-until");
	struct span now = status_value(status, "current-time/utc");

	if (status->network_off)
		add(warnings, "the network is disabled (DisableNetwork 1); "
			"enable it with setconf DisableNetwork=0");
	if (status->trouble.len)
		strv_take(warnings, alloc_print("bootstrapping is stuck at "
			"%llu%%: %s", status->progress,
			buf_text(&status->trouble)));
	if (until.len && now.len && compare_times(until, now) < 0)
		strv_take(warnings, alloc_print("the consensus expired at %.*s "
			"UTC; check the clock and the network",
			(int)until.len, until.at));
	if (status->progress < 100 || status->network_off)
		return;
	if (span_equal(status_value(status, "network-liveness"), "down"))
		add(warnings, "the network is down");
	if (span_equal(status_value(status, "status/enough-dir-info"), "0"))
		add(warnings, "Tor knows too few relays to build circuits");
}

/* A killed controller may also have left this set. */
static void warn_streams(const struct status *status, struct strv *warnings)
{
	if (status->streams_left)
		add(warnings, "new streams wait for a controller "
			"(__LeaveStreamsUnattached 1); if none is running, "
			"use resetconf __LeaveStreamsUnattached");
}

static void warn_server(const struct status *status, struct strv *warnings)
{
	struct span hibernating = status_value(status,
		"accounting/hibernating");
	bool listed = status->entry || status->bridge;

	if (status->accounting && hibernating.len &&
		!span_equal(hibernating, "awake"))
		strv_take(warnings, alloc_print("Tor is hibernating (%.*s): "
			"the AccountingMax limit is used up",
			(int)hibernating.len, hibernating.at));
	if (!status->server || status->progress < 100 || status->network_off)
		return;
	if (span_equal(status_value(status,
		"status/reachability-succeeded/or"), "0"))
		add(warnings, "the ORPort is not known to be reachable");
	if (span_equal(status_value(status,
		"status/accepted-server-descriptor"), "0"))
		add(warnings, "no directory authority has accepted this "
			"relay's descriptor yet");
	if (!listed)
		add(warnings, "this relay is not in the consensus yet");
}

void status_list_warnings(const struct status *status, struct strv *warnings)
{
	warn_version(status, warnings);
	warn_network(status, warnings);
	warn_streams(status, warnings);
	warn_server(status, warnings);
}

/* ---- is Tor working? */

bool status_check(const struct status *status, struct error *error)
{
	struct span hibernating = status_value(status,
		"accounting/hibernating");

	if (status->network_off)
		return error_set(error, ERROR_CHECK, "the network is disabled "
			"(DisableNetwork 1)");
	if (status->progress < 100)
		return error_set(error, ERROR_CHECK,
			"bootstrapped only to "
			"%llu%%: %s%s%s",
			status->progress, buf_text(&status->phase),
			status->trouble.len ? "; " : "",
			buf_text(&status->trouble));
	if (hibernating.len && !span_equal(hibernating, "awake"))
		return error_set(error, ERROR_CHECK, "Tor is hibernating "
			"(%.*s)",
			(int)hibernating.len, hibernating.at);
	if (span_equal(status_value(status, "network-liveness"), "down"))
		return error_set(error, ERROR_CHECK, "the network is down");
	if (span_equal(status_value(status, "status/enough-dir-info"), "0"))
		return error_set(error, ERROR_CHECK, "Tor knows too few relays "
			"to build circuits");
	return true;
}

/* The circuit being tried. */
struct probe {
	struct buf id;
	struct buf reason; /* why the last one failed, or "" */
	bool refused;      /* Tor did not start building it */
};

/* A previous circuit need not be closed: it has failed. */
static enum wait_verdict launch(void *arg, struct client *client,
	struct buf *raw, struct error *error)
{
	struct probe *probe = arg;
	char *id = circuits_extend(client, "0", NULL, NULL, error);

	(void)raw;
	buf_reset(&probe->id);
	if (id)
		buf_add_string(&probe->id, id);
	probe->refused = !id;
	free(id);
	return probe->refused ? WAIT_FAILED : WAIT_ON;
}

/* Reads CIRC id status … REASON=… */
static enum wait_verdict judge(void *arg, struct span raw,
	struct error *error)
{
	struct probe *probe = arg;
	struct span rest = event_arguments(raw);
	struct keyword id, state, reason;

	if (!keyword_next(&rest, &id) ||
		!span_equal(id.value, buf_text(&probe->id)) ||
		!keyword_next(&rest, &state))
		return WAIT_ON;
	if (span_equal(state.value, "BUILT"))
		return WAIT_DONE;
	if (!span_equal(state.value, "FAILED") &&
		!span_equal(state.value, "CLOSED"))
		return WAIT_ON;
	buf_reset(&probe->id);
	buf_reset(&probe->reason);
	if (keyword_find(rest, "REASON", &reason))
		keyword_add_value(&probe->reason, &reason);
	error_set(error, ERROR_CHECK, "building a circuit failed: %s",
		probe->reason.len ?
		buf_text(&probe->reason) : "no reason given");
	return WAIT_FAILED;
}

/* Streams may use the circuit by now; Tor then keeps it. */
static void close_circuit(struct client *client, const struct probe *probe)
{
	if (probe->id.len && client_connected(client))
		circuits_close(client, buf_text(&probe->id), true, NULL);
}

/* Turns the failed wait into the reason why Tor is not working. */
static bool explain(const struct probe *probe, int timeout,
	struct error *failure, struct error *error)
{
	/* Tor reports dormancy in no other way. */
	if (failure->kind == ERROR_TOR && probe->refused)
		error_append(failure, " (Tor may be dormant; signal ACTIVE or "
			"any client request wakes it)");
	if (failure->kind != ERROR_TIMEOUT)
		return error_move(error, failure);
	return error_set(error, ERROR_CHECK,
		"no circuit built within %d.%d s%s%s",
		timeout / 1000, timeout % 1000 / 100,
		probe->reason.len ? "; last failure: " : "",
		buf_text(&probe->reason));
}

bool status_probe(struct client *client, struct events *events,
	int timeout, int64_t deadline, int64_t *milliseconds,
	struct error *error)
{
	static const char *const names[] = { "CIRC", NULL };
	struct probe probe = { BUF_INIT, BUF_INIT, false };
	const struct wait wait = { names, launch, judge, NULL, &probe };
	struct error failure = ERROR_INIT;
	int64_t since = clock_now();
	bool ok = false;

	for (int i = 0; i < ATTEMPTS && !ok; i++) {
		struct wait_found found = { BUF_INIT, 0 };

		error_clear(&failure);
		ok = wait_run(client, events, &wait, deadline, &found,
			&failure);
		wait_found_clear(&found);
		if (probe.refused || failure.kind != ERROR_CHECK)
			break;
	}
	*milliseconds = clock_now() - since;
	close_circuit(client, &probe);
	if (!ok)
		explain(&probe, timeout, &failure, error);
	error_clear(&failure);
	buf_clear(&probe.id);
	buf_clear(&probe.reason);
	return ok;
}
