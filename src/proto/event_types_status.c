/* Descriptions of event types: Tor's log, state and options. */
#include "proto/event_examples.h"
#include "proto/event_types.h"

#define LOG(at, level, text, said) { \
	.name = level, \
	.place = at, \
	.summary = text, \
	.example = said, \
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

const struct event_type event_types_status[] = {
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
	{ .name = NULL },
};
