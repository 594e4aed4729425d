/* Suggestions ("did you mean …?") after a refusal by Tor. */
#ifndef COMPLETE_SUGGEST_H
#define COMPLETE_SUGGEST_H

#include "cmd/args.h"
#include "util/error.h"

struct session;

/*
 * Adds a suggestion to every refusal in `error` that concerns an argument with
 * a similar known name: in Tor's list or, if it does not answer, in the
 * built-in one.
 */
void suggest_names(struct session *session, const struct args *args,
	struct error *error);

#endif
