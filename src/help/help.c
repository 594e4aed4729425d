/* Help texts, generated from the rows of the commands. */
#include "help/help.h"

#include "out/layout.h"
#include "out/table.h"
#include "util/span.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { HELP_NAMES = 27 }; /* where summaries begin */

struct overview {
	const struct layout *to;
	bool summaries;   /* one line for each command */
	int group;
	struct buf names; /* otherwise: the group's names so far */
};

static void end_group(struct overview *overview)
{
	if (overview->names.len)
		layout_wrap(overview->to, buf_text(&overview->names), 2);
	buf_reset(&overview->names);
}

static void begin_group(struct overview *overview, enum command_group group)
{
	end_group(overview);
	if (overview->summaries)
		buf_add_char(overview->to->text, '\n');
	layout_heading(overview->to, command_group_name(group));
	overview->group = (int)group;
}

/* Subcommands are listed with their family. */
static void add_row(void *arg, const struct command *command)
{
	struct overview *overview = arg;
	struct buf name = BUF_INIT;

	if (command->flags & COMMAND_HIDDEN || strchr(command->name, ' '))
		return;
	if ((int)command->group != overview->group)
		begin_group(overview, command->group);
	buf_add_string(&name, command->name);
	if (command_each_below(command->name, NULL, NULL))
		buf_add_string(&name, overview->summaries ? " …" : "…");
	if (overview->summaries)
		layout_item(overview->to, buf_text(&name), HELP_NAMES,
			command->summary);
	else
		buf_print(&overview->names, "%s ", buf_text(&name));
	buf_clear(&name);
}

static void list_commands(bool summaries, const struct layout *to)
{
	struct overview overview = { to, summaries, -1, BUF_INIT };

	command_each(add_row, &overview);
	end_group(&overview);
	buf_clear(&overview.names);
}

void help_overview(const struct layout *to)
{
	list_commands(false, to);
	layout_wrap(to, "For details: help COMMAND, help EVENT, help "
		"SIGNAL, help KEY (a getinfo key).\nhelp commands describes "
		"every command; torctl --help lists the options.", 0);
}

void help_commands(const struct layout *to)
{
	layout_wrap(to, "For details: help COMMAND, help EVENT, help "
		"SIGNAL, help KEY (a getinfo key).\ntorctl --help lists the "
		"options.", 0);
	list_commands(true, to);
}

/* Formats the label before an argument's help. */
static void add_label(const struct argument *argument, struct buf *label)
{
	bool takes = argument->flags & ARGUMENT_VALUE;

	if (argument->letter)
		buf_print(label, "-%c, ", argument->letter);
	if (argument->flags & ARGUMENT_OPTION)
		buf_print(label, "--%s%s%s", argument->name, takes ? " " : "",
			takes ? argument_meta(argument) : "");
	else if (argument->flags & ARGUMENT_KEYWORD)
		buf_print(label, "%s=%s", argument->name,
			argument_meta(argument));
	else
		buf_add_string(label, argument->name);
}

static void add_argument(const struct argument *argument,
	const struct layout *to)
{
	struct buf label = BUF_INIT, help = BUF_INIT;

	add_label(argument, &label);
	buf_add_string(&help, argument->help);
	if (argument->flags & ARGUMENT_BODY)
		buf_add_string(&help, "; - reads standard input or, in a "
			"script, the lines up to one that is only \".\"");
	if (argument->flags & ARGUMENT_PRIVATE)
		buf_add_string(&help, "; secret: use @FILE or -, never the "
			"command line");
	layout_wrap(to, buf_text(&label), 2);
	layout_wrap(to, buf_text(&help), 6);
	buf_clear(&label);
	buf_clear(&help);
}

static void add_names(const struct argument *argument,
	const struct layout *to)
{
	struct buf list = BUF_INIT;
	const char *name;

	/* There are hundreds of keys; Tor lists them itself. */
	if (argument->type == ARGUMENT_KEY)
		return;
	for (size_t i = 0; (name = argument_type_name(argument->type, i)); i++)
		buf_print(&list, "%s ", name);
	layout_wrap(to, buf_text(&list), 6);
	buf_clear(&list);
}

static void add_section(const struct layout *to, const char *heading)
{
	buf_add_char(to->text, '\n');
	layout_heading(to, heading);
}

static void add_arguments(const struct command *command,
	const struct layout *to)
{
	const struct argument *argument = command_arguments(command);

	if (!argument->name)
		return;
	add_section(to, "Arguments");
	for (; argument->name; argument++) {
		add_argument(argument, to);
		add_names(argument, to);
	}
}

/*
 * Describes the columns of the command's table; those in brackets need
 * --columns.
 */
static void add_columns(const struct command *command,
	const struct layout *to)
{
	const struct table_column *column = command->columns;

	if (!column)
		return;
	add_section(to, "Columns");
	for (; column->name; column++) {
		bool extra = column->flags & TABLE_EXTRA;

		buf_print(to->text, "  %s%s%s\n", extra ? "[" : "",
			column->name, extra ? "]" : "");
		layout_wrap(to, column->help, 6);
	}
}

static void add_below(void *arg, const struct command *command,
	const char *word)
{
	char *usage = command_usage(command);
	const struct layout *to = arg;

	(void)word;
	buf_add_string(to->text, "  ");
	layout_fold(span_of(usage), 2, 10, to->width, to->text);
	buf_add_char(to->text, '\n');
	layout_wrap(to, command->summary, 6);
	free(usage);
}

static void add_errors(const struct command *command,
	const struct layout *to)
{
	const struct command_error *row;
	size_t width = 0;

	for (row = command_errors(command); row->code; row++)
		if (strlen(row->code) > width)
			width = strlen(row->code);
	if (!width)
		return;
	add_section(to, "Errors");
	for (row = command_errors(command); row->code; row++)
		layout_item(to, row->code, width + 4, row->text);
}

static void add_wire_below(void *arg, const struct command *command,
	const char *word)
{
	(void)word;
	help_wire(command, arg);
}

void help_wire(const struct command *command, struct buf *to)
{
	const struct argument *argument = command_arguments(command);
	bool any = false, required = false;

	for (; argument->name; argument++)
		if (!(argument->flags & ARGUMENT_BODY)) {
			any = true;
			required = required ||
				!(argument->flags & ARGUMENT_OPTIONAL);
		}
	if (command->verb && !required)
		buf_print(to, "%s\n", command->verb);
	if (command->verb && any)
		buf_print(to, "%s *\n", command->verb);
	buf_add_string(to, command->wire ? command->wire : "");
	if (command->flags & COMMAND_FAMILY)
		command_each_below(command->name, add_wire_below, to);
}

void help_command(const struct command *command, const struct layout *to)
{
	char *usage = command_usage(command);
	struct layout below = *to;

	layout_heading(to, usage);
	layout_wrap(to, command->summary, 2);
	add_arguments(command, to);
	add_columns(command, to);
	if (command_each_below(command->name, NULL, NULL)) {
		add_section(to, "Commands");
		command_each_below(command->name, add_below, &below);
	}
	if (command->example) {
		add_section(to, "Example");
		layout_wrap(to, command->example, 2);
	}
	if (command->replies) {
		add_section(to, "Notes");
		layout_wrap(to, command->replies, 2);
	}
	add_errors(command, to);
	free(usage);
}
