/* An overview of Tor as text or as a JSON object. */
#include "cmd/status_show.h"

#include "proto/keyword.h"
#include "util/alloc.h"
#include "util/format.h"
#include "util/json_text.h"

#include <stdlib.h>
#include <string.h>

/* Appends the number in `text` as "1.0 KiB". */
static void add_bytes(struct buf *to, struct span text)
{
	unsigned long long bytes;

	if (span_number(text, &bytes))
		format_add_bytes(to, bytes);
	else
		buf_add_span(to, text);
}

/* Splits "read written" into two counts. */
static void split(struct span pair, struct span *first, struct span *last)
{
	*first = *last = (struct span){ "", 0 };
	if (span_next_word(&pair, first))
		span_next_word(&pair, last);
}

static const char *role_of(const struct status *status)
{
	if (status->authority)
		return "authority";
	if (status->bridge && status->server)
		return "bridge";
	return status->server ? "relay" : "client";
}

/* ---- the tor process */

static bool is_verdict(struct span state)
{
	return state.len && !span_equal(state, "none recommended") &&
		!span_equal(state, "unknown");
}

static void show_tor(struct card *card, const struct status *status)
{
	struct span version = status_value(status, "version");
	struct span state = status_value(status, "status/version/current");
	struct span pid = status_value(status, "process/pid");
	struct span better = status_value(status,
		"status/version/recommended");
	struct buf text = BUF_INIT;
	unsigned long long seconds;

	buf_print(&text, "Tor %.*s", (int)version.len, version.at);
	card_head(card, buf_span(&text));
	if (is_verdict(state))
		card_line(card, "version", state);
	card_print(card, "role", "%s%s", role_of(status),
		status->onions_configured || status->onions_current ||
		status->onions_detached ? ", with onion services" : "");
	buf_reset(&text);
	if (span_number(status_value(status, "uptime"), &seconds))
		format_add_age(&text, seconds);
	buf_print(&text, "%s%.*s", pid.len ? ", process " : "", (int)pid.len,
		pid.at);
	card_line(card, "running", buf_span(&text));
	card_line(card, "torrc", status_value(status, "config-file"));
	buf_clear(&text);
	card_member(card, "version", EVENT_STRING, version);
	card_member(card, "version_status", EVENT_STRING, state);
	/* Tor answers "?" until it has a consensus. */
	if (!span_equal(better, "?"))
		card_member(card, "recommended", EVENT_LIST, better);
	card_member(card, "uptime", EVENT_NUMBER, status_value(status,
		"uptime"));
	card_member(card, "pid", EVENT_NUMBER, pid);
	card_member(card, "config_file", EVENT_STRING, status_value(status,
		"config-file"));
	card_member(card, "role", EVENT_STRING, span_of(role_of(status)));
}

/* ---- the network */

/* The key's last part is also the member's name. */
static const struct { const char *key, *label; } listeners[] = {
	{ "net/listeners/socks", "SocksPort" },
	{ "net/listeners/httptunnel", "HTTP tunnel" },
	{ "net/listeners/trans", "TransPort" },
	{ "net/listeners/natd", "NATDPort" },
	{ "net/listeners/dns", "DNSPort" },
	{ "net/listeners/or", "ORPort" },
	{ "net/listeners/dir", "DirPort" },
	{ "net/listeners/extor", "ExtORPort" },
	{ "net/listeners/metrics", "metrics" },
	{ "net/listeners/control", "control" },
};

/* Shows "127.0.0.1:9050" "unix:/path" without the quotes. */
static void show_listener(struct card *card, const char *name,
	const char *label, struct span list)
{
	struct buf text = BUF_INIT, item = BUF_INIT;
	struct buf *json = NULL;
	struct keyword word;

	while (keyword_next(&list, &word)) {
		buf_reset(&item);
		keyword_add_value(&item, &word);
		/* Tor reports a closed listener as an empty one. */
		if (!item.len)
			continue;
		if (!text.len)
			json = card_value(card, name);
		if (json) {
			buf_add_char(json, text.len ? ',' : '[');
			json_text_add(json, buf_span(&item), card->terminal);
		}
		buf_add_string(&text, text.len ? ", " : "");
		buf_add_span(&text, buf_span(&item));
	}
	if (json)
		buf_add_char(json, ']');
	card_line(card, label, buf_span(&text));
	buf_clear(&item);
	buf_clear(&text);
}

static void show_listeners(struct card *card, const struct status *status)
{
	card_open(card, "listeners");
	for (size_t i = 0; i < sizeof(listeners) / sizeof(*listeners); i++)
		show_listener(card, strrchr(listeners[i].key, '/') + 1,
			listeners[i].label, status_value(status,
			listeners[i].key));
	card_close(card);
}

