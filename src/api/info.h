/* GETINFO: what a running Tor tells about itself. */
#ifndef API_INFO_H
#define API_INFO_H

#include "conn/client.h"
#include "proto/reply.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

struct info_value {
	struct span key; /* as Tor spells it */
	/*
	 * What stood behind "=", or the block's lines, each ended by LF. May
	 * hold any byte.
	 */
	struct span value;
};

/* Starts all zero, ends with info_clear(). Values point into the replies. */
struct info {
	struct info_value *values;
	size_t len;
	struct reply *replies;
	size_t replies_len;
};

/*
 * control-spec 3.9. Asks for all keys at once; since Tor then answers nothing
 * when it dislikes one, asks again one by one in that case. False when a key
 * failed: `info` has the others, `error` one entry a failed key, its subject.
 * addr-mappings/… (gone from tor 0.4.9) is asked for as address-mappings/….
 */
bool info_get(struct client *client, const struct strv *keys,
	struct info *info, struct error *error);

/* The same for torctl's own needs: a tap does not see the replies. */
bool info_get_own(struct client *client, const struct strv *keys,
	struct info *info, struct error *error);

/*
 * The value of one key as a string, the caller's; NULL on failure. For
 * torctl's own needs: a tap does not see the reply.
 */
char *info_get_one(struct client *client, const char *key,
	struct error *error);

/*
 * The same, but when it does not come in time, info_take_late() has it later:
 * see client_ask() and client_take_late(). `key` is the one asked for.
 */
char *info_ask_one(struct client *client, const char *key,
	struct error *error);
char *info_take_late(struct client *client, const char *key,
	struct error *error);

/*
 * Streams the reply lines for all keys, as received, to `sink` in the reader's
 * thread: for values of any size. False when Tor refuses; with `each` the keys
 * are then asked for one by one as info_get() does.
 */
bool info_stream(struct client *client, const struct strv *keys, bool each,
	client_sink *sink, void *arg, struct error *error);

/*
 * The names a running Tor gives in a list such as "events/names" (separated by
 * blanks) or "info/names" and "config/names" (the first word of each line).
 */
bool info_get_names(struct client *client, const char *key,
	struct strv *names, struct error *error);

void info_clear(struct info *info);

#endif
