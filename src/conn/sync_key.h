/* Keys whose answers mark the end of earlier replies in what arrives. */
#ifndef CONN_SYNC_KEY_H
#define CONN_SYNC_KEY_H

#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * A GETINFO key that Tor does not have. It is random because Tor repeats what
 * it refuses, so the text of an earlier request could contain any predictable
 * answer.
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
 * Returns whether a line is the refusal of a filter between us and Tor, which
 * would refuse a key in the same way.
 */
bool sync_key_is_filtered(struct span line);

/*
 * Sets the error for a connection that is closed because no answer to a key can
 * arrive, so that later lines could pass for any reply. Returns false.
 */
bool sync_key_refuse_filter(struct error *error);

#endif
