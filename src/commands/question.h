/* Questions to the user, and notes that there is nothing to do. */
#ifndef COMMANDS_QUESTION_H
#define COMMANDS_QUESTION_H

#include <stdbool.h>

struct call;
struct session;

/*
 * Prints `what` and asks for confirmation, at the prompt or on a terminal.
 * Returns true if nobody can be asked.
 */
bool question_confirm(struct session *session, const char *what);

/* Notes why there is nothing to do; in JSON this is the command's value. */
void question_skip(struct call *call, const char *why);

#endif
