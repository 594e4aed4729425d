/* File names as Tab candidates, quoted for the line grammar. */
#include "editor/editor_files.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/files.h"
#include "util/strv.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Appends `word` without its quotes. */
static void add_unquoted(struct buf *to, struct span word)
{
	char quote = '\0';

	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];

		if (c == quote && quote) {
			quote = '\0';
		} else if (!quote && (c == '"' || c == '\'')) {
			quote = c;
		} else {
			if (c == '\\' && quote != '\'' && i + 1 < word.len)
				c = word.at[++i];
			buf_add_char(to, c);
		}
	}
}

static void expand_home(struct buf *path)
{
	char *full = files_expand_home(buf_text(path));

	buf_reset(path);
	buf_add_string(path, full);
	free(full);
}

static bool is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Finds all paths that begin with `path`; hidden files only if asked for. */
static void find(const char *path, struct strv *found)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	size_t base_len = strlen(base);
	struct span where = { path, (size_t)(base - path) };
	char *name = where.len ? span_copy(where) : alloc_string(".");
	DIR *directory = opendir(name);
	struct dirent *entry;

	while (directory && (entry = readdir(directory)) != NULL) {
		struct buf full = BUF_INIT;

		if (strncmp(entry->d_name, base, base_len) != 0 ||
			(entry->d_name[0] == '.' && base[0] != '.') ||
			strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0)
			continue;
		buf_add_span(&full, where);
		buf_add_string(&full, entry->d_name);
		if (is_directory(full.data))
			buf_add_char(&full, '/');
		strv_take(found, buf_steal(&full));
	}
	if (directory)
		closedir(directory);
	free(name);
}

static bool is_special(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f ||
		strchr("\"'\\#|>", c) != NULL;
}

static bool needs_quotes(const struct strv *paths)
{
	for (size_t i = 0; i < paths->len; i++) {
		for (const char *c = paths->items[i]; *c; c++) {
			if (is_special(*c))
				return true;
		}
	}
	return false;
}

/* Quotes a path. A directory's quotes stay open, since more may follow. */
static char *quote(const char *path)
{
	struct buf text = BUF_INIT;

	buf_add_char(&text, '"');
	for (const char *c = path; *c; c++) {
		const char *escaped = strchr("\nn\rr\tt", *c);

		if (escaped && strchr("\n\r\t", *c)) {
			buf_add_char(&text, '\\');
			buf_add_char(&text, escaped[1]);
			continue;
		}
		if (*c == '"' || *c == '\\')
			buf_add_char(&text, '\\');
		buf_add_char(&text, *c);
	}
	if (path[strlen(path) - 1] != '/')
		buf_add_char(&text, '"');
	return buf_steal(&text);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void editor_files_add(struct complete_list *list, struct span word)
{
	struct strv found = STRV_INIT;
	struct buf path = BUF_INIT;
	bool quoted = word.len && (*word.at == '"' || *word.at == '\'');

	add_unquoted(&path, word);
	expand_home(&path);
	find(buf_text(&path), &found);
	quoted = quoted || needs_quotes(&found);
	if (found.len)
		qsort(found.items, found.len, sizeof(*found.items), compare);
	for (size_t i = 0; i < found.len; i++) {
		char *text = quoted ? quote(found.items[i]) :
			alloc_string(found.items[i]);

		complete_add(list, text, NULL);
		free(text);
	}
	strv_clear(&found);
	buf_clear(&path);
}
