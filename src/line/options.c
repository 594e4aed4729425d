/* The command-line options, one row each. */
#include "line/options.h"

#include "util/closest.h"
#include "util/span.h"
#include "util/text.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPTIONS_TIMEOUT = 30000,
	OPTIONS_FANOUT_MAX = 1024,
	LABEL_COLUMNS = 24,
};

const char *const options_colors[] = {
	[OPTIONS_AUTO] = "auto",
	[OPTIONS_ALWAYS] = "always",
	[OPTIONS_NEVER] = "never",
	NULL,
};

/* ---- how options are stored */

static void *member(struct options *options, const struct options_row *row)
{
	return (char *)options + row->member;
}

static bool set_flag(struct options *options, const struct options_row *row,
	const char *value, struct error *error)
{
	(void)value;
	(void)error;
	*(bool *)member(options, row) = true;
	return true;
}

static bool set_text(struct options *options, const struct options_row *row,
	const char *value, struct error *error)
{
	(void)error;
	*(const char **)member(options, row) = value;
	return true;
}

static bool add_text(struct options *options, const struct options_row *row,
	const char *value, struct error *error)
{
	(void)error;
	strv_add(member(options, row), value);
	return true;
}

static bool set_seconds(struct options *options,
	const struct options_row *row, const char *value, struct error *error)
{
	return text_read_seconds(value, member(options, row)) ||
		error_set(error, ERROR_USAGE, "--%s \"%s\" is not a valid "
			"number of seconds", row->name, value);
}

static bool set_fanout(struct options *options, const struct options_row *row,
	const char *value, struct error *error)
{
	unsigned long long number;

	if (!span_number(span_of(value), &number) || !number ||
		number > OPTIONS_FANOUT_MAX)
		return error_set(error, ERROR_USAGE, "--%s \"%s\" is not a "
			"number from 1 to %d", row->name, value,
			OPTIONS_FANOUT_MAX);
	options->fanout = (size_t)number;
	return true;
}

static bool set_color(struct options *options, const struct options_row *row,
	const char *value, struct error *error)
{
	(void)row;
	for (size_t i = 0; options_colors[i]; i++)
		if (!strcmp(value, options_colors[i])) {
			options->color = (enum options_color)i;
			return true;
		}
	return error_set(error, ERROR_USAGE, "--color \"%s\" is not "
		"valid; use auto, always or never", value);
}

static bool set_form(struct options *options, enum output_form form,
	struct error *error)
{
	if (options->form != OUTPUT_TEXT && options->form != form)
		return error_set(error, ERROR_USAGE, "--json and --raw cannot "
			"be combined");
	options->form = form;
	return true;
}

static bool set_json(struct options *options, const struct options_row *row,
	const char *value, struct error *error)
{
	(void)row;
	(void)value;
	return set_form(options, OUTPUT_JSON, error);
}

static bool set_raw(struct options *options, const struct options_row *row,
	const char *value, struct error *error)
{
	(void)row;
	(void)value;
	return set_form(options, OUTPUT_RAW, error);
}

/* ---- the rows */

#define FLAG(field) set_flag, offsetof(struct options, field)
#define TEXT(field) set_text, offsetof(struct options, field)
#define TEXTS(field) add_text, offsetof(struct options, field)
#define SECONDS(field) set_seconds, offsetof(struct options, field)

