/* relay: details of one relay. */
#include "cmd/session.h"
#include "out/details.h"
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

static void show_list(struct details *details, const char *label,
	const struct router_status_lines *lines)
{
	struct buf text = BUF_INIT;

	join(&text, lines);
	details_line(details, label, buf_span(&text));
	buf_clear(&text);
}

static void show_addresses(struct details *details,
	const struct router_status *entry)
{
	struct buf text = BUF_INIT;

	buf_add_span(&text, entry->address);
	buf_add_char(&text, ':');
	buf_add_span(&text, entry->or_port);
	join(&text, &entry->addresses);
	details_line(details, "address", buf_span(&text));
	buf_clear(&text);
	if (!span_equal(entry->dir_port, "0"))
		details_print(details, "directory", "port %.*s",
			(int)entry->dir_port.len, entry->dir_port.at);
}

/* Bytes per second: the relay's limit, its burst, and the measured rate. */
static void show_bandwidth(struct details *details, struct span numbers)
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
	details_line(details, "bandwidth", buf_span(&text));
	buf_clear(&text);
}

static void show_uptime(struct details *details,
	const struct router_descriptor *descriptor)
{
	struct buf text = BUF_INIT;
	unsigned long long seconds;

	if (span_number(descriptor->uptime, &seconds)) {
		format_add_age(&text, seconds);
		buf_add_string(&text, " at publication");
	}
	details_line(details, "uptime", buf_span(&text));
	buf_clear(&text);
	if (descriptor->published.len)
		details_print(details, "published", "%.*s UTC",
			(int)descriptor->published.len,
			descriptor->published.at);
}

static void show_policies(struct details *details, const struct relay *relay)
{
	const struct router_descriptor *descriptor = &relay->descriptor;
	struct span policy = relay->entry->policy.len ? relay->entry->policy :
		descriptor->policy;

	/* A microdescriptor omits a policy that allows no port. */
	if (!policy.len && relay->document == RELAY_MICRO)
		policy = span_of("reject 1-65535");
	details_line(details, "exit ports", policy);
	details_line(details, "IPv6 ports", descriptor->policy6);
	show_list(details, "exit policy", &descriptor->rules);
}

static void show_entry(struct details *details, const struct relay *relay)
{
	const struct router_status *entry = relay->entry;

	details_line(details, "fingerprint", span_of(entry->fingerprint));
	details_line(details, "ed25519", relay->descriptor.ed25519);
	show_addresses(details, entry);
	details_line(details, "country",
		span_of(relay->country ? relay->country : ""));
	if (relay->bridge)
		details_line(details, "bridge",
			span_of("used as a bridge; not in "
				"the consensus"));
	details_line(details, "flags", entry->flags);
	if (entry->bandwidth.len)
		details_print(details, "weight", "%.*s kB/s%s",
			(int)entry->bandwidth.len, entry->bandwidth.at,
			span_equal(entry->measures, "Unmeasured=1") ?
			" (unmeasured)" : "");
}

static void show_document(struct details *details, const struct relay *relay)
{
	const struct router_descriptor *descriptor = &relay->descriptor;

	details_line(details, "version", descriptor->platform);
	show_uptime(details, descriptor);
	show_bandwidth(details, descriptor->bandwidth);
	show_policies(details, relay);
	details_line(details, "family", descriptor->family);
	details_line(details, "contact", descriptor->contact);
	if (span_equal(descriptor->hibernating, "1"))
		details_line(details, "hibernating", span_of("not accepting "
			"circuits"));
	if (descriptor->overloaded.len)
		details_print(details, "overloaded", "since %.*s UTC",
			(int)span_from(descriptor->overloaded, 2).len,
			span_from(descriptor->overloaded, 2).at);
	details_line(details, "distribution", descriptor->distribution);
	details_line(details, "protocols", descriptor->protocols);
	if (relay->document == RELAY_MICRO)
		details_line(details, "unknown", span_of("version, uptime, "
			"bandwidth and contact are not in microdescriptors; "
			"set UseMicrodescriptors 0 to fetch full descriptors"));
	else if (relay->document == RELAY_NOTHING)
		details_line(details, "unknown",
			span_of("Tor has no descriptor "
				"of this relay yet"));
}

