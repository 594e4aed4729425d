/* A copy of the text that an interactive session shows, in a file. */
#ifndef OUT_TEE_H
#define OUT_TEE_H

#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

/* Initialise to TEE_INIT, or all zero; end with tee_close(). */
struct tee {
	int fd;          /* -1: none */
	char *path;
	struct buf line; /* the last one, not ended yet */
	bool hidden;     /* the next line continues a secret */
	int paused;      /* number of callers that hide the output */
	int failure;     /* errno of the write that ended the copy, or 0 */
};
#define TEE_INIT { .fd = -1, .line = BUF_INIT_SECRET }

/*
 * Begins to copy, and ends an earlier copy: appends to the file, or creates it
 * with mode 0600. On failure (ERROR_FILE) nothing changes.
 */
bool tee_open(struct tee *tee, const char *path, struct error *error);
void tee_close(struct tee *tee);

/* Returns whether text is copied; not after a failure. */
bool tee_is_open(const struct tee *tee);

/*
 * Copies text, line by line, without colours and with secrets redacted as far
 * as they can be recognized. Does nothing if `tee` is NULL or not open. If a
 * write fails, the copy ends and `failure` is set.
 */
void tee_write(struct tee *tee, struct span text);

/*
 * Between these two nothing is copied, because it may hold a secret; a line says
 * so. They may be nested; `tee` may be NULL.
 */
void tee_pause(struct tee *tee);
void tee_resume(struct tee *tee);

#endif
