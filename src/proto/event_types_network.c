/* What each type of event says: relays, addresses, onion services, clients. */
#include "proto/event_types.h"

const struct event_type event_types_network[] = {
	{
		.name = "NEWDESC",
		.summary = "new descriptors of relays have arrived",
		.positions = {
			{ "RELAYS", "relays", EVENT_RELAYS, "whose they are" },
		},
		.shown = "{relays:relays}",
	},
	{
		.name = "ADDRMAP",
		.summary = "an address mapping was made; answers resolve",
		.positions = {
			{ "ADDRESS", "address", EVENT_STRING, "the address or "
				"name asked for" },
			{ "NEW_ADDRESS", "new_address", EVENT_MAPPED,
				"what it stands for; <error>: nothing known" },
			{ "EXPIRY", "expiry", EVENT_STRING,
				"local time, or NEVER", true },
		},
		.keywords = {
			{ "error", "error", EVENT_STRING, "why there is none" },
			{ "EXPIRES", "expires", EVENT_STRING, "UTC" },
			{ "CACHED", "cached", EVENT_STRING, "YES or NO" },
			{ "STREAMID", "streamid", EVENT_STRING,
				"the stream it was made for" },
		},
		.shown = "{address} {:arrow} {new_address}[ until "
			"{expires:local}]",
		.wordings = {
			{ "new_address", "<error>",
				"{address} cannot be resolved" },
			{ "expiry", "NEVER", "{address} {:arrow} {new_address}, "
				"for good" },
		},
	},
	{
		.name = "DESCCHANGED",
		.summary = "the own relay's descriptor has changed",
		.shown = "this relay's descriptor has changed",
	},
	{
		.name = "NS",
		.summary = "the consensus entries of some relays have changed",
		.data = EVENT_ENTRIES,
		.shown = "{data:entries}",
	},
	{
		.name = "NEWCONSENSUS",
		.summary = "a new consensus has come: all relays in it",
		.data = EVENT_ENTRIES,
		.shown = "{data:entries}",
	},
	{
		.name = "CLIENTS_SEEN",
		.summary = "a bridge's summary of its clients' countries",
		.keywords = {
			{ "TimeStarted", "time_started", EVENT_STRING,
				"counted since, UTC" },
			{ "CountrySummary", "country_summary", EVENT_COUNTS,
				"clients by country, rounded up to 8" },
			{ "IPVersions", "ip_versions", EVENT_COUNTS,
				"clients by IP version, rounded up to 8" },
		},
		.shown = "clients[ since {time_started:local}]"
			"[: {country_summary:counts}][; {ip_versions:counts}]",
	},
	{
		.name = "TRANSPORT_LAUNCHED",
		.summary = "a pluggable transport was started",
		.positions = {
			{ "TYPE", "type", EVENT_STRING, "server or client" },
			{ "NAME", "name", EVENT_STRING, "the transport" },
			{ "ADDRESS", "address", EVENT_STRING,
				"where it listens" },
			{ "PORT", "port", EVENT_NUMBER, "its port" },
		},
		.shown = "{type} {name} listens at {address}:{port}",
	},
	{
		.name = "HS_DESC",
		.summary = "an onion service's descriptor was asked for or "
			"sent",
		.positions = {
			{ "ACTION", "action", EVENT_STRING, "REQUESTED, "
				"UPLOAD, RECEIVED, UPLOADED, IGNORE, FAILED or "
				"CREATED" },
			{ "ADDRESS", "address", EVENT_STRING,
				"without .onion; or UNKNOWN" },
			{ "AUTH_TYPE", "auth_type", EVENT_STRING,
				"NO_AUTH, BASIC_AUTH, STEALTH_AUTH or UNKNOWN",
				true },
			{ "HS_DIR", "hs_dir", EVENT_STRING,
				"the relay; or UNKNOWN", true },
			{ "DESCRIPTOR_ID", "descriptor_id", EVENT_STRING,
				"the blinded key in base64", true },
		},
		.keywords = {
			{ "REASON", "reason", EVENT_STRING, "why it failed" },
			{ "REPLICA", "replica", EVENT_STRING,
				"which copy (version 2)" },
			{ "HSDIR_INDEX", "hsdir_index", EVENT_STRING,
				"the relay's place on the ring, hex" },
		},
		.shown = "{address}.onion: {action:words}[: {reason:onion}]",
		.wordings = {
			{ "action", "REQUESTED", "{address}.onion: asking "
				"{hs_dir:relay} for the descriptor" },
			{ "action", "UPLOAD", "{address}.onion: sending the "
				"descriptor to {hs_dir:relay}" },
			{ "action", "RECEIVED", "{address}.onion: "
				"{hs_dir:relay} gave the descriptor" },
			{ "action", "UPLOADED", "{address}.onion: "
				"{hs_dir:relay} has the descriptor" },
			{ "action", "IGNORE", "{address}.onion: a descriptor "
				"was ignored, a newer one is there" },
			{ "action", "FAILED", "{address}.onion: no descriptor "
				"by {hs_dir:relay}[: {reason:onion}]" },
			{ "action", "CREATED", "{address}.onion: a descriptor "
				"was made" },
		},
	},
	{
		.name = "HS_DESC_CONTENT",
		.summary = "the text of an onion service's descriptor",
		.positions = {
			{ "ADDRESS", "address", EVENT_STRING,
				"without .onion; or UNKNOWN" },
			{ "DESCRIPTOR_ID", "descriptor_id", EVENT_STRING,
				"the blinded key in base64" },
			{ "HS_DIR", "hs_dir", EVENT_STRING,
				"the relay; or UNKNOWN" },
		},
		.data = EVENT_CONTENT,
		.shown = "{address}.onion: {data:lines} from {hs_dir:relay}",
	},
	{
		.name = "PT_LOG",
		.summary = "a pluggable transport's log message (no Tor sends "
			"it yet)",
		.keywords = {
			{ "PT", "pt", EVENT_STRING, "its program" },
			{ "SEVERITY", "severity", EVENT_STRING,
				"error, warning, notice, info or debug" },
			{ "MESSAGE", "message", EVENT_STRING, "what it says" },
		},
		.shown = "[{severity:severity}]{pt}: {message}",
		.obsolete = true,
	},
	{
		.name = "PT_STATUS",
		.summary = "a pluggable transport's state (no Tor sends it "
			"yet)",
		.keywords = {
			{ "PT", "pt", EVENT_STRING, "its program" },
			{ "TRANSPORT", "transport", EVENT_STRING,
				"the transport" },
		},
		.shown = "{pt}[ {transport}]{*}",
		.obsolete = true,
	},
	{
		.name = "AUTHDIR_NEWDESCS",
		.summary = "an authority has judged descriptors (Tor before "
			"0.3.2)",
		.shown = "{data:lines}",
		.obsolete = true,
	},
	{ .name = NULL },
};
