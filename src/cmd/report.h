/* Errors and notes on standard error, as text or as JSON. */
#ifndef CMD_REPORT_H
#define CMD_REPORT_H

#include "out/tee.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

struct report {
	int fd;
	const char *server; /* which of several Tors; or NULL */
	bool json;
	bool terminal; /* escape text for a terminal */
	bool color;
	bool quiet;    /* no notes */
	struct tee *tee; /* gets a copy of errors and notes; or NULL */
	bool prompt;   /* at the prompt: no "torctl: " before the text */
};

/*
 * Prints each error of the chain. `where` ("FILE:LINE", or NULL) and `command`
 * (or NULL) precede the text. Secrets are removed, and text from Tor is
 * escaped.
 */
void report_error(const struct report *report, const char *where,
	const char *command, const struct error *error);

/* Prints a note, one line: information that is not an error. */
__attribute__((format(printf, 2, 3)))
void report_note(const struct report *report, const char *format, ...);

/*
 * Reports questions that Tor refused: prints a note that names them if `any`
 * other was answered, else returns false with the first refusal.
 */
bool report_refused(const struct report *report, bool any,
	struct error *refused, struct error *error);

/* Prints a generated password, which the user must see once. */
void report_password(const struct report *report, struct span password);

/*
 * Prints a line from another program, escaped, as a note without a prefix: see
 * opener_config. `arg` is the report.
 */
void report_notice(void *arg, struct span line);

/* Prints a protocol line, for connection_config. `arg` is the report. */
void report_trace(void *arg, bool sent, struct span line);

#endif
