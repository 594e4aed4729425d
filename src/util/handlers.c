/* Signal handlers, set temporarily and restored. */
#include "util/handlers.h"

void handlers_set(struct handlers *handlers, int number,
	handlers_function *handler, int flags)
{
	struct sigaction action = { .sa_handler = handler,
		.sa_flags = flags };
	struct sigaction *before = &handlers->before[handlers->len];

	sigemptyset(&action.sa_mask);
	handlers->numbers[handlers->len++] = number;
	sigaction(number, NULL, before);
	if (before->sa_handler != SIG_IGN || number == SIGCONT ||
		number == SIGWINCH)
		sigaction(number, &action, NULL);
}

handlers_function *handlers_before(const struct handlers *handlers, int number)
{
	for (size_t i = 0; i < handlers->len; i++)
		if (handlers->numbers[i] == number)
			return handlers->before[i].sa_handler;
	return SIG_DFL;
}

void handlers_restore(struct handlers *handlers)
{
	for (size_t i = 0; i < handlers->len; i++)
		sigaction(handlers->numbers[i], &handlers->before[i], NULL);
	handlers->len = 0;
}
