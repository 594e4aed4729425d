/* An overview of Tor as text or as a JSON object. */
#include "commands/status_show.h"

#include "proto/keyword.h"
#include "tor/health.h"
#include "util/alloc.h"
#include "util/format.h"

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

/* NULL if it is unknown. */
static const char *role_of(const struct status *status)
{
	if (status->server == STATUS_UNKNOWN)
		return NULL;
	if (status->authority)
		return "authority";
	if (status->server == STATUS_NO)
		return "client";
	return status->bridge == STATUS_YES ? "bridge" : "relay";
}

/* Shows a value that is unknown if Tor refused to tell it. */
static void show_value(struct card *card, const char *label,
	const struct status *status, const char *key)
{
	card_line(card, label, status_knows(status, key) ?
		status_value(status, key) : span_of("?"));
}

/* Adds a member unless it is unknown. */
static void add_fact(struct card *card, const char *name,
	enum status_fact fact)
{
	if (fact != STATUS_UNKNOWN)
		card_bool(card, name, fact == STATUS_YES);
}

static bool has_onions(const struct status *status)
{
	return status->onions_configured.all || status->onions_current.all ||
		status->onions_detached.all;
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
	const char *role = role_of(status);
	struct buf text = BUF_INIT;
	unsigned long long seconds;

	if (!status_knows(status, "version"))
		version = span_of("?");
	buf_print(&text, "Tor %.*s", (int)version.len, version.at);
	card_head(card, buf_span(&text));
	if (is_verdict(state))
		card_line(card, "version", state);
	card_print(card, "role", "%s%s", role ? role : "?",
		has_onions(status) ? ", with onion services" : "");
	buf_reset(&text);
	if (span_number(status_value(status, "uptime"), &seconds))
		format_add_age(&text, seconds);
	else if (!status_knows(status, "uptime"))
		buf_add_char(&text, '?');
	buf_print(&text, "%s%.*s", pid.len ? ", process " : "", (int)pid.len,
		pid.at);
	card_line(card, "running", buf_span(&text));
	show_value(card, "torrc", status, "config-file");
	buf_clear(&text);
	card_member(card, "version", EVENT_STRING, status_value(status,
		"version"));
	card_member(card, "version_status", EVENT_STRING, state);
	/* Tor answers "?" until it has a consensus. */
	if (!span_equal(better, "?"))
		card_member(card, "recommended", EVENT_LIST, better);
	card_member(card, "uptime", EVENT_NUMBER, status_value(status,
		"uptime"));
	card_member(card, "pid", EVENT_NUMBER, pid);
	card_member(card, "config_file", EVENT_STRING, status_value(status,
		"config-file"));
	card_member(card, "role", EVENT_STRING, span_of(role ? role : ""));
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
	struct json *json = NULL;
	struct keyword word;

	while (keyword_next(&list, &word)) {
		buf_reset(&item);
		keyword_add_value(&item, &word);
		/* Tor reports a closed listener as an empty one. */
		if (!item.len)
			continue;
		if (!text.len && (json = card_value(card, name)))
			json_open_array(json);
		if (json)
			json_add_string(json, buf_span(&item));
		buf_add_string(&text, text.len ? ", " : "");
		buf_add_span(&text, buf_span(&item));
	}
	if (json)
		json_close_array(json);
	card_line(card, label, buf_span(&text));
	buf_clear(&item);
	buf_clear(&text);
}

static void show_listeners(struct card *card, const struct status *status)
{
	enum { COUNT = sizeof(listeners) / sizeof(*listeners) };
	size_t known = 0;

	for (size_t i = 0; i < COUNT; i++)
		known += status_knows(status, listeners[i].key);
	if (known)
		card_open(card, "listeners");
	for (size_t i = 0; i < COUNT; i++)
		show_listener(card, strrchr(listeners[i].key, '/') + 1,
			listeners[i].label, status_value(status,
			listeners[i].key));
	if (known)
		card_close(card);
	if (known < COUNT)
		card_line(card, known ? "other ports" : "ports", span_of("?"));
}

static void show_bootstrap(struct card *card, const struct status *status)
{
	if (status->progress < 0) {
		card_line(card, "bootstrap", span_of("?"));
		return;
	}
	card_print(card, "bootstrap", "%d%%%s%s", status->progress,
		status->phase.len ? ": " : "", buf_text(&status->phase));
	card_open(card, "bootstrap");
	card_number(card, "progress", (unsigned)status->progress);
	card_member(card, "summary", EVENT_STRING, buf_span(&status->phase));
	card_member(card, "warning", EVENT_STRING,
		buf_span(&status->trouble));
	card_close(card);
}

static void add_part(struct buf *to, const char *part)
{
	buf_print(to, "%s%s", to->len ? ", " : "", part);
}

/* Shows what is known of the network's state. */
static void show_state(struct card *card, const struct status *status)
{
	enum status_fact established = status_fact(status,
		"status/circuit-established");
	struct span liveness = status_value(status, "network-liveness");
	struct buf text = BUF_INIT;

	if (status->network_off == STATUS_YES)
		add_part(&text, "disabled");
	else if (status->dormant == STATUS_YES)
		add_part(&text, "idle");
	buf_print(&text, "%s%.*s", text.len && liveness.len ? ", " : "",
		(int)liveness.len, liveness.at);
	if (established != STATUS_UNKNOWN)
		add_part(&text, established == STATUS_YES ?
			"circuits established" : "no circuits established");
	card_line(card, "network", text.len ? buf_span(&text) : span_of("?"));
	buf_clear(&text);
}

