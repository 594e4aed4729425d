/* Files with the private keys of onion services and their clients. */
#ifndef CMD_KEY_FILE_H
#define CMD_KEY_FILE_H

#include "cmd/session.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * Appends what the file `word` ("~/" is known) holds to `to`, which is secret.
 * Tells the user when others can read it too. A word that is a key itself is
 * refused, and is not in the error.
 */
bool key_file_read(struct session *session, const char *word, struct buf *to,
	struct error *error);

/* A file that is to be made; starts all zero, ends with key_file_clear(). */
struct key_file {
	char *path;
	bool replace;
};

/* Names it. False: it could not be written, or must not be. */
bool key_file_plan(struct key_file *file, const char *word, bool replace,
	struct error *error);

/* Writes the key and a line end, mode 0600, whole or not at all. */
bool key_file_write(const struct key_file *file, struct span key,
	struct error *error);

void key_file_clear(struct key_file *file);

/*
 * "NAME.SUFFIX" for a name of letters, digits, "_", "-" and "."; the caller's.
 * NULL with ERROR_USAGE.
 */
char *key_file_name(const char *name, const char *suffix,
	struct error *error);

#endif
