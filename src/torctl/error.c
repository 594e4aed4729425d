/* Public errors, made from internal ones. */
#include "torctl/inside.h"

#include "util/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Public error numbers are stable; internal ones may change. */
static const enum torctl_error_kind kinds[] = {
	[ERROR_NONE] = TORCTL_ERROR_NONE,
	[ERROR_TOR] = TORCTL_ERROR_TOR,
	[ERROR_USAGE] = TORCTL_ERROR_USAGE,
	[ERROR_CONNECTION] = TORCTL_ERROR_CONNECTION,
	[ERROR_AUTH] = TORCTL_ERROR_AUTH,
	[ERROR_TIMEOUT] = TORCTL_ERROR_TIMEOUT,
	[ERROR_FILE] = TORCTL_ERROR_FILE,
	[ERROR_CHECK] = TORCTL_ERROR_TOR, /* Tor is offline */
	[ERROR_INTERRUPTED] = TORCTL_ERROR_INTERRUPTED,
};

_Static_assert(sizeof(struct torctl_error) == sizeof(struct error),
	"an error in another error's list can be shown as a separate error");

bool fail(struct torctl_error **out, struct error *error)
{
	if (!out) {
		error_clear(error);
		return false;
	}
	torctl_error_free(*out);
	*out = alloc_zeroed(sizeof(**out));
	return error_move(&(*out)->error, error);
}

bool fail_with(struct torctl_error **out, enum error_kind kind,
	const char *format, ...)
{
	struct error error = ERROR_INIT;
	char text[256]; /* only for our own short messages */
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	error_set(&error, kind, "%s", text);
	return fail(out, &error);
}

enum torctl_error_kind torctl_error_kind(const struct torctl_error *error)
{
	return error ? kinds[error->error.kind] : TORCTL_ERROR_NONE;
}

int torctl_error_status(const struct torctl_error *error)
{
	return error && error->error.kind == ERROR_TOR ?
		error->error.status : 0;
}

const char *torctl_error_text(const struct torctl_error *error)
{
	return error && error->error.text ? error->error.text : "";
}

const char *torctl_error_subject(const struct torctl_error *error)
{
	return error ? error->error.subject : NULL;
}

const struct torctl_error *torctl_error_next(const struct torctl_error *error)
{
	return error ? (const struct torctl_error *)error->error.next : NULL;
}

void torctl_error_free(struct torctl_error *error)
{
	if (!error)
		return;
	error_clear(&error->error);
	free(error);
}
