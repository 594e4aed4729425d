/* What each type of event says: relays, addresses, onion services, clients. */
#include "proto/event_examples.h"
#include "proto/event_types.h"

const struct event_type event_types_network[] = {
	{
		.name = "NEWDESC",
		.place = 11,
		.summary = "new descriptors of relays have arrived",
		.example = EVENT_EXAMPLE_GUARD " " EVENT_EXAMPLE_MIDDLE,
		.positions = {
			{ "RELAYS", "relays", EVENT_RELAYS, "whose they are" },
		},
		.shown = "{relays:relays}",
	},
	{
		.name = "ADDRMAP",
		.place = 12,
		.summary = "an address mapping was made; answers resolve",
		.example = "www.example.com 192.0.2.80 "
			"\"2026-01-02 04:04:05\" "
			"EXPIRES=\"2026-01-02 03:04:05\" CACHED=\"NO\"",
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
			{ "new_address", "", "{address} stands for nothing" },
			{ "expiry", "NEVER", "{address} {:arrow} {new_address}, "
				"for good" },
		},
	},
	{
		.name = "DESCCHANGED",
		.place = 13,
		.summary = "the own relay's descriptor has changed",
		.example = "",
		.shown = "this relay's descriptor has changed",
	},
	{
		.name = "NS",
		.place = 14,
		.summary = "the consensus entries of some relays have changed",
		.example = "\n" EVENT_EXAMPLE_ENTRY,
		.data = EVENT_ENTRIES,
		.shown = "{data:entries}",
	},
	{
		.name = "NEWCONSENSUS",
		.place = 21,
		.summary = "a new consensus has come: all relays in it",
		.example = "\n" EVENT_EXAMPLE_ENTRY,
		.data = EVENT_ENTRIES,
		.shown = "{data:entries}",
	},
	{
		.name = "CLIENTS_SEEN",
		.place = 20,
		.summary = "a bridge's summary of its clients' countries",
		.example = "TimeStarted=\"2026-01-02 03:04:05\" "
			"CountrySummary=us=16,de=8 IPVersions=v4=16,v6=8",
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
		.place = 28,
		.summary = "a pluggable transport was started",
		.example = "server obfs4 192.0.2.7 34443",
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
		.place = 29,
		.summary = "an onion service's descriptor was asked for or "
			"sent",
		.example = "RECEIVED " EVENT_EXAMPLE_ONION " NO_AUTH "
			EVENT_EXAMPLE_MIDDLE " " EVENT_EXAMPLE_BLINDED,
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
			{ "action", "CREATED", "{address}.onion: a descriptor "
				"was made" },
			{ "action", "IGNORE", "{address}.onion: a descriptor "
				"was ignored, a newer one is there" },
			{ "hs_dir", "UNKNOWN", "{address}.onion: "
				"{action:words}[: {reason:onion}]" },
			{ "action", "REQUESTED", "{address}.onion: asking "
				"{hs_dir:relay} for the descriptor" },
			{ "action", "UPLOAD", "{address}.onion: sending the "
				"descriptor to {hs_dir:relay}" },
			{ "action", "RECEIVED", "{address}.onion: "
				"{hs_dir:relay} gave the descriptor" },
			{ "action", "UPLOADED", "{address}.onion: "
				"{hs_dir:relay} has the descriptor" },
			{ "action", "FAILED", "{address}.onion: no descriptor "
				"by {hs_dir:relay}[: {reason:onion}]" },
		},
	},
	{
		.name = "HS_DESC_CONTENT",
		.place = 30,
		.summary = "the text of an onion service's descriptor",
		.example = EVENT_EXAMPLE_ONION " " EVENT_EXAMPLE_BLINDED " "
			EVENT_EXAMPLE_MIDDLE
			"\nhs-descriptor 3\ndescriptor-lifetime 180",
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
		.example = "PT=/usr/bin/lyrebird SEVERITY=warning "
			"MESSAGE=\"no answer from the bridge\"",
		.keywords = {
			{ "PT", "pt", EVENT_STRING, "its program" },
			{ "SEVERITY", "severity", EVENT_STRING,
				"error, warning, notice, info or debug" },
			{ "MESSAGE", "message", EVENT_STRING, "what it says" },
		},
		.shown = "[{severity:severity}]{pt}: {message}",
	},
	{
		.name = "PT_STATUS",
		.summary = "a pluggable transport's state (no Tor sends it "
			"yet)",
		.example = "PT=/usr/bin/lyrebird TRANSPORT=obfs4 "
			"CONNECT=Success",
		.keywords = {
			{ "PT", "pt", EVENT_STRING, "its program" },
			{ "TRANSPORT", "transport", EVENT_STRING,
				"the transport" },
		},
		.shown = "{pt}[ {transport}]{*}",
	},
	{
		.name = "AUTHDIR_NEWDESCS",
		.summary = "an authority has judged descriptors (Tor before "
			"0.3.2)",
		.example = "\nACCEPTED\n\nrouter alder 192.0.2.7 "
			"9001 0 0",
		.shown = "",
	},
	{ .name = NULL },
};
