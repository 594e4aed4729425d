/* Public errors, made from internal ones. */
#include "torctl/inside.h"

#include <stdlib.h>

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
