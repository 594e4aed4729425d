/* What the files of a connection share. Only src/conn/ includes this. */
#ifndef CONN_CONNECTION_INSIDE_H
#define CONN_CONNECTION_INSIDE_H

#include "conn/connection.h"
#include "conn/incoming.h"
#include "conn/sync_key.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
	/* How long to read on at a deadline: torctl itself may have stopped. */
	CONNECTION_CATCH_UP = 500,
	/* How long to wait for what nothing tells the end of. */
	CONNECTION_PAUSE = 20,
};

enum pending_state {
	PENDING_AWAITED,
	PENDING_ABANDONED,  /* nobody waits any more */
	PENDING_UNANSWERED, /* the answer to a later key has come instead */
	PENDING_DONE,
};

/* A request under way, or a key that nobody waits for. */
struct connection_pending {
	struct connection_pending *next; /* in the order of the replies */
	/* Set under `lock`, but looked at by who reads. */
	_Atomic(enum pending_state) state;
	struct sync_key key; /* empty: a request */

	char *verb;       /* for errors */
	bool echoes;      /* a refusal may hold line ends of the request: until
			     its reply has come, nothing else is sent */
	bool unsure;      /* Tor may not answer it: a key follows at once */
	bool body;        /* it has several lines */
	bool collect;     /* keep the whole reply, not only its last line */
	bool keep;        /* also a late one, see connection_ask() */
	bool stopped;     /* the sink wants no more */
	connection_sink *sink;
	void *sink_arg;
	int timeout, cancel_fd; /* as they were when it was sent */
	int64_t deadline;
	bool partly_sent; /* when sending it failed: */
	struct error failure;
	struct buf reply;
	size_t lines;

	/* Of one that is sent ahead, see ahead.h. */
	struct connection_pending *next_ahead;
	unsigned long step;
	struct buf wire;
	connection_sink *ahead_sink; /* gets the reply when its turn has come, */
	bool last_line;              /* and the caller the last line only */
};

/* What only one thread at a time may do. */
struct turn {
	bool taken;
	pthread_t thread; /* that has it */
};

struct connection {
	struct transport_link link;
	int fd; /* the link's */
	struct connection_config config;
	unsigned generation; /* see connection_check_process() */

	/* Used only by who has the turn `sending`. */
	struct buf unsent; /* what is still to be sent, before anything else */

	/* Protects what follows; never held across I/O that may block. */
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
	bool need_key;     /* a reply may come that is not by its place */
	bool echo_lost;    /* a request that Tor may echo timed out */
	bool guarding;     /* drop all lines until the answer to a key; set
			      only by who has the role */
	int64_t guard_end; /* when that should have come */
	bool lost;
	struct error lost_error;
	struct subscription *subscriptions;

	/* Who reads: see waiter.h. */
	struct waiter *waiters;
	bool reading;      /* somebody has the role, */
	atomic_bool at_rest; /* has taken apart all and waits for more */
	/* Where taking apart stopped: another thread must go on. */
	struct connection_pending *stream;
	int64_t paused;    /* milliseconds spent in sinks so far */
	bool in_sink;      /* in this thread: */
	pthread_t sink_thread;

	/* Sent ahead; their turn has not come. */
	struct connection_pending *ahead, **ahead_end;
	unsigned long step; /* whose turn it is */
	bool large;         /* so was the last reply, see AHEAD_LARGE */

	struct subscription *signals; /* see connection_events_fd() */
	int signal[2];
	bool signalled;

	/* The own thread, see connection_read_on(). */
	bool has_thread, closing;
	pthread_t thread;
	pthread_cond_t idle;   /* it waits for this while others read */
	unsigned long turns;   /* how often somebody began to wait */
	int64_t busy_until;
	bool idling;           /* it waits without a deadline */
	bool polling, kicked;  /* it polls; a byte in `kick` ends that */
	int kick[2];

	/* Used only by the program's thread. */
	connection_sink *tap;
	void *tap_arg;

	/* Used only by who has the role. */
	struct incoming incoming;
	struct queue events;      /* that are not yet handed over */
	/* Whose reply is coming; NULL: drop it. */
	struct connection_pending *current;
	bool in_event;            /* the block being read belongs to an event */
	bool in_reply;
	bool refused;             /* the reply has an error line */
	struct buf without_logins; /* a line, see connection_config */
};

#endif
