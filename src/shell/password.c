/* Sources of the control password. */
#include "shell/password.h"

#include "cmd/secret.h"
#include "conn/auth.h"
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

enum { PASSWORD_FILE_MAX = 4096, PASSWORD_TRIES = 3 };

static const char prompt[] = "Tor control password: ";
static const char again[] = "Wrong password.\nTor control password: ";

/* Reads the first line of a FIFO, which may never have a writer. */
static bool read_fifo(const char *path, int timeout, struct buf *password,
	struct error *error)
{
	int64_t deadline = clock_deadline(timeout);
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	bool ok = fd >= 0, more = ok;

	if (!ok)
		error_set(error, ERROR_FILE, "cannot open %s: %s", path,
			strerror(errno));
	while (more && password->len < PASSWORD_FILE_MAX) {
		int count = poll(&ready, 1, clock_poll_timeout(deadline));

		if (count < 0 && errno == EINTR)
			continue;
		ok = count > 0;
		more = ok && files_read_some(fd, 1, password) > 0 &&
			password->data[password->len - 1] != '\n';
	}
	if (fd >= 0 && !ok)
		error_set(error, ERROR_TIMEOUT, "timed out waiting for a "
			"password from %s", path);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool read_file(const char *path, int timeout, struct buf *password,
	struct error *error)
{
	struct stat about;
	bool fifo = !stat(path, &about) && S_ISFIFO(about.st_mode);

	return (fifo ? read_fifo(path, timeout, password, error) :
		files_read(path, PASSWORD_FILE_MAX, password, error)) &&
		secret_first_line(password, path, error);
}

void password_take_variable(struct options *options)
{
	char *value = getenv("TOR_CONTROL_PASSWD");

	if (!value)
		return;
	options->variable.secret = true;
	buf_add_string(&options->variable, value);
	/* unsetenv() would leave it where /proc/PID/environ shows it. */
	alloc_wipe(value, strlen(value));
	unsetenv("TOR_CONTROL_PASSWD");
}

void password_share(const struct options *from, struct options *to)
{
	to->variable.secret = true;
	buf_reset(&to->variable);
	buf_add_span(&to->variable, buf_span(&from->variable));
}

bool password_read_ahead(struct options *options, struct error *error)
{
	struct buf *password = &options->password;
	bool ok = true;

	if (!options->password_file || strcmp(options->password_file, "-"))
		return true;
	password->secret = true;
	while (ok && password->len < PASSWORD_FILE_MAX &&
		(!password->len || password->data[password->len - 1] != '\n'))
		ok = files_read_some(STDIN_FILENO, 1, password) > 0;
	if (!secret_first_line(password, "standard input", error))
		return false;
	if (!password->len)
		return error_set(error, ERROR_FILE, "no password on the first "
			"line of standard input");
	return true;
}

/* A typed password is kept, since a lost connection will need it again. */
static bool ask(struct options *options, struct buf *password,
	struct error *error)
{
	if (!secret_ask(options->wrong_passwords ? again : prompt, password,
		error)) {
		options->wrong_passwords = 0;
		return false;
	}
	options->password.secret = true;
	buf_reset(&options->password);
	buf_add_span(&options->password, buf_span(password));
	options->typed_password = true;
	return true;
}

bool password_ask_ahead(struct options *options, struct error *error)
{
	struct buf password = BUF_INIT_SECRET;
	bool ok = !options->ask_password || options->password.len ||
		ask(options, &password, error);

	buf_clear(&password);
	return ok;
}

/* Returns false without an error if only the terminal is left as a source. */
static bool get_unasked(const struct options *options, struct buf *password,
	struct error *error)
{
	if (options->password.len) {
		buf_add_span(password, buf_span(&options->password));
		return true;
	}
	if (options->password_file)
		return read_file(options->password_file, options->timeout,
			password, error);
	if (options->ask_password || !options->variable.len)
		return false;
	auth_decode_variable(buf_span(&options->variable), password);
	return true;
}

bool password_get_quietly(void *options, struct buf *password,
	struct error *error)
{
	return get_unasked(options, password, error);
}

bool password_get(void *arg, struct buf *password, struct error *error)
{
	struct options *options = arg;
	struct error failure = ERROR_INIT;

	if (get_unasked(options, password, &failure))
		return true;
	if (failure.kind != ERROR_NONE)
		return error_move(error, &failure);
	/* Unless --password was given, a missing terminal is not an error. */
	return ask(options, password, options->ask_password ? error : NULL);
}

bool password_again(void *arg)
{
	struct options *options = arg;
	int wrong = options->wrong_passwords + 1;
	bool more = options->typed_password && wrong < PASSWORD_TRIES;

	password_forget(options);
	options->wrong_passwords = more ? wrong : 0;
	return more;
}

void password_forget(struct options *options)
{
	if (options->typed_password)
		buf_clear(&options->password);
	options->typed_password = false;
	options->wrong_passwords = 0;
}
