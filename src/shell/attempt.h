/* A background connection attempt that does not block the prompt. */
#ifndef SHELL_ATTEMPT_H
#define SHELL_ATTEMPT_H

#include "conn/opener.h"
#include "util/error.h"

#include <stdbool.h>

struct attempt;

/*
 * Starts one attempt with a copy of `config`, whose strings must outlive it and
 * whose cancel descriptor is replaced. Never returns NULL; if no thread can be
 * started, the attempt fails at once.
 */
struct attempt *attempt_start(const struct opener_config *config);

/* Returns a descriptor that is readable once the attempt is over. */
int attempt_fd(const struct attempt *attempt);

/*
 * Ends the attempt, cancelling it if it is still in progress, and waits for the
 * thread. Returns the connection, or NULL with `error` filled. Frees
 * `attempt`.
 */
struct connection *attempt_finish(struct attempt *attempt,
	struct opener_result *result, struct error *error);

#endif
