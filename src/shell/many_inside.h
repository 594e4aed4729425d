/* The Tors of many.c, for many_prompt.c. */
#ifndef SHELL_MANY_INSIDE_H
#define SHELL_MANY_INSIDE_H

#include "cmd/session.h"
#include "conn/target_list.h"
#include "out/table.h"
#include "shell/retry.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* One of the Tors; used by one thread at a time. */
struct member {
	char *name; /* escaped */
	struct target *target;
	struct tor tor;
	struct output output;
	struct output usual; /* if `output` is redirected: the user's */
	struct report trace; /* for the connection's thread, while it is open */
	struct session session;
	struct session_prompt prompt; /* of `session`, in a shell */
	struct answers *answers;      /* for Tab; NULL: not asked yet */
	struct table table;  /* of the last command, to be merged */
	struct error error;  /* of the last command */
	struct many *many;
	struct session *shell; /* that has the prompt; or NULL */
	bool refused;        /* do not try again by ourselves */
	bool known;          /* it was connected once */
	bool lost;           /* this was said */
	bool retrying;       /* in the hands of that thread */
};

struct many {
	struct many *next;   /* of the session */
	char *text;          /* the list of targets as given */
	struct target_list targets;
	struct member *members;
	size_t len;
	size_t descriptors;  /* how many connections are possible at once */
	bool warned;         /* that they are fewer than the Tors */
	bool running;        /* a command, which has all of the members */
	pthread_mutex_t lock; /* of the output, the reports and the progress */
	int cancel[2];       /* the pipe that ends every wait of the members */
	struct session_whole whole;
	/* At the prompt, attempts to connect again to those that were lost. */
	struct retry retry;
	pthread_t retrying;
	bool retries;        /* that thread runs */
	int retried[2];      /* gets a byte when it ends; -1: not open */
};

#endif