static void show_text(struct details *details, const struct relay *relay)
{
	details_heading(details, relay->entry->nickname);
	show_entry(details, relay);
	show_document(details, relay);
}

/* ---- JSON */

static void add_list(struct details *details, const char *name,
	const struct router_status_lines *lines)
{
	struct json *to = lines->len ? details_value(details, name) : NULL;

	if (!to)
		return;
	json_open_array(to);
	for (size_t i = 0; i < lines->len; i++)
		json_add_string(to, lines->items[i]);
	json_close_array(to);
}

static void add_bandwidth(struct details *details, struct span numbers)
{
	static const char *const names[] = { "rate", "burst", "observed" };
	struct span word;

	if (!numbers.len)
		return;
	details_open(details, "bandwidth");
	for (size_t i = 0; i < 3 && span_next_word(&numbers, &word); i++)
		details_member(details, names[i], EVENT_NUMBER, word);
	details_close(details);
}

static void add_document(struct details *details, const struct relay *relay)
{
	const struct router_descriptor *descriptor = &relay->descriptor;

	if (relay->document == RELAY_NOTHING)
		return;
	details_open(details, "descriptor");
	details_member(details, "type", EVENT_STRING, span_of(relay->document ==
		RELAY_FULL ? "full" : "micro"));
	details_member(details, "ed25519", EVENT_STRING, descriptor->ed25519);
	details_member(details, "platform", EVENT_STRING, descriptor->platform);
	details_member(details, "published", EVENT_STRING,
		descriptor->published);
	details_member(details, "uptime", EVENT_NUMBER, descriptor->uptime);
	add_bandwidth(details, descriptor->bandwidth);
	add_list(details, "or_addresses", &descriptor->addresses);
	details_member(details, "exit_ports", EVENT_STRING, descriptor->policy);
	details_member(details, "exit_ports_v6", EVENT_STRING,
		descriptor->policy6);
	add_list(details, "exit_policy", &descriptor->rules);
	if (descriptor->family.len)
		details_words(details, "family", descriptor->family);
	details_member(details, "contact", EVENT_STRING, descriptor->contact);
	if (relay->document == RELAY_FULL)
		details_bool(details, "hibernating",
			span_equal(descriptor->hibernating, "1"));
	details_member(details, "overloaded", EVENT_STRING,
		descriptor->overloaded);
	details_member(details, "distribution", EVENT_STRING,
		descriptor->distribution);
	if (descriptor->protocols.len)
		details_words(details, "protocols", descriptor->protocols);
	details_close(details);
}

/* Adds the fields of the NS event, and others. */
static void add_json(struct details *details, const struct relay *relay)
{
	struct json *to = details_object(details);

	if (!to)
		return;
	event_json_add_entry(to, relay->entry);
	details_member(details, "country", EVENT_STRING,
		span_of(relay->country ? relay->country : ""));
	details_bool(details, "bridge", relay->bridge);
	add_document(details, relay);
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
	ok = !list.len || session_show_info(call->session, &list, error);
	strv_clear(&list);
	return ok;
}

static bool run_relay(struct call *call, struct error *error)
{
	const struct output *output = call->session->output;
	struct relay relay = { 0 };
	struct details details;
	bool ok;

	ok = relay_read(&relay, call->session->tor->connection,
		args_value(&call->args, "WHO"), error);
	if (ok && output->form == OUTPUT_RAW) {
		ok = show_raw(call, &relay, error);
	} else if (ok) {
		details_begin(&details, &call->result, output);
		show_text(&details, &relay);
		add_json(&details, &relay);
		details_end(&details);
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
