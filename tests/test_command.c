/* The rows of the commands: complete, consistent, and their help pages. */
#include "cmd/args.h"
#include "cmd/command.h"
#include "help/help.h"
#include "lib/commands.h"
#include "lib/test.h"
#include "line/parse.h"
#include "out/layout.h"
#include "proto/names.h"
#include "shell/families.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/text.h"
#include "util/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"

static void each(void (*check)(const struct command *command))
{
	for (size_t i = 0; i < command_families_len; i++)
		for (const struct command *row = command_families[i];
			row->name; row++)
			check(row);
}

/* Every verb is a command of the same name. */
static const char *const spec_names[] = {
	"getinfo", "getconf", "setconf", "resetconf", "saveconf", "loadconf",
	"signal", "setevents", "mapaddress", "extendcircuit",
	"setcircuitpurpose", "setrouterpurpose", "attachstream",
	"redirectstream", "closestream", "closecircuit", "postdescriptor",
	"usefeature", "resolve", "protocolinfo", "authenticate",
	"takeownership", "dropownership", "dropguards", "droptimeouts",
	"hsfetch", "hspost", "add-onion", "del-onion",
	"onion-client-auth-add", "onion-client-auth-remove",
	"onion-client-auth-view", "quit", "raw", "events", "hash-password",
	"help", "version", "newnym", "wait", "bootstrap", "wait bootstrap",
	"wait circuit", "wait stream",
	"wait event", "wait newnym", "wait descriptor", "wait port",
};

START_TEST(every_verb_is_a_command)
{
	const struct command *row = command_find(spec_names[_i], NULL);
	char *verb, *c;

	ck_assert_msg(row != NULL, "no command %s", spec_names[_i]);
	ck_assert_str_eq(row->name, spec_names[_i]);
	if (!row->verb)
		return;
	verb = alloc_string(row->verb[0] == '+' ? row->verb + 1 : row->verb);
	for (c = verb; *c; c++)
		*c = *c == '_' ? '-' : text_lower(*c);
	ck_assert_str_eq(verb, row->name);
	free(verb);
}
END_TEST

static void check_texts(const struct command *row)
{
	ck_assert_msg(row->summary && *row->summary, "%s: summary", row->name);
	ck_assert_msg(row->flags & COMMAND_FAMILY || (row->example &&
		strstr(row->example, row->name)),
		"%s: the example does not use it", row->name);
	ck_assert_msg(row->replies ? *row->replies != '\0' :
		command_errors(row)[0].code != NULL, "%s: replies", row->name);
	ck_assert_msg(row->summary[strlen(row->summary) - 1] != '.',
		"%s: a summary is no sentence", row->name);
	ck_assert_msg(strlen(row->summary) <= 53,
		"%s: the summary does not fit into the overview", row->name);
	ck_assert_msg(row->verb || row->run || row->flags & COMMAND_FAMILY,
		"%s does nothing", row->name);
	ck_assert_int_lt((int)row->group, COMMAND_GROUPS);
	for (const char *c = row->name; *c; c++)
		ck_assert_msg((*c >= 'a' && *c <= 'z') || *c == '-' ||
			(*c == ' ' && c > row->name && c[-1] != ' ' && c[1]),
			"%s: only lower case, - and single blanks", row->name);
	ck_assert(command_has_body(row) ==
		(row->verb && row->verb[0] == '+'));
}

/* Their codes ascend, and each is one clause that the notes do not repeat. */
static void check_errors(const struct command *row)
{
	const struct command_error *error = command_errors(row);

	for (; error->code; error++) {
		const char *told = row->replies ? strstr(row->replies,
			error->code) : NULL;

		ck_assert_msg(error == command_errors(row) ||
			strtoul(error[-1].code, NULL, 10) <
				strtoul(error->code, NULL, 10),
			"%s: %s is out of order", row->name, error->code);
		ck_assert_msg(*error->text &&
			error->text[strlen(error->text) - 1] != '.',
			"%s: %s is no sentence", row->name, error->code);
		ck_assert_msg(!told || told[strlen(error->code)] != ':',
			"%s: %s stands in the notes", row->name, error->code);
	}
}

