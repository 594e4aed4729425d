/* A connection's own thread, which reads while nobody else does. */
#ifndef CONN_OWN_THREAD_H
#define CONN_OWN_THREAD_H

#include "conn/connection_inside.h"

/* Starts the thread unless it runs. Returns 0 or an errno. */
int own_thread_start(struct connection *connection);

/* Ends the thread; call it without `lock`. */
void own_thread_end(struct connection *connection);

/* ---- with `lock` held */

/* Wakes the thread, which then checks whether to read or to end. */
void own_thread_wake(struct connection *connection);

/* Ends its poll, because another thread wants to read. */
void own_thread_kick(struct connection *connection);

/* Makes it read, unless another thread soon does. */
void own_thread_linger(struct connection *connection);

#endif
