/* The parser of received data: passes replies to requests, events to all. */
#include "conn/reader.h"

#include "conn/ahead.h"
#include "conn/pending.h"
#include "conn/waiter.h"
#include "conn/watchdog.h"
#include "proto/event.h"
#include "proto/redact.h"
#include "util/clock.h"

enum {
	/* Replies longer than this are not wiped: bulk data is not secret. */
	READER_SECRET_MAX = 1024 * 1024,
	/* How long the answer to a key may take after a refusal. */
	READER_GUARD = 500,
	/* Refusals with this code repeat at most the command's name. */
	READER_UNRECOGNIZED = 510,
};

void reader_trace(const struct connection *connection, bool sent,
	struct span bytes)
{
	struct buf shown = BUF_INIT;
	struct span line;
	bool hidden = false;

	while (connection->config.trace && span_next_line(&bytes, &line)) {
		buf_reset(&shown);
		hidden = redact_add_next(&shown, line, hidden);
		connection->config.trace(connection->config.trace_arg, sent,
			buf_span(&shown));
	}
	buf_clear(&shown);
}

/* Removes the line end. */
static struct span without_end(struct span line)
{
	if (line.len && line.at[line.len - 1] == '\n')
		line.len--;
	if (line.len && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

/* ---- events */

/* Passes the events to the subscriptions. */
static bool deliver_events(struct connection *connection, struct error *error)
{
	struct queue_event event;
	bool ok = true;

	if (!connection->events.count)
		return true;
	pthread_mutex_lock(&connection->lock);
	while (queue_take(&connection->events, &event)) {
		struct span name = event_name(event.raw);

		for (struct subscription *to = connection->subscriptions; to;
			to = to->next)
			if (subscription_wants(to, name))
				subscription_add(to, &event);
	}
	for (struct subscription *to = connection->subscriptions; to;
		to = to->next)
		ok = subscription_trim(to) && ok;
	waiter_wake_ready(connection);
	pthread_mutex_unlock(&connection->lock);
	return ok || error_set(error, ERROR_CONNECTION,
		"connection closed: more than %d MiB of events were not read",
		SUBSCRIPTION_EVENTS_MAX >> 20);
}

static bool take_event(struct connection *connection,
	const struct lexer_token *token, struct error *error)
{
	queue_add(&connection->events, token->raw);
	if (token->kind == LEXER_LINE && token->separator == ' ')
		queue_commit(&connection->events, connection->incoming.time);
	if (queue_building(&connection->events) <= CONNECTION_EVENT_MAX)
		return true;
	return error_set(error, ERROR_CONNECTION,
		"connection closed: event larger than %d MiB",
		CONNECTION_EVENT_MAX >> 20);
}

/* ---- replies */

/*
 * Drops everything until the answer to a key: a refusal may end in the middle
 * of the text that Tor repeats, and the following lines may be the rest of it.
 * Under `lock`.
 */
static void guard(struct connection *connection)
{
	connection->guarding = true;
	connection->guard_end = clock_deadline(READER_GUARD);
	connection->need_key = connection->need_key ||
		!pending_expects_key(connection);
}

/* The refusal of a filter is also an answer. Under `lock`. */
static void end_probe(struct connection *connection)
{
	pending_end_first(connection, PENDING_DONE);
	connection->answers_probe = true;
}

/*
 * Determines, at the first line of a reply, which request it answers; changes
 * nothing if another thread must read it, which it returns.
 */
static bool claim_reply(struct connection *connection,
	const struct connection_pending *mine, struct span line,
	bool *another, struct error *error)
{
	struct connection_pending *first;
	bool ok = true;

	*another = false;
	pthread_mutex_lock(&connection->lock);
	connection->current = NULL;
	connection->answers_probe = false;
	first = connection->first;
	if (first && pending_take_answer(connection, without_end(line)))
		waiter_wake_ready(connection);
	else if (first && first->probe && sync_key_is_filtered(line))
		end_probe(connection);
	else if (first && sync_key_is_filtered(line) &&
		pending_expects_key(connection))
		ok = sync_key_refuse_filter(error);
	else if (first && first->sink && first != mine &&
		first->state != PENDING_ABANDONED)
		*another = true;
	else if (first && !*first->key.text)
		connection->current = first;
	connection->stream = *another ? first : NULL;
	pthread_mutex_unlock(&connection->lock);
	return ok;
}

void reader_feed_sink(struct connection *connection,
	struct connection_pending *pending, struct span bytes)
{
	int64_t start = clock_now();
	bool more;

	pthread_mutex_lock(&connection->lock);
	connection->in_sink = true;
	connection->sink_thread = pthread_self();
	pthread_mutex_unlock(&connection->lock);
	more = pending->sink(pending->sink_arg, bytes);
	pthread_mutex_lock(&connection->lock);
	connection->in_sink = false;
	connection->paused += clock_now() - start;
	pending->stopped = !more;
	pthread_mutex_unlock(&connection->lock);
}

/* A parsed line of six bytes takes ten times as much memory. */
static bool reply_fits(const struct connection *connection,
	struct error *error)
{
	const struct connection_pending *current = connection->current;
	bool trusted = connection->incoming.trusted;
	size_t limit = trusted ? CONNECTION_REPLY_MAX : INCOMING_GREETING_MAX;

	if (current->reply.len + current->lines * sizeof(struct reply_line) <=
		limit)
		return true;
	error_set(error, ERROR_CONNECTION, trusted ?
		"connection closed: reply larger than %zu KiB" :
		"not a control port: the greeting is larger than %zu KiB",
		limit >> 10);
	return error_set_remedy(error, trusted ?
		ERROR_REMEDY_IN_PARTS : ERROR_REMEDY_NONE);
}

/* Keeps a part of the current reply, or passes it to the sink. */
static bool keep_reply(struct connection *connection,
	const struct lexer_token *token, bool last, struct error *error)
{
	struct connection_pending *current = connection->current;
	bool wanted = current->state != PENDING_ABANDONED;

	if (current->sink && wanted && !current->stopped)
		reader_feed_sink(connection, current, token->raw);
	if (current->reply.len > READER_SECRET_MAX)
		current->reply.secret = false;
	if ((wanted || current->keep) && (current->collect || last)) {
		buf_add_span(&current->reply, token->raw);
		current->lines += token->kind == LEXER_LINE;
	}
	return reply_fits(connection, error);
}

/* Ends a reply, whose last line has arrived. */
static bool end_reply(struct connection *connection, struct span line,
	struct error *error)
{
	struct connection_pending *current = connection->current;
	/* A filter treats each line of a body as a command and answers each. */
	bool filtered = current && current->body && sync_key_is_filtered(line);

	pthread_mutex_lock(&connection->lock);
	if (connection->refused && (current ? current->echoes :
		connection->echo_lost))
		guard(connection);
	if (current) {
		connection->large = current->reply.len > AHEAD_LARGE;
		pending_end_first(connection, PENDING_DONE);
		waiter_wake_ready(connection);
	}
	pthread_mutex_unlock(&connection->lock);
	return !filtered || sync_key_refuse_filter(error);
}

static bool take_reply(struct connection *connection,
	const struct lexer_token *token, struct error *error)
{
	bool last = token->kind == LEXER_LINE && token->separator == ' ';

	connection->refused = (connection->in_reply && connection->refused) ||
		(token->kind == LEXER_LINE && token->status / 100 != 2 &&
		token->status != READER_UNRECOGNIZED);
	connection->in_reply = !last;
	if (connection->current && !keep_reply(connection, token, last, error))
		return false;
	return !last || end_reply(connection, token->raw, error);
}

/* ---- all received data */

static void hide_logins(struct connection *connection,
	struct lexer_token *token)
{
	struct buf *shown = &connection->without_logins;

	buf_reset(shown);
	if (redact_add_logins(shown, token->raw))
		token->raw = buf_span(shown);
}

/*
 * Some want Tor's text about the refusal, although it may be repeated text.
 * Under `lock`.
 */
static void offer_line(struct connection *connection, struct span line)
{
	const struct queue_event event = { line, connection->incoming.time };
	struct subscription *to = span_starts(line, "650 ") ?
		connection->subscriptions : NULL;

	for (; to; to = to->next) {
		if (to->doubtful && subscription_wants(to, event_name(line)))
			subscription_add(to, &event);
		subscription_trim(to);
	}
}

/* While guarding, takes a line of any kind. */
static bool drop_line(struct connection *connection,
	const struct lexer_token *token, struct error *error)
{
	bool filtered;

	incoming_take(&connection->incoming, token);
	reader_trace(connection, false, token->raw);
	pthread_mutex_lock(&connection->lock);
	connection->guarding = !pending_take_answer(connection,
		without_end(token->raw));
	filtered = connection->guarding && sync_key_is_filtered(token->raw) &&
		pending_expects_key(connection);
	if (connection->guarding)
		offer_line(connection, token->raw);
	else
		waiter_wake_ready(connection);
	pthread_mutex_unlock(&connection->lock);
	return !filtered || sync_key_refuse_filter(error);
}

/* Takes a token of a reply or event, unless another thread must read it. */
static bool take_token(struct connection *connection,
	const struct connection_pending *mine, struct lexer_token *token,
	bool *another, struct error *error)
{
	bool ok = true;

	if (token->kind == LEXER_LINE)
		connection->in_event = token->status >= 600 &&
			token->status <= 699;
	if (!connection->in_event && !connection->in_reply)
		ok = deliver_events(connection, error) && claim_reply(
			connection, mine, token->raw, another, error);
	if (*another)
		return true;
	incoming_take(&connection->incoming, token);
	if (connection->in_event || !connection->answers_probe)
		reader_trace(connection, false, token->raw);
	if (connection->config.hide_logins)
		hide_logins(connection, token);
	return ok && (connection->in_event ?
		take_event(connection, token, error) :
		take_reply(connection, token, error));
}

static enum reader_end take_tokens(struct connection *connection,
	const struct connection_pending *mine, struct error *error)
{
	struct incoming *incoming = &connection->incoming;
	enum reader_end end = READER_MORE;
	struct lexer_token token;
	bool ok = true, another = false;

	while (ok && end == READER_MORE && (connection->guarding ?
		incoming_look_at_line(incoming, &token, error) :
		incoming_look(incoming, &token, error))) {
		ok = connection->guarding ?
			drop_line(connection, &token, error) :
			take_token(connection, mine, &token, &another, error);
		if (another)
			end = READER_STREAM;
		else if (mine && (mine->state == PENDING_DONE ||
			mine->stopped))
			end = READER_DONE;
	}
	/* An error of these must not hide the first. */
	ok = deliver_events(connection, error->kind == ERROR_NONE ? error :
		NULL);
	return ok && error->kind == ERROR_NONE ? end : READER_LOST;
}

/* Asks the transport for the reason, unless we closed the connection. */
static void explain_end(struct connection *connection, struct error *error)
{
	const struct transport_link *link = &connection->link;
	bool known;

	pthread_mutex_lock(&connection->lock);
	known = connection->lost || connection->closing;
	pthread_mutex_unlock(&connection->lock);
	if (link->explain && !known)
		link->explain(link->arg, error);
}

static enum reader_end go_on(struct connection *connection,
	const struct connection_pending *mine, bool read)
{
	struct error failure = ERROR_INIT;
	enum reader_end end = READER_LOST;

	pthread_mutex_unlock(&connection->lock);
	if (!read || incoming_read(&connection->incoming, &failure)) {
		end = take_tokens(connection, mine, &failure);
	} else {
		deliver_events(connection, NULL);
		explain_end(connection, &failure);
	}
	pthread_mutex_lock(&connection->lock);
	if (read)
		watchdog_note_heard(connection);
	if (end == READER_LOST)
		waiter_set_lost(connection, &failure);
	error_clear(&failure);
	return end;
}

enum reader_end reader_take_apart(struct connection *connection,
	struct connection_pending *mine)
{
	return go_on(connection, mine, false);
}

enum reader_end reader_read(struct connection *connection,
	struct connection_pending *mine)
{
	return go_on(connection, mine, true);
}
