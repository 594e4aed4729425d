/*
 * Definitions that the files of a connection share. Only src/conn/ includes
 * this.
 */
#ifndef CONN_CONNECTION_INSIDE_H
#define CONN_CONNECTION_INSIDE_H

#include "conn/connection.h"
#include "conn/incoming.h"
#include "conn/sync_key.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
	/*
	 * How long to go on reading at a deadline, in case torctl was stopped.
	 */
	CONNECTION_CATCH_UP = 500,
	/* How long to wait for more if nothing marks the end. */
	CONNECTION_PAUSE = 20,
};

enum pending_state {
	PENDING_AWAITED,
	PENDING_ABANDONED,  /* nobody waits for it now */
	PENDING_UNANSWERED, /* the answer to a later key arrived */
	PENDING_DONE,
};

/* A pending request, or a key that nobody waits for. */
struct connection_pending {
	struct connection_pending *next; /* in the order of the replies */
	/* Set under `lock`, but the reader checks it without. */
	_Atomic(enum pending_state) state;
	struct sync_key key; /* empty for a request */
	bool probe;          /* the key only asks for an answer */

	char *verb;       /* for errors */
	bool echoes;      /* a refusal may hold line ends of the request:
			     nothing else is sent before its reply arrives */
	bool unsure;      /* Tor may not answer: a key follows at once */
	bool body;        /* it has several lines */
	bool collect;     /* keep the whole reply, not only its last line */
	bool keep;        /* even if late, see connection_ask() */
	bool stopped;     /* the sink accepts no more */
	connection_sink *sink;
	void *sink_arg;
	int timeout, cancel_fd; /* as they were when it was sent */
	int64_t deadline;
	bool partly_sent; /* when sending it failed: */
	struct error failure;
	struct buf reply;
	size_t lines;

	/* For a request that is sent ahead, see ahead.h. */
	struct connection_pending *next_ahead;
	unsigned long step;
	struct buf wire;
	connection_sink *ahead_sink; /* gets the reply in its turn, */
	bool last_line;              /* the caller only the last line */
};

/* Something that only one thread at a time may do. */
struct turn {
	bool taken;
	pthread_t thread; /* the owner, if taken */
};

struct connection {
	struct transport_link link;
	int fd; /* the link's */
	struct connection_config config;
	unsigned generation; /* see connection_check_process() */

	/* Used only by the thread that has the turn `sending`. */
	struct buf unsent; /* to be sent before anything else */

	/* Protects the following; never held across I/O that may block. */
	pthread_mutex_t lock;
	/*
	 * Taken to append requests to the queue and send them, so that the
	 * place in the queue is the place on the wire.
	 */
	struct turn sending;
	struct turn subscribing; /* taken during SETEVENTS, before `sending` */
	struct connection_pending *first, **end;
	/* See connection_ask(); it may be in the queue. */
	struct connection_pending *late;
	bool need_key;     /* replies may not match the queue's order */
	bool echo_lost;    /* a request that Tor may echo timed out */
	bool guarding;     /* drop all lines until the answer to a key; set
			      only by the reader */
	int64_t guard_end; /* deadline for that */
	bool lost;
	struct error lost_error;
	struct subscription *subscriptions;

	/* The reader: see waiter.h. */
	struct waiter *waiters;
	bool reading;      /* a thread has the role, */
	atomic_bool at_rest; /* has parsed all and waits for more */
	/* Where parsing stopped: another thread must continue. */
	struct connection_pending *stream;
	int64_t paused;    /* milliseconds spent in sinks so far */
	bool in_sink;      /* in this thread: */
	pthread_t sink_thread;

	/* Sent ahead, before their turn. */
	struct connection_pending *ahead, **ahead_end;
	unsigned long step; /* the current one */
	bool large;         /* the last reply was, see AHEAD_LARGE */

	bool heard_report; /* see transport_link; until connection_poll() */

	/* See watchdog.h. */
	int64_t heard, sent; /* when bytes were last received, and sent */
	int64_t asked;       /* when it was asked for an answer; 0: not */

	struct subscription *signals; /* see connection_events_fd() */
	int signal[2];
	bool signalled;

	/* The connection's own thread, see connection_read_on(). */
	bool has_thread, closing;
	pthread_t thread;
	pthread_cond_t idle;   /* it waits for this while others read */
	unsigned long turns;   /* number of waits begun by others */
	int64_t busy_until;
	bool idling;           /* it waits without a deadline */
	bool polling, kicked;  /* it polls; a byte in `kick` ends that */
	int kick[2];

	/* Used only by the program's thread. */
	connection_sink *tap;
	void *tap_arg;

	/* Used only by the thread that has the role. */
	struct incoming incoming;
	struct queue events;      /* not yet passed to subscriptions */
	/* The request of the reply being read; NULL: drop it. */
	struct connection_pending *current;
	bool in_event;            /* the block being read belongs to an event */
	bool in_reply;
	bool refused;             /* the reply has an error line */
	bool answers_probe;       /* the line answers a key of watchdog.h */
	struct buf without_logins; /* a line, see connection_config */
};

#endif
