/* Tor's configuration files on this machine. */
#include "tor/torrc.h"

#include "proto/config_text.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/files.h"
#include "util/text.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	TORRC_MAX = 1024 * 1024,
	TORRC_DEPTH = 31, /* of nested %include lines, as in Tor */
};

struct reader {
	struct pairs *options;
	struct strv *missing;
	int depth;
};

static bool read_file(struct reader *reader, const char *path,
	struct error *error);

static void miss(struct reader *reader, const char *path, const char *reason)
{
	strv_take(reader->missing, alloc_print("%s (%s)", path, reason));
}

static bool is_directory(const char *path)
{
	struct stat about;

	return !stat(path, &about) && S_ISDIR(about.st_mode);
}

static void include_file(struct reader *reader, const char *path)
{
	struct error error = ERROR_INIT;

	if (!read_file(reader, path, &error))
		strv_add(reader->missing, error.text);
	error_clear(&error);
}

/* Includes a file, or the files of a directory without its subdirectories. */
static void include_path(struct reader *reader, const char *path)
{
	char *pattern;
	glob_t found;

	if (!is_directory(path)) {
		include_file(reader, path);
		return;
	}
	pattern = alloc_print("%s/*", path);
	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			if (!is_directory(found.gl_pathv[i]))
				include_file(reader, found.gl_pathv[i]);
		globfree(&found);
	}
	free(pattern);
}

static void include(struct reader *reader, const char *pattern)
{
	glob_t found;

	if (*pattern != '/') {
		miss(reader, pattern, "the path is relative to Tor's working "
			"directory");
		return;
	}
	if (reader->depth >= TORRC_DEPTH) {
		miss(reader, pattern, "files include each other recursively");
		return;
	}
	reader->depth++;
	if (!strpbrk(pattern, "*?[")) {
		include_path(reader, pattern);
	} else if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			include_path(reader, found.gl_pathv[i]);
		globfree(&found);
	}
	reader->depth--;
}

static bool read_file(struct reader *reader, const char *path,
	struct error *error)
{
	struct buf text = BUF_INIT_SECRET;
	struct pairs lines = { 0 };
	bool ok = files_read(path, TORRC_MAX, &text, error);

	config_text_parse(buf_span(&text), &lines);
	for (size_t i = 0; i < lines.len && ok; i++) {
		const struct pair *line = &lines.items[i];
		struct span value = span_of(line->value);

		if (text_equal_nocase(line->name, "%include"))
			include(reader, line->value);
		else
			pairs_add(reader->options, span_of(line->name),
				&value);
	}
	pairs_clear(&lines);
	buf_clear(&text);
	return ok;
}

bool torrc_read(const char *path, struct pairs *options,
	struct strv *missing, struct error *error)
{
	struct reader reader = { options, missing, 0 };

	return read_file(&reader, path, error);
}
