/* Buffered data output to a file descriptor, in one of three forms. */
#ifndef OUT_OUTPUT_H
#define OUT_OUTPUT_H

#include "conn/queue.h"
#include "out/event_line.h"
#include "out/style.h"
#include "out/tee.h"
#include "proto/event_json.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/json.h"
#include "util/span.h"

#include <pthread.h>
#include <stdbool.h>

enum output_form { OUTPUT_TEXT, OUTPUT_JSON, OUTPUT_RAW };

struct output {
	int fd;
	enum output_form form;
	bool terminal; /* escape text for it */
	bool color;
	bool always_color; /* even if it is not a terminal */
	bool quiet;    /* suppress "OK" */
	bool timestamp; /* begin event lines with the local time */
	bool plain;    /* events as Tor sends them, also on a terminal */
	bool shared;   /* others also write to it: each event is one write */
	bool hold;     /* keep everything in `pending` for a caller */
	/*
	 * Of one of several Tors: each line begins with the server's name, or
	 * each JSON object has it as its first member, and goes to `whole`,
	 * which several threads use under `lock`. NULL: not so.
	 */
	const char *server;
	struct output *whole;
	pthread_mutex_t *lock;
	struct tee *tee; /* gets a copy of everything written; or NULL */
	struct buf pending;
	struct event_json json; /* format of events in JSON */
	struct event_line line; /* format of events in text */
	int failure;   /* errno of the first failed write, or 0 */
};

/* Detects `terminal`; the caller sets the user's preferences. */
void output_init(struct output *output, int fd, enum output_form form);
/*
 * Makes an output of one of several Tors, in the same form and with the same
 * preferences as `whole`, which it writes to. All three are borrowed.
 */
void output_init_server(struct output *output, struct output *whole,
	const char *server, pthread_mutex_t *lock);
/* Discards pending data; the descriptor stays open. */
void output_clear(struct output *output);

/* Writes bytes unchanged. */
void output_bytes(struct output *output, struct span bytes);
/* Writes torctl's own text, which needs no escaping. */
void output_string(struct output *output, const char *string);
/* Writes text from Tor, unchanged or escaped for a terminal. */
void output_text(struct output *output, struct span text);
/* Writes text from Tor, adding a missing LF. */
void output_line(struct output *output, struct span text);
/* Writes NAME=VALUE, a value of several lines below, or NAME if it is NULL. */
void output_field(struct output *output, struct span name, struct span value);
/* Writes text, escaped if needed, in a colour if colours are enabled. */
void output_styled(struct output *output, enum style style,
	struct span text);

/*
 * Writes complete lines of a data block: dot-stuffing is removed, and each line
 * ends with LF.
 */
void output_block(struct output *output, struct span lines);

/*
 * Writes complete protocol lines as received; on a terminal escaped and without
 * CR.
 */
void output_lines(struct output *output, struct span lines);

/*
 * Writes an event: as received, or as one line: JSON, Tor's text, or on a
 * terminal a readable form.
 */
void output_event(struct output *output, const struct queue_event *event);

/* Returns a writer of JSON into the pending data. */
struct json output_json(struct output *output);

/*
 * Writes pending data. Returns false (ERROR_FILE) if a write failed, now or
 * before. For a closed pipe see output_broken().
 */
bool output_flush(struct output *output, struct error *error);

/* Ends an unended last line, and writes pending data as output_flush() does. */
bool output_end_line(struct output *output, struct error *error);

/* Returns true if the reader of the output is gone (EPIPE). */
bool output_broken(const struct output *output);

/*
 * Returns the descriptor if it is a write-only pipe, for which poll() always
 * reports that the reader is gone, whichever events are requested; else -1.
 */
int output_watch_fd(const struct output *output);

/* Marks the output as broken, as a failed write would. Returns false. */
bool output_give_up(struct output *output, struct error *error);

#endif
