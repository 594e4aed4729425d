/* Reading and writing of whole files and descriptors. */
#include "util/files.h"

#include "util/alloc.h"
#include "util/escape.h"
#include "util/owners.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_CHUNK_MIN = 4096, FILES_CHUNK_MAX = 1024 * 1024 };

ssize_t files_read_some(int fd, size_t most, struct buf *to)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char *room = buf_reserve(to, most);
	ssize_t got;

	while ((got = read(fd, room, most)) < 0) {
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			poll(&wait, 1, -1);
		else if (errno != EINTR)
			return -1;
	}
	to->len += (size_t)got;
	to->data[to->len] = '\0';
	return got;
}

bool files_read_fd(int fd, const char *name, size_t limit, struct buf *to,
	struct error *error)
{
	size_t chunk = FILES_CHUNK_MIN, total = 0;

	for (;;) {
		ssize_t got = files_read_some(fd, chunk, to);

		if (got < 0)
			return error_set(error, ERROR_FILE,
				"cannot read %s: %s", name, strerror(errno));
		if (!got)
			return true;
		if (chunk < FILES_CHUNK_MAX)
			chunk *= 2;
		total += (size_t)got;
		if (total > limit)
			return error_set(error, ERROR_FILE,
				"%s is larger than %zu bytes", name, limit);
	}
}

bool files_read(const char *path, size_t limit, struct buf *to,
	struct error *error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return error_set(error, ERROR_FILE, "cannot open %s: %s",
			path, strerror(errno));
	ok = files_read_fd(fd, path, limit, to, error);
	close(fd);
	return ok;
}

bool files_write_fd(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t done = write(fd, bytes, len);

		if (done < 0 && errno == EAGAIN) {
			struct pollfd wait = { .fd = fd, .events = POLLOUT };

			poll(&wait, 1, -1);
			continue;
		}
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		bytes += done;
		len -= (size_t)done;
	}
	return true;
}

bool files_create(const char *path, struct span content, struct error *error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok;

	ok = fd >= 0 && files_write_fd(fd, content.at, content.len);
	if (!ok)
		error_set(error, ERROR_FILE, "cannot write %s: %s", path,
			strerror(errno));
	if (fd >= 0 && close(fd) < 0 && ok)
		ok = error_set(error, ERROR_FILE, "cannot write %s: %s", path,
			strerror(errno));
	return ok;
}

/* Returns the directory part of the path; the caller frees it. */
static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return alloc_string(".");
	return alloc_bytes(path, slash == path ? 1 : (size_t)(slash - path));
}

static bool refuse_save(const char *path, struct error *error)
{
	error_set(error, ERROR_FILE, "%s already exists", path);
	return error_set_remedy(error, ERROR_REMEDY_OVERWRITE);
}

bool files_may_save(const char *path, bool replace, struct error *error)
{
	char *directory = directory_of(path);
	struct stat about;
	bool ok = true;

	if (lstat(path, &about) == 0) {
		if (!replace)
			ok = refuse_save(path, error);
		else if (!S_ISREG(about.st_mode))
			ok = error_set(error, ERROR_FILE, "%s is not a "
				"regular file; use another name", path);
	} else if (errno != ENOENT) {
		ok = error_set(error, ERROR_FILE, "cannot write %s: %s", path,
			strerror(errno));
	}
	if (ok && access(directory, W_OK | X_OK) < 0)
		ok = error_set(error, ERROR_FILE, "cannot write %s: %s: %s",
			path, directory, strerror(errno));
	free(directory);
	return ok;
}

/* Renames the file; without `replace`, fails if the name has been taken. */
static bool give_name(const char *temporary, const char *path, bool replace)
{
	int fd, failure;

	if (replace)
		return rename(temporary, path) == 0;
	if (link(temporary, path) == 0)
		return unlink(temporary) == 0;
	if (errno == EEXIST)
		return false;
	/*
	 * No hard links on this file system: reserve the name with an empty
	 * file.
	 */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	close(fd);
	if (rename(temporary, path) == 0)
		return true;
	failure = errno;
	unlink(path);
	errno = failure;
	return false;
}

/* Flushes the new directory entry to disk, where this is supported. */
static void sync_directory(const char *path)
{
	char *directory = directory_of(path);
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(directory);
}

