/* The control port of another host, reached through the user's ssh. */
#include "conn/ssh.h"

#include "conn/instances.h"
#include "proto/helper.h"
#include "proto/keyword.h"
#include "util/alloc.h"
#include "util/child.h"
#include "util/clock.h"
#include "util/encode.h"
#include "util/files.h"
#include "util/parse_word.h"
#include "util/text.h"

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
	SSH_NOISE_MAX = 64 * 1024, /* bytes that login shells may print */
	SSH_END_WAIT = 1000,       /* ms, for ssh after its output has ended */
	SSH_NOISE_SHOWN = 80,
	SSH_CONFIG_MAX = 1024 * 1024,
	SSH_FAILED = 255,
	SSH_NOT_FOUND = 127,
};

/*
 * Runs on the other host. One line without "!", "'" and backslashes, which sh,
 * csh and fish all pass on unchanged. Non-interactive shells often have a
 * shorter PATH.
 */
static const char ssh_command[] = "exec sh -c 'PATH=$PATH:/usr/local/bin:"
	"/usr/local/sbin:/usr/sbin:/sbin:$HOME/.local/bin:$HOME/bin; "
	"export PATH; exec torctl stdio%s'";

/* ---- addresses */

/* Returns the text with %XX decoded; NULL if that gives a NUL. */
static char *ssh_decode(struct span part)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < part.len; i++)
		if (part.at[i] == '%' && part.len - i > 2 && encode_from_hex(
			&text, (struct span){ part.at + i + 1, 2 }))
			i += 2;
		else
			buf_add_char(&text, part.at[i]);
	if (memchr(buf_text(&text), '\0', text.len))
		buf_clear(&text);
	return buf_steal(&text);
}

/*
 * Returns whether the text has only letters, digits, "_" and the bytes in
 * `more`, which cannot come first.
 */
static bool ssh_is_name(const char *text, const char *more)
{
	if (!text_is_alnum(*text) && *text != '_')
		return false;
	while (text_is_alnum(*text) || *text == '_' ||
		(*text && strchr(more, *text)))
		text++;
	return !*text;
}

static bool ssh_is_v6(const char *text)
{
	size_t len = strspn(text, "0123456789abcdefABCDEF:.");

	return memchr(text, ':', len) && (!text[len] ||
		(text[len] == '%' && ssh_is_name(text + len + 1, ".-")));
}

/* Each of these returns the error in its part, or NULL. */

static const char *ssh_read_login(struct span *rest, struct address *address)
{
	size_t len = rest->len;

	while (len && rest->at[len - 1] != '@')
		len--;
	if (!len)
		return NULL;
	address->user = ssh_decode((struct span){ rest->at, len - 1 });
	*rest = span_from(*rest, len);
	return ssh_is_name(address->user, ".+@-") ? NULL :
		"a user name has letters, digits and . _ + @ -";
}

static const char *ssh_read_host(struct span rest, struct address *address)
{
	bool v6 = rest.len && *rest.at == '[';
	const char *end = rest.len ? memchr(rest.at, v6 ? ']' : ':',
		rest.len) : NULL;
	struct span host = { rest.at, end ? (size_t)(end - rest.at) :
		rest.len }, port = span_from(rest, host.len);
	unsigned long long number;

	if (v6 && end) {
		host = span_from(host, 1);
		port = span_from(port, 1);
	}
	address->host = ssh_decode(host);
	if (!*address->host)
		return "missing host";
	if (v6 ? !end || !ssh_is_v6(address->host) :
		!ssh_is_name(address->host, ".-"))
		return "a host has letters, digits and . _ -, or is an IPv6 "
			"address in brackets";
	if (!port.len)
		return NULL;
	if (*port.at != ':' || !span_number(span_from(port, 1), &number) ||
		!number || number > UINT16_MAX)
		return "the port must be from 1 to 65535";
	address->port = (unsigned)number;
	return NULL;
}

