/* Events as a command's output: options that select them and end the stream. */
#include "commands/event_stream.h"

#include "commands/pattern.h"
#include "proto/event_types.h"
#include "tor/countries.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/closest.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

struct stream {
	struct session *session;
	struct pattern match;
	struct pattern until;
	unsigned long long left; /* events to show; 0: no limit */
	int64_t deadline;
	const char **names;      /* in upper case, terminated by NULL */
	bool timestamp;          /* the output's flag, restored later */
	struct countries countries; /* of relays in lines for people */
	bool over;               /* the last event was shown */
	bool shared;             /* events are also shown elsewhere */
	/* The previous handler, for events that are not shown here. */
	void (*show)(void *arg, const struct queue_event *event, bool wanted);
	void *show_arg;
};

static const char *const options[] = { "match", "until", "count", "for",
	"timestamp" };

bool event_stream_is_wanted(const struct call *call)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (args_value(&call->args, options[i]))
			return true;
	return false;
}

static bool read_number(const struct call *call, const char *option,
	unsigned long long *number, struct error *error)
{
	const char *word = args_value(&call->args, option);

	*number = 0;
	if (!word)
		return true;
	span_number(span_of(word), number);
	if (*number && *number < (unsigned long long)INT64_MAX / 1000)
		return true;
	return error_set(error, ERROR_USAGE,
		"--%s \"%s\" is not a valid "
		"number (1 or more)%s",
		option, word, *number ? ": too large" : "");
}

/* Sets the deadline of --for, which may have a fraction. */
static bool read_deadline(struct stream *stream, const struct call *call,
	struct error *error)
{
	const char *word = args_value(&call->args, "for");
	unsigned long long seconds;
	int milliseconds = 0;

	stream->deadline = CLOCK_NEVER;
	if (!word)
		return true;
	if (span_number(span_of(word), &seconds) && seconds &&
		seconds < (unsigned long long)INT64_MAX / 1000) {
		stream->deadline = clock_deadline((int64_t)seconds * 1000);
		return true;
	}
	if (!text_read_seconds(word, &milliseconds) || !milliseconds)
		return error_set(error, ERROR_USAGE, "--for \"%s\" is not a "
			"valid number of seconds (more than 0)", word);
	stream->deadline = clock_deadline(milliseconds);
	return true;
}

static bool read_options(struct stream *stream, const struct call *call,
	struct error *error)
{
	const char *match = args_value(&call->args, "match");
	const char *until = args_value(&call->args, "until");
	struct output *output = call->session->output;

	if (!read_number(call, "count", &stream->left, error) ||
		!read_deadline(stream, call, error) ||
		(match && !pattern_compile(&stream->match, match, error)) ||
		(until && !pattern_compile(&stream->until, until, error)))
		return false;
	if (output->form == OUTPUT_TEXT && output->terminal && !output->plain)
		output->line.countries = &stream->countries;
	stream->timestamp = output->timestamp;
	if (!args_value(&call->args, "timestamp"))
		return true;
	if (output->form != OUTPUT_TEXT)
		return error_set(error, ERROR_USAGE,
			output->form == OUTPUT_JSON
				? "--timestamp cannot be combined with "
				  "--json; every JSON event has \"time\""
				: "--timestamp and --raw cannot be "
				  "combined");
	output->timestamp = true;
	return true;
}

/* Asks Tor only about names that torctl does not know. */
bool event_stream_check(struct session *session, const struct strv *names,
	struct error *error)
{
	struct strv known = STRV_INIT;
	bool ok = true;

	for (size_t i = 0; i < names->len && ok; i++) {
		const char *name = names->items[i];
		struct closest closest = CLOSEST(name);

		if (event_type_named(name) || text_equal_nocase(name, "all"))
			continue;
		ok = known.len || info_get_names(session->tor->connection,
			"events/names", &known, error);
		if (!ok || strv_has_nocase(&known, name))
			continue;
		closest_try_all(&closest, &known);
		ok = closest_refuse(&closest, "event",
			"; see getinfo events/names", error);
	}
	strv_clear(&known);
	return ok;
}

/* Tor's list is not trusted: skip entries that are not words. */
static bool is_name(const char *name)
{
	while (text_is_alnum(*name) || *name == '_')
		name++;
	return !*name;
}

static bool choose_names(struct stream *stream, const struct strv *wanted,
	struct strv *names, struct error *error)
{
	bool all = strv_has_nocase(wanted, "all");

	if (!event_stream_check(stream->session, wanted, error) || (all &&
		!info_get_names(stream->session->tor->connection, "events/names",
		names, error)))
		return false;
	for (size_t i = 0; i < wanted->len && !all; i++) {
		const char *name = wanted->items[i];
		const struct event_type *type = event_type_named(name);

		if (!strv_has_nocase(names, name))
			strv_add(names, type ? type->name : name);
	}
	stream->names = alloc_zeroed((names->len + 1) * sizeof(char *));
	for (size_t i = 0, len = 0; i < names->len; i++)
		if (is_name(names->items[i]))
			stream->names[len++] = names->items[i];
	return true;
}

