/* The internals of the shell, shared by shell.c, link.c, lines.c, builtin.c. */
#ifndef SHELL_SHELL_STATE_H
#define SHELL_SHELL_STATE_H

#include "cmd/session.h"
#include "shell/connector.h"
#include "shell/display.h"
#include "shell/history.h"
#include "shell/options.h"
#include "shell/pauses.h"
#include "shell/settings.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

enum shell_link {
	SHELL_APART,     /* disconnected by the user: no retries */
	SHELL_CONNECTED,
	SHELL_LOST,      /* retrying */
};

struct shell {
	struct session *session;
	struct session_prompt prompt;
	struct options *options;
	struct settings settings;
	struct history *history;
	struct pairs aliases;
	struct display display;
	struct strv typed;  /* lines typed but not yet run */
	bool end_of_input;
	bool auto_color;    /* whether colour is used by default */
	bool asking;        /* a prompt other than ours is up */
	bool interrupted;   /* by Ctrl-C at the prompt, until somebody looks */
	int ending_signal;
	char *server;       /* the address given to connect, or NULL */

	enum shell_link link;
	struct connector *connector; /* an attempt in progress, or NULL */
	struct pauses pauses; /* between attempts, since the loss */
	bool refused;       /* the last attempt connected but was refused */
	char *told;         /* the last reported failure; NULL: none */
	int progress;       /* of bootstrapping, percent; negative: unknown */
};

/* Prints a line of our own, above the prompt if it is up. */
__attribute__((format(printf, 2, 3)))
void shell_say(struct shell *shell, const char *format, ...);

/*
 * Asks the user for a line at another prompt; events still appear above it.
 * Returns the line, which is the caller's, or NULL on Ctrl-C, Ctrl-D or a
 * signal that ends the shell.
 */
char *shell_ask(struct shell *shell, const char *prompt);

/* Returns the prompt for the current state, such as "tor> "; the caller's. */
char *shell_prompt(const struct shell *shell);

/* Takes all events that have arrived and notes what they say about Tor. */
void shell_take_events(struct shell *shell);

/* In lines.c: runs one typed line, then prints what arrived meanwhile. */
void lines_run(struct shell *shell, const char *typed);
/* Returns whether history may not keep the line, which may be incomplete. */
bool lines_hold_secret(struct shell *shell, const char *typed);

/* In link.c: the connection, lost and found. */

/* Connects while the user waits; Ctrl-C cancels. */
bool link_connect(struct shell *shell, struct error *error);
/* Does the same for struct session_prompt; `arg` is the shell. */
bool link_connect_for_command(void *arg, struct error *error);
/* Connects to another Tor; on failure an existing connection remains. */
bool link_switch(struct shell *shell, const char *server,
	struct error *error);
/* Disconnects at the user's request and does not retry. */
void link_disconnect(struct shell *shell);
/* Reports why the connection was lost and plans the next attempt. */
void link_lost(struct shell *shell);
/* Returns whether it is time for an attempt; a key press makes it earlier. */
bool link_due(const struct shell *shell, bool key);
/* Starts an attempt now unless one is in progress. */
void link_try(struct shell *shell);
/* Finishes the attempt, which is over. */
void link_finish(struct shell *shell);
/* Records bootstrap progress from the words of an event or GETINFO. */
void link_note_progress(struct shell *shell, struct span words);

#endif
