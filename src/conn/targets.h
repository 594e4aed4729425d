/* Targets: names for the control ports of other Tors, and groups of them. */
#ifndef CONN_TARGETS_H
#define CONN_TARGETS_H

#include "util/error.h"
#include "util/strv.h"

#include <stddef.h>

/* "NAME ADDRESS [timeout=SECONDS]" */
struct target {
	char *name;
	char *address; /* as address_parse() reads it, but not a target */
	int timeout;   /* milliseconds; 0: not given */
};

/* "@NAME: MEMBER…", each a target, an instance or another group */
struct target_group {
	char *name; /* with the "@" */
	struct strv members;
};

/* Initialise to all zero; free with targets_clear(). */
struct targets {
	struct target *items;
	size_t len;
	struct target_group *groups;
	size_t groups_len;
};

/*
 * Reads the user's target file ("targets" in the directory of torctlrc), then
 * /etc/torctl/targets, which cannot redefine names of the first. Files that do
 * not exist are skipped. Returns false (ERROR_FILE) if a file cannot be read or
 * has a bad line, which the error names.
 */
bool targets_load(struct targets *targets, struct error *error);

/* Returns the target of that name, or NULL. */
const struct target *targets_find(const struct targets *targets,
	const char *name);

/* Returns the group of that name, which begins with "@", or NULL. */
const struct target_group *targets_find_group(const struct targets *targets,
	const char *name);

void targets_clear(struct targets *targets);

#endif
