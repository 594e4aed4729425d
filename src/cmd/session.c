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

/*
 * Runs a row without a handler: sends the verb and arguments, shows the reply.
 */
static bool run_verb(struct call *call, struct error *error)
{
	const struct argument *argument = call->command->arguments;
	struct request request;

	request_init(&request, call->command->verb);
	for (size_t i = 0; argument[i].name; i++) {
		const struct strv *values = &call->args.values[i];

		if (argument[i].flags & ARGUMENT_BODY)
			continue;
		for (size_t j = 0; j < values->len; j++)
			if (argument[i].flags & ARGUMENT_KEYWORD)
				request_add_keyword(&request,
					argument[i].name, values->items[j]);
			else
				request_add_word(&request, values->items[j]);
	}
	if (command_has_body(call->command))
		request_add_body(&request, buf_span(&call->args.body));
	return session_request(call, &request, error);
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
		help_fit(session->output, &call->result.text);
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
	if (!output_flush(session->output, &written)) {
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

void session_watch_reader(struct session *session, bool on)
{
	if (session->client)
		client_set_output(session->client, on ?
			output_watch_fd(session->output) : -1);
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
	client_wait(session->client, 0, error);
	if (error && session->explain)
		session->explain(error);
	return false;
}

/* After a loss that matters to nobody, its descriptor is always readable. */
static int events_fd(const struct session *session)
{
	if (session->client && (client_connected(session->client) ||
		session->prompt || session->events.wanted.len ||
		session->hold))
		return client_wake_fd(session->client);
	return -1;
}

bool session_wait(struct session *session, int fd, int64_t deadline,
	struct error *error)
{
	struct pollfd wait[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = session->opener.client.cancel_fd, .events = POLLIN },
		{ .events = POLLIN },
	};
	bool served = true;
	int ready;

	while (served) {
		wait[2].fd = events_fd(session);
		ready = poll(wait, 3, clock_poll_timeout(deadline));
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready < 0)
			return error_set(error, ERROR_FILE, "poll: %s",
				strerror(errno));
		if (!ready)
			return error_set(error, ERROR_TIMEOUT, "timed out");
		if (wait[1].revents)
			return error_set(error, ERROR_INTERRUPTED,
				"interrupted");
		if (wait[2].revents)
			served = serve_events(session, wait[0].revents ? NULL :
				error);
		if (wait[0].revents)
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
