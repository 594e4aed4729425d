/* Targets: reading their files. */
#include "conn/targets.h"

#include "conn/instances.h"
#include "util/alloc.h"
#include "util/escape.h"
#include "util/files.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TARGETS_SYSTEM "/etc/torctl/targets"

/* The largest size of a target file. */
enum { TARGETS_BYTES = 1 << 20 };

static bool refuse(struct error *error, const char *what, struct span word,
	const char *why)
{
	struct buf shown = BUF_INIT;

	escape_add_controls(&shown, word);
	error_set(error, ERROR_FILE, "%s \"%s\" %s", what, buf_text(&shown),
		why);
	buf_clear(&shown);
	return false;
}

const struct target_group *targets_find_group(const struct targets *targets,
	const char *name)
{
	for (size_t i = 0; i < targets->groups_len; i++)
		if (!strcmp(targets->groups[i].name, name))
			return &targets->groups[i];
	return NULL;
}

const struct target *targets_find(const struct targets *targets,
	const char *name)
{
	for (size_t i = 0; i < targets->len; i++)
		if (!strcmp(targets->items[i].name, name))
			return &targets->items[i];
	return NULL;
}

/* ---- one line */

static bool read_option(struct target *target, struct span word,
	struct error *error)
{
	static const char timeout[] = "timeout=";
	char *value = NULL;
	bool ok = span_starts(word, timeout);

	if (ok) {
		value = span_copy(span_from(word, strlen(timeout)));
		ok = text_read_seconds(value, &target->timeout) &&
			target->timeout;
		free(value);
	}
	return ok || refuse(error, "option", word, "is not valid; use "
		"timeout=SECONDS");
}

/* A name takes effect unless an earlier file has defined it. */
static bool read_target(struct targets *targets, size_t before,
	struct span name, struct span rest, struct error *error)
{
	struct target target = { .name = span_copy(name) };
	const struct target *known = targets_find(targets, target.name);
	struct span word;
	bool ok;

	if (!instances_is_name(target.name) || !strcmp(target.name, "local"))
		ok = refuse(error, "name", name, "is not valid; use letters, "
			"digits and ._-, not only digits, and not local");
	else if (known && known >= targets->items + before)
		ok = refuse(error, "target", name, "is defined twice");
	else
		ok = span_next_word(&rest, &word) || refuse(error, "target",
			name, "has no address");
	if (ok)
		target.address = span_copy(word);
	while (ok && span_next_word(&rest, &word))
		ok = read_option(&target, word, error);
	if (ok && !known) {
		targets->items = alloc_resize(targets->items, targets->len + 1,
			sizeof(*targets->items));
		targets->items[targets->len++] = target;
		return true;
	}
	free(target.name);
	free(target.address);
	return ok;
}

static bool read_group(struct targets *targets, size_t before,
	struct span name, struct span rest, struct error *error)
{
	struct target_group group = { .members = STRV_INIT };
	const struct target_group *known;
	struct span word;
	bool ok = name.len > 2 && name.at[name.len - 1] == ':';

	name.len -= ok;
	group.name = span_copy(name);
	known = targets_find_group(targets, group.name);
	if (!ok || !instances_is_name(group.name + 1))
		ok = refuse(error, "group", name, "is not valid; use @NAME: "
			"MEMBER…");
	else if (known && known >= targets->groups + before)
		ok = refuse(error, "group", name, "is defined twice");
	while (ok && span_next_word(&rest, &word))
		strv_add_span(&group.members, word);
	if (ok && !known) {
		targets->groups = alloc_resize(targets->groups,
			targets->groups_len + 1, sizeof(*targets->groups));
		targets->groups[targets->groups_len++] = group;
		return true;
	}
	free(group.name);
	strv_clear(&group.members);
	return ok;
}

/* ---- the files */

static bool read_lines(struct targets *targets, const char *path,
	struct span text, struct error *error)
{
	size_t before = targets->len, groups_before = targets->groups_len;
	struct span line, rest, name;
	unsigned number = 0;
	bool ok = true;

	while (ok && span_next_line(&text, &line)) {
		number++;
		rest = line;
		/* "#" may also be part of an address. */
		if (!span_next_word(&rest, &name) || *name.at == '#')
			continue;
		ok = *name.at == '@' ? read_group(targets, groups_before, name,
			rest, error) : read_target(targets, before, name,
			rest, error);
	}
	if (!ok)
		error_prefix(error, "%s:%u", path, number);
	return ok;
}

static bool read_file(struct targets *targets, const char *path,
	struct error *error)
{
	struct buf text = BUF_INIT;
	struct stat about;
	bool ok;

	/* After sudo, HOME may be a directory that this user cannot enter. */
	if (stat(path, &about) < 0)
		return true;
	/* Nobody waits for a FIFO to be written. */
	ok = (!S_ISFIFO(about.st_mode) || error_set(error, ERROR_FILE,
		"cannot read %s: it is a FIFO", path)) &&
		files_read(path, TARGETS_BYTES, &text, error) &&
		read_lines(targets, path, buf_span(&text), error);
	buf_clear(&text);
	return ok;
}

bool targets_load(struct targets *targets, struct error *error)
{
	char *own = files_config_path("targets");
	bool ok = (!own || read_file(targets, own, error)) &&
		read_file(targets, TARGETS_SYSTEM, error);

	free(own);
	return ok;
}

void targets_clear(struct targets *targets)
{
	for (size_t i = 0; i < targets->len; i++) {
		free(targets->items[i].name);
		free(targets->items[i].address);
	}
	for (size_t i = 0; i < targets->groups_len; i++) {
		free(targets->groups[i].name);
		strv_clear(&targets->groups[i].members);
	}
	free(targets->items);
	free(targets->groups);
	*targets = (struct targets){ 0 };
}
