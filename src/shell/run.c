/* Execution of one line: its command, its redirection, or a shell command. */
#include "shell/run.h"

#include "cmd/sh.h"
#include "shell/signals.h"
#include "util/clock.h"
#include "util/files.h"
#include "util/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* From this exit status on, sh means that it cannot run the command. */
enum { SHELL_CANNOT_RUN = 126 };

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
	return sh_start(text, NULL, input, &defaults, error);
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

static bool await_shell(struct session *session, pid_t pid,
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
	if (WEXITSTATUS(status))
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
	return pid > 0 && await_shell(session, pid, error);
}

static bool run_command(struct session *session, const struct parse *parse,
	const struct command **command, struct error *error)
{
	return session_run(session, &parse->words, parse->rest, command,
		error);
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
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
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
	sigaction(SIGPIPE, &ignore, &old);
	ok = run_into(session, ends[1], parse, command, error);
	sigaction(SIGPIPE, &old, NULL);
	if (!await_shell(session, pid, &failure) && ok)
		ok = error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

bool run_filter(const char *text, struct span input, struct error *error)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
	int ends[2];
	int status;
	pid_t pid;

	if (!pipe_open(ends))
		return error_set(error, ERROR_FILE, "pipe: %s",
			strerror(errno));
	pid = start_shell(text, ends[0], error);
	close(ends[0]);
	sigaction(SIGPIPE, &ignore, &old);
	if (pid > 0)
		(void)files_write_fd(ends[1], input.at, input.len);
	close(ends[1]);
	sigaction(SIGPIPE, &old, NULL);
	if (pid < 0 || !await_status(NULL, pid, &status,
		error))
		return false;
	if (!WIFEXITED(status) || WEXITSTATUS(status) < SHELL_CANNOT_RUN)
		return true;
	return error_set(error, ERROR_FILE, "sh cannot run %s", text);
}

bool run_line(struct session *session, const struct parse *parse,
	const struct command **command, struct error *error)
{
	size_t used;

	*command = NULL;
	if (parse->shell)
		return run_shell(session, parse->shell, error);
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
