/* The Tor instances of this host. */
#include "conn/instances.h"

#include "util/alloc.h"
#include "util/text.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DEFAULT_DIRECTORY "/run/tor"

/* Returns the directory that the environment names, or NULL. */
static const char *given_directory(void)
{
	const char *given = getenv("TORCTL_INSTANCES_DIR");

	return given && *given ? given : NULL;
}

static const char *directory(void)
{
	const char *given = given_directory();

	return given ? given : "/run/tor-instances";
}

static bool is_directory(const char *path)
{
	struct stat about;

	return !stat(path, &about) && S_ISDIR(about.st_mode);
}

bool instances_is_name(const char *text)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

	return text_consists_of(text, set) && *text != '.' && *text != '-' &&
		!text_consists_of(text, "0123456789");
}

char *instances_socket(const char *name)
{
	if (!given_directory() && !strcmp(name, INSTANCES_DEFAULT))
		return alloc_string(DEFAULT_DIRECTORY "/control");
	return alloc_print("%s/%s/control", directory(), name);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void instances_list(struct strv *names)
{
	size_t first = names->len;
	struct dirent *entry;
	DIR *stream;

	if (!given_directory() && is_directory(DEFAULT_DIRECTORY))
		strv_add(names, INSTANCES_DEFAULT);
	stream = opendir(directory());
	while (stream && (entry = readdir(stream))) {
		char *path = alloc_print("%s/%s", directory(), entry->d_name);

		if (*entry->d_name != '.' && is_directory(path) &&
			(given_directory() || strcmp(entry->d_name,
			INSTANCES_DEFAULT) != 0))
			strv_add(names, entry->d_name);
		free(path);
	}
	if (stream)
		closedir(stream);
	first += names->len > first &&
		!strcmp(names->items[first], INSTANCES_DEFAULT);
	if (names->len > first)
		qsort(names->items + first, names->len - first,
			sizeof(*names->items), compare);
}

char *instances_find(const char *name)
{
	struct strv names = STRV_INIT;
	bool known = false;

	instances_list(&names);
	for (size_t i = 0; i < names.len && !known; i++)
		known = !strcmp(names.items[i], name);
	strv_clear(&names);
	return known ? instances_socket(name) : NULL;
}
