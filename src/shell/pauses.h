/* How long to wait before Tor is tried again. */
#ifndef SHELL_PAUSES_H
#define SHELL_PAUSES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * After a loss 1 second, after the attempts that follow 2, 5, and then always
 * 10. An attempt before its time, as a key makes one, leaves the pauses as they
 * are. All times are the caller's, milliseconds on any clock that never jumps.
 */
struct pauses {
	unsigned count; /* of pauses so far */
	int64_t next;   /* when the one of now is over */
	bool early;     /* the attempt under way came before that */
};

/* As if nothing had failed so far: the next pause is the shortest. */
void pauses_reset(struct pauses *pauses);

/* An attempt starts. */
void pauses_attempt(struct pauses *pauses, int64_t now);

/* It has failed, or the connection was lost: the next pause starts. */
void pauses_fail(struct pauses *pauses, int64_t now);

#endif