/* Shows a matching event. Returns true if it is the last. */
static bool take(void *arg, const struct queue_event *event)
{
	struct stream *stream = arg;
	struct output *output = stream->session->output;
	bool last = stream->until.compiled &&
		pattern_match_event(&stream->until, event);

	if (last || !stream->match.compiled ||
		pattern_match_event(&stream->match, event)) {
		if (output->line.countries)
			countries_learn(&stream->countries,
				stream->session->tor->connection, event->raw);
		if (!session_take_event(stream->session, &stream->left, &last))
			return true;
		output_event(output, event);
	}
	return last || output->failure;
}

static bool is_ours(const struct stream *stream,
	const struct queue_event *event)
{
	struct span name = event_name(event->raw);
	const char **mine = stream->names;

	while (*mine && !span_equal_nocase(name, *mine))
		mine++;
	return *mine;
}

/*
 * Handles only this command's events; the user's other events are shown as
 * usual, in between. Without those, all that arrived together is one write.
 */
static void look(void *arg, const struct queue_event *event)
{
	struct stream *stream = arg;

	if (stream->over || (stream->shared && !is_ours(stream, event)))
		return;
	stream->over = take(stream, event);
	if (stream->shared)
		output_flush(stream->session->output, NULL);
}

/*
 * Replaces the usual handler, so that no event appears twice on the terminal.
 */
static void show_others(void *arg, const struct queue_event *event,
	bool wanted)
{
	struct stream *stream = arg;
	bool ours = wanted && !stream->over && is_ours(stream, event) &&
		(!stream->match.compiled ||
		pattern_match_event(&stream->match, event) ||
		(stream->until.compiled &&
		pattern_match_event(&stream->until, event)));

	stream->show(stream->show_arg, event, wanted && !ours);
}

/* Noting each stream for later commands takes ten times as long as printing. */
static void show_nothing(void *arg, const struct queue_event *event,
	bool wanted)
{
	(void)arg;
	(void)event;
	(void)wanted;
}

static bool stream_events(struct stream *stream, struct error *error)
{
	struct session *session = stream->session;
	struct events *events = &session->tor->events;
	struct error failure = ERROR_INIT;
	bool ok;

	stream->shared = session->prompt || events->wanted.len;
	stream->show = events->show;
	stream->show_arg = events->show_arg;
	if (!stream->shared) {
		events->show = show_nothing;
	} else if (session->prompt && !session->usual) {
		events->show = show_others;
		events->show_arg = stream;
	}
	while (!stream->over && session_next_events(session, look, stream,
		stream->deadline, &failure) &&
		output_flush(session->output, &failure))
		if (!stream->over && events->print)
			events->print(events->print_arg);
	events->show = stream->show;
	events->show_arg = stream->show_arg;
	ok = output_flush(session->output, error);
	if (ok && !stream->over)
		ok = error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

/* Reaching --for is success, unless --count or --until is still unmet. */
static bool ends_well(const struct stream *stream, struct error *failure)
{
	if (failure->kind != ERROR_TIMEOUT)
		return false;
	if (!stream->left && !stream->until.compiled)
		return true;
	error_set(failure, ERROR_TIMEOUT, stream->until.compiled ? "timed "
		"out: no event matched --until" : "timed out: "
			"fewer events than --count");
	return false;
}

bool event_stream_run(struct call *call, const struct strv *wanted,
	struct error *error)
{
	struct session *session = call->session;
	struct stream stream = { .session = session };
	struct error failure = ERROR_INIT;
	struct strv names = STRV_INIT;
	bool ok;

	ok = read_options(&stream, call, &failure) &&
		choose_names(&stream, wanted, &names, &failure);
	if (ok) {
		/* Later replies are not part of the output. */
		connection_tap(session->tor->connection, NULL, NULL);
		session->tor->events.show_borrowed = false;
		ok = events_borrow(&session->tor->events, session->tor->connection,
			stream.names, &failure) &&
			(stream_events(&stream, &failure) ||
			ends_well(&stream, &failure));
		/* Don't wait again if our reader is gone. */
		if (!session->output->failure || session->usual)
			events_return(&session->tor->events,
				session->tor->connection);
		session->tor->events.borrowed = NULL;
	}
	session->output->timestamp = stream.timestamp;
	session->output->line.countries = NULL;
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	pattern_clear(&stream.match);
	pattern_clear(&stream.until);
	strv_clear(&names);
	countries_clear(&stream.countries);
	free(stream.names);
	return ok;
}
