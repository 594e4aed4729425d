/* Relays chosen for a path: by country, by bandwidth, apart from each other. */
#include "api/path.h"

#include "api/info.h"
#include "conn/crypto.h"
#include "proto/event.h"
#include "util/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* As Tor says it when it cannot build a circuit. */
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

/* Two IPv4 addresses whose first two numbers are the same. */
static bool share_subnet(const struct router_status *a,
	const struct router_status *b)
{
	size_t dots = 0, i = 0;

	while (i < a->address.len && i < b->address.len &&
		a->address.at[i] == b->address.at[i]) {
		dots += a->address.at[i++] == '.';
		if (dots == 2)
			return true;
	}
	return false;
}

static bool is_apart(const struct path *path,
	const struct router_status *relay)
{
	for (size_t i = 0; i < path->len; i++)
		if (!strcmp(path->relays[i]->fingerprint,
			relay->fingerprint) || (!path->same_subnet &&
			share_subnet(path->relays[i], relay)))
			return false;
	return true;
}

/* Never 0: a network that is new has not measured its relays yet. */
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

/* `before` and `behind` stand around the name. */
static bool refuse(struct error *error, const char *before, const char *name,
	const char *behind)
{
	struct buf text = BUF_INIT;

	buf_print(&text, "%s%s%s", before, name, behind);
	error_set_tor(error, CANNOT_BUILD, buf_text(&text), text.len);
	buf_clear(&text);
	return false;
}

const struct router_status *path_choose_exit(const struct path *path,
	struct client *client, const char *country,
	struct countries *countries, struct error *error)
{
	const struct in_country wanted = { countries, country };
	const struct router_status *chosen;
	struct strv addresses = STRV_INIT;
	bool ok;

	for (size_t i = 0; i < path->consensus->len; i++)
		if (path_has_flags(&path->consensus->relays[i],
			"Running Exit"))
			strv_add_span(&addresses,
				path->consensus->relays[i].address);
	ok = countries_begin(countries, client, error) &&
		countries_load(countries, client, &addresses, error);
	strv_clear(&addresses);
	if (!ok)
		return NULL;
	chosen = path_choose(path, "Exit", is_in_country, &wanted);
	if (!chosen)
		refuse(error, "no exit that runs is known to be in ", country,
			countries->available ? "" : ": this Tor has no GeoIP "
			"file (set GeoIPFile, or give the exit's name)");
	return chosen;
}

/* ---- the others */

/* Tor's own guard, since another one would see what only a guard may. */
static const struct router_status *find_guard(const struct path *path,
	struct client *client)
{
	char *guards = info_get_one(client, "entry-guards", NULL);
	const struct router_status *found = NULL;
	struct span rest = span_of(guards ? guards : ""), line, name, status;

	while (!found && span_next_line(&rest, &line)) {
		char *hex;

		if (!span_next_word(&line, &name) ||
			!span_next_word(&line, &status) ||
			!span_equal(status, "up"))
			continue;
		hex = span_copy(event_read_relay(name).fingerprint);
		found = consensus_find_fingerprint(path->consensus, hex);
		if (found && (!path_has_flags(found, "Running") ||
			!is_apart(path, found)))
			found = NULL;
		free(hex);
	}
	free(guards);
	return found;
}

/* A test network, all of it on one machine, has Tor not care either. */
static bool may_share_subnets(struct client *client)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	bool may;

	request_init(&request, "GETCONF");
	request_add_word(&request, "EnforceDistinctSubnets");
	may = client_own_command(client, &request, &reply, NULL) &&
		span_equal(reply_text(&reply), "EnforceDistinctSubnets=0");
	reply_clear(&reply);
	request_clear(&request);
	return may;
}

bool path_complete(struct path *path, struct client *client,
	const struct router_status *exit, struct error *error)
{
	const struct router_status *guard, *middle;

	path->same_subnet = may_share_subnets(client);
	path->relays[0] = exit;
	path->len = 1;
	guard = find_guard(path, client);
	if (!guard)
		guard = path_choose(path, "Guard", NULL, NULL);
	if (guard)
		path->relays[path->len++] = guard;
	middle = guard ? path_choose(path, "Fast", NULL, NULL) : NULL;
	if (!middle)
		return refuse(error, "there are too few relays for a path "
			"that ends with $", exit->fingerprint, "");
	path->relays[0] = guard;
	path->relays[1] = middle;
	path->relays[2] = exit;
	path->len = 3;
	return true;
}
