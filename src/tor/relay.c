/* Everything that Tor knows about one relay. */
#include "tor/relay.h"

#include "tor/countries.h"
#include "tor/info.h"
#include "util/alloc.h"

#include <stdlib.h>

/* Searches the bridges, for a relay that is not in the consensus. */
static bool find_bridge(struct relay *relay, struct connection *connection,
	const char *who)
{
	if (!consensus_read(&relay->consensus, connection, "ns/purpose/bridge",
		NULL))
		return false;
	relay->entry = consensus_find(&relay->consensus, who, NULL);
	relay->bridge = relay->entry != NULL;
	return relay->bridge;
}

static bool find(struct relay *relay, struct connection *connection,
	const char *who, struct error *error)
{
	const struct consensus none = { 0 };
	struct error failure = ERROR_INIT;
	bool ok, any;

	relay->entry = consensus_look_up(&relay->consensus, connection, who,
		&failure);
	any = relay->consensus.len;
	ok = relay->entry ||
		(failure.kind == ERROR_TOR &&
			connection_connected(connection) &&
			find_bridge(relay, connection, who));
	/* If Tor has no relays at all, report that instead. */
	if (!ok && (any || failure.kind != ERROR_TOR ||
		consensus_check(&none, connection, error)))
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

/*
 * Clients have only microdescriptors; others also have descriptors, which say
 * more. If Tor has neither, it refuses both keys.
 */
static bool read_document(struct relay *relay, struct connection *connection,
	struct error *error)
{
	static const struct {
		const char *key;
		enum relay_document document;
	} ways[] = {
		{ "desc/id/", RELAY_FULL },
		{ "md/id/", RELAY_MICRO },
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		struct error failure = ERROR_INIT;
		char *key = alloc_print("%s%s", ways[i].key,
			relay->entry->fingerprint);

		relay->text = info_get_one(connection, key, &failure);
		free(key);
		if (relay->text && *relay->text) {
			relay->document = ways[i].document;
			router_descriptor_read(&relay->descriptor,
				span_of(relay->text));
			return true;
		}
		free(relay->text);
		relay->text = NULL;
		if (failure.kind != ERROR_NONE && failure.kind != ERROR_TOR)
			return error_move(error, &failure);
		error_clear(&failure);
	}
	return true;
}

static bool read_country(struct relay *relay, struct connection *connection,
	struct error *error)
{
	struct countries countries = { 0 };
	struct strv addresses = STRV_INIT;
	const char *country;
	bool ok;

	strv_add_span(&addresses, relay->entry->address);
	ok = countries_load(&countries, connection, &addresses, error);
	country = ok ? countries_find(&countries, relay->entry->address) :
		NULL;
	if (country)
		relay->country = alloc_string(country);
	strv_clear(&addresses);
	countries_clear(&countries);
	return ok;
}

bool relay_read(struct relay *relay, struct connection *connection,
	const char *who, struct error *error)
{
	return find(relay, connection, who, error) &&
		read_document(relay, connection, error) &&
		read_country(relay, connection, error);
}

void relay_clear(struct relay *relay)
{
	router_descriptor_clear(&relay->descriptor);
	consensus_clear(&relay->consensus);
	free(relay->text);
	free(relay->country);
	*relay = (struct relay){ 0 };
}
