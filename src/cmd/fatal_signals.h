/* Delay of fatal signals while there is something to undo. */
#ifndef CMD_FATAL_SIGNALS_H
#define CMD_FATAL_SIGNALS_H

#include "cmd/session.h"

/*
 * The signals that end a process by default, terminated by 0; without KILL,
 * which cannot be caught, and those of program faults (SEGV, ABRT, …).
 */
extern const int fatal_signals[];

/*
 * For a command that must restore something, however it ends. Until
 * fatal_signals_end_delay(), these signals only interrupt waits for Tor's
 * events or replies (ERROR_INTERRUPTED), and writing to a closed pipe fails.
 * Only one at a time in a process. At the prompt the shell does the same, and
 * these do nothing.
 */
void fatal_signals_delay(struct session *session);

/*
 * Restores the handlers; a signal that arrived meanwhile ends the process now.
 */
void fatal_signals_end_delay(struct session *session);

#endif