static void check_arguments(const struct command *row)
{
	const unsigned named = ARGUMENT_KEYWORD | ARGUMENT_OPTION;
	bool repeated = false, optional = false;

	for (const struct argument *a = command_arguments(row); a->name; a++) {
		ck_assert_msg(a->help && *a->help, "%s: help for %s",
			row->name, a->name);
		ck_assert_int_lt(a - command_arguments(row),
			COMMAND_ARGUMENTS_MAX);
		ck_assert_int_lt((int)a->type, ARGUMENT_TYPES);
		for (const struct argument *b = command_arguments(row); b != a;
			b++)
			ck_assert_msg((b->flags & named) != (a->flags & named)
				|| strcmp(a->name, b->name),
				"%s: two arguments %s", row->name, a->name);
		if (a->flags & ARGUMENT_OPTION)
			ck_assert_msg(a->flags & ARGUMENT_OPTIONAL,
				"%s: --%s", row->name, a->name);
		ck_assert_msg(!a->letter || (a->flags & (ARGUMENT_OPTION |
			ARGUMENT_VALUE)) == ARGUMENT_OPTION, "%s: -%c",
			row->name, a->letter);
		if (a->flags & named)
			continue;
		ck_assert_msg(!repeated, "%s: nothing can follow %s…",
			row->name, a[-1].name);
		ck_assert_msg(!optional || a->flags & ARGUMENT_OPTIONAL,
			"%s: %s behind one that may be missing", row->name,
			a->name);
		repeated = a->flags & ARGUMENT_REPEAT;
		optional = a->flags & ARGUMENT_OPTIONAL;
	}
}

static void check_unique(const struct command *row)
{
	size_t same = 0;

	for (size_t i = 0; i < command_families_len; i++)
		for (const struct command *other = command_families[i];
			other->name; other++)
			same += text_equal_nocase(row->name, other->name);
	ck_assert_msg(same == 1, "%s is there %zu times", row->name, same);
	ck_assert_ptr_eq(command_find(row->name, NULL), row);
}

static void count_below(void *arg, const struct command *command,
	const char *word)
{
	(void)command;
	*(size_t *)arg += *word && !strchr(word, ' ');
}

/* A family has subcommands and no arguments of its own; "a b" needs "a". */
static void check_family(const struct command *row)
{
	const char *blank = strrchr(row->name, ' ');
	size_t below = 0;
	char *before;

	ck_assert_int_eq(command_each_below(row->name, count_below, &below),
		below > 0);
	if (row->flags & COMMAND_FAMILY) {
		ck_assert_msg(below, "%s is empty", row->name);
		ck_assert(!row->verb && !row->run && !row->example &&
			!command_arguments(row)[0].name);
	}
	if (!blank)
		return;
	before = alloc_bytes(row->name, (size_t)(blank - row->name));
	ck_assert_msg(command_find(before, NULL) != NULL, "no %s", before);
	free(before);
}

START_TEST(rows_are_complete)
{
	each(check_texts);
	each(check_arguments);
	each(check_errors);
	each(check_unique);
	each(check_family);
}
END_TEST

static void count(void *arg, const struct command *command)
{
	(void)command;
	++*(size_t *)arg;
}

static size_t rows;

static void count_row(const struct command *command)
{
	(void)command;
	rows++;
}

START_TEST(each_visits_all)
{
	size_t visited = 0;

	command_each(count, &visited);
	rows = 0;
	each(count_row);
	ck_assert_uint_eq(visited, rows);
	for (int group = 0; group < COMMAND_GROUPS; group++)
		ck_assert(*command_group_name((enum command_group)group));
}
END_TEST

/* The words of an example, without "torctl" and with an address added. */
static void read_words(const char *text, struct parse *parse)
{
	struct error error = ERROR_INIT;
	char *address;

	ck_assert_msg(parse_line(parse, span_of(text), NULL, &error), "%s: %s",
		text, error.text);
	for (size_t i = 0; i < parse->words.len; i++) {
		char **word = &parse->words.items[i];

		address = strstr(*word, "ADDRESS");
		if (address && address > *word && address[-1] == 'S')
			address = strstr(address + 1, "ADDRESS");
		if (!address)
			continue;
		address = alloc_print("%.*s" ONION "%s",
			(int)(address - *word), *word, address + 7);
		free(*word);
		*word = address;
	}
}

