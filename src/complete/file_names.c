/* File names as Tab candidates, quoted for the line grammar. */
#include "complete/file_names.h"

#include "line/parse.h"
#include "line/quote.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/files.h"
#include "util/strv.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Finds all paths that begin with `path`; hidden files only if asked for. */
static void find_paths(const char *path, struct strv *found)
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

/*
 * Returns the quotes for all paths: those that were typed, else double quotes
 * if a path needs them, else NUL.
 */
static char choose_quote(const struct strv *paths, struct span word,
	char open)
{
	if (open)
		return open;
	if (word.len && (*word.at == '"' || *word.at == '\''))
		return *word.at;
	for (size_t i = 0; i < paths->len; i++)
		if (quote_is_needed(span_of(paths->items[i])))
			return '"';
	return '\0';
}

/* Adds a path. A directory's quotes stay open, since more may follow. */
static void add_path(struct complete_list *list, struct span path, char quote)
{
	struct buf text = BUF_INIT;

	if (quote)
		buf_add_char(&text, quote);
	quote_add(&text, path, quote);
	if (quote && path.at[path.len - 1] != '/')
		buf_add_char(&text, quote);
	complete_list_add(list, buf_text(&text), NULL);
	buf_clear(&text);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void file_names_add(struct complete_list *list, struct span word)
{
	struct parse_word typed = { 0 };
	struct strv found = STRV_INIT;
	char *path, quote;

	parse_word(&typed, word);
	path = files_expand_home(buf_text(&typed.text));
	find_paths(path, &found);
	quote = choose_quote(&found, word, typed.quote);
	if (found.len)
		qsort(found.items, found.len, sizeof(*found.items), compare);
	for (size_t i = 0; i < found.len; i++)
		add_path(list, span_of(found.items[i]), quote);
	strv_clear(&found);
	buf_clear(&typed.text);
	free(path);
}

void file_names_find_programs(struct strv *names, const char *typed)
{
	const char *path = getenv("PATH");
	struct span rest = span_of(path ? path : "");

	while (rest.len) {
		size_t len = strcspn(rest.at, ":");
		char *prefix = alloc_print("%.*s/%s", (int)len, rest.at, typed);
		struct strv found = STRV_INIT;

		find_paths(prefix, &found);
		for (size_t i = 0; i < found.len; i++) {
			const char *name = strrchr(found.items[i], '/') + 1;

			if (*name && !access(found.items[i], X_OK))
				strv_add(names, name);
		}
		strv_clear(&found);
		free(prefix);
		rest = span_from(rest, len + 1);
	}
}
