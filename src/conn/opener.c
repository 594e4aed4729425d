/* An authenticated connection: finding the control port and logging in. */
#include "conn/opener.h"

#include "conn/address.h"
#include "conn/instances.h"
#include "conn/listener.h"
#include "conn/transport.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/escape.h"
#include "util/process.h"
#include "util/strv.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OPENER_PAUSE_MIN = 20, OPENER_PAUSE_MAX = 500 };

const char *const opener_usual_places[] = {
	"/run/tor/control", "/var/run/tor/control",
	"127.0.0.1:9051", "127.0.0.1:9151", NULL,
};

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* Lists the addresses to try, in order; more than one only by default. */
static void find_places(const char *server, struct strv *places)
{
	const char *host = environment("TOR_CONTROL_HOST");
	const char *port = environment("TOR_CONTROL_PORT");
	const char *path = environment("TOR_CONTROL_IPC_PATH");

	if (!server)
		server = environment("TORCTL_SERVER");
	if (server) {
		strv_add(places, server);
	} else if (path) {
		strv_add(places, path);
	} else if (host || port) {
		host = host ? host : "127.0.0.1";
		strv_take(places, alloc_print(strchr(host, ':') &&
			*host != '[' ? "[%s]:%s" : "%s:%s", host,
			port ? port : "9051"));
	} else {
		for (size_t i = 0; opener_usual_places[i]; i++)
			strv_add(places, opener_usual_places[i]);
	}
}

static struct connection *connect_place(const char *place, bool usual,
	const struct opener_config *config, struct opener_result *result,
	struct error *error)
{
	struct connection_config own = config->connection;
	struct auth_config auth = config->auth;
	struct connection *connection = NULL;
	struct address address = { 0 };
	struct transport_link link;
	uid_t user;

	if (!address_parse(place, &address, error))
		return NULL;
	address.ask = config->ask;
	address.notice = config->notice;
	address.notice_arg = config->notice_arg;
	own.timeout = address.timeout ? address.timeout : own.timeout;
	if (!address_connect(&address, connection_deadline(&own),
		own.cancel_fd, &link, error))
		goto out;
	if (usual && listener_find_user(link.fd, &user))
		auth.listener = &user;
	auth.read_cookie = link.read_cookie;
	auth.read_cookie_arg = link.arg;
	connection = connection_new(&link, &own);
	if (link.authenticated) {
		connection_trust(connection);
		result->auth = (struct auth_result){ .method = "SSH",
			.tor_version = link.tor_version };
	} else if (!config->no_auth &&
		!auth_run(connection, &auth, &result->auth, error)) {
		connection_free(connection);
		connection = NULL;
		/* Tor closes the connection after a wrong password. */
		if (result->auth.wrong_password && auth.password_again &&
			auth.password_again(auth.password_arg))
			connection = connect_place(place, usual, config,
				result, error);
		goto out;
	}
	result->address = address_format(&address);
out:
	address_clear(&address);
	return connection;
}

/* Returns whether trying other addresses is pointless after this error. */
static bool is_final(const struct error *error)
{
	return error->kind != ERROR_CONNECTION &&
		error->kind != ERROR_TIMEOUT;
}

/* Results of the addresses tried so far. */
struct attempts {
	struct buf reasons; /* a line for each address */
	bool something;     /* anything but a closed port was found */
	struct error denied; /* for a control socket that is closed to us */
};

/* Adds whether a Tor runs here, and how to give it a control port. */
static void advise_torrc(const char *place, struct error *error)
{
	struct address address = { 0 };
	bool runs, known = address_parse(place, &address, NULL) &&
		address_is_local(&address) && process_look_for("tor", &runs);

	address_clear(&address);
	if (known && !runs)
		error_append_text(error, "\nNo tor is running on this host");
	else
		error_append_text(error, known ? "\nA tor is running; to open "
			"a control port, add these lines to its torrc and "
			"reload it:" : "\nTo open a control port, add these "
			"lines to torrc and reload Tor:");
	if (!known || runs)
		error_append_text(error, "\n  ControlPort 9051\n"
			"  CookieAuthentication 1");
}

static void note_attempt(struct attempts *attempts, const char *place,
	struct error *error)
{
	bool absent = error->status == ENOENT ||
		(error->status == ECONNREFUSED && *place != '/');
	struct span text = span_of(error->text), line;

