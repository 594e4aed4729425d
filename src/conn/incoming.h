/* The bytes that a connection receives, split into lines. */
#ifndef CONN_INCOMING_H
#define CONN_INCOMING_H

#include "proto/lexer.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Limits for one line, including lines of a data block: INCOMING_LINE_MAX, but
 * INCOMING_GREETING_MAX until the peer is trusted.
 */
enum {
	INCOMING_GREETING_MAX = 64 * 1024,
	INCOMING_LINE_MAX = 16 * 1024 * 1024,
};

/*
 * Initialize with incoming_init(). Used by one thread at a time, except
 * `trusted` and incoming_describe_peer().
 */
struct incoming {
	int fd;
	bool over_tcp;      /* see incoming.c, acknowledge() */
	struct lexer lexer;
	struct lexer after; /* the lexer after the token last seen */
	struct buf window;  /* bytes read; those before `taken` are done */
	size_t taken;
	bool helped;        /* the peer has begun as torctl stdio does */
	int64_t time;       /* when the last bytes arrived; see queue.h */
	atomic_bool trusted;
	pthread_mutex_t lock; /* protects the following */
	struct buf first;   /* the first bytes, to describe the peer */
	bool spoken;        /* a protocol line has arrived */
};

void incoming_init(struct incoming *incoming, int fd);

/* The descriptor stays open. */
void incoming_clear(struct incoming *incoming);

/*
 * Looks at the next token. Returns false if more bytes are needed; `error` is
 * set, and the connection useless, if these cannot be the control protocol or a
 * line is too long.
 */
bool incoming_look(struct incoming *incoming, struct lexer_token *token,
	struct error *error);

/*
 * Does the same for the next line, whatever it is, as LEXER_DATA. Only between
 * messages.
 */
bool incoming_look_at_line(struct incoming *incoming,
	struct lexer_token *token, struct error *error);

/*
 * Returns whether the next message is a whole reply and not a refusal.
 * Only between messages.
 */
bool incoming_has_reply(const struct incoming *incoming);

/* Removes the token last looked at; its bytes stay until incoming_read(). */
void incoming_take(struct incoming *incoming,
	const struct lexer_token *token);

/*
 * Reads what has arrived, waiting for something. Returns false at the end of
 * the connection.
 */
bool incoming_read(struct incoming *incoming, struct error *error);

/*
 * Describes the peer by its first bytes if it has not spoken the control
 * protocol so far, else returns NULL. The text is the caller's. From any
 * thread.
 */
char *incoming_describe_peer(struct incoming *incoming);

#endif
