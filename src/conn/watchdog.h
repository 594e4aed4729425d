/* Questions to a silent peer, to notice a line that is dead. */
#ifndef CONN_WATCHDOG_H
#define CONN_WATCHDOG_H

#include "conn/connection_inside.h"

/*
 * Where the link has a `silence`, a key is sent after this time in which
 * nothing was received, or nothing sent; if no byte arrives during the
 * `patience`, the connection is lost. While a request with a time limit is awaited, nothing is
 * done: that limit applies. Traces do not show these keys and their answers.
 */

/* ---- all under `lock` */

/* Notes that bytes were received, or sent. */
void watchdog_note_heard(struct connection *connection);
void watchdog_note_sent(struct connection *connection);

/* Returns when watchdog_check() has something to do (clock.h). */
int64_t watchdog_deadline(const struct connection *connection);

/*
 * Sends a key, or gives up, if it is time. Only in the thread that reads, after
 * it has found nothing to read. Releases `lock` meanwhile.
 */
void watchdog_check(struct connection *connection);

#endif