static void show_network(struct card *card, const struct status *status)
{
	struct span until = status_value(status, "consensus/valid-until");

	card_head(card, span_of("Network"));
	show_bootstrap(card, status);
	show_state(card, status);
	if (until.len)
		card_print(card, "consensus", "valid until %.*s UTC",
			(int)until.len, until.at);
	else
		show_value(card, "consensus", status,
			"consensus/valid-until");
	card_open(card, "network");
	if (status->network_off != STATUS_UNKNOWN)
		card_bool(card, "enabled", status->network_off == STATUS_NO);
	add_fact(card, "dormant", status->dormant);
	card_member(card, "liveness", EVENT_STRING, status_value(status,
		"network-liveness"));
	add_fact(card, "circuit_established", status_fact(status,
		"status/circuit-established"));
	add_fact(card, "enough_dir_info", status_fact(status,
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
	if (!count->known) {
		card_line(card, name, span_of("?"));
		return;
	}
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
	} else {
		show_value(card, "traffic", status, "traffic/read");
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
	if (status->guards.all || !status->guards.known)
		show_count(card, "guards", "up", "up", &status->guards);
}

/* ---- relays and services */

static const char *yes_no(const struct status *status, const char *key)
{
	static const char *const words[] = { "?", "no", "yes" };

	return words[status_fact(status, key)];
}

static void show_server_lines(struct card *card, const struct status *status)
{
	static const char *const good[] = { "?", "not good yet", "good" };
	static const char *const accepted[] = { "?", "not accepted yet",
		"accepted by an authority" };
	const struct router_status *entry = status->entry;

	/* With the network off, Tor reports reachable without a test. */
	if (status->network_off != STATUS_YES)
		card_print(card, "reachable", "ORPort %s%s%s", yes_no(status,
			"status/reachability-succeeded/or"),
			status_value(status, "net/listeners/dir").len ?
			", DirPort " : "", status_value(status,
			"net/listeners/dir").len ? yes_no(status,
			"status/reachability-succeeded/dir") : "");
	card_print(card, "descriptor", "%s, %s", good[status_fact(status,
		"status/good-server-descriptor")], accepted[status_fact(
		status, "status/accepted-server-descriptor")]);
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

	add_fact(card, "listed", status->listed);
	if (entry) {
		card_words(card, "flags", entry->flags);
		card_member(card, "bandwidth", EVENT_NUMBER, entry->bandwidth);
	}
	if (status->network_off != STATUS_YES) {
		add_fact(card, "or_reachable", status_fact(status,
			"status/reachability-succeeded/or"));
		add_fact(card, "dir_reachable", status_fact(status,
			"status/reachability-succeeded/dir"));
	}
	add_fact(card, "descriptor_good", status_fact(status,
		"status/good-server-descriptor"));
	add_fact(card, "descriptor_accepted", status_fact(status,
		"status/accepted-server-descriptor"));
}

static void show_server(struct card *card, const struct status *status)
{
	const char *nickname = status->nickname ? status->nickname :
		status_refusal(status, "Nickname") ? "?" : "Unnamed";
	struct span fingerprint = status_value(status, "fingerprint");
	struct span address = status_value(status, "address");
	char *head;

	if (status->server != STATUS_YES)
		return;
	head = alloc_print("%s %s", status->bridge == STATUS_YES ? "Bridge" :
		"Relay",
		nickname);
	card_head(card, span_of(head));
	free(head);
	show_value(card, "fingerprint", status, "fingerprint");
	show_value(card, "address", status, "address");
	show_server_lines(card, status);
	card_open(card, "relay");
	if (!status_refusal(status, "Nickname"))
		card_member(card, "nickname", EVENT_STRING,
			span_of(nickname));
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

	if (status->accounting != STATUS_YES)
		return;
	card_head(card, span_of("Accounting"));
	card_line(card, "state", !state.len ? span_of("?") :
		span_equal(state, "awake") ? state :
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
	const struct {
		const struct status_count *count;
		const char *text, *name;
	} kinds[] = {
		{ &status->onions_configured, "in torrc", "configured" },
		{ &status->onions_detached, "detached", "detached" },
		{ &status->onions_current, "of this connection", "current" },
	};
	enum { KINDS = sizeof(kinds) / sizeof(*kinds) };
	struct buf text = BUF_INIT;
	bool known = true;

	for (size_t i = 0; i < KINDS; i++) {
		known = known && kinds[i].count->known;
		if (kinds[i].count->all)
			buf_print(&text, "%s%zu %s", text.len ? ", " : "",
				kinds[i].count->all, kinds[i].text);
	}
	if (!known)
		add_part(&text, "?");
	card_line(card, "onions", buf_span(&text));
	buf_clear(&text);
	if (!has_onions(status))
		return;
	card_open(card, "onion_services");
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].count->known)
			card_number(card, kinds[i].name, kinds[i].count->all);
	card_close(card);
}

static void show_warnings(struct card *card, const struct status *status)
{
	struct strv warnings = STRV_INIT;
	struct json *json;

	health_list_warnings(status, &warnings);
	if (warnings.len)
		card_head(card, span_of("Warnings"));
	json = card_value(card, "warnings");
	if (json)
		json_open_array(json);
	for (size_t i = 0; i < warnings.len; i++) {
		card_line(card, "!", span_of(warnings.items[i]));
		if (json)
			json_add_string(json, span_of(warnings.items[i]));
	}
	if (json)
		json_close_array(json);
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
