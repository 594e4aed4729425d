/* OPTION=VALUE arguments on a command line. */
#ifndef COMMANDS_SETTINGS_WORDS_H
#define COMMANDS_SETTINGS_WORDS_H

#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Appends the settings in `words`: "Key=value", "Key value" (in one word) or
 * "Key". `may_spread`: if the first word is only a name, all the others are its
 * value.
 */
bool settings_words_read(const struct strv *words, bool may_spread,
	struct pairs *options, struct error *error);

#endif