const struct options_row options_rows[] = {
	{ 's', "server", "ADDR", "control port: [HOST:]PORT, /path, ssh://HOST "
		"or NAME", TEXT(server) },
	{ 0, "on", "TARGETS", "run commands on several Tors: names, @GROUP "
		"or local", TEXT(on),
		"use several Tors (NAME,…, @GROUP, local); do not ask" },
	{ 0, "yes", NULL, "with --on: do not ask before dangerous commands",
		FLAG(yes) },
	{ 0, "fanout", "N", "with --on: at most N at once (default 32)",
		set_fanout, 0, "at most N Tors at once; only show changes" },
	{ 0, "dry-run", NULL, "only show requests that change something",
		FLAG(dry_run) },
	{ 0, "password-file", "FILE", "read the control password from FILE "
		"(-: stdin)", TEXT(password_file) },
	{ 0, "password", NULL, "ask for the control password",
		FLAG(ask_password) },
	{ 0, "cookie", "FILE", "use this cookie file instead of the one Tor "
		"reports", TEXT(cookie_file) },
	{ 0, "allow-cookie", NULL, "send the cookie itself if SAFECOOKIE is "
		"not offered", FLAG(allow_cookie) },
	{ 'j', "json", NULL, "print one JSON value per command", set_json, 0,
		"print JSON values, or Tor's reply lines as received" },
	{ 'r', "raw", NULL, "print Tor's reply lines as received", set_raw },
	{ 'q', "quiet", NULL, "print only data and errors", FLAG(quiet) },
	{ 'c', NULL, "LINE", "run LINE as a script line; may be repeated",
		TEXTS(lines), "run script lines, or a file of them (-: stdin)" },
	{ 'f', NULL, "FILE", "run commands from FILE (-: stdin)",
		TEXTS(files) },
	{ 'k', "keep-going", NULL, "continue after a failed command",
		FLAG(keep_going) },
	{ 't', "timeout", "SECS", "limit connecting, replies (default 30) and "
		"waits", SECONDS(timeout) },
	{ 0, "wait", "SECS", "keep trying to connect for up to SECS",
		SECONDS(wait) },
	{ 0, "launch", NULL, "start a private, offline tor (its arguments "
		"follow --)", FLAG(launch) },
	{ 0, "color", "WHEN", "use colour: auto (default), always or never",
		set_color },
	{ 0, "rc", "FILE", "read start-up commands from FILE", TEXT(rc_file),
		"read start-up commands from FILE, or none" },
	{ 0, "no-rc", NULL, "skip the start-up commands", FLAG(no_rc) },
	{ 0, "show-secrets", NULL, "print the SOCKS user names and passwords "
		"of streams", FLAG(show_secrets) },
	{ 0, "trace", NULL, "print the protocol lines on stderr, without "
		"secrets", FLAG(trace) },
	{ 'h', "help", NULL, "print this help", FLAG(help) },
	{ 'V', "version", NULL, "print the version", FLAG(version) },
	{ 0 },
};

static bool is_last(const struct options_row *row)
{
	return !row->name && !row->letter;
}

/* ---- reading */

static const struct options_row *find_letter(char letter)
{
	const struct options_row *row = options_rows;

	while (!is_last(row) && row->letter != letter)
		row++;
	return is_last(row) ? NULL : row;
}

/* Finds an option by its name or an unambiguous prefix. */
static const struct options_row *find_name(struct span name)
{
	const struct options_row *row, *found = NULL;
	bool several = false;

	for (row = options_rows; !is_last(row); row++) {
		if (!row->name || strncmp(row->name, name.at, name.len) != 0)
			continue;
		if (!row->name[name.len])
			return row;
		several = found;
		found = row;
	}
	return several ? NULL : found;
}

static bool refuse_name(struct span name, struct error *error)
{
	const struct options_row *row;
	char *wrong = span_copy(name);
	struct closest closest = CLOSEST(wrong);

	for (row = options_rows; !is_last(row); row++)
		if (row->name)
			closest_try(&closest, row->name);
	if (closest.best)
		error_set(error, ERROR_USAGE, "unknown option --%s; did you "
			"mean --%s?", wrong, closest.best);
	else
		error_set(error, ERROR_USAGE, "unknown option --%s; see "
			"torctl --help", wrong);
	free(wrong);
	return false;
}

static bool read_long(struct options *options, const char *word,
	struct options_value *to, struct error *error)
{
	struct span name = { word, strcspn(word, "=") };
	const char *value = word[name.len] ? word + name.len + 1 : NULL;
	const struct options_row *row = find_name(name);

	if (!row)
		return refuse_name(name, error);
	if (row->argument) {
		*to = (struct options_value){ row, value };
		return true;
	}
	return value ? error_set(error, ERROR_USAGE, "--%s takes no argument",
		row->name) : row->apply(options, row, NULL, error);
}

bool options_read(struct options *options, const char *word,
	struct options_value *to, struct error *error)
{
	const struct options_row *row;

