/* newnym: a new identity, waited for. */
#include "api/newnym.h"
#include "cmd/session.h"
#include "util/clock.h"

static void tell_delay(void *arg, unsigned long long seconds)
{
	const struct session *session = arg;

	report_note(&session->report, "Tor makes a new identity at most every "
		"ten seconds: it delays this one by %llu s", seconds);
}

static bool run_newnym(struct call *call, struct error *error)
{
	struct session *session = call->session;
	bool patient = !args_value(&call->args, "timeout");
	struct newnym newnym = {
		.deadline = clock_deadline(args_timeout(&call->args,
			"timeout", session->opener.client.timeout)),
		.patient = patient,
		.delayed = tell_delay,
		.arg = session,
	};

	if (!newnym_run(session->client, &session->events, &newnym, error))
		return false;
	if (session->output->form == OUTPUT_JSON) {
		result_add(&call->result, "signal", span_of("NEWNYM"));
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
		.summary = "use a new identity: new circuits from now on",
		.arguments = {
			{ "timeout", ARGUMENT_SECONDS, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "give up "
				"after that long, with exit status 5; 0 is "
				"never; none: the time of -t, or longer if "
				"Tor delays it for longer" },
		},
		.flags = COMMAND_LONG,
		.run = run_newnym,
		.example = "torctl newnym",
		.replies = "Ends when Tor has done it, which it does at most "
			"every ten seconds; a delay is told on standard "
			"error, and with --json by \"delay\", in seconds. "
			"Connections that are open stay as they are. 551: Tor "
			"has no client port, and does nothing.",
	},
	{ .name = NULL },
};
