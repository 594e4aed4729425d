/* Errors: a kind, and a text that includes the remedy. */
#include "util/error.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/escape.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>

static const struct {
	const char *name;
	int exit_status;
} kinds[] = {
	[ERROR_NONE] = { "none", 0 },
	[ERROR_TOR] = { "tor", 1 },
	[ERROR_CHECK] = { "check", 1 },
	[ERROR_USAGE] = { "usage", 2 },
	[ERROR_CONNECTION] = { "connection", 3 },
	[ERROR_AUTH] = { "auth", 4 },
	[ERROR_TIMEOUT] = { "timeout", 5 },
	[ERROR_FILE] = { "file", 6 },
	[ERROR_INTERRUPTED] = { "interrupted", 128 + SIGINT },
};

/* Line breaks would let a file name look like another line of ours. */
__attribute__((format(printf, 1, 0)))
static char *error_vprint(const char *format, va_list args)
{
	struct buf raw = BUF_INIT, text = BUF_INIT;

	buf_vprint(&raw, format, args);
	escape_add_controls(&text, buf_span(&raw));
	buf_clear(&raw);
	return buf_steal(&text);
}

bool error_set(struct error *error, enum error_kind kind,
	const char *format, ...)
{
	va_list args;
	char *text;

	if (!error)
		return false;
	va_start(args, format);
	text = error_vprint(format, args);
	va_end(args);
	error_clear(error); /* only now: the arguments may point into it */
	error->kind = kind;
	error->text = text;
	return false;
}

bool error_set_tor(struct error *error, int status, const char *text,
	unsigned long text_len)
{
	char *copy;

	if (!error)
		return false;
	copy = alloc_bytes(text, text_len);
	error_clear(error);
	error->kind = ERROR_TOR;
	error->status = status;
	error->text = copy;
	return false;
}

void error_prefix(struct error *error, const char *format, ...)
{
	va_list args;
	char *prefix, *old;

	if (!error || !error->text)
		return;
	va_start(args, format);
	prefix = error_vprint(format, args);
	va_end(args);
	old = error->text;
	error->text = alloc_print("%s: %s", prefix, old);
	free(prefix);
	free(old);
}

void error_set_subject(struct error *error, const char *subject)
{
	if (error && error->kind != ERROR_NONE && !error->subject)
		error->subject = alloc_string(subject);
}

bool error_set_remedy(struct error *error, enum error_remedy remedy)
{
	if (error && error->kind != ERROR_NONE)
		error->remedy = remedy;
	return false;
}

void error_append(struct error *error, const char *format, ...)
{
	va_list args;
	char *more;

	va_start(args, format);
	more = error_vprint(format, args);
	va_end(args);
	error_append_text(error, more);
	free(more);
}

void error_append_text(struct error *error, const char *text)
{
	char *old;

	if (!error || !error->text)
		return;
	old = error->text;
	error->text = alloc_print("%s%s", old, text);
	free(old);
}

void error_add_line(struct error *error, const char *format, ...)
{
	va_list args;
	char *line;

	va_start(args, format);
	line = error_vprint(format, args);
	va_end(args);
	error_append_text(error, "\n");
	error_append_text(error, line);
	free(line);
}

void error_chain(struct error *error, struct error *other)
{
	struct error *tail;

	if (!error) {
		error_clear(other);
		return;
	}
	if (other->kind == ERROR_NONE)
		return;
	if (error->kind == ERROR_NONE) {
		error_move(error, other);
		return;
	}
	tail = error->last ? error->last : error;
	tail->next = alloc_zeroed(sizeof(*tail->next));
	error_move(tail->next, other);
	error->last = tail->next->last ? tail->next->last : tail->next;
}

bool error_move(struct error *error, struct error *other)
{
	if (error) {
		error_clear(error);
		*error = *other;
	} else {
		error_clear(other);
	}
	*other = (struct error)ERROR_INIT;
	return false;
}

void error_clear(struct error *error)
{
	struct error *next = error ? error->next : NULL;

	if (!error)
		return;
	free(error->text);
	free(error->subject);
	*error = (struct error)ERROR_INIT;
	while (next) {
		struct error *after = next->next;

		free(next->text);
		free(next->subject);
		free(next);
		next = after;
	}
}

bool error_is_refusal(const struct error *error)
{
	return error->kind == ERROR_TOR && error->status;
}

const char *error_kind_name(enum error_kind kind)
{
	return kinds[kind].name;
}

int error_exit_status(enum error_kind kind)
{
	return kinds[kind].exit_status;
}
