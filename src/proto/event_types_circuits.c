/* Descriptions of event types: circuits, streams and connections. */
#include "proto/event_examples.h"
#include "proto/event_types.h"

/* control-spec 4.1.1; CIRC and CIRC_MINOR share their keywords. */
#define CIRCUIT_KEYWORDS \
	{ "BUILD_FLAGS", "build_flags", EVENT_LIST, \
		"ONEHOP_TUNNEL, IS_INTERNAL, NEED_CAPACITY, NEED_UPTIME" }, \
	{ "PURPOSE", "purpose", EVENT_STRING, "circuit purpose" }, \
	{ "HS_STATE", "hs_state", EVENT_STRING, \
		"onion service state" }, \
	{ "REND_QUERY", "rend_query", EVENT_STRING, "onion address" }, \
	{ "TIME_CREATED", "time_created", EVENT_STRING, "UTC" }, \
	{ "SOCKS_USERNAME", "socks_username", EVENT_STRING, \
		"SOCKS user name the circuit is isolated to" }, \
	{ "SOCKS_PASSWORD", "socks_password", EVENT_STRING, \
		"SOCKS password the circuit is isolated to" }, \
	{ "HS_POW", "hs_pow", EVENT_STRING, "proof of work: v1,effort" }, \
	{ "CONFLUX_ID", "conflux_id", EVENT_STRING, \
		"conflux set; circuits with the same ID carry the same " \
		"streams" }, \
	{ "CONFLUX_RTT", "conflux_rtt", EVENT_NUMBER, "microseconds" }

#define CIRCUIT_PURPOSE "[ ({purpose:words}[, {hs_state:words}]" \
	"[, {rend_query}.onion])]"

