/* One Tor that is talked to: how to reach it, its connection, its events. */
#ifndef TOR_TOR_H
#define TOR_TOR_H

#include "conn/connection.h"
#include "conn/opener.h"
#include "tor/events.h"
#include "tor/streams.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* Set the first members, the others to zero; release with tor_clear(). */
struct tor {
	struct opener_config opener; /* how to reach it */
	bool drains;		     /* read on whatever the program does: see
					connection_read_on() */
	bool launched; /* by us: it is nobody else's */
	/* Called once for a new connection, before any command; or NULL. */
	bool (*connected)(void *arg, struct tor *tor, struct error *error);
	void *connected_arg;
	/*
	 * Explains the error of a lost connection. Returns true if that Tor
	 * will not come back. NULL: no explanation.
	 */
	bool (*explain)(struct error *error);

	/* NULL: never connected, or disconnected */
	struct connection *connection;
	struct opener_result where;
	struct events events;  /* what its user wants; they outlast connections */
	struct strv lost;      /* wanted events that this Tor does not have */
	struct streams_seen streams; /* learned from events, in a shell */
	bool hold;             /* something in Tor ends with the connection */
};

/* Connects, instead of any earlier connection. On failure there is none. */
bool tor_connect(struct tor *tor, struct error *error);

/* Adopts a new connection, with its `where`, and subscribes to events. */
bool tor_adopt(struct tor *tor, struct connection *connection,
	struct error *error);

/* Closes the connection, if any; the wanted events are kept. */
void tor_disconnect(struct tor *tor);

void tor_clear(struct tor *tor);

#endif
