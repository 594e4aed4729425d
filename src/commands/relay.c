/* relay: details of one relay. */
#include "cmd/session.h"
#include "out/card.h"
#include "proto/event_json.h"
#include "tor/info.h"
#include "tor/relay.h"
#include "util/alloc.h"
#include "util/format.h"

/* ---- text */

static void join(struct buf *to, const struct router_status_lines *lines)
{
	for (size_t i = 0; i < lines->len; i++) {
		buf_add_string(to, to->len ? ", " : "");
		buf_add_span(to, lines->items[i]);
	}
}

static void show_list(struct card *card, const char *label,
	const struct router_status_lines *lines)
{
	struct buf text = BUF_INIT;

	join(&text, lines);
	card_line(card, label, buf_span(&text));
	buf_clear(&text);
}

static void show_addresses(struct card *card,
	const struct router_status *entry)
{
	struct buf text = BUF_INIT;

	buf_add_span(&text, entry->address);
	buf_add_char(&text, ':');
	buf_add_span(&text, entry->or_port);
	join(&text, &entry->addresses);
	card_line(card, "address", buf_span(&text));
	buf_clear(&text);
	if (!span_equal(entry->dir_port, "0"))
		card_print(card, "directory", "port %.*s",
			(int)entry->dir_port.len, entry->dir_port.at);
}

/* Bytes per second: the relay's limit, its burst, and the measured rate. */
static void show_bandwidth(struct card *card, struct span numbers)
{
	static const char *const what[] = { " limit", " in bursts",
		" seen" };
	struct buf text = BUF_INIT;
	struct span word;
	unsigned long long bytes;

	for (size_t i = 0; i < 3 && span_next_word(&numbers, &word) &&
		span_number(word, &bytes); i++) {
		buf_add_string(&text, i ? ", " : "");
		format_add_bytes(&text, bytes);
		buf_print(&text, "/s%s", what[i]);
	}
	card_line(card, "bandwidth", buf_span(&text));
	buf_clear(&text);
}

static void show_uptime(struct card *card,
	const struct router_descriptor *descriptor)
{
	struct buf text = BUF_INIT;
	unsigned long long seconds;

	if (span_number(descriptor->uptime, &seconds)) {
		format_add_age(&text, seconds);
		buf_add_string(&text, " at publication");
	}
	card_line(card, "uptime", buf_span(&text));
	buf_clear(&text);
	if (descriptor->published.len)
		card_print(card, "published", "%.*s UTC",
			(int)descriptor->published.len,
			descriptor->published.at);
}

static void show_policies(struct card *card, const struct relay *relay)
{
	const struct router_descriptor *descriptor = &relay->descriptor;
	struct span policy = relay->entry->policy.len ? relay->entry->policy :
		descriptor->policy;

	/* A microdescriptor omits a policy that allows no port. */
	if (!policy.len && relay->document == RELAY_MICRO)
		policy = span_of("reject 1-65535");
	card_line(card, "exit ports", policy);
	card_line(card, "IPv6 ports", descriptor->policy6);
	show_list(card, "exit policy", &descriptor->rules);
}

static void show_entry(struct card *card, const struct relay *relay)
{
	const struct router_status *entry = relay->entry;

	card_line(card, "fingerprint", span_of(entry->fingerprint));
	card_line(card, "ed25519", relay->descriptor.ed25519);
	show_addresses(card, entry);
	card_line(card, "country", span_of(relay->country ? relay->country :
		""));
	if (relay->bridge)
		card_line(card, "bridge", span_of("used as a bridge; not in "
			"the consensus"));
	card_line(card, "flags", entry->flags);
	if (entry->bandwidth.len)
		card_print(card, "weight", "%.*s kB/s%s",
			(int)entry->bandwidth.len, entry->bandwidth.at,
			span_equal(entry->measures, "Unmeasured=1") ?
			" (unmeasured)" : "");
}

static void show_document(struct card *card, const struct relay *relay)
{
	const struct router_descriptor *descriptor = &relay->descriptor;

	card_line(card, "version", descriptor->platform);
	show_uptime(card, descriptor);
	show_bandwidth(card, descriptor->bandwidth);
	show_policies(card, relay);
	card_line(card, "family", descriptor->family);
	card_line(card, "contact", descriptor->contact);
	if (span_equal(descriptor->hibernating, "1"))
		card_line(card, "hibernating", span_of("not accepting "
			"circuits"));
	if (descriptor->overloaded.len)
		card_print(card, "overloaded", "since %.*s UTC",
			(int)span_from(descriptor->overloaded, 2).len,
			span_from(descriptor->overloaded, 2).at);
	card_line(card, "distribution", descriptor->distribution);
	card_line(card, "protocols", descriptor->protocols);
	if (relay->document == RELAY_MICRO)
		card_line(card, "unknown", span_of("version, uptime, "
			"bandwidth and contact are not in microdescriptors; "
			"set UseMicrodescriptors 0 to fetch full descriptors"));
	else if (relay->document == RELAY_NOTHING)
		card_line(card, "unknown", span_of("Tor has no descriptor "
			"of this relay yet"));
}

static void show_text(struct card *card, const struct relay *relay)
{
	card_head(card, relay->entry->nickname);
	show_entry(card, relay);
	show_document(card, relay);
}