static bool no_body(void *arg, struct buf *to, struct error *error)
{
	(void)arg;
	(void)to;
	return error_set(error, ERROR_FILE, "nothing to read");
}

static void check_binds(const struct command *row, char *const *items,
	size_t len)
{
	const struct args_source source = { true, no_body, NULL };
	struct strv words = { (char **)(size_t)items, len, 0 };
	struct error error = ERROR_INIT;
	struct args args = { 0 };

	ck_assert_msg(args_bind(&args, row, &words, &source, &error), "%s: %s",
		row->example, error.text);
	args_clear(&args);
}

/* "torctl -c LINE -c LINE": one of the lines must use this row. */
static size_t check_lines(const struct command *row, const struct strv *words)
{
	size_t own = 0, used;

	for (size_t i = 1; i + 1 < words->len; i += 2) {
		struct parse parse = { 0 };
		const struct command *other;

		ck_assert_str_eq(words->items[i], "-c");
		read_words(words->items[i + 1], &parse);
		other = command_find_words(&parse.words, 0, false, &used,
			NULL);
		ck_assert_msg(other != NULL, "%s", row->example);
		check_binds(other, parse.words.items + used,
			parse.words.len - used);
		own += other == row;
		parse_clear(&parse);
	}
	return own;
}

static void check_example(const struct command *row)
{
	static const char substitution[] = "id=$(";
	const char *from = row->example;
	struct parse parse = { 0 };
	size_t used;
	char *text;

	if (row->flags & COMMAND_FAMILY)
		return;
	from += strncmp(from, substitution, 5) ? 0 : 5;
	text = alloc_bytes(from, strlen(from) - (from != row->example));
	read_words(text, &parse);
	if (row->flags & COMMAND_PROMPT) {
		/* As typed there. */
		ck_assert_str_eq(parse.words.items[0], row->name);
		check_binds(row, parse.words.items + 1, parse.words.len - 1);
		goto out;
	}
	ck_assert_str_eq(parse.words.items[0], "torctl");
	ck_assert_uint_gt(parse.words.len, 1);
	if (!strcmp(parse.words.items[1], "-c")) {
		ck_assert_uint_gt(check_lines(row, &parse.words), 0);
	} else {
		ck_assert_ptr_eq(command_find_words(&parse.words, 1, false,
			&used, NULL), row);
		check_binds(row, parse.words.items + 1 + used,
			parse.words.len - 1 - used);
	}
out:
	parse_clear(&parse);
	free(text);
}

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	ck_assert(file != NULL);
	fputs(text, file);
	fclose(file);
}

START_TEST(examples_bind_against_their_rows)
{
	char *directory = test_directory();

	ck_assert_int_eq(chdir(directory), 0);
	write_file("descriptor", "text\n");
	write_file("torrc", "SocksPort 0\n");
	write_file("password-file", "secret\n");
	write_file("keyfile", "x25519:aaaa\n");
	each(check_example);
	ck_assert_int_eq(chdir("/"), 0);
	files_remove_tree(directory);
	free(directory);
}
END_TEST

/* The help of each row has everything in the row, at most 78 columns wide. */
static size_t columns(struct span line)
{
	size_t count_ = 0;

	for (size_t i = 0; i < line.len; i++)
		count_ += (line.at[i] & 0xc0) != 0x80;
	return count_;
}

static void check_width(const char *what, const char *text, size_t width)
{
	struct span rest = span_of(text), line;

	ck_assert_msg(rest.len && text[rest.len - 1] == '\n', "%s", what);
	while (span_next_line(&rest, &line))
		ck_assert_msg(columns(line) <= width, "%s: wide: %.*s", what,
			(int)line.len, line.at);
}

/* Text without its line breaks and indentation. */
static char *flattened(const char *text)
{
	struct span rest = span_of(text), line, word;
	struct buf flat = BUF_INIT;

	while (span_next_line(&rest, &line))
		while (span_next_word(&line, &word)) {
			buf_add_span(&flat, word);
			buf_add_char(&flat, ' ');
		}
	return buf_steal(&flat);
}

static void check_says(const char *page, const char *text)
{
	char *flat = flattened(text);

	flat[strlen(flat) - 1] = '\0';
	ck_assert_msg(strstr(page, flat) != NULL, "\"%s\" is not in: %s", flat,
		page);
	free(flat);
}

