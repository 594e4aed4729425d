/*
 * stdio: connects an authenticated control port to standard input and output.
 */
#include "cmd/session.h"
#include "conn/tunnel.h"
#include "proto/helper.h"
#include "proto/quoted.h"

#include <unistd.h>

enum { STDIO_LINGER = 2000 };

static bool check_place(const struct session *session, struct error *error)
{
	if (session->prompt || session->source.read_arg)
		return error_set(error, ERROR_USAGE, "cannot be used at the "
			"prompt or in a script because it relays standard "
			"input");
	return true;
}

static void add_word(struct buf *line, const char *name, const char *value)
{
	if (!value)
		return;
	buf_print(line, " %s=", name);
	quoted_add(line, span_of(value));
}

static bool say_ready(const struct session *session, struct error *error)
{
	const struct opener_result *where = &session->tor->where;
	struct buf line = BUF_INIT;

	buf_add_string(&line, "\n" HELPER_READY);
	add_word(&line, "tor", where->auth.tor_version);
	add_word(&line, "socket", where->address);
	buf_add_char(&line, '\n');
	output_bytes(session->output, buf_span(&line));
	buf_clear(&line);
	return output_flush(session->output, error);
}

/*
 * At the end of the input, asks Tor to close the connection. If the end itself
 * were passed on, Tor would drop replies that it has not sent yet.
 */
static void add_quit(void *arg, struct buf *to, struct span bytes, bool last)
{
	char *end = arg;

	buf_add_span(to, bytes);
	if (bytes.len)
		*end = bytes.at[bytes.len - 1];
	if (last && *end == '\n')
		buf_add_string(to, "QUIT\r\n");
}

static bool relay(const struct session *session, struct error *error)
{
	struct buf early = BUF_INIT;
	char end = '\n';
	struct tunnel tunnel = {
		.fd = connection_fd(session->tor->connection),
		.in = STDIN_FILENO,
		.out = session->output->fd,
		.cancel_fd = session->tor->opener.connection.cancel_fd,
		.filter = add_quit,
		.filter_arg = &end,
		.linger = STDIO_LINGER,
	};
	bool ok = tunnel_run(&tunnel, &early, error);

	/* The code that writes the output notices if it is closed. */
	if (tunnel.out_failure)
		session->output->failure = tunnel.out_failure;
	buf_clear(&early);
	return ok;
}

static bool run_stdio(struct call *call, struct error *error)
{
	struct session *session = call->session;
	const char *address = args_value(&call->args, "ADDRESS");

	if (!check_place(session, error))
		return false;
	if (address)
		session->tor->opener.server = address;
	return session_connection(session, error) &&
		say_ready(session, error) && relay(session, error);
}

const struct command commands_stdio[] = {
	{
		.name = "stdio",
		.group = COMMAND_TORCTL,
		.summary = "connect standard input and output to Tor",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_SERVER, ARGUMENT_OPTIONAL,
				"an address as for --server" },
		),
		.flags = COMMAND_OFFLINE | COMMAND_LONG,
		.run = run_stdio,
		.example = "torctl stdio /run/tor/control",
		.replies = "Authenticates, prints a line that begins with \""
			HELPER_READY "\", and then passes bytes unchanged. "
			"At end of input, sends QUIT, so that no reply is "
			"lost, and exits within 2 seconds.",
	},
	{ .name = NULL },
};
