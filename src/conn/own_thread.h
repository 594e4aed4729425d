/* A connection's own thread, which reads while nobody else does. */
#ifndef CONN_OWN_THREAD_H
#define CONN_OWN_THREAD_H

#include "conn/connection_inside.h"

/* Starts it, unless it runs. Returns 0, or why that is impossible (errno). */
int own_thread_start(struct connection *connection);

/* Ends it; without `lock`. */
void own_thread_end(struct connection *connection);

/* ---- under `lock` */

/* Lets it look whether it is to read, or to end. */
void own_thread_wake(struct connection *connection);

/* Takes it off its poll: somebody else wants to read. */
void own_thread_kick(struct connection *connection);

/* Nobody reads: it will, unless somebody else does so soon. */
void own_thread_linger(struct connection *connection);

#endif
