/* Scripts: commands from files, standard input and -c, run line by line. */
#include "shell/script.h"

#include "conn/ahead.h"
#include "line/alias.h"
#include "line/parse.h"
#include "proto/request.h"
#include "shell/many.h"
#include "shell/run.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A limit for files that source themselves. */
enum { SCRIPT_DEPTH_MAX = 16 };

/* How much of a file is read at once. */
enum { SCRIPT_CHUNK = 4096 };

/*
 * How many commands and bytes of them are sent before the first is answered.
 * With a delay of 50 ms, fewer than 200 would leave the connection idle.
 */
enum { SCRIPT_AHEAD = 512, SCRIPT_AHEAD_BYTES = 64 * 1024 };

/* The part of a file that was read. */
struct script_input {
	struct buf bytes;
	size_t run; /* bytes already run; the next read drops them */
};

/* The source of lines: a descriptor or a list. */
struct script {
	struct session *session;
	const char *name;
	int fd;
	const struct strv *lines;
	size_t number; /* of the last line read, from 1 */
	struct script_input own, *input;
	struct buf line;
	size_t ahead;       /* how many of the next lines were sent ahead, */
	size_t ahead_bytes; /* and how long they are */
	bool over;     /* the end of the file was read */
	bool in_body;  /* lines after the command's own were taken */
	int depth;     /* how many scripts run, including this one */
};

bool script_read_stdin(void *arg, struct buf *to, struct error *error)
{
	(void)arg;
	return files_read_fd(STDIN_FILENO, "standard input", REQUEST_MAX, to,
		error);
}

/* Reads a chunk, as files_read_some() does. */
static ssize_t read_chunk(struct script *script)
{
	struct script_input *input = script->input;

	buf_consume(&input->bytes, input->run);
	input->run = 0;
	return files_read_some(script->fd, SCRIPT_CHUNK, &input->bytes);
}

/* Reads more, waiting for it. Returns false at the end of the file. */
static bool read_more(struct script *script, struct error *error)
{
	ssize_t got;

	if (script->over || !session_wait(script->session, script->fd,
		CLOCK_NEVER, error))
		return false;
	got = read_chunk(script);
	if (got < 0)
		error_set(error, ERROR_FILE, "cannot read %s: %s",
			script->name, strerror(errno));
	script->over = got <= 0;
	return got > 0;
}

/* Returns the part that was not run yet, from `skip` bytes on. */
static struct span unrun(const struct script *script, size_t skip)
{
	return span_from(buf_span(&script->input->bytes), script->input->run +
		skip);
}

static size_t line_length(struct span text)
{
	const char *end = text.len ? memchr(text.at, '\n', text.len) : NULL;

	return end ? (size_t)(end - text.at) + 1 : 0;
}

/* Removes LF or CR LF. */
static struct span without_end(struct span line)
{
	line.len -= line.len && line.at[line.len - 1] == '\n';
	line.len -= line.len && line.at[line.len - 1] == '\r';
	return line;
}

static void take_looked_at(struct script *script, size_t len)
{
	script->ahead_bytes -= len < script->ahead_bytes ? len :
		script->ahead_bytes;
}

/*
 * Reads the next line without its end, valid until the next call. Returns false
 * at the end of the script, or with an error. A line longer than any request
 * that Tor accepts means that this is not a script, or never ends (/dev/zero).
 */
static bool next_line(struct script *script, struct span *line,
	struct error *error)
{
	struct error failure = ERROR_INIT;
	struct span rest;
	size_t len;

	if (script->lines) {
		if (script->number == script->lines->len)
			return false;
		*line = span_of(script->lines->items[script->number++]);
		take_looked_at(script, line->len + 1);
		return true;
	}
	while (!line_length(unrun(script, 0)) &&
		unrun(script, 0).len <= REQUEST_MAX &&
		read_more(script, &failure))
		;
	if (failure.kind != ERROR_NONE)
		return error_move(error, &failure);
	rest = unrun(script, 0);
	len = line_length(rest);
	if (!len)
		len = rest.len;
	if (len > REQUEST_MAX && rest.at[REQUEST_MAX] != '\n')
		return error_set(error, ERROR_USAGE, "%s:%zu: line longer "
			"than %d bytes", script->name, script->number + 1,
			REQUEST_MAX);
	buf_reset(&script->line);
	buf_add(&script->line, rest.at, len);
	script->input->run += len;
	take_looked_at(script, len);
	*line = without_end(buf_span(&script->line));
	script->number += len > 0;
	return len > 0;
}

