/* Running a typed line: alias and short name, history, execution, output. */
#include "shell/typed_line.h"

#include "cmd/sh.h"
#include "editor/editor.h"
#include "help/help.h"
#include "line/alias.h"
#include "line/parse.h"
#include "out/window.h"
#include "proto/redact.h"
#include "shell/prompt.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "shell/signals.h"
#include "util/alloc.h"
#include "util/files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Returns whether the command sends only questions. */
static bool only_asks(const struct command *command)
{
	static const char *const questions[] = { "GETINFO ", "GETCONF ",
		"PROTOCOLINFO", "SETEVENTS", "RESOLVE ", "HSFETCH ",
		"QUIT" };
	struct buf wire = BUF_INIT;
	struct span rest, line;
	bool asks = true;

	help_wire(command, &wire);
	rest = buf_span(&wire);
	while (asks && span_next_line(&rest, &line)) {
		asks = false;
		for (size_t i = 0; i < sizeof(questions) / sizeof(*questions);
			i++)
			asks = asks || span_starts(line, questions[i]);
	}
	buf_clear(&wire);
	return asks;
}

/* One or two letters may be a typing error, so they run only questions. */
static bool check_short(const struct command *command, const char *word,
	const char *full, struct error *error)
{
	enum { LETTERS = 3 };

	if (strlen(word) >= LETTERS || strlen(word) == strlen(full) ||
		only_asks(command))
		return true;
	return error_set(error, ERROR_USAGE, "\"%s\" is too short for %s, "
		"which changes something; type three letters or more", word,
		command->name);
}

/* At the prompt a name may be shortened to an unambiguous prefix. */
static bool expand_name(struct strv *words, struct error *error)
{
	const struct command *command;
	struct span rest, word;
	size_t used;

	if (!words->len)
		return true;
	command = command_find_words(words, 0, true, &used, error);
	if (!command) {
		run_look_for_separators(words, error);
		return false;
	}
	rest = span_of(command->name);
	for (size_t i = 0; i < used && span_next_word(&rest, &word); i++) {
		char *full = span_copy(word);
		bool ok = check_short(command, words->items[i], full, error);

		free(words->items[i]);
		words->items[i] = full;
		if (!ok)
			return false;
	}
	return true;
}

static bool is_redacted(struct span text)
{
	struct buf shown = BUF_INIT_SECRET;
	bool redacted;

	redact_add(&shown, text);
	redacted = shown.len != text.len ||
		memcmp(shown.data, text.at, text.len) != 0;
	buf_clear(&shown);
	return redacted;
}

/*
 * Any word may begin another line, after watch, raw or alias. Whether the next
 * word is a secret value follows from the two words alone.
 */
static bool holds_secret(struct span line)
{
	struct span rest = line, first, next, word;
	bool secret = is_redacted(line);

	while (!secret && rest.len) {
		while (rest.len && strchr(" \t\"'", rest.at[0]))
			rest = span_from(rest, 1);
		first = rest;
		span_next_word(&rest, &word);
		next = rest;
		span_next_word(&next, &word);
		first.len -= next.len;
		secret = is_redacted(first);
	}
	return secret;
}

/*
 * Returns whether the words, as a command or as the option that the first of
 * them may be, involve a secret. `begins`: a line begins here, so the name may
 * be shortened or mistyped.
 */
static bool is_secret_call(const struct strv *words, size_t i, bool begins)
{
	const char *name = words->items[i];
	size_t used;
	const struct command *command = command_find_words(words, i, false,
		&used, NULL);

	/* "setconf HashedControlPassword 16:…" has the value after a blank. */
	if (is_redacted(span_of(name)) ||
		(i + 1 < words->len && redact_is_name(span_of(name))))
		return true;
	if (command && !(command->flags & COMMAND_FAMILY))
		return command->flags & COMMAND_SECRET;
	return (command || begins) && command_may_be_secret(name);
}

