/* Asking whether the user means it, and saying that nothing is to be done. */
#ifndef CMD_QUESTION_H
#define CMD_QUESTION_H

#include <stdbool.h>

struct call;
struct session;

/*
 * Says `what` and asks whether to go on: at the prompt, or on a terminal. Yes
 * where nobody is there to be asked.
 */
bool question_confirm(struct session *session, const char *what);

/* Says why there is nothing to be done; in JSON it is the command's value. */
void question_skip(struct call *call, const char *why);

#endif