static void check_help(const struct command *row)
{
	struct buf text = BUF_INIT;
	struct layout layout = { &text, false, LAYOUT_WIDTH };
	char *usage = command_usage(row), *page;

	help_command(row, &layout);
	/* The usage is one line, for pasting. */
	check_width(row->name, strchr(buf_text(&text), '\n') + 1, 78);
	page = flattened(buf_text(&text));
	check_says(page, usage);
	check_says(page, row->summary);
	if (row->example)
		check_says(page, row->example);
	if (row->replies)
		check_says(page, row->replies);
	for (const struct command_error *e = command_errors(row); e->code;
		e++) {
		char *line = alloc_print("%s %s", e->code, e->text);

		check_says(page, line);
		free(line);
	}
	ck_assert(!strstr(buf_text(&text), "\nErrors\n") ==
		!command_errors(row)[0].code);
	ck_assert(!strstr(buf_text(&text), "\nArguments\n") ==
		!command_arguments(row)[0].name);
	for (const struct argument *a = command_arguments(row); a->name; a++) {
		check_says(page, a->name);
		check_says(page, a->help);
	}
	ck_assert(!strchr(buf_text(&text), '\x1b'));
	buf_clear(&text);
	layout.color = true;
	help_command(row, &layout);
	ck_assert(!strncmp(buf_text(&text), "\x1b[1m", 4));
	buf_clear(&text);
	free(usage);
	free(page);
}

START_TEST(help_of_every_row)
{
	each(check_help);
}
END_TEST

static const char *overview;

static void check_listed(const struct command *row)
{
	bool more = command_each_below(row->name, NULL, NULL);
	char *name = alloc_print("%s%s", row->name, more ? " …" : "");
	/* "…" has three bytes. */
	char *line = alloc_print("  %-*s %s\n", more ? 26 : 24, name,
		row->summary);

	ck_assert_msg(!strstr(overview, line) ==
		(row->flags & COMMAND_HIDDEN || strchr(row->name, ' ')),
		"%s", line);
	free(line);
	free(name);
}

START_TEST(overview_has_every_row)
{
	struct buf text = BUF_INIT;
	struct layout page = { &text, false, LAYOUT_WIDTH };

	help_commands(&page);
	overview = buf_text(&text);
	check_width("help commands", overview, 80);
	each(check_listed);
	for (int group = 0; group < COMMAND_GROUPS; group++)
		check_says(overview, command_group_name(
			(enum command_group)group));
	buf_clear(&text);
}
END_TEST

static void check_named(const struct command *row)
{
	bool more = command_each_below(row->name, NULL, NULL);
	struct span rest = span_of(overview), word;
	char *name = alloc_print("%s%s", row->name, more ? "…" : "");
	bool found = false;

	while (span_next_word(&rest, &word))
		found = found || span_equal(word, name);
	ck_assert_msg(found != (row->flags & COMMAND_HIDDEN ||
		strchr(row->name, ' ')), "%s", name);
	free(name);
}

START_TEST(overview_fits_a_screen)
{
	struct buf text = BUF_INIT;
	struct layout page = { &text, false, LAYOUT_WIDTH };
	size_t lines = 0;

	help_overview(&page);
	for (char *at = text.data; *at; at++)
		lines += *at == '\n';
	/* One is for the prompt only. */
	ck_assert_uint_lt(lines, 24);
	check_width("help", buf_text(&text), 80);
	check_says(buf_text(&text), "Every day");
	for (char *at = text.data; *at; at++)
		if (*at == '\n')
			*at = ' ';
	overview = buf_text(&text);
	each(check_named);
	buf_clear(&text);
}
END_TEST

static struct commands commands;

/* --help needs no connection and no other argument, and sends nothing. */
static void check_help_option(const struct command *row)
{
	char *alone = alloc_print("%s --help", row->name);
	char *topic = alloc_print("help %s", row->name);
	char *by_option, *by_command;

	ck_assert_msg(!commands_line(&commands, alone), "%s", alone);
	by_option = commands_printed(&commands);
	ck_assert_int_eq(commands_line(&commands, topic), 0);
	by_command = commands_printed(&commands);
	/* A topic may have more words than a command. */
	ck_assert(*by_option);
	ck_assert(!strncmp(by_option, by_command, strlen(by_option)));
	free(by_option);
	free(by_command);
	free(alone);
	free(topic);
}

