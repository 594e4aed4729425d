/* A control connection: blocking requests, and events read by a thread. */
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
 * Limits on what a peer can make us hold. A line, also of a data block:
 * CLIENT_LINE_MAX. A collected reply, including the descriptions of its lines:
 * CLIENT_REPLY_MAX (streamed replies are not held). Both until client_trust():
 * CLIENT_GREETING_MAX. An event: CLIENT_EVENT_MAX. Events not yet taken: at
 * CLIENT_QUEUE_MAX the reader stops reading, or drops the oldest (see
 * drop_events); while a request waits for its reply it keeps reading up to
 * CLIENT_EVENTS_MAX. Beyond a limit the connection is closed with an error that
 * names it.
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
 * Called with bytes as they arrive, whole lines at a time. Returns false if no
 * more are wanted, which ends the request (ERROR_FILE).
 */
typedef bool client_sink(void *arg, struct span bytes);

struct client_config {
	/*
	 * Milliseconds for sending a request and receiving its whole reply, not
	 * counting time spent in a sink; negative: no limit.
	 */
	int timeout;
	/* A deadline that no request may exceed; 0: none. */
	int64_t limit;
	/* Ends every wait with ERROR_INTERRUPTED when readable; -1: none. */
	int cancel_fd;
	/*
	 * Replace the SOCKS user names and passwords in replies and events with
	 * "<redacted>". A trace never shows them.
	 */
	bool hide_logins;
	/* If the queue is full: drop the oldest event, or stop reading. */
	bool drop_events;
	/*
	 * Called in the reader's thread with the events of each read, which it
	 * takes out of the queue; they are not queued here. Called once with
	 * NULL when the connection is lost. May block, which stops reading, but
	 * not while a request waits for its reply. Returning false closes the
	 * connection with the error. If NULL, events are queued.
	 */
	bool (*events)(void *arg, struct queue *events, struct error *error);
	void *events_arg;
	/*
	 * Called with every line sent or received, without secrets, in the
	 * thread that sends or receives. NULL: no trace.
	 */
	void (*trace)(void *arg, bool sent, struct span line);
	void *trace_arg;
};

/*
 * Takes over `fd`, a connected blocking stream socket, and starts the thread
 * that reads it (with all signals blocked). Returns NULL on failure, with `fd`
 * closed. All other functions must be called by one thread at a time, the
 * owner's, unless they say otherwise. If client_config's `events` is set,
 * requests may come from any thread: each waits for its turn.
 */
struct client *client_new(int fd, const struct client_config *config,
	struct error *error);

/*
 * Stops the thread and closes the connection immediately, without QUIT.
 * `client` may be NULL.
 */
void client_free(struct client *client);

/*
 * Closes the connection for all its users, with the error that it was closed
 * locally. client_free() is still required. From any thread.
 */
void client_hang_up(struct client *client);

/*
 * Returns whether this process made the client. A child that was forked since
 * then has no reader thread, and locks may be held forever. There, requests
 * fail with this error (ERROR_CONNECTION), and client_free() only closes the
 * child's descriptors, which leaves the connection to the parent.
 */
bool client_check_process(const struct client *client, struct error *error);

/* Changes client_config's timeout for subsequent requests. From any thread. */
void client_set_timeout(struct client *client, int timeout);

/* Changes client_config's limit for subsequent requests. From any thread. */
void client_set_limit(struct client *client, int64_t limit);

/* Returns the deadline of a step that begins now. */
int64_t client_deadline(const struct client_config *config);

/* Changes client_config's cancel descriptor for subsequent waits. */
void client_set_cancel(struct client *client, int cancel_fd);

/*
 * Sets a descriptor that is written to: client_wait() ends with
 * ERROR_INTERRUPTED if its reader is gone, as far as poll() can tell. -1: none.
 */
void client_set_output(struct client *client, int output_fd);

