/* Signals that would end torctl, held back while there is something to undo. */
#ifndef CMD_ENDINGS_H
#define CMD_ENDINGS_H

#include "cmd/session.h"

/*
 * Those that end a process that does not catch them, up to a 0. Not KILL, which
 * nobody catches, and not those of a program's own faults (SEGV, ABRT, …).
 */
extern const int endings_signals[];

/*
 * For a command that has to put things back, however it ends. Between the two
 * calls these signals do no more than interrupt what waits for Tor's events or
 * replies (ERROR_INTERRUPTED), and a reader of our output that has gone makes
 * writing fail. One at a time in a process. At a prompt the shell does all
 * that already, and these do nothing.
 */
void endings_hold(struct session *session);

/* As before; a signal that has come ends the process now. */
void endings_release(struct session *session);

#endif