START_TEST(help_option_of_every_row)
{
	commands_start(&commands, NULL);
	each(check_help_option);
	commands_end(&commands);
}
END_TEST

static const struct {
	const char *line, *usage;
} usages[] = {
	{ "getinfo", "getinfo KEY…" },
	{ "relays", "relays [--flag FLAG,…] [FLAG…] [nickname=PATTERN] "
		"[address=ADDRESS] [country=CC] [bandwidth=N] [port=PORT] "
		"[--columns NAME,…] [--sort NAME] [--limit N] [--no-header] "
		"[--vertical] [--csv]" },
	{ "events", "events [EVENT…] [--match PATTERN] [--until "
		"PATTERN] [--count N] [--for SECS] [--timestamp]" },
	{ "extendcircuit",
		"extendcircuit CIRCUIT [RELAY,…] [purpose=PURPOSE]" },
	{ "closecircuit", "closecircuit CIRCUIT [IfUnused]" },
	{ "resolve", "resolve NAME… [--reverse] [mode=reverse] "
		"[--columns NAME,…] [--sort NAME] [--limit N] [--no-header] "
		"[--vertical] [--csv]" },
	{ "hspost", "hspost FILE HSADDRESS=ADDRESS [SERVER=RELAY…] "
		"[--no-wait]" },
	{ "hash-password", "hash-password [--generate]" },
	{ "quit", "quit" },
	{ "wait", "wait …" },
	{ "wait event", "wait event EVENT [PATTERN] [--timeout SECS]" },
};

START_TEST(usage)
{
	char *got = command_usage(command_find(usages[_i].line, NULL));

	ck_assert_str_eq(got, usages[_i].usage);
	free(got);
}
END_TEST

static const struct {
	const char *name, *found, *error;
} searches[] = {
	{ "GETINFO", "getinfo", NULL },
	{ "GetInfo", "getinfo", NULL },
	{ "add_onion", "add-onion", NULL },
	{ "ADD-ONION", "add-onion", NULL },
	{ "Onion_Client-Auth_ADD", "onion-client-auth-add", NULL },
	{ "torctl", NULL, "unknown command \"torctl\"; you are already "
		"running torctl" },
	{ "getinof", NULL, "unknown command \"getinof\"; did you mean "
		"\"getinfo\"?" },
	{ "gteconf", NULL, "unknown command \"gteconf\"; did you mean "
		"\"getconf\"?" },
	{ "sginal", NULL, "unknown command \"sginal\"; did you mean "
		"\"signal\"?" },
	/* only the prompt accepts abbreviations */
	{ "getin", NULL, "unknown command \"getin\"; did you mean "
		"\"getinfo\"?" },
	{ "xyzzy", NULL, "unknown command \"xyzzy\"" },
	{ "", NULL, "unknown command \"\"" },
	{ "wait event", "wait event", NULL },
	{ "Wait Event", "wait event", NULL },
	{ "wait-event", NULL, "unknown command \"wait-event\"; did you mean "
		"\"wait event\"?" },
	{ "wiat", NULL, "unknown command \"wiat\"; did you mean \"wait\"?" },
	{ "getinfo ", NULL, "unknown command \"getinfo \"; did you mean "
		"\"getinfo\"?" },
};

START_TEST(find)
{
	struct error error = ERROR_INIT;
	const struct command *row = command_find(searches[_i].name, &error);

	if (searches[_i].found) {
		ck_assert_str_eq(row->name, searches[_i].found);
		ck_assert_int_eq(error.kind, ERROR_NONE);
		return;
	}
	ck_assert_ptr_null(row);
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_str_eq(error.text, searches[_i].error);
	error_clear(&error);
}
END_TEST

