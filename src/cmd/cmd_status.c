/* status: an overview of Tor, or a health check. */
#include "api/status.h"
#include "cmd/card.h"
#include "cmd/session.h"
#include "cmd/status_show.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

enum { CHECK_TIMEOUT = 30000 };

static void show(struct call *call, const struct status *status)
{
	struct card card;

	card_begin(&card, call->session->output);
	status_show(&card, status);
	card_end(&card, &call->result);
}

static void show_fit(struct call *call, bool probed, int64_t milliseconds)
{
	struct card card;
	struct buf text = BUF_INIT;

	card_begin(&card, call->session->output);
	buf_add_string(&text, "Tor is working");
	if (probed)
		buf_print(&text, ": built a circuit in %lld.%03lld s",
			(long long)(milliseconds / 1000),
			(long long)(milliseconds % 1000));
	card_head(&card, buf_span(&text));
	card_bool(&card, "healthy", true);
	if (probed)
		card_number(&card, "circuit_milliseconds",
			(unsigned long long)milliseconds);
	card_end(&card, &call->result);
	buf_clear(&text);
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

static bool check(struct call *call, struct status *status,
	struct error *error)
{
	struct session *session = call->session;
	struct client *client = session->client;
	int timeout = args_timeout(&call->args, "timeout", CHECK_TIMEOUT);
	int64_t deadline = clock_deadline(timeout), milliseconds = 0;
	bool probe = !args_value(&call->args, "no-probe");
	struct error failure = ERROR_INIT;
	bool ok;

	client_set_timeout(client, timeout);
	ok = status_read(status, client, &failure) &&
		status_check(status, &failure) && (!probe || status_probe(
		client, &session->events, timeout, deadline, &milliseconds,
		&failure));
	client_set_timeout(client, session->opener.client.timeout);
	if (!ok)
		return judge_silence(timeout, &failure, error);
	if (session->output->form != OUTPUT_RAW && !session->output->quiet)
		show_fit(call, probe, milliseconds);
	return true;
}

static bool run_status(struct call *call, struct error *error)
{
	static const char *const of_check[] = { "timeout", "no-probe" };
	struct status status = { 0 };
	bool checks = args_value(&call->args, "check"), ok = true;

	for (size_t i = 0; i < 2 && ok && !checks; i++)
		if (args_value(&call->args, of_check[i]))
			ok = error_set(error, ERROR_USAGE, "--%s requires "
				"--check", of_check[i]);
	if (ok && checks)
		ok = check(call, &status, error);
	else if (ok)
		ok = status_read(&status, call->session->client, error);
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
		.arguments = {
			{ "check", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "health check: exit with "
					"status 0 if Tor works; otherwise "
					"print the reason and exit with "
					"status 1" },
			{ "timeout", ARGUMENT_SECONDS, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL,
				"with --check: time limit (default 30; 0: "
					"none)" },
			{ "no-probe", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "with --check: trust Tor's "
					"own state and build no circuit" },
		},
		.run = run_status,
		.example = "torctl status --check --timeout 10",
		.replies = "Lines that do not apply are omitted; warnings are "
			"printed last. --check builds a circuit and closes it, "
			"because Tor can report a working state long after its "
			"relays are gone.",
	},
	{ .name = NULL },
};
