/* The context of commands: connection, output and user. */
#include "cmd/session.h"

#include "cmd/help.h"
#include "cmd/shield.h"
#include "cmd/sources.h"
#include "cmd/suggest.h"
#include "util/clock.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

/* Returns the user's output, which events are printed to. */
static struct output *usual_output(const struct session *session)
{
	return session->usual ? session->usual : session->output;
}

static void show_event(void *arg, const struct queue_event *event, bool wanted)
{
	struct session *session = arg;

	streams_seen_note(&session->streams, event->raw);
	if (wanted)
		output_event(usual_output(session), event);
}

/* Prints events while a command waits, which may take long. */
static void print_events(void *arg)
{
	struct session *session = arg;
	struct output *output = usual_output(session);
	struct buf lines = BUF_INIT;

	if (session->prompt && session->prompt->take_events)
		session->prompt->take_events(session->prompt->arg, &lines);
	output_bytes(output, buf_span(&lines));
	output_flush(output, NULL);
	buf_clear(&lines);
}

void session_show_earlier(struct session *session)
{
	/* The shell prints events above the prompt after the command. */
	if (session->client && !session->prompt)
		events_show_earlier(&session->events, session->client);
}

bool session_show_raw(void *arg, struct span bytes)
{
	struct session *session = arg;

	session_show_earlier(session);
	output_lines(session->output, bytes);
	return !session->output->failure;
}

bool session_adopt(struct session *session, struct client *client,
	struct error *error)
{
	const char *method = session->where.auth.method;
	struct events *events = &session->events;

	if (method && strcmp(method, "NULL") != 0)
		shield_memory();
	session->client = client;
	events->subscription.all = true;
	events->subscription.when_full = session->prompt ?
		SUBSCRIPTION_DROPS : SUBSCRIPTION_WAITS;
	client_listen(client, &events->subscription);
	/* At a prompt nothing that the user does may keep Tor waiting. */
	if (session->prompt && !client_read_on(client, error))
		return false;
	streams_seen_clear(&session->streams);
	sources_reset(session->sources);
	if (!events->show) {
		events->show = show_event;
		events->show_arg = session;
	}
	events->print = print_events;
	events->print_arg = session;
	if (session->connected && !session->connected(session->connected_arg,
		session, error))
		return false;
	strv_clear(&session->lost);
	return events_resume(events, client, &session->lost, error);
}

bool session_connect(struct session *session, struct error *error)
{
	struct client *client;

	session_disconnect(session);
	client = opener_connect(&session->opener, &session->where, error);
	if (client && session_adopt(session, client, error))
		return true;
	session_disconnect(session);
	return false;
}

void session_disconnect(struct session *session)
{
	client_free(session->client);
	session->client = NULL;
	events_reset(&session->events);
	opener_result_clear(&session->where);
}

struct client *session_client(struct session *session, struct error *error)
{
	if (session->client && client_connected(session->client))
		return session->client;
	if (session->prompt && session->prompt->take_events)
		error_set(error, ERROR_CONNECTION, "not connected to Tor; use "
			"reconnect");
	else if (session->client || session->ended)
		error_set(error, ERROR_CONNECTION,
			"the connection to Tor is closed");
	else if (session_connect(session, error))
		return session->client;
	return NULL;
}

bool session_request(struct call *call, struct request *request,
	struct error *error)
{
	struct reply reply = REPLY_INIT;
	bool ok;

	ok = client_command(call->session->client, request, &reply, error);
	if (ok)
		result_take_reply(&call->result, &reply);
	reply_clear(&reply);
	request_clear(request);
	return ok;
}

/* Makes the request of a row's verb and arguments. */
static void build_verb(struct request *request, const struct command *command,
	const struct args *args)
{
	const struct argument *argument = command->arguments;

	request_init(request, command->verb);
	for (size_t i = 0; argument[i].name; i++) {
		const struct strv *values = &args->values[i];

		if (argument[i].flags & ARGUMENT_BODY)
			continue;
		for (size_t j = 0; j < values->len; j++)
			if (argument[i].flags & ARGUMENT_KEYWORD)
				request_add_keyword(request,
					argument[i].name, values->items[j]);
			else
				request_add_word(request, values->items[j]);
	}
	if (command_has_body(command))
		request_add_body(request, buf_span(&args->body));
}

