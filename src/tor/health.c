/* The health of a Tor: warnings, and whether it builds circuits. */
#include "tor/health.h"

#include "proto/event.h"
#include "proto/keyword.h"
#include "tor/circuits.h"
#include "tor/path.h"
#include "tor/wait.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/format.h"

#include <stdlib.h>
#include <string.h>

enum {
	ATTEMPTS = 3,  /* one circuit may fail even if Tor works */
	FILTERED = 510,
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

/* Tor's own words, if a directory told it the time: "Clock skew -259200 …" */
static bool read_told_skew(const struct status *status, bool *behind,
	unsigned long long *seconds)
{
	static const char words[] = "Clock skew ";
	struct span rest = buf_span(&status->trouble), number;

	if (!span_starts(rest, words))
		return false;
	rest = span_from(rest, sizeof(words) - 1);
	*behind = span_starts(rest, "-");
	rest = span_from(rest, *behind);
	return span_next_word(&rest, &number) && span_number(number, seconds);
}

/*
 * Adds how wrong the clock is, preceded by `between`; nothing if it is right.
 */
static void add_skew(struct buf *to, const struct status *status,
	const char *between)
{
	enum { DAY = 24 * 60 * 60, HANDSHAKE = 14 };
	bool behind = status->skew < 0, told;
	unsigned long long seconds = (unsigned long long)(behind ?
		-status->skew : status->skew);

	told = read_told_skew(status, &behind, &seconds);
	if (told || behind || seconds > DAY) {
		buf_print(to, "%sTor's clock is ", between);
		format_add_age(to, seconds);
		buf_add_string(to, behind ? " behind" : " ahead");
		if (!told && !behind)
			buf_add_string(to, ", or Tor has had no new consensus "
				"since");
	} else if (status->progress == HANDSHAKE &&
		span_equal(buf_span(&status->trouble), "DONE")) {
		/* Certificates of relays seem to have expired. */
		buf_print(to, "%sTor's clock may be days ahead", between);
	}
}

static void warn_clock(const struct status *status, struct strv *warnings)
{
	struct span until = status_value(status, "consensus/valid-until");
	struct buf text = BUF_INIT;

	add_skew(&text, status, "");
	if (text.len)
		strv_add(warnings, buf_text(&text));
	else if (status->skew > 0)
		strv_take(warnings, alloc_print("the consensus expired at %.*s "
			"UTC; check the clock and the network",
			(int)until.len, until.at));
	buf_clear(&text);
}

static void warn_network(const struct status *status, struct strv *warnings)
{
	if (status->network_off == STATUS_YES)
		add(warnings, "the network is disabled (DisableNetwork 1); "
			"enable it with setconf DisableNetwork=0");
	if (status->trouble.len)
		strv_take(warnings, alloc_print("bootstrapping is stuck at "
			"%d%%: %s", status->progress,
			buf_text(&status->trouble)));
	warn_clock(status, warnings);
	if (status->progress < 100 || status->network_off == STATUS_YES)
		return;
	if (span_equal(status_value(status, "network-liveness"), "down"))
		add(warnings, "the network is down");
	if (status_fact(status, "status/enough-dir-info") == STATUS_NO)
		add(warnings, "Tor knows too few relays to build circuits");
}

/* A killed controller may also have left this set. */
static void warn_streams(const struct status *status, struct strv *warnings)
{
	if (status->streams_left == STATUS_YES)
		add(warnings, "new streams wait for a controller "
			"(__LeaveStreamsUnattached 1); if none is running, "
			"use resetconf __LeaveStreamsUnattached");
}

static void warn_server(const struct status *status, struct strv *warnings)
{
	struct span hibernating = status_value(status,
		"accounting/hibernating");

	if (hibernating.len &&
		!span_equal(hibernating, "awake"))
		strv_take(warnings, alloc_print("Tor is hibernating (%.*s): "
			"the AccountingMax limit is used up",
			(int)hibernating.len, hibernating.at));
	if (status->server != STATUS_YES || status->progress < 100 ||
		status->network_off == STATUS_YES)
		return;
	if (status_fact(status, "status/reachability-succeeded/or") ==
		STATUS_NO)
		add(warnings, "the ORPort is not known to be reachable");
	if (status_fact(status, "status/accepted-server-descriptor") ==
		STATUS_NO)
		add(warnings, "no directory authority has accepted this "
			"relay's descriptor yet");
	if (status->listed == STATUS_NO && status->bridge != STATUS_YES)
		add(warnings, "this relay is not in the consensus yet");
}

void health_list_warnings(const struct status *status, struct strv *warnings)
{
	warn_version(status, warnings);
	warn_network(status, warnings);
	warn_streams(status, warnings);
	warn_server(status, warnings);
}

/* ---- is Tor working? */

/* Each of these can make Tor useless, so it must have been answered. */
static const char *const decisive[] = {
	"status/bootstrap-phase", "DisableNetwork", "__LeaveStreamsUnattached",
	"accounting/enabled", "accounting/hibernating",
};

static bool cannot_tell(const struct error *refusal, struct error *error)
{
	return error_set(error, ERROR_CHECK, "cannot tell: %s", refusal->text);
}

static bool check_bootstrap(const struct status *status, struct error *error)
{
	struct buf text = BUF_INIT;

	if (status->progress < 0 || status->progress >= 100)
		return true;
	buf_print(&text, "bootstrapped only to %d%%: %s%s%s",
		status->progress, buf_text(&status->phase),
		status->trouble.len ? "; " : "", buf_text(&status->trouble));
	add_skew(&text, status, "; ");
	error_set(error, ERROR_CHECK, "%s", buf_text(&text));
	buf_clear(&text);
	return false;
}

bool health_check(const struct status *status, struct error *error)
{
	struct span hibernating = status_value(status,
		"accounting/hibernating");

	if (status->network_off == STATUS_YES)
		return error_set(error, ERROR_CHECK, "the network is disabled "
			"(DisableNetwork 1)");
	if (!check_bootstrap(status, error))
		return false;
	if (hibernating.len && !span_equal(hibernating, "awake"))
		return error_set(error, ERROR_CHECK, "Tor is hibernating "
			"(%.*s)",
			(int)hibernating.len, hibernating.at);
	if (span_equal(status_value(status, "network-liveness"), "down"))
		return error_set(error, ERROR_CHECK, "the network is down");
	if (status_fact(status, "status/enough-dir-info") == STATUS_NO)
		return error_set(error, ERROR_CHECK, "Tor knows too few relays "
			"to build circuits");
	if (status->streams_left == STATUS_YES)
		return error_set(error, ERROR_CHECK, "new streams wait for a "
			"controller (__LeaveStreamsUnattached 1)");
	for (size_t i = 0; i < sizeof(decisive) / sizeof(*decisive); i++) {
		const struct error *refusal = status_refusal(status,
			decisive[i]);

		if (refusal)
			return cannot_tell(refusal, error);
	}
	return status->progress >= 0 || error_set(error, ERROR_CHECK,
		"cannot tell: Tor reports no bootstrap phase");
}

/* The circuit being tried. */
struct probe {
	struct buf id;
	struct buf reason; /* why the last one failed, or "" */
	bool refused;      /* Tor did not start building it */
};

/* A previous circuit need not be closed: it has failed. */
static enum wait_verdict launch(void *arg, struct connection *connection,
	struct buf *raw, struct error *error)
{
	struct probe *probe = arg;
	char *id = circuits_extend(connection, "0", NULL, NULL, error);

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
static void close_circuit(struct connection *connection,
	const struct probe *probe)
{
	if (probe->id.len && connection_connected(connection))
		circuits_close(connection, buf_text(&probe->id), true, NULL);
}

/* Returns whether Tor knows relays, but none with the flag Exit. */
static bool has_no_exits(struct connection *connection)
{
	struct consensus consensus = { 0 };
	bool any = false, ok;

	ok = consensus_read(&consensus, connection, "ns/all", NULL) &&
		consensus.len;
	for (size_t i = 0; i < consensus.len && !any; i++)
		any = path_has_flags(&consensus.relays[i], "Exit");
	consensus_clear(&consensus);
	return ok && !any;
}

/* Tor never says why it cannot start a circuit. */
static bool explain_refusal(const struct status *status,
	struct connection *connection, struct error *failure,
	struct error *error)
{
	struct buf skew = BUF_INIT;

