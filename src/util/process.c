/* A search for processes of this system. */
#include "util/process.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/files.h"
#include "util/text.h"

#include <dirent.h>
#include <stdlib.h>

enum { COMM_MAX = 64 };

/* Reads /proc/ID/comm, without the LF. */
static bool read_name(const char *id, struct buf *name)
{
	char *path = alloc_print("/proc/%s/comm", id);
	bool ok;

	buf_reset(name);
	ok = files_read(path, COMM_MAX, name, NULL);
	if (ok && name->len)
		buf_truncate(name, name->len - 1);
	free(path);
	return ok;
}

bool process_look_for(const char *name, bool *found)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	struct buf other = BUF_INIT;
	/* Others' processes are hidden (hidepid) if this one is. */
	bool known = dir && read_name("1", &other);

	*found = false;
	while (known && !*found && (entry = readdir(dir)))
		*found = text_consists_of(entry->d_name, "0123456789") &&
			read_name(entry->d_name, &other) &&
			span_equal(buf_span(&other), name);
	if (dir)
		closedir(dir);
	buf_clear(&other);
	return known;
}
