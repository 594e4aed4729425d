/* Configuration, information, signals, and any other command as a line. */
#ifndef TORCTL_CONTROL_H
#define TORCTL_CONTROL_H

#include <torctl/base.h>
#include <torctl/connection.h>
#include <torctl/error.h>
#include <torctl/pairs.h>

TORCTL_BEGIN

/*
 * Returns option values in Tor's order (control-spec 3.3). An option with
 * several values appears several times; an unset option has no value. Names are
 * case-insensitive and may be shortened; the result uses Tor's spelling.
 * "HiddenServiceOptions" returns all options of all onion services.
 */
TORCTL_CHECK struct torctl_pairs *torctl_get_conf(struct torctl *tor,
	const char *const *names, struct torctl_error **error);

/* Returns the first value of one option, or "" if it is unset. */
TORCTL_CHECK char *torctl_get_conf_value(struct torctl *tor, const char *name,
	struct torctl_error **error);

/*
 * Sets options, all or none (control-spec 3.1). A list option is set to exactly
 * the values given; a NULL value means 0 or empty. Pass values unquoted. If Tor
 * refuses, the error's text has a further line for each warning that Tor logs.
 */
TORCTL_CHECK bool torctl_set_conf(struct torctl *tor,
	const struct torctl_pairs *options, struct torctl_error **error);

/* Sets one option to one value, which may be NULL. */
TORCTL_CHECK bool torctl_set_conf_value(struct torctl *tor, const char *name,
	const char *value, struct torctl_error **error);

/*
 * Like torctl_set_conf(), but a NULL value means the default (control-spec
 * 3.2).
 */
TORCTL_CHECK bool torctl_reset_conf(struct torctl *tor,
	const struct torctl_pairs *options, struct torctl_error **error);

/*
 * Makes Tor write its configuration to torrc (control-spec 3.6); with `force`,
 * even if torrc has %include lines.
 */
TORCTL_CHECK bool torctl_save_conf(struct torctl *tor, bool force,
	struct torctl_error **error);

/* Replaces Tor's configuration with the text of a torrc (control-spec 3.22). */
TORCTL_CHECK bool torctl_load_conf(struct torctl *tor, const char *text,
	size_t size, struct torctl_error **error);

/*
 * Returns one pair per key (control-spec 3.9). Keys are case-sensitive. Returns
 * NULL if any key is refused, with one error per refused key, whose subject is
 * the key. A key addr-mappings/NAME is sent as address-mappings/NAME.
 */
TORCTL_CHECK struct torctl_pairs *torctl_get_info(struct torctl *tor,
	const char *const *keys, struct torctl_error **error);

/*
 * Returns the value of one key. Each line of a multi-line value ends with LF.
 */
TORCTL_CHECK char *torctl_get_info_value(struct torctl *tor, const char *key,
	struct torctl_error **error);

/*
 * Sends a signal, such as "RELOAD", "NEWNYM" or "SHUTDOWN", in any case
 * (control-spec 3.7). If the signal ends Tor, it is not an error if Tor exits
 * without a reply.
 */
TORCTL_CHECK bool torctl_signal(struct torctl *tor, const char *name,
	struct torctl_error **error);

/*
 * Enables features (control-spec 3.19). Current versions of Tor always enable
 * all features.
 */
TORCTL_CHECK bool torctl_use_feature(struct torctl *tor,
	const char *const *features, struct torctl_error **error);

/* Makes Tor exit when this connection closes (control-spec 3.23). */
TORCTL_CHECK bool torctl_take_ownership(struct torctl *tor,
	struct torctl_error **error);

/* Undoes torctl_take_ownership() (control-spec 3.33). */
TORCTL_CHECK bool torctl_drop_ownership(struct torctl *tor,
	struct torctl_error **error);

/*
 * Makes Tor drop its guards and choose new ones, which harms anonymity
 * (control-spec 3.25).
 */
TORCTL_CHECK bool torctl_drop_guards(struct torctl *tor,
	struct torctl_error **error);

/* Makes Tor relearn circuit build times (control-spec 3.34). */
TORCTL_CHECK bool torctl_drop_timeouts(struct torctl *tor,
	struct torctl_error **error);

/* Returns bootstrap progress in percent, or -1 on failure. */
TORCTL_CHECK int torctl_get_bootstrap(struct torctl *tor,
	struct torctl_error **error);

/*
 * Waits until progress is 100. `progress`, if not NULL, is called for each
 * phase, beginning with the current one; `fields` has Tor's details ("tag",
 * "summary", "warning", …). It runs in the calling thread, may send requests,
 * and returns false to cancel (TORCTL_ERROR_INTERRUPTED). On timeout, the error
 * states the progress.
 */
typedef bool torctl_progress(void *arg, int percent,
	const struct torctl_pairs *fields);
TORCTL_CHECK bool torctl_wait_bootstrap(struct torctl *tor, int timeout,
	torctl_progress *progress, void *arg, struct torctl_error **error);

/* Tor's reply to a line. Use from one thread at a time. */
struct torctl_reply;

/*
 * Sends any command, given as one line without line end (control-spec 2.2).
 * `body`, if not NULL, is the text of a "+" command, without dot stuffing. A
 * refusal is also a reply; see torctl_reply_ok().
 */
TORCTL_CHECK struct torctl_reply *torctl_command(struct torctl *tor,
	const char *line, const char *body, size_t size,
	struct torctl_error **error);

/* Returns whether every line has a code from 200 to 299. */
TORCTL_API bool torctl_reply_ok(const struct torctl_reply *reply);

/* Returns the number of lines, at least 1. The last has the final status. */
TORCTL_API size_t torctl_reply_count(const struct torctl_reply *reply);

/*
 * Returns the three-digit code of a line, counted from 0, or 0 if there is no
 * such line.
 */
TORCTL_API int torctl_reply_status(const struct torctl_reply *reply,
	size_t index);

/*
 * Returns the text of a line after its code, or NULL if there is no such line.
 */
TORCTL_API const char *torctl_reply_line(const struct torctl_reply *reply,
	size_t index);

/*
 * Returns the data block of a line, each of its lines ended by LF, and stores
 * its size if `size` is not NULL. Returns NULL if there is none.
 */
TORCTL_API const char *torctl_reply_data(const struct torctl_reply *reply,
	size_t index, size_t *size);

TORCTL_API void torctl_reply_free(struct torctl_reply *reply);

/*
 * Returns a HashedControlPassword value ("16:…") for any bytes (control-spec
 * 5.1). Needs no connection.
 */
TORCTL_API char *torctl_hash_password(const void *password, size_t size);

/* Generates a random password of 64 hexadecimal digits. */
TORCTL_API char *torctl_make_password(void);

TORCTL_END

#endif
