/* "Did you mean …?" behind a refusal by Tor. */
#ifndef CMD_SUGGEST_H
#define CMD_SUGGEST_H

#include "cmd/args.h"
#include "util/error.h"

struct session;

/*
 * Adds a suggestion to every refusal in `error` that is about an argument of
 * which Tor (or, when it does not answer, the built-in list) knows a name that
 * is near to it.
 */
void suggest_names(struct session *session, const struct args *args,
	struct error *error);

#endif