/* `rest` begins with the slash. */
static const char *ssh_read_there(struct span rest, struct address *address)
{
	static const char mark[] = "_/.@:+,=-[]";
	struct span after = span_from(rest, 1);
	bool path = after.len && *after.at != '#' &&
		(memchr(after.at, '/', after.len) || !(memchr(after.at, ':',
			after.len) || text_is_digit(*after.at)));
	struct address there = { 0 };
	char *text;
	bool ok;

	if (!after.len)
		return NULL;
	text = ssh_decode(path ? rest : after);
	if (*text == '#') {
		address->there = text;
		return instances_is_name(text + 1) ? NULL : "the name of an "
			"instance has letters, digits and . _ -, and not only "
			"digits";
	}
	ok = *text != '-' && address_parse(text, &there, NULL) &&
		there.transport->listens;
	for (const char *at = text; *at; at++)
		ok = ok && (text_is_alnum(*at) || strchr(mark, *at));
	if (ok)
		address->there = address_format(&there);
	address_clear(&there);
	free(text);
	return ok ? NULL : "the host may be followed by /SOCKET, /HOST:PORT "
		"or /#NAME, without special characters";
}

bool ssh_parse(struct span rest, const char *text, struct address *address,
	struct error *error)
{
	const char *slash = rest.len ? memchr(rest.at, '/', rest.len) : NULL;
	struct span login = { rest.at, slash ? (size_t)(slash - rest.at) :
		rest.len };
	const char *why;

	rest = span_from(rest, login.len);
	why = ssh_read_login(&login, address);
	if (!why)
		why = ssh_read_host(login, address);
	if (!why)
		why = ssh_read_there(rest, address);
	return !why || error_set(error, ERROR_USAGE, "\"%s\" is not a valid "
		"address: %s", text, why);
}

/* Only the zone of an IPv6 address contains a byte that must be escaped. */
static void ssh_add_host(struct buf *text, const char *host)
{
	size_t len = strcspn(host, "%");

	buf_print(text, strchr(host, ':') ? "[%.*s%s%s]" : "%.*s%s%s",
		(int)len, host, host[len] ? "%25" : "",
		host[len] ? host + len + 1 : "");
}

char *ssh_format(const struct address *address)
{
	const char *there = address->there;
	struct buf text = BUF_INIT;

	buf_add_string(&text, "ssh://");
	if (address->user)
		buf_print(&text, "%s@", address->user);
	ssh_add_host(&text, address->host);
	if (address->port)
		buf_print(&text, ":%u", address->port);
	if (there)
		buf_print(&text, "%s%s", *there == '/' ? "" : "/", there);
	return buf_steal(&text);
}

/* Skips patterns. */
static void ssh_add_names(struct span names, struct strv *addresses)
{
	struct span word;

	while (span_next_word(&names, &word)) {
		char *name = span_copy(word);

		if (ssh_is_name(name, ".-"))
			strv_take(addresses, alloc_print("ssh://%s", name));
		free(name);
	}
}

void ssh_complete(struct strv *addresses)
{
	char *path = files_expand_home("~/.ssh/config");
	struct buf text = BUF_INIT;
	struct span rest, line, word;

	files_read(path, SSH_CONFIG_MAX, &text, NULL);
	rest = buf_span(&text);
	while (span_next_line(&rest, &line))
		if (span_next_word(&line, &word) &&
			span_equal_nocase(word, "Host"))
			ssh_add_names(line, addresses);
	buf_clear(&text);
	free(path);
}

/* ---- running ssh */

/* A connection, pending or established. */
struct ssh {
	char *host;        /* for messages */
	struct child child;
	struct buf line;   /* being received */
	size_t received;
	char *noise;       /* the first line that is not the expected one */
};

static bool ssh_build_argv(const struct address *address, struct strv *argv,
	struct error *error)
{
	const char *program = getenv("TORCTL_SSH"), *name;
	struct buf there = BUF_INIT;

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
	strv_add(argv, "--");
	strv_add(argv, address->host);
	if (address->there)
		buf_print(&there, " \"%s\"", address->there +
			(*address->there == '#'));
	strv_take(argv, alloc_print(ssh_command, buf_text(&there)));
	strv_take(argv, NULL);
	buf_clear(&there);
	return true;
}

static struct ssh *ssh_start(const struct address *address,
	struct error *error)
{
	struct ssh *ssh = alloc_zeroed(sizeof(*ssh));
	struct strv argv = STRV_INIT;
	bool ok = ssh_build_argv(address, &argv, error);

	if (ok && !child_start(&ssh->child, argv.items, !address->ask)) {
		ok = error_set(error, ERROR_FILE, "cannot run %s: %s",
			argv.items[0], strerror(errno));
		if (errno == ENOENT)
			error_append(error, "; install an ssh client");
	}
	strv_clear(&argv);
	if (!ok) {
		free(ssh);
		return NULL;
	}
	ssh->host = alloc_string(address->host);
	return ssh;
}

