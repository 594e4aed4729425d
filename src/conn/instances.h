/*
 * The Tor instances of this host: directories with a control socket, as
 * Debian's tor-instance-create and ansible-relayor make them.
 */
#ifndef CONN_INSTANCES_H
#define CONN_INSTANCES_H

#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* The instance whose socket is at the first of the usual places. */
#define INSTANCES_DEFAULT "default"

/*
 * Appends the names of all instances, sorted: INSTANCES_DEFAULT if its
 * directory exists, then the directories in /run/tor-instances. With
 * $TORCTL_INSTANCES_DIR, only the directories in that. A directory that cannot
 * be read has none.
 */
void instances_list(struct strv *names);

/* Returns where its control socket is or would be; the caller's. */
char *instances_socket(const char *name);

/*
 * Returns whether the text may name an instance: a word of letters, digits and
 * "._-" that is not only digits, which are a port.
 */
bool instances_is_name(const char *text);

/*
 * Returns the control socket of an instance; the caller's. NULL (ERROR_USAGE)
 * if there is no such instance; the error lists them or suggests one.
 */
char *instances_find(const char *name, struct error *error);

#endif