/* Words of a line; "|" follows those of the command's name. */
static const struct {
	const char *words;
	const char *shortened, *call; /* the row's name, or the error */
} calls[] = {
	{ "wait event| BW", "wait event", "wait event" },
	{ "WAIT Event| event", "wait event", "wait event" },
	{ "getinfo| event", "getinfo", "getinfo" },
	{ "wait| --help", "wait", "wait" },
	{ "wait|", "wait", "wait needs a subcommand" },
	{ "wait| zzz", "wait", "unknown command \"wait zzz\"" },
	{ "wait| evnt BW", "wait", "unknown command \"wait evnt\"; did you "
		"mean \"wait event\"?" },
	{ "wait ev| BW", "wait event", "unknown command \"wait ev\"" },
	{ "wai ev| BW", "wait event",
		"unknown command \"wai\"; did you mean \"wait\"?" },
	{ "wa ev| BW", "\"wa\" is ambiguous: wait, watch",
		"unknown command \"wa\"" },
	/* a possible argument is not an abbreviated name */
	{ "getinfo| e", "getinfo", "getinfo" },
	{ "wiat| event", "unknown command \"wiat\"; did you mean \"wait\"?",
		"unknown command \"wiat\"; did you mean \"wait\"?" },
};

static void check_found(const struct command *row, const char *want,
	struct error *error)
{
	if (row)
		ck_assert_str_eq(row->name, want);
	else
		ck_assert_msg(!strncmp(error->text, want, strlen(want)),
			"\"%s\" is not \"%s\"", error->text, want);
	ck_assert_int_eq(error->kind, row ? ERROR_NONE : ERROR_USAGE);
	error_clear(error);
}

START_TEST(find_by_words)
{
	struct span text = span_of(calls[_i].words), rest = text, word;
	size_t bar = strcspn(text.at, "|"), expected = 0, used = 0;
	struct error error = ERROR_INIT;
	struct strv words = STRV_INIT;
	const struct command *row;
	struct buf plain = BUF_INIT;

	buf_add_span(&plain, (struct span){ text.at, bar });
	rest = buf_span(&plain);
	while (span_next_word(&rest, &word))
		expected++;
	buf_add_string(&plain, text.at + bar + 1);
	rest = buf_span(&plain);
	while (span_next_word(&rest, &word))
		strv_add_span(&words, word);
	row = command_find_words(&words, 0, true, &used, &error);
	if (row)
		ck_assert_uint_eq(used, expected);
	check_found(row, calls[_i].shortened, &error);
	row = command_find_call(&words, &used, &error);
	if (row)
		ck_assert_uint_eq(used, expected);
	check_found(row, calls[_i].call, &error);
	strv_clear(&words);
	buf_clear(&plain);
}
END_TEST

/* The error of a family without a subcommand or with a wrong one; its help. */
START_TEST(families)
{
	char *text;

	commands_start(&commands, NULL);
	commands_check(&commands, "wait", 2, "", "torctl: wait needs a "
		"subcommand: bootstrap, event, circuit, stream, newnym, "
		"descriptor, port\n");
	commands_check(&commands, "wait zzz", 2, "", "torctl: unknown command "
		"\"wait zzz\"; subcommands of wait: bootstrap, event, "
		"circuit, stream, newnym, descriptor, port\n");
	commands_check(&commands, "wait evnt", 2, "", "torctl: unknown command "
		"\"wait evnt\"; did you mean \"wait event\"?\n");
	ck_assert_int_eq(commands_line(&commands, "help wait"), 0);
	text = commands_printed(&commands);
	ck_assert(!strncmp(text, "wait …\n", 9));
	ck_assert(strstr(text, "\nCommands\n"));
	ck_assert(strstr(text, "\n  wait event EVENT [PATTERN] "
		"[--timeout SECS]\n      wait for "));
	free(text);
	/* Neither destroys a file's content. */
	ck_assert_int_eq(commands_line(&commands, "wait zzz > /dev/null/no"),
		2);
	free(commands_complained(&commands));
	commands_check(&commands, "help wait zzz", 2, "", "torctl: help: "
		"unknown help topic \"wait zzz\"; see torctl help\n");
	commands_end(&commands);
}
END_TEST