	span_next_line(&text, &line);
	buf_add_string(&attempts->reasons, "\n  ");
	escape_add_controls(&attempts->reasons, span_of(place));
	buf_print(&attempts->reasons, ": %.*s", (int)line.len, line.at);
	attempts->something = attempts->something || !absent;
	if (attempts->denied.kind == ERROR_NONE && (error->status == EACCES ||
		error->status == EPERM)) {
		error_move(&attempts->denied, error);
		error_prefix(&attempts->denied, "%s", place);
	}
}

/* Composes the error after every address has been tried. */
static void explain_places(const struct strv *places,
	struct attempts *attempts, struct error *last, struct error *error)
{
	bool many = places->len > 1;
	/* An instance has a torrc that opens its socket. */
	bool advise = !attempts->something && (many ||
		!instances_is_name(places->items[0]));

	/* Only the remedy for that one counts. */
	if (attempts->denied.kind != ERROR_NONE) {
		error_move(error, &attempts->denied);
		if (error && error->remedy == ERROR_REMEDY_OWNER && !many)
			error_set_remedy(error, ERROR_REMEDY_OWNER_ADDRESS);
		return;
	}
	if (many) {
		error_set(error, ERROR_CONNECTION,
			"cannot connect to Tor's control port; tried:");
		error_append_text(error, buf_text(&attempts->reasons));
	} else {
		error_move(error, last);
		error_prefix(error, "%s", places->items[0]);
	}
	if (advise)
		advise_torrc(places->items[0], error);
	if (many || advise)
		error_set_remedy(error, ERROR_REMEDY_ADDRESS);
}

/*
 * The path of a socket with symbolic links resolved as far as it exists and may
 * be entered, since /var/run is often /run. NULL for other places.
 */
static char *real_path(const char *place)
{
	size_t len = *place == '/' ? strlen(place) : 0;
	char *real = NULL, *path = NULL;

	while (len && !real) {
		char *front = alloc_bytes(place, len);

		real = realpath(front, NULL);
		free(front);
		if (!real)
			while (--len && place[len] != '/')
				;
	}
	if (real)
		path = alloc_print("%s%s", real, place + len);
	free(real);
	return path;
}

bool opener_is_repeated(const struct strv *places, size_t i)
{
	char *path = i ? real_path(places->items[i]) : NULL;
	bool repeated = false;

	for (size_t j = 0; path && j < i && !repeated; j++) {
		char *other = real_path(places->items[j]);

		repeated = other && !strcmp(path, other);
		free(other);
	}
	free(path);
	return repeated;
}

/* Returns whether the address accepts connections; sends nothing. */
static bool answers(const char *place, const struct opener_config *config,
	struct error *error)
{
	struct transport_link link = { .fd = -1 };
	struct address address = { 0 };
	bool ok = address_parse(place, &address, error) &&
		address_connect(&address,
		connection_deadline(&config->connection),
		config->connection.cancel_fd, &link, error);

	if (ok)
		close(link.fd);
	address_clear(&address);
	return ok;
}

/*
 * Sets `*only` to the socket of the instance that answers, if there is exactly
 * one; the caller's. Returns false if there are several: the user must choose.
 */
static bool find_instance(const struct opener_config *config,
	struct attempts *attempts, char **only, struct error *error)
{
	struct strv names = STRV_INIT;
	struct buf found = BUF_INIT;
	size_t count = 0;

	instances_list(&names);
	for (size_t i = 0; i < names.len; i++) {
		char *socket = instances_socket(names.items[i]);
		struct error one = ERROR_INIT;

		/* The default instance's socket was among the usual places. */
		if (!strcmp(socket, opener_usual_places[0])) {
			free(socket);
		} else if (answers(socket, config, &one)) {
			buf_print(&found, "%s%s", count ? ", " : "",
				names.items[i]);
			free(*only);
			*only = socket;
			count++;
		} else {
			note_attempt(attempts, socket, &one);
			free(socket);
		}
		error_clear(&one);
	}
	if (count > 1) {
		error_set(error, ERROR_USAGE, "several Tor instances run on "
			"this host: %s", buf_text(&found));
		error_set_remedy(error, ERROR_REMEDY_INSTANCE);
	}
	strv_clear(&names);
	buf_clear(&found);
	return count <= 1;
}

