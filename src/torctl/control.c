/* Configuration, information, signals, and any other command as a line. */
#include "torctl/inside.h"

#include "conn/crypto.h"
#include "proto/verbs.h"
#include "tor/bootstrap.h"
#include "tor/conf.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/encode.h"

#include <stdlib.h>

/* ---- configuration and information */

struct torctl_pairs *torctl_get_conf(struct torctl *tor,
	const char *const *names, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct strv keys = list_copy(names);
	struct pairs options = { 0 };
	bool ok;

	handle_enter(tor);
	ok = conf_get(tor->connection, &keys, &options, &failure);
	handle_leave(tor);
	strv_clear(&keys);
	if (ok)
		return pairs_wrap(&options);
	pairs_clear(&options);
	fail(error, &failure);
	return NULL;
}

char *torctl_get_conf_value(struct torctl *tor, const char *name,
	struct torctl_error **error)
{
	const char *const names[] = { name, NULL };
	struct torctl_pairs *options = torctl_get_conf(tor, names, error);
	const char *value;
	char *copy;

	if (!options)
		return NULL;
	value = torctl_pairs_value(options, 0);
	copy = alloc_string(value ? value : "");
	torctl_pairs_free(options);
	return copy;
}

static bool change(struct torctl *tor, const struct torctl_pairs *options,
	bool (*send)(struct connection *connection, const struct pairs *options,
	struct reply *reply, struct error *error), struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct pairs list = pairs_unwrap(options);
	bool ok;

	handle_enter(tor);
	ok = send(tor->connection, &list, NULL, &failure);
	handle_leave(tor);
	pairs_clear(&list);
	return ok || fail(error, &failure);
}

bool torctl_set_conf(struct torctl *tor, const struct torctl_pairs *options,
	struct torctl_error **error)
{
	return change(tor, options, conf_set, error);
}

bool torctl_set_conf_value(struct torctl *tor, const char *name,
	const char *value, struct torctl_error **error)
{
	struct torctl_pairs *options = torctl_pairs_new();
	bool ok;

	torctl_pairs_add(options, name, value);
	ok = torctl_set_conf(tor, options, error);
	torctl_pairs_free(options);
	return ok;
}

bool torctl_reset_conf(struct torctl *tor, const struct torctl_pairs *options,
	struct torctl_error **error)
{
	return change(tor, options, conf_reset, error);
}

bool torctl_save_conf(struct torctl *tor, bool force,
	struct torctl_error **error)
{
	return handle_word(tor, "SAVECONF", force ? "FORCE" : NULL, error);
}

bool torctl_load_conf(struct torctl *tor, const char *text, size_t size,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	verb_load_conf(&request, (struct span){ text, size });
	handle_enter(tor);
	ok = conf_command(tor->connection, &request, NULL, &failure);
	handle_leave(tor);
	request_clear(&request);
	return ok || fail(error, &failure);
}

struct torctl_pairs *torctl_get_info(struct torctl *tor,
	const char *const *keys, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct strv list = list_copy(keys);
	struct torctl_pairs *values = NULL;
	struct info info = { 0 };
	bool ok;

	handle_enter(tor);
	ok = info_get(tor->connection, &list, &info, &failure);
	handle_leave(tor);
	if (ok)
		values = torctl_pairs_new();
	else
		fail(error, &failure);
	for (size_t i = 0; i < info.len && ok; i++)
		pairs_put(values, info.values[i].key, &info.values[i].value);
	info_clear(&info);
	strv_clear(&list);
	return values;
}

char *torctl_get_info_value(struct torctl *tor, const char *key,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	char *value;

	handle_enter(tor);
	value = info_get_one(tor->connection, key, &failure);
	handle_leave(tor);
	if (failure.kind == ERROR_TOR)
		error_set_subject(&failure, key);
	if (!value)
		fail(error, &failure);
	return value;
}

/* ---- signals, ownership, bootstrap progress, passwords */

bool torctl_signal(struct torctl *tor, const char *name,
	struct torctl_error **error)
{
	bool was_connected = torctl_is_connected(tor);
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	verb_signal(&request, name);
	handle_enter(tor);
	ok = connection_own_command(tor->connection, &request, NULL, &failure);
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
	struct request request;

	verb_take_ownership(&request);
	return handle_command(tor, &request, NULL, error);
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

/* ---- any command as a line */

struct torctl_reply {
	struct reply reply;
	struct torctl_pairs *texts; /* a line's text, and its data block */
};

static struct torctl_reply *reply_wrap(struct reply *from)
{
	struct torctl_reply *reply = alloc_zeroed(sizeof(*reply));

	reply->reply = *from;
	*from = (struct reply)REPLY_INIT;
	reply->texts = torctl_pairs_new();
	for (size_t i = 0; i < reply->reply.len; i++) {
		const struct reply_line *line = &reply->reply.lines[i];

		pairs_put(reply->texts, line->text,
			line->has_data ? &line->data : NULL);
	}
	return reply;
}

struct torctl_reply *torctl_command(struct torctl *tor, const char *line,
	const char *body, size_t size, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct request request;
	bool ok;

	request_init_line(&request, span_of(line));
	if (body)
		request_add_body(&request, (struct span){ body, size });
	handle_enter(tor);
	ok = connection_request(tor->connection, &request, &reply, &failure);
	handle_leave(tor);
	request_clear(&request);
	if (ok)
		return reply_wrap(&reply);
	fail(error, &failure);
	return NULL;
}

bool torctl_reply_ok(const struct torctl_reply *reply)
{
	return reply_ok(&reply->reply);
}

size_t torctl_reply_count(const struct torctl_reply *reply)
{
	return reply->reply.len;
}

int torctl_reply_status(const struct torctl_reply *reply, size_t index)
{
	return index < reply->reply.len ? reply->reply.lines[index].status : 0;
}

const char *torctl_reply_line(const struct torctl_reply *reply, size_t index)
{
	return torctl_pairs_name(reply->texts, index);
}

const char *torctl_reply_data(const struct torctl_reply *reply, size_t index,
	size_t *size)
{
	if (size)
		*size = torctl_pairs_size(reply->texts, index);
	return torctl_pairs_value(reply->texts, index);
}

void torctl_reply_free(struct torctl_reply *reply)
{
	if (!reply)
		return;
	torctl_pairs_free(reply->texts);
	reply_clear(&reply->reply);
	free(reply);
}
