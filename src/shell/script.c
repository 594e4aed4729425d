/* Scripts: commands from files, standard input and -c, run line by line. */
#include "shell/script.h"

#include "proto/request.h"
#include "shell/alias.h"
#include "shell/parse.h"
#include "shell/run.h"
#include "shell/shell_state.h"
#include "util/alloc.h"
#include "util/files.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A limit for files that source themselves. */
enum { SCRIPT_DEPTH_MAX = 16 };

/* The source of lines: a stream or a list. */
struct script {
	const char *name;
	FILE *stream;
	const struct strv *lines;
	size_t number; /* of the last line read, from 1 */
	struct buf line;
	bool too_long; /* a line was too long; nothing after it is read */
	bool in_body;  /* lines after the command's own were taken */
	int depth;     /* how many scripts run, including this one */
};

bool script_read_stdin(void *arg, struct buf *to, struct error *error)
{
	(void)arg;
	return files_read_fd(STDIN_FILENO, "standard input", REQUEST_MAX, to,
		error);
}

/*
 * Reads the next line without its end, valid until the next call. A line longer
 * than any request that Tor accepts means that this is not a script, or never
 * ends (/dev/zero).
 */
static bool next_line(struct script *script, struct span *line)
{
	int byte;

	if (script->lines) {
		if (script->number == script->lines->len)
			return false;
		*line = span_of(script->lines->items[script->number++]);
		return true;
	}
	buf_reset(&script->line);
	while (!script->too_long && (byte = getc_unlocked(script->stream)) !=
		EOF) {
		buf_add_char(&script->line, (char)byte);
		if (byte == '\n')
			break;
		script->too_long = script->line.len > REQUEST_MAX;
	}
	if (!script->line.len || script->too_long)
		return false;
	script->number++;
	*line = buf_span(&script->line);
	if (line->len && line->at[line->len - 1] == '\n')
		line->len--;
	if (line->len && line->at[line->len - 1] == '\r')
		line->len--;
	return true;
}

/* For args_source: reads the following lines, up to one with only ".". */
static bool read_body(void *arg, struct buf *to, struct error *error)
{
	struct script *script = arg;
	struct span line;

	script->in_body = true;
	for (;;) {
		if (!next_line(script, &line))
			return error_set(error, ERROR_USAGE, "unterminated "
				"text: missing a line with only \".\"");
		if (span_equal(line, "."))
			return true;
		buf_add_span(to, line);
		buf_add_char(to, '\n');
	}
}

static void report_failure(struct session *session,
	const struct script *script, size_t number,
	const struct command *command, bool may_fail,
	const struct error *error)
{
	char *where;

	/* The user interrupted it at the prompt. */
	if (session->prompt && error->kind == ERROR_INTERRUPTED)
		return;
	where = alloc_print("%s:%zu", script->name, number);
	report_error(&session->report, where, command ? command->name : NULL,
		error);
	if (may_fail)
		report_note(&session->report, "%s: failure ignored", where);
	free(where);
}

/* Returns whether the following lines are the command's text. */
static bool wants_body(const struct parse *parse)
{
	size_t used = 0;
	const struct command *command = parse->words.len ?
		command_find_words(&parse->words, 0, false, &used, NULL) :
		NULL;
	const struct argument *argument = command ? command->arguments : NULL;

	if (command && command->flags & COMMAND_REST)
		return parse->rest && *parse->rest == '+';
	for (; argument && argument->name; argument++)
		for (size_t i = 1; i < parse->words.len; i++)
			if (argument->flags & (ARGUMENT_BODY |
				ARGUMENT_PRIVATE) &&
				!strcmp(parse->words.items[i], "-"))
				return true;
	return false;
}

/* Skips the text of a command that failed before reading it. */
static bool skip_body(struct script *script, const struct parse *parse,
	struct error *error)
{
	struct buf body = BUF_INIT_SECRET;
	bool ok = true;

	if (!script->in_body && wants_body(parse))
		ok = read_body(script, &body, error);
	buf_clear(&body);
	return ok;
}

/* Expands the user's aliases if the script was started from the prompt. */
static void expand_alias(const struct session *session, struct buf *expanded,
	struct span *line)
{
	const struct shell *shell = session->prompt ? session->prompt->arg :
		NULL;

	if (shell && alias_expand(&shell->aliases, *line, expanded))
		*line = buf_span(expanded);
}

