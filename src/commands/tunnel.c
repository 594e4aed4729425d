/* tunnel: connect standard input and output to a host through Tor. */
#include "cmd/session.h"
#include "conn/transport.h"
#include "conn/tunnel.h"
#include "tor/socks_port.h"
#include "util/alloc.h"
#include "util/escape.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { UTF8_MAX = 4 };

/* ---- target */

static bool refuse_target(const char *word, struct error *error)
{
	return error_set(error, ERROR_USAGE, "\"%s\" is not a valid "
		"target: use HOST:PORT, [V6]:PORT, or HOST PORT", word);
}

/*
 * Returns the host in the first `len` bytes of `text`, without IPv6 brackets.
 */
static char *read_host(const char *text, size_t len)
{
	if (len > 2 && text[0] == '[' && text[len - 1] == ']')
		return alloc_bytes(text + 1, len - 2);
	return alloc_bytes(text, len);
}

/*
 * With a separate port, the host is taken unchanged, as ssh passes it for %h.
 */
static bool read_target(const char *target, const char *port, char **host,
	uint16_t *number, struct error *error)
{
	const char *colon = port ? NULL : strrchr(target, ':');
	size_t len = colon ? (size_t)(colon - target) : strlen(target);
	unsigned long long value;

	if ((!port && !colon) || *target == '-')
		return refuse_target(target, error);
	if (colon && len && target[0] != '[' && memchr(target, ':', len))
		return error_set(error, ERROR_USAGE, "\"%s\" is not a "
			"valid target: write IPv6 addresses as "
			"[V6]:PORT", target);
	if (!port)
		port = colon + 1;
	if (!span_number(span_of(port), &value) || !value || value > 65535)
		return error_set(error, ERROR_USAGE, "\"%s\" is not a "
			"valid port (1 to 65535)", port);
	if (!len)
		return refuse_target(target, error);
	*number = (uint16_t)value;
	*host = read_host(target, len);
	return true;
}

/* ---- escaping for a terminal */

/*
 * Counts the bytes at the end of `text` that may begin an incomplete character.
 */
static size_t unfinished(struct span text)
{
	for (size_t n = 1; n < UTF8_MAX && n <= text.len; n++) {
		unsigned char c = (unsigned char)text.at[text.len - n];

		if (c < 0x80)
			return 0;
		if (c >= 0xc0)
			return n < (c < 0xe0 ? 2U : c < 0xf0 ? 3U : 4U) ? n :
				0;
	}
	return 0;
}

/*
 * Escapes the text and replaces CR LF with LF. `arg` holds the bytes of a
 * possibly incomplete sequence.
 */
static void show_harmless(void *arg, struct buf *to, struct span bytes,
	bool last)
{
	struct buf *held = arg;
	struct span rest;
	size_t keep;

	buf_add_span(held, bytes);
	rest = buf_span(held);
	keep = last || !rest.len ? 0 : rest.at[rest.len - 1] == '\r' ? 1 :
		unfinished(rest);
	rest.len -= keep;
	while (rest.len) {
		const char *end = memchr(rest.at, '\r', rest.len);
		size_t len = end ? (size_t)(end - rest.at) : rest.len;

		escape_add_terminal(to, (struct span){ rest.at, len },
			ESCAPE_TEXT);
		rest = span_from(rest, len);
		if (rest.len == 1 || (rest.len && rest.at[1] != '\n'))
			buf_add_string(to, "\\x0d");
		rest = span_from(rest, 1);
	}
	buf_consume(held, held->len - keep);
}

/* ---- the command */

static bool connect_proxy(struct call *call, struct transport_link *link,
	struct error *error)
{
	struct session *session = call->session;
	const char *proxy = args_value(&call->args, "socks");
	int64_t deadline = session_deadline(session);
	const struct opener_config *opener = &session->tor->opener;
	int cancel_fd = opener->connection.cancel_fd;
	struct connection *connection;

	if (proxy)
		return socks_port_connect_to(proxy, opener->ask, deadline,
			cancel_fd, link, error);
	connection = session_connection(session, error);
	return connection && socks_port_connect(connection,
		session->tor->where.address, opener->ask, deadline, cancel_fd,
		link, error);
}

/* Closes the link, after asking it for the reason of an error. */
static void end_link(const struct transport_link *link, struct error *error)
{
	if (link->fd < 0)
		return;
	if (error->kind == ERROR_CONNECTION && link->explain)
		link->explain(link->arg, error);
	close(link->fd);
	if (link->end)
		link->end(link->arg);
}

