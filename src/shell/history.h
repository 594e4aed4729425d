/* What was typed, kept in a file that several shells share. */
#ifndef SHELL_HISTORY_H
#define SHELL_HISTORY_H

#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

enum { HISTORY_MAX = 10000 };

struct history;

/*
 * The history of this user: $XDG_STATE_HOME/torctl/history (else
 * ~/.local/state/torctl/history), directory 0700, file 0600, one line an
 * entry. Never NULL: when the file cannot be used, `error` says why and the
 * history is kept in memory only. `path` NULL: that file.
 */
struct history *history_open(const char *path, struct error *error);

/* All entries, the oldest first; good until the next call. */
const struct strv *history_lines(const struct history *history);

/*
 * Adds a line at once to the file too, under a lock, so that several shells
 * lose nothing; the file is cut back to HISTORY_MAX lines now and then. Not
 * kept: an empty line, one that begins with a blank, one equal to the last,
 * one with a line end or another control byte (but TAB) in it, and, by the
 * caller's word, one with a secret.
 */
void history_add(struct history *history, const char *line);

/* Forgets all, in the file too. */
bool history_clear(struct history *history, struct error *error);

void history_free(struct history *history);

#endif
