/* bootstrap and wait bootstrap: bootstrap progress. */
#include "cmd/redraw.h"
#include "cmd/session.h"
#include "tor/bootstrap.h"
#include "tor/conf.h"
#include "util/clock.h"
#include "util/escape.h"
#include "util/text.h"

#include <string.h>

enum { BAR_MAX = 60, BAR_REST = 8 }; /* cells: the bar, and "[] 100%" */

/* The display of a wait's progress. */
struct view {
	struct session *session;
	const struct bootstrap *bootstrap;
	struct redraw redraw;
	bool in_place;
};

/* Adds Tor's text, escaped to one line. */
static void add_words(struct buf *to, const struct bootstrap *bootstrap,
	const char *name, const char *before, const char *after)
{
	const char *value = bootstrap_find(bootstrap, name);

	if (!value)
		return;
	buf_add_string(to, before);
	escape_add_terminal(to, span_of(value), ESCAPE_LINE);
	buf_add_string(to, after);
}

static const char *host_name(const struct bootstrap *bootstrap)
{
	return bootstrap_find(bootstrap, "hostaddr") ? "hostaddr" :
		bootstrap_find(bootstrap, "host") ? "host" : "hostid";
}

/* Adds the warning, then `between` and further details, if any. */
static void add_warning(struct buf *to, const struct bootstrap *bootstrap,
	const char *between)
{
	const char *count = bootstrap_find(bootstrap, "count");
	struct buf more = BUF_INIT;

	add_words(to, bootstrap, "warning", "warning: ", "");
	add_words(to, bootstrap, "reason", " (", ")");
	add_words(&more, bootstrap, "count", ", ", count &&
		!strcmp(count, "1") ? " time" : " times");
	add_words(&more, bootstrap, host_name(bootstrap), ", at ", "");
	add_words(&more, bootstrap, "recommendation", ", recommendation: ", "");
	if (more.len)
		buf_print(to, "%s%s", between, buf_text(&more) + 2);
	buf_clear(&more);
}

/* "45% loading_descriptors Loading relay descriptors", but "100% done". */
static void add_line(struct buf *to, const struct bootstrap *bootstrap)
{
	const char *tag = bootstrap_find(bootstrap, "tag");
	const char *summary = bootstrap_find(bootstrap, "summary");

	buf_print(to, "%d%%", bootstrap->progress);
	add_words(to, bootstrap, "tag", " ", "");
	if (!tag || !summary || !text_equal_nocase(tag, summary))
		add_words(to, bootstrap, "summary", " ", "");
	if (bootstrap_find(bootstrap, "warning")) {
		buf_add_string(to, "; ");
		add_warning(to, bootstrap, "; ");
	}
	buf_add_char(to, '\n');
}

static void add_bar(struct buf *to, int progress, size_t columns)
{
	size_t cells = columns > BAR_REST ? columns - BAR_REST : 1, full;

	cells = cells > BAR_MAX ? BAR_MAX : cells;
	full = cells * (size_t)progress / 100;
	buf_add_char(to, '[');
	for (size_t i = 0; i < cells; i++)
		buf_add_char(to, i < full ? '#' : '.');
	buf_print(to, "] %3d%%\n", progress);
}

static bool draw(struct view *view, struct error *error)
{
	const struct bootstrap *bootstrap = view->bootstrap;
	struct buf text = BUF_INIT;
	bool ok;

	add_bar(&text, bootstrap->progress, redraw_columns(&view->redraw));
	add_words(&text, bootstrap, "summary", "", "\n");
	if (bootstrap_find(bootstrap, "warning")) {
		add_warning(&text, bootstrap, "\n");
		buf_add_char(&text, '\n');
	}
	ok = redraw_show(&view->redraw, buf_span(&text), error);
	buf_clear(&text);
	return ok;
}

/* The user's events were printed meanwhile. */
static void draw_again(void *arg)
{
	draw(arg, NULL);
}

static void print_json(struct output *output,
	const struct bootstrap *bootstrap)
{
	struct json json = output_json(output);

	json_open_object(&json);
	json_add_name(&json, "progress");
	json_add_integer(&json, bootstrap->progress);
	for (size_t i = 0; i < bootstrap->fields.len; i++) {
		const struct pair *field = &bootstrap->fields.items[i];
		struct span value = span_of(field->value);

		if (!strcmp(field->name, "progress"))
			continue;
		json_add_key(&json, span_of(field->name));
		if (!strcmp(field->name, "count"))
			json_add_number(&json, value, false);
		else
			json_add_string(&json, value);
	}
	json_close_object(&json);
	output_string(output, "\n");
}

