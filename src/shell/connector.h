/* A background connection attempt that does not block the prompt. */
#ifndef SHELL_CONNECTOR_H
#define SHELL_CONNECTOR_H

#include "conn/opener.h"
#include "util/error.h"

#include <stdbool.h>

struct connector;

/*
 * Starts one attempt with a copy of `config`, whose strings must outlive it and
 * whose cancel descriptor is replaced. Never returns NULL; if no thread can be
 * started, the attempt has already failed.
 */
struct connector *connector_start(const struct opener_config *config);

/* Returns a descriptor that is readable once the attempt is over. */
int connector_fd(const struct connector *connector);

/*
 * Ends the attempt, cancelling it if it is still in progress, and waits for the
 * thread. Returns the connection, or NULL with `error` filled. Frees
 * `connector`.
 */
struct connection *connector_finish(struct connector *connector,
	struct opener_result *result, struct error *error);

#endif
