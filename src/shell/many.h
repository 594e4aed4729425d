/* Several Tors that run each command at once: --on and on. */
#ifndef SHELL_MANY_H
#define SHELL_MANY_H

#include "cmd/session.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

struct many;

enum { MANY_FANOUT = 32 };

/*
 * Returns the Tors of a list of targets (conn/target_list.h), each to be
 * reached as this session's Tor is, or NULL with the error. Connects to
 * nothing. They belong to the session: see many_free_all().
 */
struct many *many_new(struct session *session, const char *targets,
	struct error *error);

/*
 * Does the same for one line, but returns the Tors of an earlier line with the
 * same targets, whose connections may still be open. They belong to the session:
 * see many_free_all().
 */
struct many *many_take(struct session *session, const char *targets,
	struct error *error);

/* Frees the session's Tors, of --on and of many_take(). */
void many_free_all(struct session *session);

size_t many_len(const struct many *many);

/* Returns whether this command is run on each Tor instead of once. */
bool many_is_meant(const struct command *command);

/*
 * Runs the command of `call`, with its arguments, on each Tor of
 * `session->many`, and prints the results to `session->output`: each line as
 * soon as it is there, with the Tor's name, or one table. At most
 * `session->fanout` Tors run it at once, but all of them if it waits. Failures are reported with the
 * Tor's name. If there was any, returns false with their number and names; the
 * kind is the one with the largest exit status.
 */
bool many_run(struct call *call, struct error *error);

/* Does what session_show_last() does for each Tor that is still connected. */
void many_show_last(struct session *session);

#endif