/* Runs a row without a handler: sends its request, shows the reply. */
static bool run_verb(struct call *call, struct error *error)
{
	struct request request;

	build_verb(&request, call->command, &call->args);
	return session_request(call, &request, error);
}

/* Sends the lines that a command without a verb begins with. */
static void send_wire_ahead(struct client *client, struct span wire,
	unsigned long step)
{
	struct request request;
	struct span line;

	while (span_next_line(&wire, &line)) {
		if (memchr(line.at, '*', line.len))
			continue;
		request_init_line(&request, line);
		client_send_ahead(client, &request, step);
		request_clear(&request);
	}
}

static bool send_args_ahead(struct client *client, const struct args *args,
	unsigned long step)
{
	const struct command *command = args->command;
	struct request request;

	if (!command->verb) {
		send_wire_ahead(client, span_of(command->wire), step);
		return true;
	}
	for (size_t i = 0; i < args->values[0].len; i++)
		if (info_is_bulk(args->values[0].items[i]))
			return false;
	build_verb(&request, command, args);
	client_send_ahead(client, &request, step);
	request_clear(&request);
	return true;
}

bool session_send_ahead(struct session *session, const struct strv *words,
	unsigned long step)
{
	size_t used;
	const struct command *command = command_find_call(words, &used, NULL);
	struct strv rest;
	struct args args = { 0 };
	bool ok;

	if (!command || !(command->flags & COMMAND_ASKS))
		return false;
	rest = (struct strv){ words->items + used, words->len - used, 0 };
	ok = args_bind(&args, command, &rest, &session->source, NULL) &&
		!args.help && send_args_ahead(session->client, &args, step);
	args_clear(&args);
	return ok;
}

/*
 * Runs the command. Sets `call->command` to NULL if connecting fails, which is
 * not the command's error.
 */
static bool perform(struct call *call, struct error *error)
{
	struct session *session = call->session;
	const struct command *command = call->command;
	bool raw = session->output->form == OUTPUT_RAW;
	bool ok;

	if (call->args.help) {
		help_command(command, session->output->color,
			&call->result.text);
		result_add(&call->result, "help",
			buf_span(&call->result.text));
		return true;
	}
	if (command->flags & COMMAND_SECRET)
		shield_memory();
	if (command->flags & COMMAND_PROMPT && !session->prompt)
		return error_set(error, ERROR_USAGE, "only available in the "
			"interactive shell");
	if (command->columns && !table_begin(&call->result.table,
		command->columns, &call->args, session->output->form, error))
		return false;
	if ((!(command->flags & COMMAND_OFFLINE) || (command->verb &&
		!session->prompt)) && !session_client(session, error)) {
		call->command = NULL;
		return false;
	}
	/* It may wait for more than the reply that made us hold the output. */
	if (!command->verb)
		output_flush(session->output, NULL);
	if (command->danger && session->prompt && (!command->endangers ||
		command->endangers(call)) && !session->prompt->confirm(
		session->prompt->arg, command->danger))
		return true;
	session->events.show_borrowed = raw;
	if (session->client)
		client_tap(session->client, raw ? session_show_raw : NULL,
			session);
	ok = command->run ? command->run(call, error) :
		run_verb(call, error);
	if (session->client)
		client_tap(session->client, NULL, NULL);
	return ok;
}

/*
 * Writes what the command printed, unless the next line of the script prints
 * more without waiting for anything: it then writes both at once.
 */
static bool write_output(struct session *session, bool ok, struct error *error)
{
	struct output *output = session->output;

	if (ok && !output->terminal && !output->failure && session->client &&
		client_has_next(session->client))
		return true;
	return output_flush(output, error);
}

