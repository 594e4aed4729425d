/* HSFETCH: fetching the descriptor of an onion service. */
#ifndef TOR_DESCRIPTOR_H
#define TOR_DESCRIPTOR_H

#include "conn/connection.h"
#include "tor/events.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/* Initialize to zero; release with descriptor_clear(). */
struct descriptor {
	struct buf content;
	char *descriptor_id;
	char *hs_dir; /* where it came from, as Tor names the relay */
};

/*
 * Makes Tor fetch the descriptor of `address` (without ".onion"), from
 * `servers` if there are any, and waits for it (control-spec 3.26). Returns
 * false if every directory failed (ERROR_TOR with the last reason) or none
 * answered by `deadline`.
 */
bool descriptor_fetch(struct connection *connection, struct events *events,
	const char *address, const struct strv *servers, int64_t deadline,
	struct descriptor *descriptor, struct error *error);

void descriptor_clear(struct descriptor *descriptor);

#endif
