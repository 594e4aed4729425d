/* help: explains commands and the words in Tor's messages, or searches them. */
#include "cmd/session.h"
#include "commands/conf_help.h"
#include "commands/migrate.h"
#include "help/help.h"
#include "help/help_event.h"
#include "help/topics.h"
#include "help/tor_manual.h"
#include "out/layout.h"
#include "proto/event_types.h"
#include "proto/meanings.h"
#include "proto/names.h"
#include "tor/conf_names.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/closest.h"
#include "util/escape.h"
#include "util/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
	PATIENCE = 2000, /* milliseconds for Tor's part of a help text */
	FOUND_MAX = 40,  /* columns of search results */
	SECOND = 27,     /* where descriptions begin */
};

/* ---- answers from Tor */

/* Connects for a help text, but waits only briefly and asks for no password. */
static struct connection *help_connection(struct session *session)
{
	struct opener_config usual = session->tor->opener;
	struct connection *connection;

	session->tor->opener.connection.timeout = PATIENCE;
	session->tor->opener.wait = 0;
	session->tor->opener.auth.password = NULL;
	connection = session_connection(session, NULL);
	session->tor->opener = usual;
	if (connection)
		connection_set_timeout(connection, usual.connection.timeout);
	return connection;
}

static void visit_known(const char *key, void (*visit)(void *arg,
	struct span key, struct span text), void *arg)
{
	const char *text = meanings_find(meanings_keys, span_of(key));

	visit(arg, span_of(key), span_of(text ? text : ""));
}

/* Calls `visit` for each line "key -- text" of info/names, if known. */
static void each_key(const char *names, void (*visit)(void *arg,
	struct span key, struct span text), void *arg)
{
	struct span rest = span_of(names ? names : ""), line, key;

	while (span_next_line(&rest, &line))
		if (span_next_word(&line, &key))
			visit(arg, key, span_from(line, sizeof(" -- ") - 1));
	for (size_t i = 0; !names && names_getinfo_keys[i]; i++)
		visit_known(names_getinfo_keys[i], visit, arg);
	for (size_t i = 0; names && meanings_keys[i].name; i++)
		visit_known(meanings_keys[i].name, visit, arg);
}

/* ---- explaining a name */

struct page {
	struct layout layout;
	struct call *call;
	const char *name;
	bool found;
	bool key_found;
	bool asked; /* whether Tor was asked for its keys */
	char *keys; /* its answer, or NULL */
};

/* Returns Tor's list of keys, or NULL. */
static const char *get_keys(struct page *page)
{
	struct connection *connection = page->asked ? NULL :
		help_connection(page->call->session);

	page->asked = true;
	if (connection)
		page->keys = info_get_one(connection, "info/names", NULL);
	return page->keys;
}

/* Begins the next part of the page. */
static const struct layout *begin_part(struct page *page, const char *heading)
{
	if (page->found)
		buf_add_char(page->layout.text, '\n');
	page->found = true;
	if (heading)
		layout_heading(&page->layout, heading);
	return &page->layout;
}

/* Explains a signal, state, purpose, flag, reason or code. */
static void explain_word(struct page *page)
{
	struct buf line = BUF_INIT, example = BUF_INIT;
	bool any = false;

	for (const struct meanings *kind = meanings; kind->kind; kind++)
		for (const struct meaning *word = kind->words; word->name;
			word++) {
			if (!text_equal_nocase(word->name, page->name))
				continue;
			if (!any)
				begin_part(page, word->name);
			any = true;
			buf_print(&line, "%s: %s", kind->kind, word->text);
			layout_wrap(&page->layout, buf_text(&line), 2);
			buf_reset(&line);
			if (kind->command)
				buf_print(&example, "  torctl %s %s\n",
					kind->command, word->name);
		}
	if (example.len) {
		layout_heading(begin_part(page, NULL), "Example");
		buf_add_span(page->layout.text, buf_span(&example));
	}
	buf_clear(&line);
	buf_clear(&example);
}

static bool is_key(struct span key, const char *name)
{
	bool prefix = key.at[key.len - 1] == '*';

	key.len -= prefix;
	return !strncmp(name, key.at, key.len) && (prefix || !name[key.len]);
}

/* Only the first key that matches. */
static void explain_key(void *arg, struct span key, struct span text)
{
	struct page *page = arg;
	struct buf heading = BUF_INIT, line = BUF_INIT;

	if (page->key_found || !is_key(key, page->name))
		return;
	page->key_found = true;
	if (text.len) {
		buf_add_string(&line, "getinfo key: ");
		escape_add_terminal(&line, text, ESCAPE_LINE);
	} else {
		buf_add_string(&line, "a getinfo key; when connected, help "
			"shows Tor's description");
	}
	escape_add_terminal(&heading, span_of(page->name), ESCAPE_LINE);
	layout_wrap(begin_part(page, buf_text(&heading)), buf_text(&line), 2);
	buf_clear(&heading);
	buf_clear(&line);
}

static bool is_listed_key(const char *name)
{
	size_t i = 0;

	while (names_getinfo_keys[i] && strcmp(names_getinfo_keys[i], name))
		i++;
	return names_getinfo_keys[i];
}

