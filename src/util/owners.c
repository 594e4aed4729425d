/* Names of users and groups. */
#include "util/owners.h"

#include "util/alloc.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stddef.h>
#include <stdio.h>

/* Enough for names; a group with more members than fit is shown as a number. */
enum { OWNERS_ROOM = 16 * 1024 };

/*
 * glibc's getpwuid() loads shared libraries, which may be missing where a
 * static program runs, so a static torctl reads the files itself.
 */
#if defined(TORCTL_STATIC) && defined(__GLIBC__)

/*
 * glob() calls these (by glibc's internal names) for a pattern that begins with
 * "~", which ours never do. Defining them keeps glibc's versions, and the
 * libraries that those load, out of the program.
 */
int owners_no_user(const char *name, struct passwd *entry, char *room,
	size_t size, struct passwd **found) __asm__("__getpwnam_r");
int owners_no_login(char *name, size_t size) __asm__("__getlogin_r");

int owners_no_user(const char *name, struct passwd *entry, char *room,
	size_t size, struct passwd **found)
{
	(void)name;
	(void)entry;
	(void)room;
	(void)size;
	*found = NULL;
	return ENOENT;
}

int owners_no_login(char *name, size_t size)
{
	(void)name;
	(void)size;
	return ENOENT;
}

char *owners_user(uid_t id)
{
	char room[OWNERS_ROOM], *name = NULL;
	struct passwd entry, *found;
	FILE *file = fopen("/etc/passwd", "re");

	while (file && !name && !fgetpwent_r(file, &entry, room, sizeof(room),
		&found))
		if (entry.pw_uid == id)
			name = alloc_string(entry.pw_name);
	if (file)
		fclose(file);
	return name;
}

char *owners_group(gid_t id)
{
	char room[OWNERS_ROOM], *name = NULL;
	struct group entry, *found;
	FILE *file = fopen("/etc/group", "re");

	while (file && !name && !fgetgrent_r(file, &entry, room, sizeof(room),
		&found))
		if (entry.gr_gid == id)
			name = alloc_string(entry.gr_name);
	if (file)
		fclose(file);
	return name;
}

#else

char *owners_user(uid_t id)
{
	char room[OWNERS_ROOM];
	struct passwd entry, *found = NULL;

	if (getpwuid_r(id, &entry, room, sizeof(room), &found) || !found)
		return NULL;
	return alloc_string(entry.pw_name);
}

char *owners_group(gid_t id)
{
	char room[OWNERS_ROOM];
	struct group entry, *found = NULL;

	if (getgrgid_r(id, &entry, room, sizeof(room), &found) || !found)
		return NULL;
	return alloc_string(entry.gr_name);
}

#endif
