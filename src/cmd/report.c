/* Errors and notes on standard error, as text or as JSON. */
#include "cmd/report.h"

#include "cmd/advice.h"
#include "out/layout.h"
#include "out/window.h"
#include "proto/redact.h"
#include "util/buf.h"
#include "util/escape.h"
#include "util/files.h"
#include "util/json.h"

#include <stdarg.h>
#include <string.h>

enum { SUBJECT_MAX = 200 };

static void report_put(const struct report *report, struct span line)
{
	/* A failure to write this cannot be reported. */
	(void)files_write_fd(report->fd, line.at, line.len);
	tee_write(report->tee, line);
}

static void redact_lines(struct buf *to, struct span text)
{
	struct span line;
	bool first = true, hidden = false;

	while (span_next_line(&text, &line)) {
		if (!first)
			buf_add_char(to, '\n');
		hidden = redact_add_next(to, line, hidden);
		first = false;
	}
}

static void add_error(struct json *to, const char *server, const char *where, const char *command,
	const struct error *error, struct span text)
{
	json_add_name(to, "error");
	json_open_object(to);
	if (server)
		json_add_member(to, "server", span_of(server));
	json_add_member(to, "kind", span_of(error_kind_name(error->kind)));
	if (error->kind == ERROR_TOR && error->status) {
		json_add_name(to, "status");
		json_add_integer(to, error->status);
	}
	json_add_member(to, "text", text);
	if (command)
		json_add_member(to, "command", span_of(command));
	if (error->subject)
		json_add_member(to, "subject", span_of(error->subject));
	if (where)
		json_add_member(to, "where", span_of(where));
	json_close_object(to);
}

/* Writes one object as a line; its only member is the error or a note. */
static void write_json(const struct report *report, const char *where,
	const char *command, const struct error *error, struct span text)
{
	struct buf line = BUF_INIT;
	struct json json = { .to = &line, .ascii = report->terminal };

	json_open_object(&json);
	if (!error && report->server)
		json_add_member(&json, "server", span_of(report->server));
	if (error)
		add_error(&json, report->server, where, command, error, text);
	else
		json_add_member(&json, "note", text);
	json_close_object(&json);
	buf_add_char(&line, '\n');
	report_put(report, buf_span(&line));
	buf_clear(&line);
}

/*
 * Escapes the text, and writes it at once so that no other line gets in
 * between.
 */
static void write_text(const struct report *report, struct span text,
	bool error)
{
	struct buf line = BUF_INIT, escaped = BUF_INIT;
	const char *prefix = report->prompt ? "" : "torctl:";
	size_t indent = report->prompt ? 0 : strlen("torctl: ");

	if (report->color)
		buf_add_string(&line, error ? "\x1b[31m" : "\x1b[33m");
	buf_add_string(&line, prefix);
	/* At the prompt the whole text is coloured instead of a prefix. */
	if (report->color && *prefix)
		buf_add_string(&line, "\x1b[0m");
	if (*prefix)
		buf_add_char(&line, ' ');
	if (report->server)
		buf_print(&escaped, "%s: ", report->server);
	escape_add_terminal(&escaped, text, ESCAPE_TEXT);
	if (report->terminal)
		layout_fold_text(buf_span(&escaped), indent,
			window_columns(report->fd), &line);
	else
		buf_add_span(&line, buf_span(&escaped));
	if (report->color && !*prefix)
		buf_add_string(&line, "\x1b[0m");
	buf_add_char(&line, '\n');
	buf_clear(&escaped);
	report_put(report, buf_span(&line));
	buf_clear(&line);
}

/* Adds the name of a file or an argument, which may contain any characters. */
static void add_label(struct buf *line, struct span label, const char *end)
{
	escape_add_controls(line, label);
	buf_add_string(line, end);
}

static void report_one(const struct report *report, const char *where,
	const char *command, const struct error *error)
{
	struct buf text = BUF_INIT, line = BUF_INIT;

	redact_lines(&text, span_of(error->text));
	/* Of several Tors each gets one line; the advice is for one. */
	if (report->server && error->kind == ERROR_CONNECTION)
		buf_truncate(&text, strcspn(buf_text(&text), "\n"));
	else
		buf_add_string(&text, advice_of(error, command,
			report->prompt));
	if (report->json) {
		write_json(report, where, command, error, buf_span(&text));
	} else {
		if (where)
			add_label(&line, span_of(where), ": ");
		if (command)
			add_label(&line, span_of(command), error->subject ?
				" " : ": ");
		if (error->subject)
			add_label(&line, (struct span){ error->subject,
				strnlen(error->subject, SUBJECT_MAX) }, ": ");
		if (error->kind == ERROR_TOR && error->status)
			buf_print(&line, "%d ", error->status);
		buf_add_span(&line, buf_span(&text));
		write_text(report, buf_span(&line), true);
	}
	buf_clear(&line);
	buf_clear(&text);
}

void report_error(const struct report *report, const char *where,
	const char *command, const struct error *error)
{
	for (; error && error->kind != ERROR_NONE; error = error->next)
		report_one(report, where, command, error);
}

void report_note(const struct report *report, const char *format, ...)
{
	struct buf raw = BUF_INIT, text = BUF_INIT;
	va_list args;

	if (report->quiet)
		return;
	va_start(args, format);
	buf_vprint(&raw, format, args);
	va_end(args);
	escape_add_controls(&text, buf_span(&raw));
	if (report->json)
		write_json(report, NULL, NULL, NULL, buf_span(&text));
	else
		write_text(report, buf_span(&text), false);
	buf_clear(&raw);
	buf_clear(&text);
}

bool report_refused(const struct report *report, bool any,
	struct error *refused, struct error *error)
{
	const struct error *one = refused;
	struct buf names = BUF_INIT;

	if (refused->kind == ERROR_NONE)
		return true;
	for (; any && one; one = one->next)
		if (one->subject)
			buf_print(&names, "%s%s", names.len ? ", " : "",
				one->subject);
	if (any)
		report_note(report, "unknown, because Tor refused the "
			"question (%d %s): %s", refused->status,
			refused->text, buf_text(&names));
	else
		error_set_tor(error, refused->status, refused->text,
			strlen(refused->text));
	buf_clear(&names);
	return any;
}

void report_password(const struct report *report, struct span password)
{
	struct buf text = BUF_INIT_SECRET;

	buf_print(&text, "generated password: %.*s\n", (int)password.len,
		password.at);
	(void)files_write_fd(report->fd, text.data, text.len);
	buf_clear(&text);
}

void report_notice(void *arg, struct span line)
{
	const struct report *report = arg;
	struct buf shown = BUF_INIT;

	if (report->quiet)
		return;
	if (report->json) {
		write_json(report, NULL, NULL, NULL, line);
		return;
	}
	escape_add_terminal(&shown, line, ESCAPE_LINE);
	buf_add_char(&shown, '\n');
	report_put(report, buf_span(&shown));
	buf_clear(&shown);
}

void report_trace(void *arg, bool sent, struct span line)
{
	const struct report *report = arg;
	struct buf shown = BUF_INIT;

	if (report->server)
		buf_print(&shown, "%s: ", report->server);
	buf_add_string(&shown, sent ? "> " : "< ");
	escape_add_terminal(&shown, line, ESCAPE_LINE);
	buf_add_char(&shown, '\n');
	(void)files_write_fd(report->fd, shown.data, shown.len);
	buf_clear(&shown);
}
