/* The pauses between attempts to connect to Tor again. */
#ifndef SHELL_RETRY_H
#define SHELL_RETRY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The pause is 1 second after a loss, then 2, 5 and always 10 after the
 * attempts that follow. An early attempt, after a key press, does not change
 * the pauses. All times are the caller's, in milliseconds on any monotonic
 * clock.
 */
struct retry {
	unsigned count; /* number of pauses so far */
	int64_t next;   /* when the current one is over */
	bool early;     /* the current attempt started before that */
};

/* Restarts with the shortest pause, as if nothing had failed. */
void retry_reset(struct retry *retry);

/* Records that an attempt starts. */
void retry_begin(struct retry *retry, int64_t now);

/* Starts the next pause: the attempt failed, or the connection was lost. */
void retry_fail(struct retry *retry, int64_t now);

#endif
