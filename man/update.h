/*
 * The parts of the manual pages that come from the program's rows. All print
 * mdoc(7) to standard output.
 */
#ifndef MAN_UPDATE_H
#define MAN_UPDATE_H

#include <stdbool.h>
#include <stddef.h>

struct command;

/* Prints text in short lines, none of which can be taken for a macro. */
void update_text(const char *text);

/* Prints literal text without a line break, and `end` unchanged. */
void update_literal(const char *text, int len, const char *end);

/* Prints the list of all commands, one line each. */
void update_command_list(void);

void update_events(void);
void update_settings(void);

/* Prints the table of what stdio --read-only passes on. */
void update_read_only(void);

/* Prints the table of "help migrate". */
void update_calls(void);

enum { UPDATE_HEADS = 8, UPDATE_COMMANDS = 256 };

/* The section COMMANDS of torctl(1) as far as it was read; `group` is -1. */
struct update_page {
	int group;  /* of this subsection; -1: it has no commands */
	int depth;  /* of lists */
	bool head;  /* in a head of several lines, which is skipped */
	bool text;  /* the item has text */
	bool rows;  /* what comes from the rows is skipped */
	const struct command *heads[UPDATE_HEADS]; /* of the item */
	size_t heads_len;
	const struct command *seen[UPDATE_COMMANDS];
	size_t seen_len;
};

/*
 * Copies a line of that section, for which it is called in turn. An item's heads
 * become the usages of the rows; their errors and examples are put after the
 * item's own text. Returns false, with a message on standard error, if a head
 * names no command, or one of another group.
 */
bool update_commands(struct update_page *page, const char *line);

/* Call it after the section: false, with a message, if a command is missing. */
bool update_commands_end(const struct update_page *page);

#endif