	*to = (struct options_value){ NULL, NULL };
	if (word[1] == '-')
		return read_long(options, word + 2, to, error);
	while (*++word) {
		row = find_letter(*word);
		if (!row)
			return error_set(error, ERROR_USAGE, "unknown option "
				"-%c; see torctl --help", *word);
		if (row->argument) {
			*to = (struct options_value){ row, word[1] ? word + 1 :
				NULL };
			return true;
		}
		if (!row->apply(options, row, NULL, error))
			return false;
	}
	return true;
}

bool options_is_option(const char *word)
{
	return word[0] == '-' && word[1];
}

bool options_is_own(const char *word)
{
	const struct options_row *row;
	size_t len = strcspn(word, "=");

	if (word[1] != '-')
		return word[1] && find_letter(word[1]) && !word[2];
	row = find_name((struct span){ word + 2, len - 2 });
	return row && strlen(row->name) == len - 2;
}

/* Takes the command's words, and after "--" the arguments for tor. */
static void take_words(struct options *options, int at, int argc, char **argv)
{
	bool ended = at > 1 && !strcmp(argv[at - 1], "--");

	for (; at < argc && !(options->launch && ended); at++) {
		ended = options->launch && !strcmp(argv[at], "--");
		if (!ended)
			strv_add(&options->words, argv[at]);
	}
	if (options->launch && ended) {
		options->tor_args = argv + at;
		options->tor_args_len = (size_t)(argc - at);
	}
}

static bool check_combinations(const struct options *options,
	struct error *error)
{
	if (options->words.len && (options->lines.len || options->files.len))
		return error_set(error, ERROR_USAGE, "command \"%s\" cannot be "
			"combined with -c or -f; put it in a -c argument",
			options->words.items[0]);
	if (options->launch && options->server)
		return error_set(error, ERROR_USAGE, "--launch and --server "
			"cannot be combined");
	if (options->on && (options->server || options->launch))
		return error_set(error, ERROR_USAGE, "--on and --%s cannot be "
			"combined", options->server ? "server" : "launch");
	return true;
}

bool options_parse(struct options *options, int argc, char **argv,
	struct error *error)
{
	struct options_value open;
	int at = 1;

	options->timeout = -1;
	while (at < argc && options_is_option(argv[at])) {
		const char *word = argv[at++];

		if (!strcmp(word, "--"))
			break;
		if (!options_read(options, word, &open, error))
			return false;
		if (!open.row)
			continue;
		if (!open.value && at == argc)
			return error_set(error, ERROR_USAGE,
				"%s requires an argument", word);
		if (!open.row->apply(options, open.row, open.value ?
			open.value : argv[at++], error))
			return false;
	}
	options->timed = options->timeout >= 0;
	if (!options->timed)
		options->timeout = OPTIONS_TIMEOUT;
	else if (!options->timeout)
		options->timeout = -1;
	take_words(options, at, argc, argv);
	return check_combinations(options, error);
}

static void add_label(const struct options_row *row, struct buf *to)
{
	if (row->letter)
		buf_print(to, "-%c%s", row->letter, row->name ? ", " : "");
	if (row->name)
		buf_print(to, "--%s", row->name);
	if (row->argument)
		buf_print(to, " %s", row->argument);
}

void options_help(const struct layout *to)
{
	const struct options_row *row;
	struct buf label = BUF_INIT;

	layout_fold_text(span_of("usage: torctl [OPTION…] COMMAND [ARG…]\n"
		"       torctl [OPTION…] [-c LINE… | -f FILE]   "
		"(default: a shell)"), 0, to->width, to->text);
	buf_add_string(to->text, "\n\n");
	for (row = options_rows; !is_last(row); row++) {
		const char *help = row->with_next ? row->with_next : row->help;

		add_label(row, &label);
		if (row->with_next) {
			buf_add_string(&label, ", ");
			add_label(++row, &label);
		}
		layout_item(to, buf_text(&label), LABEL_COLUMNS, help);
		buf_reset(&label);
	}
	layout_wrap(to, "See torctl help for the commands and torctl(1) "
		"for the manual.", 0);
	buf_clear(&label);
}

void options_clear(struct options *options)
{
	buf_clear(&options->password);
	buf_clear(&options->variable);
	strv_clear(&options->lines);
	strv_clear(&options->files);
	strv_clear(&options->words);
	*options = (struct options){ 0 };
}
