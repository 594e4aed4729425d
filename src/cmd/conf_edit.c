/* Editing of the running configuration in the user's editor. */
#include "cmd/conf_edit.h"

#include "api/info.h"
#include "cmd/conf_diff.h"
#include "cmd/conf_show.h"
#include "cmd/question.h"
#include "cmd/session.h"
#include "cmd/user_editor.h"
#include "proto/config_text.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* torctl's own lines in the file begin with this, and are not sent. */
#define MARK "# torctl: "

enum {
	EDIT_MAX = 1024 * 1024,
	/* An editor script may repeat the same mistake forever. */
	EDIT_ROUNDS = 3,
};

/* Options that control access to the control port. */
static const char *const doors[] = {
	"ControlPort", "__ControlPort", "ControlSocket", "CookieAuthentication",
	"CookieAuthFile", "HashedControlPassword",
	"__HashedControlSessionPassword",
};

struct edit {
	struct call *call;
	char *dir;         /* mode 0700 */
	char *path;
	struct buf before; /* the text from Tor */
	struct buf given;  /* the text before editing, without our lines */
	struct buf text;   /* the text after editing, without our lines */
	char *reason;      /* why Tor refused `given`, or NULL */
	const char *door;  /* an entry of `doors` that changed */
	bool controllers;  /* there are options that begin with "__" */
	int rounds;
};

/* ---- the file */

static bool make_directory(struct edit *edit, struct error *error)
{
	const char *parent = getenv("TMPDIR");

	edit->dir = alloc_print("%s/torctl-XXXXXX", parent && *parent ?
		parent : "/tmp");
	if (mkdtemp(edit->dir)) {
		/* Editors recognize a file of this name. */
		edit->path = alloc_print("%s/torrc", edit->dir);
		return true;
	}
	error_set(error, ERROR_FILE, "cannot create %s: %s", edit->dir,
		strerror(errno));
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

/* Writes `given`, preceded by instructions. */
static bool write_file(const struct edit *edit, struct error *error)
{
	struct buf content = BUF_INIT_SECRET;
	bool ok;

	if (edit->reason)
		buf_print(&content, MARK "Tor refused this configuration:\n");
	if (edit->reason)
		add_marked(&content, edit->reason);
	add_marked(&content, edit->reason ?
		"Correct it, or quit without changes to give up." :
		"This becomes the running configuration. Options you delete "
			"return to their defaults.\nTo change nothing, quit "
			"without changes or with an empty file.");
	if (edit->controllers)
		add_marked(&content, "Options that begin with __ were set by "
			"controllers and never appear in torrc.");
	buf_add_span(&content, buf_span(&edit->given));
	/* Atomically: the file may hold the user's edited text. */
	ok = files_save(edit->path, buf_span(&content), true, error);
	buf_clear(&content);
	return ok;
}

static bool read_file(struct edit *edit, struct error *error)
{
	struct buf content = BUF_INIT_SECRET;
	bool ok = files_read(edit->path, EDIT_MAX, &content, error);
	struct span rest = buf_span(&content), line;

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

/* ---- changes */

struct shown {
	struct edit *edit;
	struct buf lines;
};

static void show_line(void *arg, char sign, struct span line)
{
	struct shown *shown = arg;
	struct span name = line;

	if (sign == ' ')
		return;
	buf_add_char(&shown->lines, sign);
	buf_add_span(&shown->lines, line);
	buf_add_char(&shown->lines, '\n');
	while (name.len && (text_is_blank(*name.at) || *name.at == '+'))
		name = span_from(name, 1);
	for (size_t i = 0; i < sizeof(doors) / sizeof(*doors); i++)
		if (span_starts_nocase(name, doors[i]))
			shown->edit->door = doors[i];
}

/* Shows the changes and asks for confirmation. */
static bool is_wanted(struct edit *edit)
{
	struct session *session = edit->call->session;
	struct shown shown = { edit, BUF_INIT };

	edit->door = NULL;
	conf_diff_lines(buf_span(&edit->before), buf_span(&edit->text),
		show_line, &shown);
	if (session->output->form == OUTPUT_TEXT)
		output_text(session->output, buf_span(&shown.lines));
	output_flush(session->output, NULL);
	buf_clear(&shown.lines);
	if (edit->door)
		report_note(&session->report, "%s controls access to the "
			"control port; torctl may be unable to reconnect",
			edit->door);
	return question_confirm(session, "This becomes the running "
		"configuration.");
}

/* ---- rounds */

enum outcome { OUTCOME_FAILED, OUTCOME_AGAIN, OUTCOME_DONE };

static enum outcome send_text(struct edit *edit, struct error *error)
{
	struct error failure = ERROR_INIT;
	struct request request;

	request_init(&request, "+LOADCONF");
	request_add_torrc(&request, buf_span(&edit->text));
	if (session_request(edit->call, &request, &failure))
		return OUTCOME_DONE;
	if (failure.kind != ERROR_TOR) {
		error_move(error, &failure);
		return OUTCOME_FAILED;
	}
	free(edit->reason);
	edit->reason = alloc_print("%d %s", failure.status, failure.text);
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
	if (!write_file(edit, error) || !user_editor_run(edit->path, error) ||
		!read_file(edit, error))
		return OUTCOME_FAILED;
	if (is_blank(buf_span(&edit->text)) || !strcmp(buf_text(&edit->text),
		buf_text(&edit->given)))
		return give_up(edit, error);
	if (!is_wanted(edit)) {
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
	return send_text(edit, error);
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
		buf_text(&edit->before));
}

static bool run_rounds(struct edit *edit, struct error *error)
{
	enum outcome outcome;

	do
		outcome = play_round(edit, error);
	while (outcome == OUTCOME_AGAIN);
	if (outcome == OUTCOME_DONE || is_unedited(edit))
		files_remove_tree(edit->dir);
	else
		error_append(error, "; your text is saved in %s", edit->path);
	return outcome == OUTCOME_DONE;
}

/*
 * The complete running configuration, so that unchanged options keep their
 * values.
 */
static bool read_before(struct edit *edit, struct error *error)
{
	struct client *client = edit->call->session->client;
	char *text = info_get_one(client, "config-text", error);
	struct pairs unsaid = { 0 };
	bool ok = text && conf_show_read_unsaid(client, &unsaid, error);

	buf_add_string(&edit->before, ok ? text : "");
	if (edit->before.len &&
		edit->before.data[edit->before.len - 1] != '\n')
		buf_add_char(&edit->before, '\n');
	for (size_t i = 0; i < unsaid.len; i++) {
		config_text_add(&edit->before, unsaid.items[i].name,
			unsaid.items[i].value);
		edit->controllers = edit->controllers ||
			conf_show_is_controllers(unsaid.items[i].name);
	}
	buf_add_span(&edit->given, buf_span(&edit->before));
	if (text)
		alloc_wipe(text, strlen(text));
	free(text);
	pairs_clear(&unsaid);
	return ok;
}

bool conf_edit(struct call *call, struct error *error)
{
	struct edit edit = { .call = call, .before = BUF_INIT_SECRET,
		.given = BUF_INIT_SECRET, .text = BUF_INIT_SECRET };
	bool ok = read_before(&edit, error) &&
		make_directory(&edit, error) && run_rounds(&edit, error);

	free(edit.dir);
	free(edit.path);
	free(edit.reason);
	buf_clear(&edit.before);
	buf_clear(&edit.given);
	buf_clear(&edit.text);
	return ok;
}
