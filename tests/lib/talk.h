/* A client on a fake tor, and its replies and events as short texts. */
#ifndef TESTS_LIB_TALK_H
#define TESTS_LIB_TALK_H

#include "conn/client.h"
#include "lib/fake_tor.h"
#include "util/buf.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { TALK_PATIENCE = 100000 }; /* ms for what has to come; valgrind is slow */

struct talk {
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

/* The configuration of most tests; to be changed before talk_start(). */
void talk_init(struct talk *talk);

/* Plays `steps` to a new client. */
void talk_start(struct talk *talk, enum fake_family family,
	const struct fake_step *steps, size_t count);

/* Both at once, on a unix socket. */
#define talk_play(talk, steps) \
	(talk_init(talk), talk_start(talk, FAKE_UNIX, steps, \
		sizeof(steps) / sizeof(*(steps))))

/* Ends the client, then the fake tor, which must have played everything. */
void talk_end(struct talk *talk);

/*
 * Sends a line and gives the reply as a text: "250-a=1|250 OK", a data block
 * as "250+a={one.two.}" with "." for each LF. Or the error's kind and text:
 * "timeout: …". The caller's.
 */
char *talk_ask(struct talk *talk, const char *line);

/* The same, and compares with `want`. */
void talk_check(struct talk *talk, const char *line,
	const char *want);

/* Takes what events are there, and how many. */
uint64_t talk_take(struct talk *talk);

/* The same for those before the last reply. */
uint64_t talk_take_earlier(struct talk *talk);

/* Waits until `count` events were taken in all, or the connection is lost. */
void talk_await(struct talk *talk, uint64_t count);

/* The events so far are these bytes; forgets them. */
void talk_check_events(struct talk *talk, const char *want);

/* A wait for an event ends with this error, as talk_ask() says it. */
void talk_check_wait(struct talk *talk, const char *want);

/* Whether client_wake_fd() is readable. */
bool talk_woken(struct talk *talk);

#endif
