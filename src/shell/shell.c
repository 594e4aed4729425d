/* The interactive shell: a prompt with events above it. */
#include "shell/shell.h"

#include "cmd/secret.h"
#include "commands/user_editor.h"
#include "complete/answers.h"
#include "complete/complete.h"
#include "editor/editor.h"
#include "out/layout.h"
#include "out/window.h"
#include "proto/event.h"
#include "shell/builtin.h"
#include "shell/many.h"
#include "shell/many_prompt.h"
#include "shell/prompt.h"
#include "shell/reconnect.h"
#include "shell/signals.h"
#include "shell/start_up.h"
#include "shell/typed_line.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/escape.h"
#include "util/shield.h"

#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of ssh, at a time. */
enum { NOTICES_MAX = 64 * 1024 };

/* Events that the shell itself needs, whatever the user selects. */
static const char *const own_events[] = { "STATUS_CLIENT", NULL };

static void print_above(struct shell *shell, struct span lines)
{
	tee_write(&shell->tee, lines);
	editor_print_above(lines);
}

void shell_say(struct shell *shell, const char *format, ...)
{
	struct buf text = BUF_INIT, escaped = BUF_INIT, line = BUF_INIT;
	va_list args;

	va_start(args, format);
	buf_vprint(&text, format, args);
	va_end(args);
	escape_add_terminal(&escaped, buf_span(&text), ESCAPE_TEXT);
	layout_fold_text(buf_span(&escaped), 0,
		shell->session->output->terminal ?
		window_columns(STDOUT_FILENO) : SIZE_MAX, &line);
	buf_add_char(&line, '\n');
	print_above(shell, buf_span(&line));
	buf_clear(&text);
	buf_clear(&escaped);
	buf_clear(&line);
}

static void show_prompt(struct shell *shell)
{
	char *prompt = prompt_make(shell);

	if (editor_shown())
		editor_set_prompt(prompt);
	else
		editor_show(prompt);
	free(prompt);
}

static void take_line(void *arg, const char *line)
{
	struct shell *shell = arg;

	if (line)
		strv_add(&shell->typed, line);
	else
		shell->end_of_input = true;
}

static void complete(void *arg, const char *line, size_t point,
	struct complete_list *list)
{
	struct shell *shell = arg;

	if (shell->session->many)
		many_complete(shell->session, line, point, list);
	else
		complete_line(shell->session, line, point, list);
	list->plain = !shell->session->output->color;
}

static void page(void *arg, struct span lines)
{
	typed_line_page(arg, lines);
}

static char *hint(void *arg, const char *line)
{
	struct shell *shell = arg;

	/* Without colours a hint would look like typed text. */
	return shell->session->settings->hints &&
		shell->session->output->color ?
		complete_hint(&shell->session->aliases, line) : NULL;
}

/* ---- events */

static void note_event(void *arg, const struct queue_event *event, bool wanted)
{
	struct shell *shell = arg;

	if (span_equal(event_name(event->raw), "STATUS_CLIENT"))
		reconnect_note_progress(shell, event_arguments(event->raw));
	streams_seen_note(&shell->session->tor->streams, event->raw);
	orconns_seen_note(&shell->session->tor->orconns, event->raw,
		event->time);
	shell->display.line.color = shell->session->output->color;
	shell->display.line.countries = &shell->countries;
	if (wanted && shell->may_ask &&
		shell->session->settings->events != SETTINGS_PLAIN)
		countries_learn(&shell->countries,
			shell->session->tor->connection, event->raw);
	if (wanted)
		display_event(&shell->display, shell->session->settings, NULL,
			event);
}

/* For session_prompt. */
static void note_event_of(void *arg, const char *server,
	const struct queue_event *event)
{
	struct shell *shell = arg;

	pthread_mutex_lock(&shell->lock);
	shell->display.line.color = shell->session->output->color;
	shell->display.line.countries = NULL;
	display_event(&shell->display, shell->session->settings, server,
		event);
	pthread_mutex_unlock(&shell->lock);
}

