/* Extended regular expressions that match events. */
#ifndef COMMANDS_PATTERN_H
#define COMMANDS_PATTERN_H

#include "conn/queue.h"
#include "util/buf.h"
#include "util/error.h"

#include <regex.h>
#include <stdbool.h>

/* Zero-initialize; pattern_clear() frees it. */
struct pattern {
	regex_t regex;
	bool compiled;
	struct buf line;
};

/*
 * Compiles a POSIX extended regular expression. ERROR_USAGE, with the reason,
 * if it is invalid.
 */
bool pattern_compile(struct pattern *pattern, const char *expression,
	struct error *error);

/*
 * Returns true if the pattern matches anywhere in the event's plain text: the
 * line that a pipe gets ("CIRC 7 BUILT …"), and its data lines.
 */
bool pattern_match_event(struct pattern *pattern,
	const struct queue_event *event);

/* Returns true if it matches within a line of the text. */
bool pattern_match_text(const struct pattern *pattern, const char *text);

void pattern_clear(struct pattern *pattern);

#endif
