/* watch: runs a command repeatedly and redraws its output. */
#include "shell/watch.h"

#include "cmd/command.h"
#include "cmd/redraw.h"
#include "cmd/session.h"
#include "commands/pattern.h"
#include "out/window.h"
#include "shell/run.h"
#include "util/clock.h"
#include "util/diff.h"
#include "util/escape.h"
#include "util/format.h"
#include "util/text.h"

#include <stdlib.h>

struct watch {
	struct session *session;
	const struct strv *words; /* of the command */
	const char *seconds;
	int pause;                /* the same in milliseconds */
	bool diff;
	bool until_change;
	struct pattern until;
	bool in_place;
	struct redraw redraw;
	bool compares;            /* an earlier output exists */
	bool changed;             /* the last output differed */
	int64_t since;            /* time of the last change */
	struct buf before, now;   /* the command's output */
	struct buf screen;        /* the text on the screen */
};

static bool read_watch_options(struct watch *watch, const struct args *args,
	struct error *error)
{
	const char *seconds = args_value(args, "SECS");
	const char *until = args_value(args, "until");

	if (!text_read_seconds(seconds, &watch->pause) || !watch->pause)
		return error_set(error, ERROR_USAGE, "\"%s\" is not "
			"a valid number of seconds (more than 0)", seconds);
	watch->seconds = seconds;
	watch->words = args_list(args, "COMMAND");
	watch->diff = args_value(args, "diff");
	if (watch->diff && watch->session->output->form != OUTPUT_TEXT)
		return error_set(error, ERROR_USAGE, "--diff cannot be "
			"combined with --json or --raw");
	watch->until_change = until && text_equal_nocase(until, "change");
	return !until || watch->until_change ||
		pattern_compile(&watch->until, until, error);
}

/* A command that redraws, or never ends, prints below the present text. */
static bool may_redraw(const struct watch *watch, const struct args *args)
{
	size_t used;
	const struct command *command = command_find_call(watch->words, &used,
		NULL);

	return redraw_possible(watch->session->output) &&
		!args_value(args, "scroll") && command &&
		!(command->flags & COMMAND_LONG);
}

/* Runs the command, which prints into `now`. */
static bool run_watched(struct watch *watch, struct error *error)
{
	struct session *session = watch->session;
	struct output *usual = session->output, output;
	struct output *outer = session->usual; /* of a redirected watch */
	const struct command *command;
	bool ok;

	output_init(&output, usual->fd, usual->form);
	output.quiet = usual->quiet;
	output.color = usual->color;
	output.always_color = usual->always_color;
	output.timestamp = usual->timestamp;
	output.hold = true;
	session->output = &output;
	session->usual = outer ? outer : usual;
	ok = run_words(session, watch->words, NULL, &command, error);
	session->output = usual;
	session->usual = outer;
	buf_clear(&watch->before);
	watch->before = watch->now;
	watch->now = output.pending;
	output.pending = (struct buf)BUF_INIT;
	output_clear(&output);
	return ok;
}

static void note_change(struct watch *watch)
{
	watch->changed = watch->compares && !span_equal(buf_span(&watch->now),
		buf_text(&watch->before));
	if (!watch->compares || watch->changed)
		watch->since = clock_wall();
}

/* ---- lines */

struct lines {
	struct buf *to;
	bool color;
	bool all; /* also those that did not change */
};

static void add_diff_line(void *arg, char sign, struct span line)
{
	const struct lines *lines = arg;
	const char *color = !lines->color || sign == ' ' ? "" : sign == '+' ?
		"\x1b[32m" : "\x1b[31m";

	if (sign == ' ' && !lines->all)
		return;
	buf_add_string(lines->to, color);
	buf_add_char(lines->to, sign);
	buf_add_string(lines->to, *color ? "\x1b[0m" : "");
	buf_add_string(lines->to, lines->all ? " " : "");
	buf_add_span(lines->to, line);
	buf_add_char(lines->to, '\n');
}

/* Adds the output or, with --diff, its differences from the last. */
static void add_watched(const struct watch *watch, bool all, struct buf *to)
{
	struct lines lines = { to, watch->session->output->color, all };
	struct span now = buf_span(&watch->now);

	if (watch->diff && (watch->compares || all))
		diff_lines(watch->compares ? buf_span(&watch->before) : now,
			now, add_diff_line, &lines);
	else
		buf_add_span(to, now);
}

