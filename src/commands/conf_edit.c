/* Editing of the running configuration in the user's editor. */
#include "commands/conf_edit.h"

#include "cmd/session.h"
#include "commands/conf_change.h"
#include "commands/conf_show.h"
#include "commands/question.h"
#include "commands/user_editor.h"
#include "proto/config_text.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* torctl's own lines in the file begin with this, and are not sent. */
#define MARK "# torctl: "

/* Editors recognize a file of this name. */
#define FILE_NAME "torrc"

enum {
	EDIT_MAX = 1024 * 1024,
	/* An editor script may repeat the same mistake forever. */
	EDIT_ROUNDS = 3,
};

struct edit {
	struct call *call;
	char *dir;         /* mode 0700 */
	char *path;
	struct conf_change change;
	struct buf given;  /* the text before editing, without our lines */
	struct buf text;   /* the text after editing, without our lines */
	char *reason;      /* why Tor refused `given`, or NULL */
	int rounds;
};

/* ---- the file */

static bool make_directory(struct edit *edit, struct error *error)
{
	const char *parent = getenv("TMPDIR");

	edit->dir = alloc_print("%s/torctl-XXXXXX", parent && *parent ?
		parent : "/tmp");
	if (mkdtemp(edit->dir)) {
		edit->path = alloc_print("%s/" FILE_NAME, edit->dir);
		return true;
	}
	error_set(error, ERROR_FILE, "cannot create %s: %s; set TMPDIR to a "
		"writable directory", edit->dir, strerror(errno));
	free(edit->dir);
	edit->dir = NULL;
	return false;
}

static void add_marked(struct buf *to, const char *text)
{
	struct span rest = span_of(text), line;

	while (span_next_line(&rest, &line)) {
		buf_add_string(to, MARK);
		buf_add_span(to, line);
		buf_add_char(to, '\n');
	}
}

/* Explains lines that the user may miss, or not expect. */
static void add_origins(const struct edit *edit, struct buf *content)
{
	const struct conf_change *change = &edit->change;
	struct buf lines = BUF_INIT_SECRET;
	bool controllers = false;

	for (size_t i = 0; i < change->before.len; i++)
		controllers = controllers || conf_show_is_controllers(
			change->before.entries[i].name);
	if (controllers)
		add_marked(content, "Options that begin with __ were set by "
			"controllers and never appear in torrc.");
	for (size_t i = 0; i < change->given.len; i++)
		config_text_add(&lines, change->given.items[i].name,
			change->given.items[i].value);
	if (lines.len)
		add_marked(content, "Tor's defaults file sets these; a line "
			"below without # overrides them:");
	add_marked(content, buf_text(&lines));
	buf_clear(&lines);
}

/* Writes `given`, preceded by instructions. */
static bool write_file(const struct edit *edit, struct error *error)
{
	struct buf content = BUF_INIT_SECRET;
	bool ok;

	if (edit->reason)
		buf_print(&content, MARK "this was refused:\n");
	if (edit->reason)
		add_marked(&content, edit->reason);
	add_marked(&content, edit->reason ?
		"Correct it, or quit without changes to give up." :
		"What you change takes effect at once. Options you delete "
			"return to their defaults.\nTo change nothing, quit "
			"without changes or with an empty file.");
	add_origins(edit, &content);
	buf_add_span(&content, buf_span(&edit->given));
	/* Atomically: the file may hold the user's edited text. */
	ok = files_save(edit->path, buf_span(&content), true, error);
	buf_clear(&content);
	return ok;
}

/* The editor may have put anything there: a FIFO would never end. */
static bool is_irregular(const struct edit *edit)
{
	struct stat about;

	return !stat(edit->path, &about) && !S_ISREG(about.st_mode);
}

static bool read_file(struct edit *edit, struct error *error)
{
	struct buf content = BUF_INIT_SECRET;
	struct span rest, line;
	bool ok;

	if (is_irregular(edit))
		return error_set(error, ERROR_FILE, "%s is not a regular file",
			edit->path);
	ok = files_read(edit->path, EDIT_MAX, &content, error);
	rest = buf_span(&content);
	buf_reset(&edit->text);
	while (ok && span_next_line(&rest, &line)) {
		if (span_starts(line, MARK))
			continue;
		buf_add_span(&edit->text, line);
		buf_add_char(&edit->text, '\n');
	}
	buf_clear(&content);
	return ok;
}

static bool is_blank(struct span text)
{
	struct span line, word;

	while (span_next_line(&text, &line))
		if (span_next_word(&line, &word))
			return false;
	return true;
}

/* Shows the changes and asks for confirmation. */
static bool is_wanted(struct edit *edit, const struct buf *lines)
{
	struct session *session = edit->call->session;

	if (session->output->form == OUTPUT_TEXT)
		output_text(session->output, buf_span(lines));
	output_flush(session->output, NULL);
	conf_change_note_doors(edit->call, &edit->change);
	return question_confirm(session, "This changes the running "
		"configuration.");
}

