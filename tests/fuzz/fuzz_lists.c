/*
 * What Tor answers to questions, and its files: each reader of a list against
 * a peer that says what the input says. The first byte chooses the reader ("a"
 * is the first row of the table), and the rest is the chunks of world.h.
 */
#include "fuzz/world.h"

#include "proto/event.h"
#include "tor/bootstrap.h"
#include "tor/circuits.h"
#include "tor/conf.h"
#include "tor/conf_list.h"
#include "tor/conf_names.h"
#include "tor/consensus.h"
#include "tor/countries.h"
#include "tor/descriptor.h"
#include "tor/family.h"
#include "tor/held.h"
#include "tor/info.h"
#include "tor/log_tail.h"
#include "tor/lookup.h"
#include "tor/onion.h"
#include "tor/path.h"
#include "tor/policies.h"
#include "tor/relay.h"
#include "tor/status.h"
#include "tor/streams.h"
#include "tor/torrc.h"
#include "util/clock.h"

#define FINGERPRINT "9695DFC35FFEB861329B9F1AB04C46397020CE31"
#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"

/* An error is set if, and only if, the call failed. Tor's may be empty. */
static void check_error(bool ok, const struct error *error)
{
	fuzz_assert(ok == (error->kind == ERROR_NONE));
	fuzz_assert(ok || error->kind == ERROR_TOR || *error->text);
}

/* ---- consensus, families and policies */

static void check_consensus(const struct consensus *consensus)
{
	for (size_t i = 0; i < consensus->len; i++) {
		const struct router_status *relay = &consensus->relays[i];
		const struct router_status *found =
			consensus_find_fingerprint(consensus,
			relay->fingerprint);

		fuzz_assert(found && !strcmp(found->fingerprint,
			relay->fingerprint));
		family_lists(relay->flags, relay);
	}
}

static void read_consensus(struct connection *connection, struct error *error)
{
	static const char *const names[] = { "moria1", "10.0.0.1",
		"[2001:db8::1]", "$" FINGERPRINT "~moria1", "no relay" };
	struct consensus consensus = { 0 };
	struct policies policies = { 0 };

	check_error(consensus_read(&consensus, connection, "ns/all", error),
		error);
	error_clear(error);
	check_consensus(&consensus);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct router_status *found = consensus_find(&consensus,
			names[i], error);

		check_error(found, error);
		error_clear(error);
	}
	check_error(policies_load(&policies, connection, &consensus, error),
		error);
	policies_clear(&policies);
	consensus_clear(&consensus);
}

static void read_relay(struct connection *connection, struct error *error)
{
	struct relay relay = { 0 };

	if (relay_read(&relay, connection, "moria1", error))
		fuzz_assert(relay.entry);
	relay_clear(&relay);
}

static void read_family(struct connection *connection, struct error *error)
{
	struct consensus consensus = { 0 };
	struct family families[2] = { { 0 }, { 0 } };
	const struct router_status *a, *b;

	if (consensus_read(&consensus, connection, "ns/all", error) &&
		consensus.len > 1) {
		a = &consensus.relays[0];
		b = &consensus.relays[1];
		if (family_read(&families[0], connection, a, error) &&
			family_read(&families[1], connection, b, error))
			fuzz_assert(family_joins(&families[0], a, &families[1],
				b) == family_joins(&families[1], b,
				&families[0], a));
	}
	family_clear(&families[0]);
	family_clear(&families[1]);
	consensus_clear(&consensus);
}

static void read_path(struct connection *connection, struct error *error)
{
	struct consensus consensus = { 0 };
	struct countries countries = { 0 };
	struct path path = { .consensus = &consensus };

	if (consensus_read(&consensus, connection, "ns/all", error) &&
		path_begin(&path, connection, error) &&
		path_add_exit(&path, connection, "us", &countries, error) &&
		path_complete(&path, connection, error)) {
		fuzz_assert(path.len == 3);
		fuzz_assert(path_has_flags(path.relays[2], "Running Exit"));
		fuzz_assert(path.relays[0] != path.relays[1] &&
			path.relays[1] != path.relays[2] &&
			path.relays[0] != path.relays[2]);
	}
	path_clear(&path);
	countries_clear(&countries);
	consensus_clear(&consensus);
}

/* ---- circuits, streams and countries */

