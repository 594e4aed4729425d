/* Built-in lists of protocol names, for use without a running Tor. */
#include "proto/names.h"

#include "util/span.h"
#include "util/text.h"

#include <stddef.h>

const char *const names_signals[] = {
	"RELOAD", "HUP", "SHUTDOWN", "DUMP", "USR1", "DEBUG", "USR2", "HALT",
	"TERM", "INT", "NEWNYM", "CLEARDNSCACHE", "HEARTBEAT", "ACTIVE",
	"DORMANT", NULL
};

const char *const names_features[] = {
	"VERBOSE_NAMES", "EXTENDED_EVENTS", NULL
};

const char *const names_purposes[] = {
	"general", "controller", NULL
};

const char *const names_stream_reasons[] = {
	"MISC", "RESOLVEFAILED", "CONNECTREFUSED", "EXITPOLICY", "DESTROY",
	"DONE", "TIMEOUT", "NOROUTE", "HIBERNATING", "INTERNAL",
	"RESOURCELIMIT", "CONNRESET", "TORPROTOCOL", "NOTDIRECTORY", NULL
};

const char *const names_getinfo_keys[] = {
	"accounting/bytes", "accounting/bytes-left", "accounting/enabled",
	"accounting/hibernating", "accounting/interval-end",
	"accounting/interval-start", "accounting/interval-wake", "address",
	"address-mappings/all", "address-mappings/cache",
	"address-mappings/config", "address-mappings/control", "address/v4",
	"address/v6", "bw-event-cache", "circuit-status",
	"config-can-saveconf", "config-defaults-file", "config-file",
	"config-text", "config/defaults", "config/names",
	"consensus/fresh-until", "consensus/valid-after",
	"consensus/valid-until", "current-time/local", "current-time/utc",
	"desc-annotations/id/*", "desc/all-recent", "desc/download-enabled",
	"desc/id/*", "desc/name/*", "dir/server/*", "dir/server/all",
	"dir/status-vote/current/consensus",
	"dir/status-vote/current/consensus-microdesc", "dir/status/*",
	"dir/status/all", "dormant", "downloads/bridge/bridges",
	"downloads/cert/fps", "downloads/desc/descs",
	"downloads/networkstatus/microdesc",
	"downloads/networkstatus/microdesc/bootstrap",
	"downloads/networkstatus/microdesc/running",
	"downloads/networkstatus/ns", "downloads/networkstatus/ns/bootstrap",
	"downloads/networkstatus/ns/running", "entry-guards", "events/names",
	"exit-policy/default", "exit-policy/full", "exit-policy/ipv4",
	"exit-policy/ipv6", "exit-policy/reject-private/default",
	"exit-policy/reject-private/relay", "extra-info/digest/*",
	"features/names", "hs/client/desc/id/*", "hs/service/desc/id/*",
	"info/names", "ip-to-country/*", "ip-to-country/ipv4-available",
	"ip-to-country/ipv6-available", "limits/max-mem-in-queues", "md/all",
	"md/download-enabled", "md/id/*", "md/name/*", "net/listeners/control",
	"net/listeners/dir", "net/listeners/dns", "net/listeners/extor",
	"net/listeners/httptunnel", "net/listeners/metrics",
	"net/listeners/natd", "net/listeners/or", "net/listeners/socks",
	"net/listeners/trans", "network-liveness", "ns/all", "ns/id/*",
	"ns/name/*", "ns/purpose/*", "onions/current", "onions/detached",
	"orconn-status", "process/descriptor-limit", "process/pid",
	"process/uid", "process/user", "signal/names", "sr/current",
	"sr/previous", "stats/ntor/assigned", "stats/ntor/requested",
	"stats/tap/assigned", "stats/tap/requested",
	"status/accepted-server-descriptor", "status/bootstrap-phase",
	"status/circuit-established", "status/clients-seen",
	"status/enough-dir-info", "status/fresh-relay-descs",
	"status/good-server-descriptor", "status/reachability-succeeded",
	"status/reachability-succeeded/dir",
	"status/reachability-succeeded/or", "status/version/current",
	"status/version/recommended", "stream-status", "traffic/read",
	"traffic/written", "uptime", "version", NULL
};

int names_stream_reason(const char *reason)
{
	unsigned long long number;

	if (span_number(span_of(reason), &number))
		return number <= 255 ? (int)number : -1;
	for (int i = 0; names_stream_reasons[i]; i++)
		if (text_equal_nocase(reason, names_stream_reasons[i]))
			return i + 1;
	return -1;
}
