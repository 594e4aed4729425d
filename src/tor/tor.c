/* A Tor under control: how to reach it, its connection and its events. */
#include "tor/tor.h"

#include "proto/verbs.h"
#include "util/shield.h"

#include <string.h>

/* Makes a private tor exit with our connection, however that ends. */
static bool take_ownership(struct connection *connection, struct error *error)
{
	struct request request;
	bool ok;

	verb_take_ownership(&request);
	ok = connection_own_command(connection, &request, NULL, error);
	request_clear(&request);
	return ok;
}

bool tor_adopt(struct tor *tor, struct connection *connection,
	struct error *error)
{
	const char *method = tor->where.auth.method;
	struct subscription *subscription = &tor->events.subscription;

	if (method && strcmp(method, "NULL") != 0)
		shield_memory();
	tor->connection = connection;
	subscription->all = true;
	subscription->when_full = tor->drains ? SUBSCRIPTION_DROPS :
		SUBSCRIPTION_WAITS;
	connection_listen(connection, subscription);
	if (tor->drains && !connection_read_on(connection, error))
		return false;
	streams_seen_clear(&tor->streams);
	orconns_seen_clear(&tor->orconns);
	if (tor->launched && !take_ownership(connection, error))
		return false;
	strv_clear(&tor->lost);
	return events_resume(&tor->events, connection, &tor->lost, error);
}

bool tor_connect(struct tor *tor, struct error *error)
{
	struct connection *connection;

	tor_disconnect(tor);
	connection = opener_connect(&tor->opener, &tor->where, error);
	if (connection && tor_adopt(tor, connection, error))
		return true;
	tor_disconnect(tor);
	return false;
}

void tor_disconnect(struct tor *tor)
{
	connection_free(tor->connection);
	tor->connection = NULL;
	events_reset(&tor->events);
	opener_result_clear(&tor->where);
}

bool tor_exited(const struct tor *tor, struct error *error)
{
	struct error reason = ERROR_INIT;
	bool exited = tor->launched && launch_ended(tor->launched, &reason);

	if (exited)
		error_move(error, &reason);
	error_clear(&reason);
	return exited;
}

void tor_clear(struct tor *tor)
{
	tor_disconnect(tor);
	events_clear(&tor->events);
	streams_seen_clear(&tor->streams);
	orconns_seen_clear(&tor->orconns);
	strv_clear(&tor->lost);
}