/* The start of what is printed. */
static const struct {
	const char *line, *start;
} found[] = {
	{ "help HSCI_DONE", "HSCI_DONE\n  state of an onion service's circuit: "
		"client: the introduction point\n  confirmed\n" },
	{ "help orport", "ORPort\n  type     Dependent\n\n" },
	{ "help fallbackdir", "FallbackDir\n  type     LineList\n\n" },
	{ "help 552", "552\n  reply code: no such thing: key, option, event, "
		"circuit, stream, …\n" },
	{ "help cant_attach", "CANT_ATTACH\n  reason for closing a stream: no "
		"suitable circuit\n" },
	{ "help middleonly", "MiddleOnly\n  flag of a relay: usable only as a "
		"middle relay\n" },
	{ "help resourcelimit", "RESOURCELIMIT\n"
		"  reason for closing a circuit: the relay is out of resources\n"
		"  reason for closing a stream: the relay is out of resources\n"
		"  reason reported by the exit (REMOTE_REASON): the exit is "
		"out of resources\n"
		"  reason for closing a connection to a relay: out of "
		"resources\n" },
	/* A group. */
	{ "help configuration", "Configuration\n"
		"  conf                     show the configuration as torrc "
		"lines\n"
		"  conf add                 add a value to a list option\n" },
	{ "help names", "Names and addresses\n" },
	/* Names that begin with it, names that contain it, then texts. */
	{ "help padd", "  PaddingStatistics        option\n"
		"  mapaddress               command: map one address to "
		"another\n" },
	{ "help REND meets", "  HS_CLIENT_REND           purpose of a circuit: "
		"to the rendezvous point,\n"
		"                           where an onion service meets its "
		"client\n" },
	{ "help 'rend meets'", "  HS_CLIENT_REND           purpose" },
	/* Only on the page of a command. */
	{ "help stuck", "  bootstrap                command: show bootstrap "
		"progress\n" },
	{ "help fingerprint", "fingerprint\n  getinfo key: this relay's " },
	{ "help exitpolicy", "EXITPOLICY\n  reason for closing a stream: " },
	{ "help log", "log LEVEL " },
	{ "? log", "log LEVEL " },
	{ "?", "Every day\n  status " },
	{ "help commands", "help WORD explains a command, " },
};

START_TEST(help_finds)
{
	char *text;

	commands_start(&commands, NULL);
	ck_assert_int_eq(commands_line(&commands, found[_i].line), 0);
	text = commands_printed(&commands);
	ck_assert_msg(!strncmp(text, found[_i].start, strlen(found[_i].start)),
		"%s printed:\n%s", found[_i].line, text);
	free(text);
	commands_end(&commands);
}
END_TEST

START_TEST(help_of_topics)
{
	char *text;

	commands_start(&commands, NULL);
	commands_check(&commands, "help bw", 0, "BW\n  event: bytes read and "
		"written in the last second\n\nFields\n"
		"  READ (number)\n      bytes\n  WRITTEN (number)\n      "
		"bytes\n\nOn a terminal\n  BW read 60.0 KiB/s, written "
		"2.0 KiB/s\n\nExample\n  torctl events BW\n", "");
	commands_check(&commands, "help ClearDnsCache", 0, "CLEARDNSCACHE\n  "
		"signal: clear cached names only\n\nExample\n  torctl "
		"signal CLEARDNSCACHE\n", "");
	/* an event that is also a signal, or also a command */
	ck_assert_int_eq(commands_line(&commands, "help debug"), 0);
	text = commands_printed(&commands);
	ck_assert(strstr(text, "  event: ") && strstr(text, "  signal: "));
	free(text);
	ck_assert_int_eq(commands_line(&commands, "help signal"), 0);
	text = commands_printed(&commands);
	ck_assert(strstr(text, "signal SIGNAL\n") && strstr(text, "  event: "));
	free(text);
	commands_check(&commands, "help hsci_dnoe", 2, "", "torctl: help: "
		"unknown help topic \"hsci_dnoe\"; did you mean "
		"\"HSCI_DONE\"?\n");
	ck_assert_int_eq(commands_line(&commands, "help log"), 0);
	text = commands_printed(&commands);
	ck_assert(strstr(text, "\nLog is also an option of Tor: conf help "
		"Log\n"));
	free(text);
	commands_check(&commands, "help getinof", 2, "", "torctl: help: "
		"unknown help topic \"getinof\"; did you mean \"getinfo\"?\n");
	ck_assert_int_eq(commands_line(&commands, "help traffic/read"), 0);
	text = commands_printed(&commands);
	ck_assert(!strncmp(text, "traffic/read\n", 13));
	free(text);
	commands_end(&commands);
}
END_TEST

