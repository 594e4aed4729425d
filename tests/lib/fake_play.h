/* The internals of a fake tor, shared by fake_tor.c and fake_play.c. */
#ifndef TESTS_LIB_FAKE_PLAY_H
#define TESTS_LIB_FAKE_PLAY_H

#include "lib/fake_tor.h"
#include "util/buf.h"
#include "util/span.h"

#include <pthread.h>
#include <stdint.h>

struct fake_tor {
	const struct fake_step *steps;
	size_t count;
	int listener;
	int stop[2]; /* readable when the play must end */
	int over[2]; /* readable when it has ended */
	char *directory, *path, *address;
	pthread_t thread;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	unsigned reached, opened; /* gates, one bit each */
	bool stopping;
	bool ended;
	bool blocked; /* the client does not read what we send */
	uint64_t sent;

	/* Owned by the thread; others may look once it has ended. */
	int fd;
	size_t at;           /* the step being played */
	struct buf received; /* all connections together */
	char *keys[FAKE_KEYS]; /* the random part of sync keys */
	size_t taken;        /* how much of it the steps have used */
	char *failure;
};

enum { FAKE_CHUNK = 65536 };

void *fake_play_run(void *tor);

/* fake_wire.c: false means that the play must end, with `failure` set. */

/* Ends the play; the first failure is kept. */
__attribute__((format(printf, 2, 3)))
bool fake_fail(struct fake_tor *tor, const char *format, ...);
bool fake_fail_line(struct fake_tor *tor, const char *what, struct span line);

/* Waits for the client. */
bool fake_await(struct fake_tor *tor, int fd, short events);

/* Accepts a client if there is none. */
bool fake_ensure_client(struct fake_tor *tor);
void fake_hang_up(struct fake_tor *tor);

/* Returns 1 if bytes arrived, 0 at the end, -1 if the play must end. */
int fake_take_more(struct fake_tor *tor);

/* Returns the received bytes that no step has used. */
struct span fake_untaken(const struct fake_tor *tor);

/* Takes the next line without its CRLF, valid until the next read. */
bool fake_take_line(struct fake_tor *tor, struct span *line);

/* Returns 1 if all was sent, 0 (errno) if the client is gone, -1 to end. */
int fake_send(struct fake_tor *tor, const char *at, size_t len);
bool fake_send_all(struct fake_tor *tor, const char *at, size_t len);

/* Waits until the client has read everything. */
bool fake_drain(struct fake_tor *tor);

#endif
