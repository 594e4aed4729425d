/* Definitions that the files of libtorctl share. Not installed. */
#ifndef TORCTL_INSIDE_H
#define TORCTL_INSIDE_H

#include "conn/connection.h"
#include "conn/opener.h"
#include "conn/queue.h"
#include "conn/subscription.h"
#include "proto/reply.h"
#include "proto/request.h"
#include "tor/events.h"
#include "tor/wait.h"
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

/* Do not hold `lock` while calling src/conn; hold it only briefly. */
struct torctl {
	struct connection *connection;
	struct opener_result where;
	torctl_trace *trace;
	void *trace_arg;

	pthread_mutex_t lock;
	pthread_cond_t changed; /* signalled when a member below changes */
	int calls;    /* running, of any kind */
	bool closing;

	struct subscription events; /* the program's; the connection locks it */
	uint64_t dropped; /* of them, under `lock` */

	bool dispatching, orphan; /* under `lock` */
	pthread_t dispatcher;
	torctl_callback *callback;
	void *callback_arg;
};

/* Moves `error` to the caller's error and leaves it empty. Returns false. */
bool fail(struct torctl_error **out, struct error *error);

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
 * Returns whether this process created the connection. In a child forked since
 * then, check this before using a lock, which may be held forever.
 */
bool handle_check(const struct torctl *tor, struct error *error);

/* Bracket every use of the connection, so that it is not freed meanwhile. */
void handle_enter(struct torctl *tor);
void handle_leave(struct torctl *tor);

/*
 * Creates the public object, not connected yet. handle_destroy() frees it once
 * all calls have returned.
 */
struct torctl *handle_new(const struct torctl_options *options);
void handle_destroy(struct torctl *tor);

void handle_set_connection(struct torctl *tor, struct connection *connection);

/*
 * Sends and clears `request`. A success reply goes to `reply`, if not NULL; any
 * other reply is an error.
 */
bool handle_command(struct torctl *tor, struct request *request,
	struct reply *reply, struct torctl_error **error);

/* Does the same, from begin to end, for a command with at most one argument. */
bool handle_word(struct torctl *tor, const char *verb, const char *word,
	struct torctl_error **error);

/*
 * Bracket a call that waits for events of its own; they include handle_enter()
 * and handle_leave().
 */
void watch_begin(struct events *events, struct torctl *tor);
void watch_end(struct events *events, struct torctl *tor);

/* Runs one of the waits of tor/wait.h. */
typedef bool handle_wait(struct connection *connection, struct events *events,
	const char *id, int64_t deadline, struct wait_found *found,
	struct error *error);
bool handle_await(struct torctl *tor, const char *id, int timeout,
	handle_wait *wait, struct torctl_error **error);

#endif
