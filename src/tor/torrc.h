/* Tor's configuration files on this machine. */
#ifndef TOR_TORRC_H
#define TOR_TORRC_H

#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Appends the options of the file at `path`, with included files in place; see
 * proto/config_text.h. Included files that cannot be read are added to
 * `missing`, with the reason. Returns false (ERROR_FILE) if the file itself
 * cannot be read.
 */
bool torrc_read(const char *path, struct pairs *options,
	struct strv *missing, struct error *error);

#endif
