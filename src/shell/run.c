/* Execution of one line: its command, its redirection, or a shell command. */
#include "shell/run.h"

#include "cmd/sh.h"
#include "complete/suggest.h"
#include "conn/ahead.h"
#include "help/help.h"
#include "proto/redact.h"
#include "shell/many.h"
#include "shell/signals.h"
#include "tor/info.h"
#include "util/clock.h"
#include "util/files.h"
#include "util/handlers.h"
#include "util/pipe.h"
#include "util/shield.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * With exit statuses from this one on, sh reports that it cannot run the
 * command.
 */
enum { SHELL_CANNOT_RUN = 126 };

/* ---- one command */

/* Builds the request from a row's verb and arguments; options are torctl's. */
static void build_verb(struct request *request, const struct command *command,
	const struct args *args)
{
	const struct argument *argument = command_arguments(command);

	request_init(request, command->verb);
	for (size_t i = 0; argument[i].name; i++) {
		const struct strv *values = &args->values[i];

		if (argument[i].flags & (ARGUMENT_BODY | ARGUMENT_OPTION))
			continue;
		for (size_t j = 0; j < values->len; j++)
			if (argument[i].flags & ARGUMENT_KEYWORD)
				request_add_keyword(request,
					argument[i].name, values->items[j]);
			else
				request_add_word(request, values->items[j]);
	}
	if (command_has_body(command))
		request_add_body(request, buf_span(&args->body));
}

/* Runs a row without a handler: sends its request, shows the reply. */
static bool run_verb(struct call *call, struct error *error)
{
	struct request request;

	build_verb(&request, call->command, &call->args);
	return session_request(call, &request, error);
}

bool run_call(struct call *call, struct error *error)
{
	struct session *session = call->session;
	const struct command *command = call->command;
	bool raw = session->output->form == OUTPUT_RAW;
	bool ok;

	if (call->args.help) {
		struct layout page = layout_of(session->output,
			&call->result.text);

		help_command(command, &page);
		result_add(&call->result, "help",
			buf_span(&call->result.text));
		return true;
	}
	if (command->flags & COMMAND_SECRET)
		shield_memory();
	if (command->flags & COMMAND_PROMPT && !session->prompt)
		return error_set(error, ERROR_USAGE, "only available in the "
			"interactive shell");
	if (command->columns) {
		struct table_choice choice = args_table_choice(&call->args);

		choice.usual = session->table;
		if (session->output->server)
			call->result.table.server = session->output->server;
		if (!table_begin(&call->result.table, command->columns,
			&choice, session->output->form, error))
			return false;
		call->result.table.what = command->rows;
	}
	if ((!(command->flags & COMMAND_OFFLINE) || (command->verb &&
		!session->prompt)) && !session_connection(session, error)) {
		call->command = NULL;
		return false;
	}
	/*
	 * The command may wait for more than the reply for which output was
	 * held.
	 */
	if (!command->verb)
		output_flush(session->output, NULL);
	if (command->danger && session->prompt && (!command->endangers ||
		command->endangers(call)) && !session->prompt->confirm(
		session->prompt->arg, command->danger))
		return true;
	session->tor->events.show_borrowed = raw;
	if (session->tor->connection)
		connection_tap(session->tor->connection,
			raw ? session_show_raw : NULL, session);
	session->withheld = false;
	ok = command->run ? command->run(call, error) :
		run_verb(call, error);
	/* What Tor would have replied is unknown. */
	if (session->withheld) {
		result_clear(&call->result);
		error_clear(error);
		ok = true;
	}
	if (session->tor->connection) {
		connection_tap(session->tor->connection, NULL, NULL);
		/* A failed command may not have made all of its requests. */
		ahead_forget(session->tor->connection);
	}
	return ok;
}

/*
 * Writes what the command printed, unless the next line of the script prints
 * more without waiting for anything: it then writes both at once.
 */