/* Returns a connection; on failure, stores whether to try other addresses. */
static struct connection *try_place(const char *place, bool usual,
	const struct opener_config *config, struct opener_result *result,
	struct attempts *attempts, bool *go_on, struct error *error)
{
	struct connection *connection = connect_place(place, usual, config,
		result, error);

	*go_on = !connection && error->kind != ERROR_USAGE && !is_final(error);
	if (*go_on)
		note_attempt(attempts, place, error);
	else if (!connection && error->kind != ERROR_USAGE)
		error_prefix(error, "%s", place);
	return connection;
}

/* Tries every address once, then, after the usual ones, the only instance. */
static struct connection *try_places(const struct strv *places,
	const struct opener_config *config, struct opener_result *result,
	struct error *error)
{
	struct attempts attempts = { BUF_INIT, false, ERROR_INIT };
	struct error one = ERROR_INIT;
	struct connection *connection = NULL;
	bool usual = places->len > 1, go_on = true;
	char *instance = NULL;

	for (size_t i = 0; go_on && i < places->len; i++)
		if (!opener_is_repeated(places, i))
			connection = try_place(places->items[i], usual, config,
				result, &attempts, &go_on, &one);
	if (go_on && usual && !find_instance(config, &attempts, &instance,
		&one))
		go_on = false;
	if (go_on && instance)
		connection = try_place(instance, usual, config, result,
			&attempts, &go_on, &one);
	if (go_on)
		explain_places(places, &attempts, &one, error);
	else if (!connection)
		error_move(error, &one);
	free(instance);
	error_clear(&one);
	buf_clear(&attempts.reasons);
	error_clear(&attempts.denied);
	return connection;
}

bool opener_is_refused(const struct error *error)
{
	return error->remedy == ERROR_REMEDY_SSH ||
		error->remedy == ERROR_REMEDY_INSTALL;
}

/* Returns whether waiting may help, as when Tor is only just starting. */
static bool may_come(const struct error *error,
	const struct opener_result *result)
{
	return (error->kind == ERROR_CONNECTION &&
		!opener_is_refused(error)) ||
		error->kind == ERROR_TIMEOUT || result->auth.cookie_missing;
}

bool opener_check(const struct opener_config *config, struct error *error)
{
	struct address address = { 0 };
	struct strv places = STRV_INIT;
	bool ok = true;

	find_places(config->server, &places);
	for (size_t i = 0; i < places.len && ok; i++) {
		ok = address_parse(places.items[i], &address, error);
		address_clear(&address);
	}
	strv_clear(&places);
	return ok;
}

struct connection *opener_connect(const struct opener_config *config,
	struct opener_result *result, struct error *error)
{
	int64_t limit = config->connection.limit;
	int64_t deadline = clock_deadline(config->wait);
	struct opener_config limited = *config;
	struct opener_result own = { 0 };
	struct strv places = STRV_INIT;
	struct error failure = ERROR_INIT;
	struct connection *connection = NULL;
	int pause = OPENER_PAUSE_MIN;

	if (!result)
		result = &own;
	*result = (struct opener_result){ 0 };
	deadline = limit && limit < deadline ? limit : deadline;
	find_places(config->server, &places);
	while (!(connection = try_places(&places, &limited, result,
		&failure)) && config->wait && may_come(&failure, result)) {
		struct pollfd cancel = { .fd = config->connection.cancel_fd,
			.events = POLLIN };
		int left = clock_poll_timeout(deadline);

		if (!left)
			break;
		if (poll(&cancel, 1, left >= 0 && left < pause ? left :
			pause) > 0) {
			error_set(&failure, ERROR_INTERRUPTED, "interrupted");
			break;
		}
		/* The last try must not exceed the total wait. */
		left = clock_poll_timeout(deadline);
		if (left >= 0 && (config->connection.timeout < 0 ||
			left < config->connection.timeout))
			limited.connection.timeout = left > OPENER_PAUSE_MAX ?
				left : OPENER_PAUSE_MAX;
		pause = pause * 2 < OPENER_PAUSE_MAX ? pause * 2 :
			OPENER_PAUSE_MAX;
	}
	if (!connection)
		error_move(error, &failure);
	error_clear(&failure);
	strv_clear(&places);
	opener_result_clear(&own);
	return connection;
}

void opener_result_clear(struct opener_result *result)
{
	free(result->address);
	free(result->auth.tor_version);
	*result = (struct opener_result){ 0 };
}
