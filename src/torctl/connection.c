/* Connections to Tor's control port: options, opening, closing. */
#include "torctl/inside.h"

#include "proto/verbs.h"
#include "util/alloc.h"

#include <stdlib.h>

/* ---- options */

enum { OPTIONS_TIMEOUT = 30000 };

static const struct torctl_options defaults = {
	.timeout = OPTIONS_TIMEOUT,
	.cancel_fd = -1,
	.password = BUF_INIT_SECRET,
};

struct torctl_options *torctl_options_new(void)
{
	struct torctl_options *options = alloc_zeroed(sizeof(*options));

	*options = defaults;
	return options;
}

void torctl_options_free(struct torctl_options *options)
{
	if (!options)
		return;
	free(options->address);
	free(options->cookie_file);
	buf_clear(&options->password);
	free(options);
}

static void replace(char **place, const char *text)
{
	char *copy = text ? alloc_string(text) : NULL;

	free(*place);
	*place = copy;
}

void torctl_options_set_address(struct torctl_options *options,
	const char *address)
{
	replace(&options->address, address);
}

void torctl_options_set_timeout(struct torctl_options *options, int timeout)
{
	options->timeout = timeout;
}

void torctl_options_set_wait(struct torctl_options *options, int timeout)
{
	options->wait = timeout;
}

void torctl_options_set_cookie_file(struct torctl_options *options,
	const char *path)
{
	replace(&options->cookie_file, path);
}

void torctl_options_set_password(struct torctl_options *options,
	const void *password, size_t size)
{
	buf_reset(&options->password);
	options->has_password = password != NULL;
	if (password)
		buf_add(&options->password, password, size);
}

void torctl_options_set_environment(struct torctl_options *options, bool use)
{
	options->environment = use;
}

void torctl_options_set_authenticate(struct torctl_options *options,
	bool authenticate)
{
	options->no_auth = !authenticate;
}

void torctl_options_set_drop_events(struct torctl_options *options, bool drop)
{
	options->drop_events = drop;
}

void torctl_options_set_cancel_fd(struct torctl_options *options, int fd)
{
	options->cancel_fd = fd;
}

void torctl_options_set_trace(struct torctl_options *options,
	torctl_trace *trace, void *arg)
{
	options->trace = trace;
	options->trace_arg = arg;
}

/* An empty variable is ignored. */
static const char *variable(const struct torctl_options *options,
	const char *name)
{
	const char *value = options->environment ? getenv(name) : NULL;

	return value && *value ? value : NULL;
}

static bool give_password(void *arg, struct buf *password, struct error *error)
{
	const struct torctl_options *options = arg;
	const char *value = variable(options, "TOR_CONTROL_PASSWD");

	(void)error; /* cannot fail */
	if (options->has_password)
		buf_add_span(password, buf_span(&options->password));
	else if (value)
		auth_decode_variable(span_of(value), password);
	return options->has_password || value;
}

static void show_trace(void *arg, bool sent, struct span line)
{
	struct torctl *tor = arg;

	tor->trace(tor->trace_arg, sent, line.at ? line.at : "", line.len);
}

static struct torctl *open_connection(const struct torctl_options *options,
	const char *address, int wait, struct torctl_error **error)
{
	struct torctl *tor = handle_new(options);
	struct error failure = ERROR_INIT;
	struct connection *connection;
	struct opener_config config = {
		.server = address,
		.wait = wait,
		.no_auth = options->no_auth,
		.auth = {
			.cookie_file = options->cookie_file ?
				options->cookie_file : variable(options,
				"TOR_CONTROL_COOKIE_AUTH_FILE"),
			.allow_cookie = options->cookie_file,
			.password = give_password,
			.password_arg = (void *)(uintptr_t)options,
		},
		.connection = {
			.timeout = options->timeout,
			.cancel_fd = options->cancel_fd,
			.trace = tor->trace ? show_trace : NULL,
			.trace_arg = tor,
		},
	};
	connection = opener_connect(&config, &tor->where, &failure);
	if (connection) {
		handle_set_connection(tor, connection);
		return tor;
	}
	handle_destroy(tor);
	fail(error, &failure);
	return NULL;
}

struct torctl *torctl_connect(const struct torctl_options *options,
	struct torctl_error **error)
{
	if (!options)
		options = &defaults;
	return open_connection(options, options->address, options->wait,
		error);
}

struct torctl *torctl_open_fd(int fd, const struct torctl_options *options,
	struct torctl_error **error)
{
	char *address = alloc_print("fd:%d", fd);
	struct torctl *tor = open_connection(options ? options : &defaults,
		address, 0, error);

	free(address);
	return tor;
}

/* ---- the connection */

bool torctl_authenticate(struct torctl *tor, const void *secret, size_t size,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	verb_authenticate(&request, (struct span){ secret, size });
	handle_enter(tor);
	ok = connection_own_command(tor->connection, &request, NULL, &failure);
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

/*
 * Returns whether called by the callback; the dispatch thread then cleans up.
 */
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
