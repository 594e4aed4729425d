/* Help texts, generated from the rows of the commands. */
#include "help/help.h"

#include "out/layout.h"
#include "out/table.h"
#include "util/span.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Where the second column begins. */
enum { SECOND = 27 };

/* The most common commands, in this order. */
static const char *const daily[] = {
	"status", "circuits", "streams", "relays", "events", "log",
	"bandwidth", "conf", "onion", "newnym", "help", NULL
};

static bool is_daily(const char *name)
{
	size_t i = 0;

	while (daily[i] && strcmp(daily[i], name) != 0)
		i++;
	return daily[i];
}

/* Which commands are listed under a heading, and how. */
struct list {
	/* NULL: the daily ones, which are not in the order of the rows */
	bool (*wants)(const struct command *command, enum command_group group);
	enum command_group group;
	bool subcommands; /* each by itself instead of "…" with its family */
	bool summaries;   /* one line for each command */
	const struct layout *to;
	struct buf names; /* otherwise */
};

static bool is_of_task(const struct command *command, enum command_group group)
{
	return command->group == group && !command->verb &&
		!is_daily(command->name);
}

static bool is_verb(const struct command *command, enum command_group group)
{
	(void)group;
	return command->verb;
}

static bool is_of_group(const struct command *command,
	enum command_group group)
{
	return command->group == group;
}

static void add_to_list(void *arg, const struct command *command)
{
	bool family = command_each_below(command->name, NULL, NULL);
	struct list *list = arg;
	struct buf name = BUF_INIT;

	if (command->flags & COMMAND_HIDDEN ||
		(list->subcommands ? command->flags & COMMAND_FAMILY :
		strchr(command->name, ' ') != NULL) ||
		(list->wants && !list->wants(command, list->group)))
		return;
	family = family && !list->subcommands;
	if (list->summaries) {
		buf_print(&name, "%s%s", command->name, family ? " …" : "");
		layout_item(list->to, buf_text(&name), SECOND,
			command->summary);
	} else {
		buf_print(&list->names, "%s%s ", command->name,
			family ? "…" : "");
	}
	buf_clear(&name);
}

/* Adds a heading and the list, unless it is empty. */
static void show_list(const struct layout *to, const char *heading,
	struct list *list)
{
	struct buf lines = BUF_INIT;
	const struct layout below = { &lines, to->color, to->width };

	list->to = &below;
	if (list->wants)
		command_each(add_to_list, list);
	for (size_t i = 0; !list->wants && daily[i]; i++)
		add_to_list(list, command_find(daily[i], NULL));
	if (list->names.len)
		layout_wrap(&below, buf_text(&list->names), 2);
	if (lines.len) {
		layout_heading(to, heading);
		buf_add_span(to->text, buf_span(&lines));
	}
	buf_clear(&list->names);
	buf_clear(&lines);
}

void help_group(const struct layout *to, enum command_group group)
{
	struct list list = { .wants = is_of_group, .group = group,
		.subcommands = true, .summaries = true };

	show_list(to, command_group_name(group), &list);
}

void help_overview(const struct layout *to)
{
	struct list everyday = { 0 }, verbs = { .wants = is_verb };

	show_list(to, "Every day", &everyday);
	for (int group = 0; group < COMMAND_GROUPS; group++) {
		struct list task = { .wants = is_of_task,
			.group = (enum command_group)group };

		show_list(to, command_group_name(task.group), &task);
	}
	show_list(to, "The protocol's own commands", &verbs);
	layout_wrap(to, "help WORD explains a word, or searches for it; "
		"help commands: one line each", 0);
}

void help_commands(const struct layout *to)
{
	layout_wrap(to, "help WORD explains a command, event, signal, getinfo "
		"key, option of Tor or\nother word. torctl --help lists the "
		"options.", 0);
	for (int group = 0; group < COMMAND_GROUPS; group++) {
		struct list list = { .wants = is_of_group,
			.group = (enum command_group)group,
			.summaries = true };

		buf_add_char(to->text, '\n');
		show_list(to, command_group_name(list.group), &list);
	}
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
