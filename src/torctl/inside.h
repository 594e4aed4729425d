/* The inside of libtorctl's objects. Not installed. */
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

/* Its list is made of `struct error`, which one is to its last byte. */
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
	bool no_auth, drop_events;
	bool has_password;
	struct buf password; /* secret */
	torctl_trace *trace;
	void *trace_arg;
};

/* A call that waits for events of its own, see events_source. */
struct watch {
	struct torctl *tor;
	const char *const *names; /* ended by NULL; NULL: not in the list */
	struct queue queue;
	bool flooded;
	struct watch *next;
	struct events_source source;
	struct events events;
};

/*
 * The reader's thread hands over events in watch_receive(). Whoever needs the
 * client's functions does without `lock`: it is held for moments only.
 */
struct torctl {
	struct client *client;
	struct opener_result where;
	torctl_trace *trace;
	void *trace_arg;

	pthread_mutex_t lock;
	pthread_cond_t changed; /* any of what follows */
	int calls;    /* under way, of any kind */
	int asking;   /* of these, that need the reader to go on */
	bool closing, lost;
	bool drop_events;
	uint64_t dropped;
	struct queue events;         /* wanted ones, not yet taken */
	struct strv wanted, wanting; /* the latter: while it is asked for */
	struct watch *watches;
	int pipe[2];  /* -1 as long as nobody has asked for it */
	bool ready;   /* a byte is in it */

	/* Held across SETEVENTS, taken before `lock`. */
	pthread_mutex_t subscribing;

	bool dispatching, orphan; /* under `lock` */
	pthread_t dispatcher;
	torctl_callback *callback;
	void *callback_arg;

	struct queue incoming; /* the reader's thread alone */
};

/* Makes it an error of the caller's; `error` is empty then. Returns false. */
bool fail(struct torctl_error **out, struct error *error);

/* The same for a new error. */
__attribute__((format(printf, 3, 4)))
bool fail_with(struct torctl_error **out, enum error_kind kind,
	const char *format, ...);

/* Adds copies; `value` may be NULL. */
void pairs_put(struct torctl_pairs *pairs, struct span name,
	const struct span *value);

/* Moves all of `from`, which is empty then, to a new list. */
struct torctl_pairs *pairs_wrap(struct pairs *from);

/* A copy in the lower layers' form, to be cleared. */
struct pairs pairs_unwrap(const struct torctl_pairs *pairs);

/* A copy of a list that is ended by NULL; NULL is an empty one. */
struct strv list_copy(const char *const *list);

/* Around whatever uses the connection, so that it is not freed meanwhile. */
void handle_enter(struct torctl *tor);
void handle_leave(struct torctl *tor);

/* The same around what waits for an answer: the reader must go on, then. */
void handle_begin(struct torctl *tor);
void handle_end(struct torctl *tor);

/*
 * A connection without a client yet; handle_destroy() ends it, once all calls
 * have returned.
 */
struct torctl *handle_new(const struct torctl_options *options);
void handle_destroy(struct torctl *tor);

/* The client that the handle is for. */
void handle_set_client(struct torctl *tor, struct client *client);

/* Waits for a change until `deadline`; false: it has come. Under `lock`. */
bool handle_wait(struct torctl *tor, int64_t deadline);

/* Makes the descriptor readable or quiet, as it should be. Under `lock`. */
void handle_signal(struct torctl *tor);

/*
 * Sends `request`, clears it, and wants a good reply, which goes to `reply`
 * unless that is NULL.
 */
bool handle_command(struct torctl *tor, struct request *request,
	struct reply *reply, struct torctl_error **error);

/* A whole such call for a command of at most one word more. */
bool handle_word(struct torctl *tor, const char *verb, const char *word,
	struct torctl_error **error);

/* The handle's client_config. */
bool watch_receive(void *arg, struct queue *events, struct error *error);

/* Around a call that waits for events: handle_begin() and handle_end() too. */
void watch_begin(struct watch *watch, struct torctl *tor);
void watch_end(struct watch *watch);

/* Takes the next event as torctl_next_event() does. */
struct torctl_event *watch_next(struct torctl *tor, int64_t deadline,
	struct error *error);

struct torctl_event *event_new(const struct queue_event *from);

struct torctl_reply *reply_wrap(struct reply *from);

#endif