/* The same for "a=authenticate …", where "=" separates two words. */
static bool is_secret_value(const struct strv *words, size_t i, bool begins)
{
	enum { NAME_WORDS = 4 }; /* of a command, and one more */
	char *equals = strchr(words->items[i], '=');
	char *items[NAME_WORDS];
	struct strv call = { .items = items };

	if (!equals || !equals[1])
		return false;
	items[call.len++] = equals + 1;
	while (++i < words->len && call.len < NAME_WORDS)
		items[call.len++] = words->items[i];
	return is_secret_call(&call, 0, begins);
}

static bool is_secret_line(struct span text, bool begins, int depth);

/*
 * Judges the words, since quotes and backslashes can hide a secret in the line.
 * A word that has blanks may be a line itself, as for alias.
 */
static bool hold_secret(const struct strv *words, bool begins, int depth)
{
	bool alias = words->len && !strcmp(words->items[0], "alias");
	bool secret = false;

	for (size_t i = 0; i < words->len && !secret; i++) {
		const char *word = words->items[i];
		const char *equals = strchr(word, '=');

		secret = is_secret_call(words, i, (begins && !i) ||
				(alias && i == 2)) ||
			is_secret_value(words, i, alias && i == 1) ||
			(strpbrk(word, " \t") && (is_secret_line(
				span_of(word), alias, depth + 1) || (equals &&
				is_secret_line(span_of(equals + 1), alias,
				depth + 1))));
	}
	return secret;
}

static bool is_secret_line(struct span text, bool begins, int depth)
{
	enum { DEPTH_MAX = 4 };
	struct parse parse = { 0 };
	bool secret = depth > DEPTH_MAX;

	if (!secret && parse_line(&parse, text, run_takes_rest, NULL))
		secret = hold_secret(&parse.words, begins, depth);
	parse_clear(&parse);
	return secret;
}

/*
 * Returns whether history may keep the line: no command in it involves secrets,
 * and nothing in it would be redacted.
 */
static bool is_harmless(const char *line, const struct parse *parse)
{
	return !holds_secret(span_of(line)) &&
		!hold_secret(&parse->words, true, 0);
}

bool typed_line_holds_secret(struct shell *shell, const char *typed)
{
	struct buf expanded = BUF_INIT_SECRET;
	struct parse parse = { 0 };
	struct span line = span_of(typed);
	bool harmless;

	if (alias_expand(&shell->session->aliases, line, &expanded))
		line = buf_span(&expanded);
	parse_line(&parse, line, run_takes_rest, NULL);
	harmless = is_harmless(typed, &parse);
	parse_clear(&parse);
	buf_clear(&expanded);
	return !harmless;
}

static void remember(struct shell *shell, const char *line,
	const struct parse *parse)
{
	if (!*line || *line == ' ' || !is_harmless(line, parse))
		return;
	editor_add_history(line);
	if (shell->session->settings->history)
		history_add(shell->history, line);
}

static size_t count_lines(struct span text)
{
	struct span line;
	size_t count = 0;

	while (span_next_line(&text, &line))
		count++;
	return count;
}

/* Returns false if the text is short or the pager cannot be used. */
static bool run_pager(const struct shell *shell, struct span text)
{
	const char *pager = getenv("TORCTL_PAGER");

	if (!sh_is_command(pager))
		pager = getenv("PAGER");
	if (!sh_is_command(pager))
		pager = "less -FRX";
	return shell->session->settings->pager && count_lines(text) >=
		window_rows(STDOUT_FILENO) && run_filter(pager, text, NULL);
}

/* Prints the command's output, through the pager if it is long. */
static void page_output(struct shell *shell, struct error *error)
{
	struct output *output = shell->session->output;

	output->hold = false;
	if (run_pager(shell, buf_span(&output->pending))) {
		tee_write(output->tee, buf_span(&output->pending));
		buf_reset(&output->pending);
	}
	output_flush(output, error);
}

