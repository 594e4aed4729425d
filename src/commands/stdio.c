/*
 * stdio: connects an authenticated control port to standard input and output.
 */
#include "cmd/session.h"
#include "conn/tunnel.h"
#include "proto/helper.h"
#include "proto/quoted.h"
#include "proto/read_only.h"
#include "tor/conf.h"
#include "util/sandbox.h"

#include <string.h>
#include <sys/stat.h>
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

static bool say_ready(const struct session *session, bool read_only,
	struct sandbox sandbox, struct error *error)
{
	const struct opener_result *where = &session->tor->where;
	struct buf line = BUF_INIT;

	buf_add_string(&line, "\n" HELPER_READY);
	add_word(&line, "tor", where->auth.tor_version);
	add_word(&line, "socket", where->address);
	buf_print(&line, " read-only=%d landlock=%d seccomp=%d\n", read_only,
		sandbox.landlock, sandbox.seccomp);
	output_bytes(session->output, buf_span(&line));
	buf_clear(&line);
	return output_flush(session->output, error);
}

/* The filtering of bytes on their way to Tor. */
struct stdio {
	bool read_only;
	struct read_only filter;
	char end;   /* the last byte */
	bool ended; /* no more input */
};

/*
 * At the end of the input, asks Tor to close the connection. If the end itself
 * were passed on, Tor would drop replies that it has not sent yet.
 */
static void pass_on(void *arg, struct buf *to, struct span bytes, bool last)
{
	struct stdio *stdio = arg;

	if (stdio->read_only)
		read_only_filter(&stdio->filter, to, bytes);
	else
		buf_add_span(to, bytes);
	if (bytes.len)
		stdio->end = bytes.at[bytes.len - 1];
	stdio->ended = last;
	if (last && (stdio->read_only || stdio->end == '\n'))
		buf_add_string(to, "QUIT\r\n");
}

/* No input is read before the sandbox is entered. */
static bool relay(const struct session *session, struct stdio *stdio, int idle,
	struct error *error)
{
	struct output *output = session->output;
	struct buf early = BUF_INIT;
	struct stat about;
	struct tunnel tunnel = {
		.fd = connection_fd(session->tor->connection),
		.in = STDIN_FILENO,
		.out = output->fd,
		.out_type = fstat(output->fd, &about) ? 0 : about.st_mode,
		.cancel_fd = -1,
		.filter = pass_on,
		.filter_arg = stdio,
		.in_turn = stdio->read_only,
		.linger = STDIO_LINGER,
		.idle = idle,
	};
	bool ok = say_ready(session, stdio->read_only, sandbox_enter(),
		error) && tunnel_run(&tunnel, &early, error);

	if (tunnel.out_failure)
		output->failure = tunnel.out_failure;
	/* If the client has sent QUIT, ours may be too late. */
	return ok || (stdio->ended && error->kind == ERROR_CONNECTION);
}

/* Returns whether this Tor neither is a bridge nor uses bridges. */
static bool is_public(struct connection *connection)
{
	struct strv keys = STRV_INIT;
	struct pairs options = { 0 };
	bool ok;

	strv_add(&keys, "BridgeRelay");
	strv_add(&keys, "UseBridges");
	ok = conf_get(connection, &keys, &options, NULL) && options.len == 2;
	for (size_t i = 0; ok && i < options.len; i++)
		ok = options.items[i].value &&
			!strcmp(options.items[i].value, "0");
	pairs_clear(&options);
	strv_clear(&keys);
	return ok;
}

static void choose_filter(struct call *call, struct stdio *stdio)
{
	bool monitor = args_value(&call->args, "monitor");

	stdio->filter.allowed = args_list(&call->args, "allow");
	stdio->read_only = monitor || stdio->filter.allowed->len ||
		args_value(&call->args, "read-only");
	if (!stdio->read_only)
		return;
	stdio->filter.sets = READ_ONLY_ALWAYS |
		(monitor ? READ_ONLY_MONITOR : 0) |
		(is_public(call->session->tor->connection) ?
		READ_ONLY_RELAYS : 0);
}

static bool run_stdio(struct call *call, struct error *error)
{
	struct session *session = call->session;
	const char *address = args_value(&call->args, "ADDRESS");
	struct stdio stdio = { .end = '\n' };
	bool ok;

	if (!check_place(session, error))
		return false;
	if (address)
		session->tor->opener.server = address;
	if (!session_connection(session, error))
		return false;
	choose_filter(call, &stdio);
	/* The sandbox does not let an error be folded to a terminal's width. */
	session->report.terminal = false;
	ok = relay(session, &stdio, args_timeout(&call->args, "idle", 0),
		error);
	if (!ok && !session->output->failure)
		report_error(&session->report, NULL, call->command->name,
			error);
	/* The sandbox allows nothing else. */
	_exit(ok ? 0 : error_exit_status(error->kind));
}

const struct command commands_stdio[] = {
	{
		.name = "stdio",
		.group = COMMAND_TORCTL,
		.summary = "connect standard input and output to Tor",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_SERVER, ARGUMENT_OPTIONAL,
				"an address as for --server" },
			{ "read-only", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "pass on only questions "
					"whose answers reveal no secrets" },
			{ "monitor", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "as --read-only, and pass "
					"on questions about users' activity: "
					"circuits, streams, connections, "
					"guards" },
			{ "allow", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "as --read-only, and also "
					"pass on this command with these "
					"arguments, such as \"SIGNAL NEWNYM\"",
				"WORDS" },
			{ "idle", ARGUMENT_SECONDS, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "end after "
					"SECONDS without input, from a client "
					"that may be unreachable (default 0: "
					"never)", "SECONDS" },
		),
		.flags = COMMAND_OFFLINE | COMMAND_LONG,
		.run = run_stdio,
		.example = "torctl stdio /run/tor/control",
		.replies = "Authenticates, prints a line that begins with \""
			HELPER_READY "\", and then passes bytes unchanged. "
			"At end of input, sends QUIT, so that no reply is "
			"lost, and exits within 2 seconds. With --read-only, "
			"Tor answers 510 to commands that are not passed on.",
	},
	{ .name = NULL },
};
