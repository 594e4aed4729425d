/* Choosing relays for a path: by country, bandwidth, family and subnet. */
#include "tor/path.h"

#include "conn/crypto.h"
#include "proto/event.h"
#include "tor/conf.h"
#include "tor/info.h"
#include "util/ip.h"
#include "util/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Tor's code if it cannot build a circuit. */
enum { CANNOT_BUILD = 551 };

bool path_has_flags(const struct router_status *relay, const char *flags)
{
	struct span wanted = span_of(flags), flag, has;

	while (span_next_word(&wanted, &flag)) {
		struct span rest = relay->flags;
		bool found = false;

		while (!found && span_next_word(&rest, &has))
			found = has.len == flag.len &&
				!memcmp(has.at, flag.at, flag.len);
		if (!found)
			return false;
	}
	return true;
}

/* Returns whether Tor keeps the addresses apart (EnforceDistinctSubnets). */
static bool is_near(const struct ip *a, struct ip b)
{
	b.bits = b.len == 4 ? 16 : 32;
	return ip_matches(a, &b);
}

/* Reads the first IPv6 address among the additional addresses. */
static bool read_ipv6(const struct router_status *relay, struct ip *ip)
{
	for (size_t i = 0; i < relay->addresses.len; i++)
		if (ip_read_endpoint(relay->addresses.items[i], ip) &&
			ip->len > 4)
			return true;
	return false;
}

static bool share_subnet(const struct router_status *a,
	const struct router_status *b)
{
	struct ip one, other;

	return (ip_read(a->address, &one) && ip_read(b->address, &other) &&
		is_near(&one, other)) || (read_ipv6(a, &one) &&
		read_ipv6(b, &other) && is_near(&one, other));
}

static bool is_apart(const struct path *path,
	const struct router_status *relay)
{
	for (size_t i = 0; i < path->len; i++)
		if (!strcmp(path->relays[i]->fingerprint,
			relay->fingerprint) || (!path->same_subnet &&
			share_subnet(path->relays[i], relay)))
			return false;
	for (size_t i = 0; i < path->refused.len; i++)
		if (!strcmp(path->refused.items[i], relay->fingerprint))
			return false;
	return true;
}

/* Never returns 0: a new network has not measured its relays yet. */
static uint64_t weight_of(const struct router_status *relay)
{
	unsigned long long weight = 0;

	span_number(relay->bandwidth, &weight);
	return 1 + (weight < UINT32_MAX ? weight : UINT32_MAX);
}

static uint64_t random_below(uint64_t end)
{
	uint64_t number, fair = UINT64_MAX - UINT64_MAX % end;

	do {
		crypto_random(&number, sizeof(number));
	} while (number >= fair);
	return number % end;
}

const struct router_status *path_choose(const struct path *path,
	const char *flags, bool (*accept)(const void *arg,
	const struct router_status *relay), const void *arg)
{
	const struct router_status *chosen = NULL;
	uint64_t total = 0;

	for (size_t i = 0; i < path->consensus->len; i++) {
		const struct router_status *relay =
			&path->consensus->relays[i];

		if (!path_has_flags(relay, "Running") ||
			path_has_flags(relay, "BadExit") ||
			!path_has_flags(relay, flags) ||
			!is_apart(path, relay) || (accept &&
			!accept(arg, relay)))
			continue;
		total += weight_of(relay);
		if (random_below(total) < weight_of(relay))
			chosen = relay;
	}
	return chosen;
}

/* ---- families */

bool path_begin(struct path *path, struct connection *connection,
	struct error *error)
{
	char *names[] = { (char[]){ "EnforceDistinctSubnets" },
		(char[]){ "NodeFamily" } };
	const struct strv keys = { names, 2, 0 };
	struct error failure = ERROR_INIT;
	struct pairs options = { 0 };
	bool ok = conf_get(connection, &keys, &options, &failure) ||
		failure.kind == ERROR_TOR;

	for (size_t i = 0; i < options.len && ok; i++) {
		const struct pair *option = &options.items[i];

		if (!option->value)
			continue;
		if (!strcmp(option->name, names[0]))
			path->same_subnet = !strcmp(option->value, "0");
		else
			strv_add(&path->node_families, option->value);
	}
	pairs_clear(&options);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

static bool is_relative(const struct path *path,
	const struct router_status *relay, const struct family *family)
{
	for (size_t i = 0; i < path->len; i++) {
		const struct router_status *other = path->relays[i];

		if (family_joins(family, relay, &path->families[i], other))
			return true;
		for (size_t j = 0; j < path->node_families.len; j++) {
			struct span list = span_of(
				path->node_families.items[j]);

			if (family_lists(list, relay) &&
				family_lists(list, other))
				return true;
		}
	}
	return false;
}

/* Takes ownership of `family`. */
static void append(struct path *path, const struct router_status *relay,
	struct family *family)
{
	path->relays[path->len] = relay;
	path->families[path->len++] = *family;
	*family = (struct family){ 0 };
}

bool path_add(struct path *path, struct connection *connection,
	const struct router_status *relay, struct error *error)
{
	struct family family = { 0 };
	bool ok = path->len == PATH_MAX_CHOSEN ||
		family_read(&family, connection, relay, error);

	if (ok && path->len < PATH_MAX_CHOSEN)
		append(path, relay, &family);
	family_clear(&family);
	return ok;
}

/* Adds the relay unless it shares a family; then it is not tried again. */
static bool try_relay(struct path *path, struct connection *connection,
	const struct router_status *relay, struct error *error)
{
	struct family family = { 0 };
	bool ok = family_read(&family, connection, relay, error);

	if (ok && is_relative(path, relay, &family))
		strv_add(&path->refused, relay->fingerprint);
	else if (ok)
		append(path, relay, &family);
	family_clear(&family);
	return ok;
}

/*
 * Adds a relay chosen by path_choose(). Returns true without adding one if
 * there is none.
 */
static bool add_chosen(struct path *path, struct connection *connection,
	const char *flags, bool (*accept)(const void *arg,
	const struct router_status *relay), const void *arg,
	struct error *error)
{
	const struct router_status *relay;
	size_t before = path->len;

