/* Events as a command's output: which of them, and until when. */
#ifndef CMD_EVENT_STREAM_H
#define CMD_EVENT_STREAM_H

#include "cmd/session.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* The options of the row of a command that streams events. */
#define EVENT_STREAM_OPTIONS \
	{ "match", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "print only events whose plain line matches this extended regular expression", "PATTERN" }, \
	{ "until", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "stop after the first event that matches", \
		"PATTERN" }, \
	{ "count", ARGUMENT_NUMBER, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "stop after N events" }, \
	{ "for", ARGUMENT_NUMBER, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "stop after SECS seconds", "SECS" }, \
	{ "timestamp", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_OPTIONAL, \
		"print the local time before each event, as HH:MM:SS.mmm" }

/* Whether `call` has options that make it a stream at the prompt too. */
bool event_stream_is_wanted(const struct call *call);

/*
 * Whether torctl or this Tor knows all of these events, in any letter case
 * ("all" is none to ask for); ERROR_USAGE if not.
 */
bool event_stream_check(struct session *session, const struct strv *names,
	struct error *error);

/*
 * Shows the events `names` (in any letter case; "all" among them: all that
 * this Tor has) as they come, as the call's options say. ERROR_USAGE, and
 * nothing subscribed, for a name that neither torctl nor this Tor knows.
 * True when --count, --until, or --for alone has ended it; ERROR_TIMEOUT when
 * --for came before the other two.
 */
bool event_stream_run(struct call *call, const struct strv *names,
	struct error *error);

#endif
