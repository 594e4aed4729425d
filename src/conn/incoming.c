/* The bytes that a connection receives, split into lines. */
#include "conn/incoming.h"

#include "proto/helper.h"
#include "proto/peer.h"
#include "util/clock.h"
#include "util/text.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	INCOMING_CHUNK = 128 * 1024,
	INCOMING_FIRST_MAX = 512,
	INCOMING_STRANGER_WAIT = 250,
};

/*
 * Tor does not set TCP_NODELAY, so it holds back a reply until we acknowledge
 * the previous one, which the system delays by 40 ms in case there is data to
 * send with it. The option holds only until the next read. Returns whether this
 * is TCP.
 */
static bool acknowledge(int fd)
{
#ifdef TCP_QUICKACK
	return !setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &(int){ 1 },
		sizeof(int));
#else
	(void)fd;
	return false;
#endif
}

void incoming_init(struct incoming *incoming, int fd)
{
	*incoming = (struct incoming){ .fd = fd, .window.secret = true };
	incoming->over_tcp = acknowledge(fd);
	pthread_mutex_init(&incoming->lock, NULL);
}

void incoming_clear(struct incoming *incoming)
{
	pthread_mutex_destroy(&incoming->lock);
	buf_clear(&incoming->window);
	buf_clear(&incoming->first);
}

static struct span untaken(const struct incoming *incoming)
{
	return span_from(buf_span(&incoming->window), incoming->taken);
}

static void remember_first(struct incoming *incoming, struct span bytes)
{
	size_t room = INCOMING_FIRST_MAX - incoming->first.len;

	pthread_mutex_lock(&incoming->lock);
	buf_add(&incoming->first, bytes.at, bytes.len < room ? bytes.len :
		room);
	pthread_mutex_unlock(&incoming->lock);
}

/*
 * Handles input that is not the control protocol. Waits a moment for more of
 * it, which may show what the peer is.
 */
static bool refuse_stranger(struct incoming *incoming, struct error *error)
{
	int64_t deadline = clock_deadline(INCOMING_STRANGER_WAIT);
	struct pollfd wait = { .fd = incoming->fd, .events = POLLIN };
	char more[INCOMING_FIRST_MAX];
	char *what;

	while (!incoming->spoken && incoming->first.len < INCOMING_FIRST_MAX &&
		poll(&wait, 1, clock_poll_timeout(deadline)) > 0) {
		ssize_t got = read(incoming->fd, more,
			INCOMING_FIRST_MAX - incoming->first.len);

		if (got <= 0)
			break;
		remember_first(incoming, (struct span){ more, (size_t)got });
	}
	what = peer_describe(incoming->spoken ? untaken(incoming) :
		buf_span(&incoming->first), false);
	error_set(error, ERROR_CONNECTION, incoming->spoken ?
		"connection closed: protocol error (%s)" : "%s", what);
	free(what);
	return false;
}

/* Checks bytes that do not end a line yet. Returns false. */
static bool look_at_rest(struct incoming *incoming, struct error *error)
{
	struct span rest = untaken(incoming);
	bool trusted = incoming->trusted;
	size_t limit = trusted ? INCOMING_LINE_MAX : INCOMING_GREETING_MAX;

	/* Even an unfinished line shows that it cannot begin a reply. */
	if (!incoming->spoken && rest.len && !text_is_digit(*rest.at))
		return refuse_stranger(incoming, error);
	if (rest.len <= limit)
		return false;
	return error_set(error, ERROR_CONNECTION,
		trusted ? "connection closed: line longer than %zu KiB" :
			"not a control port: it sent a line longer than "
			"%zu KiB", limit >> 10);
}

/*
 * Removes the line with which torctl stdio begins, for example behind a socket
 * of systemd. Returns false if more of it must arrive.
 */
