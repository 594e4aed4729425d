/*
 * A control connection: requests, several of which may be pending, and events.
 *
 * A thread that waits for its reply reads the connection itself. It passes
 * replies to the threads that wait for them, and events to their subscriptions.
 * The connection's own thread reads only after connection_read_on(), and only
 * while no other thread waits. Functions may be called from any thread.
 */
#ifndef CONN_CONNECTION_H
#define CONN_CONNECTION_H

#include "conn/queue.h"
#include "conn/subscription.h"
#include "conn/transport.h"
#include "proto/reply.h"
#include "proto/request.h"
#include "util/error.h"
#include "util/span.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connection;

/*
 * Limits on the memory that a peer can make us use, besides those of incoming.h
 * and subscription.h. A collected reply, including the descriptions of its
 * lines: CONNECTION_REPLY_MAX (streamed replies are not held), until
 * connection_trust() INCOMING_GREETING_MAX. An event: CONNECTION_EVENT_MAX.
 * Beyond a limit the connection is closed with an error that names it.
 */
enum {
	CONNECTION_REPLY_MAX = 256 * 1024 * 1024,
	CONNECTION_EVENT_MAX = 64 * 1024 * 1024,
};

/*
 * Called with bytes as they arrive, whole lines at a time. Returns false if no
 * more are wanted, which ends the request (ERROR_FILE).
 */
typedef bool connection_sink(void *arg, struct span bytes);

struct connection_config {
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
	/*
	 * Called with every line sent or received, without secrets, in the
	 * thread that sends or receives. NULL: no trace.
	 */
	void (*trace)(void *arg, bool sent, struct span line);
	void *trace_arg;
	/*
	 * Called with each request before it is sent. If it returns true, the
	 * request is not sent, and the reply is "250 OK". NULL: all are sent.
	 */
	bool (*withhold)(void *arg, struct span wire);
	void *withhold_arg;
};

/* Takes ownership of what `link` holds. Starts no thread. Never fails. */
struct connection *connection_new(const struct transport_link *link,
	const struct connection_config *config);

/*
 * Closes the connection immediately, without QUIT. Nobody may use it
 * afterwards. `connection` may be NULL.
 */
void connection_free(struct connection *connection);

/*
 * Returns the connection's descriptor, for a caller that relays what others
 * send and receive. The connection can then only be freed.
 */
int connection_fd(const struct connection *connection);

/*
 * From now on a thread, which blocks all signals, reads while no other thread
 * does, so that Tor never has to wait.
 */
bool connection_read_on(struct connection *connection, struct error *error);

/*
 * Closes the connection for all its users, with the error that it was closed
 * locally. connection_free() is still required.
 */
void connection_hang_up(struct connection *connection);

/*
 * Returns whether this process created the connection. In a child forked since
 * then, locks may be held forever. There, requests and waits fail with this
 * error (ERROR_CONNECTION), connection_poll() and connection_events_fd() with
 * EBADF, and connection_free() only closes the child's descriptors, which
 * leaves the connection to the parent. No other function does anything there.
 */
bool connection_check_process(const struct connection *connection,
	struct error *error);

/* Changes connection_config's timeout for subsequent requests. */
void connection_set_timeout(struct connection *connection, int timeout);

/*
 * Changes connection_config's limit for later requests; returns the one before.
 * From any thread.
 */
int64_t connection_set_limit(struct connection *connection, int64_t limit);

/* Returns the deadline of a step that begins now. */
int64_t connection_deadline(const struct connection_config *config);

/* Changes connection_config's cancel descriptor for subsequent waits. */
void connection_set_cancel(struct connection *connection, int cancel_fd);

/*
 * Lifts the limit for peers that have not authenticated us: long lines are
 * accepted from now on.
 */
void connection_trust(struct connection *connection);

/*
 * Reads what has arrived so far, for half a second at most: for a deadline that
 * passed while the program was stopped.
 */
void connection_catch_up(struct connection *connection);

/* Checks the connection, and returns false once it is lost. */
bool connection_connected(struct connection *connection);

/*
 * Sends a request and waits for its reply, whatever its status codes. Finishes
 * `request` but does not free it. Returns false for a bad request (ERROR_USAGE,
 * nothing was sent), a lost connection, a timeout or an interruption; `reply`
 * is empty then. After a timeout or an interruption the connection remains
 * usable: the late reply is dropped when it arrives. A request of which nothing
 * was sent by then is withdrawn. If part of it was, the rest is sent before the
 * next one, and the error says that Tor may still carry it out.
 *
 * Tor may repeat a refused request with line ends that it decoded. No other
 * request is sent until its reply has arrived. If it is refused, everything
 * after the refusal, including events, is dropped up to the reply to a random
 * key, since it may be the rest of that text. If a filter between us and Tor
 * hides that reply, or may answer each line of a body, the connection is
 * closed. Waiting for another thread's request of this kind counts as waiting
 * for the reply.
 */
bool connection_request(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error);