static bool write_output(struct session *session, bool ok, struct error *error)
{
	struct output *output = session->output;

	if (ok && !output->terminal && !output->failure &&
		session->tor->connection &&
		ahead_has_next(session->tor->connection))
		return true;
	return output_flush(output, error);
}

bool run_is_secret(const struct command *command, const struct strv *words)
{
	bool secret = command->flags & COMMAND_SECRET;

	for (size_t i = 0; i < words->len && !secret; i++)
		secret = redact_is_name(span_of(words->items[i]));
	return secret;
}

/* Several Tors are compared in a table rather than shown one by one. */
static const struct command *choose_for_many(const struct call *call,
	const struct strv *words)
{
	const struct command *many = call->command->many;
	struct args args = { 0 };
	bool fits = many && call->session->output->form == OUTPUT_TEXT &&
		args_bind(&args, many, words, &call->session->source, NULL);

	args_clear(&args);
	return fits ? many : call->command;
}

bool run_words(struct session *session, const struct strv *words,
	const char *rest, const struct command **command,
	struct error *error)
{
	struct call call = { .session = session };
	char *whole[] = { (char *)(size_t)(rest ? rest : "") };
	struct strv arguments;
	size_t used;
	struct error failure = ERROR_INIT, written = ERROR_INIT;
	bool ok, secret, on_each;

	call.command = command_find_call(words, &used, error);
	*command = NULL;
	if (!call.command)
		return false;
	if (call.command->flags & COMMAND_MAKES)
		session_forget_made(session);
	/* Borrow the words: they may be secret, so do not copy them. */
	arguments = (struct strv){ words->items + used, words->len - used, 0 };
	if (call.command->flags & COMMAND_REST && rest)
		arguments = (struct strv){ whole, *rest != '\0', 0 };
	on_each = session->many && many_is_meant(call.command) &&
		!(words->len > used && !strcmp(words->items[words->len - 1],
		"--help"));
	if (on_each)
		call.command = choose_for_many(&call, &arguments);
	secret = run_is_secret(call.command, words);
	if (secret)
		tee_pause(session->report.tee);
	ok = args_bind(&call.args, call.command, &arguments, &session->source,
		&failure) && (on_each ? many_run(&call, &failure) :
		run_call(&call, &failure));
	/* The failures of several Tors have been reported. */
	*command = on_each && failure.kind != ERROR_USAGE ? NULL :
		call.command;
	if (!ok && !on_each)
		suggest_names(session, &call.args, &failure);
	if (!ok && failure.kind == ERROR_CONNECTION)
		tor_exited(session->tor, &failure);
	session_show_earlier(session);
	/* Even after a failure, show the partial result. */
	result_render(&call.result, session->output);
	if (session->tor->connection && !session->prompt && !on_each)
		events_show(&session->tor->events, session->tor->connection);
	if (!write_output(session, ok, &written)) {
		/* Report it only once, with the reason. */
		if (failure.kind == ERROR_FILE)
			error_move(&failure, &written);
		else
			error_chain(&failure, &written);
		ok = false;
	}
	if (secret)
		tee_resume(session->report.tee);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	error_clear(&written);
	result_clear(&call.result);
	args_clear(&call.args);
	return ok;
}

/* ---- ahead of its turn */

/* Sends ahead the first lines of a command without a verb. */
static void send_wire_ahead(struct connection *connection, struct span wire,
	unsigned long step)
{
	struct request request;
	struct span line;

	while (span_next_line(&wire, &line)) {
		if (memchr(line.at, '*', line.len))
			continue;
		request_init_line(&request, line);
		ahead_send(connection, &request, step);
		request_clear(&request);
	}
}

static bool send_args_ahead(struct connection *connection,
	const struct args *args, unsigned long step)
{
	const struct command *command = args->command;
	struct request request;

	if (!command->verb) {
		send_wire_ahead(connection, span_of(command->wire), step);
		return true;
	}
	for (size_t i = 0; i < args->values[0].len; i++)
		if (info_is_bulk(args->values[0].items[i]))
			return false;
	build_verb(&request, command, args);
	ahead_send(connection, &request, step);
	request_clear(&request);
	return true;
}

