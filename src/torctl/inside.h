/* Internal definitions of libtorctl. Not installed. */
#ifndef TORCTL_INSIDE_H
#define TORCTL_INSIDE_H

#include "api/events.h"
#include "conn/client.h"
#include "conn/opener.h"
#include "conn/queue.h"
#include "proto/reply.h"
#include "proto/request.h"
#include "torctl/torctl.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"
#include "util/strv.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* The internal list links `struct error`; each one is cast to this type. */
struct torctl_error {
	struct error error;
};

struct torctl_pair {
	char *name;
	char *value; /* NULL: none */
	size_t size;
};

struct torctl_pairs {
	struct torctl_pair *items;
	size_t len;
};

struct torctl_options {
	char *address, *cookie_file;
	int timeout, wait, cancel_fd;
	bool no_auth, drop_events, environment;
	bool has_password;
	struct buf password; /* secret */
	torctl_trace *trace;
	void *trace_arg;
};

/* A call that waits for events of its own; see struct events_source. */
struct watch {
	struct torctl *tor;
	const char *const *names; /* NULL-terminated; NULL: not in the list */
	struct queue queue;
	bool flooded;
	struct watch *next;
	struct events_source source;
	struct events events;
};

/*
 * The reader thread delivers events through watch_receive(). Do not hold `lock`
 * while calling client functions; hold it only briefly.
 */
struct torctl {
	struct client *client;
	struct opener_result where;
	torctl_trace *trace;
	void *trace_arg;

	pthread_mutex_t lock;
	pthread_cond_t changed; /* signalled when a member below changes */
	int calls;    /* running, of any kind */
	int asking;   /* those that wait for a reply from the reader */
	bool closing, lost;
	bool drop_events;
	uint64_t dropped;
	struct queue events;         /* subscribed events not yet taken */
	struct strv wanted, wanting; /* the latter: while being requested */
	struct watch *watches;
	int pipe[2];  /* -1 until the descriptor is asked for */
	bool ready;   /* the pipe holds a byte */

	/* Held during SETEVENTS; lock it before `lock`. */
	pthread_mutex_t subscribing;

	bool dispatching, orphan; /* under `lock` */
	pthread_t dispatcher;
	torctl_callback *callback;
	void *callback_arg;

	struct queue incoming; /* used by the reader thread only */
};

/* Moves `error` to the caller's error and leaves it empty. Returns false. */
bool fail(struct torctl_error **out, struct error *error);

/* Like fail(), with a new error. */
__attribute__((format(printf, 3, 4)))
bool fail_with(struct torctl_error **out, enum error_kind kind,
	const char *format, ...);

/* Adds copies; `value` may be NULL. */
void pairs_put(struct torctl_pairs *pairs, struct span name,
	const struct span *value);

/* Moves all of `from`, which becomes empty, to a new list. */
struct torctl_pairs *pairs_wrap(struct pairs *from);

/* Returns a copy in the internal form; the caller clears it. */
struct pairs pairs_unwrap(const struct torctl_pairs *pairs);

/* Returns a copy of a NULL-terminated list; NULL counts as empty. */
struct strv list_copy(const char *const *list);

/*
 * Returns whether this process made the connection. In a child that was forked
 * since then, check this before using a lock, which may be held forever.
 */
bool handle_check(const struct torctl *tor, struct error *error);

/* Bracket every use of the connection, so that it is not freed meanwhile. */
void handle_enter(struct torctl *tor);
void handle_leave(struct torctl *tor);

/* Like those, for calls that wait for a reply: the reader must keep reading. */
void handle_begin(struct torctl *tor);
void handle_end(struct torctl *tor);

/*
 * Creates a connection without a client. handle_destroy() frees it once all
 * calls have returned.
 */
struct torctl *handle_new(const struct torctl_options *options);
void handle_destroy(struct torctl *tor);

void handle_set_client(struct torctl *tor, struct client *client);

/* Waits for a change. Returns false at `deadline`. Requires `lock`. */
bool handle_wait(struct torctl *tor, int64_t deadline);

/* Makes the descriptor readable or not, to match the state. Requires `lock`. */
void handle_signal(struct torctl *tor);

/*
 * Sends and clears `request`. A success reply goes to `reply`, if not NULL; any
 * other reply is an error.
 */
bool handle_command(struct torctl *tor, struct request *request,
	struct reply *reply, struct torctl_error **error);

/* Does the same, from begin to end, for a command with at most one argument. */
bool handle_word(struct torctl *tor, const char *verb, const char *word,
	struct torctl_error **error);

/* The client's receive callback; `arg` is the struct torctl. */
bool watch_receive(void *arg, struct queue *events, struct error *error);

/*
 * Bracket a call that waits for events; they include handle_begin() and
 * handle_end().
 */
void watch_begin(struct watch *watch, struct torctl *tor);
void watch_end(struct watch *watch);

/* Waits for the next event, as torctl_next_event() does. */
struct torctl_event *watch_next(struct torctl *tor, int64_t deadline,
	struct error *error);

struct torctl_event *event_new(const struct queue_event *from);

struct torctl_reply *reply_wrap(struct reply *from);

#endif
