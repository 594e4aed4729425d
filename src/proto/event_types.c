/* Descriptions of all event types: one row per type drives everything else. */
#include "proto/event_types.h"

#include <string.h>

/* Made-up names that the examples share. */
#define EVENT_EXAMPLE_GUARD "$1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D~alder"
#define EVENT_EXAMPLE_MIDDLE "$2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D5E~birch"
#define EVENT_EXAMPLE_EXIT "$3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D5E6F~cedar"

/* An onion service and its current blinded key. */
#define EVENT_EXAMPLE_ONION \
	"exampleexampleexampleexampleexampleexampleexampleexampld"
#define EVENT_EXAMPLE_BLINDED "Exampl3Exampl3Exampl3Exampl3Exampl3Exampl3Exa"

/* The guard's consensus entry. */
#define EVENT_EXAMPLE_ENTRY \
	"r alder Gis8TV5vcIGSo7TF1uf4CRorPE0 ZXhhbXBsZWV4YW1wbGVleGE " \
	"2026-01-02 03:04:05 192.0.2.7 9001 0\n" \
	"s Fast Guard Running Stable V2Dir Valid\n" \
	"w Bandwidth=12000"

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

#define LOG(at, level, text, words) { \
	.name = level, \
	.place = at, \
	.summary = text, \
	.example = words, \
	.positions = FIELDS( \
		{ "MESSAGE", "message", EVENT_REST, "log message" }, \
	), \
	.data = EVENT_MESSAGE, \
	.shown = "{message}", \
}

/* control-spec 4.1.10: the three types differ only in their actions. */
#define STATUS_FIELDS \
	.positions = FIELDS( \
		{ "SEVERITY", "severity", EVENT_STRING, \
			"NOTICE, WARN or ERR" }, \
		{ "ACTION", "action", EVENT_STRING, "what happened" }, \
	), \
	.shown = "{severity:severity}{action:words}{*}"

#define NAMED(keyword, json, text) { keyword, json, EVENT_STRING, text }

#define SERVER_KEYWORDS \
	NAMED("ADDRESS", "address", "this relay's address"), \
	NAMED("HOSTNAME", "hostname", "host name it was resolved from"), \
	NAMED("METHOD", "method", "how it was determined"), \
	NAMED("ORADDRESS", "oraddress", "address and ORPort"), \
	NAMED("DIRADDRESS", "diraddress", "address and DirPort"), \
	NAMED("STATUS", "status", "status of a name server or of " \
	"hibernation"), \
	NAMED("NS", "ns", "the name server"), \
	NAMED("ERR", "err", "error message"), \
	NAMED("DIRAUTH", "dirauth", "the directory authority"), \
	NAMED("REASON", "reason", "why")

#define SERVER_WORDINGS \
	{ "action", "EXTERNAL_ADDRESS", "{severity:severity}this relay's " \
		"address is {address}[ ({method:words})][, from {hostname}]" },\
	{ "action", "CHECKING_REACHABILITY", "{severity:severity}testing " \
		"reachability of[ ORPort {oraddress}][ DirPort " \
		"{diraddress}]" }, \
	{ "action", "REACHABILITY_SUCCEEDED", "{severity:severity}" \
		"reachable:[ ORPort {oraddress}][ DirPort {diraddress}]" }, \
	{ "action", "REACHABILITY_FAILED", "{severity:severity}not " \
		"reachable:[ ORPort {oraddress}][ DirPort {diraddress}]" }, \
	{ "action", "GOOD_SERVER_DESCRIPTOR", "{severity:severity}a " \
		"directory authority accepted this relay's descriptor" }, \
	{ "action", "BAD_SERVER_DESCRIPTOR", "{severity:severity}{dirauth} " \
		"rejected this relay's descriptor[: {reason}]" }, \
	{ "action", "ACCEPTED_SERVER_DESCRIPTOR", "{severity:severity}" \
		"{dirauth} accepted this relay's descriptor" }, \
	{ "action", "NAMESERVER_STATUS", "{severity:severity}name server " \
		"{ns} is {status:words}[: {err}]" }, \
	{ "action", "NAMESERVER_ALL_DOWN", "{severity:severity}no name " \
		"server answers; exit streams cannot resolve names" }, \
	{ "action", "DNS_HIJACKED", "{severity:severity}name servers " \
		"return answers for nonexistent names" }, \
	{ "action", "DNS_USELESS", "{severity:severity}name servers " \
		"return wrong answers for well-known names" }, \
	{ "action", "HIBERNATION_STATUS", "{severity:severity}hibernation " \
		"is {status:words}" }

