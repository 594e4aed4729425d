/* Several Tors at the prompt: their events, losses and new attempts. */
#ifndef SHELL_MANY_PROMPT_H
#define SHELL_MANY_PROMPT_H

#include "cmd/session.h"
#include "complete/complete_list.h"
#include "util/buf.h"
#include "util/error.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All of this is for the thread that has the prompt, between commands. */

/*
 * Connects to those of the session's Tors that are not connected. Reports each
 * failure; returns false, with their number, if there was any.
 */
bool many_connect(struct session *session, struct error *error);

/* Appends "TARGETS 39/40": how many are connected. */
void many_add_prompt(const struct many *many, struct buf *to);

/*
 * Completes the line with what any of the session's Tors offers. After
 * ANSWERS_BUDGET the others are not asked.
 */
void many_complete(struct session *session, const char *line, size_t point,
	struct complete_list *list);

/*
 * Writes what to wait for to `wait`, unless it is NULL, and returns the number:
 * events, losses and the end of attempts to connect.
 */
size_t many_poll(const struct session *session, struct pollfd *wait);

typedef void many_say(void *arg, const char *server, const char *text);

/*
 * Passes the events that have arrived to session_prompt's note_event, and says
 * who was lost and who is back.
 */
void many_take_events(struct session *session, many_say *say, void *arg);

/* Returns when to try to connect again, on clock_now(), or CLOCK_NEVER. */
int64_t many_next_attempt(const struct session *session);

/* Begins an attempt in the background, if it is time. */
void many_retry(struct session *session);

/* ---- for many.c */

struct member;

/* Returns whether the connection is there, as far as it is known. */
bool many_is_connected(const struct member *member);

/* Sets the hooks of the member's session, for a shell. */
void many_set_prompt(struct member *member, struct session *shell);

/* Ends the attempts to connect. */
void many_stop_retrying(struct many *many);

#endif