static void say_of(void *arg, const char *server, const char *text)
{
	shell_say(arg, "%s: %s", server, text);
}

/* For session_prompt: lets the running command print the events. */
static void take_events(void *arg, struct buf *to)
{
	struct shell *shell = arg;

	pthread_mutex_lock(&shell->lock);
	if (display_ready(&shell->display))
		display_take(&shell->display, to);
	pthread_mutex_unlock(&shell->lock);
}

/* For session_prompt. */
static bool choose_events(void *arg, const struct strv *words,
	struct result *result, struct error *error)
{
	struct shell *shell = arg;

	return builtin_choose_events(shell->session, words, result, error);
}

/* For session_prompt. */
static void show_events(void *arg)
{
	shell_take_events(arg);
}

static void print_events(struct shell *shell)
{
	struct buf lines = BUF_INIT;

	pthread_mutex_lock(&shell->lock);
	if (display_ready(&shell->display))
		display_take(&shell->display, &lines);
	pthread_mutex_unlock(&shell->lock);
	if (lines.len)
		print_above(shell, buf_span(&lines));
	buf_clear(&lines);
}

void shell_take_events(struct shell *shell)
{
	struct session *session = shell->session;
	bool connected;

	if (session->manies) {
		many_take_events(session, say_of, shell);
		print_events(shell);
	}
	if (!session->tor->connection)
		return;
	/* Checked first, so that events before the loss are still shown. */
	connected = connection_connected(session->tor->connection);
	shell->may_ask = true;
	display_hidden(&shell->display, events_show(&session->tor->events,
		session->tor->connection));
	shell->may_ask = false;
	print_events(shell);
	if (!connected && !session->ended)
		reconnect_after_loss(shell);
}

/* ---- messages of ssh */

/*
 * For opener_config. Other threads leave them to this one, and this one leaves
 * them to the loop while the prompt is up.
 */
static void note_notice(void *arg, struct span line)
{
	struct shell *shell = arg;

	if (pthread_equal(pthread_self(), shell->thread) && !editor_shown()) {
		shell_say(shell, "%.*s", (int)line.len, line.at);
		return;
	}
	pthread_mutex_lock(&shell->lock);
	if (shell->notices.len < NOTICES_MAX) {
		buf_add_span(&shell->notices, line);
		buf_add_char(&shell->notices, '\n');
	}
	pthread_mutex_unlock(&shell->lock);
}

static void take_notices(struct shell *shell)
{
	struct span rest, line;

	pthread_mutex_lock(&shell->lock);
	rest = buf_span(&shell->notices);
	while (span_next_line(&rest, &line))
		display_text(&shell->display, line);
	buf_reset(&shell->notices);
	pthread_mutex_unlock(&shell->lock);
}

/* ---- signals */

static void stop_and_go_on(void)
{
	editor_hide(true);
	signals_stop();
	signals_catch_stop(true);
}

static void take_signals(struct shell *shell)
{
	int number;

	while ((number = signals_take())) {
		if (number == SIGWINCH)
			editor_resize();
		else if (number == SIGTSTP)
			stop_and_go_on();
		/* SIGSTOP left the prompt there; loop() shows it again. */
		else if (number == SIGCONT)
			editor_hide(true);
		else
			shell->ending_signal = number;
	}
	if (signals_take_cancel() && !shell->ending_signal) {
		editor_interrupt();
		shell->interrupted = true;
	}
}

/* ---- the loop */

/* Returns how long poll() may wait: until the next attempt or a pause's end. */
static int poll_limit(const struct shell *shell)
{
	int64_t limit = many_next_attempt(shell->session);

	if (editor_shown() && editor_pending())
		return 0;
	if (shell->connection == SHELL_LOST && !shell->attempt)
		limit = shell->retry.next;
	/* During the pause Tor's events are not read, see wait_for(). */
	if (shell->display.not_before > clock_now() &&
		shell->display.not_before < limit)
		limit = shell->display.not_before;
	return clock_poll_timeout(limit);
}

