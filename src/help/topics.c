/* The words that help explains. */
#include "help/topics.h"

#include "cmd/command.h"
#include "proto/event_types.h"
#include "proto/meanings.h"

struct topics {
	void (*visit)(void *arg, const char *kind, const char *name,
		const char *text);
	void *arg;
};

static void visit_command(void *arg, const struct command *command)
{
	const struct topics *topics = arg;

	if (!(command->flags & COMMAND_HIDDEN))
		topics->visit(topics->arg, "command", command->name,
			command->summary);
}

static void visit_event(void *arg, const struct event_type *type)
{
	const struct topics *topics = arg;

	topics->visit(topics->arg, "event", type->name, type->summary);
}

void topics_each(void (*visit)(void *arg, const char *kind, const char *name,
	const char *text), void *arg)
{
	struct topics topics = { visit, arg };

	command_each(visit_command, &topics);
	visit(arg, "help", "commands", "describe every command");
	visit(arg, "help", "migrate", "equivalents of Java and Python library "
		"calls");
	event_types_each(visit_event, &topics);
	for (int group = 0; group < COMMAND_GROUPS; group++)
		visit(arg, "help", command_group_name(
			(enum command_group)group), "a group of commands");
	for (const struct meanings *kind = meanings; kind->kind; kind++)
		for (const struct meaning *word = kind->words; word->name;
			word++)
			visit(arg, kind->kind, word->name, word->text);
}