#define INFO_NAMES EXPECT("GETINFO info/names"), SEND("250+info/names=\r\n" \
	"config/* -- Current configuration values.\r\n" \
	"version -- The current version of Tor.\r\n.\r\n250 OK\r\n")

#define CONFIG_NAMES EXPECT("GETINFO config/names"), \
	SEND("250+config/names=\r\nValuesOfLater String\r\n.\r\n250 OK\r\n")

START_TEST(help_of_keys_is_tors)
{
	static const struct fake_step steps[] = {
		FAKE_AUTH_NULL, INFO_NAMES, INFO_NAMES, INFO_NAMES,
		CONFIG_NAMES, INFO_NAMES, CONFIG_NAMES, INFO_NAMES,
		CONFIG_NAMES, INFO_NAMES, CONFIG_NAMES,
	};
	char *text;

	commands_play(&commands, steps);
	commands_check(&commands, "help config/SocksPort", 0,
		"config/SocksPort\n  getinfo key: Current configuration "
		"values.\n", "");
	commands_check(&commands, "help uptime", 0, "uptime\n  a getinfo "
		"key; when connected, help shows Tor's description\n",
		"");
	/* Tor knows more than torctl, and what it knows is searched too. */
	commands_check(&commands, "help current values", 0,
		"  config/*                 getinfo key: Current configuration "
		"values.\n", "");
	/* The kind of a topic narrows a search, but is not searched for. */
	commands_check(&commands, "help key current values", 0,
		"  config/*                 getinfo key: Current configuration "
		"values.\n", "");
	ck_assert_int_eq(commands_line(&commands, "help key"), 0);
	text = commands_printed(&commands);
	ck_assert(strstr(text, "\n  onion auth add "));
	ck_assert(!strstr(text, "config/*"));
	free(text);
	commands_check(&commands, "help nosuchkey", 2, "", "torctl: help: "
		"unknown help topic \"nosuchkey\"; see torctl help\n");
	commands_end(&commands);
}
END_TEST

static const struct {
	const char *text;
	size_t indent;
	const char *lines;
} wraps[] = {
	{ "", 2, "" },
	{ "one two", 2, "  one two\n" },
	{ "  one \t two  ", 4, "    one two\n" },
	{ "one\ntwo", 2, "  one\n  two\n" },
	{ "1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 "
		"123456789 1", 2,
		"  1234567890 1234567890 1234567890 1234567890 1234567890 "
		"1234567890 123456789\n  1\n" },
	/* columns, not bytes */
	{ "…234567890 …234567890 …234567890 …234567890 …234567890 …234567890 "
		"…234567890", 1,
		" …234567890 …234567890 …234567890 …234567890 …234567890 "
		"…234567890 …234567890\n" },
};

START_TEST(wrap)
{
	struct buf text = BUF_INIT;
	const struct layout page = { &text, false, LAYOUT_WIDTH };

	layout_wrap(&page, wraps[_i].text, wraps[_i].indent);
	ck_assert_str_eq(buf_text(&text), wraps[_i].lines);
	buf_clear(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("command");
	TCase *tcase = test_case(suite, "rows");

	test_add_table(tcase, every_verb_is_a_command, spec_names);
	tcase_add_test(tcase, rows_are_complete);
	tcase_add_test(tcase, each_visits_all);
	tcase_add_test(tcase, examples_bind_against_their_rows);
	test_add_table(tcase, usage, usages);
	test_add_table(tcase, find, searches);
	test_add_table(tcase, find_by_words, calls);
	tcase_add_test(tcase, families);
	tcase = test_case(suite, "help");
	tcase_add_test(tcase, help_of_every_row);
	tcase_add_test(tcase, overview_has_every_row);
	tcase_add_test(tcase, overview_fits_a_screen);
	tcase_add_test(tcase, help_option_of_every_row);
	test_add_table(tcase, help_finds, found);
	tcase_add_test(tcase, help_of_topics);
	tcase_add_test(tcase, help_of_keys_is_tors);
	test_add_table(tcase, wrap, wraps);
	families_register();
	return test_run(suite);
}
