/* The internals of a control connection, shared by client.c and reader.c. */
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
#include <sys/types.h>

enum {
	CLIENT_FIRST_MAX = 512,
	CLIENT_CATCH_UP = 500,     /* ms, see client_catch_up() */
	CLIENT_CATCH_UP_PAUSE = 1, /* between two looks */
};

/* Why a connection is closed when no answer to a sync key can come. */
#define CLIENT_NO_END "connection closed: a control-port filter hides where " \
	"the last reply ends"

/*
 * A GETINFO key that Tor does not have: its answer shows where, among all that
 * arrives, the replies to earlier requests end. It is random, since Tor repeats
 * what it refuses: the text of an earlier request could hold any other answer.
 */
struct client_sync {
	char key[sizeof("torctl-sync-") + 32];
};

/* The request waiting for its reply. There is one at a time. */
struct client_slot {
	bool active;
	bool done;
	bool syncing;     /* drop replies until the one to the sync key */
	bool collect;     /* keep the whole reply, not only its last line */
	bool in_sink;     /* the reader is in the sink now */
	bool refused;     /* the sink wants no more */
	bool body;        /* the request has several lines */
	bool echoes;      /* a refusal may hold line ends of the request */
	struct client_sync sync; /* while `syncing` */
	uint64_t serial;  /* tells this request from earlier ones */
	int64_t paused;   /* milliseconds spent in the sink */
	client_sink *sink;
	void *sink_arg;
	struct buf reply; /* the bytes of the reply, once done */
};

/* The reply that arrived, or will arrive, after client_ask() gave up. */
struct client_late {
	bool wanted;
	bool done;
	bool syncing;    /* as in the slot of its request */
	struct client_sync sync; /* the same */
	uint64_t serial; /* the same */
	struct buf reply;
};

struct client {
	int fd;
	struct client_config config;
	int output_fd; /* see client_set_output() */
	pid_t process; /* see client_check_process() */
	pthread_t thread;

	/* Protected by `lock`, which is never held across I/O. */
	pthread_mutex_t lock;
	pthread_cond_t changed; /* room in the queue, sink left, closing */
	struct client_slot slot;
	struct client_late late;
	struct queue queue;
	size_t earlier; /* how many of them came before the last reply */
	uint64_t dropped;
	struct client_sync sync; /* the last one, sent or still due */
	bool sync_due;  /* it is to be sent after the reply */
	bool echo_lost; /* a request that Tor may echo timed out */
	bool woken;   /* a byte is in the wake pipe, or about to be */
	bool closing;
	bool lost;
	bool busy;    /* the reader handles what it has read */
	bool trusted;
	bool keep_events; /* see client_keep_events() */
	bool spoken;  /* a protocol line has arrived */
	struct error lost_error;
	struct buf first; /* the first bytes received, to describe the peer */
	int wake[2];

	/* Protected by `turn`, which is held for a whole request. */
	pthread_mutex_t turn;
	bool out_of_step; /* a reply may arrive that nobody waits for */

	/* Used only by the owner's thread. */
	client_sink *tap;
	void *tap_arg;

	/* Used only by the reader's thread. */
	struct lexer lexer;
	struct buf window;     /* bytes read and not yet parsed */
	struct queue incoming; /* events of this read */
	struct buf message;    /* the reply under construction */
	struct buf without_logins; /* lines of the window, see client_config */
	bool in_event;         /* the block being read belongs to an event */
	bool in_reply;
	size_t reply_lines; /* of the reply under construction */
	int64_t read_time; /* of the bytes in the window, see queue.h */
	uint64_t reply_serial; /* the request it answers; 0: none */
	bool refused;  /* the reply being read has an error line */
	bool guarding; /* drop all lines until the one to `sync` */
};

/* Makes a new key. */
void client_sync_renew(struct client_sync *sync);

/* Returns whether `line`, without its end, is Tor's answer to the key. */
bool client_sync_matches(const struct client_sync *sync, struct span line);

/* The reader's thread: reads `client->fd` until it ends. */
void *reader_run(void *client);

/* Passes lines to the trace, if there is one. From either thread. */
void client_trace(const struct client *client, bool sent, struct span bytes);

/*
 * Make the wake descriptor readable, in two steps, since a lock held across I/O
 * would block the thread that the I/O wakes: call client_wake() with `lock`
 * held and, if it returns true, client_ring() without it.
 */
bool client_wake(struct client *client);
void client_ring(struct client *client);

/*
 * The reverse: call client_unwake() with `lock` held; if it returns true, a
 * byte is in the pipe or about to be, and client_hush() takes it, without
 * `lock`.
 */
bool client_unwake(struct client *client);
void client_hush(struct client *client);

/* Sets the error of a lost connection; returns false. Under `lock`. */
bool client_lost_error(const struct client *client, struct error *error);

#endif
