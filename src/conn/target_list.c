/* The Tors that a list of targets names, as for --on. */
#include "conn/target_list.h"

#include "conn/address.h"
#include "conn/instances.h"
#include "util/alloc.h"
#include "util/child.h"
#include "util/clock.h"
#include "util/closest.h"
#include "util/files.h"
#include "util/text.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	NODESET_TIME = 5000,     /* ms */
	NODESET_BYTES = 1 << 20,
	GROUP_DEPTH = 16,
};

struct reading {
	struct target_list *list;
	struct targets targets;
};

static void add(struct target_list *list, const char *name,
	const char *address, int timeout)
{
	for (size_t i = 0; i < list->len; i++)
		if (!strcmp(list->items[i].name, name))
			return;
	if (!(list->len & (list->len - 1)))
		list->items = alloc_resize(list->items, list->len ?
			list->len * 2 : 1, sizeof(*list->items));
	list->items[list->len++] = (struct target){
		.name = alloc_print("%s", name),
		.address = alloc_print("%s", address),
		.timeout = timeout,
	};
}

/* ---- ClusterShell's groups */

/* Reads until the child closes its output. */
static bool read_child(const struct child *child, int64_t deadline,
	struct buf *to)
{
	struct pollfd ready = { .fd = child->fd, .events = POLLIN };
	ssize_t got = 1;

	while (got > 0 && to->len < NODESET_BYTES) {
		int count = poll(&ready, 1, clock_poll_timeout(deadline));

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return false;
		got = files_read_some(child->fd, NODESET_BYTES - to->len, to);
	}
	return !got;
}

/* Whatever is not a name of a host is refused by the address's own check. */
static bool ask_nodeset(const char *group, struct buf *hosts,
	struct error *error)
{
	char *argv[] = { (char[]){ "nodeset" }, (char[]){ "-e" },
		alloc_print("%s", group), NULL };
	int64_t deadline = clock_deadline(NODESET_TIME);
	struct child child;
	struct span line, errors;
	bool ok;

	if (!child_start(&child, argv, true)) {
		free(argv[2]);
		return errno == ENOENT || error_set(error, ERROR_FILE,
			"cannot run nodeset: %s", strerror(errno));
	}
	ok = read_child(&child, deadline, hosts) &&
		child_wait(&child, deadline);
	child_read_errors(&child);
	close(child.fd);
	errors = buf_span(&child.errors);
	if (!ok)
		error_set(error, ERROR_FILE, "nodeset does not answer");
	else if (!WIFEXITED(child.status) || WEXITSTATUS(child.status))
		ok = span_next_line(&errors, &line) ?
			error_set(error, ERROR_FILE, "%.*s", (int)line.len,
				line.at) :
			error_set(error, ERROR_FILE, "nodeset failed");
	child_end(&child, 0);
	free(argv[2]);
	return ok;
}

static bool is_group_name(const char *name)
{
	for (name++; *name; name++)
		if (!text_is_alnum(*name) && !strchr("._-:", *name))
			return false;
	return true;
}

static bool add_host(struct target_list *list, struct span host,
	struct error *error)
{
	char *name = span_copy(host);
	char *address = alloc_print("ssh://%s", name);
	struct address checked = { 0 };
	bool ok = address_parse(address, &checked, error);

	if (ok)
		add(list, name, address, 0);
	address_clear(&checked);
	free(address);
	free(name);
	return ok;
}

static bool add_hosts(struct reading *reading, const char *group,
	struct error *error)
{
	struct buf hosts = BUF_INIT;
	struct closest closest = CLOSEST(group);
	size_t before = reading->list->len;
	struct span rest, line, word;
	bool ok = is_group_name(group) && ask_nodeset(group, &hosts, error);

	rest = buf_span(&hosts);
	while (ok && span_next_line(&rest, &line))
		while (ok && span_next_word(&line, &word))
			ok = add_host(reading->list, word, error);
	buf_clear(&hosts);
	if (!ok && error && error->kind != ERROR_NONE)
		return false;
	if (reading->list->len > before)
		return true;
	for (size_t i = 0; i < reading->targets.groups_len; i++)
		closest_try(&closest, reading->targets.groups[i].name);
	return closest_refuse(&closest, "group", "; see torctl targets",
		error);
}

/* ---- names */

static bool add_local(struct reading *reading, struct error *error)
{
	struct strv names = STRV_INIT;
	bool any;

	instances_list(&names);
	any = names.len;
	for (size_t i = 0; i < names.len; i++) {
		char *socket = instances_socket(names.items[i]);

		add(reading->list, names.items[i], socket, 0);
		free(socket);
	}
	strv_clear(&names);
	return any || error_set(error, ERROR_USAGE, "this host has no Tor "
		"instances");
}

static bool add_one(struct reading *reading, const char *name,
	struct error *error)
{
	const struct target *target = targets_find(&reading->targets, name);
	char *socket = target ? NULL : instances_find(name);
	struct address address = { 0 };
	bool ok = true;

	if (target) {
		add(reading->list, name, target->address, target->timeout);
	} else if (socket) {
		add(reading->list, name, socket, 0);
	} else {
		ok = address_parse(name, &address, error);
		if (ok)
			add(reading->list, name, name, 0);
		address_clear(&address);
	}
	free(socket);
	return ok;
}

static bool add_named(struct reading *reading, const char *name, int depth,
	struct error *error);

static bool add_group(struct reading *reading, const char *name, int depth,
	struct error *error)
{
	const struct target_group *group = targets_find_group(
		&reading->targets, name);
	bool ok = true;

	if (!group)
		return add_hosts(reading, name, error);
	if (depth == GROUP_DEPTH)
		return error_set(error, ERROR_FILE, "group %s contains "
			"itself", name);
	for (size_t i = 0; i < group->members.len && ok; i++)
		ok = add_named(reading, group->members.items[i], depth + 1,
			error);
	if (ok && !group->members.len)
		ok = error_set(error, ERROR_USAGE, "group %s is empty", name);
	return ok;
}

static bool add_named(struct reading *reading, const char *name, int depth,
	struct error *error)
{
	if (!strcmp(name, "local"))
		return add_local(reading, error);
	if (*name == '@')
		return add_group(reading, name, depth, error);
	return add_one(reading, name, error);
}

bool target_list_read(struct target_list *list, const char *text,
	struct error *error)
{
	struct reading reading = { .list = list };
	struct error failure = ERROR_INIT;
	bool ok = targets_load(&reading.targets, &failure);

	while (ok && text) {
		const char *comma = strchr(text, ',');
		char *name = span_copy((struct span){ text, comma ?
			(size_t)(comma - text) : strlen(text) });

		ok = *name ? add_named(&reading, name, 0, &failure) :
			error_set(&failure, ERROR_USAGE, "missing target; use "
				"NAME[,NAME]… or @GROUP");
		free(name);
		text = comma ? comma + 1 : NULL;
	}
	targets_clear(&reading.targets);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

void target_list_clear(struct target_list *list)
{
	for (size_t i = 0; i < list->len; i++) {
		free(list->items[i].name);
		free(list->items[i].address);
	}
	free(list->items);
	*list = (struct target_list){ 0 };
}
