/* The control port of another host, reached through the user's ssh. */
#include "conn/ssh.h"

#include "conn/ssh_shell.h"
#include "proto/helper.h"
#include "proto/keyword.h"
#include "util/alloc.h"
#include "util/child.h"
#include "util/clock.h"
#include "util/parse_word.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	SSH_NOISE_MAX = 64 * 1024, /* the most that login shells may print */
	SSH_END_WAIT = 1000,       /* ms, for ssh after its output has ended */
	SSH_NOISE_SHOWN = 80,
	SSH_FAILED = 255,
	SSH_NOT_FOUND = 127,
	SSH_CHUNK = 4096,
	SSH_UNSAID_MAX = 16 * 1024, /* of ssh's messages */
	SSH_LINE_MAX = 4096,
	/*
	 * ms until a message is shown, since ssh's last one becomes the error.
	 */
	SSH_LAST_WORDS = 200,
	SSH_COOKIE_SIZE = 32,
	/* A dead line shows neither to ssh nor to TCP for hours. */
	SSH_SILENCE = 30 * 1000,
	SSH_PATIENCE = 15 * 1000,
};

/* A connection, pending or established. */
struct ssh {
	char *host;        /* for messages */
	struct strv argv;  /* of ssh, without the command */
	bool ask;          /* see address.h */
	int64_t limit;     /* ms, for each step; CLOCK_NEVER: none */
	int cancel_fd;
	struct child child;
	struct buf line;   /* being received */
	size_t received;
	struct buf unsaid; /* messages that were not shown yet */
	void (*notice)(void *arg, struct span line); /* see opener_config */
	void *notice_arg;
	char *noise;       /* the first line that is not the expected one */
};

/* `port`: for -W; NULL: none. */
static bool ssh_build_argv(const struct address *address, const char *port,
	struct strv *argv, struct error *error)
{
	const char *program = getenv("TORCTL_SSH"), *name;

	if (!program || !*program)
		program = "ssh";
	if (!parse_word_split(program, argv) || !argv->len)
		return error_set(error, ERROR_USAGE, "TORCTL_SSH is not a "
			"valid command line: %s", program);
	name = strrchr(argv->items[0], '/');
	name = name ? name + 1 : argv->items[0];
	strv_add(argv, "-T");
	if (!strcmp(name, "ssh")) { /* other programs may not know it */
		strv_add(argv, "-e");
		strv_add(argv, "none");
	}
	if (!address->ask) {
		strv_add(argv, "-o");
		strv_add(argv, "BatchMode=yes");
	}
	if (address->port) {
		strv_add(argv, "-p");
		strv_take(argv, alloc_print("%u", address->port));
	}
	if (address->user) {
		strv_add(argv, "-l");
		strv_add(argv, address->user);
	}
	if (port) {
		strv_add(argv, "-W");
		strv_add(argv, port);
	}
	strv_add(argv, "--");
	strv_add(argv, address->host);
	return true;
}

/* `command`: NULL if none. */
static bool ssh_run(const struct ssh *ssh, const char *command,
	struct child *child, struct error *error)
{
	struct strv argv = STRV_INIT;
	bool ok;

	for (size_t i = 0; i < ssh->argv.len; i++)
		strv_add(&argv, ssh->argv.items[i]);
	if (command)
		strv_add(&argv, command);
	strv_take(&argv, NULL);
	ok = child_start(child, argv.items, !ssh->ask);
	if (!ok) {
		error_set(error, ERROR_FILE, "cannot run %s: %s", argv.items[0],
			strerror(errno));
		if (errno == ENOENT)
			error_append(error, "; install an ssh client");
	}
	strv_clear(&argv);
	return ok;
}

/* Frees all but what the child holds. */
static void ssh_free(struct ssh *ssh)
{
	strv_clear(&ssh->argv);
	buf_clear(&ssh->line);
	buf_clear(&ssh->unsaid);
	free(ssh->noise);
	free(ssh->host);
	free(ssh);
}

static void ssh_end(void *arg)
{
	struct ssh *ssh = arg;

	child_end(&ssh->child, SSH_END_WAIT);
	ssh_free(ssh);
}

/* ---- messages on standard error */

/* For struct child. */
static void ssh_note(void *arg, struct span bytes)
{
	struct buf *unsaid = arg;

	buf_add_span(unsaid, bytes);
	if (unsaid->len > SSH_UNSAID_MAX)
		buf_consume(unsaid, unsaid->len - SSH_UNSAID_MAX);
}

