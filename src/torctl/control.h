/* Configuration, information, signals, and every other command as a line. */
#ifndef TORCTL_CONTROL_H
#define TORCTL_CONTROL_H

#include <torctl/base.h>
#include <torctl/connection.h>
#include <torctl/error.h>
#include <torctl/pairs.h>

TORCTL_BEGIN

/*
 * control-spec 3.3. The values of options, in Tor's order: an option that has
 * several comes several times, one that is unset has none. Names may be
 * shortened and of any letter case; the answer has Tor's own spelling.
 * "HiddenServiceOptions" gives all lines of all onion services.
 */
TORCTL_API struct torctl_pairs *torctl_get_conf(struct torctl *tor,
	const char *const *names, struct torctl_error **error);

/* The first value of one option; "" when it is unset. */
TORCTL_API char *torctl_get_conf_value(struct torctl *tor, const char *name,
	struct torctl_error **error);

/*
 * control-spec 3.1. Sets options, all or none of them. An option that can have
 * several values gets just those in the list; no value means 0 or nothing.
 * Values are quoted here: give them as they are.
 */
TORCTL_API bool torctl_set_conf(struct torctl *tor,
	const struct torctl_pairs *options, struct torctl_error **error);

/* One option with one value, which may be NULL. */
TORCTL_API bool torctl_set_conf_value(struct torctl *tor, const char *name,
	const char *value, struct torctl_error **error);

/* control-spec 3.2. Like torctl_set_conf(), but no value means the default. */
TORCTL_API bool torctl_reset_conf(struct torctl *tor,
	const struct torctl_pairs *options, struct torctl_error **error);

/*
 * control-spec 3.6. Has Tor write its configuration to its torrc; `force` also
 * when that has %include lines.
 */
TORCTL_API bool torctl_save_conf(struct torctl *tor, bool force,
	struct torctl_error **error);

/* control-spec 3.22. Has Tor use the text of a torrc in place of its own. */
TORCTL_API bool torctl_load_conf(struct torctl *tor, const char *text,
	size_t size, struct torctl_error **error);

/*
 * control-spec 3.9. One pair for each key that Tor answers. Letter case counts
 * in keys. NULL as soon as one is refused: each of those has an error, whose
 * subject it is. addr-mappings/… is asked for as address-mappings/….
 */
TORCTL_API struct torctl_pairs *torctl_get_info(struct torctl *tor,
	const char *const *keys, struct torctl_error **error);

/* The value of one key, of several lines maybe, each ended by LF then. */
TORCTL_API char *torctl_get_info_value(struct torctl *tor, const char *key,
	struct torctl_error **error);

/*
 * control-spec 3.7. "RELOAD", "NEWNYM", "SHUTDOWN", … in any letter case. A Tor
 * that ends because of it need not answer: that is no error.
 */
TORCTL_API bool torctl_signal(struct torctl *tor, const char *name,
	struct torctl_error **error);

/* control-spec 3.19. Today's Tors have all features switched on. */
TORCTL_API bool torctl_use_feature(struct torctl *tor,
	const char *const *features, struct torctl_error **error);

/* control-spec 3.23. Has Tor end when this connection does. */
TORCTL_API bool torctl_take_ownership(struct torctl *tor,
	struct torctl_error **error);

/* control-spec 3.33. Takes that back. */
TORCTL_API bool torctl_drop_ownership(struct torctl *tor,
	struct torctl_error **error);

/* control-spec 3.25. Has Tor choose new guards, which harms anonymity. */
TORCTL_API bool torctl_drop_guards(struct torctl *tor,
	struct torctl_error **error);

/* control-spec 3.34. Has Tor learn circuit build times anew. */
TORCTL_API bool torctl_drop_timeouts(struct torctl *tor,
	struct torctl_error **error);

/* How far Tor has got, in per cent; -1 on failure. */
TORCTL_API int torctl_get_bootstrap(struct torctl *tor,
	struct torctl_error **error);

/*
 * Waits until that is 100. `progress` (may be NULL) is told each phase, the
 * present one first: `fields` has what Tor says of it, "tag", "summary",
 * "warning", … It runs in the calling thread and may send requests. It returns
 * false to end the wait (TORCTL_ERROR_INTERRUPTED). When the time is over the
 * error says how far Tor was.
 */
typedef bool torctl_progress(void *arg, int percent,
	const struct torctl_pairs *fields);
TORCTL_API bool torctl_wait_bootstrap(struct torctl *tor, int timeout,
	torctl_progress *progress, void *arg, struct torctl_error **error);

/* What Tor has answered to a line. One thread at a time. */
struct torctl_reply;

/*
 * control-spec 2.2. Any command, as one line without its end. `body` (NULL:
 * none) is the text of a command that begins with "+", its dots not doubled. A
 * reply that says no is a reply: see torctl_reply_ok().
 */
TORCTL_API struct torctl_reply *torctl_command(struct torctl *tor,
	const char *line, const char *body, size_t size,
	struct torctl_error **error);

/* Whether every line of it has a code from 200 to 299. */
TORCTL_API bool torctl_reply_ok(const struct torctl_reply *reply);

/* At least 1. The last line tells how it ended. */
TORCTL_API size_t torctl_reply_count(const struct torctl_reply *reply);

/* The three-digit code of a line, counted from 0; 0: there is no such line. */
TORCTL_API int torctl_reply_status(const struct torctl_reply *reply,
	size_t index);

/* What a line says behind its code; NULL: there is no such line. */
TORCTL_API const char *torctl_reply_line(const struct torctl_reply *reply,
	size_t index);

/*
 * The text that came with a line, each of its lines ended by LF, and its size
 * if `size` is not NULL. NULL when none came.
 */
TORCTL_API const char *torctl_reply_data(const struct torctl_reply *reply,
	size_t index, size_t *size);

TORCTL_API void torctl_reply_free(struct torctl_reply *reply);

/*
 * control-spec 5.1. A line for HashedControlPassword, "16:" and what follows,
 * from any bytes. Needs no connection.
 */
TORCTL_API char *torctl_hash_password(const void *password, size_t size);

/* A new password of 64 hexadecimal digits that nobody can guess. */
TORCTL_API char *torctl_make_password(void);

TORCTL_END

#endif
