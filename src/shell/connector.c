/* A background connection attempt that does not block the prompt. */
#include "shell/connector.h"

#include "util/alloc.h"
#include "util/pipe.h"
#include "util/thread.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct connector {
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

static void *connector_run(void *arg)
{
	struct connector *connector = arg;

	connector->connection = opener_connect(&connector->config,
		&connector->result, &connector->error);
	close(connector->done[1]);
	return NULL;
}

struct connector *connector_start(const struct opener_config *config)
{
	struct connector *connector = alloc_zeroed(sizeof(*connector));
	int result = EMFILE;

	connector->config = *config;
	pipe_open(connector->done);
	pipe_open(connector->cancel);
	connector->config.connection.cancel_fd = connector->cancel[0];
	if (connector->done[0] >= 0 && connector->cancel[0] >= 0)
		result = thread_start(&connector->thread, connector_run,
			connector);
	connector->started = !result;
	if (result) {
		error_set(&connector->error, ERROR_CONNECTION,
			"cannot start a thread: %s", strerror(result));
		if (connector->done[1] >= 0)
			close(connector->done[1]);
	}
	return connector;
}

int connector_fd(const struct connector *connector)
{
	return connector->done[0];
}

struct connection *connector_finish(struct connector *connector,
	struct opener_result *result, struct error *error)
{
	struct connection *connection;

	if (connector->cancel[1] >= 0)
		close(connector->cancel[1]);
	connector->cancel[1] = -1;
	if (connector->started)
		pthread_join(connector->thread, NULL);
	connection = connector->connection;
	*result = connector->result;
	if (!connection)
		error_move(error, &connector->error);
	error_clear(&connector->error);
	if (connector->done[0] >= 0)
		close(connector->done[0]);
	pipe_close(connector->cancel);
	free(connector);
	return connection;
}