bool run_ahead(struct session *session, const struct strv *words,
	unsigned long step)
{
	size_t used;
	const struct command *command = command_find_call(words, &used, NULL);
	struct strv rest;
	struct args args = { 0 };
	bool ok;

	if (!command || !(command->flags & COMMAND_ASKS))
		return false;
	rest = (struct strv){ words->items + used, words->len - used, 0 };
	ok = args_bind(&args, command, &rest, &session->source, NULL) &&
		!args.help && send_args_ahead(session->tor->connection, &args,
		step);
	args_clear(&args);
	return ok;
}

/* ---- lines */

bool run_takes_rest(const char *word)
{
	const struct command *command = command_find(word, NULL);

	return command && command->flags & COMMAND_REST;
}

static pid_t start_shell(const char *text, int input, struct error *error)
{
	sigset_t defaults;

	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	return sh_start(text, NULL, input, -1, &defaults, error);
}

/* Waits for the child to end. With `session`, prints events meanwhile. */
static bool await_status(struct session *session, pid_t pid, int *status,
	struct error *error)
{
	bool serving = session && signals_child_fd() >= 0;
	pid_t ended;

	*status = 0;
	while ((ended = waitpid(pid, status, serving ? WNOHANG : 0)) <= 0) {
		if (ended < 0 && errno != EINTR)
			return error_set(error, ERROR_FILE, "waitpid: %s",
				strerror(errno));
		if (ended < 0)
			continue;
		serving = session_wait(session, signals_child_fd(),
			CLOCK_NEVER, NULL);
		signals_take_child();
	}
	return true;
}

/* An exit status up to `harmless` is not a failure. */
static bool await_shell(struct session *session, pid_t pid, int harmless,
	struct error *error)
{
	int status;
	bool ok;

	session->output->shared = true;
	/* At a prompt, the child has the terminal. */
	ok = await_status(session->prompt ? NULL : session, pid, &status,
		error);
	session->output->shared = false;
	if (!ok)
		return false;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT)
		return error_set(error, ERROR_INTERRUPTED, "interrupted");
	if (WIFSIGNALED(status))
		return error_set(error, ERROR_FILE, "shell command killed by "
			"signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status) > harmless)
		return error_set(error, ERROR_FILE, "shell command exited "
			"with status %d", WEXITSTATUS(status));
	return true;
}

static bool run_shell(struct session *session, const char *text,
	struct error *error)
{
	pid_t pid;

	if (!output_flush(session->output, error))
		return false;
	pid = start_shell(text, -1, error);
	return pid > 0 && await_shell(session, pid, 0, error);
}

static bool run_command(struct session *session, const struct parse *parse,
	const struct command **command, struct error *error)
{
	return run_words(session, &parse->words, parse->rest, command, error);
}

/* Runs the command with its output going to `fd`, which it closes. */
static bool run_into(struct session *session, int fd,
	const struct parse *parse, const struct command **command,
	struct error *error)
{
	struct output *usual = session->output, output;
	bool ok, broken;

	output_init(&output, fd, usual->form);
	output.quiet = usual->quiet;
	output.always_color = usual->always_color;
	output.color = usual->always_color;
	session->output = &output;
	session->usual = usual;
	ok = run_command(session, parse, command, error);
	session->output = usual;
	session->usual = NULL;
	broken = output_broken(&output);
	output_clear(&output);
	/* Events that arrived meanwhile. */
	if (!output_flush(usual, ok ? error : NULL))
		ok = false;
	if (close(fd) < 0 && ok)
		ok = error_set(error, ERROR_FILE, "cannot write %s: %s",
			parse->where, strerror(errno));
	/* A reader such as head may stop early; that is not a failure. */
	if (!ok && broken && parse->target == PARSE_PIPE && error &&
		error->kind == ERROR_FILE) {
		error_clear(error);
		ok = true;
	}
	return ok;
}