static bool carry(struct call *call, int fd, struct buf *early,
	struct error *error)
{
	struct session *session = call->session;
	struct output *output = session->output;
	struct buf held = BUF_INIT;
	struct tunnel tunnel = {
		.fd = fd,
		.in = STDIN_FILENO,
		.out = output->fd,
		.cancel_fd = session->tor->opener.connection.cancel_fd,
		.half_close = args_value(&call->args, "half-close"),
		/* Close the output unless later lines write to it. */
		.close_out = !session->source.read_arg || session->usual,
		.show = output->terminal ? show_harmless : NULL,
		.show_arg = &held,
	};
	bool ok = output_flush(output, error) &&
		tunnel_run(&tunnel, early, error);

	/* The code that writes the output notices if it is closed. */
	if (tunnel.out_failure)
		output->failure = tunnel.out_failure;
	buf_clear(&held);
	return ok;
}

static bool check_place(const struct session *session, struct error *error)
{
	if (session->prompt)
		return error_set(error, ERROR_USAGE, "cannot be used "
			"at the prompt because it reads standard input; run "
			"torctl tunnel HOST:PORT from your system shell");
	if (session->source.stdin_script)
		return error_set(error, ERROR_USAGE, "cannot be used "
			"in a script read from standard input; put the script "
			"in a file and use -f FILE");
	return true;
}

/* Reports a request that SOCKS cannot express before connecting. */
static bool check_request(const struct socks_request *request,
	struct error *error)
{
	struct socks socks;
	bool ok = socks_begin(&socks, request, error);

	socks_clear(&socks);
	return ok;
}

static bool run_tunnel(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const char *target = args_value(args, "HOST:PORT");
	struct socks_request request = {
		.version = args_value(args, "socks4a") ? SOCKS_4A : SOCKS_5,
		.login = args_value(args, "isolate"),
	};
	struct error failure = ERROR_INIT;
	struct buf early = BUF_INIT;
	char *host = NULL;
	struct transport_link link = { .fd = -1 };
	bool ok = false;

	if (!check_place(call->session, error) || !read_target(target,
		args_value(args, "PORT"), &host, &request.port, error))
		return false;
	request.host = host;
	if (!check_request(&request, error))
		goto out;
	if (!connect_proxy(call, &link, error))
		goto out;
	if (tunnel_open(link.fd, &request, session_deadline(call->session),
			call->session->tor->opener.connection.cancel_fd, &early,
			&failure))
		ok = carry(call, link.fd, &early, &failure);
	end_link(&link, &failure);
	if (!ok) {
		error_set_subject(&failure, target);
		error_move(error, &failure);
	}
out:
	error_clear(&failure);
	buf_clear(&early);
	free(host);
	return ok;
}

const struct command commands_tunnel[] = {
	{
		.name = "tunnel",
		.group = COMMAND_ADDRESSES,
		.summary = "connect standard input and output through Tor",
		.arguments = ARGUMENTS(
			{ "HOST:PORT", ARGUMENT_ADDRESS, 0, "the destination: "
				"a host name, resolved only by Tor, or an "
				"address; may be given as HOST PORT" },
			{ "PORT", ARGUMENT_PORT, ARGUMENT_OPTIONAL,
				"the port, if HOST is given alone" },
			{ "socks", ARGUMENT_SOCKS_PORT, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL,
				"the SOCKS port: PORT, HOST:PORT, "
					"a socket path, or "
					"ssh://HOST/HOST:PORT on another host "
					"(default: ask Tor)", "ADDR" },
			{ "socks4a", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "use SOCKS4a instead of "
					"SOCKS5" },
			{ "isolate", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "share "
					"circuits only with streams that use "
					"the same TOKEN (sent as SOCKS user "
					"and password)",
				"TOKEN" },
			{ "half-close", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "forward end of input at "
					"once; Tor then closes both "
					"directions and drops data still on "
					"its way back" },
		),
		.flags = COMMAND_OFFLINE | COMMAND_LONG |
			COMMAND_EACH | COMMAND_ONE,
		.run = run_tunnel,
		.wire = "GETINFO net/listeners/socks\n",
		.example = "torctl tunnel www.example.com:80",
		.replies = "For ssh: ssh -o ProxyCommand='torctl tunnel %h %p' "
			"user@host.example. Data is passed unchanged, except "
			"that output to a terminal is escaped. Ends when the "
			"far end closes the connection, not at end of input. "
			"With --socks, no control port is needed. -t limits "
			"the time to connect. Error codes are those of the "
			"SOCKS port.",
		.errors = ERRORS(
			{ "1", "general failure" },
			{ "2", "not allowed" },
			{ "3", "network unreachable" },
			{ "4", "host unreachable, or no such name" },
			{ "5", "connection refused" },
			{ "6", "timed out" },
			{ "240-247", "onion service errors (F0 to F7), if the "
				"SocksPort line in torrc has ExtendedErrors" },
		),
	},
	{ .name = NULL },
};