bool files_save(const char *path, struct span content, bool replace,
	struct error *error)
{
	char *temporary = alloc_print("%s.XXXXXX", path);
	int fd = mkstemp(temporary), failure;
	bool ok = fd >= 0;

	ok = ok && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
		fchmod(fd, 0600) == 0 &&
		files_write_fd(fd, content.at, content.len) && fsync(fd) == 0;
	failure = errno;
	if (fd >= 0 && close(fd) < 0 && ok) {
		failure = errno;
		ok = false;
	}
	if (ok && !give_name(temporary, path, replace)) {
		failure = errno;
		ok = false;
	}
	if (!ok && failure == EEXIST)
		refuse_save(path, error);
	else if (!ok)
		error_set(error, ERROR_FILE, "cannot write %s: %s", path,
			strerror(failure));
	if (ok)
		sync_directory(path);
	else if (fd >= 0)
		unlink(temporary);
	free(temporary);
	return ok;
}

static void remove_tree_at(int parent, const char *name)
{
	int fd = openat(parent, name,
		O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		unlinkat(parent, name, 0);
		return;
	}
	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			remove_tree_at(fd, entry->d_name);
	closedir(dir);
	unlinkat(parent, name, AT_REMOVEDIR);
}

void files_remove_tree(const char *path)
{
	remove_tree_at(AT_FDCWD, path);
}

/* Returns the part of the path that denies access: a directory or the file. */
static char *blocking_part(const char *path)
{
	for (const char *slash = strchr(path + 1, '/'); slash;
		slash = strchr(slash + 1, '/')) {
		char *part = alloc_bytes(path, (size_t)(slash - path));

		if (access(part, X_OK) < 0)
			return part;
		free(part);
	}
	return alloc_string(path);
}

/* Whether this process has the group's permissions. */
static bool in_group(gid_t id)
{
	int count = getgroups(0, NULL);
	gid_t *ids;
	bool found = getegid() == id;

	if (count <= 0)
		return found;
	ids = alloc_resize(NULL, (size_t)count, sizeof(*ids));
	count = getgroups(count, ids);
	for (int i = 0; i < count; i++)
		found = found || ids[i] == id;
	free(ids);
	return found;
}

void files_add_access_advice(struct error *error, const char *path,
	mode_t mode, const char *option)
{
	char *part = blocking_part(path);
	char *group = NULL, *owner = NULL, *user = owners_user(geteuid());
	struct stat about;
	bool directory, opened;

	if (stat(part, &about) < 0)
		goto out;
	directory = S_ISDIR(about.st_mode);
	opened = about.st_mode & (directory ? S_IXGRP : mode);
	owner = owners_user(about.st_uid);
	/* Tor gives its group a file of its own only when told to. */
	if (about.st_gid && (!directory || opened))
		group = owners_group(about.st_gid);
	error_append(error, " (%s %s)", group ? "group" : "owner", group ?
		group : owner ? owner : "unknown");
	if (!group)
		error_add_line(error, "To let your group in, set %s 1 in "
			"torrc and put the file in a directory that it can "
			"enter", option);
	else if (!opened)
		error_add_line(error, "Set %s 1 in torrc and restart Tor",
			option);
	if (group && !in_group(about.st_gid))
		error_add_line(error, "Add your user to the group and log in "
			"again: sudo adduser %s %s", user ? user : "USER",
			group);
	if (owner) {
		error_add_line(error, "Or use the owner's account: sudo -u %s",
			owner);
		error_set_remedy(error, ERROR_REMEDY_OWNER);
	}
out:
	free(user);
	free(owner);
	free(group);
	free(part);
}

char *files_config_path(const char *name)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	/* The XDG specification says to ignore a relative path. */
	if (config && *config == '/')
		return alloc_print("%s/torctl/%s", config, name);
	return home && *home == '/' ? alloc_print("%s/.config/torctl/%s",
		home, name) : NULL;
}

char *files_expand_home(const char *path)
{
	const char *home = getenv("HOME");

	if (!home || !*home || strncmp(path, "~/", 2) != 0)
		return alloc_string(path);
	return alloc_print("%s%s", home, path + 1);
}
