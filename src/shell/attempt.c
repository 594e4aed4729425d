/* A background connection attempt that does not block the prompt. */
#include "shell/attempt.h"

#include "util/alloc.h"
#include "util/pipe.h"
#include "util/thread.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct attempt {
	struct opener_config config;
	pthread_t thread;
	bool started;
	int done[2];   /* the thread closes its end when it is done */
	int cancel[2]; /* we close our end to cancel it */
	/* Owned by the thread until it is joined. */
	struct connection *connection;
	struct opener_result result;
	struct error error;
};

static void *attempt_run(void *arg)
{
	struct attempt *attempt = arg;

	attempt->connection = opener_connect(&attempt->config,
		&attempt->result, &attempt->error);
	close(attempt->done[1]);
	return NULL;
}

struct attempt *attempt_start(const struct opener_config *config)
{
	struct attempt *attempt = alloc_zeroed(sizeof(*attempt));
	int result = EMFILE;

	attempt->config = *config;
	pipe_open(attempt->done);
	pipe_open(attempt->cancel);
	attempt->config.connection.cancel_fd = attempt->cancel[0];
	if (attempt->done[0] >= 0 && attempt->cancel[0] >= 0)
		result = thread_start(&attempt->thread, attempt_run,
			attempt);
	attempt->started = !result;
	if (result) {
		error_set(&attempt->error, ERROR_CONNECTION,
			"cannot start a thread: %s", strerror(result));
		if (attempt->done[1] >= 0)
			close(attempt->done[1]);
	}
	return attempt;
}

int attempt_fd(const struct attempt *attempt)
{
	return attempt->done[0];
}

struct connection *attempt_finish(struct attempt *attempt,
	struct opener_result *result, struct error *error)
{
	struct connection *connection;

	if (attempt->cancel[1] >= 0)
		close(attempt->cancel[1]);
	attempt->cancel[1] = -1;
	if (attempt->started)
		pthread_join(attempt->thread, NULL);
	connection = attempt->connection;
	*result = attempt->result;
	if (!connection)
		error_move(error, &attempt->error);
	error_clear(&attempt->error);
	if (attempt->done[0] >= 0)
		close(attempt->done[0]);
	pipe_close(attempt->cancel);
	free(attempt);
	return connection;
}
