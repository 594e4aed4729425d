/* The history of typed lines, kept in a file that several shells share. */
#ifndef SHELL_HISTORY_H
#define SHELL_HISTORY_H

#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

enum { HISTORY_MAX = 10000 };

struct history;

/*
 * Opens this user's history: $XDG_STATE_HOME/torctl/history (else
 * ~/.local/state/torctl/history), or the file `path` unless it is NULL.
 * Directory mode 0700, file mode 0600, one line per entry. The file must be a
 * regular file of this user without other hard links. Never returns NULL: if
 * the file cannot be used, `error` gives the reason and the history is kept in
 * memory only.
 */
struct history *history_open(const char *path, struct error *error);

/* Returns all entries, oldest first; valid until the next call. */
const struct strv *history_lines(const struct history *history);

/*
 * Adds a line, also to the file immediately and under a lock, so that parallel
 * shells lose nothing; the file is occasionally cut back to HISTORY_MAX lines.
 * Skips an empty line, one that begins with a blank, one equal to the last, and
 * one with a line end or another control byte except TAB. The caller must not
 * pass lines with secrets.
 */
void history_add(struct history *history, const char *line);

/* Removes all entries, also from the file. */
bool history_clear(struct history *history, struct error *error);

void history_free(struct history *history);

#endif
