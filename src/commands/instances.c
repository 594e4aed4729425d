/* instances: the Tor instances of this host and their states. */
#include "cmd/session.h"
#include "conn/instances.h"
#include "tor/status.h"
#include "util/alloc.h"
#include "util/fanout.h"
#include "util/owners.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Milliseconds until a local Tor counts as failed. */
enum { PATIENCE = 5000, AT_ONCE = 32 };

enum { NAME, STATE, VERSION, NICKNAME, ROLE, BOOTSTRAPPED, GROUP, ADDRESS,
	PROBLEM };

static const struct table_column columns[] = {
	[NAME] = { "NAME", NULL, EVENT_STRING, 0, "name, for -s and connect" },
	[STATE] = { "STATE", NULL, EVENT_STRING, TABLE_STATE,
		"up, down, denied (no permission) or failed" },
	[VERSION] = { "VERSION", NULL, EVENT_STRING, 0, "Tor's version" },
	[NICKNAME] = { "NICKNAME", NULL, EVENT_STRING, TABLE_SHRINK,
		"of a relay or bridge" },
	[ROLE] = { "ROLE", NULL, EVENT_STRING, 0,
		"client, relay, bridge or authority" },
	[BOOTSTRAPPED] = { "BOOT%", "bootstrapped", EVENT_NUMBER, TABLE_RIGHT,
		"bootstrap progress in percent" },
	[GROUP] = { "GROUP", NULL, EVENT_STRING, TABLE_SPARE,
		"the group that has access, if you are not in it" },
	[ADDRESS] = { "ADDRESS", NULL, EVENT_STRING, TABLE_SHRINK,
		"control socket" },
	[PROBLEM] = { "PROBLEM", NULL, EVENT_STRING, TABLE_SPARE |
		TABLE_SHRINK, "why it failed" },
	{ NULL },
};

/* One instance; each is queried in a thread of its own. */
struct instance {
	const char *name;
	char *socket;
	char *group;         /* that is missing; or NULL */
	struct status status;
	struct error error;  /* why its status is unknown */
};

struct survey {
	const struct opener_config *opener;
	struct instance *instances;
};

static void note_group(struct instance *instance)
{
	struct stat about;

	if ((instance->error.status == EACCES ||
		instance->error.status == EPERM) &&
		!stat(instance->socket, &about))
		instance->group = about.st_gid ?
			owners_group(about.st_gid) : NULL;
}

static void ask(void *arg, size_t index)
{
	const struct survey *survey = arg;
	struct instance *instance = &survey->instances[index];
	struct opener_config opener = {
		.server = instance->socket,
		.connection = survey->opener->connection,
	};
	struct connection *connection;
	int timeout = opener.connection.timeout;

	opener.connection.timeout = timeout > 0 && timeout < PATIENCE ?
		timeout : PATIENCE;
	connection = opener_connect(&opener, NULL, &instance->error);
	if (connection)
		status_read(&instance->status, connection, &instance->error);
	else
		note_group(instance);
	connection_free(connection);
}

static const char *state_of(const struct instance *instance)
{
	switch (instance->error.status) {
	case EACCES:
	case EPERM:
		return "denied";
	case ENOENT:
	case ECONNREFUSED:
		return "down";
	default:
		return instance->error.kind == ERROR_NONE ? "up" : "failed";
	}
}

static void show_status(struct table *table, const struct status *status)
{
	const char *role = status_role(status);

	table_set(table, VERSION, status_value(status, "version"));
	if (status->nickname)
		table_set(table, NICKNAME, span_of(status->nickname));
	if (role)
		table_set(table, ROLE, span_of(role));
	if (status->progress >= 0)
		table_set_number(table, BOOTSTRAPPED,
			(unsigned)status->progress);
}

/* The first line of the error, without the address that begins it. */
static struct span problem_of(const struct instance *instance)
{
	struct span text = span_of(instance->error.text), line;

	span_next_line(&text, &line);
	if (span_starts(line, instance->socket))
		line = span_from(line, strlen(instance->socket));
	return span_starts(line, ": ") ? span_from(line, 2) : line;
}

static void show(struct table *table, const struct instance *instance)
{
	table_add_row(table);
	table_set(table, NAME, span_of(instance->name));
	table_set(table, STATE, span_of(state_of(instance)));
	table_set(table, ADDRESS, span_of(instance->socket));
	if (instance->group)
		table_set(table, GROUP, span_of(instance->group));
	if (instance->error.kind == ERROR_NONE)
		show_status(table, &instance->status);
	else
		table_set(table, PROBLEM, problem_of(instance));
}

static bool run_instances(struct call *call, struct error *error)
{
	struct strv names = STRV_INIT;
	struct survey survey = { .opener = &call->session->tor->opener };
	bool interrupted = false;

	instances_list(&names);
	survey.instances = alloc_resize(NULL, names.len, sizeof(*survey.instances));
	for (size_t i = 0; i < names.len; i++)
		survey.instances[i] = (struct instance){
			.name = names.items[i],
			.socket = instances_socket(names.items[i]),
			.error = ERROR_INIT,
		};
	fanout_run(names.len, AT_ONCE, ask, &survey);
	call->result.shape = RESULT_TABLE;
	call->result.table.ours = true;
	for (size_t i = 0; i < names.len; i++) {
		struct instance *instance = &survey.instances[i];

		if (instance->error.kind == ERROR_INTERRUPTED)
			interrupted = true;
		show(&call->result.table, instance);
		status_clear(&instance->status);
		error_clear(&instance->error);
		free(instance->group);
		free(instance->socket);
	}
	free(survey.instances);
	strv_clear(&names);
	return !interrupted || error_set(error, ERROR_INTERRUPTED,
		"interrupted");
}

const struct command commands_instances[] = {
	{
		.name = "instances",
		.group = COMMAND_TORCTL,
		.summary = "list this host's Tor instances",
		.arguments = ARGUMENTS(TABLE_OPTIONS,),
		.columns = columns,
		.rows = "instances",
		.flags = COMMAND_OFFLINE,
		.run = run_instances,
		.example = "torctl instances",
		.replies = "The control socket of an instance is "
			"/run/tor-instances/NAME/control, as set up by "
			"Debian's tor-instance-create; the instance default is "
			"the one in /run/tor. All are queried at once; an "
			"instance that does not answer within 5 seconds counts "
			"as failed. Use torctl -s NAME to control one of them.",
	},
	{ .name = NULL },
};
