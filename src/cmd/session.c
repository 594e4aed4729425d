/* The context of commands: connection, output and user. */
#include "cmd/session.h"

#include "proto/redact.h"
#include "tor/info.h"
#include "util/clock.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

/* Returns the user's output, to which events are printed. */
static struct output *usual_output(const struct session *session)
{
	return session->usual ? session->usual : session->output;
}

static void show_event(void *arg, const struct queue_event *event, bool wanted)
{
	struct session *session = arg;

	streams_seen_note(&session->tor->streams, event->raw);
	orconns_seen_note(&session->tor->orconns, event->raw, event->time);
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
	if (session->tor->connection && !session->prompt)
		events_show_earlier(&session->tor->events,
			session->tor->connection);
}

bool session_show_raw(void *arg, struct span bytes)
{
	struct session *session = arg;

	session_show_earlier(session);
	output_lines(session->output, bytes);
	return !session->output->failure;
}

static bool only_asks(struct span wire)
{
	static const char *const verbs[] = { "PROTOCOLINFO", "GETINFO",
		"GETCONF", "SETEVENTS", "AUTHENTICATE", "AUTHCHALLENGE",
		"QUIT", "USEFEATURE" };
	struct span line, verb;

	span_next_line(&wire, &line);
	span_next_word(&line, &verb);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (span_equal_nocase(verb, verbs[i]))
			return true;
	return false;
}

bool session_withhold(void *arg, struct span wire)
{
	struct session *session = arg;
	struct output *output = session->output;
	struct buf shown = BUF_INIT;
	struct span line;
	bool hidden = false;
	struct json json;

	if (!session->dry_run || only_asks(wire))
		return false;
	session->withheld = true;
	while (span_next_line(&wire, &line)) {
		if (shown.len)
			buf_add_char(&shown, '\n');
		hidden = redact_add_next(&shown, line, hidden);
	}
	if (output->form == OUTPUT_JSON) {
		json = output_json(output);
		json_open_object(&json);
		json_add_member(&json, "would_send", buf_span(&shown));
		json_close_object(&json);
		output_string(output, "\n");
	} else {
		output_line(output, buf_span(&shown));
	}
	buf_clear(&shown);
	return true;
}

bool session_show_info(struct session *session, const struct strv *keys,
	struct error *error)
{
	struct info info = { 0 };
	bool ok = info_get(session->tor->connection, keys, &info, error);

	info_clear(&info);
	return ok;
}

/* Sets what happens to events. */
static void watch(struct session *session)
{
	struct events *events = &session->tor->events;

	if (!events->show) {
		events->show = show_event;
		events->show_arg = session;
	}
	events->print = print_events;
	events->print_arg = session;
	/* At a prompt, Tor must not have to wait for the user. */
	session->tor->drains = session->prompt;
}

bool session_adopt(struct session *session, struct connection *connection,
	struct error *error)
{
	watch(session);
	return tor_adopt(session->tor, connection, error);
}

bool session_connect(struct session *session, struct error *error)
{
	watch(session);
	return tor_connect(session->tor, error);
}

struct connection *session_connection(struct session *session,
	struct error *error)
{
	if (session->tor->connection &&
		connection_connected(session->tor->connection))
		return session->tor->connection;
	if (session->prompt && session->prompt->take_events)
		error_set(error, ERROR_CONNECTION, "not connected to Tor; use "
			"reconnect");
	else if (session->tor->connection || session->ended)
		error_set(error, ERROR_CONNECTION,
			"the connection to Tor is closed");
	else if (session_connect(session, error))
		return session->tor->connection;
	return NULL;
}

bool session_request(struct call *call, struct request *request,
	struct error *error)
{
	struct reply reply = REPLY_INIT;
	bool ok;

	ok = connection_command(call->session->tor->connection, request, &reply,
		error);
	if (ok)
		result_add_reply(&call->result, call->session->output,
			&reply);
	reply_clear(&reply);
	request_clear(request);
	return ok;
}

