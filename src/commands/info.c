/* getinfo, events and other commands that only query Tor. */
#include "cmd/session.h"
#include "commands/event_stream.h"
#include "proto/lexer.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/text.h"

#include <string.h>

/* Values, printed as they arrive: one may be larger than memory. */
struct values {
	struct session *session;
	struct output *output;
	struct json json; /* into the output; no writer if the form is text */
	struct lexer lexer;
	const struct strv *keys;
	bool named;    /* KEY=VALUE, not just the value */
	bool in_value; /* the block is a value's, not an error's */
	bool in_block;
	bool empty;    /* no line of the block so far */
};

/*
 * Returns the user's name for a key of the reply: addr-mappings/… is sent as
 * address-mappings/….
 */
static struct span asked_name(const struct strv *keys, struct span name)
{
	static const char now[] = "address-mappings/", old[] = "addr-mappings/";
	struct span rest = span_from(name, sizeof(now) - 1);

	if (!span_starts(name, now))
		return name;
	for (size_t i = 0; i < keys->len; i++) {
		const char *key = keys->items[i];

		if (!strncmp(key, old, sizeof(old) - 1) &&
			span_equal(rest, key + sizeof(old) - 1))
			return span_of(key);
	}
	return name;
}

static void begin_text(struct values *values, struct span name,
	struct span value)
{
	if (values->named) {
		output_styled(values->output, STYLE_KEY, name);
		output_string(values->output, values->in_block ? "=\n" : "=");
	}
	if (!values->in_block)
		output_line(values->output, value);
}

static void begin_json(struct values *values, struct span name)
{
	json_open_object(&values->json);
	json_add_key(&values->json, name);
	json_open_string(&values->json);
}

static void add_json_block(struct json *json, struct span lines)
{
	struct span line;

	while (span_next_line(&lines, &line)) {
		if (line.len && line.at[0] == '.')
			line = span_from(line, 1);
		json_add_line(json, line);
	}
}

static void end_json(struct values *values)
{
	json_close_string(&values->json);
	json_close_object(&values->json);
	output_string(values->output, "\n");
	values->in_value = false;
}

static void show_line(struct values *values, const struct lexer_token *token)
{
	struct span value = token->text, name = value;
	const char *equals = value.len ? memchr(value.at, '=', value.len) :
		NULL;

	values->in_value = token->status / 100 == 2 && equals &&
		token->separator != ' ';
	values->empty = true;
	if (!values->in_value)
		return;
	values->in_block = token->separator == '+';
	name.len = (size_t)(equals - value.at);
	value = span_from(value, name.len + 1);
	name = asked_name(values->keys, name);
	if (!values->json.to) {
		begin_text(values, name, value);
		return;
	}
	begin_json(values, name);
	json_add_part(&values->json, value);
	if (!values->in_block)
		end_json(values);
}

static void show_block(struct values *values, struct span lines)
{
	values->empty = false;
	if (values->json.to)
		add_json_block(&values->json, lines);
	else
		output_block(values->output, lines);
}

static void end_block(struct values *values)
{
	if (values->json.to)
		end_json(values);
	else if (values->empty && !values->named)
		output_string(values->output, "\n");
}

static bool show_values(void *arg, struct span bytes)
{
	struct values *values = arg;
	struct lexer_token token;

	session_show_earlier(values->session);
	while (bytes.len) {
		lexer_next(&values->lexer, bytes, &token);
		if (token.kind == LEXER_LINE)
			show_line(values, &token);
		else if (token.kind == LEXER_DATA && values->in_value)
			show_block(values, token.raw);
		else if (token.kind == LEXER_DATA_END && values->in_value)
			end_block(values);
		else if (token.kind == LEXER_MORE || token.kind == LEXER_BAD)
			return true; /* sinks get whole lines */
		bytes = span_from(bytes, token.raw.len);
	}
	return !values->output->failure;
}

/*
 * Repeated values become a list, so nothing is printed before all have arrived.
 */
