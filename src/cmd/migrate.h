/* What stands for each call of the Java and Python controller libraries. */
#ifndef CMD_MIGRATE_H
#define CMD_MIGRATE_H

#include "util/buf.h"

#include <stdbool.h>

struct migrate {
	const char *java;
	const char *python;
	const char *command; /* the words behind "torctl" in a shell */
	const char *wire;    /* lines that it sends to Tor; NULL: none */
	const char *note;    /* or NULL */
};

/* In the order of the libraries' guides; ends with a row without a command. */
extern const struct migrate migrate_rows[];

/* "help migrate": the table as text. tests/migrate.test runs what it says. */
void migrate_help(bool color, struct buf *to);

#endif