void session_note_made(struct session *session, struct span made)
{
	session_forget_made(session);
	session->made = span_copy(made);
}

void session_forget_made(struct session *session)
{
	free(session->made);
	session->made = NULL;
}

int64_t session_deadline(const struct session *session)
{
	return clock_deadline(session->tor->opener.connection.timeout);
}

int session_timeout(const struct call *call, int otherwise)
{
	const struct session *session = call->session;

	return args_timeout(&call->args, "timeout", session->timed ?
		session->tor->opener.connection.timeout : otherwise);
}

/*
 * Prints the events that have arrived. Returns false if no more can be printed
 * or will arrive.
 */
static bool serve_events(struct session *session, struct error *error)
{
	const struct session_prompt *prompt = session->prompt;
	/* Checked first, so that events before the loss are still shown. */
	bool connected = connection_connected(session->tor->connection);

	if (prompt) {
		prompt->show_events(prompt->arg);
		return true;
	}
	events_show(&session->tor->events, session->tor->connection);
	if (!output_flush(usual_output(session), error))
		return false;
	if (connected)
		return true;
	connection_wait(session->tor->connection,
		&session->tor->events.subscription, 0, error);
	if (error)
		tor_exited(session->tor, error);
	return false;
}

/* A loss that affects nothing would end each wait at once. */
static bool is_watched(const struct session *session)
{
	return session->tor->connection && (session->prompt ||
		session->tor->events.wanted.len || session->tor->hold ||
		connection_connected(session->tor->connection));
}

bool session_wait(struct session *session, int fd, int64_t deadline,
	struct error *error)
{
	struct pollfd wait[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = session->tor->opener.connection.cancel_fd,
			.events = POLLIN },
	};
	bool served = true;

	while (served) {
		int left = clock_poll_timeout(deadline), ready;
		bool news = false;

		ready = is_watched(session) ?
			connection_poll(session->tor->connection, wait, 2, left,
				&news) :
			poll(wait, 2, left);
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

bool session_next_events(struct session *session,
	void (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error)
{
	struct connection *connection = session->tor->connection;
	struct pollfd wait[] = {
		{ .fd = session->tor->opener.connection.cancel_fd,
			.events = POLLIN },
		{ .fd = output_watch_fd(session->output) },
	};
	bool news;
	int ready;

	do {
		ready = connection_poll(connection, wait, 2,
			clock_poll_timeout(deadline), &news);
	} while (!news && (ready < 0 ? errno == EINTR : !ready &&
		clock_now() < deadline));
	if (wait[1].revents)
		return output_give_up(session->output, error);
	return events_next(&session->tor->events, connection, look, arg,
		deadline, error);
}

bool session_take_event(struct session *session, unsigned long long *left,
	bool *last)
{
	struct session_whole *whole = session->whole;
	unsigned long long taken;

	if (!whole) {
		*last = *last || (*left && !--*left);
		return true;
	}
	taken = atomic_fetch_add(&whole->taken, 1) + 1;
	if (atomic_load(&whole->over) || (*left && taken > *left))
		return false;
	*last = *last || (*left && taken == *left);
	if (*last && !atomic_exchange(&whole->over, true))
		(void)!write(whole->end_fd, "", 1);
	return true;
}

bool session_show_last(struct session *session, struct error *error)
{
	struct request request;
	struct error failure = ERROR_INIT;
	bool ok;

	if (!session->tor->events.wanted.len || !session->tor->connection ||
		session->ended)
		return true;
	/* The reply, even a refusal, comes after them. */
	request_init(&request, "GETINFO");
	request_add_word(&request, "version");
	ok = connection_own_command(session->tor->connection, &request, NULL,
		&failure) ||
		failure.kind == ERROR_TOR;
	request_clear(&request);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return serve_events(session, ok ? error : NULL) && ok;
}
