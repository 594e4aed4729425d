/* The path of a circuit, as a user names it. */
#include "cmd/circuit_path.h"

#include "api/path.h"
#include "proto/event.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

static bool read_consensus(struct circuit_path *path, struct error *error)
{
	if (!path->read && !consensus_read(&path->consensus,
		path->client, "ns/all", error))
		return false;
	path->read = true;
	return true;
}

static void add_relay(struct circuit_path *path, const char *fingerprint)
{
	buf_print(&path->text, "%s$%s", path->text.len ? "," : "",
		fingerprint);
}

/*
 * A nickname has to be that of one relay only. One that the consensus does not
 * have may be a bridge's: Tor knows.
 */
static bool add_named(struct circuit_path *path, const char *name,
	struct error *error)
{
	const struct router_status *relay = NULL;
	struct error failure = ERROR_INIT;
	char hex[ROUTER_STATUS_HEX + 1];
	bool ok = true;

	if (consensus_name_kind(name, hex) == CONSENSUS_NICKNAME) {
		ok = read_consensus(path, &failure);
		if (ok)
			relay = consensus_find(&path->consensus, name,
				&failure);
		ok = relay || failure.kind == ERROR_TOR;
	}
	if (!ok)
		error_move(error, &failure);
	else if (relay)
		add_relay(path, relay->fingerprint);
	else
		buf_print(&path->text, "%s%s", path->text.len ? "," : "",
			name);
	error_clear(&failure);
	return ok;
}

bool circuit_path_add_list(struct circuit_path *path, const char *list,
	struct error *error)
{
	struct span rest = span_of(list), part;
	bool ok = true;

	while (ok && event_next_part(&rest, ',', &part)) {
		char *name = span_copy(part);

		ok = add_named(path, name, error);
		free(name);
	}
	return ok;
}

static bool is_country(const char *word)
{
	return strlen(word) == 2 && text_consists_of(word,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

bool circuit_path_add_exit(struct circuit_path *path, const char *exit, bool alone,
	struct error *error)
{
	struct path chosen = { .consensus = &path->consensus };
	const struct router_status *relay;

	if (!is_country(exit) && !alone)
		return add_named(path, exit, error);
	if (!read_consensus(path, error))
		return false;
	relay = is_country(exit) ? path_choose_exit(&chosen, path->client,
		exit, &path->countries, error) :
		consensus_find(&path->consensus, exit, error);
	if (!relay)
		return false;
	if (!alone) {
		add_relay(path, relay->fingerprint);
		return true;
	}
	if (!path_complete(&chosen, path->client, relay, error))
		return false;
	for (size_t i = 0; i < chosen.len; i++)
		add_relay(path, chosen.relays[i]->fingerprint);
	return true;
}

void circuit_path_clear(struct circuit_path *path)
{
	consensus_clear(&path->consensus);
	countries_clear(&path->countries);
	buf_clear(&path->text);
}