static void end_running(struct shell *shell)
{
	/* A Ctrl-C meant for the command must not reach the prompt. */
	if (signals_take_cancel())
		editor_interrupt();
	signals_catch_stop(true);
	shell_take_events(shell);
}

void typed_line_page(struct shell *shell, struct span lines)
{
	signals_catch_stop(false);
	if (!run_pager(shell, lines))
		(void)files_write_fd(STDOUT_FILENO, lines.at, lines.len);
	end_running(shell);
}

static void perform(struct shell *shell, const struct parse *parse)
{
	struct session *session = shell->session;
	size_t used;
	const struct command *command = parse->words.len ?
		command_find_words(&parse->words, 0, false, &used, NULL) :
		NULL;
	struct error error = ERROR_INIT;
	bool ok;

	session->output->hold = command && parse->target == PARSE_OUTPUT &&
		!(command->flags & COMMAND_LONG);
	shell->interrupted = false;
	ok = run_line(session, parse, &command, &error);
	if (command && !(command->flags & COMMAND_ASKS))
		shell->nickname_known = false;
	if (session->output->hold)
		page_output(shell, ok ? &error : NULL);
	/* Start a new line after "^C"; at a prompt the editor did. */
	if (!ok && error.kind == ERROR_INTERRUPTED && !shell->interrupted)
		(void)files_write_fd(STDOUT_FILENO, "\n", 1);
	else if (!ok && error.kind != ERROR_INTERRUPTED)
		report_error(&session->report, NULL, command ? command->name :
			NULL, &error);
	error_clear(&error);
}

/* Parses the line, completes the command's name, adds it to the history. */
static bool prepare(struct shell *shell, const char *typed, struct span line,
	struct parse *parse, struct error *error)
{
	bool ok;

	if (!parse_line(parse, line, run_takes_rest, error)) {
		/* Lets the user correct it, unless it is secret. */
		if (is_harmless(typed, parse) && !shell->refused)
			editor_add_history(typed);
		return false;
	}
	ok = expand_name(&parse->words, error);
	/* A word that is not a command may be the password for Tor. */
	if (ok || !shell->refused)
		remember(shell, typed, parse);
	return ok;
}

/*
 * Leaves out a line that begins with a blank, as the history does, has a secret
 * or may print one; returns true then.
 */
static bool copy_line(struct shell *shell, const char *typed,
	const struct parse *parse)
{
	struct buf copy = BUF_INIT_SECRET;
	size_t used;
	const struct command *command = parse->words.len ?
		command_find_words(&parse->words, 0, true, &used, NULL) : NULL;
	bool secret = *typed == ' ' || !is_harmless(typed, parse) || (command &&
		run_is_secret(command, &parse->words));

	prompt_add_text(shell, &copy);
	/* tee_pause() ends the line. */
	if (!secret)
		buf_print(&copy, "%s\n", typed);
	tee_write(&shell->tee, buf_span(&copy));
	buf_clear(&copy);
	return secret;
}

void typed_line_run(struct shell *shell, const char *typed)
{
	struct buf expanded = BUF_INIT_SECRET;
	struct error error = ERROR_INIT;
	struct parse parse = { .last.made = shell->session->made };
	struct span line = span_of(typed);
	bool ok, secret;

	signals_catch_stop(false);
	if (alias_expand(&shell->session->aliases, line, &expanded))
		line = buf_span(&expanded);
	ok = prepare(shell, typed, line, &parse, &error);
	secret = tee_is_open(&shell->tee) && copy_line(shell, typed, &parse);
	if (secret)
		tee_pause(&shell->tee);
	if (ok)
		perform(shell, &parse);
	else
		report_error(&shell->session->report, NULL, NULL, &error);
	if (secret)
		tee_resume(&shell->tee);
	error_clear(&error);
	parse_clear(&parse);
	buf_clear(&expanded);
	end_running(shell);
}
