/* One typed line: alias and short name, history, its run, its output. */
#include "shell/editor.h"
#include "shell/parse.h"
#include "shell/run.h"
#include "shell/shell_state.h"
#include "shell/signals.h"

#include "proto/redact.h"
#include "util/alloc.h"
#include "util/files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* At the prompt a name may be as short as it is clear. */
static void expand_name(struct strv *words)
{
	const struct command *command = command_find_short(words->items[0]);

	if (!command)
		return;
	free(words->items[0]);
	words->items[0] = alloc_string(command->name);
}

/* The line with an alias at its front replaced; the caller's. */
static char *expand_alias(const struct shell *shell, const char *line)
{
	struct span rest = span_of(line), word;

	if (span_next_word(&rest, &word))
		for (size_t i = 0; i < shell->aliases.len; i++)
			if (span_equal(word, shell->aliases.items[i].name))
				return alloc_print("%s%s",
					shell->aliases.items[i].value,
					rest.at);
	return alloc_string(line);
}

/* Whether history may keep the line: nothing in it would be redacted. */
static bool is_harmless(const char *line, const struct parse *parse)
{
	const struct command *command = parse->words.len ?
		command_find(parse->words.items[0], NULL) : NULL;
	struct buf shown = BUF_INIT, pair = BUF_INIT;
	bool harmless = !(command && command->flags & COMMAND_SECRET);

	redact_add(&shown, span_of(line));
	harmless = harmless && span_equal(buf_span(&shown), line);
	/* "setconf HashedControlPassword 16:…": the value is its own word. */
	for (size_t i = 1; i < parse->words.len && harmless; i++) {
		buf_reset(&shown);
		buf_reset(&pair);
		buf_print(&pair, "%s=x", parse->words.items[i]);
		redact_add(&shown, buf_span(&pair));
		harmless = span_equal(buf_span(&shown), buf_text(&pair)) ||
			i + 1 == parse->words.len;
	}
	buf_clear(&shown);
	buf_clear(&pair);
	return harmless;
}

static void remember(struct shell *shell, const char *line,
	const struct parse *parse)
{
	if (!*line || *line == ' ' || !is_harmless(line, parse))
		return;
	editor_add_history(line);
	if (shell->settings.history)
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

static size_t window_rows(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_row)
		return 24;
	return size.ws_row;
}

/* What the command printed: at once, or page by page if it is long. */
static void page_output(struct shell *shell, struct error *error)
{
	struct output *output = shell->session->output;
	const char *pager = getenv("TORCTL_PAGER");

	output->hold = false;
	if (!pager || !*pager)
		pager = getenv("PAGER");
	if (!pager || !*pager)
		pager = "less -FRX";
	if (shell->settings.pager && count_lines(buf_span(&output->pending)) >=
		window_rows() && run_filter(pager, buf_span(&output->pending),
		NULL))
		buf_reset(&output->pending);
	output_flush(output, error);
}

static void perform(struct shell *shell, const struct parse *parse)
{
	struct session *session = shell->session;
	const struct command *command = parse->words.len ?
		command_find(parse->words.items[0], NULL) : NULL;
	struct error error = ERROR_INIT;
	bool ok;

	session->output->hold = command && parse->target == PARSE_OUTPUT &&
		!(command->flags & COMMAND_LONG);
	ok = run_line(session, parse, &command, &error);
	if (session->output->hold)
		page_output(shell, ok ? &error : NULL);
	if (!ok && error.kind == ERROR_INTERRUPTED)
		(void)files_write_fd(STDOUT_FILENO, "\n", 1);
	else if (!ok)
		report_error(&session->report, NULL, command ? command->name :
			NULL, &error);
	error_clear(&error);
}

void lines_run(struct shell *shell, const char *typed)
{
	char *line = expand_alias(shell, typed);
	struct error error = ERROR_INIT;
	struct parse parse = { 0 };

	signals_catch_stop(false);
	if (parse_line(&parse, span_of(line), run_takes_rest, &error)) {
		if (parse.words.len)
			expand_name(&parse.words);
		remember(shell, typed, &parse);
		perform(shell, &parse);
	} else {
		editor_add_history(typed);
		report_error(&shell->session->report, NULL, NULL, &error);
	}
	error_clear(&error);
	parse_clear(&parse);
	alloc_wipe(line, strlen(line));
	free(line);
	/* A Ctrl-C that was meant for the command is not for the prompt. */
	signals_take_cancel();
	signals_catch_stop(true);
	shell_take_events(shell);
}
