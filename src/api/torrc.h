/* Tor's configuration files, read where they lie on this machine. */
#ifndef API_TORRC_H
#define API_TORRC_H

#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Appends the options of the file at `path`, with those of the files that it
 * includes in their places; see proto/config_text.h. What is included but
 * cannot be read is added to `missing`, with the reason. False (ERROR_FILE)
 * when the file itself cannot be read.
 */
bool torrc_read(const char *path, struct pairs *options,
	struct strv *missing, struct error *error);

#endif
