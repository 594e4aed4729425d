/* What each type of event says: Tor's log, its state and its options. */
#include "proto/event_examples.h"
#include "proto/event_types.h"

#define LOG(at, level, text, said) { \
	.name = level, \
	.place = at, \
	.summary = text, \
	.example = said, \
	.positions = { \
		{ "MESSAGE", "message", EVENT_REST, "what the log says" }, \
	}, \
	.data = EVENT_MESSAGE, \
	.shown = "{message}", \
}

/* control-spec 4.1.10: all three are alike but for their actions. */
#define STATUS_FIELDS \
	.positions = { \
		{ "SEVERITY", "severity", EVENT_STRING, \
			"NOTICE, WARN or ERR" }, \
		{ "ACTION", "action", EVENT_STRING, "what has happened" }, \
	}, \
	.shown = "{severity:severity}{action:words}{*}"

#define NAMED(keyword, json, text) { keyword, json, EVENT_STRING, text }

#define SERVER_KEYWORDS \
	NAMED("ADDRESS", "address", "the own address"), \
	NAMED("HOSTNAME", "hostname", "the name it came from"), \
	NAMED("METHOD", "method", "how it was found"), \
	NAMED("ORADDRESS", "oraddress", "address and ORPort"), \
	NAMED("DIRADDRESS", "diraddress", "address and DirPort"), \
	NAMED("STATUS", "status", "of a name server or of hibernation"), \
	NAMED("NS", "ns", "the name server"), \
	NAMED("ERR", "err", "what it said"), \
	NAMED("DIRAUTH", "dirauth", "the directory authority"), \
	NAMED("REASON", "reason", "why")

#define SERVER_WORDINGS \
	{ "action", "EXTERNAL_ADDRESS", "{severity:severity}this relay's " \
		"address is {address}[ ({method:words})][, from {hostname}]" },\
	{ "action", "CHECKING_REACHABILITY", "{severity:severity}trying " \
		"whether others reach[ the ORPort {oraddress}][ the DirPort " \
		"{diraddress}]" }, \
	{ "action", "REACHABILITY_SUCCEEDED", "{severity:severity}others " \
		"reach[ the ORPort {oraddress}][ the DirPort {diraddress}]" }, \
	{ "action", "REACHABILITY_FAILED", "{severity:severity}others do " \
		"not reach[ the ORPort {oraddress}][ the DirPort " \
		"{diraddress}]" }, \
	{ "action", "GOOD_SERVER_DESCRIPTOR", "{severity:severity}the " \
		"authorities list this relay's descriptor" }, \
	{ "action", "BAD_SERVER_DESCRIPTOR", "{severity:severity}{dirauth} " \
		"refuses this relay's descriptor[: {reason}]" }, \
	{ "action", "ACCEPTED_SERVER_DESCRIPTOR", "{severity:severity}" \
		"{dirauth} accepts this relay's descriptor" }, \
	{ "action", "NAMESERVER_STATUS", "{severity:severity}name server " \
		"{ns} is {status:words}[: {err}]" }, \
	{ "action", "NAMESERVER_ALL_DOWN", "{severity:severity}no name " \
		"server answers: exit streams cannot resolve names" }, \
	{ "action", "DNS_HIJACKED", "{severity:severity}the name servers " \
		"give answers for names that do not exist" }, \
	{ "action", "DNS_USELESS", "{severity:severity}the name servers " \
		"give wrong answers for well-known names" }, \
	{ "action", "HIBERNATION_STATUS", "{severity:severity}hibernation " \
		"is {status:words}" }