static void show_bootstrap(struct card *card, const struct status *status)
{
	card_print(card, "bootstrap", "%llu%%%s%s", status->progress,
		status->phase.len ? ": " : "", buf_text(&status->phase));
	card_open(card, "bootstrap");
	card_number(card, "progress", status->progress);
	card_member(card, "summary", EVENT_STRING, buf_span(&status->phase));
	card_member(card, "warning", EVENT_STRING,
		buf_span(&status->trouble));
	card_close(card);
}

static void show_network(struct card *card, const struct status *status)
{
	struct span liveness = status_value(status, "network-liveness");
	struct span until = status_value(status, "consensus/valid-until");
	bool established = status_is_on(status, "status/circuit-established");

	card_head(card, span_of("Network"));
	show_bootstrap(card, status);
	card_print(card, "network", "%s%.*s%s%s", status->network_off ?
		"disabled, " : status->dormant ? "idle, " : "",
		(int)liveness.len, liveness.at, liveness.len ? ", " : "",
		established ? "circuits established" :
		"no circuits established");
	if (until.len)
		card_print(card, "consensus", "valid until %.*s UTC",
			(int)until.len, until.at);
	card_open(card, "network");
	card_bool(card, "enabled", !status->network_off);
	card_bool(card, "dormant", status->dormant);
	card_member(card, "liveness", EVENT_STRING, liveness);
	card_bool(card, "circuit_established", established);
	card_bool(card, "enough_dir_info", status_is_on(status,
		"status/enough-dir-info"));
	card_member(card, "consensus_valid_after", EVENT_STRING,
		status_value(status, "consensus/valid-after"));
	card_member(card, "consensus_valid_until", EVENT_STRING, until);
	card_close(card);
	show_listeners(card, status);
}

/* ---- activity */

static void show_count(struct card *card, const char *name,
	const char *good, const char *key, const struct status_count *count)
{
	if (!count->all)
		card_line(card, name, span_of("none"));
	else if (count->good == count->all)
		card_print(card, name, "%zu, all %s", count->all, good);
	else
		card_print(card, name, "%zu, %zu %s", count->all,
			count->good, good);
	card_open(card, name);
	card_number(card, "total", count->all);
	card_number(card, key, count->good);
	card_close(card);
}

static void show_traffic(struct card *card, const struct status *status)
{
	struct span read = status_value(status, "traffic/read");
	struct span written = status_value(status, "traffic/written");
	struct buf text = BUF_INIT;

	if (read.len && written.len) {
		add_bytes(&text, read);
		buf_add_string(&text, " read, ");
		add_bytes(&text, written);
		buf_add_string(&text, " written");
		card_line(card, "traffic", buf_span(&text));
		card_open(card, "traffic");
		card_member(card, "read", EVENT_NUMBER, read);
		card_member(card, "written", EVENT_NUMBER, written);
		card_close(card);
	}
	buf_clear(&text);
}

static void show_activity(struct card *card, const struct status *status)
{
	card_head(card, span_of("Activity"));
	show_traffic(card, status);
	show_count(card, "circuits", "built", "built", &status->circuits);
	show_count(card, "streams", "open", "open", &status->streams);
	show_count(card, "connections", "up", "up", &status->connections);
	if (status->guards.all)
		show_count(card, "guards", "up", "up", &status->guards);
}

/* ---- relays and services */

static const char *yes_no(const struct status *status, const char *key)
{
	return status_is_on(status, key) ? "yes" : "no";
}

static void show_server_lines(struct card *card, const struct status *status)
{
	const struct router_status *entry = status->entry;

	/* With the network off, Tor reports reachable without a test. */
	if (!status->network_off)
		card_print(card, "reachable", "ORPort %s%s%s", yes_no(status,
			"status/reachability-succeeded/or"),
			status_value(status, "net/listeners/dir").len ?
			", DirPort " : "", status_value(status,
			"net/listeners/dir").len ? yes_no(status,
			"status/reachability-succeeded/dir") : "");
	card_print(card, "descriptor", "%s, %s", status_is_on(status,
		"status/good-server-descriptor") ? "good" : "not good yet",
		status_is_on(status, "status/accepted-server-descriptor") ?
		"accepted by an authority" : "not accepted yet");
	if (!entry)
		return;
	card_line(card, "flags", entry->flags);
	if (entry->bandwidth.len)
		card_print(card, "weight", "%.*s kB/s",
			(int)entry->bandwidth.len, entry->bandwidth.at);
}

static void add_server_members(struct card *card, const struct status *status)
{
	const struct router_status *entry = status->entry;

	card_bool(card, "listed", entry != NULL);
	if (entry) {
		card_words(card, "flags", entry->flags);
		card_member(card, "bandwidth", EVENT_NUMBER, entry->bandwidth);
	}
	if (!status->network_off) {
		card_bool(card, "or_reachable", status_is_on(status,
			"status/reachability-succeeded/or"));
		card_bool(card, "dir_reachable", status_is_on(status,
			"status/reachability-succeeded/dir"));
	}
	card_bool(card, "descriptor_good", status_is_on(status,
		"status/good-server-descriptor"));
	card_bool(card, "descriptor_accepted", status_is_on(status,
		"status/accepted-server-descriptor"));
}

