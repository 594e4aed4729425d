/* Where data goes: a descriptor, in one of three forms, never by halves. */
#ifndef CMD_OUTPUT_H
#define CMD_OUTPUT_H

#include "cmd/event_line.h"
#include "conn/queue.h"
#include "proto/event_json.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

enum output_form { OUTPUT_TEXT, OUTPUT_JSON, OUTPUT_RAW };

enum output_style { OUTPUT_PLAIN, OUTPUT_KEY, OUTPUT_HEADING };

struct output {
	int fd;
	enum output_form form;
	bool terminal; /* text is made harmless for it */
	bool color;
	bool always_color; /* whatever it goes to */
	bool quiet;    /* no "OK" */
	bool timestamp; /* an event's line begins with its local time */
	bool hold;     /* keep all in `pending`: somebody wants it whole */
	struct buf pending;
	struct event_json json; /* for events */
	struct event_line line; /* the same */
	int failure;   /* errno of the first write that failed, or 0 */
};

/* `terminal` is found out; the caller sets what the user asked for. */
void output_init(struct output *output, int fd, enum output_form form);
/* Forgets what was not flushed; the descriptor stays open. */
void output_clear(struct output *output);

/* Bytes as they are. */
void output_bytes(struct output *output, struct span bytes);
/* Words of our own, which are harmless. */
void output_string(struct output *output, const char *string);
/* Text from Tor: as it is, or escaped for a terminal. */
void output_text(struct output *output, struct span text);
/* The same, with an LF added unless one is at its end. */
void output_line(struct output *output, struct span text);
/* Harmless or foreign text in a colour, when there are colours. */
void output_styled(struct output *output, enum output_style style,
	struct span text);

/*
 * Whole lines of a data block as they came: the value's own lines, without
 * the dots that stuff them, each ended by LF.
 */
void output_block(struct output *output, struct span lines);

/*
 * Protocol lines as they came; on a terminal escaped, and without the CR that
 * ends them. `lines` are whole.
 */
void output_lines(struct output *output, struct span lines);

/*
 * One event: as it came, or one line for each: JSON, Tor's own words, or, on a
 * terminal, what a person can read.
 */
void output_event(struct output *output, const struct queue_event *event);

/*
 * Writes what is pending. False (ERROR_FILE) when anything could not be
 * written, now or before. A reader that has gone is output_broken().
 */
bool output_flush(struct output *output, struct error *error);

/* True when the reader of our output has gone (EPIPE). */
bool output_broken(const struct output *output);

/*
 * Whether it is a pipe that is only written to: for one whose reader goes,
 * poll() has something to tell at once, be it asked for it or not.
 */
bool output_is_pipe(const struct output *output);

/* As if a write had said that the reader has gone. Returns false. */
bool output_give_up(struct output *output, struct error *error);

#endif