/*
 * With drop_events: while `keep` is true, drops no event before
 * CLIENT_EVENTS_MAX is reached, since somebody may be waiting for one of them.
 * From any thread.
 */
void client_keep_events(struct client *client, bool keep);

/*
 * Lifts the limit for peers that have not authenticated us: long lines are
 * accepted from now on.
 */
void client_trust(struct client *client);

/* Returns false once the connection is lost. From any thread. */
bool client_connected(struct client *client);

/*
 * Sends a request and waits for its reply, whatever its status codes. Finishes
 * `request` but does not free it. Returns false for a bad request (ERROR_USAGE,
 * nothing was sent), a lost connection, a timeout or an interruption; `reply`
 * is empty then. After a timeout or an interruption the connection remains
 * usable: the next request drops late replies. The connection is lost only if
 * the request itself could not be sent before the timeout.
 *
 * Tor may repeat a refused request with line ends that it decoded. If so, what
 * follows the refusal, events included, is dropped up to the reply to a random
 * key, since it may be the rest of that text. If a filter before Tor hides that
 * reply, or may answer each line of a body, the connection is closed.
 */
bool client_request(struct client *client, struct request *request,
	struct reply *reply, struct error *error);

/*
 * Does the same without holding the reply: passes its bytes as received to
 * `sink`, in the reader's thread, while the caller waits. `reply` gets the last
 * line.
 */
bool client_stream(struct client *client, struct request *request,
	client_sink *sink, void *arg, struct reply *reply,
	struct error *error);

/* Calls client_request() and fails with ERROR_TOR if the reply is an error. */
bool client_command(struct client *client, struct request *request,
	struct reply *reply, struct error *error);

/* Does the same for internal requests: the tap does not see the reply. */
bool client_own_command(struct client *client, struct request *request,
	struct reply *reply, struct error *error);

/*
 * Does the same for a reply that is useful even if late: after ERROR_TIMEOUT or
 * ERROR_INTERRUPTED, it is kept for client_take_late() once it arrives, in its
 * place among all replies. There is at most one: while one is outstanding, the
 * next is not kept; one that has arrived but was not taken is replaced.
 */
bool client_ask(struct client *client, struct request *request,
	struct reply *reply, struct error *error);

/*
 * Takes the late reply to client_ask(), checked as by client_command(). Does
 * not wait: ERROR_TIMEOUT if it is still outstanding, ERROR_CONNECTION if none
 * will arrive.
 */
bool client_take_late(struct client *client, struct reply *reply,
	struct error *error);

/*
 * Passes replies to client_request() to `sink` too from now on, as
 * client_stream() does; NULL stops that.
 */
void client_tap(struct client *client, client_sink *sink, void *arg);

/*
 * Call this at the end of a time limit, then look again: waits, for half a
 * second at most, until all that has arrived is there to be taken. The process
 * may have been stopped, and then the limit ends before the reader continues.
 */
void client_catch_up(struct client *client);

/*
 * Waits for an event and returns true. Returns false if the connection is lost
 * and all events are taken, at `deadline`, or if interrupted. Interruption wins
 * even if events are queued.
 */
bool client_wait(struct client *client, int64_t deadline,
	struct error *error);

/*
 * Moves all queued events to `events`, which must be empty. Returns how many
 * were dropped since the last call because the queue was full.
 */
uint64_t client_take_events(struct client *client, struct queue *events);

/*
 * Does the same for events that arrived before the reply to the last request.
 * May be called in a sink, before it uses the first bytes of its reply.
 */
uint64_t client_take_earlier(struct client *client, struct queue *events);

/*
 * Returns a descriptor for poll(), readable when there may be something new:
 * events, or loss of the connection. Reset by client_take_events().
 */
int client_wake_fd(const struct client *client);

/*
 * Describes the peer by its first bytes if it has not spoken the control
 * protocol so far, else returns NULL. The text is the caller's.
 */
char *client_describe_peer(struct client *client);

#endif
