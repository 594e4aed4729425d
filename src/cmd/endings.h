/* Delay of fatal signals while there is something to undo. */
#ifndef CMD_ENDINGS_H
#define CMD_ENDINGS_H

#include "cmd/session.h"

/*
 * The signals that end a process by default, terminated by 0; without KILL,
 * which cannot be caught, and those of program faults (SEGV, ABRT, …).
 */
extern const int endings_signals[];

/*
 * For a command that must restore something, however it ends. Until
 * endings_release(), these signals only interrupt waits for Tor's events or
 * replies (ERROR_INTERRUPTED), and writing to a closed pipe fails. Only one at
 * a time in a process. At the prompt the shell does the same, and these do
 * nothing.
 */
void endings_hold(struct session *session);

/*
 * Restores the handlers; a signal that arrived meanwhile ends the process now.
 */
void endings_release(struct session *session);

#endif