static void check_events(const struct strv *events)
{
	for (size_t i = 0; i < events->len; i++) {
		struct span raw = span_of(events->items[i]);
		struct span id = held_id(events->items[i]);

		fuzz_assert(fuzz_count(raw, '\n') == 1);
		fuzz_assert(fuzz_inside(id, raw) || !id.len);
		fuzz_assert(held_find(events, id));
	}
}

static void read_held(struct connection *connection, struct error *error)
{
	struct streams_seen seen = { 0 };
	struct strv events = STRV_INIT;

	check_error(circuits_get(connection, &events, error), error);
	check_events(&events);
	for (size_t i = 0; i < events.len; i++)
		streams_seen_note(&seen, span_of(events.items[i]));
	strv_clear(&events);
	error_clear(error);
	check_error(streams_get(connection, &seen, &events, error), error);
	for (size_t i = 0; i < events.len; i++)
		streams_seen_note(&seen, span_of(events.items[i]));
	check_events(&events);
	strv_clear(&events);
	error_clear(error);
	check_error(held_get(connection, "orconn-status", "ORCONN", &events,
		error), error);
	check_events(&events);
	strv_clear(&events);
	streams_seen_clear(&seen);
}

static void read_countries(struct connection *connection, struct error *error)
{
	struct strv names = STRV_INIT, relays = STRV_INIT;
	struct countries countries = { 0 };
	const char *country;

	strv_add(&names, "10.0.0.1");
	strv_add(&names, "2001:db8::1");
	strv_add(&relays, FINGERPRINT);
	strv_add(&relays, "0000000000000000000000000000000000000000");
	if (countries_load(&countries, connection, &names, error) &&
		countries_load_relays(&countries, connection, &relays, error)) {
		country = countries_find(&countries, span_of("[2001:db8::1]"));
		fuzz_assert(!country || *country);
		countries_find_relay(&countries, span_of(FINGERPRINT));
		countries_relay_address(&countries, span_of(FINGERPRINT));
	}
	countries_clear(&countries);
	strv_clear(&names);
	strv_clear(&relays);
}

/* ---- configuration */

static void add_setting(struct pairs *settings, const char *name,
	const char *value)
{
	struct span text = span_of(value);

	pairs_add(settings, span_of(name), &text);
}

static void change_list(struct connection *connection, struct error *error)
{
	struct pairs names = { 0 }, settings = { 0 };
	struct reply reply = REPLY_INIT;

	if (!conf_names_load(connection, &names, error)) {
		pairs_clear(&names);
		return;
	}
	pairs_clear(&names);
	conf_names_builtin(&names);
	for (int remove = 0; remove < 2; remove++) {
		for (int i = 0; i < 2; i++) {
			add_setting(&settings, i ? "Log" : "HiddenServicePort",
				i ? "notice stdout" : "80 127.0.0.1:8080");
			check_error(conf_list_change(connection, remove ?
				CONF_LIST_REMOVE : CONF_LIST_ADD, &names,
				&settings, i ? NULL : "/x/", &reply, error),
				error);
			error_clear(error);
			reply_clear(&reply);
			pairs_clear(&settings);
		}
		add_setting(&settings, "HiddenServiceDir", "/x");
		add_setting(&settings, "LongLivedPorts", "21,22");
		conf_list_change(connection, remove ? CONF_LIST_REMOVE :
			CONF_LIST_ADD, &names, &settings, NULL, &reply, error);
		error_clear(error);
		reply_clear(&reply);
		pairs_clear(&settings);
	}
	pairs_clear(&names);
}

static void get_conf(struct connection *connection, struct error *error)
{
	struct strv keys = STRV_INIT;
	struct pairs options = { 0 };

	strv_add(&keys, "SocksPort");
	strv_add(&keys, "Log");
	check_error(conf_get(connection, &keys, &options, error), error);
	for (size_t i = 0; i < options.len; i++)
		fuzz_assert(*options.items[i].name);
	pairs_clear(&options);
	strv_clear(&keys);
}

static void read_torrc(struct connection *connection, struct error *error)
{
	struct strv missing = STRV_INIT;
	struct pairs options = { 0 };

	(void)connection;
	check_error(torrc_read("torrc", &options, &missing, error), error);
	pairs_clear(&options);
	strv_clear(&missing);
}

static void read_log(struct connection *connection, struct error *error)
{
	(void)connection;
	error_set(error, ERROR_CONNECTION, "tor ended");
	log_tail_append("log", error);
	fuzz_assert(strlen(error->text) < 8192);
}

/* ---- information and onion services */

