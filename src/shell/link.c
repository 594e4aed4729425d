/* The shell's connection to Tor: connecting, losing and reconnecting. */
#include "shell/shell_state.h"

#include "cmd/advice.h"
#include "complete/sources.h"
#include "conn/address.h"
#include "proto/keyword.h"
#include "shell/password.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/escape.h"

#include <stdlib.h>
#include <string.h>

void link_note_progress(struct shell *shell, struct span words)
{
	unsigned long long percent;
	struct keyword word;

	if (keyword_find(words, "PROGRESS", &word) &&
		span_number(word.value, &percent) && percent <= 100)
		shell->progress = (int)percent;
}

/* Asks a new connection for bootstrap progress. */
static void ask_progress(struct shell *shell)
{
	char *phase = info_get_one(shell->session->tor->connection,
		"status/bootstrap-phase", NULL);

	shell->progress = -1;
	if (phase)
		link_note_progress(shell, span_of(phase));
	free(phase);
}

static void greet(struct shell *shell)
{
	const struct opener_result *where = &shell->session->tor->where;
	struct buf state = BUF_INIT, address = BUF_INIT;

	escape_add_controls(&address, span_of(where->address));
	if (shell->progress >= 100)
		buf_add_string(&state, ", bootstrapped");
	else if (shell->progress >= 0)
		buf_print(&state, ", %d%% bootstrapped", shell->progress);
	shell_say(shell, "%s to %s (%s): Tor %s%s", shell->pauses.count ?
		"Reconnected" : "Connected", buf_text(&address),
		where->auth.method, where->auth.tor_version ?
		where->auth.tor_version : "(unknown version)",
		buf_text(&state));
	buf_clear(&address);
	buf_clear(&state);
}

/* Forgets earlier failures. */
static void start_afresh(struct shell *shell)
{
	pauses_reset(&shell->pauses);
	free(shell->told);
	shell->told = NULL;
	shell->refused = false;
}

static void tell_lost_events(struct shell *shell)
{
	char *names = strv_join(&shell->session->tor->lost, ", ");

	if (*names)
		shell_say(shell, "This Tor does not support event %s; "
			"removed", names);
	free(names);
}

static void now_connected(struct shell *shell)
{
	shell->link = SHELL_CONNECTED;
	sources_reset(shell->session->sources);
	ask_progress(shell);
	if (!shell->options->quiet || shell->pauses.count)
		greet(shell);
	tell_lost_events(shell);
	start_afresh(shell);
}

static void plan_next(struct shell *shell)
{
	shell->link = SHELL_LOST;
	pauses_fail(&shell->pauses, clock_now());
}

/* Stops automatic attempts, since the user takes over. */
static void stop_trying(struct shell *shell)
{
	struct opener_result result = { 0 };

	if (shell->connector)
		connection_free(
			connector_finish(shell->connector, &result, NULL));
	shell->connector = NULL;
	opener_result_clear(&result);
	/* A user who types reconnect then expects the question again. */
	if (shell->refused)
		password_forget(shell->options);
	start_afresh(shell);
}

/* Keeps trying if Tor may still appear, but not after a refusal. */
static void fail_openly(struct shell *shell, const struct error *failure)
{
	if (failure->kind == ERROR_AUTH || failure->kind == ERROR_USAGE) {
		password_forget(shell->options);
		shell->link = SHELL_APART;
	} else {
		plan_next(shell);
	}
}

bool link_connect(struct shell *shell, struct error *error)
{
	struct error failure = ERROR_INIT;

	stop_trying(shell);
	if (session_connect(shell->session, &failure)) {
		now_connected(shell);
		return true;
	}
	fail_openly(shell, &failure);
	return error_move(error, &failure);
}

static void set_server(struct shell *shell, const char *server)
{
	free(shell->server);
	shell->server = alloc_string(server);
	shell->session->tor->opener.server = shell->server;
}

/* Switches to another Tor; closes the present connection only if that works. */
static bool exchange(struct shell *shell, const char *server,
	struct error *error)
{
	struct session *session = shell->session;
	struct opener_config config = session->tor->opener;
	struct opener_result where = { 0 };
	struct error failure = ERROR_INIT;
	struct connection *connection;

