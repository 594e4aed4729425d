/* The pauses between attempts to connect to Tor again. */
#ifndef SHELL_PAUSES_H
#define SHELL_PAUSES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The pause is 1 second after a loss, then 2, 5 and always 10 after the
 * attempts that follow. An early attempt, after a key press, does not change
 * the pauses. All times are the caller's, in milliseconds on any monotonic
 * clock.
 */
struct pauses {
	unsigned count; /* number of pauses so far */
	int64_t next;   /* when the current one is over */
	bool early;     /* the current attempt started before that */
};

/* Restarts with the shortest pause, as if nothing had failed. */
void pauses_reset(struct pauses *pauses);

/* Records that an attempt starts. */
void pauses_attempt(struct pauses *pauses, int64_t now);

/* Starts the next pause: the attempt failed, or the connection was lost. */
void pauses_fail(struct pauses *pauses, int64_t now);

#endif
