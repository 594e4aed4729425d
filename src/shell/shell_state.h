/* What shell.c, link.c and builtin.c share: the inside of the shell. */
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
	SHELL_APART,     /* disconnected by the user: nothing is tried */
	SHELL_CONNECTED,
	SHELL_LOST,      /* trying again */
};

struct shell {
	struct session *session;
	struct session_prompt prompt;
	struct options *options;
	struct settings settings;
	struct history *history;
	struct pairs aliases;
	struct display display;
	struct strv typed;  /* lines that were typed and not yet run */
	bool end_of_input;
	bool auto_color;    /* whether there is colour when nobody says */
	bool asking;        /* another prompt than ours is up */
	bool interrupted;   /* Ctrl-C at the prompt, since somebody looked */
	int ending_signal;
	char *server;       /* what connect ADDR has named, or NULL */

	enum shell_link link;
	struct connector *connector; /* an attempt under way, or NULL */
	struct pauses pauses; /* between attempts, since it was lost */
	bool refused;       /* by the last attempt, which had a connection */
	char *told;         /* why attempts fail, as was said; NULL: nothing */
	int progress;       /* of bootstrapping, percent; negative: unknown */
};

/* Prints a line of our own above the prompt, or just prints it. */
__attribute__((format(printf, 2, 3)))
void shell_say(struct shell *shell, const char *format, ...);

/*
 * Has the user type one line under another prompt; events go on above it.
 * NULL on Ctrl-C, Ctrl-D or a signal that ends us; else the caller's.
 */
char *shell_ask(struct shell *shell, const char *prompt);

/* "tor> " as things stand; the caller's. */
char *shell_prompt(const struct shell *shell);

/* All events that have come so far, and what they say of the connection. */
void shell_take_events(struct shell *shell);

/* lines.c: runs one line that was typed, and prints what came meanwhile. */
void lines_run(struct shell *shell, const char *typed);

/* link.c: the connection, lost and found. */

/* Connects while the user waits, Ctrl-C gives up. */
bool link_connect(struct shell *shell, struct error *error);
/* The same for struct session_prompt; `arg` is the shell. */
bool link_connect_for_command(void *arg, struct error *error);
/* The same to another Tor; when that fails a connection stays as it is. */
bool link_switch(struct shell *shell, const char *server,
	struct error *error);
/* By the user's wish; nothing is tried again. */
void link_disconnect(struct shell *shell);
/* Says why the connection was lost, and sees to another. */
void link_lost(struct shell *shell);
/* Whether it is time for an attempt; a key hastens it. */
bool link_due(const struct shell *shell, bool key);
/* Starts an attempt now unless one is under way. */
void link_try(struct shell *shell);
/* The attempt is over. */
void link_finish(struct shell *shell);
/* Remembers how far bootstrapping is, from an event's or GETINFO's words. */
void link_note_progress(struct shell *shell, struct span words);

#endif