static bool add_values(struct call *call, const struct strv *keys,
	struct error *error)
{
	struct info info = { 0 };
	bool ok = info_get(call->session->tor->connection, keys, &info, error);

	for (size_t i = 0; i < info.len; i++)
		result_add_named(&call->result, asked_name(keys,
			info.values[i].key), info.values[i].value);
	info_clear(&info);
	return ok;
}

static bool run_getinfo(struct call *call, struct error *error)
{
	const struct strv *keys = args_list(&call->args, "KEY");
	struct session *session = call->session;
	struct output *output = session->output;
	struct connection *connection = session->tor->connection;
	struct values values = { .session = session, .output = output,
		.keys = keys, .named = keys->len > 1 };
	bool ok;

	if (output->form == OUTPUT_JSON && keys->len > 1)
		return add_values(call, keys, error);
	if (output->form == OUTPUT_JSON)
		values.json = output_json(output);
	if (output->form != OUTPUT_RAW) {
		ok = info_stream(connection, keys, true, show_values, &values,
			error);
		/* JSON stays valid if the connection was lost meanwhile. */
		if (values.json.to && values.in_value)
			end_json(&values);
		return ok;
	}
	ok = info_stream(connection, keys, false, session_show_raw, session, error);
	if (!ok && keys->len == 1)
		error_set_subject(error, keys->items[0]);
	return ok;
}

static bool list_events(struct call *call, struct error *error)
{
	struct strv keys = STRV_INIT;
	bool ok;

	strv_add(&keys, "events/names");
	ok = add_values(call, &keys, error);
	strv_clear(&keys);
	return ok;
}

/*
 * Returns true if the events are to be printed above the prompt: at the prompt,
 * unless they are redirected or an option limits them. `word` is the first
 * name, or NULL.
 */
static bool is_inline(const struct call *call, const char *word)
{
	const struct session *session = call->session;
	bool changes = word && (*word == '+' || *word == '-' ||
		text_equal_nocase(word, "off"));

	return session->prompt && !event_stream_is_wanted(call) &&
		(!session->usual || !word || changes);
}

static bool show_events(struct call *call, const struct strv *names,
	struct error *error)
{
	struct session *session = call->session;

	if (is_inline(call, names->len ? names->items[0] : NULL))
		return session->prompt->choose_events(session->prompt->arg,
			names, &call->result, error);
	if (!names->len && event_stream_is_wanted(call))
		return error_set(error, ERROR_USAGE, "missing argument EVENT, "
			"or all");
	if (!names->len)
		return list_events(call, error);
	return event_stream_run(call, names, error);
}

static bool run_events(struct call *call, struct error *error)
{
	return show_events(call, args_list(&call->args, "EVENT"), error);
}

static const char *const log_levels[] = { "DEBUG", "INFO", "NOTICE", "WARN",
	"ERR" };
enum { LOG_LEVELS = sizeof(log_levels) / sizeof(*log_levels) };

/* Returns LOG_LEVELS if there is no such level. */
static size_t find_level(const char *name)
{
	size_t i = 0;

	while (i < LOG_LEVELS && !text_equal_nocase(name, log_levels[i]))
		i++;
	return i;
}

/*
 * Selects the level and all more severe ones; above the prompt, deselects the
 * others.
 */
static bool run_log(struct call *call, struct error *error)
{
	const char *level = args_value(&call->args, "LEVEL");
	bool above = is_inline(call, level), ok;
	struct strv names = STRV_INIT;
	size_t first = find_level(level);

	if (first == LOG_LEVELS && !(above && text_equal_nocase(level, "off")))
		return error_set(error, ERROR_USAGE, "unknown log level "
			"\"%s\": use debug, info, notice, warn or err%s", level,
			above ? ", or off" : "");
	for (size_t i = above ? 0 : first; i < LOG_LEVELS; i++)
		strv_take(&names, alloc_print("%s%s", !above ? "" :
			i < first ? "-" : "+", log_levels[i]));
	ok = show_events(call, &names, error);
	strv_clear(&names);
	return ok;
}

