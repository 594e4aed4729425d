/* status: an overview of Tor, or a health check. */
#include "cmd/session.h"
#include "commands/status_show.h"
#include "out/card.h"
#include "tor/health.h"
#include "tor/status.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

enum {
	CHECK_TIMEOUT = 30000,
	CHECK_GRACE = 1000, /* to leave Tor as it was when time is up */
};

static void show(struct call *call, const struct status *status)
{
	struct card card;

	card_begin(&card, call->session->output);
	status_show(&card, status);
	card_end(&card, &call->result);
}

/* `milliseconds` is how long a circuit took; negative: none was built. */
static void show_fit(struct call *call, int64_t milliseconds)
{
	struct card card;
	struct buf text = BUF_INIT;

	card_begin(&card, call->session->output);
	buf_add_string(&text, "Tor is working");
	if (milliseconds >= 0)
		buf_print(&text, ": built a circuit in %lld.%03lld s",
			(long long)(milliseconds / 1000),
			(long long)(milliseconds % 1000));
	card_head(&card, buf_span(&text));
	card_bool(&card, "healthy", true);
	if (milliseconds >= 0)
		card_number(&card, "circuit_milliseconds",
			(unsigned long long)milliseconds);
	card_end(&card, &call->result);
	buf_clear(&text);
}

/* Connects if necessary; replies are shown as received if so wanted. */
static struct connection *connect_status(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct connection *connection = session_connection(session, error);

	/* Failing to connect is not the command's error, but silence is. */
	if (!connection && (error->kind != ERROR_TIMEOUT ||
		!args_value(&call->args, "check")))
		call->command = NULL;
	if (connection && session->output->form == OUTPUT_RAW)
		connection_tap(connection, session_show_raw, session);
	return connection;
}

/* A Tor that does not answer before the timeout is not working. */
static bool judge_silence(int timeout, struct error *failure,
	struct error *error)
{
	if (failure->kind != ERROR_TIMEOUT)
		return error_move(error, failure);
	error_clear(failure);
	return error_set(error, ERROR_CHECK, "no answer from Tor within %d.%d "
		"s", timeout / 1000, timeout % 1000 / 100);
}

/* Reads the state and, if it is good, builds a circuit, by `deadline`. */
static bool examine(struct call *call, struct status *status, int timeout,
	int64_t deadline, int64_t *milliseconds, struct error *error)
{
	struct session *session = call->session;
	struct opener_config usual = session->tor->opener;
	bool probe = !args_value(&call->args, "no-probe");
	struct connection *connection;
	bool ok;

	session->tor->opener.connection.timeout = timeout;
	session->tor->opener.connection.limit = deadline;
	connection = connect_status(call, error);
	session->tor->opener = usual;
	if (!connection)
		return false;
	connection_set_timeout(connection, timeout);
	connection_set_limit(connection, deadline);
	ok = status_read(status, connection, error) &&
		health_check(status, error);
	connection_set_limit(connection,
		deadline == CLOCK_NEVER ? 0 : deadline + CHECK_GRACE);
	ok = ok && (!probe || health_probe(status, connection,
		&session->tor->events,
		timeout, deadline, milliseconds, error));
	connection_set_timeout(connection, usual.connection.timeout);
	connection_set_limit(connection, 0);
	return ok;
}

static bool check(struct call *call, struct status *status,
	struct error *error)
{
	const struct output *output = call->session->output;
	int timeout = args_timeout(&call->args, "timeout", CHECK_TIMEOUT);
	struct error failure = ERROR_INIT;
	int64_t milliseconds = -1;

	if (!examine(call, status, timeout, clock_deadline(timeout),
		&milliseconds, &failure))
		return judge_silence(timeout, &failure, error);
	if (output->form != OUTPUT_RAW && !output->quiet)
		show_fit(call, milliseconds);
	return true;
}