/* Runs one line; returns false if the script must not continue. */
static bool run_one(struct session *session, struct script *script,
	struct span line, bool keep_going, int *status)
{
	const struct command *command = NULL;
	struct error error = ERROR_INIT;
	struct buf expanded = BUF_INIT_SECRET;
	struct parse parse = { 0 };
	struct error unended = ERROR_INIT;
	size_t number = script->number;
	bool ok;

	script->in_body = false;
	expand_alias(session, &expanded, &line);
	ok = parse_line(&parse, line, run_takes_rest, &error) &&
		run_line(session, &parse, &command, &error);
	if (!ok) {
		if (!skip_body(script, &parse, &unended))
			error_chain(&error, &unended);
		/* If our reader is gone, end without an error. */
		if (!output_broken(session->output))
			report_failure(session, script, number, command,
				parse.may_fail, &error);
		if (!parse.may_fail && !*status)
			*status = error_exit_status(error.kind);
		ok = parse.may_fail || keep_going;
		/* Nobody will read the output of later lines. */
		if (output_broken(session->output))
			ok = false;
	}
	error_clear(&error);
	parse_clear(&parse);
	buf_clear(&expanded);
	return ok && !session->ended;
}

static bool is_too_deep(const struct session *session, struct script *script)
{
	const struct args_source *source = &session->source;
	const struct script *outer = source->read_body == read_body ?
		source->read_arg : NULL;

	script->depth = outer ? outer->depth + 1 : 1;
	return script->depth > SCRIPT_DEPTH_MAX;
}

/* Reports why the script cannot continue, and takes `error`. */
static bool refuse(struct session *session, struct error *error, int *status)
{
	report_error(&session->report, NULL, NULL, error);
	if (!*status)
		*status = error_exit_status(error->kind);
	error_clear(error);
	return false;
}

bool script_is_interrupted(const struct session *session)
{
	struct pollfd cancel = { .fd = session->opener.client.cancel_fd,
		.events = POLLIN };

	return cancel.fd >= 0 && poll(&cancel, 1, 0) > 0;
}

static bool run_script(struct session *session, struct script *script,
	bool keep_going, int *status)
{
	struct args_source usual = session->source;
	struct error error = ERROR_INIT;
	struct span line;
	bool ok = true;

	if (is_too_deep(session, script)) {
		error_set(&error, ERROR_USAGE,
			"%s: more than %d nested "
			"source files; does a file source itself?",
			script->name, SCRIPT_DEPTH_MAX);
		return refuse(session, &error, status);
	}
	/* The lines of -c are in argv, as visible as a command. */
	session->source = (struct args_source){ script->lines != NULL,
		read_body, script, NULL,
		script->stream == stdin || usual.stdin_taken };
	while (ok && next_line(script, &line))
		ok = run_one(session, script, line, keep_going, status) &&
			!script_is_interrupted(session);
	session->source = usual;
	if (script->too_long) {
		error_set(&error, ERROR_USAGE, "%s:%zu: line longer than %d "
			"bytes", script->name, script->number + 1,
			REQUEST_MAX);
		ok = refuse(session, &error, status);
	}
	buf_clear(&script->line);
	return ok;
}

static bool report_file(struct session *session, const char *path,
	int *status)
{
	struct error error = ERROR_INIT;

	error_set(&error, ERROR_FILE, "cannot read %s: %s", path,
		strerror(errno));
	return refuse(session, &error, status);
}

bool script_run_file(struct session *session, const char *path,
	bool keep_going, int *status)
{
	bool is_stdin = !strcmp(path, "-");
	struct script script = { .name = is_stdin ? "stdin" : path,
		.line = BUF_INIT_SECRET };
	bool ok;

	script.stream = is_stdin ? stdin : fopen(path, "re");
	if (!script.stream)
		return report_file(session, path, status);
	ok = run_script(session, &script, keep_going, status);
	if (ok && ferror(script.stream))
		ok = report_file(session, script.name, status);
	if (!is_stdin)
		fclose(script.stream);
	return ok;
}

bool script_check_file(const char *path, struct error *error)
{
	struct stat about;

	if (!access(path, R_OK) && !stat(path, &about) &&
		!S_ISDIR(about.st_mode))
		return true;
	if (!access(path, R_OK))
		errno = EISDIR;
	return error_set(error, ERROR_FILE, "cannot read %s: %s", path,
		strerror(errno));
}

bool script_run_lines(struct session *session, const struct strv *lines,
	const char *name, bool keep_going, int *status)
{
	struct script script = { .name = name, .lines = lines };

	return run_script(session, &script, keep_going, status);
}