/* Shows the lines so far, and what is too long to be one. */
static void ssh_say(struct ssh *ssh)
{
	struct buf *unsaid = &ssh->unsaid;
	struct span rest, line;

	while (unsaid->len) {
		const char *end = memchr(unsaid->data, '\n', unsaid->len);
		size_t len = end ? (size_t)(end - unsaid->data) + 1 :
			SSH_LINE_MAX;

		if (!end && unsaid->len < SSH_LINE_MAX)
			break;
		rest = (struct span){ unsaid->data, len };
		if (ssh->notice && span_next_line(&rest, &line))
			ssh->notice(ssh->notice_arg, line);
		buf_consume(unsaid, len);
	}
}

/* For transport_link. If ssh ends, its last words are for the error. */
static bool ssh_hear(void *arg)
{
	struct ssh *ssh = arg;

	child_read_errors(&ssh->child);
	if (!child_wait(&ssh->child, clock_deadline(SSH_LAST_WORDS)))
		ssh_say(ssh);
	return ssh->child.error_fd >= 0;
}

/* ---- the reason for the end */

/* Lines from ssh that give no reason. */
static bool ssh_is_empty_talk(struct span line)
{
	static const char *const starts[] = { "Disconnected from ",
		"Connection closed by UNKNOWN", "Connection to UNKNOWN",
		"Warning: Permanently added ", "mux_client",
		"ControlSocket ", "stdio forwarding failed" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (span_starts(line, starts[i]))
			return true;
	return !line.len;
}

/*
 * Returns the most useful line of standard error: about a changed key, the
 * first of a remote torctl, else the last one. Empty: none.
 */
static struct span ssh_reason(const struct child *child)
{
	static const char torctl[] = "torctl: ", stdio[] = "stdio: ";
	struct span rest = buf_span(&child->errors), line, last = { "", 0 };

	while (span_next_line(&rest, &line)) {
		if (span_starts(line, torctl)) {
			line = span_from(line, sizeof(torctl) - 1);
			return span_starts(line, stdio) ?
				span_from(line, sizeof(stdio) - 1) : line;
		}
		if (span_starts(line, "Host key for "))
			return line;
		if (!ssh_is_empty_talk(line))
			last = line;
	}
	return last;
}

/* The exit status of a remote torctl gives the kind of its error. */
static enum error_kind ssh_kind(int status)
{
	static const enum error_kind kinds[] = { ERROR_AUTH, ERROR_TIMEOUT };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (status == error_exit_status(kinds[i]))
			return kinds[i];
	return ERROR_CONNECTION;
}

/* Returns whether ssh's error persists until the user does something. */
static bool ssh_is_refusal(struct span reason)
{
	static const char *const parts[] = { ": Permission denied (",
		"Host key ", "Too many authentication failures" };
	char *text = span_copy(reason);
	bool found = false;

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		found = found || strstr(text, parts[i]);
	free(text);
	return found;
}

static bool ssh_set_signal(const struct ssh *ssh, struct error *error)
{
	int number = WTERMSIG(ssh->child.status);

	return error_set(error, ERROR_CONNECTION, "ssh to %s was killed by "
		"signal %d (%s)", ssh->host, number, strsignal(number));
}

static void ssh_explain_failure(const struct ssh *ssh, struct error *error)
{
	struct span reason = ssh_reason(&ssh->child);
	int status = WIFEXITED(ssh->child.status) ?
		WEXITSTATUS(ssh->child.status) : -1;

	if (WIFSIGNALED(ssh->child.status)) {
		ssh_set_signal(ssh, error);
	} else if (status == SSH_NOT_FOUND) {
		error_set(error, ERROR_CONNECTION, "torctl was not found on "
			"%s", ssh->host);
		error_set_remedy(error, ERROR_REMEDY_INSTALL);
	} else if (status == SSH_FAILED && reason.len) {
		error_set(error, ERROR_CONNECTION, "%.*s", (int)reason.len,
			reason.at);
		if (ssh_is_refusal(reason))
			error_set_remedy(error, ERROR_REMEDY_SSH);
	} else if (status == SSH_FAILED) {
		error_set(error, ERROR_CONNECTION, "the command on %s was "
			"killed", ssh->host);
	} else if (reason.len) {
		error_set(error, ssh_kind(status), "%.*s", (int)reason.len,
			reason.at);
	} else {
		error_set(error, ERROR_CONNECTION, "ssh ended without running "
			"torctl on %s (status %d)", ssh->host, status);
		if (ssh->noise)
			error_append(error, ": \"%s\"", ssh->noise);
		error_set_remedy(error, ERROR_REMEDY_SSH);
	}
}

/* The status shows whether Tor ended the connection. */
static void ssh_explain_loss(void *arg, struct error *error)
{
	struct ssh *ssh = arg;
	struct span reason;
	bool ended = child_wait(&ssh->child, clock_deadline(SSH_END_WAIT));
	int status = ssh->child.status;

	if (!ended || (WIFEXITED(status) && !WEXITSTATUS(status)))
		return;
	reason = ssh_reason(&ssh->child);
	if (WIFSIGNALED(status))
		ssh_set_signal(ssh, error);
	else
		error_set(error, ERROR_CONNECTION, "ssh to %s ended%s%.*s",
			ssh->host, reason.len ? ": " : "", (int)reason.len,
			reason.at);
}

/* ---- the cookie, if there is no torctl */

/* Waits for bytes, an error message or the end of a child. */
static bool ssh_wait(struct child *child, int64_t deadline, int cancel_fd,
	struct error *error)
{
	struct pollfd wait[] = {
		{ .fd = child->fd, .events = POLLIN },
		{ .fd = child->error_fd, .events = POLLIN },
		{ .fd = cancel_fd, .events = POLLIN },
	};
	int ready;

	do
		ready = poll(wait, 3, clock_poll_timeout(deadline));
	while (ready < 0 && errno == EINTR);
	child_read_errors(child);
	if (ready < 0)
		return error_set(error, ERROR_CONNECTION, "poll: %s",
			strerror(errno));
	if (wait[2].revents)
		return error_set(error, ERROR_INTERRUPTED, "interrupted");
	return ready || error_set(error, ERROR_TIMEOUT, "timed out");
}

/* Receives all that the child prints, up to a limit. */
static bool ssh_receive_all(struct child *child, int64_t deadline,
	int cancel_fd, struct buf *text, struct error *error)
{
	ssize_t got;

	while (text->len < SSH_NOISE_MAX) {
		if (!ssh_wait(child, deadline, cancel_fd, error))
			return false;
		got = recv(child->fd, buf_reserve(text, SSH_CHUNK), SSH_CHUNK,
			MSG_DONTWAIT);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (got <= 0)
			break;
		text->len += (size_t)got;
	}
	return true;
}

/*
 * An impostor may name any file, and a shell there would see the name: only
 * harmless names are requested, and only a cookie is used.
 */
static bool ssh_read_cookie(void *arg, const char *path, struct buf *cookie,
	struct error *error)
{
	const struct ssh *ssh = arg;
	struct buf text = BUF_INIT_SECRET;
	int64_t deadline = ssh->limit == CLOCK_NEVER ? CLOCK_NEVER :
		clock_deadline(ssh->limit);
	struct child child;
	char *command;
	bool ok;

	command = ssh_shell_read_cookie(path);
	if (!command)
		return error_set(error, ERROR_AUTH, "refusing the cookie file "
			"%s on %s: a shell could misunderstand its name", path,
			ssh->host);
	ok = ssh_run(ssh, command, &child, error);
	free(command);
	if (!ok)
		return false;
	shutdown(child.fd, SHUT_WR);
	ok = ssh_receive_all(&child, deadline, ssh->cancel_fd, &text, error);
	close(child.fd);
	if (ok && (!ssh_shell_decode_cookie(buf_span(&text), cookie) ||
		cookie->len != SSH_COOKIE_SIZE)) {
		struct span reason;

		child_wait(&child, clock_deadline(SSH_END_WAIT));
		reason = ssh_reason(&child);
		ok = error_set(error, ERROR_AUTH, "cannot read the cookie file "
			"%s on %s: %.*s", path, ssh->host, reason.len ?
			(int)reason.len : INT_MAX, reason.len ? reason.at :
			"not 32 bytes");
	}
	child_end(&child, ok ? SSH_END_WAIT : 0);
	buf_clear(&text);
	return ok;
}

/* ---- connecting */

/*
 * Takes the received bytes, up to the end of a line. Returns false at the end.
 */
static bool ssh_receive(struct ssh *ssh, bool *whole)
{
	char bytes[SSH_CHUNK];
	const char *end;
	ssize_t got;
	size_t len;

	*whole = false;
	got = recv(ssh->child.fd, bytes, sizeof(bytes),
		MSG_PEEK | MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (got <= 0)
		return false;
	end = memchr(bytes, '\n', (size_t)got);
	len = end ? (size_t)(end - bytes) + 1 : (size_t)got;
	got = recv(ssh->child.fd, bytes, len, 0);
	if (got <= 0)
		return false;
	ssh->received += (size_t)got;
	buf_add(&ssh->line, bytes, (size_t)got);
	*whole = end;
	return true;
}

/* Keeps the first line printed by login shells, for an error message. */
static void ssh_note_noise(struct ssh *ssh)
{
	struct span rest = buf_span(&ssh->line), line;

	if (!ssh->noise && span_next_line(&rest, &line) && line.len)
		ssh->noise = alloc_bytes(line.at, line.len < SSH_NOISE_SHOWN ?
			line.len : SSH_NOISE_SHOWN);
	buf_reset(&ssh->line);
}

static bool ssh_take_word(struct span words, const char *name, char **value)
{
	struct buf text = BUF_INIT;
	struct keyword word;
	bool found = keyword_find(words, name, &word);

	if (found) {
		keyword_add_value(&text, &word);
		*value = buf_steal(&text);
	}
	return found;
}

/* Reads the line that says that torctl is ready. */
static bool ssh_accept(const struct ssh *ssh, const struct address *address,
	struct transport_link *link, struct error *error)
{
	struct span rest = buf_span(&ssh->line), words = { "", 0 };
	const char *there = address->there;
	char *socket = NULL;
	bool ok = true;

	span_next_line(&rest, &words);
	/* A forced command may connect elsewhere, whatever was requested. */
	if (there && *there != '#' && ssh_take_word(words, "socket", &socket) &&
		strcmp(socket, there) != 0)
		ok = error_set(error, ERROR_CONNECTION, "%s connects only "
			"to %s", ssh->host, socket);
	free(socket);
	if (!ok)
		return false;
	link->authenticated = true;
	ssh_take_word(words, "tor", &link->tor_version);
	return true;
}

/* Reads the line of a remote shell. */
static bool ssh_accept_shell(const struct ssh *ssh, struct span rest,
	struct transport_link *link, struct error *error)
{
	static const struct {
		const char *word;
		const char *text;
	} refusals[] = {
		{ "none", "there is no control socket" },
		{ "denied", "no permission to use the control socket" },
		{ "several", "there are several control sockets; name one of" },
	};
	struct span word, line = { "", 0 };

	span_next_line(&rest, &line);
	span_next_word(&line, &word);
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (span_equal(word, refusals[i].word))
			return error_set(error, ERROR_CONNECTION,
				"%s%.*s", refusals[i].text, (int)line.len,
				line.at);
	if (!span_equal(word, "ready"))
		return error_set(error, ERROR_CONNECTION, "unexpected answer "
			"from %s: %.*s", ssh->host, (int)word.len, word.at);
	link->read_cookie = ssh_read_cookie;
	return true;
}

/* Adds the step during which a wait timed out. */
static bool ssh_give_up(const struct ssh *ssh, struct error *failure,
	struct error *error)
{
	struct span reason = ssh_reason(&ssh->child);

	if (failure->kind != ERROR_TIMEOUT)
		return error_move(error, failure);
	error_clear(failure);
	error_set(error, ERROR_TIMEOUT, "timed out before torctl started on "
		"%s", ssh->host);
	error_set_remedy(error, ERROR_REMEDY_TIMEOUT);
	if (reason.len || ssh->noise)
		error_append(error, ": %.*s", reason.len ? (int)reason.len :
			INT_MAX, reason.len ? reason.at : ssh->noise);
	return false;
}

/* Shows messages that explain a question on the terminal. */
static bool ssh_wait_and_say(struct ssh *ssh, int64_t deadline, int cancel_fd,
	struct error *error)
{
	int64_t soon = clock_deadline(SSH_LAST_WORDS);

	if (ssh->ask && ssh->unsaid.len && soon < deadline) {
		if (ssh_wait(&ssh->child, soon, cancel_fd, error))
			return true;
		if (error->kind != ERROR_TIMEOUT)
			return false;
		error_clear(error);
		ssh_say(ssh);
	}
	return ssh_wait(&ssh->child, deadline, cancel_fd, error);
}

static bool ssh_is_ready(struct span line)
{
	struct span rest = span_from(line, strlen(HELPER_READY));

	return span_starts(line, HELPER_READY) && *rest.at &&
		strchr(" \r\n", *rest.at);
}

static bool ssh_await_ready(struct ssh *ssh, const struct address *address,
	int64_t deadline, int cancel_fd, struct transport_link *link,
	struct error *error)
{
	struct error failure = ERROR_INIT;
	struct span line;
	bool whole;

	for (;;) {
		if (!ssh_wait_and_say(ssh, deadline, cancel_fd, &failure))
			return ssh_give_up(ssh, &failure, error);
		if (!ssh_receive(ssh, &whole)) {
			if (!child_wait(&ssh->child,
				clock_deadline(SSH_END_WAIT)))
				kill(ssh->child.pid, SIGTERM);
			child_wait(&ssh->child, clock_deadline(SSH_END_WAIT));
			ssh_explain_failure(ssh, error);
			return false;
		}
		line = buf_span(&ssh->line);
		if (whole && ssh_is_ready(line))
			return ssh_accept(ssh, address, link, error);
		if (whole && span_starts(line, HELPER_SHELL))
			return ssh_accept_shell(ssh, span_from(line,
				strlen(HELPER_SHELL)), link, error);
		if (whole)
			ssh_note_noise(ssh);
		if (ssh->received > SSH_NOISE_MAX)
			break;
	}
	ssh_note_noise(ssh);
	error_set(error, ERROR_CONNECTION, "expected torctl on %s, but it "
		"printed more than %d KiB: \"%s\"", ssh->host,
		SSH_NOISE_MAX >> 10, ssh->noise ? ssh->noise : "");
	return error_set_remedy(error, ERROR_REMEDY_SSH);
}

/* Starts ssh. Returns NULL on failure. */
static struct ssh *ssh_start(const struct address *address, const char *port,
	const char *command, struct error *error)
{
	struct ssh *ssh = alloc_zeroed(sizeof(*ssh));

	ssh->host = alloc_string(address->host);
	ssh->ask = address->ask;
	ssh->notice = address->notice;
	ssh->notice_arg = address->notice_arg;
	if (ssh_build_argv(address, port, &ssh->argv, error) &&
		ssh_run(ssh, command, &ssh->child, error)) {
		ssh->child.note = ssh_note;
		ssh->child.note_arg = &ssh->unsaid;
		return ssh;
	}
	ssh_free(ssh);
	return NULL;
}

static void ssh_give_link(struct ssh *ssh, struct transport_link *link)
{
	link->fd = ssh->child.fd;
	link->hear = ssh->child.error_fd < 0 ? NULL : ssh_hear;
	link->hear_fd = ssh->child.error_fd;
	link->end = ssh_end;
	link->explain = ssh_explain_loss;
	link->arg = ssh;
}

bool ssh_connect(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error)
{
	char *command = ssh_shell_connect(address->there);
	struct ssh *ssh = ssh_start(address, NULL, command, error);

	free(command);
	if (!ssh)
		return false;
	ssh->limit = deadline == CLOCK_NEVER ? CLOCK_NEVER :
		deadline - clock_now();
	ssh->cancel_fd = cancel_fd;
	if (!ssh_await_ready(ssh, address, deadline, cancel_fd, link, error)) {
		close(ssh->child.fd);
		child_end(&ssh->child, 0);
		ssh_free(ssh);
		return false;
	}
	ssh_say(ssh);
	ssh_give_link(ssh, link);
	link->silence = SSH_SILENCE;
	link->patience = SSH_PATIENCE;
	return true;
}

bool ssh_forward(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error)
{
	struct ssh *ssh;

	(void)deadline; /* it does not wait */
	(void)cancel_fd;
	if (!address->there || strchr("/#", *address->there))
		return error_set(error, ERROR_USAGE, "only a TCP port of %s "
			"can be reached through ssh", address->host);
	ssh = ssh_start(address, address->there, NULL, error);
	if (ssh)
		ssh_give_link(ssh, link);
	return ssh;
}
