/*
 * The Tor instances of this host: directories with a control socket, as
 * Debian's tor-instance-create and ansible-relayor make them.
 */
#ifndef CONN_INSTANCES_H
#define CONN_INSTANCES_H

#include "util/strv.h"

#include <stdbool.h>

/* The name of the instance whose socket is at the first of the usual places. */
#define INSTANCES_DEFAULT "default"

/*
 * Appends the names of all instances, sorted: INSTANCES_DEFAULT if its
 * directory exists, then the directories in /run/tor-instances. If
 * $TORCTL_INSTANCES_DIR is set, only the directories in that one. An unreadable
 * directory counts as empty.
 */
void instances_list(struct strv *names);

/*
 * Returns the path of the instance's control socket, which need not exist; the
 * caller's.
 */
char *instances_socket(const char *name);

/*
 * Returns whether the text can be the name of an instance: letters, digits and
 * "._-", but not only digits, which are a port.
 */
bool instances_is_name(const char *text);

/*
 * Returns the control socket of an instance, the caller's; NULL if there is
 * none.
 */
char *instances_find(const char *name);

#endif
