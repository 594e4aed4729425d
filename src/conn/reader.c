/* The thread that reads a control connection and sorts replies and events. */
#include "conn/client_state.h"
#include "proto/peer.h"
#include "proto/redact.h"
#include "util/clock.h"
#include "util/text.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	READER_CHUNK = 128 * 1024,
	READER_SECRET_MAX = 1024 * 1024, /* longer replies are not wiped */
	READER_STRANGER_WAIT = 250,
};

/* Marks the connection as lost; the first reason is kept. */
static void reader_end(struct client *client, struct error *error)
{
	bool ring;

	pthread_mutex_lock(&client->lock);
	if (!client->lost) {
		client->lost = true;
		error_move(&client->lost_error, error);
	}
	ring = client_wake(client);
	pthread_mutex_unlock(&client->lock);
	if (ring)
		client_ring(client);
	if (client->config.events)
		client->config.events(client->config.events_arg, NULL, NULL);
	error_clear(error);
}

/* Waits for room unless a request waits for a reply that follows the events. */
static bool make_room(struct client *client, struct error *error)
{
	size_t limit = client->keep_events ? CLIENT_EVENTS_MAX :
		CLIENT_QUEUE_MAX;
	struct queue_event oldest;

	if (client->config.drop_events) {
		while (queue_size(&client->queue) > limit) {
			queue_take(&client->queue, &oldest);
			client->dropped++;
			client->earlier -= client->earlier > 0;
		}
		return true;
	}
	while (queue_size(&client->queue) > CLIENT_QUEUE_MAX &&
		(!client->slot.active || client->slot.done) &&
		!client->closing)
		pthread_cond_wait(&client->changed, &client->lock);
	if (queue_size(&client->queue) <= CLIENT_EVENTS_MAX)
		return true;
	return error_set(error, ERROR_CONNECTION,
		"connection closed: more than %d MiB of events arrived before "
			"a reply", CLIENT_EVENTS_MAX >> 20);
}

/* Hands the events of this read to the owner. */
static bool deliver_events(struct client *client, struct error *error)
{
	bool ok, ring;

	if (!client->incoming.count)
		return true;
	if (client->config.events)
		return client->config.events(client->config.events_arg,
			&client->incoming, error);
	pthread_mutex_lock(&client->lock);
	ok = make_room(client, error);
	queue_move(&client->queue, &client->incoming);
	ring = client_wake(client);
	pthread_mutex_unlock(&client->lock);
	if (ring)
		client_ring(client);
	return ok;
}

static bool take_event(struct client *client,
	const struct lexer_token *token, struct error *error)
{
	queue_add(&client->incoming, token->raw);
	if (token->kind == LEXER_LINE && token->separator == ' ')
		queue_commit(&client->incoming, client->read_time);
	if (queue_building(&client->incoming) <= CLIENT_EVENT_MAX)
		return true;
	return error_set(error, ERROR_CONNECTION,
		"connection closed: event larger than %d MiB",
		CLIENT_EVENT_MAX >> 20);
}

