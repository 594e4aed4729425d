/* The user's editor, run on a file or a text. */
#include "commands/user_editor.h"

#include "cmd/sh.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/handlers.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static const int keyboard[] = { SIGINT, SIGQUIT };
enum { KEYBOARD = sizeof(keyboard) / sizeof(*keyboard) };

static const char *find_editor(struct error *error)
{
	const char *own = getenv("TORCTL_EDITOR");
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");

	if (sh_is_command(own))
		return own;
	if (sh_is_command(visual))
		return visual;
	if (sh_is_command(editor))
		return editor;
	if (isatty(STDIN_FILENO))
		return "vi";
	error_set(error, ERROR_FILE, "no terminal for an editor; set "
		"TORCTL_EDITOR to a command that runs without one");
	return NULL;
}

static pid_t start(const char *editor, const char *path,
	const sigset_t *defaults, struct error *error)
{
	char *command = alloc_print("%s \"$@\"", editor);
	pid_t pid = sh_start(command, path, -1, -1, defaults, error);

	free(command);
	return pid;
}

/* sh says like this that it cannot run a program, or by which signal it ended. */
enum { SH_CANNOT_RUN = 126, SH_NOT_FOUND = 127, SH_SIGNAL = 128 };

static bool explain_status(int status, const char *editor,
	struct error *error)
{
	int code = WIFSIGNALED(status) ? SH_SIGNAL + WTERMSIG(status) :
		WEXITSTATUS(status);

	if (!code)
		return true;
	if (code == SH_CANNOT_RUN || code == SH_NOT_FOUND)
		return error_set(error, ERROR_FILE, "cannot run the editor "
			"\"%s\"; set TORCTL_EDITOR, VISUAL or EDITOR to "
			"another command", editor);
	if (code > SH_SIGNAL && code < SH_SIGNAL + NSIG)
		return error_set(error, ERROR_FILE, "the editor was killed by "
			"signal %d", code - SH_SIGNAL);
	return error_set(error, ERROR_FILE, "the editor exited with status %d",
		code);
}

static bool await(pid_t pid, const char *editor, struct error *error)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return error_set(error, ERROR_FILE, "waitpid: %s",
				strerror(errno));
	return explain_status(status, editor, error);
}

bool user_editor_run(const char *path, struct error *error)
{
	const char *editor = find_editor(error);
	struct handlers handlers = { .len = 0 };
	struct termios modes;
	bool terminal = !tcgetattr(STDIN_FILENO, &modes), ok;
	sigset_t defaults;
	pid_t pid;

	if (!editor)
		return false;
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	for (int i = 0; i < KEYBOARD; i++) {
		handlers_set(&handlers, keyboard[i], SIG_IGN, 0);
		if (handlers_before(&handlers, keyboard[i]) != SIG_IGN)
			sigaddset(&defaults, keyboard[i]);
	}
	pid = start(editor, path, &defaults, error);
	ok = pid > 0 && await(pid, editor, error);
	if (terminal)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
	handlers_restore(&handlers);
	return ok;
}

/* ---- the file */

enum { EDIT_MAX = 1024 * 1024 };

char *user_editor_make_directory(struct error *error)
{
	const char *parent = getenv("TMPDIR");
	char *dir = alloc_print("%s/torctl-XXXXXX", parent && *parent ?
		parent : "/tmp");

	if (mkdtemp(dir))
		return dir;
	error_set(error, ERROR_FILE, "cannot create %s: %s; set TMPDIR to a "
		"writable directory", dir, strerror(errno));
	free(dir);
	return NULL;
}

/* The editor may have put anything there: a FIFO would never end. */
bool user_editor_is_irregular(const char *path)
{
	struct stat about;

	return !stat(path, &about) && !S_ISREG(about.st_mode);
}

bool user_editor_read(const char *path, struct buf *to, struct error *error)
{
	if (user_editor_is_irregular(path))
		return error_set(error, ERROR_FILE, "%s is not a regular file",
			path);
	return files_read(path, EDIT_MAX, to, error);
}

bool user_editor_edit(const char *name, struct buf *text, struct error *error)
{
	char *dir = user_editor_make_directory(error);
	char *path = dir ? alloc_print("%s/%s", dir, name) : NULL;
	struct buf edited = BUF_INIT_SECRET;
	bool ok;

	ok = path && files_create(path, buf_span(text), error) &&
		user_editor_run(path, error) &&
		user_editor_read(path, &edited, error);
	if (ok) {
		buf_reset(text);
		buf_add_span(text, buf_span(&edited));
	}
	if (dir)
		files_remove_tree(dir);
	buf_clear(&edited);
	free(path);
	free(dir);
	return ok;
}
