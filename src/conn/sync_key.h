/* Keys whose answers show where, among all that arrives, earlier replies end. */
#ifndef CONN_SYNC_KEY_H
#define CONN_SYNC_KEY_H

#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * A GETINFO key that Tor does not have. It is random, since Tor repeats what it
 * refuses: the text of an earlier request could hold any other answer.
 */
struct sync_key {
	char text[sizeof("torctl-sync-") + 32];
};

void sync_key_make(struct sync_key *key);

/* Returns whether a line, without its end, is Tor's answer to some key. */
bool sync_key_is_answer(struct span line);

/* Returns whether it is the answer to this key. */
bool sync_key_matches(const struct sync_key *key, struct span line);

/*
 * Returns whether a line is the refusal of a filter between us and Tor. It
 * would refuse a key likewise.
 */
bool sync_key_is_filtered(struct span line);

/*
 * Fails with why the connection is closed when no answer to a key can come:
 * what follows could be taken for an answer to anything.
 */
bool sync_key_refuse_filter(struct error *error);

#endif