static bool skip_greeting(struct incoming *incoming)
{
	static const char greeting[] = "\n" HELPER_READY;
	struct span rest = untaken(incoming);
	size_t len = rest.len < sizeof(greeting) - 1 ? rest.len :
		sizeof(greeting) - 1;
	const char *end;

	if (incoming->spoken || incoming->helped || !len ||
		memcmp(rest.at, greeting, len) != 0)
		return true;
	end = len < rest.len ? memchr(rest.at + len, '\n', rest.len - len) :
		NULL;
	incoming->helped = end;
	if (end)
		incoming->taken += (size_t)(end - rest.at) + 1;
	return end || rest.len > INCOMING_FIRST_MAX;
}

bool incoming_look(struct incoming *incoming, struct lexer_token *token,
	struct error *error)
{
	if (!skip_greeting(incoming))
		return false;
	incoming->after = incoming->lexer;
	lexer_next(&incoming->after, untaken(incoming), token);
	if (token->kind == LEXER_BAD)
		return refuse_stranger(incoming, error);
	if (token->kind == LEXER_MORE) {
		incoming->lexer = incoming->after;
		return look_at_rest(incoming, error);
	}
	if (token->kind == LEXER_LINE && !incoming->spoken) {
		pthread_mutex_lock(&incoming->lock);
		incoming->spoken = true;
		pthread_mutex_unlock(&incoming->lock);
	}
	return true;
}

bool incoming_look_at_line(struct incoming *incoming,
	struct lexer_token *token, struct error *error)
{
	struct span rest = untaken(incoming);
	const char *end = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;

	if (!end)
		return look_at_rest(incoming, error);
	*token = (struct lexer_token){ .kind = LEXER_DATA,
		.raw = { rest.at, (size_t)(end - rest.at) + 1 } };
	incoming->after = (struct lexer){ 0 };
	return true;
}

bool incoming_has_reply(const struct incoming *incoming)
{
	struct span rest = untaken(incoming);
	struct lexer_token token;
	struct lexer lexer = { 0 };

	do {
		lexer_next(&lexer, rest, &token);
		rest = span_from(rest, token.raw.len);
	} while (token.kind == LEXER_DATA || token.kind == LEXER_DATA_END ||
		(token.kind == LEXER_LINE && token.separator != ' '));
	return token.kind == LEXER_LINE && token.status / 100 == 2;
}

void incoming_take(struct incoming *incoming, const struct lexer_token *token)
{
	incoming->lexer = incoming->after;
	incoming->taken += token->raw.len;
}

/* A peer that closes with bytes of ours unread resets the connection. */
static bool end(struct incoming *incoming, ssize_t got, struct error *error)
{
	char *what;

	if (incoming->spoken)
		return error_set(error, ERROR_CONNECTION,
			got < 0 && errno != ECONNRESET ?
			"control connection lost: %s" :
			"Tor closed the control connection", strerror(errno));
	what = peer_describe(buf_span(&incoming->first), true);
	error_set(error, ERROR_CONNECTION, "%s", what);
	free(what);
	return false;
}

bool incoming_read(struct incoming *incoming, struct error *error)
{
	ssize_t got;
	char *room;

	buf_consume(&incoming->window, incoming->taken);
	incoming->taken = 0;
	room = buf_reserve(&incoming->window, INCOMING_CHUNK);
	do {
		got = read(incoming->fd, room, INCOMING_CHUNK);
	} while (got < 0 && errno == EINTR);
	/* An inherited descriptor may be non-blocking and have no data. */
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return true;
	if (got <= 0)
		return end(incoming, got, error);
	if (incoming->over_tcp)
		acknowledge(incoming->fd);
	incoming->time = clock_wall();
	incoming->window.len += (size_t)got;
	incoming->window.data[incoming->window.len] = '\0';
	if (!incoming->spoken)
		remember_first(incoming, (struct span){ room, (size_t)got });
	return true;
}

char *incoming_describe_peer(struct incoming *incoming)
{
	char *what = NULL;

	pthread_mutex_lock(&incoming->lock);
	if (!incoming->spoken)
		what = peer_describe(buf_span(&incoming->first), false);
	pthread_mutex_unlock(&incoming->lock);
	return what;
}