/* ---- JSON */

static void add_list(struct card *card, const char *name,
	const struct router_status_lines *lines)
{
	struct json *to = lines->len ? card_value(card, name) : NULL;

	if (!to)
		return;
	json_open_array(to);
	for (size_t i = 0; i < lines->len; i++)
		json_add_string(to, lines->items[i]);
	json_close_array(to);
}

static void add_bandwidth(struct card *card, struct span numbers)
{
	static const char *const names[] = { "rate", "burst", "observed" };
	struct span word;

	if (!numbers.len)
		return;
	card_open(card, "bandwidth");
	for (size_t i = 0; i < 3 && span_next_word(&numbers, &word); i++)
		card_member(card, names[i], EVENT_NUMBER, word);
	card_close(card);
}

static void add_document(struct card *card, const struct relay *relay)
{
	const struct router_descriptor *descriptor = &relay->descriptor;

	if (relay->document == RELAY_NOTHING)
		return;
	card_open(card, "descriptor");
	card_member(card, "type", EVENT_STRING, span_of(relay->document ==
		RELAY_FULL ? "full" : "micro"));
	card_member(card, "ed25519", EVENT_STRING, descriptor->ed25519);
	card_member(card, "platform", EVENT_STRING, descriptor->platform);
	card_member(card, "published", EVENT_STRING, descriptor->published);
	card_member(card, "uptime", EVENT_NUMBER, descriptor->uptime);
	add_bandwidth(card, descriptor->bandwidth);
	add_list(card, "or_addresses", &descriptor->addresses);
	card_member(card, "exit_ports", EVENT_STRING, descriptor->policy);
	card_member(card, "exit_ports_v6", EVENT_STRING, descriptor->policy6);
	add_list(card, "exit_policy", &descriptor->rules);
	if (descriptor->family.len)
		card_words(card, "family", descriptor->family);
	card_member(card, "contact", EVENT_STRING, descriptor->contact);
	if (relay->document == RELAY_FULL)
		card_bool(card, "hibernating",
			span_equal(descriptor->hibernating, "1"));
	card_member(card, "overloaded", EVENT_STRING, descriptor->overloaded);
	card_member(card, "distribution", EVENT_STRING,
		descriptor->distribution);
	if (descriptor->protocols.len)
		card_words(card, "protocols", descriptor->protocols);
	card_close(card);
}

/* Adds the fields of the NS event, and others. */
static void add_json(struct card *card, const struct relay *relay)
{
	struct json *to = card_object(card);

	if (!to)
		return;
	event_json_add_entry(to, relay->entry);
	card_member(card, "country", EVENT_STRING, span_of(relay->country ?
		relay->country : ""));
	card_bool(card, "bridge", relay->bridge);
	add_document(card, relay);
}

/* ---- the command */

/* Shows the replies about the relay as Tor sends them. */
static bool show_raw(struct call *call, const struct relay *relay,
	struct error *error)
{
	static const char *const keys[] = { [RELAY_FULL] = "desc/id/",
		[RELAY_MICRO] = "md/id/" };
	struct strv list = STRV_INIT;
	bool ok;

	strv_take(&list, alloc_print("ns/id/%s", relay->entry->fingerprint));
	if (relay->bridge)
		strv_clear(&list);
	if (relay->document != RELAY_NOTHING)
		strv_take(&list, alloc_print("%s%s", keys[relay->document],
			relay->entry->fingerprint));
	ok = !list.len || info_get(call->session->tor->connection, &list,
		&call->result.info, error);
	strv_clear(&list);
	return ok;
}

static bool run_relay(struct call *call, struct error *error)
{
	const struct output *output = call->session->output;
	struct relay relay = { 0 };
	struct card card;
	bool ok;

	ok = relay_read(&relay, call->session->tor->connection,
		args_value(&call->args, "WHO"), error);
	if (ok && output->form == OUTPUT_RAW) {
		ok = show_raw(call, &relay, error);
	} else if (ok) {
		card_begin(&card, output);
		show_text(&card, &relay);
		add_json(&card, &relay);
		card_end(&card, &call->result);
	}
	relay_clear(&relay);
	return ok;
}

const struct command commands_relay[] = {
	{
		.name = "relay",
		.group = COMMAND_CIRCUITS,
		.summary = "show one relay in detail",
		.arguments = ARGUMENTS(
			{ "WHO", ARGUMENT_RELAY_NAME, 0, "a fingerprint (with "
				"or without $), nickname or IP address" },
		),
		.run = run_relay,
		.wire = "GETINFO ns/all\n"
			"GETINFO ns/id/*\n"
			"GETINFO ns/purpose/bridge\n"
			"GETINFO consensus/valid-until\n"
			"GETINFO desc/id/*\n"
			"GETINFO md/id/*\n"
			"GETINFO ip-to-country/*\n",
		.example = "torctl relay moria1",
		.replies = "Shows only what Tor already has; nothing is "
			"fetched. If several relays share a nickname or "
			"address, the command fails and lists their "
			"fingerprints. With --json, prints an object like "
			"those of the NS event, plus country, bridge and "
			"descriptor.",
		.errors = ERRORS(
			{ "552", "not in the consensus, and not one of Tor's "
				"bridges" },
		),
	},
	{ .name = NULL },
};
