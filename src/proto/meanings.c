/*
 * Meanings of the words in Tor's messages: states, purposes, flags and codes.
 */
#include "proto/meanings.h"

#include "proto/reasons.h"
#include "util/escape.h"

#include <stddef.h>

/* The lists of tor 0.4.9.11, in Tor's order. */
const struct meaning meanings_signals[] = {
	{ "RELOAD", "reload torrc (same as HUP)" },
	{ "HUP", "same as RELOAD" },
	{ "SHUTDOWN", "exit cleanly; a relay first waits ShutdownWaitLength" },
	{ "DUMP", "write statistics to the log" },
	{ "USR1", "same as DUMP" },
	{ "DEBUG", "switch logging to debug level" },
	{ "USR2", "same as DEBUG" },
	{ "HALT", "exit immediately" },
	{ "TERM", "same as HALT" },
	{ "INT", "same as SHUTDOWN" },
	{ "NEWNYM", "use new circuits for new streams and clear cached names" },
	{ "CLEARDNSCACHE", "clear cached names only" },
	{ "HEARTBEAT", "log a heartbeat message" },
	{ "ACTIVE", "leave dormant mode" },
	{ "DORMANT", "enter dormant mode (build no circuits)" },
	{ NULL, NULL },
};

const struct meaning meanings_features[] = {
	{ "VERBOSE_NAMES", "always enabled" },
	{ "EXTENDED_EVENTS", "always enabled" },
	{ NULL, NULL },
};

const struct meaning meanings_purposes[] = {
	{ "general", "Tor attaches streams to it" },
	{ "controller", "carries only streams that you attach" },
	{ NULL, NULL },
};

const struct meaning meanings_keys[] = {
	{ "fingerprint", "this relay's identity fingerprint; Tor refuses the "
		"key (551) unless it is a relay" },
	{ "status/accepted-server-descriptor", "whether any directory "
		"authority has accepted this relay's descriptor" },
	{ "status/good-server-descriptor", "the same as "
		"status/accepted-server-descriptor" },
	{ "status/reachability-succeeded", "whether this relay's ORPort and "
		"DirPort were found reachable" },
	{ "status/reachability-succeeded/dir", "the same for the DirPort" },
	{ "status/reachability-succeeded/or", "the same for the ORPort" },
	{ NULL, NULL },
};

const struct meaning meanings_relay_flags[] = {
	{ "Authority", "a directory authority" },
	{ "BadExit", "an exit that should not be used" },
	{ "Exit", "usable as an exit" },
	{ "Fast", "suitable for high-bandwidth circuits" },
	{ "Guard", "suitable as a guard" },
	{ "HSDir", "a hidden-service directory" },
	{ "MiddleOnly", "usable only as a middle relay" },
	{ "NoEdConsensus", "no consensus on its Ed25519 key" },
	{ "Running", "reachable" },
	{ "Stable", "suitable for long-lived circuits" },
	{ "StaleDesc", "descriptor is out of date" },
	{ "Sybil", "one of too many relays at its address" },
	{ "V2Dir", "serves directory documents" },
	{ "Valid", "not known to be broken or suspect" },
	{ NULL, NULL },
};

/* control-spec 4.1.1 */
static const struct meaning circuit_states[] = {
	{ "LAUNCHED", "Tor began to build the circuit" },
	{ "EXTENDED", "a relay was added to the circuit" },
	{ "GUARD_WAIT", "built, but Tor waits for a better guard" },
	{ "BUILT", "ready for streams" },
	{ "FAILED", "could not be built" },
	{ "CLOSED", "was built, then closed" },
	{ NULL, NULL },
};

static const struct meaning circuit_purposes[] = {
	{ "GENERAL", "carries the streams of applications" },
	{ "HS_CLIENT_HSDIR", "fetches an onion service's descriptor" },
	{ "HS_CLIENT_INTRO", "to an onion service's introduction point" },
	{ "HS_CLIENT_REND", "to the rendezvous point, where an onion service "
		"meets its client" },
	{ "HS_SERVICE_HSDIR", "uploads this onion service's descriptor" },
	{ "HS_SERVICE_INTRO", "this onion service's introduction point" },
	{ "HS_SERVICE_REND", "from this onion service to the client's "
		"rendezvous point" },
	{ "HS_VANGUARDS", "kept ready for onion services" },
	{ "CIRCUIT_PADDING", "kept open to send padding" },
	{ "CONFLUX_LINKED", "one of several circuits that carry the same "
		"streams" },
	{ "CONFLUX_UNLINKED", "will become part of a set that carries the "
		"same streams" },
	{ "CONTROLLER", "built for a controller, which attaches streams" },
	{ "MEASURE_TIMEOUT", "measures how long building takes" },
	{ "PATH_BIAS_TESTING", "tests whether a guard drops circuits" },
	{ "TESTING", "tests this relay's reachability" },
	{ NULL, NULL },
};

static const struct meaning onion_states[] = {
	{ "HSCI_CONNECTING", "client: connecting to the introduction point" },
	{ "HSCI_INTRO_SENT", "client: introduced; waiting for confirmation" },
	{ "HSCI_DONE", "client: the introduction point confirmed" },
	{ "HSCR_CONNECTING", "client: connecting to the rendezvous point" },
	{ "HSCR_ESTABLISHED_IDLE", "client: the rendezvous point is ready" },
	{ "HSCR_ESTABLISHED_WAITING", "client: waits for the service to come "
		"to the rendezvous point" },
	{ "HSCR_JOINED", "client: connected to the service" },
	{ "HSSI_CONNECTING", "service: connecting to an introduction point" },
	{ "HSSI_ESTABLISHED", "service: the introduction point is ready" },
	{ "HSSR_CONNECTING", "service: connecting to a rendezvous point" },
	{ "HSSR_JOINED", "service: connected to the client" },
	{ NULL, NULL },
};

