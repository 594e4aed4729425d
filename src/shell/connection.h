/* The shell's connection to Tor: connecting, losing and reconnecting. */
#ifndef SHELL_CONNECTION_H
#define SHELL_CONNECTION_H

#include "shell/shell_state.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

/* Connects while the user waits; Ctrl-C cancels. */
bool connection_connect(struct shell *shell, struct error *error);
/* Does the same for struct session_prompt; `arg` is the shell. */
bool connection_connect_for_command(void *arg, struct error *error);
/* Connects to another Tor; on failure an existing connection remains. */
bool connection_switch(struct shell *shell, const char *server,
	struct error *error);
/* Disconnects at the user's request and does not retry. */
void connection_disconnect(struct shell *shell);
/* Reports why the connection was lost and plans the next attempt. */
void connection_lost(struct shell *shell);
/* Returns whether it is time for an attempt; a key press makes it earlier. */
bool connection_due(const struct shell *shell, bool key);
/* Starts an attempt now unless one is in progress. */
void connection_try(struct shell *shell);
/* Finishes the attempt, which is over. */
void connection_finish(struct shell *shell);
/* Records bootstrap progress from the words of an event or GETINFO. */
void connection_note_progress(struct shell *shell, struct span words);

#endif
