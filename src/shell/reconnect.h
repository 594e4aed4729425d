/* The shell's connection to Tor: connecting, losing and reconnecting. */
#ifndef SHELL_RECONNECT_H
#define SHELL_RECONNECT_H

#include "shell/shell_state.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

/* Connects while the user waits; Ctrl-C cancels. */
bool reconnect_now(struct shell *shell, struct error *error);
/* Does the same for struct session_prompt; `arg` is the shell. */
bool reconnect_for_command(void *arg, struct error *error);
/* Connects to another Tor; on failure an existing connection remains. */
bool reconnect_elsewhere(struct shell *shell, const char *server,
	struct error *error);
/* Disconnects at the user's request and does not retry. */
void reconnect_stop(struct shell *shell);
/* Reports why the connection was lost and plans the next attempt. */
void reconnect_after_loss(struct shell *shell);
/* Returns whether it is time for an attempt; a key press makes it earlier. */
bool reconnect_is_due(const struct shell *shell, bool key);
/* Starts an attempt now unless one is in progress. */
void reconnect_try(struct shell *shell);
/* Finishes the attempt, which is over. */
void reconnect_finish(struct shell *shell);
/* Records bootstrap progress from the words of an event or GETINFO. */
void reconnect_note_progress(struct shell *shell, struct span words);

#endif
