/* The command-line options, one row each. */
#include "line/options.h"

#include "util/alloc.h"
#include "util/text.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPTIONS_MAX = 32,
	OPTIONS_LONG = 256,
	OPTIONS_TIMEOUT = 30000,
	LABEL_COLUMNS = 24,
};

const struct options_row options_rows[] = {
	{ 's', "server", "ADDR", "control port: [HOST:]PORT, [V6]:PORT or "
		"/path/socket" },
	{ 0, "password-file", "FILE", "read the control password from FILE "
		"(-: stdin)" },
	{ 0, "password", NULL, "ask for the control password" },
	{ 0, "cookie", "FILE", "use this cookie file instead of the one Tor "
		"reports" },
	{ 0, "allow-cookie", NULL, "send the cookie itself if SAFECOOKIE is "
		"not offered" },
	{ 'j', "json", NULL, "print one JSON value per command" },
	{ 'r', "raw", NULL, "print Tor's reply lines as received" },
	{ 'q', "quiet", NULL, "print only data and errors" },
	{ 'c', NULL, "LINE", "run LINE as a script line; may be repeated" },
	{ 'f', NULL, "FILE", "run commands from FILE (-: stdin)" },
	{ 'k', "keep-going", NULL, "continue after a failed command" },
	{ 't', "timeout", "SECS", "limit connecting and each reply (default "
		"30, 0: none)" },
	{ 0, "wait", "SECS", "keep trying to connect for up to SECS" },
	{ 0, "launch", NULL, "start a private, offline tor (its arguments "
		"follow --)" },
	{ 0, "color", "WHEN", "use colour: auto (default), always or never" },
	{ 0, "rc", "FILE", "read start-up commands from FILE",
		"read start-up commands from FILE, or none" },
	{ 0, "no-rc", NULL, "skip the start-up commands" },
	{ 0, "show-secrets", NULL, "print the SOCKS user names and passwords "
		"of streams" },
	{ 0, "trace", NULL, "print the protocol lines on stderr, without "
		"secrets" },
	{ 'h', "help", NULL, "print this help" },
	{ 'V', "version", NULL, "print the version" },
	{ 0, NULL, NULL, NULL },
};

const char *const options_colors[] = {
	[OPTIONS_AUTO] = "auto",
	[OPTIONS_ALWAYS] = "always",
	[OPTIONS_NEVER] = "never",
	NULL,
};

static bool is_last(const struct options_row *row)
{
	return !row->name && !row->letter;
}

static bool read_seconds(const char *name, const char *text, int *to,
	struct error *error)
{
	return text_read_seconds(text, to) || error_set(error, ERROR_USAGE,
		"%s \"%s\" is not a valid number of seconds", name, text);
}

