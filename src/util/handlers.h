/* Handlers of signals, set for a while and put back. */
#ifndef UTIL_HANDLERS_H
#define UTIL_HANDLERS_H

#include <signal.h>
#include <stddef.h>

enum { HANDLERS_MAX = 20 };

typedef void handlers_function(int number);

/* Initialise to all zero. */
struct handlers {
	int numbers[HANDLERS_MAX];
	struct sigaction before[HANDLERS_MAX];
	size_t len;
};

/*
 * Sets the handler of a signal until handlers_restore(). A signal that the
 * program was started to ignore (nohup) stays ignored, unless it is one that
 * ends nothing: SIGCONT, SIGWINCH. `flags` are those of sigaction().
 */
void handlers_set(struct handlers *handlers, int number,
	handlers_function *handler, int flags);

/* Returns the handler before, which may be SIG_IGN; else SIG_DFL. */
handlers_function *handlers_before(const struct handlers *handlers,
	int number);

/* Puts the former handlers back; others can be set then. */
void handlers_restore(struct handlers *handlers);

#endif