bool session_run(struct session *session, const struct strv *words,
	const char *rest, const struct command **command,
	struct error *error)
{
	struct call call = { .session = session };
	char *whole[] = { (char *)(size_t)(rest ? rest : "") };
	struct strv arguments;
	size_t used;
	struct error failure = ERROR_INIT, written = ERROR_INIT;
	bool ok;

	call.command = command_find_call(words, &used, error);
	*command = NULL;
	if (!call.command)
		return false;
	/* Borrow the words: they may be secret, so do not copy them. */
	arguments = (struct strv){ words->items + used, words->len - used, 0 };
	if (call.command->flags & COMMAND_REST && rest)
		arguments = (struct strv){ whole, *rest != '\0', 0 };
	ok = args_bind(&call.args, call.command, &arguments, &session->source,
		&failure) && perform(&call, &failure);
	*command = call.command;
	if (!ok)
		suggest_names(session, &call.args, &failure);
	if (!ok && failure.kind == ERROR_CONNECTION && session->explain)
		session->explain(&failure);
	session_show_earlier(session);
	/* Even after a failure, show the partial result. */
	result_render(&call.result, session->output);
	if (session->client && !session->prompt)
		events_show(&session->events, session->client);
	if (!write_output(session, ok, &written)) {
		/* Report it only once, with the reason. */
		if (failure.kind == ERROR_FILE)
			error_move(&failure, &written);
		else
			error_chain(&failure, &written);
		ok = false;
	}
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	error_clear(&written);
	result_clear(&call.result);
	args_clear(&call.args);
	return ok;
}

int64_t session_deadline(const struct session *session)
{
	return clock_deadline(session->opener.client.timeout);
}

/* Prints what has arrived. Returns false if no more can be printed, or come. */
static bool serve_events(struct session *session, struct error *error)
{
	const struct session_prompt *prompt = session->prompt;
	/* Checked first, so that events before the loss are still shown. */
	bool connected = client_connected(session->client);

	if (prompt) {
		prompt->show_events(prompt->arg);
		return true;
	}
	events_show(&session->events, session->client);
	if (!output_flush(usual_output(session), error))
		return false;
	if (connected)
		return true;
	client_wait(session->client, &session->events.subscription, 0, error);
	if (error && session->explain)
		session->explain(error);
	return false;
}

/* A loss that matters to nobody would end each wait at once. */
static bool is_watched(const struct session *session)
{
	return session->client && (session->prompt ||
		session->events.wanted.len || session->hold ||
		client_connected(session->client));
}

bool session_wait(struct session *session, int fd, int64_t deadline,
	struct error *error)
{
	struct pollfd wait[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = session->opener.client.cancel_fd, .events = POLLIN },
	};
	bool served = true;

	while (served) {
		int left = clock_poll_timeout(deadline), ready;
		bool news = false;

		ready = is_watched(session) ? client_poll(session->client,
			wait, 2, left, &news) : poll(wait, 2, left);
		if (ready < 0 && errno != EINTR)
			return error_set(error, ERROR_FILE, "poll: %s",
				strerror(errno));
		if (!ready && !news && clock_now() >= deadline)
			return error_set(error, ERROR_TIMEOUT, "timed out");
		if (ready > 0 && wait[1].revents)
			return error_set(error, ERROR_INTERRUPTED,
				"interrupted");
		if (news)
			served = serve_events(session, ready > 0 ? NULL :
				error);
		if (ready > 0)
			return true;
	}
	return false;
}

bool session_show_last(struct session *session, struct error *error)
{
	struct request request;
	struct error failure = ERROR_INIT;
	bool ok;

	if (!session->events.wanted.len || !session->client || session->ended)
		return true;
	/* The reply, even a refusal, comes after them. */
	request_init(&request, "GETINFO");
	request_add_word(&request, "version");
	ok = client_own_command(session->client, &request, NULL, &failure) ||
		failure.kind == ERROR_TOR;
	request_clear(&request);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return serve_events(session, ok ? error : NULL) && ok;
}

void session_clear(struct session *session)
{
	session_disconnect(session);
	events_clear(&session->events);
	streams_seen_clear(&session->streams);
	strv_clear(&session->lost);
}
