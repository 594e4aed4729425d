/* Password input on the terminal, without echo. */
#include "cmd/secret.h"

#include "util/files.h"
#include "util/handlers.h"
#include "util/shield.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
enum { CAUGHT = sizeof(caught) / sizeof(*caught) };

/* The signal that arrived while a password was typed, or 0. */
static volatile sig_atomic_t arrived;

bool secret_first_line(struct buf *secret, const char *name,
	struct error *error)
{
	size_t len = 0;

	while (len < secret->len && secret->data[len] != '\n' &&
		secret->data[len] != '\r')
		len++;
	buf_truncate(secret, len);
	if (!len || !memchr(secret->data, '\0', len))
		return true;
	return error_set(error, ERROR_FILE, "%s contains a NUL byte and "
		"is not a text file", name);
}

static void note_signal(int number)
{
	arrived = number;
}

/* Reads single bytes, so that nothing after the line is consumed. */
static bool read_line(int fd, struct buf *secret)
{
	char c;

	while (!arrived) {
		ssize_t got = read(fd, &c, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		if (c == '\n' || c == '\r')
			return true;
		buf_add_char(secret, c);
	}
	return false;
}

bool secret_ask(const char *prompt, struct buf *secret, struct error *error)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct handlers handlers = { .len = 0 };
	struct termios before, silent;
	bool ok = false, handled;

	shield_memory();
	if (fd < 0 || tcgetattr(fd, &before) < 0) {
		if (fd >= 0)
			close(fd);
		return error_set(error, ERROR_AUTH, "no terminal to ask for "
			"the password; use --password-file");
	}
	for (;;) {
		silent = before;
		silent.c_lflag &= ~(tcflag_t)ECHO;
		arrived = 0;
		for (int i = 0; i < CAUGHT; i++)
			handlers_set(&handlers, caught[i], note_signal, 0);
		tcsetattr(fd, TCSAFLUSH, &silent);
		files_write_fd(fd, prompt, strlen(prompt));
		ok = read_line(fd, secret);
		tcsetattr(fd, TCSAFLUSH, &before);
		handled = arrived &&
			handlers_before(&handlers, arrived) != SIG_DFL;
		/* The signal's handler itself continues below the prompt. */
		if (!handled)
			files_write_fd(fd, "\n", 1);
		handlers_restore(&handlers);
		if (!arrived)
			break;
		/* Ends the process, or stops it and asks again afterwards. */
		buf_reset(secret);
		raise(arrived);
		if (handled)
			break;
	}
	close(fd);
	if (handled)
		return error_set(error, ERROR_INTERRUPTED, "interrupted");
	if (!ok)
		error_set(error, ERROR_AUTH, "no password given");
	return ok;
}
