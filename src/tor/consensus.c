/* The relays in Tor's consensus: reading and searching. */
#include "tor/consensus.h"

#include "proto/event.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/ip.h"

#include <stdlib.h>
#include <string.h>

enum {
	UNRECOGNIZED = 552, /* Tor's code for an unknown relay */
	NOT_NOW = 551,      /* … and for data it does not have yet */
	NAMED = 10,         /* how many candidates an error lists */
};

/* ---- reading */

void consensus_parse(struct consensus *consensus, char *text)
{
	struct router_status *entry = NULL;
	struct span rest, line;
	size_t size = 0;

	consensus_clear(consensus);
	consensus->text = text;
	rest = span_of(text);
	while (span_next_line(&rest, &line)) {
		if (!span_starts(line, "r ")) {
			if (entry)
				router_status_add(entry, line);
			continue;
		}
		if (consensus->len == size) {
			size = size ? size * 2 : 16;
			consensus->relays = alloc_resize(consensus->relays,
				size, sizeof(*consensus->relays));
		}
		entry = &consensus->relays[consensus->len];
		*entry = (struct router_status){ 0 };
		if (router_status_begin(entry, line))
			consensus->len++;
		else
			entry = NULL;
	}
}

bool consensus_read(struct consensus *consensus, struct connection *connection,
	const char *key, struct error *error)
{
	char *text = info_get_one(connection, key, error);

	if (text)
		consensus_parse(consensus, text);
	return text != NULL;
}

/* ---- names */

static bool read_fingerprint(const char *who, char *hex)
{
	size_t len = strcspn(who, "~=");

	if (!event_is_fingerprint((struct span){ who, len }))
		return false;
	for (size_t i = 0; i < len; i++)
		hex[i] = who[i] >= 'a' ? (char)(who[i] - 'a' + 'A') : who[i];
	hex[len] = '\0';
	return true;
}

enum consensus_name consensus_name_kind(const char *who,
	char hex[ROUTER_STATUS_HEX + 1])
{
	struct ip ip;

	if (read_fingerprint(who + (*who == '$'), hex))
		return CONSENSUS_FINGERPRINT;
	if (*who && ip_read(span_of(who), &ip))
		return CONSENSUS_ADDRESS;
	return event_is_nickname(span_of(who)) ? CONSENSUS_NICKNAME :
		CONSENSUS_NOTHING;
}

/* ---- finding */

const struct router_status *consensus_find_fingerprint(
	const struct consensus *consensus, const char *hex)
{
	for (size_t i = 0; i < consensus->len; i++)
		if (!strcmp(consensus->relays[i].fingerprint, hex))
			return &consensus->relays[i];
	return NULL;
}

static bool has_address(const struct router_status *entry,
	const struct ip *wanted)
{
	struct ip ip;

	if (ip_read(entry->address, &ip) && ip_matches(&ip, wanted))
		return true;
	for (size_t i = 0; i < entry->addresses.len; i++)
		if (ip_read_endpoint(entry->addresses.items[i], &ip) &&
			ip_matches(&ip, wanted))
			return true;
	return false;
}

static bool is_called(const struct router_status *entry, const char *who,
	const struct ip *ip)
{
	return ip ? has_address(entry, ip) :
		span_equal_nocase(entry->nickname, who);
}

static bool refuse_unknown(const char *who, struct error *error)
{
	char *text = alloc_print("no such relay in the consensus: %s", who);

	error_set_tor(error, UNRECOGNIZED, text, strlen(text));
	free(text);
	return false;
}

/* Lists the candidates in the error. */
static bool refuse_many(const struct consensus *consensus, const char *who,
	const struct ip *ip, size_t count, struct error *error)
{
	size_t named = 0;

	error_set(error, ERROR_USAGE, "%zu relays have the %s %s; use a "
		"fingerprint:", count, ip ? "address" : "nickname",
		who);
	for (size_t i = 0; i < consensus->len && named < NAMED; i++) {
		const struct router_status *entry = &consensus->relays[i];

		if (!is_called(entry, who, ip))
			continue;
		/* Relays that share an address differ in the port. */
		error_add_line(error, "  $%s  %.*s  %.*s:%.*s",
			entry->fingerprint, (int)entry->nickname.len,
			entry->nickname.at, (int)entry->address.len,
			entry->address.at, (int)entry->or_port.len,
			entry->or_port.at);
		named++;
	}
	if (named < count)
		error_add_line(error, "  and %zu more", count - named);
	return false;
}

static const struct router_status *find_called(
	const struct consensus *consensus, const char *who,
	const struct ip *ip, struct error *error)
{
	const struct router_status *found = NULL;
	size_t count = 0;

	for (size_t i = 0; i < consensus->len; i++) {
		if (!is_called(&consensus->relays[i], who, ip))
			continue;
		found = &consensus->relays[i];
		count++;
	}
	if (count == 1)
		return found;
	if (count)
		refuse_many(consensus, who, ip, count, error);
	else
		refuse_unknown(who, error);
	return NULL;
}

const struct router_status *consensus_find(const struct consensus *consensus,
	const char *who, struct error *error)
{
	const struct router_status *found;
	char hex[ROUTER_STATUS_HEX + 1];
	struct ip ip;

	switch (consensus_name_kind(who, hex)) {
	case CONSENSUS_FINGERPRINT:
		found = consensus_find_fingerprint(consensus, hex);
		if (!found)
			refuse_unknown(who, error);
		return found;
	case CONSENSUS_ADDRESS:
		ip_read(span_of(who), &ip);
		return find_called(consensus, who, &ip, error);
	case CONSENSUS_NICKNAME:
		return find_called(consensus, who, NULL, error);
	case CONSENSUS_NOTHING:
		break;
	}
	error_set(error, ERROR_USAGE, "\"%s\" is not a valid relay: use "
		"a fingerprint (40 hex digits), a nickname or an IP "
		"address", who);
	return NULL;
}

bool consensus_check(const struct consensus *consensus,
	struct connection *connection, struct error *error)
{
	static const char none[] = "Tor has no consensus yet";
	char *until = consensus->len ? NULL : info_get_one(connection,
		"consensus/valid-until", NULL);
	bool ok = !until || *until;

	free(until);
	if (ok)
		return true;
	error_set_tor(error, NOT_NOW, none, sizeof(none) - 1);
	error_set_remedy(error, ERROR_REMEDY_LOOK_AT_TOR);
	return false;
}

const struct router_status *consensus_look_up(struct consensus *consensus,
	struct connection *connection, const char *who, struct error *error)
{
	struct error failure = ERROR_INIT;
	char hex[ROUTER_STATUS_HEX + 1], *key = NULL;
	enum consensus_name kind = consensus_name_kind(who, hex);
	bool ok = true;

	if (kind == CONSENSUS_FINGERPRINT)
		key = alloc_print("ns/id/%s", hex);
	if (kind != CONSENSUS_NOTHING)
		ok = consensus_read(consensus, connection, key ? key : "ns/all",
			&failure);
	free(key);
	/* For an unknown relay, Tor's error names the key, not the relay. */
	if (!ok && (kind != CONSENSUS_FINGERPRINT ||
		failure.kind != ERROR_TOR)) {
		error_move(error, &failure);
		return NULL;
	}
	error_clear(&failure);
	return consensus_find(consensus, who, error);
}

void consensus_clear(struct consensus *consensus)
{
	for (size_t i = 0; i < consensus->len; i++)
		router_status_clear(&consensus->relays[i]);
	free(consensus->relays);
	free(consensus->text);
	*consensus = (struct consensus){ 0 };
}