static bool run_status(struct call *call, struct error *error)
{
	static const char *const of_check[] = { "timeout", "no-probe" };
	struct status status = { 0 };
	bool checks = args_value(&call->args, "check"), ok = true;
	struct connection *connection;

	for (size_t i = 0; i < 2 && ok && !checks; i++)
		if (args_value(&call->args, of_check[i]))
			ok = error_set(error, ERROR_USAGE, "--%s requires "
				"--check", of_check[i]);
	if (ok && checks)
		ok = check(call, &status, error);
	else if (ok)
		ok = (connection = connect_status(call, error)) &&
			status_read(&status, connection, error) &&
			report_refused(&call->session->report,
			status.info.replies_len ||
			status.options.len,
			&status.refused, error);
	if (ok && !checks && call->session->output->form != OUTPUT_RAW)
		show(call, &status);
	status_clear(&status);
	return ok;
}

const struct command commands_status[] = {
	{
		.name = "status",
		.group = COMMAND_ASK,
		.summary = "show an overview of Tor",
		.arguments = ARGUMENTS(
			{ "check", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "health check: exit with "
					"status 0 if Tor works; otherwise "
					"print the reason and exit with "
					"status 1" },
			{ "timeout", ARGUMENT_SECONDS, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL,
				"with --check: time limit, also for "
					"connecting (default 30; 0: none)" },
			{ "no-probe", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "with --check: trust Tor's "
					"own state and build no circuit" },
		),
		.flags = COMMAND_OFFLINE, /* connects within its time limit */
		.run = run_status,
		.wire = "GETINFO version\n"
			"GETINFO status/version/current\n"
			"GETINFO status/version/recommended\n"
			"GETINFO uptime\n"
			"GETINFO process/pid\n"
			"GETINFO config-file\n"
			"GETINFO current-time/utc\n"
			"GETINFO status/bootstrap-phase\n"
			"GETINFO status/circuit-established\n"
			"GETINFO status/enough-dir-info\n"
			"GETINFO network-liveness\n"
			"GETINFO dormant\n"
			"GETINFO consensus/valid-after\n"
			"GETINFO consensus/valid-until\n"
			"GETINFO net/listeners/or\n"
			"GETINFO net/listeners/dir\n"
			"GETINFO net/listeners/socks\n"
			"GETINFO net/listeners/httptunnel\n"
			"GETINFO net/listeners/trans\n"
			"GETINFO net/listeners/natd\n"
			"GETINFO net/listeners/dns\n"
			"GETINFO net/listeners/extor\n"
			"GETINFO net/listeners/metrics\n"
			"GETINFO net/listeners/control\n"
			"GETINFO traffic/read\n"
			"GETINFO traffic/written\n"
			"GETINFO circuit-status\n"
			"GETINFO stream-status\n"
			"GETINFO orconn-status\n"
			"GETINFO entry-guards\n"
			"GETINFO onions/current\n"
			"GETINFO onions/detached\n"
			"GETINFO accounting/enabled\n"
			"GETINFO accounting/hibernating\n"
			"GETINFO accounting/bytes\n"
			"GETINFO accounting/bytes-left\n"
			"GETINFO accounting/interval-start\n"
			"GETINFO accounting/interval-end\n"
			"GETINFO fingerprint\n"
			"GETINFO status/reachability-succeeded/or\n"
			"GETINFO status/reachability-succeeded/dir\n"
			"GETINFO status/good-server-descriptor\n"
			"GETINFO status/accepted-server-descriptor\n"
			"GETINFO address\n"
			"GETINFO ns/id/*\n"
			"GETINFO ns/all\n"
			"GETCONF DisableNetwork\n"
			"GETCONF ORPort\n"
			"GETCONF Nickname\n"
			"GETCONF BridgeRelay\n"
			"GETCONF __LeaveStreamsUnattached\n"
			"GETCONF HiddenServiceOptions\n"
			"SETEVENTS CIRC\n"
			"SETEVENTS\n"
			"EXTENDCIRCUIT 0\n"
			"CLOSECIRCUIT * IfUnused\n",
		.example = "torctl status --check --timeout 10",
		.replies = "Lines that do not apply are omitted; warnings are "
			"printed last. --check builds a circuit and closes it, "
			"because Tor can report a working state long after its "
			"relays are gone.",
	},
	{ .name = NULL },
};