	if (failure->status == FILTERED)
		return cannot_tell(failure, error);
	add_skew(&skew, status, "; ");
	if (skew.len)
		error_append(failure, "%s", buf_text(&skew));
	else if (status->guards.all && !status->guards.good)
		error_append(failure, "; no guard answers");
	else if (has_no_exits(connection))
		error_append(failure, "; the consensus has no exits");
	buf_clear(&skew);
	return error_move(error, failure);
}

/* Replaces the failed wait's error by the reason why Tor is not working. */
static bool explain(const struct status *status, struct connection *connection,
	const struct probe *probe, int timeout, struct error *failure,
	struct error *error)
{
	if (error_is_refusal(failure))
		return explain_refusal(status, connection, failure, error);
	if (failure->kind != ERROR_TIMEOUT)
		return error_move(error, failure);
	return error_set(error, ERROR_CHECK,
		"no circuit built within %d.%d s%s%s",
		timeout / 1000, timeout % 1000 / 100,
		probe->reason.len ? "; last failure: " : "",
		buf_text(&probe->reason));
}

bool health_probe(const struct status *status, struct connection *connection,
	struct events *events, int timeout, int64_t deadline,
	int64_t *milliseconds, struct error *error)
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
		ok = wait_run(connection, events, &wait, deadline, &found,
			&failure);
		wait_found_clear(&found);
		if (probe.refused || failure.kind != ERROR_CHECK)
			break;
	}
	*milliseconds = clock_now() - since;
	close_circuit(connection, &probe);
	if (!ok)
		explain(status, connection, &probe, timeout, &failure, error);
	error_clear(&failure);
	buf_clear(&probe.id);
	buf_clear(&probe.reason);
	return ok;
}