/* Waits as poll() does, also for one Tor's connection. */
static int wait_for_tor(struct shell *shell, struct pollfd *wait, size_t count,
	int limit, bool *news)
{
	struct connection *connection = shell->session->tor->connection;

	*news = false;
	return connection ? connection_poll(connection, wait, count, limit,
		news) : poll(wait, (nfds_t)count, limit);
}

/*
 * Waits as poll() does, also for the connections; `*news` says whether there is
 * something new.
 */
static int wait_for(struct shell *shell, struct pollfd *wait, size_t count,
	int limit, bool *news)
{
	size_t all = count + many_poll(shell->session, NULL);
	struct pollfd *fds;
	int ready;

	*news = false;
	/* During the pause after too many events, leave them in the queue. */
	if (clock_now() < shell->display.not_before)
		return poll(wait, (nfds_t)count, limit);
	if (all == count)
		return wait_for_tor(shell, wait, count, limit, news);
	fds = alloc_resize(NULL, all, sizeof(*fds));
	memcpy(fds, wait, count * sizeof(*fds));
	many_poll(shell->session, fds + count);
	ready = wait_for_tor(shell, fds, all, limit, news);
	memcpy(wait, fds, count * sizeof(*fds));
	for (size_t i = count; i < all && ready > 0; i++)
		*news = *news || fds[i].revents;
	free(fds);
	return ready;
}

/* Waits until something happens and handles it. */
static void turn(struct shell *shell)
{
	struct pollfd wait[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = signals_fd(), .events = POLLIN },
		{ .fd = signals_cancel_fd(), .events = POLLIN },
		{ .fd = shell->attempt ? attempt_fd(shell->attempt) :
			-1, .events = POLLIN },
	};
	int before = shell->progress;
	enum shell_connection connection = shell->connection;
	bool news;

	if (wait_for(shell, wait, 4, poll_limit(shell), &news) < 0)
		wait[0].revents = 0;
	/* Always: poll() may have seen only the keys that follow a Ctrl-C. */
	take_signals(shell);
	/* The terminal is gone; its signal arrives later, or not at all. */
	if (wait[0].revents & POLLHUP && signals_ignored(SIGHUP))
		shell->end_of_input = true;
	else if (wait[0].revents & POLLHUP && !shell->ending_signal)
		shell->ending_signal = SIGHUP;
	if (shell->ending_signal || shell->end_of_input)
		return;
	if (wait[3].revents && shell->attempt)
		reconnect_finish(shell);
	else if (news)
		shell_take_events(shell);
	take_notices(shell);
	print_events(shell);
	if (reconnect_is_due(shell, wait[0].revents))
		reconnect_try(shell);
	many_retry(shell->session);
	if (editor_shown() && (editor_pending() || wait[0].revents & POLLIN))
		editor_read();
	if (connection != shell->connection)
		shell->nickname_known = false;
	if (editor_shown() && !shell->asking && ((news &&
		shell->session->many) || before != shell->progress ||
		connection != shell->connection))
		show_prompt(shell);
}

/* Removes and returns the first typed line, which must exist; the caller's. */
static char *next_typed(struct strv *typed)
{
	char *line = typed->items[0];

	memmove(typed->items, typed->items + 1,
		--typed->len * sizeof(*typed->items));
	return line;
}

char *shell_ask(struct shell *shell, const char *prompt)
{
	char *line = NULL;

	shell->interrupted = false;
	/* A line pasted after the command is the answer. */
	if (shell->typed.len)
		return next_typed(&shell->typed);
	shell->asking = true;
	signals_catch_stop(true);
	while (!line && !shell->interrupted && !shell->end_of_input &&
		!shell->ending_signal) {
		if (!editor_shown())
			editor_show(prompt);
		turn(shell);
		if (shell->typed.len)
			line = next_typed(&shell->typed);
	}
	if (editor_shown())
		editor_hide(false);
	shell->asking = false;
	shell->interrupted = !line;
	shell->end_of_input = false;
	signals_catch_stop(false);
	return line;
}

