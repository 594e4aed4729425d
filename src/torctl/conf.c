/* The configuration of a running Tor, and GETINFO. */
#include "torctl/inside.h"

#include "proto/verbs.h"
#include "tor/conf.h"
#include "tor/info.h"
#include "util/alloc.h"

#include <stdlib.h>

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
	struct request request;

	verb_load_conf(&request, (struct span){ text, size });
	return handle_command(tor, &request, NULL, error);
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
