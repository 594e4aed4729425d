/* Descriptions of event types: relays, addresses, onion services, clients. */
#include "proto/event_examples.h"
#include "proto/event_types.h"

const struct event_type event_types_network[] = {
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
	{ .name = NULL },
};
