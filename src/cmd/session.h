/* What commands work with: the connection, where output goes, the user. */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "api/events.h"
#include "cmd/args.h"
#include "cmd/output.h"
#include "cmd/report.h"
#include "cmd/result.h"
#include "conn/client.h"
#include "conn/opener.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* One for the whole run of the program. */
struct session {
	struct opener_config opener;
	struct opener_result where;
	struct client *client; /* NULL until the first command needs it */
	struct events events;
	struct output *output;
	struct output *usual; /* while `output` is a redirection, else NULL */
	struct report report;
	struct args_source source;
	bool ended; /* quit: nothing more is to follow */
	bool hold;  /* something lives only as long as the connection does */
	/* Called once for a new connection, before any command. NULL: not. */
	bool (*connected)(void *arg, struct session *session,
		struct error *error);
	void *connected_arg;
	/* Given the error of a lost connection, to say more of it. NULL: not. */
	void (*explain)(struct error *error);
};

/* One command being run. */
struct call {
	struct session *session;
	const struct command *command;
	struct args args;
	struct result result;
};

/* The connection, made when there is none yet. NULL with the error. */
struct client *session_client(struct session *session, struct error *error);

/*
 * Runs the command `words[0]` with the rest as its arguments; for commands that
 * take the rest of their line as it is, `rest` is that (NULL: the words with
 * blanks between). Renders what it yields to `session->output` and flushes
 * it. `*command` is the row, NULL when there is none of that name.
 */
bool session_run(struct session *session, const struct strv *words,
	const char *rest, const struct command **command,
	struct error *error);

/* False (ERROR_USAGE) when the output's form has no shape for events. */
bool session_can_show_events(const struct session *session,
	struct error *error);

/* The moment by which an answer that comes as an event must be there. */
int64_t session_deadline(const struct session *session);

/*
 * Waits until the connection ends, showing wanted events, since what `hold`
 * stands for ends with it. Returns false with the error of the lost connection.
 */
bool session_hold(struct session *session, struct error *error);

void session_clear(struct session *session);

#endif