static const struct meaning build_flags[] = {
	{ "IS_INTERNAL", "not for exit traffic" },
	{ "NEED_CAPACITY", "only fast relays" },
	{ "NEED_UPTIME", "only stable relays" },
	{ "ONEHOP_TUNNEL", "a single relay, for directory requests" },
	{ NULL, NULL },
};

/* control-spec 4.1.2 */
static const struct meaning stream_states[] = {
	{ "NEW", "an application requests a connection" },
	{ "NEWRESOLVE", "an application requests an address" },
	{ "REMAP", "the address was replaced by another" },
	{ "SENTCONNECT", "the exit was asked to connect" },
	{ "SENTRESOLVE", "the exit was asked to resolve the name" },
	{ "SUCCEEDED", "connected" },
	{ "FAILED", "could not connect" },
	{ "CLOSED", "was connected, then closed" },
	{ "DETACHED", "detached from its circuit; Tor tries another" },
	{ "CONTROLLER_WAIT", "waits for a controller to attach it" },
	{ "XOFF_SENT", "the other end was asked to pause" },
	{ "XOFF_RECV", "the other end asked to pause" },
	{ "XON_SENT", "the other end was asked to continue" },
	{ "XON_RECV", "the other end asked to continue" },
	{ NULL, NULL },
};

static const struct meaning stream_purposes[] = {
	{ "USER", "for an application" },
	{ "DIR_FETCH", "fetches from a directory" },
	{ "DIR_UPLOAD", "uploads to a directory" },
	{ "DNS_REQUEST", "resolves a name for an application" },
	{ "DIRPORT_TEST", "tests this relay's DirPort" },
	{ NULL, NULL },
};

/* control-spec 4.1.3 */
static const struct meaning orconn_states[] = {
	{ "NEW", "a relay or client connected" },
	{ "LAUNCHED", "Tor began to connect" },
	{ "CONNECTED", "ready for circuits" },
	{ "FAILED", "could not connect" },
	{ "CLOSED", "was connected, then closed" },
	{ NULL, NULL },
};

/* control-spec 4.1.12 */
static const struct meaning guard_states[] = {
	{ "NEW", "was not used as a guard before" },
	{ "UP", "reachable again" },
	{ "DOWN", "unreachable" },
	{ "BAD", "no longer suitable as a guard" },
	{ "GOOD", "suitable as a guard again" },
	{ "DROPPED", "no longer a guard" },
	{ "BAD_L2", "no longer suitable as a layer 2 vanguard" },
	{ "GOOD_L2", "suitable as a layer 2 vanguard again" },
	{ NULL, NULL },
};

/* control-spec 4.1.25 */
static const struct meaning descriptor_actions[] = {
	{ "REQUESTED", "a directory was asked for the descriptor" },
	{ "RECEIVED", "the descriptor arrived" },
	{ "CREATED", "this Tor created the descriptor" },
	{ "UPLOAD", "being sent to a directory" },
	{ "UPLOADED", "accepted by a directory" },
	{ "IGNORE", "not used: the cached one is newer" },
	{ "FAILED", "could not be fetched or uploaded" },
	{ NULL, NULL },
};

/* control-spec 4 */
static const struct meaning reply_codes[] = {
	{ "250", "OK" },
	{ "251", "OK: nothing to do" },
	{ "252", "OK: key added, and a descriptor decrypted with it" },
	{ "451", "Tor is out of resources" },
	{ "500", "syntax error: protocol" },
	{ "510", "unrecognized command, or refused by a filter" },
	{ "511", "command no longer supported" },
	{ "512", "syntax error in an argument" },
	{ "513", "unrecognized argument" },
	{ "514", "authentication required" },
	{ "515", "wrong password or cookie" },
	{ "550", "unspecified error in Tor" },
	{ "551", "Tor cannot do this now, or it failed" },
	{ "552", "no such thing: key, option, event, circuit, stream, …" },
	{ "553", "invalid option value" },
	{ "554", "invalid descriptor" },
	{ "555", "not under a controller's control, such as a stream that Tor "
		"attaches itself" },
	{ "650", "an event" },
	{ NULL, NULL },
};

const struct meanings meanings[] = {
	{ "signal", meanings_signals, "signal" },
	{ "feature", meanings_features, "usefeature" },
	{ "state of a circuit", circuit_states },
	{ "purpose of a circuit", circuit_purposes },
	{ "state of an onion service's circuit", onion_states },
	{ "build flag of a circuit", build_flags },
	{ "reason for closing a circuit", reasons_circuit },
	{ "state of a stream", stream_states },
	{ "purpose of a stream", stream_purposes },
	{ "reason for closing a stream", reasons_stream },
	{ "reason reported by the exit (REMOTE_REASON)", reasons_exit },
	{ "state of a connection to a relay", orconn_states },
	{ "reason for closing a connection to a relay", reasons_orconn },
	{ "state of a guard", guard_states },
	{ "action on an onion service's descriptor", descriptor_actions },
	{ "reason for a descriptor failure", reasons_descriptor },
	{ "flag of a relay", meanings_relay_flags, "relays" },
	{ "reply code", reply_codes },
	{ NULL },
};

const char *meanings_find(const struct meaning *words, struct span name)
{
	for (; words->name; words++)
		if (span_equal(name, words->name))
			return words->text;
	return NULL;
}

void meanings_add(struct buf *to, const struct meaning *words,
	struct span name)
{
	const char *text = meanings_find(words, name);

	if (text)
		buf_print(to, "%s (", text);
	escape_add_terminal(to, name, ESCAPE_LINE);
	if (text)
		buf_add_char(to, ')');
}
