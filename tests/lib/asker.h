/* A request in a thread of its own. */
#ifndef TESTS_LIB_ASKER_H
#define TESTS_LIB_ASKER_H

#include "lib/talk.h"

#include <pthread.h>

/* Set the first members, the others to zero. */
struct asker {
	const char *line;
	bool stream; /* hand the reply to a sink */
	bool late;   /* keep a late reply, see connection_ask() */

	struct talk *talk;
	pthread_t thread;
	struct buf seen; /* the text of the first line, or the whole stream */
	struct error error;
};

/* Sends the request and waits for its reply, in this thread. */
void asker_run(struct talk *talk, struct asker *asker);

/* Does the same in a new thread. */
void asker_begin(struct talk *talk, struct asker *asker);

/* Waits for the thread, and checks how the request ended. */
void asker_end(struct asker *asker, enum error_kind kind, const char *want);

/* Does the same for a failure with this text. */
void asker_end_error(struct asker *asker, enum error_kind kind,
	const char *want);

/* Waits until the fake tor has reached the gate. */
void talk_reach(struct talk *talk, unsigned gate);

/* Waits until the client's socket takes no more. */
void talk_await_full(struct talk *talk);

/* Makes the cancel descriptor readable, and the contrary. */
void talk_press_ctrl_c(struct talk *talk);
void talk_release_ctrl_c(struct talk *talk);

#endif
