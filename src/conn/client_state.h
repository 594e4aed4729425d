/* What client.c and reader.c share: the inside of a control connection. */
#ifndef CONN_CLIENT_STATE_H
#define CONN_CLIENT_STATE_H

#include "conn/client.h"
#include "conn/queue.h"
#include "proto/lexer.h"
#include "util/buf.h"
#include "util/error.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { CLIENT_FIRST_MAX = 512 };

/* The request that waits for its reply. One at a time. */
struct client_slot {
	bool active;
	bool done;
	bool syncing;     /* drop replies until the one to the sync key */
	bool collect;     /* keep the whole reply, not its last line only */
	bool in_sink;     /* the reader is in the sink now */
	bool refused;     /* the sink wants no more */
	uint64_t serial;  /* tells this request from earlier ones */
	int64_t paused;   /* milliseconds spent in the sink */
	client_sink *sink;
	void *sink_arg;
	struct buf reply; /* the bytes of the reply, once done */
};

/* The reply that came, or will come, after client_ask() had given up. */
struct client_late {
	bool wanted;
	bool done;
	bool syncing;    /* as in the slot that it was asked with */
	uint64_t serial; /* the same */
	struct buf reply;
};

struct client {
	int fd;
	struct client_config config;
	pthread_t thread;

	/* Under `lock`, which is never held across I/O. */
	pthread_mutex_t lock;
	pthread_cond_t changed; /* room in the queue, sink left, closing */
	struct client_slot slot;
	struct client_late late;
	struct queue queue;
	size_t earlier; /* so many of them came before the last reply */
	uint64_t dropped;
	bool woken;   /* a byte is in the wake pipe, or about to be */
	bool closing;
	bool lost;
	bool trusted;
	bool keep_events; /* see client_keep_events() */
	bool spoken;  /* a line of the protocol has come */
	struct error lost_error;
	struct buf first; /* the first bytes that came, for describing it */
	int wake[2];

	/* Whoever has the turn, which is held across a whole request. */
	pthread_mutex_t turn;
	bool out_of_step; /* a reply may come that nobody waits for */

	/* The owner's thread alone. */
	client_sink *tap;
	void *tap_arg;

	/* The reader's thread alone. */
	struct lexer lexer;
	struct buf window;     /* bytes read and not yet taken apart */
	struct queue incoming; /* events of this read */
	struct buf message;    /* the reply under construction */
	bool in_event;         /* the block being read belongs to an event */
	bool in_reply;
	size_t reply_lines; /* of the reply under construction */
	int64_t read_time; /* of the bytes in the window, see queue.h */
	uint64_t reply_serial; /* whose reply it is; 0: nobody's */
};

/* What the client asks for to find its place among late replies. */
#define CLIENT_SYNC_KEY "torctl-sync-%llu"

/* The thread: reads `client->fd` until its end. */
void *reader_run(void *client);

/* Shows lines to the trace, if there is one; from either thread. */
void client_trace(const struct client *client, bool sent, struct span bytes);

/*
 * Makes the wake descriptor readable, in two steps, since a lock held across
 * I/O would stop whom the I/O wakes: client_wake() under `lock`, and, if it
 * says so, client_ring() without it.
 */
bool client_wake(struct client *client);
void client_ring(struct client *client);

/*
 * The other way round: client_unwake() under `lock`; when it says so, a byte is
 * there or about to be, and client_hush() takes it, without `lock`.
 */
bool client_unwake(struct client *client);
void client_hush(struct client *client);

/* Why there is no connection any more. Under `lock`. Returns false. */
bool client_lost_error(const struct client *client, struct error *error);

#endif
