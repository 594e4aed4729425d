/* The Tors that a list of targets names, as for --on. */
#ifndef CONN_TARGET_LIST_H
#define CONN_TARGET_LIST_H

#include "conn/targets.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

/* Initialise to all zero; free with target_list_clear(). */
struct target_list {
	struct target *items;
	size_t len;
};

/*
 * Reads "TARGET[,TARGET]…". Each is "local" (all instances of this host),
 * "@GROUP" (of the files of targets, else of nodeset, whose hosts are
 * ssh://HOST), the name of a target or an instance, or an address. A name that
 * occurs twice counts once; an address is its own name. Returns false, with
 * ERROR_USAGE or ERROR_FILE, if one of them is unknown or there is none. May run
 * nodeset, for five seconds at most.
 */
bool target_list_read(struct target_list *list, const char *text,
	struct error *error);

/*
 * Appends the names that a list may have: local, groups of the files,
 * targets and instances.
 */
void target_list_names(struct strv *names);

void target_list_clear(struct target_list *list);

#endif
