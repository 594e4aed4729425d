/* Signal handlers, set temporarily and restored. */
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
 * Sets the handler of a signal until handlers_restore(). A signal that was
 * ignored at startup (nohup) stays ignored, except SIGCONT and SIGWINCH, which
 * end nothing. `flags` are those of sigaction().
 */
void handlers_set(struct handlers *handlers, int number,
	handlers_function *handler, int flags);

/*
 * Returns the previous handler, which may be SIG_IGN; SIG_DFL if none was set.
 */
handlers_function *handlers_before(const struct handlers *handlers,
	int number);

/* Restores the previous handlers; handlers can be set again afterwards. */
void handlers_restore(struct handlers *handlers);

#endif