/* Prints one phase as an object or a line. */
static void print(struct output *output, const struct bootstrap *bootstrap)
{
	struct buf line = BUF_INIT;

	if (output->form == OUTPUT_JSON) {
		print_json(output, bootstrap);
	} else if (output->form == OUTPUT_TEXT) {
		add_line(&line, bootstrap);
		output_bytes(output, buf_span(&line));
	}
	buf_clear(&line);
}

static bool show_change(void *arg, const struct bootstrap *bootstrap,
	struct error *error)
{
	struct view *view = arg;
	struct output *output = view->session->output;

	view->bootstrap = bootstrap;
	if (view->in_place)
		return draw(view, error);
	if (!output->quiet || !output->terminal || output->form != OUTPUT_TEXT)
		print(output, bootstrap);
	return output_flush(output, error);
}

/* Tor cannot bootstrap while its network is disabled. */
static bool check_network(struct session *session, struct error *error)
{
	if (!conf_is_offline(session->tor->connection))
		return true;
	if (session->tor->launched)
		return error_set(error, ERROR_USAGE, "this private tor has "
			"its network disabled; start it with torctl --launch "
			"… -- --DisableNetwork 0, or use setconf "
			"DisableNetwork=0");
	report_note(&session->report, "Tor's network is disabled "
		"(DisableNetwork 1); enable it with setconf DisableNetwork=0");
	return true;
}

static bool run_wait(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct events *events = &session->tor->events;
	struct view view = { .session = session };
	struct bootstrap bootstrap = { 0 };
	void (*usual)(void *arg) = events->print;
	void *usual_arg = events->print_arg;
	int64_t deadline = clock_deadline(session_timeout(call, -1));
	bool ok;

	if (!check_network(session, error))
		return false;
	view.in_place = redraw_possible(session->output) &&
		!session->output->quiet;
	if (view.in_place) {
		redraw_start(&view.redraw, session);
		view.bootstrap = &bootstrap;
		events->print = draw_again;
		events->print_arg = &view;
	}
	ok = bootstrap_wait(session->tor->connection, events, &bootstrap,
		deadline, show_change, &view, error);
	if (view.in_place)
		redraw_end(&view.redraw);
	events->print = usual;
	events->print_arg = usual_arg;
	bootstrap_clear(&bootstrap);
	return ok;
}

static bool run_bootstrap(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct bootstrap bootstrap = { 0 };
	bool ok;

	if (args_value(&call->args, "wait") ||
		args_value(&call->args, "timeout"))
		return run_wait(call, error);
	ok = bootstrap_get(session->tor->connection, &bootstrap, error);
	if (ok)
		print(session->output, &bootstrap);
	bootstrap_clear(&bootstrap);
	return ok;
}

const struct command commands_bootstrap[] = {
	{
		.name = "bootstrap",
		.group = COMMAND_ASK,
		.summary = "show bootstrap progress",
		.arguments = ARGUMENTS(
			{ "wait", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "wait until Tor is at 100%" },
			{ "timeout", ARGUMENT_SECONDS, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "like "
					"--wait, but give up after SECS with "
					"exit status 5 (0: never)" },
		),
		.flags = COMMAND_LONG,
		.run = run_bootstrap,
		.wire = "GETINFO status/bootstrap-phase\n"
			"GETCONF DisableNetwork\n"
			"SETEVENTS STATUS_CLIENT\n"
			"SETEVENTS\n",
		.example = "torctl bootstrap --wait --timeout 120",
		.replies = "Prints the percentage, the phase's keyword, its "
			"description unless that is the same word, and Tor's "
			"warning if bootstrapping is "
			"stuck. While waiting, shows a progress bar on a "
			"terminal (not with -q) and one line per phase "
			"otherwise.",
	},
	{
		.name = "wait bootstrap",
		.group = COMMAND_ASK,
		.summary = "wait until Tor is bootstrapped",
		.arguments = ARGUMENTS(
			{ "timeout", ARGUMENT_SECONDS, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "give up "
					"after SECS with exit status 5 "
					"(default 0: never)" },
		),
		.flags = COMMAND_LONG,
		.run = run_wait,
		.wire = "GETINFO status/bootstrap-phase\n"
			"GETCONF DisableNetwork\n"
			"SETEVENTS STATUS_CLIENT\n"
			"SETEVENTS\n",
		.example = "torctl wait bootstrap --timeout 120",
		.replies = "Same as bootstrap --wait.",
	},
	{ .name = NULL },
};
