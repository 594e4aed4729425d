/* The context of commands: connection, output and user. */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "cmd/args.h"
#include "cmd/report.h"
#include "conn/connection.h"
#include "out/output.h"
#include "out/result.h"
#include "tor/tor.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct call;

/* Functions that the interactive shell overrides. */
struct session_prompt {
	void *arg; /* the shell */
	/*
	 * Selects the events printed above the prompt; arguments as of
	 * "events".
	 */
	bool (*choose_events)(void *arg, const struct strv *words,
		struct result *result, struct error *error);
	/* Connects and informs the shell. */
	bool (*connect)(void *arg, struct error *error);
	/* Tells the user the danger and asks for confirmation. */
	bool (*confirm)(void *arg, const char *danger);
	/*
	 * Moves events waiting to be printed, as whole lines, to `to`, for a
	 * long-running command. NULL: they wait for its end.
	 */
	void (*take_events)(void *arg, struct buf *to);
	/*
	 * Adds an event of one of several Tors to those that are waiting. Not
	 * from two threads at once.
	 */
	void (*note_event)(void *arg, const char *server,
		const struct queue_event *event);
	/* Prints the events that have arrived, above the prompt if it is up. */
	void (*show_events)(void *arg);
};

struct answers;
struct many;
struct settings;

/* What the streams of several Tors share. */
struct session_whole {
	atomic_ullong taken; /* events printed, for --count */
	atomic_bool over;    /* the last one of all was printed */
	int end_fd;          /* a byte written here ends every wait */
	/* Asks the user once for all Tors; from any of their threads. */
	bool (*confirm)(void *arg, const char *danger);
	void *arg;
};

/* The state of the whole run; there is one. */
struct session {
	/* NULL in scripts and for single commands: no questions then. */
	const struct session_prompt *prompt;
	/* Completion data of the running Tor. NULL outside a shell. */
	struct answers *answers;
	struct tor *tor; /* the Tor that commands use */
	struct output *output;
	struct output *usual; /* while `output` is a redirection, else NULL */
	struct report report;
	struct args_source source;
	struct settings *settings; /* settings of this run */
	struct pairs aliases;      /* aliases of this run */
	/*
	 * The object created by the last COMMAND_MAKES command ($_ in a line);
	 * NULL if it failed or there was none: see session_note_made().
	 */
	char *made;
	enum table_layout table; /* as the user has set it */
	unsigned long step; /* counts the lines of scripts that were run */
	bool ended; /* after quit: run no more commands */
	/* The Tors that commands run on, instead of `tor`; NULL: one Tor. */
	struct many *many;
	struct many *manies; /* all that were used */
	struct session_whole *whole; /* of one of several Tors; or NULL */
	size_t fanout; /* how many Tors at once */
	bool yes;     /* dangerous commands need no confirmation */
	bool dry_run; /* requests that change something are only shown */
	bool withheld; /* the command made such a request */
	bool timed; /* the time limit was given, and also applies to waits */
};

/* One command being run. */
struct call {
	struct session *session;
	const struct command *command;
	struct args args;
	struct result result;
};

/*
 * Returns the connection, connecting first if necessary (at a prompt only
 * connect and the like do, with session_connect()). NULL with the error.
 */
struct connection *session_connection(struct session *session,
	struct error *error);

/* Connects as at startup. On failure there is no connection. */
bool session_connect(struct session *session, struct error *error);

/* Adopts a new connection, with its `where`, and subscribes to events. */
bool session_adopt(struct session *session, struct connection *connection,
	struct error *error);

/*
 * Does what most commands need: sends `request`, clears it, and makes the
 * reply, which must be positive, the result.
 */
bool session_request(struct call *call, struct request *request,
	struct error *error);

/*
 * Prints events that arrived before the reply to the last request. Call it
 * wherever a reply is printed, even in a sink.
 */
void session_show_earlier(struct session *session);

/*
 * For connection_config: with `dry_run`, prints a request that does more than
 * ask instead of sending it; `arg` is the session.
 */
bool session_withhold(void *arg, struct span wire);

/* A connection_sink that prints bytes as received. */
bool session_show_raw(void *session, struct span bytes);

/*
 * Asks for these GETINFO keys, only so that --raw shows the reply as received.
 */
bool session_show_info(struct session *session, const struct strv *keys,
	struct error *error);

/*
 * Records the object that a COMMAND_MAKES command created, for $_ in the
 * following lines. It must not be secret.
 */
void session_note_made(struct session *session, struct span made);
void session_forget_made(struct session *session);

/* Returns the deadline for an answer that arrives as an event. */
int64_t session_deadline(const struct session *session);

/*
 * Returns the milliseconds that a command may wait: its --timeout, or the limit
 * given for all commands, or `otherwise`; negative: forever.
 */
int session_timeout(const struct call *call, int otherwise);

/*
 * Waits until `fd` (-1: none) is readable, printing wanted events meanwhile.
 * Returns false at `deadline` (ERROR_TIMEOUT), if interrupted, or if the events
 * cannot be printed. Also returns false if the connection is lost, except at a
 * prompt, if events are wanted or something in Tor ended with it.
 */
bool session_wait(struct session *session, int fd, int64_t deadline,
	struct error *error);

/*
 * Calls events_next(), but also fails (ERROR_FILE) if the output is a pipe whose
 * reader is gone, which otherwise only the next write would notice.
 */
bool session_next_events(struct session *session,
	void (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error);

/*
 * Counts an event that a stream is about to print, for its limit `*left` (0:
 * none), which holds for all Tors together. `*last`: no event may follow; is set
 * by the limit. Then the streams of the other Tors end with ERROR_INTERRUPTED.
 * Returns false if another one's event was the last.
 */
bool session_take_event(struct session *session, unsigned long long *left,
	bool *last);

/*
 * At the end of a script, prints all wanted events that were sent before; some
 * may still be on their way. Returns false if that cannot be known.
 */
bool session_show_last(struct session *session, struct error *error);

#endif