static bool may_be_key(const char *name)
{
	return meanings_find(meanings_keys, span_of(name)) ||
		strchr(name, '/') || is_listed_key(name);
}

/* A command may have the name of an option: "log". */
static bool explain_option(struct page *page, bool command,
	struct error *error)
{
	struct session *session = page->call->session;
	struct pairs names = { 0 };
	const struct pair *option;
	struct buf note = BUF_INIT;
	bool ok = true;

	conf_names_builtin(&names);
	option = conf_names_get(&names, page->name);
	if (option && command) {
		buf_print(&note, "%s is also an option of Tor: conf help %s",
			option->name, option->name);
		layout_wrap(begin_part(page, NULL), buf_text(&note), 0);
	} else if (option) {
		begin_part(page, NULL);
		ok = conf_help(page->call, help_connection(session), option->name,
			error);
	}
	pairs_clear(&names);
	buf_clear(&note);
	return ok;
}

/* Returns true if `name` is the group's, or begins it. */
static bool is_group(enum command_group group, const char *name)
{
	enum { SHORTEST = 4 };

	return strlen(name) >= SHORTEST && span_starts_nocase(
		span_of(command_group_name(group)), name);
}

static bool explain(struct page *page, struct error *error)
{
	const struct command *command = command_find(page->name, NULL);
	const struct event_type *event = event_type_named(page->name);

	if (command)
		help_command(command, begin_part(page, NULL));
	if (event)
		help_event(event, begin_part(page, NULL));
	explain_word(page);
	/* "version" is both a command and a key: show both. */
	if (may_be_key(page->name))
		each_key(get_keys(page), explain_key, page);
	if (is_listed_key(page->name))
		explain_key(page, span_of(page->name), span_of(""));
	for (int group = 0; group < COMMAND_GROUPS && !page->found; group++)
		if (is_group((enum command_group)group, page->name))
			help_group(begin_part(page, NULL),
				(enum command_group)group);
	return explain_option(page, command, error);
}

/* ---- searching */

/* Places where all words are found, best first. */
enum rank { BEGINS, CONTAINS, DESCRIBED, MENTIONED, RANKS };

struct search {
	const struct strv *words;
	size_t width;
	struct strv found[RANKS]; /* lines to print */
};

static bool has_all(struct span text, const struct strv *words)
{
	for (size_t i = 0; i < words->len; i++)
		if (!span_contains_nocase(text, words->items[i]))
			return false;
	return true;
}

/* Returns whether the page of a command has all words. */
static bool is_on_page(const char *name, const struct strv *words)
{
	const struct command *command = command_find(name, NULL);
	struct buf text = BUF_INIT;
	const struct layout layout = { &text, false, SIZE_MAX };
	bool has = false;

	if (command) {
		help_command(command, &layout);
		has = has_all(buf_span(&text), words);
	}
	buf_clear(&text);
	return has;
}

/* Returns RANKS if the words are not found. */
static enum rank rank_topic(const struct strv *words, const char *kind,
	const char *name, struct span text)
{
	bool begins = span_starts_nocase(span_of(name), words->items[0]);
	enum rank rank = RANKS;
	char *own, *all;

	if (has_all(span_of(name), words))
		return begins ? BEGINS : CONTAINS;
	own = alloc_print("%s %.*s", name, (int)text.len, text.at);
	all = alloc_print("%s %s", own, kind);
	/* A kind narrows a search, but nobody looks for all of that kind. */
	if (has_all(span_of(own), words) || (has_all(span_of(all), words) &&
		!has_all(span_of(kind), words)))
		rank = DESCRIBED;
	else if (!strcmp(kind, "command") && is_on_page(name, words))
		rank = MENTIONED;
	free(own);
	free(all);
	return rank;
}

static void consider(struct search *search, const char *kind,
	struct span name, struct span text)
{
	struct buf label = BUF_INIT, about = BUF_INIT, lines = BUF_INIT;
	struct layout layout = { &lines, false, search->width };
	enum rank at;

	escape_add_terminal(&label, name, ESCAPE_LINE);
	at = rank_topic(search->words, kind, buf_text(&label), text);
	if (at < RANKS) {
		buf_print(&about, text.len ? "%s: " : "%s", kind);
		escape_add_terminal(&about, text, ESCAPE_LINE);
		layout_item(&layout, buf_text(&label), SECOND,
			buf_text(&about));
		strv_take(&search->found[at], buf_steal(&lines));
	}
	buf_clear(&label);
	buf_clear(&about);
}

static void consider_topic(void *arg, const char *kind, const char *name,
	const char *text)
{
	consider(arg, kind, span_of(name), span_of(text));
}

static void consider_key(void *arg, struct span key, struct span text)
{
	consider(arg, "getinfo key", key, text);
}

/* Considers the options, with their descriptions in tor's manual. */
static void consider_options(struct search *search,
	struct connection *connection)
{
	struct pairs options = { 0 }, manual = { 0 };

