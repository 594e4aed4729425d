/* Connecting to Tor in the background, so that the prompt stays alive. */
#ifndef SHELL_CONNECTOR_H
#define SHELL_CONNECTOR_H

#include "conn/opener.h"
#include "util/error.h"

#include <stdbool.h>

struct connector;

/*
 * Starts one attempt with a copy of `config` (whose strings must live as long;
 * its cancel descriptor is replaced). Never NULL; when no thread can be
 * started the attempt has failed at once.
 */
struct connector *connector_start(const struct opener_config *config);

/* Readable as soon as the attempt is over. */
int connector_fd(const struct connector *connector);

/*
 * Ends the attempt, waiting for the thread; cancels it if it is still under
 * way. Returns the connection, NULL with `error` filled if there is none.
 * `connector` is gone afterwards.
 */
struct client *connector_finish(struct connector *connector,
	struct opener_result *result, struct error *error);

#endif
