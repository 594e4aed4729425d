/* A client connected to a fake tor, with replies and events as short texts. */
#ifndef TESTS_LIB_TALK_H
#define TESTS_LIB_TALK_H

#include "conn/connection.h"
#include "lib/fake_tor.h"
#include "util/buf.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { TALK_PATIENCE = 100000 }; /* ms; valgrind is slow */

struct talk {
	struct fake_tor *tor;
	struct connection *connection;
	int fd;                  /* the client's */
	struct error error;      /* of the last call */
	struct buf events;       /* all events taken, as received */
	struct buf trace;        /* "> sent" and "< received" lines */
	pthread_mutex_t lock;    /* protects `trace` */
	uint64_t count, dropped; /* of events taken, and of events lost */
	int cancel[2];           /* a byte in it interrupts */
	struct connection_config config;
	int silence, patience;   /* see struct transport_link */
	struct subscription subscription;
};

/* Sets the configuration of most tests; change it before talk_start(). */
void talk_init(struct talk *talk);

/* Plays `steps` to a new client. */
void talk_start(struct talk *talk, enum fake_family family,
	const struct fake_step *steps, size_t count);

/* Does both, on a unix socket. */
#define talk_play(talk, steps) \
	(talk_init(talk), talk_start(talk, FAKE_UNIX, steps, \
		sizeof(steps) / sizeof(*(steps))))

/* Ends the client, then the fake tor, which must have played all steps. */
void talk_end(struct talk *talk);

/*
 * Sends a line and returns the reply as a text, which is the caller's:
 * "250-a=1|250 OK", with a data block as "250+a={one.two.}", in which "." is an
 * LF. On failure the text is the error's kind and text: "timeout: …".
 */
char *talk_ask(struct talk *talk, const char *line);

/* Does the same and compares the text with `want`. */
void talk_check(struct talk *talk, const char *line,
	const char *want);

/* Takes the events that have arrived; returns how many. */
uint64_t talk_take(struct talk *talk);

/* Waits until `count` events were taken in all, or the connection is lost. */
void talk_await(struct talk *talk, uint64_t count);

/* Checks that the events so far are these bytes, then drops them. */
void talk_check_events(struct talk *talk, const char *want);

/* Checks that a wait for an event ends with this error, as from talk_ask(). */
void talk_check_wait(struct talk *talk, const char *want);

/* Returns whether there are events or the connection is lost. */
bool talk_woken(struct talk *talk);

#endif
