/* torctl equivalents of Java and Python controller library calls. */
#ifndef COMMANDS_MIGRATE_H
#define COMMANDS_MIGRATE_H

#include "out/layout.h"

struct migrate {
	const char *java;
	const char *python;
	const char *command; /* arguments of "torctl" in a shell */
	const char *wire;    /* lines sent to Tor; NULL: none */
	const char *note;    /* or NULL */
};

/* In the order of the libraries' guides; the last row has no command. */
extern const struct migrate migrate_rows[];

/*
 * Appends the table as text, for "help migrate". tests/migrate.test runs the
 * commands.
 */
void migrate_help(const struct layout *to);

#endif