/* For editor_hooks. */
static bool is_secret(void *arg, const char *line)
{
	return typed_line_holds_secret(arg, line);
}

/* For editor_hooks. A text for another command may also be secret. */
static char *edit(void *arg, const char *line)
{
	struct shell *shell = arg;
	struct error error = ERROR_INIT;
	struct buf text = BUF_INIT;
	bool ok;

	if (shell->asking || typed_line_holds_secret(shell, line)) {
		shell_say(shell, shell->asking ? "Only a command line can be "
			"edited elsewhere" : "A line with a secret cannot be "
			"edited elsewhere: it would be written to a file");
		return NULL;
	}
	buf_add_string(&text, line);
	buf_add_char(&text, '\n');
	signals_catch_stop(false);
	ok = user_editor_edit("line", &text, &error);
	if (!ok)
		report_error(&shell->session->report, NULL, NULL, &error);
	signals_catch_stop(true);
	error_clear(&error);
	if (!ok)
		buf_clear(&text);
	return ok ? buf_steal(&text) : NULL;
}

/* For args_source: reads lines at "...> ", up to one with only ".". */
static bool read_body(void *arg, struct buf *to, struct error *error)
{
	struct shell *shell = arg;
	char *line;

	while ((line = shell_ask(shell, "...> "))) {
		bool end = !strcmp(line, ".");

		if (!end) {
			buf_add_string(to, line);
			buf_add_char(to, '\n');
		}
		alloc_wipe(line, strlen(line));
		free(line);
		if (end)
			return true;
	}
	return error_set(error, ERROR_INTERRUPTED, "interrupted");
}

static void run_all_typed(struct shell *shell)
{
	while (shell->typed.len && !shell->session->ended &&
		!shell->ending_signal) {
		char *line = next_typed(&shell->typed);

		typed_line_run(shell, line);
		alloc_wipe(line, strlen(line));
		free(line);
		shield_wipe_stack();
	}
}

static void tell_tee_failure(struct shell *shell)
{
	if (shell->tee.failure)
		shell_say(shell, "Cannot write %s: %s; tee has ended",
			shell->tee.path, strerror(shell->tee.failure));
	shell->tee.failure = 0;
}

static void loop(struct shell *shell)
{
	while (!shell->end_of_input && !shell->session->ended &&
		!shell->ending_signal) {
		if (!editor_shown())
			show_prompt(shell);
		turn(shell);
		run_all_typed(shell);
		tell_tee_failure(shell);
	}
}

/* ---- start and end */

/* For args_source: the prompt is down while a command runs. */
static bool read_secret(struct buf *to, struct error *error)
{
	return secret_ask("Secret: ", to, error);
}

static bool confirm(void *arg, const char *danger)
{
	struct shell *shell = arg;
	char *question, *answer;
	bool wide, yes;

	if (!shell->session->settings->confirm)
		return true;
	question = alloc_print("%s Continue? [y/N] ", danger);
	wide = layout_columns(span_of(question)) >=
		window_columns(STDOUT_FILENO);
	if (wide)
		shell_say(shell, "%s", danger);
	answer = shell_ask(shell, wide ? "Continue? [y/N] " : question);
	/* The connection may have been lost meanwhile; that was reported. */
	yes = answer && (*answer == 'y' || *answer == 'Y') &&
		(shell->connection == SHELL_CONNECTED ||
		shell->session->many);
	if (!yes)
		shell_say(shell, "Cancelled.");
	free(question);
	free(answer);
	return yes;
}