/* Takes the line end off. */
static struct span without_end(struct span line)
{
	if (line.len && line.at[line.len - 1] == '\n')
		line.len--;
	if (line.len && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

/*
 * Refusals with this code repeat at most the command's name, which Tor does in
 * these words. Filters between us and Tor refuse with it too, in other words,
 * and would refuse the sync key likewise.
 */
enum { UNRECOGNIZED = 510 };

static bool is_of_filter(struct span line)
{
	return span_starts(line, "510 ") &&
		!span_starts(line, "510 Unrecognized command");
}

/*
 * The answer to the sync key would show where replies to earlier requests end;
 * so what follows could be taken for an answer to anything.
 */
static bool refuse_filter(struct error *error)
{
	return error_set(error, ERROR_CONNECTION, CLIENT_NO_END);
}

/* Determines, at the first line of a reply, which request it answers. */
static bool claim_reply(struct client *client,
	const struct lexer_token *token, struct error *error)
{
	struct client_slot *slot = &client->slot;
	struct client_late *late = &client->late;
	struct span line = without_end(token->raw);
	bool awaited, filtered = false;

	client->reply_serial = 0;
	pthread_mutex_lock(&client->lock);
	awaited = late->wanted && !late->done;
	if (slot->active && slot->syncing &&
		client_sync_matches(&slot->sync, line)) {
		slot->syncing = false;
		client->echo_lost = false;
		/* Replies come in order: the late one will not come. */
		late->wanted = late->done;
	} else if (awaited && late->syncing &&
		client_sync_matches(&late->sync, line)) {
		late->syncing = false;
	} else if (slot->active && slot->syncing) {
		filtered = is_of_filter(line);
		if (awaited && !late->syncing)
			client->reply_serial = late->serial;
	} else if (awaited && !late->syncing) {
		client->reply_serial = late->serial;
	} else if (slot->active && !slot->done) {
		client->reply_serial = slot->serial;
		client->earlier = client->queue.count;
	}
	pthread_mutex_unlock(&client->lock);
	return !filtered || refuse_filter(error);
}

/* Returns whether this reply is kept for later. Under `lock`. */
static bool is_late(const struct client *client)
{
	return client->late.wanted && !client->late.done &&
		client->late.serial == client->reply_serial;
}

/* Passes bytes of a reply to its sink, unless the request was abandoned. */
static bool feed_sink(struct client *client, struct span bytes, bool *collect)
{
	struct client_slot *slot = &client->slot;
	bool ring = false, more;
	client_sink *sink;
	int64_t start;
	void *arg;

	pthread_mutex_lock(&client->lock);
	if (!slot->active || slot->serial != client->reply_serial) {
		more = is_late(client);
		pthread_mutex_unlock(&client->lock);
		return more;
	}
	*collect = slot->collect;
	sink = slot->sink;
	arg = slot->sink_arg;
	slot->in_sink = sink != NULL;
	pthread_mutex_unlock(&client->lock);
	if (!sink)
		return true;
	start = clock_now();
	more = sink(arg, bytes);
	pthread_mutex_lock(&client->lock);
	if (!more) {
		slot->refused = true;
		slot->sink = NULL;
		ring = client_wake(client);
	}
	slot->in_sink = false;
	slot->paused += clock_now() - start;
	pthread_cond_broadcast(&client->changed);
	pthread_mutex_unlock(&client->lock);
	if (ring)
		client_ring(client);
	return true;
}

static void fulfil_request(struct client *client)
{
	struct client_slot *slot = &client->slot;
	bool ring = false;

	pthread_mutex_lock(&client->lock);
	if (slot->active && slot->serial == client->reply_serial) {
		buf_clear(&slot->reply);
		slot->reply = client->message;
		slot->done = true;
		client->message = (struct buf)BUF_INIT_SECRET;
		ring = client_wake(client);
	} else if (is_late(client)) {
		client->late.reply = client->message;
		client->late.done = true;
		client->message = (struct buf)BUF_INIT_SECRET;
	}
	pthread_mutex_unlock(&client->lock);
	if (ring)
		client_ring(client);
	buf_clear(&client->message);
}

static bool is_trusted(struct client *client)
{
	bool trusted;

	pthread_mutex_lock(&client->lock);
	trusted = client->trusted;
	pthread_mutex_unlock(&client->lock);
	return trusted;
}

/* Parsed, a line of six bytes takes ten times as much memory. */
static bool reply_fits(struct client *client, struct error *error)
{
	bool trusted = is_trusted(client);
	size_t limit = trusted ? CLIENT_REPLY_MAX : CLIENT_GREETING_MAX;

	if (client->message.len + client->reply_lines *
		sizeof(struct reply_line) <= limit)
		return true;
	error_set(error, ERROR_CONNECTION, trusted ?
		"connection closed: reply larger than %zu KiB" :
		"not a control port: the greeting is larger than %zu KiB",
		limit >> 10);
	return error_set_remedy(error, trusted ?
		ERROR_REMEDY_IN_PARTS : ERROR_REMEDY_NONE);
}

/*
 * Guards against a refusal that ends in the middle of what Tor repeats: until
 * the answer to a sync key the lines that follow may be the rest of it. The key
 * is sent at once, or has been sent, or goes before the next request.
 */
static void guard_if_refused(struct client *client)
{
	struct client_slot *slot = &client->slot;
	bool own;

	if (!client->refused)
		return;
	pthread_mutex_lock(&client->lock);
	own = slot->active && slot->serial == client->reply_serial;
	if (own && slot->echoes) {
		client_sync_renew(&client->sync);
		client->sync_due = true;
		client->guarding = true;
	} else if (!own && client->echo_lost) {
		if (!slot->active || !slot->syncing)
			client->sync = (struct client_sync){ "" };
		client->guarding = true;
	}
	pthread_mutex_unlock(&client->lock);
}

/* A filter takes each line of a body for a command, and answers each. */
static bool check_filter(struct client *client, struct span line,
	struct error *error)
{
	struct client_slot *slot = &client->slot;
	bool lines;

	pthread_mutex_lock(&client->lock);
	lines = slot->body && slot->serial == client->reply_serial;
	pthread_mutex_unlock(&client->lock);
	return !lines || !is_of_filter(line) || refuse_filter(error);
}

static bool take_reply(struct client *client,
	const struct lexer_token *token, struct error *error)
{
	bool last = token->kind == LEXER_LINE && token->separator == ' ';
	bool collect = true;

	if (!client->in_reply) {
		if (!deliver_events(client, error))
			return false;
		if (!claim_reply(client, token, error))
			return false;
		client->reply_lines = 0;
		client->refused = false;
	}
	client->in_reply = !last;
	client->refused = client->refused || (token->kind == LEXER_LINE &&
		token->status / 100 != 2 && token->status != UNRECOGNIZED);
	if (last)
		guard_if_refused(client);
	if (!client->reply_serial)
		return true;
	if (!feed_sink(client, token->raw, &collect)) {
		client->reply_serial = 0;
		buf_clear(&client->message);
		return true;
	}
	/* Bulk data is not secret, and plain buffers grow without copying. */
	if (client->message.len > READER_SECRET_MAX)
		client->message.secret = false;
	if (collect || last) {
		buf_add_span(&client->message, token->raw);
		client->reply_lines += token->kind == LEXER_LINE;
	}
	if (!reply_fits(client, error))
		return false;
	if (last)
		fulfil_request(client);
	return !last || check_filter(client, token->raw, error);
}

/*
 * Handles input that is not the control protocol. Waits a moment for more of
 * it, which may show what the peer is.
 */
static bool refuse_stranger(struct client *client, struct error *error)
{
	int64_t deadline = clock_deadline(READER_STRANGER_WAIT);
	struct pollfd wait = { .fd = client->fd, .events = POLLIN };
	char more[CLIENT_FIRST_MAX];
	char *what;

	while (!client->spoken && client->first.len < CLIENT_FIRST_MAX &&
		poll(&wait, 1, clock_poll_timeout(deadline)) > 0) {
		ssize_t got = read(client->fd, more,
			CLIENT_FIRST_MAX - client->first.len);

		if (got <= 0)
			break;
		pthread_mutex_lock(&client->lock);
		buf_add(&client->first, more, (size_t)got);
		pthread_mutex_unlock(&client->lock);
	}
	what = peer_describe(client->spoken ? buf_span(&client->window) :
		buf_span(&client->first), false);
	error_set(error, ERROR_CONNECTION, client->spoken ?
		"connection closed: protocol error (%s)" : "%s", what);
	free(what);
	return false;
}

static bool take_token(struct client *client, struct lexer_token *token,
	struct error *error)
{
	struct buf *shown = &client->without_logins;

	if (token->kind == LEXER_LINE) {
		client->in_event = token->status >= 600 &&
			token->status <= 699;
		if (!client->spoken) {
			pthread_mutex_lock(&client->lock);
			client->spoken = true;
			pthread_mutex_unlock(&client->lock);
		}
	}
	client_trace(client, false, token->raw);
	buf_reset(shown);
	if (client->config.hide_logins && redact_add_logins(shown, token->raw))
		token->raw = buf_span(shown);
	return client->in_event ? take_event(client, token, error) :
		take_reply(client, token, error);
}

/* Returns whether the input, even an unfinished line, cannot begin a reply. */
static bool is_stranger(const struct client *client)
{
	return !client->spoken && client->window.len &&
		!text_is_digit(client->window.data[0]);
}

/*
 * Takes a line while guarding; returns false if it is not complete. These lines
 * may be anything, so they do not go through the lexer.
 */
static bool drop_line(struct client *client, struct span bytes, size_t *taken,
	bool *filtered)
{
	const char *end = bytes.len ? memchr(bytes.at, '\n', bytes.len) : NULL;
	struct client_slot *slot = &client->slot;
	struct client_late *late = &client->late;
	struct span raw;
	bool awaited;

	if (!end)
		return false;
	raw = (struct span){ bytes.at, (size_t)(end - bytes.at) + 1 };
	pthread_mutex_lock(&client->lock);
	client->guarding = !client_sync_matches(&client->sync,
		without_end(raw));
	/* A request that waits for the same answer gets it from the lexer. */
	*filtered = client->guarding && !client->sync_due &&
		is_of_filter(raw);
	awaited = !client->guarding && slot->active && slot->syncing &&
		!strcmp(slot->sync.key, client->sync.key);
	if (!client->guarding && !awaited) {
		late->wanted = late->done;
		client->echo_lost = false;
	}
	pthread_mutex_unlock(&client->lock);
	if (!awaited) {
		client_trace(client, false, raw);
		*taken += raw.len;
	}
	return true;
}

/* Parses the bytes in the window; leaves an unfinished line in it. */
static bool read_window(struct client *client, struct error *error)
{
	struct lexer_token token;
	size_t taken = 0, limit;
	bool ok = true, filtered = false, trusted;

	while (ok) {
		struct span rest = span_from(buf_span(&client->window), taken);

		if (client->guarding && !drop_line(client, rest, &taken,
			&filtered))
			break;
		if (filtered)
			ok = refuse_filter(error);
		if (client->guarding)
			continue;
		lexer_next(&client->lexer, span_from(
			buf_span(&client->window), taken), &token);
		if (token.kind == LEXER_MORE)
			break;
		if (token.kind == LEXER_BAD) {
			buf_consume(&client->window, taken);
			return refuse_stranger(client, error);
		}
		taken += token.raw.len;
		ok = take_token(client, &token, error);
	}
	buf_consume(&client->window, taken);
	if (ok && is_stranger(client))
		return refuse_stranger(client, error);
	trusted = is_trusted(client);
	limit = trusted ? CLIENT_LINE_MAX : CLIENT_GREETING_MAX;
	if (ok && client->window.len > limit)
		ok = error_set(error, ERROR_CONNECTION,
			trusted ? "connection closed: line longer than %zu KiB"
				: "not a control port: it sent a line longer "
				  "than %zu KiB",
			limit >> 10);
	return ok && deliver_events(client, error);
}

static void remember_first(struct client *client, struct span bytes)
{
	size_t room = CLIENT_FIRST_MAX - client->first.len;

	if (client->spoken || !room)
		return;
	pthread_mutex_lock(&client->lock);
	buf_add(&client->first, bytes.at, bytes.len < room ? bytes.len : room);
	pthread_mutex_unlock(&client->lock);
}

static void set_busy(struct client *client, bool busy)
{
	pthread_mutex_lock(&client->lock);
	client->busy = busy;
	pthread_mutex_unlock(&client->lock);
}

static bool read_more(struct client *client, struct error *error)
{
	char *room = buf_reserve(&client->window, READER_CHUNK);
	struct pollfd wait = { .fd = client->fd, .events = POLLIN };
	ssize_t got;
	char *what;

	/* Unread until `busy` is set: client_catch_up() looks at both. */
	set_busy(client, false);
	while (poll(&wait, 1, -1) < 0 && errno == EINTR)
		;
	set_busy(client, true);
	do {
		got = read(client->fd, room, READER_CHUNK);
	} while (got < 0 && errno == EINTR);
	if (got > 0) {
		client->read_time = clock_wall();
		client->window.len += (size_t)got;
		client->window.data[client->window.len] = '\0';
		remember_first(client, (struct span){ room, (size_t)got });
		return true;
	}
	if (client->spoken)
		return error_set(error, ERROR_CONNECTION, got < 0 ?
			"control connection lost: %s" :
			"Tor closed the control connection",
			strerror(errno));
	what = peer_describe(buf_span(&client->first), true);
	error_set(error, ERROR_CONNECTION, "%s", what);
	free(what);
	return false;
}

void *reader_run(void *arg)
{
	struct client *client = arg;
	struct error error = ERROR_INIT;

	while (read_more(client, &error) && read_window(client, &error))
		;
	deliver_events(client, NULL);
	reader_end(client, &error);
	return NULL;
}
