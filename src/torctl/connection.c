/* A connection shared by several threads: its calls and its closing. */
#include "torctl/inside.h"

#include "config.h"
#include "proto/verbs.h"
#include "util/alloc.h"

#include <stdlib.h>

const char *torctl_version(void)
{
	return PACKAGE_VERSION;
}

struct torctl *handle_new(const struct torctl_options *options)
{
	struct torctl *tor = alloc_zeroed(sizeof(*tor));

	tor->trace = options->trace;
	tor->trace_arg = options->trace_arg;
	tor->events.when_full = options->drop_events ? SUBSCRIPTION_DROPS :
		SUBSCRIPTION_WAITS;
	pthread_mutex_init(&tor->lock, NULL);
	pthread_cond_init(&tor->changed, NULL);
	return tor;
}

void handle_set_connection(struct torctl *tor, struct connection *connection)
{
	connection_set_cancel(connection, -1);
	tor->connection = connection;
	connection_listen(connection, &tor->events);
}

bool handle_check(const struct torctl *tor, struct error *error)
{
	return connection_check_process(tor->connection, error);
}

void handle_destroy(struct torctl *tor)
{
	pthread_mutex_lock(&tor->lock);
	tor->closing = true;
	while (tor->calls)
		pthread_cond_wait(&tor->changed, &tor->lock);
	pthread_mutex_unlock(&tor->lock);
	connection_free(tor->connection);
	opener_result_clear(&tor->where);
	subscription_clear(&tor->events);
	pthread_mutex_destroy(&tor->lock);
	pthread_cond_destroy(&tor->changed);
	free(tor);
}

static void count(struct torctl *tor, int calls)
{
	if (!handle_check(tor, NULL))
		return;
	pthread_mutex_lock(&tor->lock);
	tor->calls += calls;
	pthread_cond_broadcast(&tor->changed);
	pthread_mutex_unlock(&tor->lock);
}

void handle_enter(struct torctl *tor)
{
	count(tor, 1);
}

void handle_leave(struct torctl *tor)
{
	count(tor, -1);
}

bool handle_command(struct torctl *tor, struct request *request,
	struct reply *reply, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	bool ok;

	handle_enter(tor);
	ok = client_own_command(tor->connection, request, reply, &failure);
	handle_leave(tor);
	request_clear(request);
	return ok || fail(error, &failure);
}

bool handle_word(struct torctl *tor, const char *verb, const char *word,
	struct torctl_error **error)
{
	struct request request;

	request_init(&request, verb);
	if (word)
		request_add_word(&request, word);
	return handle_command(tor, &request, NULL, error);
}

bool torctl_authenticate(struct torctl *tor, const void *secret, size_t size,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	verb_authenticate(&request, (struct span){ secret, size });
	handle_enter(tor);
	ok = client_own_command(tor->connection, &request, NULL, &failure);
	if (ok)
		connection_trust(tor->connection);
	handle_leave(tor);
	request_clear(&request);
	if (failure.kind == ERROR_TOR) {
		error_prefix(&failure, "Tor said %d", failure.status);
		failure.kind = ERROR_AUTH;
		failure.status = 0;
	}
	return ok || fail(error, &failure);
}

const char *torctl_address(const struct torctl *tor)
{
	return tor->where.address;
}

const char *torctl_auth_method(const struct torctl *tor)
{
	return tor->where.auth.method;
}

const char *torctl_tor_version(const struct torctl *tor)
{
	return tor->where.auth.tor_version;
}

bool torctl_is_connected(struct torctl *tor)
{
	bool connected;

	handle_enter(tor);
	connected = connection_connected(tor->connection);
	handle_leave(tor);
	return connected;
}

void torctl_set_timeout(struct torctl *tor, int timeout)
{
	if (!handle_check(tor, NULL))
		return;
	handle_enter(tor);
	connection_set_timeout(tor->connection, timeout);
	handle_leave(tor);
}

void torctl_disconnect(struct torctl *tor)
{
	if (!handle_check(tor, NULL))
		return;
	handle_enter(tor);
	pthread_mutex_lock(&tor->lock);
	tor->closing = true;
	pthread_mutex_unlock(&tor->lock);
	connection_hang_up(tor->connection);
	handle_leave(tor);
}

/* Returns whether the callback called; the dispatch thread then cleans up. */
static bool leave_to_dispatcher(struct torctl *tor)
{
	bool own;

	pthread_mutex_lock(&tor->lock);
	own = tor->dispatching && pthread_equal(tor->dispatcher,
		pthread_self());
	if (own) {
		tor->orphan = true;
		pthread_detach(tor->dispatcher);
	}
	pthread_mutex_unlock(&tor->lock);
	return own;
}

/* Frees what the threads of the parent could not be changing at the fork. */
static void abandon(struct torctl *tor)
{
	connection_free(tor->connection);
	opener_result_clear(&tor->where);
	free(tor);
}

void torctl_close(struct torctl *tor)
{
	if (!tor)
		return;
	if (!handle_check(tor, NULL)) {
		abandon(tor);
		return;
	}
	torctl_disconnect(tor);
	if (leave_to_dispatcher(tor))
		return;
	if (tor->dispatching)
		pthread_join(tor->dispatcher, NULL);
	handle_destroy(tor);
}
