/* newnym: requests a new identity and waits for it. */
#include "cmd/session.h"
#include "tor/newnym.h"
#include "util/clock.h"

static void tell_delay(void *arg, unsigned long long seconds)
{
	const struct session *session = arg;

	report_note(&session->report, "rate limited by Tor: waiting "
		"%llu s", seconds);
}

static bool run_newnym(struct call *call, struct error *error)
{
	struct session *session = call->session;
	bool patient = !args_value(&call->args, "timeout") &&
		!session->timed;
	struct newnym newnym = {
		.deadline = clock_deadline(session_timeout(call,
			session->tor->opener.connection.timeout)),
		.patient = patient,
		.delayed = tell_delay,
		.arg = session,
	};

	if (!newnym_run(session->tor->connection, &session->tor->events,
			&newnym, error))
		return false;
	if (newnym.blind)
		report_note(&session->report, "sent, but Tor refused to "
			"report when it takes effect");
	if (session->output->form == OUTPUT_JSON) {
		result_add(&call->result, "signal", span_of("NEWNYM"));
		if (!newnym.blind)
			result_add_number(&call->result, "delay",
				(long long)newnym.delay);
	} else {
		result_add_ok(&call->result, session->output);
	}
	return true;
}

const struct command commands_newnym[] = {
	{
		.name = "newnym",
		.group = COMMAND_CIRCUITS,
		.summary = "switch to a new identity (new circuits)",
		.arguments = ARGUMENTS(
			{ "timeout", ARGUMENT_SECONDS, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "give up "
					"after SECS with exit status 5 (0: "
					"never; default: the value of -t, or "
					"30 extended by Tor's delay)" },
		),
		.flags = COMMAND_LONG,
		.run = run_newnym,
		.wire = "GETINFO net/listeners/socks\n"
			"GETINFO net/listeners/trans\n"
			"GETINFO net/listeners/natd\n"
			"GETINFO net/listeners/dns\n"
			"GETINFO net/listeners/httptunnel\n"
			"GETCONF SocksPort\n"
			"GETCONF TransPort\n"
			"GETCONF NATDPort\n"
			"GETCONF DNSPort\n"
			"GETCONF HTTPTunnelPort\n"
			"SIGNAL NEWNYM\n"
			"SETEVENTS SIGNAL NOTICE\n"
			"SETEVENTS\n",
		.example = "torctl newnym",
		.replies = "Returns when Tor has switched. Tor does this at "
			"most every ten seconds; a delay is reported on "
			"standard error and, with --json, as \"delay\" in "
			"seconds. Open connections keep their circuits.",
		.errors = ERRORS(
			{ "551", "Tor has no client port, so there is nothing "
				"to do" },
		),
	},
	{ .name = NULL },
};