/*
 * Does the same without holding the reply: passes its bytes as received to
 * `sink`, in this thread; the reply's timeout does not run meanwhile. `sink`
 * cannot use the connection. `reply` gets the last line.
 */
bool connection_stream(struct connection *connection, struct request *request,
	connection_sink *sink, void *arg, struct reply *reply,
	struct error *error);

/* A pending request. */
struct connection_pending;

/*
 * Sends a request without waiting for its reply; with `sink` as by
 * connection_stream(), else as by connection_request(). NULL as there. Each one
 * needs connection_finish(), in the same thread and in order.
 */
struct connection_pending *connection_send(struct connection *connection,
	struct request *request, connection_sink *sink, void *arg,
	struct error *error);

/* Waits for the reply and frees `pending`. */
bool connection_finish(struct connection *connection,
	struct connection_pending *pending, struct reply *reply,
	struct error *error);

/* Calls connection_request(), and fails with ERROR_TOR for an error reply. */
bool connection_command(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error);

/* Does the same for internal requests: the tap does not see the reply. */
bool connection_own_command(struct connection *connection,
	struct request *request, struct reply *reply, struct error *error);

/*
 * Does the same for a reply that is useful even if late: after ERROR_TIMEOUT or
 * ERROR_INTERRUPTED, it is kept for connection_take_late() once it arrives, in
 * its place among all replies. There is at most one: while one is outstanding,
 * the next is not kept; one that has arrived but was not taken is replaced.
 */
bool connection_ask(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error);

/*
 * Takes the late reply to connection_ask(), checked as by connection_command().
 * Does not wait: ERROR_TIMEOUT if it is still outstanding, ERROR_CONNECTION if
 * none will arrive.
 */
bool connection_take_late(struct connection *connection, struct reply *reply,
	struct error *error);

/*
 * Passes replies to connection_request() to `sink` too from now on, as
 * connection_stream() does; NULL stops that.
 */
void connection_tap(struct connection *connection, connection_sink *sink,
	void *arg);

/*
 * Subscribes to the events `names` (NULL: none), which replace the previous
 * names of the subscription: sends SETEVENTS with those of all subscriptions.
 * If Tor refuses, nothing changes. With `reply`, the tap sees the reply too.
 */
bool connection_subscribe(struct connection *connection,
	struct subscription *subscription, const struct strv *names,
	struct reply *reply, struct error *error);

/*
 * Records that these names were sent to Tor for the subscription in another
 * way, as the whole list.
 */
void connection_note_names(struct connection *connection,
	struct subscription *subscription, const struct strv *names);

/* Returns whether a subscription has this name. */
bool connection_has_name(struct connection *connection, const char *name);

/*
 * Ends the subscription, whose queue remains, without telling Tor; see
 * connection_subscribe().
 */
void connection_unsubscribe(struct connection *connection,
	struct subscription *subscription);

/* Adds a subscription without names, for `all`. */
void connection_listen(struct connection *connection,
	struct subscription *subscription);

/*
 * Waits until the subscription has an event and returns true. Returns false if
 * the connection is lost and all events are taken, at `deadline`, if the
 * subscription ended, or if interrupted. Interruption wins even if events are
 * queued.
 */
bool connection_wait(struct connection *connection,
	struct subscription *subscription, int64_t deadline,
	struct error *error);

/*
 * Appends at most `limit` queued events to `events`. Returns how many were
 * dropped since the last call because the queue was full.
 */
uint64_t connection_take_events(struct connection *connection,
	struct subscription *subscription, size_t limit, struct queue *events);

/*
 * Changes whether the subscription drops nothing before
 * SUBSCRIPTION_EVENTS_MAX, since somebody may be waiting for one of its events.
 */
void connection_keep_events(struct connection *connection,
	struct subscription *subscription, bool keep);

/*
 * Waits as poll() does, for `count` descriptors (at most CONNECTION_POLL_MAX)
 * and for the connection, and reads once what has arrived, unless another
 * thread does. Returns the number of ready descriptors, or -1 with errno; 0
 * also before the timeout. Sets `*news` if there are events, the connection
 * is lost, or the program that carries it has reported something.
 */
enum { CONNECTION_POLL_MAX = 7 };
int connection_poll(struct connection *connection, struct pollfd *fds,
	size_t count, int timeout, bool *news);

/*
 * Returns a descriptor that is readable while the subscription has events or
 * the connection is lost; -1 with errno. It belongs to the connection. At most
 * one subscription has one.
 */
int connection_events_fd(struct connection *connection,
	struct subscription *subscription);

/*
 * Returns whether the peer began with the line of torctl stdio, which has
 * authenticated (proto/helper.h). Only after a reply has arrived.
 */
bool connection_is_helped(struct connection *connection);

/*
 * Describes the peer by its first bytes if it has not spoken the control
 * protocol so far, else returns NULL. The text is the caller's.
 */
char *connection_describe_peer(struct connection *connection);

#endif
