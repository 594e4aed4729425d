/* A filter that passes on only questions to Tor, for a read-only connection. */
#include "proto/read_only.h"

#include "util/text.h"

#include <string.h>

/*
 * Excluded are passwords and keys (config-text, CONF_CHANGED events, options
 * such as HashedControlPassword), names and addresses that users request
 * (address-mappings, ADDRMAP, hs/client/desc), and anything that makes Tor act.
 * Options need their full names here, while Tor also accepts a prefix.
 */
const struct read_only_row read_only_rows[] = {
	{ READ_ONLY_ALWAYS, "PROTOCOLINFO", "*" },
	{ READ_ONLY_ALWAYS, "QUIT", "" },
	{ READ_ONLY_ALWAYS, "USEFEATURE", "*" },
	{ READ_ONLY_ALWAYS, "GETINFO",
		"version uptime dormant current-time/* network-liveness "
		"traffic/* limits/* process/* accounting/* "
		"status/bootstrap-phase status/circuit-established "
		"status/enough-dir-info status/version/* "
		"status/good-server-descriptor "
		"status/accepted-server-descriptor "
		"status/reachability-succeeded "
		"status/reachability-succeeded/* "
		"fingerprint address address/* exit-policy/* stats/ntor/* "
		"stats/tap/* consensus/* dir/status-vote/current/* "
		"dir/status/* sr/* ip-to-country/* "
		"md/download-enabled desc/download-enabled "
		"downloads/networkstatus/* downloads/cert/* config/names "
		"config/defaults info/names events/names features/names "
		"signal/names config-can-saveconf torctl-sync-*" },
	{ READ_ONLY_RELAYS, "GETINFO",
		"ns/* md/* desc/* desc-annotations/* dir/server/* "
		"downloads/desc/* extra-info/* status/fresh-relay-descs" },
	{ READ_ONLY_MONITOR, "GETINFO",
		"circuit-status stream-status orconn-status entry-guards "
		"net/listeners/* bw-event-cache" },
	{ READ_ONLY_ALWAYS, "GETCONF",
		"AccountingMax AccountingRule AccountingStart AssumeReachable "
		"BandwidthBurst BandwidthRate BridgeRelay ClientOnly "
		"ContactInfo ControlPort DNSPort DirPort DisableNetwork "
		"DormantClientTimeout DormantTimeoutEnabled ExitPolicy "
		"ExitRelay HTTPTunnelPort IPv6Exit MaxAdvertisedBandwidth "
		"MaxMemInQueues MetricsPort MyFamily NATDPort Nickname "
		"NumCPUs ORPort PublishServerDescriptor ReducedExitPolicy "
		"RefuseUnknownExits RelayBandwidthBurst RelayBandwidthRate "
		"SafeLogging SocksPort TransPort UseBridges "
		"__LeaveStreamsUnattached" },
	{ READ_ONLY_ALWAYS, "SETEVENTS",
		"BW BUILDTIMEOUT_SET DESCCHANGED NETWORK_LIVENESS NEWCONSENSUS "
		"NEWDESC NS SIGNAL STATUS_GENERAL STATUS_SERVER "
		"TRANSPORT_LAUNCHED" },
	{ READ_ONLY_MONITOR, "SETEVENTS",
		"CIRC CIRC_BW CIRC_MINOR CLIENTS_SEEN ERR GUARD NOTICE ORCONN "
		"STATUS_CLIENT STREAM STREAM_BW WARN" },
	{ 0, NULL, NULL },
};

/* ---- one line */

static bool read_only_matches(struct span name, struct span word)
{
	bool begins = name.len && name.at[name.len - 1] == '*';
	size_t len = begins ? name.len - 1 : name.len;

	if (word.len < len || (!begins && word.len > len))
		return false;
	for (size_t i = 0; i < len; i++)
		if (text_lower(name.at[i]) != text_lower(word.at[i]))
			return false;
	return true;
}

/* `word.len` 0: looks for the verb only. */
static bool read_only_has(struct span verb, struct span names,
	struct span wanted, struct span word)
{
	struct span name;

	if (!read_only_matches(verb, wanted))
		return false;
	while (word.len && span_next_word(&names, &name))
		if (read_only_matches(name, word))
			return true;
	return !word.len;
}

static bool read_only_allows(const struct read_only *filter, struct span verb,
	struct span word)
{
	for (const struct read_only_row *row = read_only_rows; row->verb; row++)
		if (row->set & filter->sets && read_only_has(span_of(row->verb),
			span_of(row->names), verb, word))
			return true;
	for (size_t i = 0; filter->allowed && i < filter->allowed->len; i++) {
		struct span names = span_of(filter->allowed->items[i]), own;

		if (span_next_word(&names, &own) &&
			read_only_has(own, names, verb, word))
			return true;
	}
	return false;
}

/*
 * Returns whether Tor would split the line into words as we do: it ends a line
 * at a NUL, for one.
 */
static bool read_only_is_plain(struct span line)
{
	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.at[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return line.len && !text_is_blank(*line.at);
}

/* Appends the line if it passes. */
static bool read_only_add(const struct read_only *filter, struct buf *to,
	struct span line)
{
	struct span verb, word;
	size_t before = to->len;
	bool ok;

	if (!read_only_is_plain(line) || !span_next_word(&line, &verb))
		return false;
	ok = read_only_allows(filter, verb, (struct span){ "", 0 });
	buf_add_span(to, verb);
	while (ok && span_next_word(&line, &word)) {
		ok = read_only_allows(filter, verb, word);
		buf_add_char(to, ' ');
		buf_add_span(to, word);
	}
	if (ok)
		buf_add_string(to, "\r\n");
	else
		buf_truncate(to, before);
	return ok;
}

/* ---- all lines */

static void read_only_end_line(struct read_only *filter, struct buf *to)
{
	struct span rest = buf_span(&filter->line), line = { "", 0 };
	bool plus = rest.len && *rest.at == '+', ok = false;

	span_next_line(&rest, &line);
	if (filter->in_body) {
		filter->in_body = filter->too_long || !span_equal(line, ".");
		ok = filter->in_body;
	} else if (plus) {
		filter->in_body = ok = true;
	} else {
		ok = !filter->too_long && read_only_add(filter, to, line);
	}
	if (!ok)
		buf_add_string(to, READ_ONLY_REFUSED "\r\n");
	buf_reset(&filter->line);
	filter->too_long = false;
}

void read_only_filter(struct read_only *filter, struct buf *to,
	struct span bytes)
{
	while (bytes.len) {
		const char *end = memchr(bytes.at, '\n', bytes.len);
		size_t len = end ? (size_t)(end - bytes.at) + 1 : bytes.len;
		size_t room = READ_ONLY_LINE_MAX - filter->line.len;

		filter->too_long = filter->too_long || len > room;
		buf_add(&filter->line, bytes.at, len < room ? len : room);
		if (end)
			read_only_end_line(filter, to);
		bytes = span_from(bytes, len);
	}
}

bool read_only_is_refusal(struct span text)
{
	return span_equal(text, "Unrecognized command \"" READ_ONLY_REFUSED
		"\"");
}

void read_only_clear(struct read_only *filter)
{
	buf_clear(&filter->line);
}