static bool read_color(struct options *options, const char *text,
	struct error *error)
{
	for (size_t i = 0; options_colors[i]; i++)
		if (!strcmp(text, options_colors[i])) {
			options->color = (enum options_color)i;
			return true;
		}
	return error_set(error, ERROR_USAGE, "--color \"%s\" is not "
		"valid; use auto, always or never", text);
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

bool options_apply(struct options *options, const struct options_row *row,
	const char *value, struct error *error)
{
	const char *name = row->name ? row->name : "";

	if (row->letter == 's')
		options->server = value;
	else if (!strcmp(name, "password-file"))
		options->password_file = value;
	else if (!strcmp(name, "password"))
		options->ask_password = true;
	else if (!strcmp(name, "cookie"))
		options->cookie_file = value;
	else if (!strcmp(name, "allow-cookie"))
		options->allow_cookie = true;
	else if (row->letter == 'j')
		return set_form(options, OUTPUT_JSON, error);
	else if (row->letter == 'r')
		return set_form(options, OUTPUT_RAW, error);
	else if (row->letter == 'q')
		options->quiet = true;
	else if (row->letter == 'c')
		strv_add(&options->lines, value);
	else if (row->letter == 'f')
		strv_add(&options->files, value);
	else if (row->letter == 'k')
		options->keep_going = true;
	else if (row->letter == 't')
		return read_seconds("--timeout", value, &options->timeout,
			error);
	else if (!strcmp(name, "wait"))
		return read_seconds("--wait", value, &options->wait, error);
	else if (!strcmp(name, "launch"))
		options->launch = true;
	else if (!strcmp(name, "color"))
		return read_color(options, value, error);
	else if (!strcmp(name, "rc"))
		options->rc_file = value;
	else if (!strcmp(name, "no-rc"))
		options->no_rc = true;
	else if (!strcmp(name, "show-secrets"))
		options->show_secrets = true;
	else if (!strcmp(name, "trace"))
		options->trace = true;
	else if (row->letter == 'h')
		options->help = true;
	else if (row->letter == 'V')
		options->version = true;
	return true;
}

/* Builds the tables for getopt_long() from the rows. */
static void make_tables(char *letters, struct option *table)
{
	const struct options_row *row = options_rows;

	/* "+": stop at the command; ":": tell missing arguments apart. */
	*letters++ = '+';
	*letters++ = ':';
	for (; !is_last(row); row++) {
		if (row->letter) {
			*letters++ = row->letter;
			if (row->argument)
				*letters++ = ':';
		}
		if (row->name)
			*table++ = (struct option){ row->name,
				row->argument ? required_argument :
				no_argument, NULL,
				OPTIONS_LONG + (int)(row - options_rows) };
	}
	*letters = '\0';
	*table = (struct option){ 0 };
}

static const struct options_row *find_row(int found)
{
	const struct options_row *row = options_rows;

	if (found >= OPTIONS_LONG)
		return &options_rows[found - OPTIONS_LONG];
	while (!is_last(row) && row->letter != found)
		row++;
	return is_last(row) ? NULL : row;
}

bool options_is_own(const char *word)
{
	const struct options_row *row = options_rows;
	size_t len = strcspn(word, "=");

	for (; !is_last(row); row++)
		if (word[1] != '-' ? row->letter && word[1] == row->letter &&
			!word[2] : row->name && len == strlen(row->name) + 2 &&
			!strncmp(word + 2, row->name, len - 2))
			return true;
	return false;
}

static bool refuse_option(int found, const char *word, struct error *error)
{
	const struct options_row *row;
	const char *best = NULL;
	size_t distance = TEXT_FAR;
	char *name;

	if (found == ':')
		return error_set(error, ERROR_USAGE,
			"%s requires an argument", word);
	if (strncmp(word, "--", 2) || (optopt && optopt < OPTIONS_LONG))
		return error_set(error, ERROR_USAGE, "unknown option -%c; see "
			"torctl --help", optopt ? optopt : '?');
	name = alloc_bytes(word + 2, strcspn(word + 2, "="));
	for (row = options_rows; !is_last(row); row++)
		if (row->name)
			text_suggest(name, row->name, &best, &distance);
	if (optopt)
		error_set(error, ERROR_USAGE, "--%s takes no argument", name);
	else if (best)
		error_set(error, ERROR_USAGE, "unknown option --%s; did you "
			"mean --%s?", name, best);
	else
		error_set(error, ERROR_USAGE, "unknown option --%s; see "
			"torctl --help", name);
	free(name);
	return false;
}

/* Takes the command's words, and after "--" the arguments for tor. */
static void take_words(struct options *options, int argc, char **argv)
{
	bool behind = optind > 1 && !strcmp(argv[optind - 1], "--");
	int i = optind;

	for (; i < argc && !(options->launch && behind); i++) {
		if (options->launch && !strcmp(argv[i], "--")) {
			behind = true;
			continue;
		}
		strv_add(&options->words, argv[i]);
	}
	if (options->launch && behind) {
		options->tor_args = argv + i;
		options->tor_args_len = (size_t)(argc - i);
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
	return true;
}

bool options_parse(struct options *options, int argc, char **argv,
	struct error *error)
{
	char letters[2 * OPTIONS_MAX + 3];
	struct option table[OPTIONS_MAX + 1];
	int found;

	_Static_assert(sizeof(options_rows) / sizeof(*options_rows) <=
		OPTIONS_MAX, "more options than the tables have room for");
	options->timeout = OPTIONS_TIMEOUT;
	make_tables(letters, table);
	opterr = 0;
	for (;;) {
		const char *word;

		optopt = 0;
		found = getopt_long(argc, argv, letters, table, NULL);
		if (found < 0)
			break;
		/* musl's optind exceeds argc if an argument is missing */
		word = argv[(optind < argc ? optind : argc) - 1];
		if (found == '?' || found == ':')
			return refuse_option(found, word, error);
		if (!options_apply(options, find_row(found), optarg, error))
			return false;
	}
	if (!options->timeout)
		options->timeout = -1;
	take_words(options, argc, argv);
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
