/* What commands work with: the connection, where output goes, the user. */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "api/events.h"
#include "api/streams.h"
#include "cmd/args.h"
#include "cmd/output.h"
#include "cmd/report.h"
#include "cmd/result.h"
#include "conn/client.h"
#include "conn/opener.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

struct call;

/* What the interactive shell does in place of a script. */
struct session_prompt {
	void *arg; /* the shell's own */
	/* Events are printed inline: chooses them, words as events takes. */
	bool (*choose_events)(void *arg, const struct strv *words,
		struct result *result, struct error *error);
	/* Connects, and has the shell know of it. */
	bool (*connect)(void *arg, struct error *error);
	/* Whether the user means it, who is told the danger. */
	bool (*confirm)(void *arg, const char *danger);
	/*
	 * Moves the events that wait to be printed inline to `to`, whole
	 * lines: for a command that runs long. NULL: they wait for its end.
	 */
	void (*take_events)(void *arg, struct buf *to);
};

struct sources;

/* One for the whole run of the program. */
struct session {
	/* NULL in scripts and one-shot form: then nobody is asked anything. */
	const struct session_prompt *prompt;
	/* What Tab knows of the running Tor. NULL: nothing, outside a shell. */
	struct sources *sources;
	struct opener_config opener;
	struct opener_result where;
	struct client *client; /* NULL until the first command needs it */
	struct events events;
	struct streams_seen streams; /* what events have told, in a shell */
	struct strv lost; /* wanted, but this Tor does not have them */
	struct output *output;
	struct output *usual; /* while `output` is a redirection, else NULL */
	struct report report;
	struct args_source source;
	bool private_tor; /* it is ours alone, by --launch */
	bool ended; /* quit: nothing more is to follow */
	bool hold;  /* something lives only as long as the connection does */
	/* Called once for a new connection, before any command. NULL: not. */
	bool (*connected)(void *arg, struct session *session,
		struct error *error);
	void *connected_arg;
	/*
	 * Given the error of a lost connection, to say more of it; true: that
	 * Tor will not come back. NULL: nothing more is known.
	 */
	bool (*explain)(struct error *error);
};

/* One command being run. */
struct call {
	struct session *session;
	const struct command *command;
	struct args args;
	struct result result;
};

/*
 * The connection, made when there is none yet (at a prompt only by connect and
 * the like, which use session_connect()). NULL with the error.
 */
struct client *session_client(struct session *session, struct error *error);

/* Connects, as if for the first time. False leaves no connection. */
bool session_connect(struct session *session, struct error *error);

/* Takes a fresh connection over, with its `where`; sees to its events. */
bool session_adopt(struct session *session, struct client *client,
	struct error *error);

/* Closes the connection, if there is one; events stay wanted. */
void session_disconnect(struct session *session);

/*
 * Runs the command that `words` begin with, the rest being its arguments; for
 * commands that take the rest of their line as it is, `rest` is that (NULL: the
 * words with blanks between). Renders what it yields to `session->output` and flushes
 * it. `*command` is the row, NULL when there is none of that name.
 */
bool session_run(struct session *session, const struct strv *words,
	const char *rest, const struct command **command,
	struct error *error);

/*
 * What most commands come down to: sends `request`, clears it, and yields the
 * reply, which has to be good.
 */
bool session_request(struct call *call, struct request *request,
	struct error *error);

/*
 * Events that came before the reply to the last request are to be printed
 * before it: called where a reply is printed, be it in a sink.
 */
void session_show_earlier(struct session *session);

/* A client_sink that prints what comes as it is; `session` is its argument. */
bool session_show_raw(void *session, struct span bytes);

/* The moment by which an answer that comes as an event must be there. */
int64_t session_deadline(const struct session *session);

/*
 * Waits until the connection ends, showing wanted events, since what `hold`
 * stands for ends with it. Returns false with the error of the lost connection.
 */
bool session_hold(struct session *session, struct error *error);

void session_clear(struct session *session);

#endif