/* For args_source: reads the following lines, up to one with only ".". */
static bool read_body(void *arg, struct buf *to, struct error *error)
{
	struct error failure = ERROR_INIT;
	struct script *script = arg;
	struct span line;

	script->in_body = true;
	while (next_line(script, &line, &failure)) {
		if (span_equal(line, "."))
			return true;
		buf_add_span(to, line);
		buf_add_char(to, '\n');
	}
	if (failure.kind != ERROR_NONE)
		return error_move(error, &failure);
	return error_set(error, ERROR_USAGE, "unterminated text: missing a "
		"line with only \".\"");
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
	const struct argument *argument = command ?
		command_arguments(command) : NULL;

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

static void expand_alias(const struct session *session, struct buf *expanded,
	struct span *line)
{
	if (alias_expand(&session->aliases, *line, expanded))
		*line = buf_span(expanded);
}

/* Reads what has arrived, without waiting. Leaves errors to read_more(). */
static void read_early(struct script *script)
{
	struct pollfd wait = { .fd = script->fd, .events = POLLIN };

	while (!script->over && unrun(script, 0).len < SCRIPT_AHEAD_BYTES &&
		poll(&wait, 1, 0) > 0 && wait.revents & POLLIN &&
		read_chunk(script) > 0)
		;
}

/*
 * Finds the first complete line not yet examined; returns its length including
 * the end, or 0 if there is none yet.
 */
static size_t peek_line(const struct script *script, struct span *line)
{
	struct span rest;
	size_t len;

	if (script->lines) {
		size_t i = script->number + script->ahead;

		if (i == script->lines->len)
			return 0;
		*line = span_of(script->lines->items[i]);
		return line->len + 1;
	}
	rest = unrun(script, script->ahead_bytes);
	len = line_length(rest);
	*line = without_end((struct span){ rest.at, len });
	return len;
}

/*
 * Sends the line's questions ahead of its turn. Returns false if it does more
 * than ask, or has an error, which is reported in its turn.
 */
static bool ask_ahead(struct session *session, struct span line,
	unsigned long step)
{
	struct buf expanded = BUF_INIT_SECRET;
	struct parse parse = { 0 };
	bool ok;

	expand_alias(session, &expanded, &line);
	ok = parse_line(&parse, line, run_takes_rest, NULL) && !parse.shell &&
		!parse.unmade && parse.target == PARSE_OUTPUT && (!parse.words.len ||
		run_ahead(session, &parse.words, step));
	parse_clear(&parse);
	buf_clear(&expanded);
	return ok;
}

/*
 * Sends the questions of the lines from this one on, as far as they have been
 * read and only ask, before the first is answered. `sent`: this one was sent
 * already.
 */
static void look_ahead(struct script *script, struct span line, bool sent)
{
	struct session *session = script->session;
	struct span next;
	size_t len;

	/* A trace shows each request above its reply. */
	if (!session->tor->connection ||
		session->tor->opener.connection.trace ||
		script->ahead > SCRIPT_AHEAD / 2)
		return;
	if (!script->lines)
		read_early(script);
	if (!sent && (!peek_line(script, &next) ||
		!ask_ahead(session, line, session->step)))
		return;
	while (script->ahead < SCRIPT_AHEAD &&
		script->ahead_bytes < SCRIPT_AHEAD_BYTES &&
		ahead_may_send(session->tor->connection) &&
		(len = peek_line(script, &next)) && ask_ahead(session, next,
		session->step + script->ahead + 1)) {
		script->ahead++;
		script->ahead_bytes += len;
	}
	ahead_flush(session->tor->connection);
}

/* Begins the next line. Returns whether it was sent ahead of its turn. */
static bool begin_line(struct script *script)
{
	struct session *session = script->session;
	bool sent = script->ahead;

	script->in_body = false;
	script->ahead -= sent;
	session->step++;
	if (session->tor->connection)
		ahead_begin_step(session->tor->connection, session->step);
	return sent;
}

/* Drop replies to requests sent ahead. */
static void forget_ahead(struct script *script)
{
	while (script->ahead)
		begin_line(script);
	begin_line(script);
}

static bool run_one(struct session *session, struct script *script,
	struct span line, bool keep_going, int *status)
{
	const struct command *command = NULL;
	struct error error = ERROR_INIT;
	struct buf expanded = BUF_INIT_SECRET;
	struct parse parse = { .last.made = session->made };
	struct error unended = ERROR_INIT;
	size_t number = script->number;
	bool ok;

	look_ahead(script, line, begin_line(script));
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
		/* The output of later lines has no reader. */
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
	/* If our reader is gone, end without an error. */
	if (!output_broken(session->output))
		report_error(&session->report, NULL, NULL, error);
	if (!*status)
		*status = error_exit_status(error->kind);
	error_clear(error);
	return false;
}

bool script_is_interrupted(const struct session *session)
{
	struct pollfd cancel = {
		.fd = session->tor->opener.connection.cancel_fd,
		.events = POLLIN
	};

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
		read_body, script, NULL, script->fd == STDIN_FILENO ?
		script->input : usual.stdin_script };
	while (ok && next_line(script, &line, &error))
		ok = run_one(session, script, line, keep_going, status) &&
			!script_is_interrupted(session);
	session->source = usual;
	forget_ahead(script);
	/* After an interruption there may be held output. */
	output_flush(session->output, NULL);
	if (error.kind != ERROR_NONE)
		ok = refuse(session, &error, status);
	buf_clear(&script->line);
	return ok;
}

bool script_run_file(struct session *session, const char *path,
	bool keep_going, int *status)
{
	bool is_stdin = !strcmp(path, "-");
	struct script script = { .session = session,
		.name = is_stdin ? "stdin" : path,
		.own = { BUF_INIT_SECRET, 0 }, .line = BUF_INIT_SECRET };
	struct error error = ERROR_INIT;
	bool ok;

	/* Without blocking, since a fifo may not have a writer yet. */
	script.fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC |
		O_NONBLOCK | O_NOCTTY);
	if (script.fd < 0) {
		error_set(&error, ERROR_FILE, "cannot read %s: %s", path,
			strerror(errno));
		return refuse(session, &error, status);
	}
	script.input = is_stdin && session->source.stdin_script ?
		session->source.stdin_script : &script.own;
	ok = run_script(session, &script, keep_going, status);
	buf_clear(&script.own.bytes);
	if (!is_stdin)
		close(script.fd);
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
	struct script script = { .session = session, .name = name, .fd = -1,
		.lines = lines };

	return run_script(session, &script, keep_going, status);
}

void script_end(struct session *session, int *status)
{
	struct error error = ERROR_INIT;

	if (session->many)
		many_show_last(session);
	/* Do not query a Tor that hangs or is gone again. */
	if (*status != error_exit_status(ERROR_TIMEOUT) &&
		*status != error_exit_status(ERROR_CONNECTION) &&
		!session_show_last(session, &error))
		refuse(session, &error, status);
}