static bool run_to_file(struct session *session, const struct parse *parse,
	const struct command **command, struct error *error)
{
	int flags = parse->target == PARSE_APPEND ? O_APPEND : O_TRUNC;
	char *path = files_expand_home(parse->where);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);

	if (fd < 0)
		error_set(error, ERROR_FILE, "cannot open %s: %s",
			path, strerror(errno));
	free(path);
	return fd >= 0 && run_into(session, fd, parse, command, error);
}

static bool run_to_pipe(struct session *session, const struct parse *parse,
	const struct command **command, struct error *error)
{
	struct handlers handlers = { .len = 0 };
	struct error failure = ERROR_INIT;
	int ends[2];
	pid_t pid;
	bool ok;

	if (!output_flush(session->output, error))
		return false;
	if (!pipe_open(ends))
		return error_set(error, ERROR_FILE, "pipe: %s",
			strerror(errno));
	pid = start_shell(parse->where, ends[0], error);
	close(ends[0]);
	if (pid < 0) {
		close(ends[1]);
		return false;
	}
	handlers_set(&handlers, SIGPIPE, SIG_IGN, 0);
	ok = run_into(session, ends[1], parse, command, error);
	handlers_restore(&handlers);
	/*
	 * A user sees the output of grep or diff; a script may test status 1.
	 */
	if (!await_shell(session, pid, session->prompt ? 1 : 0, &failure) &&
		ok)
		ok = error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

bool run_filter(const char *text, struct span input, struct error *error)
{
	struct handlers handlers = { .len = 0 };
	int ends[2];
	int status;
	pid_t pid;

	if (!pipe_open(ends))
		return error_set(error, ERROR_FILE, "pipe: %s",
			strerror(errno));
	pid = start_shell(text, ends[0], error);
	close(ends[0]);
	handlers_set(&handlers, SIGPIPE, SIG_IGN, 0);
	if (pid > 0)
		(void)files_write_fd(ends[1], input.at, input.len);
	close(ends[1]);
	handlers_restore(&handlers);
	if (pid < 0 || !await_status(NULL, pid, &status,
		error))
		return false;
	if (!WIFEXITED(status) || WEXITSTATUS(status) < SHELL_CANNOT_RUN)
		return true;
	return error_set(error, ERROR_FILE, "sh cannot run %s", text);
}

void run_look_for_separators(const struct strv *words, struct error *error)
{
	struct error *last = error->last ? error->last : error;

	for (size_t i = 0; i < words->len; i++) {
		const char *word = words->items[i];
		size_t len = strlen(word);

		if ((error->kind == ERROR_USAGE || error->kind == ERROR_TOR) &&
			((len && word[len - 1] == ';') || !strcmp(word, "&&")))
			error_set_remedy(last, ERROR_REMEDY_ONE_COMMAND);
	}
}

static bool run_parsed(struct session *session, const struct parse *parse,
	const struct command **command, struct error *error)
{
	size_t used;

	*command = NULL;
	if (parse->shell)
		return run_shell(session, parse->shell, error);
	if (parse->unmade)
		return error_set(error, ERROR_USAGE, "$_ has no value: "
			"no command has created anything yet, or the last "
			"one failed; write '$_' for the two characters");
	if (!parse->words.len)
		return true;
	/* A mistyped command must not truncate the file. */
	if (!command_find_call(&parse->words, &used, error))
		return false;
	if (parse->target == PARSE_PIPE)
		return run_to_pipe(session, parse, command, error);
	if (parse->target != PARSE_OUTPUT)
		return run_to_file(session, parse, command, error);
	return run_command(session, parse, command, error);
}

bool run_line(struct session *session, const struct parse *parse,
	const struct command **command, struct error *error)
{
	bool ok = run_parsed(session, parse, command, error);

	if (!ok)
		run_look_for_separators(&parse->words, error);
	return ok;
}
