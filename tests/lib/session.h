/* A client on a fake tor, and its replies and events as short texts. */
#ifndef TESTS_LIB_SESSION_H
#define TESTS_LIB_SESSION_H

#include "conn/client.h"
#include "lib/fake_tor.h"
#include "util/buf.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { SESSION_PATIENCE = 20000 }; /* ms for what has to come */

struct session {
	struct fake_tor *tor;
	struct client *client;
	struct error error;      /* of the last call */
	struct buf events;       /* all that was taken, as received */
	struct buf trace;        /* "> sent" and "< received" lines */
	pthread_mutex_t lock;    /* of `trace` */
	uint64_t count, dropped; /* of events taken, and not */
	int cancel[2];           /* a byte in it interrupts */
	struct client_config config;
};

/* The configuration of most tests; to be changed before session_start(). */
void session_init(struct session *session);

/* Plays `steps` to a new client. */
void session_start(struct session *session, enum fake_family family,
	const struct fake_step *steps, size_t count);

/* Both at once, on a unix socket. */
#define session_play(session, steps) \
	(session_init(session), session_start(session, FAKE_UNIX, steps, \
		sizeof(steps) / sizeof(*(steps))))

/* Ends the client, then the fake tor, which must have played everything. */
void session_end(struct session *session);

/*
 * Sends a line and gives the reply as a text: "250-a=1|250 OK", a data block
 * as "250+a={one.two.}" with "." for each LF. Or the error's kind and text:
 * "timeout: …". The caller's.
 */
char *session_ask(struct session *session, const char *line);

/* The same, and compares with `want`. */
void session_check(struct session *session, const char *line,
	const char *want);

/* Takes what events are there, and how many. */
uint64_t session_take(struct session *session);

/* Waits until `count` events were taken in all, or the connection is lost. */
void session_await(struct session *session, uint64_t count);

/* The events so far are these bytes; forgets them. */
void session_check_events(struct session *session, const char *want);

/* A wait for an event ends with this error, as session_ask() says it. */
void session_check_wait(struct session *session, const char *want);

/* Whether client_wake_fd() is readable. */
bool session_woken(struct session *session);

#endif