const struct command commands_info[] = {
	{
		.name = "events",
		.group = COMMAND_ASK,
		.summary = "print events as they arrive",
		.arguments = ARGUMENTS(
			{ "EVENT", ARGUMENT_EVENT, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "names such as CIRC, STREAM, "
					"BW or NOTICE, or all; without a "
					"name, list the events that this Tor "
					"supports. At the prompt, choose the "
					"events shown above it: +NAME adds one, "
					"-NAME removes one, off removes all; "
					"with an option, | or >, stream "
					"events until Ctrl-C" },
			EVENT_STREAM_OPTIONS,
		),
		.flags = COMMAND_LONG | COMMAND_STREAMS,
		.run = run_events,
		.wire = "GETINFO events/names\n"
			"SETEVENTS *\n"
			"SETEVENTS\n"
			"GETINFO ns/id/*\n"
			"GETINFO ip-to-country/*\n",
		.example = "torctl events CIRC STREAM NOTICE",
		.replies = "In a pipe, prints one line per event as Tor sent "
			"it; lines of a data block follow, each after a tab. "
			"No event is lost: if the reader is slow, torctl "
			"waits, and events accumulate in Tor's memory. On a "
			"terminal, new relays in a circuit's path are looked "
			"up, so that their countries are shown.",
		.errors = ERRORS(
			{ "552", "no such event" },
		),
	},
	{
		.name = "log",
		.group = COMMAND_ASK,
		.summary = "print log messages of a level or higher",
		.arguments = ARGUMENTS(
			{ "LEVEL", ARGUMENT_TEXT, 0, "debug, info, notice, "
				"warn or err; at the prompt also off" },
			EVENT_STREAM_OPTIONS,
		),
		.flags = COMMAND_LONG | COMMAND_STREAMS,
		.values = VALUES(
			{ "LEVEL", "debug", "debug messages and higher (very "
				"many)" },
			{ "LEVEL", "info", "informational messages and higher "
				"(many)" },
			{ "LEVEL", "notice", "notices and higher" },
			{ "LEVEL", "warn", "warnings and errors" },
			{ "LEVEL", "err", "fatal errors only" },
			{ "LEVEL", "off", "none (prompt only)" },
		),
		.run = run_log,
		.wire = "SETEVENTS *\n"
			"SETEVENTS\n",
		.example = "torctl log notice",
		.replies = "At the prompt, shows messages above it, together "
			"with other events; the level replaces the previous "
			"one.",
	},
	{
		.name = "getinfo",
		.group = COMMAND_ASK,
		.verb = "GETINFO",
		.summary = "print information by key",
		.arguments = ARGUMENTS(
			{ "KEY", ARGUMENT_KEY, ARGUMENT_REPEAT,
				"a key such as version, circuit-status, "
					"config-text or ns/id/FINGERPRINT; "
					"keys are case-sensitive; getinfo "
					"info/names lists them" },
		),
		.flags = COMMAND_ASKS,
		.run = run_getinfo,
		.example = "torctl getinfo version traffic/read",
		.replies = "With one key, prints its value; with several, "
			"KEY=VALUE. Refused keys are reported on standard "
			"error; the others are still printed. With --raw, "
			"values of any size are passed through, but one "
			"refused key makes the whole request fail.",
		.errors = ERRORS(
			{ "551", "Tor has no value for the key now" },
			{ "552", "no such key or object" },
		),
	},
	{ .name = NULL },
};

const struct command commands_protocolinfo[] = {
	{
		.name = "protocolinfo",
		.group = COMMAND_ASK,
		.verb = "PROTOCOLINFO",
		.summary = "print Tor's version and authentication methods",
		.arguments = ARGUMENTS(
			{ "VERSION", ARGUMENT_NUMBER, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT,
				"PROTOCOLINFO versions that you support, "
					"such as 1" },
		),
		.example = "torctl protocolinfo",
		.replies = "Prints the PROTOCOLINFO, AUTH and VERSION lines.",
	},
	{ .name = NULL },
};
