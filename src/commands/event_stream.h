/* Events as a command's output: options that select them and end the stream. */
#ifndef COMMANDS_EVENT_STREAM_H
#define COMMANDS_EVENT_STREAM_H

#include "cmd/session.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* Options of a command that streams events. */
#define EVENT_STREAM_OPTIONS \
	{ "match", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "print only events whose plain line " \
		"matches this extended regular expression", "PATTERN" }, \
	{ "until", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "stop after the first event that matches", \
		"PATTERN" }, \
	{ "count", ARGUMENT_NUMBER, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "stop after N events" }, \
	{ "for", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "stop after SECS seconds", "SECS" }, \
	{ "timestamp", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_OPTIONAL, \
		"print the local time before each event, as HH:MM:SS.mmm" }

/*
 * Returns true if `call` has options that make it a stream at the prompt too.
 */
bool event_stream_is_wanted(const struct call *call);

/*
 * Checks that torctl or this Tor knows all of these events (case-insensitive;
 * "all" is always known); ERROR_USAGE if not.
 */
bool event_stream_check(struct session *session, const struct strv *names,
	struct error *error);

/*
 * Shows the events `names` (case-insensitive; with "all", every event of this
 * Tor) as they arrive, according to the call's options. Fails with ERROR_USAGE,
 * without subscribing, if neither torctl nor this Tor knows a name. Returns
 * true if --count, --until, or --for alone ended it; ERROR_TIMEOUT if --for
 * ended it before one of the others.
 */
bool event_stream_run(struct call *call, const struct strv *names,
	struct error *error);

#endif
