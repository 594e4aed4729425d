/* The shell's connection to Tor: connecting, losing and reconnecting. */
#include "shell/reconnect.h"

#include "cmd/advice.h"
#include "complete/answers.h"
#include "conn/address.h"
#include "proto/keyword.h"
#include "shell/password.h"
#include "shell/shell.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/escape.h"

#include <stdlib.h>
#include <string.h>

void reconnect_note_progress(struct shell *shell, struct span words)
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
		reconnect_note_progress(shell, span_of(phase));
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
	shell_say(shell, "%s to %s (%s): Tor %s%s", shell->retry.count ?
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
	retry_reset(&shell->retry);
	free(shell->reported);
	shell->reported = NULL;
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
	shell->connection = SHELL_CONNECTED;
	answers_reset(shell->session->answers);
	countries_clear(&shell->countries);
	ask_progress(shell);
	if (!shell->options->quiet || shell->retry.count)
		greet(shell);
	tell_lost_events(shell);
	start_afresh(shell);
}

static void plan_next(struct shell *shell)
{
	shell->connection = SHELL_LOST;
	retry_fail(&shell->retry, clock_now());
}

/* Stops automatic attempts, since the user connects instead. */
static void stop_trying(struct shell *shell)
{
	struct opener_result result = { 0 };

	if (shell->attempt)
		connection_free(attempt_finish(shell->attempt, &result, NULL));
	shell->attempt = NULL;
	opener_result_clear(&result);
	/* A user who types reconnect then expects the question again. */
	if (shell->refused)
		password_forget(shell->options);
	start_afresh(shell);
}

/* Keeps trying if Tor may still appear, but not after a refusal. */
static void fail_openly(struct shell *shell, const struct error *failure)
{
	shell->refused = failure->kind == ERROR_AUTH;
	if (failure->kind == ERROR_AUTH || failure->kind == ERROR_USAGE ||
		opener_is_refused(failure)) {
		password_forget(shell->options);
		shell->connection = SHELL_DISCONNECTED;
	} else {
		plan_next(shell);
	}
}

bool reconnect_now(struct shell *shell, struct error *error)
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

bool reconnect_elsewhere(struct shell *shell, const char *server,
	struct error *error)
{
	struct address address = { 0 };
	bool ok = address_parse(server, &address, error);

	address_clear(&address);
	if (!ok)
		return false;
	if (shell->connection == SHELL_CONNECTED)
		return exchange(shell, server, error);
	/* An attempt in progress still uses the old address. */
	stop_trying(shell);
	set_server(shell, server);
	return reconnect_now(shell, error);
}

bool reconnect_for_command(void *arg, struct error *error)
{
	return reconnect_now(arg, error);
}

void reconnect_stop(struct shell *shell)
{
	stop_trying(shell);
	tor_disconnect(shell->session->tor);
	shell->connection = SHELL_DISCONNECTED;
	shell->progress = -1;
}

void reconnect_after_loss(struct shell *shell)
{
	struct error error = ERROR_INIT;
	bool for_good;

	connection_wait(shell->session->tor->connection,
		&shell->session->tor->events.subscription, 0, &error);
	for_good = tor_exited(shell->session->tor, &error);
	tor_disconnect(shell->session->tor);
	shell->progress = -1;
	start_afresh(shell);
	if (for_good)
		shell->connection = SHELL_DISCONNECTED;
	else
		plan_next(shell);
	shell_say(shell, "Connection lost: %s%s%s",
		error.text ? error.text : "unknown reason",
		advice_of(&error, NULL, true),
		for_good ? "" : "; retrying");
	error_clear(&error);
}

bool reconnect_is_due(const struct shell *shell, bool key)
{
	if (shell->connection != SHELL_LOST || shell->attempt)
		return false;
	/* Do not resend a wrong password on every key press. */
	return clock_now() >= shell->retry.next || (key && !shell->refused);
}

void reconnect_try(struct shell *shell)
{
	struct opener_config config = shell->session->tor->opener;

	/* The line editor owns the terminal during this. */
	config.auth.password = password_get_quietly;
	config.auth.password_again = NULL;
	config.ask = false;
	if (shell->attempt)
		return;
	retry_begin(&shell->retry, clock_now());
	shell->attempt = attempt_start(&config);
}

/*
 * The prompt already shows that nothing answers; report other reasons once. A
 * Tor that refuses us may be about to write a new cookie.
 */
static void note_failure(struct shell *shell, const struct error *error)
{
	plan_next(shell);
	shell->refused = error->kind == ERROR_AUTH;
	if (error->kind == ERROR_USAGE || opener_is_refused(error))
		shell->connection = SHELL_DISCONNECTED;
	if ((error->kind == ERROR_CONNECTION && !opener_is_refused(error)) ||
		(shell->reported && !strcmp(shell->reported, error->text)))
		return;
	free(shell->reported);
	shell->reported = alloc_string(error->text);
	shell_say(shell, "Not connected: %s%s; %s", error->text,
		advice_of(error, NULL, true),
		shell->connection == SHELL_DISCONNECTED ?
		"use reconnect to retry" : "retrying");
}

void reconnect_finish(struct shell *shell)
{
	struct opener_result result = { 0 };
	struct error error = ERROR_INIT;
	struct connection *connection;

	connection = attempt_finish(shell->attempt, &result, &error);
	shell->attempt = NULL;
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
		note_failure(shell, &error);
	}
	opener_result_clear(&result);
	error_clear(&error);
}