static void add_watch_heading(const struct watch *watch, struct buf *to)
{
	const struct output *output = watch->session->output;
	char *words = strv_join(watch->words, " ");

	buf_add_string(to, output->color ? "\x1b[2m" : "");
	format_add_clock(to, clock_wall());
	buf_add_string(to, "  ");
	escape_add_terminal(to, span_of(words), ESCAPE_LINE);
	buf_print(to, "  every %s s, same since ", watch->seconds);
	format_add_clock(to, watch->since);
	buf_print(to, "%s\n", output->color ? "\x1b[0m" : "");
	free(words);
}

/* Replaces the last line that fits by the number of those that do not. */
static void cut_screen(const struct watch *watch, struct buf *screen)
{
	size_t rows = window_rows(watch->session->output->fd), lines = 0;
	struct span rest = buf_span(screen), line;
	size_t kept = 0;

	/* The cursor needs the last row. */
	while (span_next_line(&rest, &line)) {
		if (++lines + 2 <= rows)
			kept = screen->len - rest.len;
	}
	if (lines < rows)
		return;
	buf_truncate(screen, kept);
	buf_print(screen, "%zu more lines; --scroll shows all\n",
		lines - (rows > 2 ? rows - 2 : 0));
}

static bool show_watched(struct watch *watch, struct error *error)
{
	struct output *output = watch->session->output;

	buf_reset(&watch->screen);
	if (watch->in_place && !output->quiet)
		add_watch_heading(watch, &watch->screen);
	add_watched(watch, watch->in_place, &watch->screen);
	if (watch->in_place) {
		cut_screen(watch, &watch->screen);
		return redraw_show(&watch->redraw, buf_span(&watch->screen),
			error);
	}
	output_bytes(output, buf_span(&watch->screen));
	return output_flush(output, error);
}

/* ---- repetition */

static bool is_watch_over(const struct watch *watch)
{
	return watch->until.compiled ? pattern_match_text(&watch->until,
		buf_text(&watch->now)) : watch->until_change && watch->changed;
}

/* Waits, while events are shown above the screen. Returns false to end. */
static bool wait_in_place(struct watch *watch, int64_t deadline,
	struct error *error)
{
	struct session *session = watch->session;
	struct connection *connection = session->tor->connection;

	if (!connection || !connection_connected(connection))
		return session_wait(session, -1, deadline, error);
	while (session_next_events(session, NULL, NULL, deadline, error))
		if (!redraw_show(&watch->redraw, buf_span(&watch->screen),
			error))
			return false;
	return false;
}

/* Returns whether to run the command again. */
static bool await_next(struct watch *watch, struct error *error)
{
	int64_t deadline = clock_deadline(watch->pause);
	struct error failure = ERROR_INIT;

	if (watch->in_place)
		wait_in_place(watch, deadline, &failure);
	else
		session_wait(watch->session, -1, deadline, &failure);
	if (failure.kind != ERROR_TIMEOUT)
		return error_move(error, &failure);
	error_clear(&failure);
	return true;
}

static bool run_and_show(struct watch *watch, bool *over, struct error *error)
{
	if (!run_watched(watch, error))
		return false;
	note_change(watch);
	if (!show_watched(watch, error))
		return false;
	*over = is_watch_over(watch);
	watch->compares = true;
	return true;
}

/* Prints the command's output as usual, without comparing. */
static bool run_plainly(struct watch *watch, bool *over, struct error *error)
{
	const struct command *command;

	*over = false;
	return run_words(watch->session, watch->words, NULL, &command, error);
}

bool watch_run(struct call *call, struct error *error)
{
	struct watch watch = { .session = call->session };
	bool plain, over = false, ok = false;

	if (!read_watch_options(&watch, &call->args, error))
		goto out;
	watch.in_place = may_redraw(&watch, &call->args);
	plain = !watch.in_place && !watch.diff && !watch.until_change &&
		!watch.until.compiled;
	if (watch.in_place)
		redraw_start(&watch.redraw, watch.session);
	do
		ok = (plain ? run_plainly : run_and_show)(&watch, &over, error);
	while (ok && !over && await_next(&watch, error));
	if (watch.in_place)
		redraw_end(&watch.redraw);
	ok = ok && over;
out:
	pattern_clear(&watch.until);
	buf_clear(&watch.before);
	buf_clear(&watch.now);
	buf_clear(&watch.screen);
	return ok;
}
