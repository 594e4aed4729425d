/* targets: the names of Tors in the target files. */
#include "cmd/session.h"
#include "conn/targets.h"

enum { NAME, ADDRESS, TIMEOUT, GROUPS };

static const struct table_column columns[] = {
	[NAME] = { "NAME", NULL, EVENT_STRING, 0, "name, for -s and connect" },
	[ADDRESS] = { "ADDRESS", NULL, EVENT_STRING, TABLE_SHRINK,
		"control port" },
	[TIMEOUT] = { "TIMEOUT", NULL, EVENT_DECIMAL, TABLE_SPARE,
		"seconds for connecting and each reply, if given" },
	[GROUPS] = { "GROUPS", NULL, EVENT_STRING, TABLE_SPARE | TABLE_SHRINK,
		"groups with this name as a member" },
	{ NULL },
};

static void show_groups(struct table *table, const struct targets *targets,
	const char *name)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < targets->groups_len; i++) {
		const struct target_group *group = &targets->groups[i];

		for (size_t j = 0; j < group->members.len; j++)
			if (span_equal(span_of(name), group->members.items[j]))
				buf_print(&names, "%s%s", names.len ? " " : "",
					group->name);
	}
	table_set(table, GROUPS, buf_span(&names));
	buf_clear(&names);
}

static void show(struct table *table, const struct targets *targets,
	const struct target *target)
{
	struct buf seconds = BUF_INIT;

	table_add_row(table);
	table_set(table, NAME, span_of(target->name));
	table_set(table, ADDRESS, span_of(target->address));
	if (target->timeout)
		buf_print(&seconds, "%g", target->timeout / 1000.0);
	table_set(table, TIMEOUT, buf_span(&seconds));
	show_groups(table, targets, target->name);
	buf_clear(&seconds);
}

static bool run_targets(struct call *call, struct error *error)
{
	struct targets targets = { 0 };
	bool ok = targets_load(&targets, error);

	call->result.shape = ok ? RESULT_TABLE : RESULT_NOTHING;
	call->result.table.ours = true;
	for (size_t i = 0; ok && i < targets.len; i++)
		show(&call->result.table, &targets, &targets.items[i]);
	targets_clear(&targets);
	return ok;
}

const struct command commands_targets[] = {
	{
		.name = "targets",
		.group = COMMAND_TORCTL,
		.summary = "list the names of other Tors",
		.arguments = ARGUMENTS(TABLE_OPTIONS,),
		.columns = columns,
		.rows = "targets",
		.flags = COMMAND_OFFLINE,
		.run = run_targets,
		.example = "torctl targets",
		.replies = "Names are defined in ~/.config/torctl/targets and "
			"/etc/torctl/targets, by lines NAME ADDRESS. Use them "
			"with -s and connect.",
	},
	{ .name = NULL },
};
