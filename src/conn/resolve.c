/* Host name lookups for control ports, within a deadline. */
#include "conn/resolve.h"

#include "conn/netdb.h"
#include "conn/socket.h"
#include "util/alloc.h"
#include "util/pipe.h"
#include "util/thread.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * getaddrinfo() cannot be cancelled, so it runs in a thread that is abandoned
 * if it takes too long. The caller and the thread share ownership.
 */
struct lookup {
	char *host;
	char port[8];
	struct addrinfo *list;
	int result;
	int reason; /* errno if the result is EAI_SYSTEM */
	int done[2]; /* a pipe; the thread closes its end when it is done */
	pthread_mutex_t lock;
	int owners;
};

static void lookup_release(struct lookup *lookup)
{
	bool last;

	pthread_mutex_lock(&lookup->lock);
	last = --lookup->owners == 0;
	pthread_mutex_unlock(&lookup->lock);
	if (!last)
		return;
	netdb_free(lookup->list);
	pthread_mutex_destroy(&lookup->lock);
	free(lookup->host);
	free(lookup);
}

static void *lookup_thread(void *arg)
{
	struct lookup *lookup = arg;
	int done = lookup->done[1];

	lookup->result = netdb_look_up(lookup->host, lookup->port, 0,
		&lookup->list);
	lookup->reason = errno;
	lookup_release(lookup);
	close(done);
	return NULL;
}

static bool lookup_start(struct lookup *lookup, struct error *error)
{
	pthread_t thread;
	int result;

	if (!pipe_open(lookup->done))
		return error_set(error, ERROR_CONNECTION, "pipe: %s",
			strerror(errno));
	lookup->owners = 2;
	result = thread_start(&thread, lookup_thread, lookup);
	if (!result) {
		pthread_detach(thread);
		return true;
	}
	lookup->owners = 1;
	pipe_close(lookup->done);
	return error_set(error, ERROR_CONNECTION, "cannot start a thread: %s",
		strerror(result));
}

/* Takes the result of the finished thread. */
static struct addrinfo *lookup_take(struct lookup *lookup,
	struct error *error)
{
	struct addrinfo *list;

	/* Taking the lock makes the thread's writes visible. */
	pthread_mutex_lock(&lookup->lock);
	list = lookup->list;
	lookup->list = NULL;
	pthread_mutex_unlock(&lookup->lock);
	if (lookup->result)
		error_set(error, ERROR_CONNECTION, "cannot resolve %s: %s",
			lookup->host, lookup->result == EAI_SYSTEM ?
			strerror(lookup->reason) :
			netdb_problem(lookup->result));
	return list;
}

static struct addrinfo *resolve_name(const char *host, const char *port,
	int64_t deadline, int cancel_fd, struct error *error)
{
	struct lookup *lookup = alloc_zeroed(sizeof(*lookup));
	struct addrinfo *list = NULL;

	lookup->owners = 1;
	lookup->host = alloc_string(host);
	snprintf(lookup->port, sizeof(lookup->port), "%s", port);
	pthread_mutex_init(&lookup->lock, NULL);
	if (!lookup_start(lookup, error))
		goto out;
	if (!socket_wait(lookup->done[0], POLLIN, deadline, cancel_fd,
		error)) {
		error_prefix(error, "resolving %s", host);
	} else {
		list = lookup_take(lookup, error);
	}
	close(lookup->done[0]);
out:
	lookup_release(lookup);
	return list;
}

struct addrinfo *resolve_host(const char *host, uint16_t port,
	int64_t deadline, int cancel_fd, struct error *error)
{
	struct addrinfo *list = NULL;
	char digits[8];

	snprintf(digits, sizeof(digits), "%u", (unsigned)port);
	if (!netdb_look_up(host, digits, AI_NUMERICHOST, &list))
		return list;
	return resolve_name(host, digits, deadline, cancel_fd, error);
}
