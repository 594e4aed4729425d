/* Extended regular expressions over events. */
#ifndef CMD_PATTERN_H
#define CMD_PATTERN_H

#include "conn/queue.h"
#include "util/buf.h"
#include "util/error.h"

#include <regex.h>
#include <stdbool.h>

/* Starts all zero, ends with pattern_clear(). */
struct pattern {
	regex_t regex;
	bool compiled;
	struct buf line;
};

/*
 * Compiles a POSIX extended regular expression. ERROR_USAGE, with what is
 * wrong with it, when it is none.
 */
bool pattern_compile(struct pattern *pattern, const char *expression,
	struct error *error);

/*
 * Whether it matches anywhere in the event as plain text: the line that a pipe
 * is given ("CIRC 7 BUILT …"), with the lines that follow it.
 */
bool pattern_match_event(struct pattern *pattern,
	const struct queue_event *event);

void pattern_clear(struct pattern *pattern);

#endif