static const struct event_type types[] = {
	/* ---- circuits, streams and connections */

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
		.shown = "{id} {status:state}[ {path:path}]" CIRCUIT_PURPOSE "[: "
			"{reason:circuit}][, remote: {remote_reason:circuit}]",
		.wordings = WORDINGS(
			{ "reason", "DESTROYED", "{id} {status:state}"
				"[ {path:path}]" CIRCUIT_PURPOSE ": remote: {remote_reason:circuit}" },
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
		.shown = "{id} {status:state} {target}[ on circuit "
			"{circuit:id}][ from {source_addr}][ ({purpose:words})][: "
			"{reason:stream}][, remote: {remote_reason:stream}][, "
			"address from {source:words}]",
		.wordings = WORDINGS(
			{ "reason", "END", "{id} {status:state} {target}[ on "
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
		.shown = "{endpoint:relay} {status:state}[ (circuits on it: "
			"{ncircs})][: {reason:orconn}]",
	},

	/* ---- bytes, cells and times */

	{
		.name = "BW",
		.place = 5,
		.summary = "bytes read and written in the last second",
		.example = "61440 2048",
		.positions = FIELDS(
			{ "READ", "read", EVENT_NUMBER, "bytes" },
			{ "WRITTEN", "written", EVENT_NUMBER, "bytes" },
		),
		.shown = "read {read:bytes}/s, written {written:bytes}/s",
	},
	{
		.name = "STREAM_BW",
		.place = 19,
		.summary = "bytes written and read by each stream",
		.example = "31 512 61440 2026-01-02T03:04:05.678901",
		.positions = FIELDS(
			{ "ID", "id", EVENT_STRING, "the stream" },
			{ "WRITTEN", "written", EVENT_NUMBER,
				"bytes written by the application" },
			{ "READ", "read", EVENT_NUMBER,
				"bytes read by the application" },
			{ "TIME", "tor_time", EVENT_STRING, "UTC", true },
		),
		.shown = "stream {id} read {read:bytes}, written "
			"{written:bytes}",
	},
	{
		.name = "CIRC_BW",
		.place = 27,
		.summary = "bytes read and written on each circuit",
		.example = "ID=12 READ=61440 WRITTEN=2048 "
			"TIME=2026-01-02T03:04:05.678901 "
			"DELIVERED_READ=59000 OVERHEAD_READ=320 "
			"DELIVERED_WRITTEN=498 OVERHEAD_WRITTEN=0 SS=0 "
			"CWND=186 RTT=182 MIN_RTT=120",
		.keywords = FIELDS(
			{ "ID", "id", EVENT_STRING, "the circuit" },
			{ "READ", "read", EVENT_NUMBER, "bytes" },
			{ "WRITTEN", "written", EVENT_NUMBER, "bytes" },
			{ "TIME", "tor_time", EVENT_STRING, "UTC" },
			{ "DELIVERED_READ", "delivered_read", EVENT_NUMBER,
				"bytes delivered to streams" },
			{ "OVERHEAD_READ", "overhead_read", EVENT_NUMBER,
				"unused payload bytes in those cells" },
			{ "DELIVERED_WRITTEN", "delivered_written",
				EVENT_NUMBER, "bytes written by streams" },
			{ "OVERHEAD_WRITTEN", "overhead_written", EVENT_NUMBER,
				"unused payload bytes in those cells" },
			{ "SS", "ss", EVENT_NUMBER,
				"congestion control: 1 in slow start" },
			{ "CWND", "cwnd", EVENT_NUMBER,
				"congestion window, cells" },
			{ "RTT", "rtt", EVENT_NUMBER, "milliseconds" },
			{ "MIN_RTT", "min_rtt", EVENT_NUMBER, "milliseconds" },
		),
		.other = EVENT_NUMBER,
		.shown = "circuit {id} read {read:bytes}, written "
			"{written:bytes}[, round trip {rtt} ms]",
	},
	{
		.name = "CONN_BW",
		.place = 25,
		.summary = "bytes read and written on each connection (test "
			"networks only)",
		.example = "ID=7 TYPE=OR READ=61440 WRITTEN=2048",
		.keywords = FIELDS(
			{ "ID", "id", EVENT_STRING, "the connection" },
			{ "TYPE", "type", EVENT_STRING, "OR, DIR or EXIT" },
			{ "READ", "read", EVENT_NUMBER, "bytes" },
			{ "WRITTEN", "written", EVENT_NUMBER, "bytes" },
		),
		.shown = "connection {id}[ ({type})] read {read:bytes}, "
			"written {written:bytes}",
	},
	{
		.name = "CELL_STATS",
		.place = 26,
		.summary = "cells on each circuit (test networks only)",
		.example = "ID=12 OutboundQueue=3 OutboundConn=7 "
			"OutboundAdded=relay:4 OutboundRemoved=relay:4 "
			"OutboundTime=relay:20",
		.keywords = FIELDS(
			{ "ID", "id", EVENT_STRING, "the circuit" },
			{ "InboundQueue", "inbound_queue", EVENT_STRING,
				"circuit ID on the connection" },
			{ "InboundConn", "inbound_conn", EVENT_STRING,
				"the connection" },
			{ "InboundAdded", "inbound_added", EVENT_COUNTS,
				"cells added to the queue, by type" },
			{ "InboundRemoved", "inbound_removed", EVENT_COUNTS,
				"cells removed from the queue" },
			{ "InboundTime", "inbound_time", EVENT_COUNTS,
				"time in the queue, milliseconds" },
			{ "OutboundQueue", "outbound_queue", EVENT_STRING,
				"circuit ID on the outbound connection" },
			{ "OutboundConn", "outbound_conn", EVENT_STRING,
				"the connection" },
			{ "OutboundAdded", "outbound_added", EVENT_COUNTS,
				"cells added to the queue, by type" },
			{ "OutboundRemoved", "outbound_removed", EVENT_COUNTS,
				"cells removed from the queue" },
			{ "OutboundTime", "outbound_time", EVENT_COUNTS,
				"time in the queue, milliseconds" },
		),
		.other = EVENT_COUNTS,
		.shown = "[circuit {id} ][in: {inbound_removed:counts} ]"
			"[out: {outbound_removed:counts}]",
	},
	{
		.name = "TB_EMPTY",
		.summary = "a bandwidth limit was reached (older Tors, test "
			"networks only)",
		.example = "ORCONN ID=7 READ=100 WRITTEN=0 LAST=100",
		.positions = FIELDS(
			{ "BUCKET", "bucket", EVENT_STRING,
				"GLOBAL, RELAY or ORCONN" },
		),
		.keywords = FIELDS(
			{ "ID", "id", EVENT_STRING, "the connection" },
			{ "READ", "read", EVENT_NUMBER,
				"milliseconds the read bucket was empty" },
			{ "WRITTEN", "written", EVENT_NUMBER,
				"milliseconds the write bucket was empty" },
			{ "LAST", "last", EVENT_NUMBER,
				"milliseconds since the last refill" },
		),
		.shown = "{bucket}[ {id}][, could not read for {read} ms]"
			"[, could not write for {written} ms]",
	},
	{
		.name = "BUILDTIMEOUT_SET",
		.place = 22,
		.summary = "circuit build timeout changed",
		.example = "COMPUTED TOTAL_TIMES=124 TIMEOUT_MS=1815 "
			"XM=520 ALPHA=1.287000 CUTOFF_QUANTILE=0.800000 "
			"TIMEOUT_RATE=0.112000 CLOSE_MS=60000 "
			"CLOSE_RATE=0.008000",
		.positions = FIELDS(
			{ "TYPE", "type", EVENT_STRING, "COMPUTED, RESET, "
				"SUSPENDED, DISCARD or RESUME" },
		),
		.keywords = FIELDS(
			{ "TOTAL_TIMES", "total_times", EVENT_DECIMAL,
				"number of build times used" },
			{ "TIMEOUT_MS", "timeout_ms", EVENT_DECIMAL,
				"circuit build timeout, ms" },
			{ "XM", "xm", EVENT_DECIMAL, "Pareto's Xm, ms" },
			{ "ALPHA", "alpha", EVENT_DECIMAL, "Pareto's alpha" },
			{ "CUTOFF_QUANTILE", "cutoff_quantile", EVENT_DECIMAL,
				"quantile of build times used for the timeout" },
			{ "TIMEOUT_RATE", "timeout_rate", EVENT_DECIMAL,
				"fraction of circuits that timed out" },
			{ "CLOSE_MS", "close_ms", EVENT_DECIMAL,
				"time after which slow circuits are closed, "
					"ms" },
			{ "CLOSE_RATE", "close_rate", EVENT_DECIMAL,
				"fraction of circuits closed at that time" },
		),
		.other = EVENT_DECIMAL,
		.shown = "{type:words}[: timeout {timeout_ms} ms][, from "
			"{total_times} build times]",
	},

	/* ---- status and log messages */

	LOG(6, "DEBUG", "log messages at level debug (very many)",
		"a cell for circuit 12 is here"),
	LOG(7, "INFO", "log messages at level info (many)",
		"circuit 12 has all its relays"),
	LOG(8, "NOTICE", "log messages at level notice",
		"listening on 127.0.0.1:9050"),
	LOG(9, "WARN", "log messages at level warn",
		"port 9050 is taken by another program"),
	LOG(10, "ERR", "log messages at level err (fatal)",
		"torrc cannot be read"),
	{
		.name = "STATUS_GENERAL",
		.place = 15,
		.summary = "general status: clock, version, bugs, connections",
		.example = "WARN CLOCK_SKEW SKEW=-600 "
			"SOURCE=OR:192.0.2.7:9001",
		STATUS_FIELDS,
		.keywords = FIELDS(
			NAMED("TIME", "tor_time", "seconds by which the clock "
				"jumped"),
			NAMED("IDLE", "idle", "whether Tor was idle"),
			NAMED("CURRENT", "current",
				"current version, or number of open "
					"connections"),
			NAMED("REASON", "reason", "why"),
			NAMED("RECOMMENDED", "recommended", "recommended "
				"versions"),
			NAMED("SKEW", "skew", "clock skew in seconds"),
			NAMED("MIN_SKEW", "min_skew", "minimum skew in "
				"seconds"),
			NAMED("SOURCE", "source", "source of the skew "
				"estimate"),
			NAMED("METHOD", "method", "libevent's event method"),
			NAMED("VERSION", "version", "libevent's version"),
			NAMED("BADNESS", "badness", "BROKEN, BUGGY or "
				"SLOW"),
			NAMED("RECOVERED", "recovered", "whether Tor "
				"found a better event method"),
			{ "PROGRESS", "progress", EVENT_NUMBER, "percent" },
			{ "COUNT", "count", EVENT_NUMBER, "number of times" },
		),
		.wordings = WORDINGS(
			{ "action", "CLOCK_JUMPED", "{severity:severity}the "
				"clock jumped by {tor_time} s" },
			{ "action", "DANGEROUS_VERSION", "{severity:severity}"
				"Tor {current} is {reason:words}[; recommended:"
				" {recommended}]" },
			{ "action", "TOO_MANY_CONNECTIONS",
				"{severity:severity}too many connections are "
				"open[: {current}]" },
			{ "action", "BUG", "{severity:severity}a bug in Tor: "
				"{reason}" },
			{ "action", "CLOCK_SKEW", "{severity:severity}clock "
				"skew of {skew:skew}[ according to {source}]" },
			{ "action", "BAD_LIBEVENT", "{severity:severity}"
				"libevent {version} is {badness:words}" },
			{ "action", "DIR_ALL_UNREACHABLE",
				"{severity:severity}no directory server is "
					"reachable; is the network down?" },
		),
	},
	{
		.name = "STATUS_CLIENT",
		.place = 16,
		.summary = "client status: bootstrap, circuits, dangerous "
			"requests",
		.example = "NOTICE BOOTSTRAP PROGRESS=50 "
			"TAG=loading_descriptors "
			"SUMMARY=\"Loading relay descriptors\"",
		STATUS_FIELDS,
		.keywords = FIELDS(
			{ "PROGRESS", "progress", EVENT_NUMBER, "percent" },
			NAMED("TAG", "tag", "phase keyword"),
			NAMED("SUMMARY", "summary", "phase description"),
			NAMED("WARNING", "warning", "warning text"),
			NAMED("REASON", "reason", "why"),
			{ "COUNT", "count", EVENT_NUMBER, "number of times" },
			NAMED("RECOMMENDATION", "recommendation",
				"ignore or warn"),
			NAMED("HOSTID", "hostid", "the relay's fingerprint"),
			NAMED("HOST", "host", "the relay's fingerprint"),
			NAMED("HOSTADDR", "hostaddr", "the relay's "
				"address"),
			NAMED("PORT", "port", "requested port"),
			NAMED("RESULT", "result", "REJECT or WARN"),
			NAMED("PROTOCOL", "protocol", "SOCKS4 or SOCKS5"),
			NAMED("ADDRESS", "address", "requested address"),
			NAMED("DATA", "data", "data received"),
			NAMED("HOSTNAME", "hostname", "requested host name"),
		),
		.wordings = WORDINGS(
			{ "action", "BOOTSTRAP", "{severity:severity}{progress}% "
				"{summary}[: {warning}][ (at {hostaddr})][, "
				"{count} times]" },
			{ "action", "ENOUGH_DIR_INFO", "{severity:severity}enough "
				"directory information to build circuits" },
			{ "action", "NOT_ENOUGH_DIR_INFO",
				"{severity:severity}not enough directory "
					"information to build circuits" },
			{ "action", "CIRCUIT_ESTABLISHED",
				"{severity:severity}circuits can be built" },
			{ "action", "CIRCUIT_NOT_ESTABLISHED",
				"{severity:severity}circuits can no longer be "
					"built[: {reason:words}]" },
			{ "action", "CONSENSUS_ARRIVED", "{severity:severity}consensus "
				"arrived" },
			{ "action", "DANGEROUS_PORT", "{severity:severity}a "
				"stream to port {port} may not be encrypted"
				"[: {result:words}]" },
			{ "action", "DANGEROUS_SOCKS", "{severity:severity}a "
				"client may leak DNS requests: it sent an IP "
				"address over {protocol}[: {address}]" },
			{ "action", "SOCKS_UNKNOWN_PROTOCOL",
				"{severity:severity}non-SOCKS data on the "
					"SOCKS port[: {data}]" },
			{ "action", "SOCKS_BAD_HOSTNAME", "{severity:severity}a "
				"client requested an invalid host name[: "
				"{hostname}]" },
		),
	},
	{
		.name = "STATUS_SERVER",
		.place = 17,
		.summary = "relay status: reachability, descriptor, DNS, "
			"hibernation",
		.example = "NOTICE REACHABILITY_SUCCEEDED "
			"ORADDRESS=192.0.2.7:9001",
		STATUS_FIELDS,
		.keywords = FIELDS(
			SERVER_KEYWORDS,
			{ "PROGRESS", "progress", EVENT_NUMBER, "percent" },
			{ "COUNT", "count", EVENT_NUMBER, "number of times" },
		),
		.wordings = WORDINGS(
			SERVER_WORDINGS,
		),
	},
	{
		.name = "STATUS_SEVER",
		.summary = "STATUS_SERVER, as Tor before 0.2.0.22 spelt it",
		.example = "NOTICE REACHABILITY_SUCCEEDED "
			"ORADDRESS=192.0.2.7:9001",
		STATUS_FIELDS,
		.keywords = FIELDS(
			SERVER_KEYWORDS,
		),
		.wordings = WORDINGS(
			SERVER_WORDINGS,
		),
	},
	{
		.name = "GUARD",
		.place = 18,
		.summary = "guard status changed",
		.example = "ENTRY " EVENT_EXAMPLE_GUARD " DOWN",
		.positions = FIELDS(
			{ "TYPE", "type", EVENT_STRING, "ENTRY" },
			{ "RELAY", "relay", EVENT_RELAY, "the guard" },
			{ "STATUS", "status", EVENT_STRING, "NEW, UP, DOWN, "
				"BAD, GOOD, DROPPED, BAD_L2 or GOOD_L2" },
		),
		.shown = "{relay:relay}: {status:words}",
		.wordings = WORDINGS(
			{ "status", "NEW", "{relay:relay} is a new guard" },
			{ "status", "UP", "{relay:relay} is reachable" },
			{ "status", "DOWN", "{relay:relay} is unreachable" },
			{ "status", "BAD", "{relay:relay} is no longer usable "
				"as a guard" },
			{ "status", "GOOD", "{relay:relay} is usable as a "
				"guard again" },
			{ "status", "DROPPED", "{relay:relay} is no longer a "
				"guard" },
			{ "status", "BAD_L2", "{relay:relay} is no longer "
				"usable as a second hop" },
			{ "status", "GOOD_L2", "{relay:relay} is usable as a "
				"second hop again" },
		),
	},
	{
		.name = "SIGNAL",
		.place = 23,
		.summary = "signal received",
		.example = "NEWNYM",
		.positions = FIELDS(
			{ "SIGNAL", "signal", EVENT_STRING, "RELOAD, DUMP, "
				"DEBUG, NEWNYM, CLEARDNSCACHE, HEARTBEAT, "
				"ACTIVE or DORMANT" },
		),
		.shown = "{signal}",
		.wordings = WORDINGS(
			{ "signal", "RELOAD", "RELOAD: configuration reloaded" },
			{ "signal", "NEWNYM", "NEWNYM: new streams use new "
				"circuits" },
			{ "signal", "CLEARDNSCACHE", "CLEARDNSCACHE: cached "
				"names cleared" },
			{ "signal", "DUMP", "DUMP: statistics written to the "
				"log" },
			{ "signal", "DEBUG", "DEBUG: logging at debug level" },
			{ "signal", "ACTIVE", "ACTIVE: left dormant mode" },
			{ "signal", "DORMANT", "DORMANT: entered dormant mode" },
		),
	},
	{
		.name = "CONF_CHANGED",
		.place = 24,
		.summary = "options changed; lists their new values",
		.example = "\nSocksPort=9150\nNickname",
		.data = EVENT_CHANGES,
		.shown = "{data:changes}",
	},
	{
		.name = "NETWORK_LIVENESS",
		.place = 31,
		.summary = "Tor's view of the network: up or down",
		.example = "DOWN",
		.positions = FIELDS(
			{ "STATUS", "status", EVENT_STRING, "UP or DOWN" },
		),
		.shown = "{status}",
		.wordings = WORDINGS(
			{ "status", "UP", "the network is up" },
			{ "status", "DOWN", "the network is down" },
		),
	},

	/* ---- the network, names and onion services */

	{
		.name = "NEWDESC",
		.place = 11,
		.summary = "new relay descriptors arrived",
		.example = EVENT_EXAMPLE_GUARD " " EVENT_EXAMPLE_MIDDLE,
		.positions = FIELDS(
			{ "RELAYS", "relays", EVENT_RELAYS, "the relays" },
		),
		.shown = "{relays:relays}",
	},
	{
		.name = "ADDRMAP",
		.place = 12,
		.summary = "address mapping changed; also the answer to "
			"resolve",
		.example = "www.example.com 192.0.2.80 "
			"\"2026-01-02 04:04:05\" "
			"EXPIRES=\"2026-01-02 03:04:05\" CACHED=\"NO\"",
		.positions = FIELDS(
			{ "ADDRESS", "address", EVENT_STRING, "requested "
				"address or name" },
			{ "NEW_ADDRESS", "new_address", EVENT_MAPPED,
				"address it maps to; <error> if unknown" },
			{ "EXPIRY", "expiry", EVENT_STRING,
				"local time, or NEVER", true },
		),
		.keywords = FIELDS(
			{ "error", "error", EVENT_STRING, "error code" },
			{ "EXPIRES", "expires", EVENT_STRING, "UTC" },
			{ "CACHED", "cached", EVENT_STRING, "YES or NO" },
			{ "STREAMID", "streamid", EVENT_STRING,
				"stream that caused it" },
		),
		.shown = "{address} {:arrow} {new_address}[ until "
			"{expires:local}]",
		.wordings = WORDINGS(
			{ "new_address", "<error>",
				"{address} cannot be resolved" },
			{ "new_address", "", "{address} has no mapping" },
			{ "expiry", "NEVER", "{address} {:arrow} "
				"{new_address}, permanently" },
		),
	},
	{
		.name = "DESCCHANGED",
		.place = 13,
		.summary = "this relay's own descriptor changed",
		.example = "",
		.shown = "this relay's descriptor changed",
	},
	{
		.name = "NS",
		.place = 14,
		.summary = "consensus entries of some relays changed",
		.example = "\n" EVENT_EXAMPLE_ENTRY,
		.data = EVENT_ENTRIES,
		.shown = "{data:entries}",
	},
	{
		.name = "NEWCONSENSUS",
		.place = 21,
		.summary = "new consensus arrived; lists all its relays",
		.example = "\n" EVENT_EXAMPLE_ENTRY,
		.data = EVENT_ENTRIES,
		.shown = "{data:entries}",
	},
	{
		.name = "CLIENTS_SEEN",
		.place = 20,
		.summary = "bridge client statistics",
		.example = "TimeStarted=\"2026-01-02 03:04:05\" "
			"CountrySummary=us=16,de=8 IPVersions=v4=16,v6=8",
		.keywords = FIELDS(
			{ "TimeStarted", "time_started", EVENT_STRING,
				"start of the count, UTC" },
			{ "CountrySummary", "country_summary", EVENT_COUNTS,
				"clients by country, rounded up to a multiple "
					"of 8" },
			{ "IPVersions", "ip_versions", EVENT_COUNTS,
				"clients by IP version, rounded up to a "
					"multiple of 8" },
		),
		.shown = "clients[ since {time_started:local}]"
			"[: {country_summary:counts}][; {ip_versions:counts}]",
	},
	{
		.name = "TRANSPORT_LAUNCHED",
		.place = 28,
		.summary = "pluggable transport started",
		.example = "server obfs4 192.0.2.7 34443",
		.positions = FIELDS(
			{ "TYPE", "type", EVENT_STRING, "server or client" },
			{ "NAME", "name", EVENT_STRING, "transport name" },
			{ "ADDRESS", "address", EVENT_STRING,
				"listening address" },
			{ "PORT", "port", EVENT_NUMBER, "listening port" },
		),
		.shown = "{type} {name} listening on {address}:{port}",
	},
	{
		.name = "HS_DESC",
		.place = 29,
		.summary = "onion service descriptor requested, received or "
			"uploaded",
		.example = "RECEIVED " EVENT_EXAMPLE_ONION " NO_AUTH "
			EVENT_EXAMPLE_MIDDLE " " EVENT_EXAMPLE_BLINDED,
		.positions = FIELDS(
			{ "ACTION", "action", EVENT_STRING, "REQUESTED, "
				"UPLOAD, RECEIVED, UPLOADED, IGNORE, FAILED or "
				"CREATED" },
			{ "ADDRESS", "address", EVENT_STRING,
				"onion address without .onion, or UNKNOWN" },
			{ "AUTH_TYPE", "auth_type", EVENT_STRING,
				"NO_AUTH, BASIC_AUTH, STEALTH_AUTH or UNKNOWN",
				true },
			{ "HS_DIR", "hs_dir", EVENT_STRING,
				"hidden-service directory, or UNKNOWN", true },
			{ "DESCRIPTOR_ID", "descriptor_id", EVENT_STRING,
				"blinded public key, base64", true },
		),
		.keywords = FIELDS(
			{ "REASON", "reason", EVENT_STRING, "why it failed" },
			{ "REPLICA", "replica", EVENT_STRING,
				"replica number (version 2)" },
			{ "HSDIR_INDEX", "hsdir_index", EVENT_STRING,
				"directory's position on the hash ring, hex" },
		),
		.shown = "{address}.onion: {action:words}[: {reason:onion}]",
		.wordings = WORDINGS(
			{ "action", "CREATED", "{address}.onion: descriptor "
				"created" },
			{ "action", "IGNORE", "{address}.onion: ignored a "
				"descriptor older than the cached one" },
			{ "hs_dir", "UNKNOWN", "{address}.onion: "
				"{action:words}[: {reason:onion}]" },
			{ "action", "REQUESTED", "{address}.onion: requesting "
				"descriptor from {hs_dir:relay}" },
			{ "action", "UPLOAD", "{address}.onion: uploading "
				"descriptor to {hs_dir:relay}" },
			{ "action", "RECEIVED", "{address}.onion: descriptor "
				"received from {hs_dir:relay}" },
			{ "action", "UPLOADED", "{address}.onion: descriptor "
				"uploaded to {hs_dir:relay}" },
			{ "action", "FAILED", "{address}.onion: descriptor "
				"transfer with {hs_dir:relay} failed[: "
				"{reason:onion}]" },
		),
	},
	{
		.name = "HS_DESC_CONTENT",
		.place = 30,
		.summary = "content of an onion service descriptor",
		.example = EVENT_EXAMPLE_ONION " " EVENT_EXAMPLE_BLINDED " "
			EVENT_EXAMPLE_MIDDLE
			"\nhs-descriptor 3\ndescriptor-lifetime 180",
		.positions = FIELDS(
			{ "ADDRESS", "address", EVENT_STRING,
				"onion address without .onion, or UNKNOWN" },
			{ "DESCRIPTOR_ID", "descriptor_id", EVENT_STRING,
				"blinded public key, base64" },
			{ "HS_DIR", "hs_dir", EVENT_STRING,
				"hidden-service directory, or UNKNOWN" },
		),
		.data = EVENT_CONTENT,
		.shown = "{address}.onion: {data:lines} from {hs_dir:relay}",
	},
	{
		.name = "PT_LOG",
		.summary = "log message of a pluggable transport (not sent by "
			"current Tor)",
		.example = "PT=/usr/bin/lyrebird SEVERITY=warning "
			"MESSAGE=\"no answer from the bridge\"",
		.keywords = FIELDS(
			{ "PT", "pt", EVENT_STRING, "path of the transport's "
				"program" },
			{ "SEVERITY", "severity", EVENT_STRING,
				"error, warning, notice, info or debug" },
			{ "MESSAGE", "message", EVENT_STRING, "message text" },
		),
		.shown = "[{severity:severity}]{pt}: {message}",
	},
	{
		.name = "PT_STATUS",
		.summary = "status of a pluggable transport (not sent by "
			"current Tor)",
		.example = "PT=/usr/bin/lyrebird TRANSPORT=obfs4 "
			"CONNECT=Success",
		.keywords = FIELDS(
			{ "PT", "pt", EVENT_STRING, "path of the transport's "
				"program" },
			{ "TRANSPORT", "transport", EVENT_STRING,
				"transport name" },
		),
		.shown = "{pt}[ {transport}]{*}",
	},
	{
		.name = "AUTHDIR_NEWDESCS",
		.summary = "descriptors accepted or rejected by this authority "
			"(Tor before 0.3.2)",
		.example = "\nACCEPTED\n\nrouter alder 192.0.2.7 "
			"9001 0 0",
		.shown = "",
	},
};

enum { TYPES = sizeof(types) / sizeof(*types) };

const struct event_field *event_positions(const struct event_type *type)
{
	static const struct event_field none;

	return type->positions ? type->positions : &none;
}

const struct event_field *event_keywords(const struct event_type *type)
{
	static const struct event_field none;

	return type->keywords ? type->keywords : &none;
}

const struct event_wording *event_wordings(const struct event_type *type)
{
	static const struct event_wording none;

	return type->wordings ? type->wordings : &none;
}

const struct event_type *event_type_find(struct span name)
{
	for (const struct event_type *type = types; type < types + TYPES;
		type++)
		if (type->name[0] == (name.len ? name.at[0] : '\0') &&
			span_equal(name, type->name))
			return type;
	return NULL;
}

const struct event_type *event_type_named(const char *name)
{
	for (const struct event_type *type = types; type < types + TYPES;
		type++)
		if (span_equal_nocase(span_of(name), type->name))
			return type;
	return NULL;
}

const struct event_type *event_type_at(size_t index)
{
	for (const struct event_type *type = types; type < types + TYPES;
		type++)
		if (type->place && (size_t)type->place - 1 == index)
			return type;
	return NULL;
}

const char *event_type_name_at(size_t index)
{
	const struct event_type *type = event_type_at(index);

	return type ? type->name : NULL;
}

const char *event_type_summary(const char *name)
{
	const struct event_type *type = event_type_named(name);

	return type ? type->summary : NULL;
}

const char *event_value_type_text(enum event_value_type type)
{
	static const char *const texts[] = {
		[EVENT_STRING] = "string",
		[EVENT_NUMBER] = "number",
		[EVENT_DECIMAL] = "number",
		[EVENT_LIST] = "array",
		[EVENT_COUNTS] = "object of numbers",
		[EVENT_RELAY] = "relay",
		[EVENT_PATH] = "array of relays",
		[EVENT_RELAYS] = "array of relays",
		[EVENT_TARGET] = "string; also target_host, target_port",
		[EVENT_ENDPOINT] = "string; also relay or address",
		[EVENT_MAPPED] = "string or null",
		[EVENT_REST] = "string",
	};

	return texts[type];
}

struct event_member event_data_member(enum event_data data)
{
	static const struct event_member members[] = {
		[EVENT_TEXT] = { NULL, NULL, NULL },
		[EVENT_MESSAGE] = { "message", "string",
			"including further lines, joined by line feeds" },
		[EVENT_ENTRIES] = { "relays", "array of objects",
			"one consensus entry each" },
		[EVENT_CHANGES] = { "changes", "array of objects",
			"key and value, in Tor's order; a null value means "
				"reset to default" },
		[EVENT_CONTENT] = { "content", "string", "the descriptor" },
	};

	return members[data];
}

void event_types_each(void (*visit)(void *arg, const struct event_type *type),
	void *arg)
{
	for (const struct event_type *type = types; type < types + TYPES;
		type++)
		visit(arg, type);
}