	config.server = server;
	connection = opener_connect(&config, &where, &failure);
	if (!connection) {
		if (failure.kind == ERROR_AUTH)
			password_forget(shell->options);
		advice_add(&failure, NULL, true);
		error_add_line(&failure, "Still connected to %s",
			session->tor->where.address);
		opener_result_clear(&where);
		return error_move(error, &failure);
	}
	/* Events that the old connection has sent so far. */
	shell_take_events(shell);
	tor_disconnect(session->tor);
	set_server(shell, server);
	session->tor->where = where;
	start_afresh(shell);
	if (session_adopt(session, connection, &failure)) {
		now_connected(shell);
		return true;
	}
	tor_disconnect(session->tor);
	fail_openly(shell, &failure);
	return error_move(error, &failure);
}

bool link_switch(struct shell *shell, const char *server, struct error *error)
{
	struct address address = { 0 };
	bool ok = address_parse(server, &address, error);

	address_clear(&address);
	if (!ok)
		return false;
	if (shell->link == SHELL_CONNECTED)
		return exchange(shell, server, error);
	/* An attempt in progress still uses the old address. */
	stop_trying(shell);
	set_server(shell, server);
	return link_connect(shell, error);
}

bool link_connect_for_command(void *arg, struct error *error)
{
	return link_connect(arg, error);
}

void link_disconnect(struct shell *shell)
{
	stop_trying(shell);
	tor_disconnect(shell->session->tor);
	shell->link = SHELL_APART;
	shell->progress = -1;
}

void link_lost(struct shell *shell)
{
	struct error error = ERROR_INIT;
	bool for_good;

	connection_wait(shell->session->tor->connection,
		&shell->session->tor->events.subscription, 0, &error);
	for_good = shell->session->tor->explain &&
		shell->session->tor->explain(&error);
	tor_disconnect(shell->session->tor);
	shell->progress = -1;
	start_afresh(shell);
	if (for_good)
		shell->link = SHELL_APART;
	else
		plan_next(shell);
	shell_say(shell, "Connection lost: %s%s%s",
		error.text ? error.text : "unknown reason",
		advice_of(&error, NULL, true),
		for_good ? "" : "; retrying");
	error_clear(&error);
}

bool link_due(const struct shell *shell, bool key)
{
	if (shell->link != SHELL_LOST || shell->connector)
		return false;
	/* Do not resend a wrong password on every key press. */
	return clock_now() >= shell->pauses.next || (key && !shell->refused);
}

void link_try(struct shell *shell)
{
	struct opener_config config = shell->session->tor->opener;

	/* The line editor owns the terminal during this. */
	config.auth.password = password_get_quietly;
	if (shell->connector)
		return;
	pauses_attempt(&shell->pauses, clock_now());
	shell->connector = connector_start(&config);
}

/*
 * The prompt already shows that nothing answers; report other reasons once. If
 * Tor refuses us, it may be about to write a new cookie.
 */
static void attempt_failed(struct shell *shell, const struct error *error)
{
	plan_next(shell);
	shell->refused = error->kind == ERROR_AUTH;
	if (error->kind == ERROR_USAGE)
		shell->link = SHELL_APART;
	if (error->kind == ERROR_CONNECTION ||
		(shell->told && !strcmp(shell->told, error->text)))
		return;
	free(shell->told);
	shell->told = alloc_string(error->text);
	shell_say(shell, "Not connected: %s%s; %s", error->text,
		advice_of(error, NULL, true),
		shell->link == SHELL_APART ? "use reconnect to retry" :
		"retrying");
}

void link_finish(struct shell *shell)
{
	struct opener_result result = { 0 };
	struct error error = ERROR_INIT;
	struct connection *connection;

	connection = connector_finish(shell->connector, &result, &error);
	shell->connector = NULL;
	if (connection) {
		connection_set_cancel(connection,
			shell->session->tor->opener.connection.cancel_fd);
		opener_result_clear(&shell->session->tor->where);
		shell->session->tor->where = result;
		result = (struct opener_result){ 0 };
	}
	if (connection && session_adopt(shell->session, connection, &error)) {
		now_connected(shell);
	} else {
		tor_disconnect(shell->session->tor);
		attempt_failed(shell, &error);
	}
	opener_result_clear(&result);
	error_clear(&error);
}