static void show_server(struct card *card, const struct status *status)
{
	const char *nickname = status->nickname ? status->nickname :
		"Unnamed";
	struct span fingerprint = status_value(status, "fingerprint");
	struct span address = status_value(status, "address");
	char *head;

	if (!status->server)
		return;
	head = alloc_print("%s %s", status->bridge ? "Bridge" : "Relay",
		nickname);
	card_head(card, span_of(head));
	free(head);
	card_line(card, "fingerprint", fingerprint);
	card_line(card, "address", address);
	show_server_lines(card, status);
	card_open(card, "relay");
	card_member(card, "nickname", EVENT_STRING, span_of(nickname));
	card_member(card, "fingerprint", EVENT_STRING, fingerprint);
	card_member(card, "address", EVENT_STRING, address);
	add_server_members(card, status);
	card_close(card);
}

/* Shows "read written"; whichever reaches the limit first counts. */
static void show_transfer(struct card *card, const char *label,
	struct span pair)
{
	struct buf text = BUF_INIT;
	struct span read, written;

	split(pair, &read, &written);
	if (written.len) {
		add_bytes(&text, read);
		buf_add_string(&text, " read, ");
		add_bytes(&text, written);
		buf_add_string(&text, " written");
	}
	card_line(card, label, buf_span(&text));
	buf_clear(&text);
}

static void show_accounting(struct card *card, const struct status *status)
{
	struct span used = status_value(status, "accounting/bytes");
	struct span left = status_value(status, "accounting/bytes-left");
	struct span start = status_value(status, "accounting/interval-start");
	struct span end = status_value(status, "accounting/interval-end");
	struct span state = status_value(status, "accounting/hibernating");
	struct span read, written;

	if (!status->accounting)
		return;
	card_head(card, span_of("Accounting"));
	card_line(card, "state", span_equal(state, "awake") ? state :
		span_equal(state, "soft") ? span_of("hibernating, no new "
			"connections") : span_of("hibernating"));
	show_transfer(card, "used", used);
	show_transfer(card, "left", left);
	if (end.len)
		card_print(card, "interval", "%.*s to %.*s UTC",
			(int)start.len, start.at, (int)end.len, end.at);
	card_open(card, "accounting");
	card_member(card, "hibernating", EVENT_STRING, state);
	split(used, &read, &written);
	card_member(card, "read", EVENT_NUMBER, read);
	card_member(card, "written", EVENT_NUMBER, written);
	split(left, &read, &written);
	card_member(card, "read_left", EVENT_NUMBER, read);
	card_member(card, "written_left", EVENT_NUMBER, written);
	card_member(card, "interval_start", EVENT_STRING, start);
	card_member(card, "interval_end", EVENT_STRING, end);
	card_close(card);
}

static void show_onions(struct card *card, const struct status *status)
{
	struct buf text = BUF_INIT;

	if (!status->onions_configured && !status->onions_current &&
		!status->onions_detached)
		return;
	if (status->onions_configured)
		buf_print(&text, "%zu in torrc", status->onions_configured);
	if (status->onions_detached)
		buf_print(&text, "%s%zu detached", text.len ? ", " : "",
			status->onions_detached);
	if (status->onions_current)
		buf_print(&text, "%s%zu of this connection", text.len ? ", " :
			"", status->onions_current);
	card_line(card, "onions", buf_span(&text));
	buf_clear(&text);
	card_open(card, "onion_services");
	card_number(card, "configured", status->onions_configured);
	card_number(card, "detached", status->onions_detached);
	card_number(card, "current", status->onions_current);
	card_close(card);
}

static void show_warnings(struct card *card, const struct status *status)
{
	struct strv warnings = STRV_INIT;
	struct buf *json;

	status_list_warnings(status, &warnings);
	if (warnings.len)
		card_head(card, span_of("Warnings"));
	json = card_value(card, "warnings");
	if (json)
		buf_add_char(json, '[');
	for (size_t i = 0; i < warnings.len; i++) {
		card_line(card, "!", span_of(warnings.items[i]));
		if (json && i)
			buf_add_char(json, ',');
		if (json)
			json_text_add(json, span_of(warnings.items[i]),
				card->terminal);
	}
	if (json)
		buf_add_char(json, ']');
	strv_clear(&warnings);
}

void status_show(struct card *card, const struct status *status)
{
	show_tor(card, status);
	show_network(card, status);
	show_activity(card, status);
	show_onions(card, status);
	show_server(card, status);
	show_accounting(card, status);
	show_warnings(card, status);
}
