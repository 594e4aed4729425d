/* Help texts, generated from the rows of the commands. */
#ifndef HELP_HELP_H
#define HELP_HELP_H

#include "cmd/command.h"
#include "out/layout.h"
#include "util/buf.h"

/* The texts end with LF. */

/* Appends the common commands, then all names by task, to fit 24 lines. */
void help_overview(const struct layout *to);

/* Appends all commands, each with its summary. */
void help_commands(const struct layout *to);

/* Does the same for one group, with all subcommands. */
void help_group(const struct layout *to, enum command_group group);

/*
 * Appends the page of one command: usage, arguments, columns, example, notes
 * and errors.
 */
void help_command(const struct command *command, const struct layout *to);

/*
 * Appends the protocol lines that a command, or each of a family, may send
 * once it is connected; "*" stands for anything.
 */
void help_wire(const struct command *command, struct buf *to);

#endif
