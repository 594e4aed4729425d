/* Signals, ownership, bootstrap progress, passwords, and any other command. */
#include "torctl/inside.h"

#include "conn/crypto.h"
#include "proto/verbs.h"
#include "tor/bootstrap.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/encode.h"

#include <stdlib.h>

bool torctl_signal(struct torctl *tor, const char *name,
	struct torctl_error **error)
{
	bool was_connected = torctl_is_connected(tor);
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	verb_signal(&request, name);
	handle_enter(tor);
	ok = client_own_command(tor->connection, &request, NULL, &failure);
	handle_leave(tor);
	request_clear(&request);
	if (!ok && was_connected && verb_ends_tor(name) &&
		failure.kind == ERROR_CONNECTION) {
		error_clear(&failure);
		ok = true;
	}
	return ok || fail(error, &failure);
}

bool torctl_use_feature(struct torctl *tor, const char *const *features,
	struct torctl_error **error)
{
	struct request request;

	request_init(&request, "USEFEATURE");
	for (; *features; features++)
		request_add_word(&request, *features);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_take_ownership(struct torctl *tor, struct torctl_error **error)
{
	return handle_word(tor, "TAKEOWNERSHIP", NULL, error);
}

bool torctl_drop_ownership(struct torctl *tor, struct torctl_error **error)
{
	return handle_word(tor, "DROPOWNERSHIP", NULL, error);
}

bool torctl_drop_guards(struct torctl *tor, struct torctl_error **error)
{
	return handle_word(tor, "DROPGUARDS", NULL, error);
}

bool torctl_drop_timeouts(struct torctl *tor, struct torctl_error **error)
{
	return handle_word(tor, "DROPTIMEOUTS", NULL, error);
}

int torctl_get_bootstrap(struct torctl *tor, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct bootstrap bootstrap = { .progress = -1 };
	int progress;

	handle_enter(tor);
	if (!bootstrap_get(tor->connection, &bootstrap, &failure))
		fail(error, &failure);
	handle_leave(tor);
	progress = bootstrap.progress;
	bootstrap_clear(&bootstrap);
	return progress;
}

struct listener {
	torctl_progress *progress;
	void *arg;
};

static bool tell(void *arg, const struct bootstrap *bootstrap,
	struct error *error)
{
	const struct listener *listener = arg;
	struct torctl_pairs *fields;
	bool more;

	if (!listener->progress)
		return true;
	fields = torctl_pairs_new();
	for (size_t i = 0; i < bootstrap->fields.len; i++)
		torctl_pairs_add(fields, bootstrap->fields.items[i].name,
			bootstrap->fields.items[i].value);
	more = listener->progress(listener->arg, bootstrap->progress, fields);
	torctl_pairs_free(fields);
	return more || error_set(error, ERROR_INTERRUPTED,
		"wait cancelled at %d%%", bootstrap->progress);
}

bool torctl_wait_bootstrap(struct torctl *tor, int timeout,
	torctl_progress *progress, void *arg, struct torctl_error **error)
{
	struct listener listener = { progress, arg };
	struct error failure = ERROR_INIT;
	struct bootstrap bootstrap = { 0 };
	struct events events;
	bool ok;

	watch_begin(&events, tor);
	ok = bootstrap_wait(tor->connection, &events, &bootstrap,
		clock_deadline(timeout), tell, &listener, &failure);
	watch_end(&events, tor);
	bootstrap_clear(&bootstrap);
	return ok || fail(error, &failure);
}

char *torctl_hash_password(const void *password, size_t size)
{
	unsigned char salt[CRYPTO_SALT_SIZE], hash[CRYPTO_S2K_SIZE];
	struct buf text = BUF_INIT;

	crypto_random(salt, sizeof(salt));
	crypto_hash_password((struct span){ password, size }, salt, hash);
	buf_add_string(&text, "16:");
	encode_add_hex(&text, hash, sizeof(hash));
	return buf_steal(&text);
}

char *torctl_make_password(void)
{
	unsigned char secret[32];
	struct buf text = BUF_INIT;

	crypto_random(secret, sizeof(secret));
	encode_add_hex(&text, secret, sizeof(secret));
	alloc_wipe(secret, sizeof(secret));
	return buf_steal(&text);
}