static void read_info(struct connection *connection, struct error *error)
{
	struct strv keys = STRV_INIT, names = STRV_INIT;
	struct info info = { 0 };
	bool ok;

	strv_add(&keys, "version");
	strv_add(&keys, "config-text");
	ok = info_get(connection, &keys, &info, error);
	check_error(ok, error);
	fuzz_assert(info.len <= keys.len && (!ok || info.len == keys.len));
	info_clear(&info);
	error_clear(error);
	check_error(info_get_names(connection, "info/names", &names, error),
		error);
	for (size_t i = 0; i < names.len; i++)
		fuzz_assert(*names.items[i]);
	strv_clear(&keys);
	strv_clear(&names);
}

static void read_status(struct connection *connection, struct error *error)
{
	struct status status = { 0 };
	struct strv warnings = STRV_INIT;

	if (status_read(&status, connection, error)) {
		status_list_warnings(&status, &warnings);
		check_error(status_check(&status, error), error);
	}
	strv_clear(&warnings);
	status_clear(&status);
}

static void add_onion(struct connection *connection, struct error *error)
{
	struct onion_plan plan = { .keep_key = true, .pow = true };
	struct onion onion = { 0 };

	strv_add(&plan.ports, "80");
	if (onion_add(connection, &plan, &onion, error))
		fuzz_assert(onion.address && *onion.address);
	onion_clear(&onion);
	strv_clear(&plan.ports);
}

/* Events of uploads: what is counted is never more than there was. */
static void follow_onion(struct connection *connection, struct error *error)
{
	struct onion_publish publish = { .address = ONION };
	struct onion_progress *progress = &publish.progress;
	struct queue events = { 0 };
	struct queue_event event;
	size_t count = 0;
	struct subscription every = { .all = true };

	connection_listen(connection, &every);
	while (connection_wait(
		connection, &every, clock_deadline(1000), error)) {
		connection_take_events(connection, &every, SIZE_MAX, &events);
		while (queue_take(&events, &event)) {
			count++;
			onion_publish_look(&publish, &event);
			fuzz_assert(!(progress->done && progress->refused));
			fuzz_assert(progress->uploads <= count);
			fuzz_assert(progress->uploaded + progress->failed <=
				count);
		}
	}
	queue_clear(&events);
	connection_unsubscribe(connection, &every);
	subscription_clear(&every);
	onion_publish_clear(&publish);
}

static void fetch_descriptor(struct connection *connection, struct error *error)
{
	struct descriptor descriptor = { 0 };
	struct strv servers = STRV_INIT;
	struct events events = { 0 };

	if (descriptor_fetch(connection, &events, ONION, &servers,
		clock_deadline(1000), &descriptor, error))
		fuzz_assert(descriptor.content.len);
	descriptor_clear(&descriptor);
	events_clear(&events);
}

static void read_bootstrap(struct connection *connection, struct error *error)
{
	struct bootstrap bootstrap = { 0 };

	if (bootstrap_get(connection, &bootstrap, error))
		fuzz_assert(bootstrap.progress >= 0);
	bootstrap_clear(&bootstrap);
}

static void (*const readers[])(
	struct connection *connection, struct error *error) = {
	read_consensus,	  /* a */
	read_relay,	  /* b */
	read_family,	  /* c */
	read_path,	  /* d */
	read_held,	  /* e */
	read_countries,	  /* f */
	change_list,	  /* g */
	get_conf,	  /* h */
	read_torrc,	  /* i */
	read_log,	  /* j */
	read_info,	  /* k */
	read_status,	  /* l */
	add_onion,	  /* m */
	follow_onion,	  /* n */
	fetch_descriptor, /* o */
	read_bootstrap,	  /* p */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct connection_config config = { .timeout = 1000,
		.cancel_fd = -1 };
	struct span input = fuzz_input(data, size);
	size_t reader = (size_t)(fuzz_byte(&input) - 'a');
	struct error error = ERROR_INIT;
	struct connection *connection;

	if (size > FUZZ_WORLD_INPUT)
		return 0;
	fuzz_world.hostile = true;
	fuzz_world_begin(input);
	connection = connection_new(
		&(struct transport_link){ .fd = fuzz_peer_open() }, &config);
	connection_trust(connection);
	readers[reader % (sizeof(readers) / sizeof(*readers))](
		connection, &error);
	connection_free(connection);
	error_clear(&error);
	fuzz_world_end();
	return 0;
}
