/* The pauses between attempts to connect to Tor again. */
#include "shell/pauses.h"

/* In seconds; the last one is repeated. */
static const int seconds[] = { 1, 2, 5, 10 };
enum { STEPS = sizeof(seconds) / sizeof(*seconds) };

void pauses_reset(struct pauses *pauses)
{
	*pauses = (struct pauses){ 0 };
}

void pauses_attempt(struct pauses *pauses, int64_t now)
{
	pauses->early = pauses->count && now < pauses->next;
}

void pauses_fail(struct pauses *pauses, int64_t now)
{
	if (!pauses->early)
		pauses->count++;
	pauses->early = false;
	pauses->next = now + 1000 * (int64_t)seconds[pauses->count < STEPS ?
		pauses->count - 1 : STEPS - 1];
}
