/* One Tor that is talked to: how to reach it, its connection, its events. */
#include "tor/tor.h"

#include "util/shield.h"

#include <string.h>

bool tor_adopt(struct tor *tor, struct client *client, struct error *error)
{
	const char *method = tor->where.auth.method;
	struct subscription *subscription = &tor->events.subscription;

	if (method && strcmp(method, "NULL") != 0)
		shield_memory();
	tor->client = client;
	subscription->all = true;
	subscription->when_full = tor->drains ? SUBSCRIPTION_DROPS :
		SUBSCRIPTION_WAITS;
	client_listen(client, subscription);
	if (tor->drains && !client_read_on(client, error))
		return false;
	streams_seen_clear(&tor->streams);
	if (tor->connected && !tor->connected(tor->connected_arg, tor, error))
		return false;
	strv_clear(&tor->lost);
	return events_resume(&tor->events, client, &tor->lost, error);
}

bool tor_connect(struct tor *tor, struct error *error)
{
	struct client *client;

	tor_disconnect(tor);
	client = opener_connect(&tor->opener, &tor->where, error);
	if (client && tor_adopt(tor, client, error))
		return true;
	tor_disconnect(tor);
	return false;
}

void tor_disconnect(struct tor *tor)
{
	client_free(tor->client);
	tor->client = NULL;
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