/* ---- rounds */

enum outcome { OUTCOME_FAILED, OUTCOME_AGAIN, OUTCOME_DONE };

/* What Tor refuses, or could not read at all, is the user's to correct. */
static enum outcome send_changes(struct edit *edit, struct error *error)
{
	struct error failure = ERROR_INIT;

	if (conf_change_send(edit->call, &edit->change, &failure))
		return OUTCOME_DONE;
	if (failure.kind != ERROR_TOR && failure.kind != ERROR_USAGE) {
		error_move(error, &failure);
		return OUTCOME_FAILED;
	}
	free(edit->reason);
	edit->reason = failure.kind == ERROR_TOR ? alloc_print("%d %s",
		failure.status, failure.text) : alloc_string(failure.text);
	report_error(&edit->call->session->report, NULL, "conf edit",
		&failure);
	error_clear(&failure);
	return OUTCOME_AGAIN;
}

/* Ends without changes; that is an error only if Tor refused a text before. */
static enum outcome give_up(const struct edit *edit, struct error *error)
{
	if (edit->reason) {
		error_set(error, ERROR_CHECK, "cancelled; Tor refused the "
			"configuration");
		return OUTCOME_FAILED;
	}
	question_skip(edit->call, "no changes");
	return OUTCOME_DONE;
}

static enum outcome play_round(struct edit *edit, struct error *error)
{
	struct buf lines = BUF_INIT_SECRET;
	bool wanted;

	if (!write_file(edit, error) || !user_editor_run(edit->path, error) ||
		!read_file(edit, error))
		return OUTCOME_FAILED;
	conf_change_to(&edit->change, buf_span(&edit->text), true);
	if (is_blank(buf_span(&edit->text)) || !strcmp(buf_text(&edit->text),
		buf_text(&edit->given)) || !conf_change_show(&edit->change,
		&lines))
		return give_up(edit, error);
	wanted = is_wanted(edit, &lines);
	buf_clear(&lines);
	if (!wanted) {
		error_set(error, ERROR_CHECK, "cancelled");
		return OUTCOME_FAILED;
	}
	buf_reset(&edit->given);
	buf_add_span(&edit->given, buf_span(&edit->text));
	if (++edit->rounds > EDIT_ROUNDS && !isatty(STDIN_FILENO)) {
		error_set(error, ERROR_CHECK, "giving up: Tor refused the "
			"configuration %d times", EDIT_ROUNDS);
		return OUTCOME_FAILED;
	}
	return send_changes(edit, error);
}

/*
 * Returns true if the file is missing or holds just Tor's text: then there is
 * nothing to save.
 */
static bool is_unedited(struct edit *edit)
{
	if (access(edit->path, F_OK) < 0 && errno == ENOENT)
		return true;
	return read_file(edit, NULL) && !strcmp(buf_text(&edit->text),
		buf_text(&edit->change.text));
}

/* An editor that was killed may have left its own copy of the text. */
static bool has_other_files(const struct edit *edit)
{
	DIR *dir = opendir(edit->dir);
	struct dirent *entry;
	size_t count = 0;

	if (!dir)
		return false;
	while ((entry = readdir(dir)))
		count += strcmp(entry->d_name, ".") &&
			strcmp(entry->d_name, "..") &&
			strcmp(entry->d_name, FILE_NAME);
	closedir(dir);
	return count;
}

/* Says where the user's text is, or removes what is not the user's. */
static void keep_text(struct edit *edit, struct error *error)
{
	bool unedited = is_unedited(edit);

	if (is_irregular(edit) || (unedited && has_other_files(edit)))
		error_append(error, "; your files are kept in %s", edit->dir);
	else if (unedited)
		files_remove_tree(edit->dir);
	else
		error_append(error, "; your text is saved in %s", edit->path);
}

static bool run_rounds(struct edit *edit, struct error *error)
{
	enum outcome outcome;

	do
		outcome = play_round(edit, error);
	while (outcome == OUTCOME_AGAIN);
	if (outcome == OUTCOME_DONE)
		files_remove_tree(edit->dir);
	else
		keep_text(edit, error);
	return outcome == OUTCOME_DONE;
}

bool conf_edit(struct call *call, struct error *error)
{
	struct edit edit = { .call = call, .change = CONF_CHANGE_INIT,
		.given = BUF_INIT_SECRET, .text = BUF_INIT_SECRET };
	bool ok = conf_change_read(call, &edit.change, error);

	buf_add_span(&edit.given, buf_span(&edit.change.text));
	ok = ok && make_directory(&edit, error) && run_rounds(&edit, error);
	free(edit.dir);
	free(edit.path);
	free(edit.reason);
	conf_change_clear(&edit.change);
	buf_clear(&edit.given);
	buf_clear(&edit.text);
	return ok;
}
