/* Files with private keys of onion services and their clients. */
#ifndef COMMANDS_KEY_FILE_H
#define COMMANDS_KEY_FILE_H

#include "cmd/session.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * Appends the content of the file `word` ("~/" is expanded) to the secret
 * buffer `to`. Notes if other users can read the file. Fails if the word is
 * itself a key, which is kept out of the error.
 */
bool key_file_read(struct session *session, const char *word, struct buf *to,
	struct error *error);

/* A file to create. Zero-initialize; key_file_clear() frees it. */
struct key_file {
	char *path;
	bool replace;
};

/* Sets the path. Returns false if it cannot or must not be written. */
bool key_file_plan(struct key_file *file, const char *word, bool replace,
	struct error *error);

/* Writes the key and LF with mode 0600, atomically. */
bool key_file_write(const struct key_file *file, struct span key,
	struct error *error);

void key_file_clear(struct key_file *file);

/*
 * Returns "NAME.SUFFIX" for a name of letters, digits, "_", "-" and "."; the
 * caller's. NULL with ERROR_USAGE.
 */
char *key_file_name(const char *name, const char *suffix,
	struct error *error);

#endif
