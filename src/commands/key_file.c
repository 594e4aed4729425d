/* Files with private keys of onion services and their clients. */
#include "commands/key_file.h"

#include "tor/onion_key.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { KEY_FILE_MAX = 4096, OTHERS = 077 };

static bool refuse_key(struct error *error)
{
	return error_set(error, ERROR_USAGE, "expected a file name, got a "
		"private key; put the key in a file with mode 0600");
}

bool key_file_read(struct session *session, const char *word, struct buf *to,
	struct error *error)
{
	char *path = files_expand_home(word);
	struct stat about;
	bool ok;

	if (stat(path, &about) < 0 && onion_key_is_private(word))
		ok = refuse_key(error);
	else
		ok = files_read(path, KEY_FILE_MAX, to, error);
	if (ok && stat(path, &about) == 0 && S_ISREG(about.st_mode) &&
		about.st_mode & OTHERS)
		report_note(&session->report, "%s is accessible to other "
			"users; use chmod 600 %s", word, word);
	free(path);
	return ok;
}

bool key_file_plan(struct key_file *file, const char *word, bool replace,
	struct error *error)
{
	if (onion_key_is_private(word))
		return refuse_key(error);
	file->path = files_expand_home(word);
	file->replace = replace;
	return files_may_save(file->path, replace, error);
}

bool key_file_write(const struct key_file *file, struct span key,
	struct error *error)
{
	struct buf line = BUF_INIT_SECRET;
	bool ok;

	buf_reserve(&line, key.len + 1);
	buf_add_span(&line, key);
	buf_add_char(&line, '\n');
	ok = files_save(file->path, buf_span(&line), file->replace, error);
	buf_clear(&line);
	return ok;
}

void key_file_clear(struct key_file *file)
{
	free(file->path);
	file->path = NULL;
}

char *key_file_name(const char *name, const char *suffix,
	struct error *error)
{
	bool ok = *name && *name != '.' && *name != '-';

	for (const char *c = name; *c; c++)
		ok = ok && (text_is_alnum(*c) || strchr("._-", *c));
	if (ok)
		return alloc_print("%s.%s", name, suffix);
	error_set(error, ERROR_USAGE, "invalid name: use only letters, "
		"digits, \"_\", \"-\" and \".\", because it is used as a file "
		"name");
	return NULL;
}
