/* One Tor that is talked to: how to reach it, its connection, its events. */
#include "tor/tor.h"

#include "util/shield.h"

#include <string.h>

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
	if (tor->connected && !tor->connected(tor->connected_arg, tor, error))
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

void tor_clear(struct tor *tor)
{
	tor_disconnect(tor);
	events_clear(&tor->events);
	streams_seen_clear(&tor->streams);
	strv_clear(&tor->lost);
}