	if (!connection || !conf_names_load(connection, &options, NULL))
		conf_names_builtin(&options);
	tor_manual_load(&manual);
	for (size_t i = 0; i < options.len; i++) {
		const struct pair *about = conf_names_get(&manual,
			options.items[i].name);

		consider(search, "option", span_of(options.items[i].name),
			span_of(about ? about->value : ""));
	}
	pairs_clear(&options);
	pairs_clear(&manual);
}

/* Searches all that can be explained; returns false if nothing is found. */
static bool search_all(struct page *page, const struct strv *words)
{
	struct search search = { .words = words,
		.width = page->layout.width };
	struct connection *connection = help_connection(page->call->session);
	struct buf *to = page->layout.text;
	size_t len = 0;

	topics_each(consider_topic, &search);
	each_key(get_keys(page), consider_key, &search);
	consider_options(&search, connection);
	for (size_t i = 0; i < RANKS; i++) {
		/* Pages count only if nothing else has the words. */
		bool wanted = i < MENTIONED || !len;

		for (size_t j = 0; wanted && j < search.found[i].len; j++)
			if (len++ < FOUND_MAX)
				buf_add_string(to, search.found[i].items[j]);
		strv_clear(&search.found[i]);
	}
	if (len > FOUND_MAX)
		buf_print(to, "  and %zu more; add a word\n",
			len - FOUND_MAX);
	return len;
}

static void try_topic(void *arg, const char *kind, const char *name,
	const char *text)
{
	(void)kind;
	(void)text;
	closest_try(arg, name);
}

static bool no_topic(const char *name, struct error *error)
{
	struct closest closest = CLOSEST(name);

	topics_each(try_topic, &closest);
	for (size_t i = 0; names_getinfo_keys[i]; i++)
		closest_try(&closest, names_getinfo_keys[i]);
	closest_refuse(&closest, "help topic", "", error);
	if (!closest.best)
		error_set_remedy(error, ERROR_REMEDY_HELP);
	return false;
}

/* ---- the command */

static bool help_on(struct call *call, const char *name, struct error *error)
{
	struct strv words = STRV_INIT;
	struct span rest = span_of(name), word;
	bool ok;
	struct page page = { .layout = layout_of(call->session->output,
		&call->result.text), .call = call, .name = name };

	if (text_equal_nocase(name, "migrate")) {
		migrate_help(&page.layout);
		return true;
	}
	if (text_equal_nocase(name, "commands")) {
		help_commands(&page.layout);
		return true;
	}
	while (span_next_word(&rest, &word))
		strv_add_span(&words, word);
	ok = explain(&page, error);
	if (ok && !page.found)
		ok = (words.len && search_all(&page, &words)) ||
			no_topic(name, error);
	strv_clear(&words);
	free(page.keys);
	return ok;
}

static bool show_wire(struct call *call, const char *name,
	struct error *error)
{
	const struct command *command;

	if (!*name)
		return error_set(error, ERROR_USAGE, "--wire requires a "
			"command");
	command = command_find(name, error);
	if (!command)
		return false;
	help_wire(command, &call->result.text);
	result_add(&call->result, "wire", buf_span(&call->result.text));
	return true;
}

static bool run_help(struct call *call, struct error *error)
{
	const struct strv *words = args_list(&call->args, "TOPIC");
	struct buf *text = &call->result.text;
	struct layout layout = layout_of(call->session->output, text);
	char *name = strv_join(words, " ");
	bool ok = true;

	if (args_value(&call->args, "wire")) {
		ok = show_wire(call, name, error);
		free(name);
		return ok;
	}
	if (words->len)
		ok = help_on(call, name, error);
	else
		help_overview(&layout);
	if (ok)
		result_add(&call->result, "help", buf_span(text));
	free(name);
	return ok;
}

const struct command commands_help[] = {
	{
		.name = "help",
		.group = COMMAND_TORCTL,
		.summary = "list commands, explain a topic, or search",
		.arguments = ARGUMENTS(
			{ "wire", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "print the protocol lines "
					"that the command sends; * stands for "
					"anything" },
			{ "TOPIC", ARGUMENT_TOPIC, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "a command (of one or more "
					"words), event, signal, getinfo key, "
					"option of Tor, group of commands, or "
					"any word in Tor's messages (a state, "
					"purpose, reason, flag or reply code); "
					"commands: one line per command; "
					"migrate: equivalents of the Java and "
					"Python libraries' calls" },
		),
		.flags = COMMAND_OFFLINE,
		.run = run_help,
		.wire = "GETINFO info/names\n"
			"GETINFO config/names\n"
			"GETINFO config/defaults\n"
			"GETCONF *\n",
		.example = "torctl help getinfo",
		.replies = "Anything else is searched for in all names and "
			"descriptions, then in the help of commands; several "
			"words must all match. Descriptions of getinfo keys "
			"come from the running Tor, those of options from "
			"tor(1). With --wire, each getinfo key and option has "
			"a line of its own, although several may be sent at "
			"once; PROTOCOLINFO, AUTHCHALLENGE and AUTHENTICATE "
			"come first and are not listed.",
	},
	{ .name = NULL },
};
