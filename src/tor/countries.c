/* The countries of addresses and relays, from Tor's GeoIP data. */
#include "tor/countries.h"

#include "conn/ahead.h"
#include "proto/event.h"
#include "proto/router_status.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Number of keys per request; Tor limits the line to 1 MB. */
enum { AT_ONCE = 1000, LONGEST_COUNTRY = 2 };

#define COUNTRY_KEY "ip-to-country/"
#define RELAY_KEY "ns/id/"

/*
 * Writes an address in lower case without brackets, or a fingerprint in upper
 * case. Returns false if it is neither.
 */
static bool read_name(char name[COUNTRIES_TEXT], struct span text, bool relay)
{
	if (!relay && text.len > 1 && text.at[0] == '[' &&
		text.at[text.len - 1] == ']')
		text = (struct span){ text.at + 1, text.len - 2 };
	if (!text.len || text.len >= COUNTRIES_TEXT)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text_lower(text.at[i]);

		name[i] = relay && c >= 'a' && c <= 'f' ?
			(char)(c - 'a' + 'A') : c;
	}
	name[text.len] = '\0';
	return true;
}

/* Returns where the entry of that name is or would be. */
static struct countries_entry *find(const struct countries_table *table,
	const char *name)
{
	uint32_t hash = 2166136261; /* FNV-1a */
	size_t at;

	for (const char *c = name; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619;
	for (at = hash & (table->size - 1); table->items[at].name[0] &&
		strcmp(table->items[at].name, name) != 0; )
		at = (at + 1) & (table->size - 1);
	return &table->items[at];
}

/* Keeps a quarter free. */
static void make_room(struct countries_table *table)
{
	struct countries_table old = *table;

	if (old.len < old.size / 4 * 3)
		return;
	table->size = old.size ? old.size * 2 : 64;
	table->items = alloc_zeroed(table->size * sizeof(*table->items));
	for (size_t i = 0; i < old.size; i++)
		if (old.items[i].name[0])
			*find(table, old.items[i].name) = old.items[i];
	free(old.items);
}

/* Adds a name without a value. Returns false if the table has it. */
static bool add(struct countries_table *table, const char *name)
{
	struct countries_entry *entry;

	make_room(table);
	entry = find(table, name);
	if (entry->name[0])
		return false;
	memcpy(entry->name, name, strlen(name) + 1);
	table->len++;
	return true;
}

static const char *look_up(const struct countries_table *table,
	struct span text, bool relay)
{
	char name[COUNTRIES_TEXT];
	const struct countries_entry *entry;

	if (!table->len || !read_name(name, text, relay))
		return NULL;
	entry = find(table, name);
	return entry->value[0] ? entry->value : NULL;
}

const char *countries_find(const struct countries *countries,
	struct span address)
{
	return look_up(&countries->addresses, address, false);
}

const char *countries_relay_address(const struct countries *countries,
	struct span fingerprint)
{
	return look_up(&countries->relays, fingerprint, true);
}

const char *countries_find_relay(const struct countries *countries,
	struct span fingerprint)
{
	const char *address = countries_relay_address(countries, fingerprint);

	return address ? countries_find(countries, span_of(address)) : NULL;
}

/* ---- asking Tor */

/* Reads "de"; "??" is Tor's text for unknown. Anything else is ignored. */
static struct span read_country(struct span value)
{
	bool good = value.len == LONGEST_COUNTRY && text_is_alnum(value.at[0]) &&
		text_is_alnum(value.at[1]);

	return good ? value : (struct span){ "", 0 };
}

/* Reads the address of the first entry. */
static struct span read_address(struct span value)
{
	struct router_status entry = { 0 };
	struct span line, address = { "", 0 };

	while (!address.len && span_next_line(&value, &line))
		if (router_status_begin(&entry, line))
			address = entry.address;
	router_status_clear(&entry);
	return address;
}

/* A kind of table: where its values come from and how to read them. */
struct kind {
	const char *key;
	struct span (*read)(struct span value);
	bool relay;
};

static const struct kind addresses = { COUNTRY_KEY, read_country, false };
static const struct kind relays = { RELAY_KEY, read_address, true };

/* Answers may arrive in any order; those to no question are ignored. */
static void take_answers(struct countries_table *table,
	const struct kind *kind, const struct info *info)
{
	for (size_t i = 0; i < info->len; i++) {
		const struct info_value *answer = &info->values[i];
		struct countries_entry *entry;
		char name[COUNTRIES_TEXT];
		struct span value;

		if (!span_starts(answer->key, kind->key) || !read_name(name,
			span_from(answer->key, strlen(kind->key)), kind->relay))
			continue;
		entry = find(table, name);
		value = kind->read(answer->value);
		if (!entry->name[0] || value.len >= COUNTRIES_TEXT)
			continue;
		memcpy(entry->value, value.at, value.len);
		entry->value[value.len] = '\0';
	}
}

/* A refusal is a final answer: the country is unknown. */
static bool ask(struct countries_table *table, struct connection *connection,
	const struct kind *kind, const struct strv *keys,
	struct error *error)
{
	struct info info = { 0 };
	struct error failure = ERROR_INIT;
	bool ok = info_get_own(connection, keys, &info, &failure) ||
		(failure.kind == ERROR_TOR && connection_connected(connection));

	if (ok)
		take_answers(table, kind, &info);
	else
		error_move(error, &failure);
	error_clear(&failure);
	info_clear(&info);
	return ok;
}

static struct strv part_of(const struct strv *keys, size_t first)
{
	size_t left = keys->len - first;

	return (struct strv){ keys->items + first, left < AT_ONCE ? left :
		AT_ONCE, 0 };
}

static bool load(struct countries_table *table, struct connection *connection,
	const struct kind *kind, const struct strv *names,
	struct error *error)
{
	struct strv keys = STRV_INIT;
	bool ok = true;

	for (size_t i = 0; i < names->len; i++) {
		char name[COUNTRIES_TEXT];

		if (read_name(name, span_of(names->items[i]), kind->relay) &&
			add(table, name))
			strv_take(&keys, alloc_print("%s%s", kind->key, name));
	}
	for (size_t i = 0; i < keys.len; i += AT_ONCE) {
		const struct strv part = part_of(&keys, i);

		info_send_ahead(connection, &part);
	}
	for (size_t i = 0; i < keys.len && ok; i += AT_ONCE) {
		const struct strv part = part_of(&keys, i);

		ok = ask(table, connection, kind, &part, error);
	}
	if (!ok)
		ahead_forget(connection);
	strv_clear(&keys);
	return ok;
}

/* Old versions of Tor refuse these keys; they are not asked again. */
static void list_available(struct strv *keys)
{
	strv_add(keys, COUNTRY_KEY "ipv4-available");
	strv_add(keys, COUNTRY_KEY "ipv6-available");
}

void countries_send_ahead(const struct countries *countries,
	struct connection *connection)
{
	struct strv keys = STRV_INIT;

	list_available(&keys);
	if (!countries->asked)
		info_send_ahead(connection, &keys);
	strv_clear(&keys);
}

bool countries_begin(struct countries *countries, struct connection *connection,
	struct error *error)
{
	struct strv keys = STRV_INIT;
	struct info info = { 0 };
	struct error failure = ERROR_INIT;
	bool ok = true;

	if (countries->asked)
		return true;
	list_available(&keys);
	if (!info_get_own(connection, &keys, &info, &failure))
		ok = failure.kind == ERROR_TOR &&
			connection_connected(connection);
	for (size_t i = 0; i < info.len; i++)
		countries->available = countries->available ||
			span_equal(info.values[i].value, "1");
	countries->asked = ok;
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	info_clear(&info);
	strv_clear(&keys);
	return ok;
}

bool countries_load(struct countries *countries, struct connection *connection,
	const struct strv *names, struct error *error)
{
	if (!names->len)
		return true;
	if (!countries_begin(countries, connection, error))
		return false;
	return !countries->available || load(&countries->addresses, connection,
		&addresses, names, error);
}

bool countries_load_relays(struct countries *countries,
	struct connection *connection, const struct strv *fingerprints,
	struct error *error)
{
	struct strv list = STRV_INIT;
	bool ok;

	ok = load(&countries->relays, connection, &relays, fingerprints, error);
	for (size_t i = 0; i < fingerprints->len && ok; i++) {
		const char *address = countries_relay_address(countries,
			span_of(fingerprints->items[i]));

		if (address)
			strv_add(&list, address);
	}
	ok = ok && countries_load(countries, connection, &list, error);
	strv_clear(&list);
	return ok;
}

void countries_list_path(struct strv *fingerprints, struct span path)
{
	struct span hop;

	while (event_next_part(&path, ',', &hop)) {
		struct event_relay relay = event_read_relay(hop);

		if (relay.fingerprint.len)
			strv_add_span(fingerprints, relay.fingerprint);
	}
}

void countries_learn(struct countries *countries,
	struct connection *connection, struct span raw)
{
	enum { LIMIT = 250, PERIOD = 10000 }; /* milliseconds */
	const struct event_value *path = NULL;
	struct strv list = STRV_INIT;
	struct event event;
	int64_t now = clock_now(), before;

	if (now >= countries->period_end) {
		countries->period_end = now + PERIOD;
		countries->period_left = LIMIT;
	}
	if (!connection_connected(connection) || countries->period_left <= 0)
		return;
	if (event_decode(&event, raw))
		path = event_find(&event, "path");
	if (path)
		countries_list_path(&list, path->text);
	/* A command that shows events meanwhile may have a limit of its own. */
	before = connection_set_limit(connection, now + countries->period_left);
	if (list.len && countries_begin(countries, connection, NULL) &&
		countries->available)
		countries_load_relays(countries, connection, &list, NULL);
	connection_set_limit(connection, before);
	strv_clear(&list);
	countries->period_left -= clock_now() - now;
	if (countries->period_left <= 0)
		countries->period_end = clock_now() + PERIOD;
}

void countries_clear(struct countries *countries)
{
	free(countries->addresses.items);
	free(countries->relays.items);
	*countries = (struct countries){ 0 };
}
