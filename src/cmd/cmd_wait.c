/* wait: until something is so or has happened. */
#include "api/wait.h"
#include "cmd/pattern.h"
#include "cmd/session.h"
#include "proto/event.h"
#include "util/clock.h"

#define TIMEOUT { "timeout", ARGUMENT_SECONDS, ARGUMENT_OPTION | \
	ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "give up after that long, with " \
	"exit status 5; 0, as without it, is never" }

static int64_t deadline_of(const struct call *call)
{
	return clock_deadline(args_timeout(&call->args, "timeout", -1));
}

/* Prints the event that has ended the wait, and clears it. */
static bool show_found(struct call *call, bool ok, struct wait_found *found)
{
	const struct queue_event event = { buf_span(&found->raw),
		found->time };

	/* --raw has shown it as it came. */
	if (ok && call->session->output->form != OUTPUT_RAW)
		output_event(call->session->output, &event);
	wait_found_clear(found);
	return ok;
}

/* ---- any event */

struct expected {
	const char *const *names;
	struct pattern pattern;
};

static enum wait_verdict judge(void *arg, struct span raw,
	struct error *error)
{
	struct expected *expected = arg;
	const struct queue_event event = { raw, 0 };

	(void)error;
	if (!span_equal(event_name(raw), expected->names[0]))
		return WAIT_ON;
	return !expected->pattern.compiled ||
		pattern_match_event(&expected->pattern, &event) ? WAIT_DONE :
		WAIT_ON;
}

static bool run_wait_event(struct call *call, struct error *error)
{
	const char *pattern = args_value(&call->args, "PATTERN");
	const char *const names[] = { args_value(&call->args, "EVENT"), NULL };
	struct expected expected = { .names = names };
	const struct wait wait = { names, .judge = judge, .arg = &expected };
	struct wait_found found = { BUF_INIT, 0 };
	bool ok;

	ok = (!pattern || pattern_compile(&expected.pattern, pattern,
		error)) && wait_run(call->session->client,
		&call->session->events, &wait, deadline_of(call), &found,
		error);
	pattern_clear(&expected.pattern);
	return show_found(call, ok, &found);
}

const struct command commands_wait[] = {
	{
		.name = "wait",
		.group = COMMAND_ASK,
		.summary = "wait until something has happened",
		.flags = COMMAND_FAMILY,
		.replies = "Each prints what it has waited for. Events are "
			"asked for before torctl looks how things stand, so "
			"that nothing is missed. With --timeout SECS it gives "
			"up after that time, with exit status 5; else it "
			"waits for ever.",
	},
	{
		.name = "wait event",
		.group = COMMAND_ASK,
		.summary = "wait for the first event that matches",
		.arguments = {
			{ "EVENT", ARGUMENT_EVENT_TYPE, 0,
				"its type, in any letter case" },
			{ "PATTERN", ARGUMENT_TEXT, ARGUMENT_OPTIONAL,
				"an extended regular expression that matches "
				"anywhere in the event's line" },
			TIMEOUT,
		},
		.flags = COMMAND_LONG,
		.run = run_wait_event,
		.example = "torctl wait event CIRC '^CIRC [0-9]+ BUILT'",
		.replies = "Prints the event. Only what happens from now on "
			"counts.",
	},
	{ .name = NULL },
};
