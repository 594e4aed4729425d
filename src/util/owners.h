/* The names of users and groups. */
#ifndef UTIL_OWNERS_H
#define UTIL_OWNERS_H

#include <sys/types.h>

/* The caller's; NULL where none is known. From any thread. */
char *owners_user(uid_t id);
char *owners_group(gid_t id);

#endif
