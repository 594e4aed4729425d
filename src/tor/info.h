/* GETINFO: information from a running Tor. */
#ifndef TOR_INFO_H
#define TOR_INFO_H

#include "conn/connection.h"
#include "proto/reply.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

struct info_value {
	struct span key; /* in Tor's spelling */
	/*
	 * The text after "=", or the lines of the data block, each ended by LF.
	 * May contain any byte.
	 */
	struct span value;
};

/*
 * Initialize to zero; release with info_clear(). Values point into `replies`.
 */
struct info {
	struct info_value *values;
	size_t len;
	struct reply *replies;
	size_t replies_len;
};

/*
 * Asks for all keys at once (control-spec 3.9). If Tor refuses one, it returns
 * none, so asks again without those that it does not know or, if it names none,
 * in halves. Returns false if a key failed: `info` has the others, and `error`
 * one entry per failed key, which is its subject. A key addr-mappings/…
 * (removed in tor 0.4.9) is sent as address-mappings/….
 *
 * Here and below, a reply that does not have one value for each key, in order,
 * is an error; see reply_refuse().
 */
bool info_get(struct connection *connection, const struct strv *keys,
	struct info *info, struct error *error);

/*
 * Sends the request for all keys ahead, so that the same request waits less
 * later. See ahead_send_soon().
 */
void info_send_ahead(struct connection *connection, const struct strv *keys);

/*
 * Like info_get(), but a key may be refused: `refused` gets one entry for it.
 * If Tor refuses because it has no such value, the key's value is empty.
 */
bool info_get_known(struct connection *connection, const struct strv *keys,
	struct info *info, struct error *refused, struct error *error);

/* Like info_get(), for torctl's own use: a tap does not see the replies. */
bool info_get_own(struct connection *connection, const struct strv *keys,
	struct info *info, struct error *error);

/*
 * Returns the value of one key as a string owned by the caller, or NULL on
 * failure. For torctl's own use: a tap does not see the reply.
 */
char *info_get_one(struct connection *connection, const char *key,
	struct error *error);

/*
 * Like info_get_one(), but if the reply times out, info_take_late() can return
 * it later; see connection_ask() and connection_take_late(). Pass the same
 * `key` to both.
 */
char *info_ask_one(struct connection *connection, const char *key,
	struct error *error);
char *info_take_late(struct connection *connection, const char *key,
	struct error *error);

/*
 * Streams the reply lines for all keys, as received, to `sink` in this thread,
 * for values of any size. Returns false if Tor refuses; with `each`, the keys
 * are then asked for again, as by info_get(), and values that nobody asked for
 * are left out.
 */
bool info_stream(struct connection *connection, const struct strv *keys,
	bool each, connection_sink *sink, void *arg, struct error *error);

/*
 * Gets the names in a list such as "events/names" (separated by blanks) or
 * "info/names" and "config/names" (the first word of each line).
 */
bool info_get_names(struct connection *connection, const char *key,
	struct strv *names, struct error *error);

/* Returns whether the value of the key may be large. */
bool info_is_bulk(const char *key);

void info_clear(struct info *info);

#endif