static void start(struct shell *shell)
{
	const struct editor_hooks hooks = { take_line, complete, page, hint,
		is_secret, edit, shell };
	struct session *session = shell->session;
	struct error error = ERROR_INIT;
	const struct strv *lines;

	session->report.prompt = true;
	session->report.tee = session->output->tee = &shell->tee;
	session->answers = answers_new_live(session);
	shell->history = history_open(NULL, &error);
	if (error.kind != ERROR_NONE)
		report_error(&session->report, NULL, NULL, &error);
	error_clear(&error);
	editor_open(&hooks);
	editor_set_cancel_fd(signals_cancel_fd());
	lines = history_lines(shell->history);
	for (size_t i = 0; i < lines->len; i++)
		editor_add_history(lines->items[i]);
	session->tor->events.own = own_events;
	session->tor->events.show = note_event;
	session->tor->events.show_arg = shell;
	session->tor->opener.connection.cancel_fd = signals_cancel_fd();
	if (!shell->options->quiet) {
		session->tor->opener.notice = note_notice;
		session->tor->opener.notice_arg = shell;
	}
	session->source = (struct args_source){ false, read_body, shell,
		read_secret };
	if (session->many) {
		if (!many_connect(session, &error))
			report_error(&session->report, NULL, NULL, &error);
	} else if (!reconnect_now(shell, &error)) {
		/* Start a new line after the terminal's "^C". */
		if (error.kind == ERROR_INTERRUPTED)
			shell_say(shell, "%s", "");
		report_error(&session->report, NULL, NULL, &error);
		shell_say(shell, "%s%s", shell->connection == SHELL_LOST ?
			"Retrying" : "Use reconnect to retry",
			error.remedy == ERROR_REMEDY_ADDRESS ? "" :
			"; for another control port, use connect ADDRESS");
	}
	error_clear(&error);
	if (!shell->options->quiet)
		shell_say(shell, "Type help for commands, Tab to complete, "
			"Ctrl-D to exit.");
	start_up_run(shell->session, shell->options);
	signals_take_cancel();
}

static void finish(struct shell *shell)
{
	if (editor_shown())
		editor_hide(false);
	editor_close();
	reconnect_stop(shell);
	many_free_all(shell->session);
	tor_disconnect(shell->session->tor);
	shell->session->prompt = NULL;
	shell->session->tor->events.show = NULL;
	answers_free(shell->session->answers);
	shell->session->answers = NULL;
	history_free(shell->history);
	display_clear(&shell->display);
	shell->session->report.tee = shell->session->output->tee = NULL;
	tee_close(&shell->tee);
	countries_clear(&shell->countries);
	strv_clear(&shell->typed);
	buf_clear(&shell->notices);
	free(shell->server);
	free(shell->nickname);
}

int shell_run(struct session *session, struct options *options,
	int *ending_signal)
{
	struct shell shell = {
		.session = session,
		.options = options,
		.progress = -1,
		.tee = TEE_INIT,
		.thread = pthread_self(),
		.lock = PTHREAD_MUTEX_INITIALIZER,
	};
	struct error error = ERROR_INIT;

	shell.prompt = (struct session_prompt){
		.arg = &shell,
		.choose_events = choose_events,
		.connect = reconnect_for_command,
		.confirm = confirm,
		.take_events = take_events,
		.note_event = note_event_of,
		.show_events = show_events,
	};
	if (!editor_load(&error) || !start_up_check(options, &error) ||
		!opener_check(&session->tor->opener, &error)) {
		int status = error_exit_status(error.kind);

		report_error(&session->report, NULL, NULL, &error);
		error_clear(&error);
		return status;
	}
	if (!signals_open())
		return error_exit_status(ERROR_FILE);
	session->prompt = &shell.prompt;
	start(&shell);
	signals_catch_stop(true);
	loop(&shell);
	finish(&shell);
	signals_close();
	*ending_signal = shell.ending_signal;
	return 0;
}
