/* A circuit's path as the user specifies it. */
#include "commands/circuit_path.h"

#include "proto/event.h"
#include "tor/path.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

static bool read_consensus(struct circuit_path *path, struct error *error)
{
	if (!path->read && !consensus_read(&path->consensus,
		path->connection, "ns/all", error))
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
 * A nickname must be unambiguous. One that is not in the consensus is passed
 * on: it may be a bridge that Tor knows.
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
		strv_take(&path->names, name);
	}
	return ok;
}

static bool is_country(const char *word)
{
	return strlen(word) == 2 && text_consists_of(word,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

/*
 * Adds the user's relays to `chosen`, so that the exit shares no family or
 * subnet with them.
 */
static bool add_given(struct circuit_path *path, struct path *chosen,
	struct error *error)
{
	for (size_t i = 0; i < path->names.len; i++) {
		const struct router_status *relay = consensus_find(
			&path->consensus, path->names.items[i], NULL);

		if (relay && !path_add(chosen, path->connection, relay, error))
			return false;
	}
	return true;
}

/* Appends the relays of `chosen` from index `from`. */
static void add_chosen(struct circuit_path *path, const struct path *chosen,
	size_t from)
{
	for (size_t i = from; i < chosen->len; i++)
		add_relay(path, chosen->relays[i]->fingerprint);
}

static bool choose_exit(struct circuit_path *path, struct path *chosen,
	const char *exit, struct error *error)
{
	const struct router_status *relay;

	if (is_country(exit))
		return path_add_exit(chosen, path->connection, exit,
			&path->countries, error);
	relay = consensus_find(&path->consensus, exit, error);
	return relay && path_add(chosen, path->connection, relay, error);
}

bool circuit_path_add_exit(struct circuit_path *path, const char *exit,
	bool alone, struct error *error)
{
	struct path chosen = { .consensus = &path->consensus };
	size_t given;
	bool ok;

	if (!is_country(exit) && !alone)
		return add_named(path, exit, error);
	ok = read_consensus(path, error) &&
		consensus_check(&path->consensus, path->connection, error) &&
		path_begin(&chosen, path->connection, error) &&
		add_given(path, &chosen, error);
	given = chosen.len;
	ok = ok && choose_exit(path, &chosen, exit, error) &&
		(!alone || path_complete(&chosen, path->connection, error));
	if (ok)
		add_chosen(path, &chosen, given);
	path_clear(&chosen);
	return ok;
}

void circuit_path_clear(struct circuit_path *path)
{
	consensus_clear(&path->consensus);
	countries_clear(&path->countries);
	strv_clear(&path->names);
	buf_clear(&path->text);
}
