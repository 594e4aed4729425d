/* Help texts, generated from the rows of the commands. */
#include "help/help.h"

#include "out/layout.h"
#include "out/table.h"
#include "util/span.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { HELP_NAMES = 24 };

struct overview {
	struct buf *to;
	bool color;
	bool summaries;   /* one line for each command */
	int group;
	struct buf names; /* otherwise: the group's names so far */
};

static void end_group(struct overview *overview)
{
	if (overview->names.len)
		layout_wrap(buf_text(&overview->names), 2, overview->to);
	buf_reset(&overview->names);
}

static void begin_group(struct overview *overview, enum command_group group)
{
	end_group(overview);
	if (overview->summaries)
		buf_add_char(overview->to, '\n');
	layout_heading(overview->color, command_group_name(group),
		overview->to);
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
		buf_print(overview->to, "  %s%*s %s\n", buf_text(&name),
			HELP_NAMES - (int)layout_columns(buf_span(&name)), "",
			command->summary);
	else
		buf_print(&overview->names, "%s ", buf_text(&name));
	buf_clear(&name);
}

static void list_commands(bool summaries, bool color, struct buf *to)
{
	struct overview overview = { to, color, summaries, -1, BUF_INIT };

	command_each(add_row, &overview);
	end_group(&overview);
	buf_clear(&overview.names);
}

void help_overview(bool color, struct buf *to)
{
	list_commands(false, color, to);
	buf_add_string(to, "For details: help COMMAND, help EVENT, help "
		"SIGNAL, help KEY (a getinfo key).\nhelp commands describes "
		"every command; torctl --help lists the options.\n");
}

void help_commands(bool color, struct buf *to)
{
	buf_add_string(to, "For details: help COMMAND, help EVENT, help "
		"SIGNAL, help KEY (a getinfo key).\ntorctl --help lists the "
		"options.\n");
	list_commands(true, color, to);
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

static void add_argument(const struct argument *argument, struct buf *to)
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
	buf_print(to, "  %s\n", buf_text(&label));
	layout_wrap(buf_text(&help), 6, to);
	buf_clear(&label);
	buf_clear(&help);
}

static void add_names(const struct argument *argument, struct buf *to)
{
	struct buf list = BUF_INIT;
	const char *name;

	/* There are hundreds of keys; Tor lists them itself. */
	if (argument->type == ARGUMENT_KEY)
		return;
	for (size_t i = 0; (name = argument_type_name(argument->type, i)); i++)
		buf_print(&list, "%s ", name);
	layout_wrap(buf_text(&list), 6, to);
	buf_clear(&list);
}

static void add_arguments(const struct command *command, bool color,
	struct buf *to)
{
	const struct argument *argument = command_arguments(command);

	if (!argument->name)
		return;
	buf_add_char(to, '\n');
	layout_heading(color, "Arguments", to);
	for (; argument->name; argument++) {
		add_argument(argument, to);
		add_names(argument, to);
	}
}

/*
 * Describes the columns of the command's table; those in brackets need
 * --columns.
 */
static void add_columns(const struct command *command, bool color,
	struct buf *to)
{
	const struct table_column *column = command->columns;

	if (!column)
		return;
	buf_add_char(to, '\n');
	layout_heading(color, "Columns", to);
	for (; column->name; column++) {
		bool extra = column->flags & TABLE_EXTRA;

		buf_print(to, "  %s%s%s\n", extra ? "[" : "", column->name,
			extra ? "]" : "");
		layout_wrap(column->help, 6, to);
	}
}

static void add_below(void *arg, const struct command *command,
	const char *word)
{
	char *usage = command_usage(command);
	struct buf *to = arg;

	(void)word;
	buf_add_string(to, "  ");
	layout_fold(span_of(usage), 2, 10, LAYOUT_WIDTH, to);
	buf_add_char(to, '\n');
	layout_wrap(command->summary, 6, to);
	free(usage);
}

static void add_errors(const struct command *command, bool color,
	struct buf *to)
{
	const struct command_error *row;
	size_t width = 0;

	for (row = command_errors(command); row->code; row++)
		if (strlen(row->code) > width)
			width = strlen(row->code);
	if (!width)
		return;
	buf_add_char(to, '\n');
	layout_heading(color, "Errors", to);
	for (row = command_errors(command); row->code; row++) {
		buf_print(to, "  %-*s  ", (int)width, row->code);
		layout_fold(span_of(row->text), width + 4, width + 4,
			LAYOUT_WIDTH, to);
		buf_add_char(to, '\n');
	}
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

void help_command(const struct command *command, bool color, struct buf *to)
{
	char *usage = command_usage(command);
	struct buf heading = BUF_INIT;

	layout_fold(span_of(usage), 0, 8, LAYOUT_WIDTH, &heading);
	layout_heading(color, buf_text(&heading), to);
	buf_clear(&heading);
	layout_wrap(command->summary, 2, to);
	add_arguments(command, color, to);
	add_columns(command, color, to);
	if (command_each_below(command->name, NULL, NULL)) {
		buf_add_char(to, '\n');
		layout_heading(color, "Commands", to);
		command_each_below(command->name, add_below, to);
	}
	if (command->example) {
		buf_add_char(to, '\n');
		layout_heading(color, "Example", to);
		buf_print(to, "  %s\n", command->example);
	}
	if (command->replies) {
		buf_add_char(to, '\n');
		layout_heading(color, "Notes", to);
		layout_wrap(command->replies, 2, to);
	}
	add_errors(command, color, to);
	free(usage);
}
