/* Names of users and groups. */
#ifndef UTIL_OWNERS_H
#define UTIL_OWNERS_H

#include <sys/types.h>

/* Return the name, owned by the caller, or NULL if unknown. Thread-safe. */
char *owners_user(uid_t id);
char *owners_group(gid_t id);

#endif
