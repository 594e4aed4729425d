/* A control connection: blocking requests, and events read in background. */
#ifndef CONN_CLIENT_H
#define CONN_CLIENT_H

#include "conn/queue.h"
#include "proto/reply.h"
#include "proto/request.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client;

/*
 * What a peer can make us hold, at most. A line (or one line of a block):
 * CLIENT_LINE_MAX. A collected reply, with what it takes to describe its lines:
 * CLIENT_REPLY_MAX; one that is streamed is not held at all. Until
 * client_trust(), either: CLIENT_GREETING_MAX. An event:
 * CLIENT_EVENT_MAX. Events that nobody takes: CLIENT_QUEUE_MAX, then the
 * reader stops reading, or drops the oldest, see below; while a request waits
 * for its reply it goes on reading up to CLIENT_EVENTS_MAX. Beyond a limit the
 * connection is given up with an error that says so.
 */
enum {
	CLIENT_GREETING_MAX = 64 * 1024,
	CLIENT_LINE_MAX = 16 * 1024 * 1024,
	CLIENT_REPLY_MAX = 256 * 1024 * 1024,
	CLIENT_EVENT_MAX = 64 * 1024 * 1024,
	CLIENT_QUEUE_MAX = 1024 * 1024,
	CLIENT_EVENTS_MAX = 128 * 1024 * 1024,
};

/*
 * Called with bytes as they come, whole lines at a time. False: there is no use
 * in more of them, which ends the request (ERROR_FILE).
 */
typedef bool client_sink(void *arg, struct span bytes);

struct client_config {
	/*
	 * Milliseconds for sending a request and for its whole reply, not
	 * counting time spent in a sink; negative: for ever.
	 */
	int timeout;
	/* Ends every wait with ERROR_INTERRUPTED when readable; -1: none. */
	int cancel_fd;
	/* When the queue is full: drop the oldest event, or stop reading. */
	bool drop_events;
	/*
	 * Given the events of each read in the reader's thread, instead of their
	 * being queued here: takes them out of the queue. With NULL it is told
	 * that the connection is lost, once. May wait, which stops the reading,
	 * but not while a request waits for its reply. False: gives the
	 * connection up, with the error. NULL: they are queued.
	 */
	bool (*events)(void *arg, struct queue *events, struct error *error);
	void *events_arg;
	/*
	 * Shown every line that is sent or received, secrets taken out; from
	 * the thread that sends or reads. NULL: nobody looks.
	 */
	void (*trace)(void *arg, bool sent, struct span line);
	void *trace_arg;
};

/*
 * Takes over `fd`, a connected blocking stream socket, and starts the thread
 * that reads it (all signals blocked in it). NULL when that cannot be done;
 * `fd` is closed then. All other functions are for one thread at a time, the
 * owner's, unless they say otherwise. Requests may come from any thread when
 * client_config's `events` is set: each waits for its turn.
 */
struct client *client_new(int fd, const struct client_config *config,
	struct error *error);

/* Ends thread and connection at once, without QUIT. NULL is allowed. */
void client_free(struct client *client);

/*
 * Ends the connection for all who use it, who learn that the program did; what
 * is left is client_free(). From any thread.
 */
void client_hang_up(struct client *client);

/* Changes client_config's timeout for the requests that follow. Any thread. */
void client_set_timeout(struct client *client, int timeout);

/* Changes client_config's descriptor for the waits that follow. */
void client_set_cancel(struct client *client, int cancel_fd);

/*
 * With drop_events: from now on drops none before CLIENT_EVENTS_MAX, for one
 * that is waited for may be among them; or no longer. From any thread.
 */
void client_keep_events(struct client *client, bool keep);

/* The peer has authenticated us: from now on long lines are welcome. */
void client_trust(struct client *client);

/* False once the connection is lost. From any thread. */
bool client_connected(struct client *client);

/*
 * Sends a request and waits for its reply, whatever its codes say. Finishes
 * `request` but leaves it to its owner. False: bad request (ERROR_USAGE,
 * nothing was sent), lost connection, timeout, interruption; `reply` is empty
 * then. After a timeout or an interruption the connection stays usable: the
 * next request drops all replies that are not its own. Only when not even the
 * request could be sent in time is the connection lost.
 */
bool client_request(struct client *client, struct request *request,
	struct reply *reply, struct error *error);

/*
 * The same without holding the reply: its bytes as received go to `sink`, in
 * the reader's thread, while the caller waits. `reply` gets the last line.
 */
bool client_stream(struct client *client, struct request *request,
	client_sink *sink, void *arg, struct reply *reply,
	struct error *error);

/* client_request() whose reply has to be good: ERROR_TOR with what it says. */
bool client_command(struct client *client, struct request *request,
	struct reply *reply, struct error *error);

/* The same for torctl's own needs: the tap does not see the reply. */
bool client_own_command(struct client *client, struct request *request,
	struct reply *reply, struct error *error);

/*
 * client_own_command() for an answer that is of use later too: when it has not
 * come in time (ERROR_TIMEOUT, ERROR_INTERRUPTED), it is kept for
 * client_take_late() once it comes, in its turn among all replies. There is one
 * such answer at a time: while one is still to come, the next is not kept; one
 * that nobody has taken gives way.
 */
bool client_ask(struct client *client, struct request *request,
	struct reply *reply, struct error *error);

/*
 * The answer that client_ask() has not waited for, as client_command() would
 * have given it. Does not wait: ERROR_TIMEOUT while it is still to come,
 * ERROR_CONNECTION when none will.
 */
bool client_take_late(struct client *client, struct reply *reply,
	struct error *error);

/*
 * From now on shows the replies to client_request() to `sink` too, as
 * client_stream() does; NULL ends that.
 */
void client_tap(struct client *client, client_sink *sink, void *arg);

/*
 * Waits until an event is there (true), or until the connection is lost and
 * all events are taken, `deadline` has come, or it was interrupted, be there
 * events or not.
 */
bool client_wait(struct client *client, int64_t deadline,
	struct error *error);

/*
 * Moves all events that have come to `events`, which must be empty. Returns
 * how many were dropped since the last call because the queue was full.
 */
uint64_t client_take_events(struct client *client, struct queue *events);

/*
 * The same for those only that came before the reply to the last request; also
 * from a sink, before the first bytes of its reply are used.
 */
uint64_t client_take_earlier(struct client *client, struct queue *events);

/*
 * Readable whenever there may be something new: events, or the connection
 * lost. For poll(); client_take_events() makes it quiet again.
 */
int client_wake_fd(const struct client *client);

/*
 * What the peer is, by its first words, if it has not spoken the control
 * protocol so far; NULL if it has. The caller's.
 */
char *client_describe_peer(struct client *client);

#endif
