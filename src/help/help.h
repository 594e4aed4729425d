/* Help texts, generated from the rows of the commands. */
#ifndef HELP_HELP_H
#define HELP_HELP_H

#include "cmd/command.h"
#include "out/layout.h"
#include "util/buf.h"

/* Every day's commands, then all names by task, for a screen of 24 lines. */
void help_overview(const struct layout *layout);

/* All commands, each with its summary. */
void help_commands(const struct layout *layout);

/* Does the same for one group, with all subcommands. */
void help_group(const struct layout *layout, enum command_group group);

/*
 * The page of one command: usage, arguments, columns, example, notes and
 * errors.
 */
void help_command(const struct layout *layout, const struct command *command);

/*
 * Appends the protocol lines that a command, or each of a family, may send
 * once it is connected; "*" stands for anything.
 */
void help_wire(const struct command *command, struct buf *to);

#endif
