/* The countries of addresses and relays, from Tor's GeoIP data. */
#include "tor/countries.h"

#include "conn/ahead.h"
#include "proto/router_status.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* Number of keys per request; Tor limits the line to 1 MB. */
enum { AT_ONCE = 1000, LONGEST_COUNTRY = 2 };

#define COUNTRY_KEY "ip-to-country/"
#define RELAY_KEY "ns/id/"

static int compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct countries_entry *)a)->name,
		((const struct countries_entry *)b)->name);
}

/* Requires `name` in the case that the table uses. */
static const char *find(const struct countries_table *table, const char *name)
{
	const struct countries_entry wanted = { (char *)(size_t)name, NULL };
	const struct countries_entry *found = table->len ? bsearch(&wanted,
		table->items, table->len, sizeof(wanted), compare_entries) :
		NULL;

	return found ? found->value : NULL;
}

/*
 * Returns an address without brackets, or a fingerprint in upper case; the
 * caller frees it.
 */
static char *name_of(struct span text, bool relay)
{
	bool brackets = !relay && text.len > 1 && text.at[0] == '[' &&
		text.at[text.len - 1] == ']';
	char *name;

	if (brackets)
		text = (struct span){ text.at + 1, text.len - 2 };
	name = span_copy(text);
	for (char *c = name; *c; c++)
		if (relay && *c >= 'a' && *c <= 'f')
			*c = (char)(*c - 'a' + 'A');
		else if (!relay)
			*c = text_lower(*c);
	return name;
}

static const char *look_up(const struct countries_table *table,
	struct span text, bool relay)
{
	char *name = name_of(text, relay);
	const char *value = find(table, name);

	free(name);
	return value;
}

const char *countries_find(const struct countries *countries,
	struct span address)
{
	const char *country = look_up(&countries->addresses, address, false);

	return country && *country ? country : NULL;
}

const char *countries_relay_address(const struct countries *countries,
	struct span fingerprint)
{
	const char *address = look_up(&countries->relays, fingerprint, true);

	return address && *address ? address : NULL;
}

const char *countries_find_relay(const struct countries *countries,
	struct span fingerprint)
{
	const char *address = countries_relay_address(countries, fingerprint);

	return address ? countries_find(countries, span_of(address)) : NULL;
}

/* ---- asking Tor */

/* Reads "de"; "??" is Tor's text for unknown. Anything else is ignored. */
static char *read_country(struct span value)
{
	bool good = value.len == LONGEST_COUNTRY && text_is_alnum(value.at[0]) &&
		text_is_alnum(value.at[1]);

	return good ? span_copy(value) : alloc_string("");
}

/* Reads the address of the first entry. */
static char *read_address(struct span value)
{
	struct router_status entry = { 0 };
	struct span line;
	char *address = NULL;

	while (!address && span_next_line(&value, &line))
		if (router_status_begin(&entry, line))
			address = span_copy(entry.address);
	router_status_clear(&entry);
	return address ? address : alloc_string("");
}

/* A kind of table: where its values come from and how to read them. */
struct kind {
	const char *key;
	char *(*read)(struct span value);
	bool relay;
};

static const struct kind addresses = { COUNTRY_KEY, read_country, false };
static const struct kind relays = { RELAY_KEY, read_address, true };

/* Answers may arrive in any order. */
static void take_answers(struct countries_table *table,
	const struct kind *kind, const struct info *info)
{
	for (size_t i = 0; i < info->len; i++) {
		const struct info_value *answer = &info->values[i];

		if (!span_starts(answer->key, kind->key))
			continue;
		table->items = alloc_resize(table->items, table->len + 1,
			sizeof(*table->items));
		table->items[table->len++] = (struct countries_entry){
			name_of(span_from(answer->key, strlen(kind->key)),
				kind->relay),
			kind->read(answer->value),
		};
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

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lists the names that the table lacks, each once, sorted. */
static void list_missing(const struct countries_table *table,
	const struct kind *kind, const struct strv *names,
	struct strv *missing)
{
	size_t kept = 0;

	for (size_t i = 0; i < names->len; i++) {
		char *name = name_of(span_of(names->items[i]), kind->relay);

		if (find(table, name))
			free(name);
		else
			strv_take(missing, name);
	}
	if (missing->len)
		qsort(missing->items, missing->len, sizeof(*missing->items),
			compare_names);
	for (size_t i = 0; i < missing->len; i++)
		if (kept && !strcmp(missing->items[kept - 1],
			missing->items[i]))
			free(missing->items[i]);
		else
			missing->items[kept++] = missing->items[i];
	missing->len = kept;
}

/* Lists the keys for the names from the first on, AT_ONCE at most. */
static void list_keys(const struct kind *kind, const struct strv *names,
	size_t first, struct strv *keys)
{
	strv_clear(keys);
	for (size_t i = first; i < names->len && keys->len < AT_ONCE; i++)
		strv_take(keys, alloc_print("%s%s", kind->key,
			names->items[i]));
}

static bool load(struct countries_table *table, struct connection *connection,
	const struct kind *kind, const struct strv *names,
	struct error *error)
{
	struct strv missing = STRV_INIT, keys = STRV_INIT;
	bool ok = true;

	list_missing(table, kind, names, &missing);
	for (size_t i = 0; i < missing.len; i += AT_ONCE) {
		list_keys(kind, &missing, i, &keys);
		info_send_ahead(connection, &keys, false);
	}
	for (size_t i = 0; i < missing.len && ok; i += AT_ONCE) {
		list_keys(kind, &missing, i, &keys);
		ok = ask(table, connection, kind, &keys, error);
	}
	if (!ok)
		ahead_forget(connection);
	if (table->len)
		qsort(table->items, table->len, sizeof(*table->items),
			compare_entries);
	strv_clear(&keys);
	strv_clear(&missing);
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
		info_send_ahead(connection, &keys, false);
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

static void clear_table(struct countries_table *table)
{
	for (size_t i = 0; i < table->len; i++) {
		free(table->items[i].name);
		free(table->items[i].value);
	}
	free(table->items);
}

void countries_clear(struct countries *countries)
{
	clear_table(&countries->addresses);
	clear_table(&countries->relays);
	*countries = (struct countries){ 0 };
}
