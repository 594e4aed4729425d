/* Errors and notes on standard error, as text or as JSON. */
#ifndef CMD_REPORT_H
#define CMD_REPORT_H

#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

struct report {
	int fd;
	bool json;
	bool terminal; /* escape for it */
	bool color;
	bool quiet;    /* no notes */
	bool prompt;   /* at the prompt: no "torctl: " before the text */
};

/*
 * One error after the other of the list. `where` ("FILE:LINE", or NULL) and
 * `command` (or NULL) stand before the text. Secrets are taken out, text from
 * Tor is escaped.
 */
void report_error(const struct report *report, const char *where,
	const char *command, const struct error *error);

/* Something the user should know that is no error. */
__attribute__((format(printf, 2, 3)))
void report_note(const struct report *report, const char *format, ...);

/* A password made up for the user, who has to be told it once. */
void report_password(const struct report *report, struct span password);

/* For client_config: shows a protocol line. `arg` is the report. */
void report_trace(void *arg, bool sent, struct span line);

#endif
