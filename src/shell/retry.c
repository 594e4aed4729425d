/* The pauses between attempts to connect to Tor again. */
#include "shell/retry.h"

/* In seconds; the last one is repeated. */
static const int seconds[] = { 1, 2, 5, 10 };
enum { STEPS = sizeof(seconds) / sizeof(*seconds) };

void retry_reset(struct retry *retry)
{
	*retry = (struct retry){ 0 };
}

void retry_begin(struct retry *retry, int64_t now)
{
	retry->early = retry->count && now < retry->next;
}

void retry_fail(struct retry *retry, int64_t now)
{
	if (!retry->early)
		retry->count++;
	retry->early = false;
	retry->next = now + 1000 * (int64_t)seconds[retry->count < STEPS ?
		retry->count - 1 : STEPS - 1];
}