const struct event_type event_types_status[] = {
	LOG(6, "DEBUG", "log messages of that level; a flood",
		"a cell for circuit 12 is here"),
	LOG(7, "INFO", "log messages of that level; many",
		"circuit 12 has all its relays"),
	LOG(8, "NOTICE", "log messages of that level",
		"listening on 127.0.0.1:9050"),
	LOG(9, "WARN", "log messages of that level: something is wrong",
		"port 9050 is taken by another program"),
	LOG(10, "ERR", "log messages of that level: Tor is about to end",
		"torrc cannot be read"),
	{
		.name = "STATUS_GENERAL",
		.place = 15,
		.summary = "clock jumps, bugs, versions: Tor as a whole",
		.example = "WARN CLOCK_SKEW SKEW=-600 "
			"SOURCE=OR:192.0.2.7:9001",
		STATUS_FIELDS,
		.keywords = {
			NAMED("TIME", "tor_time", "seconds that the clock jumped"),
			NAMED("IDLE", "idle", "whether Tor was idle then"),
			NAMED("CURRENT", "current",
				"this version, or open connections"),
			NAMED("REASON", "reason", "why"),
			NAMED("RECOMMENDED", "recommended", "good versions"),
			NAMED("SKEW", "skew", "seconds the clock is off"),
			NAMED("MIN_SKEW", "min_skew", "at least so many"),
			NAMED("SOURCE", "source", "who says so"),
			NAMED("METHOD", "method", "of libevent"),
			NAMED("VERSION", "version", "of libevent"),
			NAMED("BADNESS", "badness", "of libevent"),
			NAMED("RECOVERED", "recovered", "of libevent"),
			{ "PROGRESS", "progress", EVENT_NUMBER, "per cent" },
			{ "COUNT", "count", EVENT_NUMBER, "how often" },
		},
		.wordings = {
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
			{ "action", "CLOCK_SKEW", "{severity:severity}this "
				"clock is off by {skew:skew}[, says {source}]" },
			{ "action", "BAD_LIBEVENT", "{severity:severity}"
				"libevent {version} is {badness:words}" },
			{ "action", "DIR_ALL_UNREACHABLE",
				"{severity:severity}no directory server can be "
				"reached: is the network down?" },
		},
	},
	{
		.name = "STATUS_CLIENT",
		.place = 16,
		.summary = "bootstrap, circuits, dangerous uses: the client",
		.example = "NOTICE BOOTSTRAP PROGRESS=50 "
			"TAG=loading_descriptors "
			"SUMMARY=\"Loading relay descriptors\"",
		STATUS_FIELDS,
		.keywords = {
			{ "PROGRESS", "progress", EVENT_NUMBER, "per cent" },
			NAMED("TAG", "tag", "the phase, for programs"),
			NAMED("SUMMARY", "summary", "the phase, for people"),
			NAMED("WARNING", "warning", "what went wrong"),
			NAMED("REASON", "reason", "why"),
			{ "COUNT", "count", EVENT_NUMBER, "how often" },
			NAMED("RECOMMENDATION", "recommendation",
				"ignore, or warn the user"),
			NAMED("HOSTID", "hostid", "the relay's fingerprint"),
			NAMED("HOST", "host", "the relay's fingerprint"),
			NAMED("HOSTADDR", "hostaddr", "its address"),
			NAMED("PORT", "port", "the port asked for"),
			NAMED("RESULT", "result", "REJECT or WARN"),
			NAMED("PROTOCOL", "protocol", "SOCKS4 or SOCKS5"),
			NAMED("ADDRESS", "address", "the address asked for"),
			NAMED("DATA", "data", "what it said"),
			NAMED("HOSTNAME", "hostname", "the name asked for"),
		},
		.wordings = {
			{ "action", "BOOTSTRAP", "{severity:severity}{progress} "
				"% {summary}[: {warning}][ (at {hostaddr})]"
				"[, {count} times]" },
			{ "action", "ENOUGH_DIR_INFO", "{severity:severity}"
				"enough is known of the network to build "
				"circuits" },
			{ "action", "NOT_ENOUGH_DIR_INFO",
				"{severity:severity}too little is known of the "
				"network to build circuits" },
			{ "action", "CIRCUIT_ESTABLISHED",
				"{severity:severity}circuits can be built" },
			{ "action", "CIRCUIT_NOT_ESTABLISHED",
				"{severity:severity}circuits cannot be built "
				"any more[: {reason:words}]" },
			{ "action", "CONSENSUS_ARRIVED", "{severity:severity}"
				"a consensus has arrived" },
			{ "action", "DANGEROUS_PORT", "{severity:severity}a "
				"stream to port {port} may not be encrypted"
				"[: {result:words}]" },
			{ "action", "DANGEROUS_SOCKS", "{severity:severity}a "
				"program may leak names: it gave "
				"{protocol} an address[, {address}]" },
			{ "action", "SOCKS_UNKNOWN_PROTOCOL",
				"{severity:severity}a program does not speak "
				"SOCKS to the SOCKS port[: {data}]" },
			{ "action", "SOCKS_BAD_HOSTNAME", "{severity:severity}"
				"a program asked for a bad host name[: "
				"{hostname}]" },
		},
	},
	{
		.name = "STATUS_SERVER",
		.place = 17,
		.summary = "reachability, descriptors, DNS: the relay",
		.example = "NOTICE REACHABILITY_SUCCEEDED "
			"ORADDRESS=192.0.2.7:9001",
		STATUS_FIELDS,
		.keywords = {
			SERVER_KEYWORDS,
			{ "PROGRESS", "progress", EVENT_NUMBER, "per cent" },
			{ "COUNT", "count", EVENT_NUMBER, "how often" },
		},
		.wordings = { SERVER_WORDINGS },
	},
	{
		.name = "STATUS_SEVER",
		.summary = "STATUS_SERVER, as Tor before 0.2.0.22 spelt it",
		.example = "NOTICE REACHABILITY_SUCCEEDED "
			"ORADDRESS=192.0.2.7:9001",
		STATUS_FIELDS,
		.keywords = { SERVER_KEYWORDS },
		.wordings = { SERVER_WORDINGS },
	},
	{
		.name = "GUARD",
		.place = 18,
		.summary = "an entry guard is new, up, down or dropped",
		.example = "ENTRY " EVENT_EXAMPLE_GUARD " DOWN",
		.positions = {
			{ "TYPE", "type", EVENT_STRING, "ENTRY" },
			{ "RELAY", "relay", EVENT_RELAY, "the guard" },
			{ "STATUS", "status", EVENT_STRING, "NEW, UP, DOWN, "
				"BAD, GOOD, DROPPED, BAD_L2 or GOOD_L2" },
		},
		.shown = "{relay:relay}: {status:words}",
		.wordings = {
			{ "status", "NEW", "{relay:relay} is a new guard" },
			{ "status", "UP", "{relay:relay} can be reached" },
			{ "status", "DOWN", "{relay:relay} cannot be reached" },
			{ "status", "BAD", "{relay:relay} is no longer fit to "
				"be a guard" },
			{ "status", "GOOD", "{relay:relay} is fit to be a "
				"guard again" },
			{ "status", "DROPPED", "{relay:relay} is no guard any "
				"more" },
			{ "status", "BAD_L2", "{relay:relay} is no longer fit "
				"to be a second hop" },
			{ "status", "GOOD_L2", "{relay:relay} is fit to be a "
				"second hop again" },
		},
	},
	{
		.name = "SIGNAL",
		.place = 23,
		.summary = "a signal has been received and acted upon",
		.example = "NEWNYM",
		.positions = {
			{ "SIGNAL", "signal", EVENT_STRING, "RELOAD, DUMP, "
				"DEBUG, NEWNYM, CLEARDNSCACHE, HEARTBEAT, "
				"ACTIVE or DORMANT" },
		},
		.shown = "{signal}",
		.wordings = {
			{ "signal", "RELOAD", "RELOAD: the configuration was "
				"read again" },
			{ "signal", "NEWNYM", "NEWNYM: new streams use new "
				"circuits" },
			{ "signal", "CLEARDNSCACHE", "CLEARDNSCACHE: cached "
				"names are forgotten" },
			{ "signal", "DUMP", "DUMP: statistics are in the log" },
			{ "signal", "DEBUG", "DEBUG: the log is at debug "
				"level" },
			{ "signal", "ACTIVE", "ACTIVE: Tor is awake" },
			{ "signal", "DORMANT", "DORMANT: Tor sleeps" },
		},
	},
	{
		.name = "CONF_CHANGED",
		.place = 24,
		.summary = "options were changed, with their new values",
		.example = "\nSocksPort=9150\nNickname",
		.data = EVENT_CHANGES,
		.shown = "{data:changes}",
	},
	{
		.name = "NETWORK_LIVENESS",
		.place = 31,
		.summary = "Tor thinks that the network is up, or down",
		.example = "DOWN",
		.positions = {
			{ "STATUS", "status", EVENT_STRING, "UP or DOWN" },
		},
		.shown = "{status}",
		.wordings = {
			{ "status", "UP", "the network is up" },
			{ "status", "DOWN", "the network is down" },
		},
	},
	{ .name = NULL },
};