	while (path->len == before && path->len < PATH_MAX_CHOSEN) {
		relay = path_choose(path, flags, accept, arg);
		if (!relay)
			break;
		if (!try_relay(path, connection, relay, error))
			return false;
	}
	return true;
}

/* ---- the exit */

struct in_country {
	const struct countries *countries;
	const char *country;
};

static bool is_in_country(const void *arg, const struct router_status *relay)
{
	const struct in_country *wanted = arg;
	const char *country = countries_find(wanted->countries,
		relay->address);

	return country && text_equal_nocase(country, wanted->country);
}

/* `before` and `behind` surround the name. */
static bool refuse(struct error *error, const char *before, const char *name,
	const char *behind)
{
	struct buf text = BUF_INIT;

	buf_print(&text, "%s%s%s", before, name, behind);
	error_set_tor(error, CANNOT_BUILD, buf_text(&text), text.len);
	buf_clear(&text);
	return false;
}

bool path_add_exit(struct path *path, struct connection *connection,
	const char *country, struct countries *countries, struct error *error)
{
	const struct in_country wanted = { countries, country };
	struct strv addresses = STRV_INIT;
	size_t before = path->len;
	bool ok;

	for (size_t i = 0; i < path->consensus->len; i++)
		if (path_has_flags(&path->consensus->relays[i],
			"Running Exit"))
			strv_add_span(&addresses,
				path->consensus->relays[i].address);
	ok = countries_begin(countries, connection, error) &&
		countries_load(countries, connection, &addresses, error);
	strv_clear(&addresses);
	if (!ok || !add_chosen(path, connection, "Exit", is_in_country, &wanted,
		error))
		return false;
	return path->len > before || refuse(error, before ? "no running exit "
		"compatible with the other relays is known in " :
		"no running exit is known in ", country,
		countries->available ? "" : "; Tor has no GeoIP file; set "
			"GeoIPFile, or name an exit");
}

/* ---- the others */

/*
 * Adds Tor's own guard, because another relay would see what only a guard
 * should see.
 */
static bool add_guard(struct path *path, struct connection *connection,
	struct error *error)
{
	char *guards = info_get_one(connection, "entry-guards", NULL);
	struct span rest = span_of(guards ? guards : ""), line, name, status;
	size_t before = path->len;
	bool ok = true;

	while (ok && path->len == before && span_next_line(&rest, &line)) {
		const struct router_status *found;
		char *hex;

		if (!span_next_word(&line, &name) ||
			!span_next_word(&line, &status) ||
			!span_equal(status, "up"))
			continue;
		hex = span_copy(event_read_relay(name).fingerprint);
		found = consensus_find_fingerprint(path->consensus, hex);
		if (found && path_has_flags(found, "Running") &&
			is_apart(path, found))
			ok = try_relay(path, connection, found, error);
		free(hex);
	}
	free(guards);
	return ok &&
		(path->len > before ||
			add_chosen(path, connection, "Guard", NULL, NULL,
				error));
}

static void swap(struct path *path, size_t a, size_t b)
{
	const struct router_status *relay = path->relays[a];
	struct family family = path->families[a];

	path->relays[a] = path->relays[b];
	path->families[a] = path->families[b];
	path->relays[b] = relay;
	path->families[b] = family;
}

/* Exit and guard come first because they have the fewest candidates. */
bool path_complete(struct path *path, struct connection *connection,
	struct error *error)
{
	if (!add_guard(path, connection, error) || (path->len == 2 &&
		!add_chosen(path, connection, "Fast", NULL, NULL, error)))
		return false;
	if (path->len < 3)
		return refuse(error, "not enough relays for a path to $",
			path->relays[0]->fingerprint, "");
	swap(path, 0, 1);
	swap(path, 1, 2);
	return true;
}

void path_clear(struct path *path)
{
	for (size_t i = 0; i < path->len; i++)
		family_clear(&path->families[i]);
	path->len = 0;
	strv_clear(&path->node_families);
	strv_clear(&path->refused);
}
