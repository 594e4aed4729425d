/* A Tor under control: how to reach it, its connection and its events. */
#ifndef TOR_TOR_H
#define TOR_TOR_H

#include "conn/connection.h"
#include "conn/opener.h"
#include "tor/events.h"
#include "tor/launch.h"
#include "tor/orconns.h"
#include "tor/streams.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* Set the first members, the others to zero; release with tor_clear(). */
struct tor {
	struct opener_config opener; /* how to reach it */
	bool drains; /* always keep reading: see connection_read_on() */
	struct launch *launched; /* this Tor, if it is private; borrowed.
					It exits with our connection. */

	/* NULL: never connected, or disconnected */
	struct connection *connection;
	struct opener_result where;
	struct events events;  /* wanted by the user; outlast connections */
	struct strv lost;      /* wanted events that this Tor does not have */
	struct streams_seen streams; /* learned from events, in a shell */
	struct orconns_seen orconns; /* likewise */
	bool hold;             /* something in Tor ends with the connection */
};

/* Connects, closing an earlier connection. On failure there is none. */
bool tor_connect(struct tor *tor, struct error *error);

/* Adopts a new connection, with its `where`, and subscribes to events. */
bool tor_adopt(struct tor *tor, struct connection *connection,
	struct error *error);

/* Closes the connection, if any; the wanted events are kept. */
void tor_disconnect(struct tor *tor);

/*
 * After the connection was lost: returns whether this Tor is known to have
 * exited, which is possible only for a private one. If so, `error` says how.
 */
bool tor_exited(const struct tor *tor, struct error *error);

void tor_clear(struct tor *tor);

#endif