static void ssh_free(struct ssh *ssh, int grace)
{
	child_end(&ssh->child, grace);
	buf_clear(&ssh->line);
	free(ssh->noise);
	free(ssh->host);
	free(ssh);
}

static void ssh_end(void *arg)
{
	ssh_free(arg, SSH_END_WAIT);
}

/* ---- the reason for the end */

/* Lines from ssh that give no reason. */
static bool ssh_is_empty_talk(struct span line)
{
	static const char *const starts[] = { "Disconnected from ",
		"Connection closed by UNKNOWN", "Connection to UNKNOWN",
		"Warning: Permanently added ", "mux_client",
		"ControlSocket " };

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (span_starts(line, starts[i]))
			return true;
	return !line.len;
}

/*
 * Returns the most useful line of standard error: about a changed key, the
 * first of a remote torctl, else the last one. Empty: none.
 */
static struct span ssh_reason(const struct ssh *ssh)
{
	static const char torctl[] = "torctl: ", stdio[] = "stdio: ";
	struct span rest = buf_span(&ssh->child.errors), line, last = { "", 0 };

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
	struct span reason = ssh_reason(ssh);
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
	reason = ssh_reason(ssh);
	if (WIFSIGNALED(status))
		ssh_set_signal(ssh, error);
	else
		error_set(error, ERROR_CONNECTION, "ssh to %s ended%s%.*s",
			ssh->host, reason.len ? ": " : "", (int)reason.len,
			reason.at);
}

/* ---- connecting */

/*
 * Takes the received bytes, up to the end of a line. Returns false at the end.
 */
static bool ssh_receive(struct ssh *ssh, bool *whole)
{
	char bytes[4096];
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

/* Waits for bytes, an error message or the end. */
static bool ssh_wait(struct ssh *ssh, int64_t deadline, int cancel_fd,
	struct error *error)
{
	struct span reason;
	struct pollfd wait[] = {
		{ .fd = ssh->child.fd, .events = POLLIN },
		{ .fd = ssh->child.error_fd, .events = POLLIN },
		{ .fd = cancel_fd, .events = POLLIN },
	};
	int ready;

	do
		ready = poll(wait, 3, clock_poll_timeout(deadline));
	while (ready < 0 && errno == EINTR);
	child_read_errors(&ssh->child);
	if (ready < 0)
		return error_set(error, ERROR_CONNECTION, "poll: %s",
			strerror(errno));
	if (wait[2].revents)
		return error_set(error, ERROR_INTERRUPTED, "interrupted");
	if (ready)
		return true;
	reason = ssh_reason(ssh);
	error_set(error, ERROR_TIMEOUT, "timed out before torctl started on "
		"%s", ssh->host);
	error_set_remedy(error, ERROR_REMEDY_TIMEOUT);
	if (reason.len || ssh->noise)
		error_append(error, ": %.*s", reason.len ? (int)reason.len :
			INT_MAX, reason.len ? reason.at : ssh->noise);
	return false;
}

static bool ssh_await_ready(struct ssh *ssh, const struct address *address,
	int64_t deadline, int cancel_fd, struct transport_link *link,
	struct error *error)
{
	bool whole;

	for (;;) {
		if (!ssh_wait(ssh, deadline, cancel_fd, error))
			return false;
		if (!ssh_receive(ssh, &whole)) {
			if (!child_wait(&ssh->child,
				clock_deadline(SSH_END_WAIT)))
				kill(ssh->child.pid, SIGTERM);
			child_wait(&ssh->child, clock_deadline(SSH_END_WAIT));
			ssh_explain_failure(ssh, error);
			return false;
		}
		if (whole && span_starts(buf_span(&ssh->line), HELPER_READY))
			return ssh_accept(ssh, address, link, error);
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

bool ssh_connect(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error)
{
	struct ssh *ssh = ssh_start(address, error);

	if (!ssh)
		return false;
	if (!ssh_await_ready(ssh, address, deadline, cancel_fd, link, error)) {
		close(ssh->child.fd);
		ssh_free(ssh, 0);
		return false;
	}
	link->fd = ssh->child.fd;
	link->end = ssh_end;
	link->explain = ssh_explain_loss;
	link->arg = ssh;
	return true;
}