const struct event_type event_types_circuits[] = {
	{
		.name = "CIRC",
		.place = 1,
		.summary = "circuit status changed",
		.example = "12 BUILT " EVENT_EXAMPLE_GUARD ","
			EVENT_EXAMPLE_MIDDLE "," EVENT_EXAMPLE_EXIT
			" BUILD_FLAGS=NEED_CAPACITY PURPOSE=GENERAL "
			"TIME_CREATED=2026-01-02T03:04:05.678901",
		.positions = FIELDS(
			{ "ID", "id", EVENT_STRING, "the circuit" },
			{ "STATUS", "status", EVENT_STRING, "LAUNCHED, BUILT, "
				"GUARD_WAIT, EXTENDED, FAILED or CLOSED" },
			{ "PATH", "path", EVENT_PATH, "relays, guard "
				"first", true },
		),
		.keywords = FIELDS(
			CIRCUIT_KEYWORDS,
			{ "REASON", "reason", EVENT_STRING,
				"why it failed or closed" },
			{ "REMOTE_REASON", "remote_reason", EVENT_STRING,
				"reason reported by the remote end" },
		),
		.shown = "{id} {status}[ {path:path}]" CIRCUIT_PURPOSE "[: "
			"{reason:circuit}][, remote: {remote_reason:circuit}]",
		.wordings = WORDINGS(
			{ "reason", "DESTROYED", "{id} {status}[ {path:path}]" CIRCUIT_PURPOSE ": "
				"remote: {remote_reason:circuit}" },
		),
	},
	{
		.name = "CIRC_MINOR",
		.place = 2,
		.summary = "circuit purpose changed, or circuit cannibalized",
		.example = "12 PURPOSE_CHANGED " EVENT_EXAMPLE_GUARD ","
			EVENT_EXAMPLE_MIDDLE
			" BUILD_FLAGS=IS_INTERNAL,NEED_CAPACITY "
			"PURPOSE=CIRCUIT_PADDING OLD_PURPOSE=GENERAL",
		.positions = FIELDS(
			{ "ID", "id", EVENT_STRING, "the circuit" },
			{ "CHANGE", "change", EVENT_STRING,
				"PURPOSE_CHANGED or CANNIBALIZED" },
			{ "PATH", "path", EVENT_PATH, "relays, guard "
				"first", true },
		),
		.keywords = FIELDS(
			CIRCUIT_KEYWORDS,
			{ "OLD_PURPOSE", "old_purpose", EVENT_STRING,
				"previous purpose" },
			{ "OLD_HS_STATE", "old_hs_state", EVENT_STRING,
				"previous onion service state" },
			{ "OLD_TIME_CREATED", "old_time_created", EVENT_STRING,
				"original creation time, UTC" },
		),
		.shown = "{id} {change}[ {path:path}]" CIRCUIT_PURPOSE
			"[, was {old_purpose:words}[, {old_hs_state:words}]]",
	},
	{
		.name = "STREAM",
		.place = 3,
		.summary = "stream status changed",
		.example = "31 FAILED 12 www.example.com:443 "
			"REASON=END REMOTE_REASON=CONNECTREFUSED "
			"SOURCE_ADDR=127.0.0.1:52110 PURPOSE=USER "
			"SESSION_GROUP=-4",
		.positions = FIELDS(
			{ "ID", "id", EVENT_STRING, "the stream" },
			{ "STATUS", "status", EVENT_STRING, "NEW, NEWRESOLVE, "
				"REMAP, SENTCONNECT, SENTRESOLVE, SUCCEEDED, "
				"FAILED, CLOSED, DETACHED, CONTROLLER_WAIT, "
				"XOFF_SENT, XOFF_RECV, XON_SENT or XON_RECV" },
			{ "CIRCUIT", "circuit", EVENT_STRING,
				"circuit ID; 0: not attached" },
			{ "TARGET", "target", EVENT_TARGET, "host:port" },
		),
		.keywords = FIELDS(
			{ "REASON", "reason", EVENT_STRING,
				"why it failed or closed" },
			{ "REMOTE_REASON", "remote_reason", EVENT_STRING,
				"reason reported by the exit" },
			{ "SOURCE", "source", EVENT_STRING,
				"where the new address came from: CACHE or "
					"EXIT" },
			{ "SOURCE_ADDR", "source_addr", EVENT_STRING,
				"client address" },
			{ "PURPOSE", "purpose", EVENT_STRING, "USER, DIR_FETCH, "
				"DIR_UPLOAD, DNS_REQUEST or DIRPORT_TEST" },
			{ "SOCKS_USERNAME", "socks_username", EVENT_STRING,
				"as sent by the client" },
			{ "SOCKS_PASSWORD", "socks_password", EVENT_STRING,
				"as sent by the client" },
			{ "CLIENT_PROTOCOL", "client_protocol", EVENT_STRING,
				"SOCKS4, SOCKS5, TRANS, NATD, DNS, HTTPCONNECT "
				"or UNKNOWN" },
			{ "NYM_EPOCH", "nym_epoch", EVENT_NUMBER,
				"number of NEWNYM signals before it began" },
			{ "SESSION_GROUP", "session_group", EVENT_NUMBER,
				"session group of the listener" },
			{ "ISO_FIELDS", "iso_fields", EVENT_LIST,
				"fields that isolate it from other streams" },
		),
		.shown = "{id} {status} {target}[ on circuit {circuit:id}][ "
			"from {source_addr}][ ({purpose:words})][: "
			"{reason:stream}][, remote: {remote_reason:stream}][, "
			"address from {source:words}]",
		.wordings = WORDINGS(
			{ "reason", "END", "{id} {status} {target}[ on "
				"circuit {circuit:id}]: {remote_reason:exit}" },
		),
	},
	{
		.name = "ORCONN",
		.place = 4,
		.summary = "connection to a relay or bridge changed state",
		.example = EVENT_EXAMPLE_GUARD
			" CLOSED REASON=DONE NCIRCS=2 ID=7",
		.positions = FIELDS(
			{ "ENDPOINT", "endpoint", EVENT_ENDPOINT,
				"a relay, or an address" },
			{ "STATUS", "status", EVENT_STRING, "NEW, LAUNCHED, "
				"CONNECTED, FAILED or CLOSED" },
		),
		.keywords = FIELDS(
			{ "REASON", "reason", EVENT_STRING,
				"why it failed or closed" },
			{ "NCIRCS", "ncircs", EVENT_NUMBER,
				"number of circuits on it" },
			{ "ID", "id", EVENT_STRING, "the connection" },
		),
		.shown = "{endpoint:relay} {status}[ (circuits on it: {ncircs})]"
			"[: {reason:orconn}]",
	},
	{ .name = NULL },
};
