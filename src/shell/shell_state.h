/* The state of the interactive shell. */
#ifndef SHELL_SHELL_STATE_H
#define SHELL_SHELL_STATE_H

#include "cmd/session.h"
#include "line/options.h"
#include "out/tee.h"
#include "shell/attempt.h"
#include "shell/display.h"
#include "shell/history.h"
#include "shell/retry.h"
#include "shell/settings.h"
#include "tor/countries.h"
#include "util/strv.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum shell_connection {
	SHELL_DISCONNECTED,     /* disconnected by the user: no retries */
	SHELL_CONNECTED,
	SHELL_LOST,      /* retrying */
};

struct shell {
	struct session *session;
	struct session_prompt prompt;
	struct options *options;
	struct history *history;
	struct display display;
	struct tee tee;
	pthread_t thread;   /* the one that runs the shell */
	pthread_mutex_t lock; /* protects the following */
	struct buf notices; /* from ssh, not yet shown */
	struct countries countries; /* of relays in events */
	bool may_ask;       /* an event may be looked up: Tor is idle */
	struct strv typed;  /* lines typed but not yet run */
	bool end_of_input;
	bool asking;        /* a prompt other than ours is up */
	bool interrupted;   /* by Ctrl-C at the prompt, until checked */
	int ending_signal;
	char *server;       /* the address given to connect, or NULL */

	enum shell_connection connection;
	struct attempt *attempt; /* an attempt in progress, or NULL */
	struct retry retry; /* between attempts, since the loss */
	bool refused;       /* the last attempt connected but was refused */
	char *reported;     /* the last reported failure; NULL: none */
	char *nickname;     /* of this Tor, for the prompt; NULL: unknown */
	bool nickname_known; /* not changed since */
	int progress;       /* of bootstrapping, percent; negative: unknown */
};

#endif
