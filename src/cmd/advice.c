/* What an error's text leaves to the program: which option or command helps. */
#include "cmd/advice.h"

#include "cmd/command.h"

#include <string.h>

static const char *const advice[] = {
	[ERROR_REMEDY_NONE] = "",
	[ERROR_REMEDY_ADDRESS] = "\nor say where it is: torctl -s ADDRESS",
	[ERROR_REMEDY_COOKIE_FILE] = " (--cookie FILE)",
	[ERROR_REMEDY_PASSWORD] = ": give --password-file FILE, or --password "
		"on a terminal, or set TOR_CONTROL_PASSWD",
	[ERROR_REMEDY_TIMEOUT] = " (-t SECS waits longer)",
	[ERROR_REMEDY_IN_PARTS] = " (getinfo without --json can take it)",
	[ERROR_REMEDY_SERVICE] = "\nsay with --service which one",
	[ERROR_REMEDY_OVERWRITE] = " without --force",
	[ERROR_REMEDY_CLIENT_KEY] = "; onion auth new makes one",
	[ERROR_REMEDY_AUTHORIZE] = " (torctl help onion-client-auth-add)",
	[ERROR_REMEDY_LOOK_AT_TOR] = "; see torctl bootstrap, and "
		"torctl log info",
	[ERROR_REMEDY_OPEN_SOCKS] = ": torctl setconf SocksPort=9050 opens "
		"one, unless DisableNetwork is 1",
	[ERROR_REMEDY_SOCKS_ADDRESS] = ": give one that can be reached with "
		"--socks ADDR",
	[ERROR_REMEDY_SOCKS_5] = " (leave --socks4a out)",
	[ERROR_REMEDY_SOCKS_4A] = " (try --socks4a)",
	[ERROR_REMEDY_SOCKS_LOGIN] = " (--isolate TOKEN gives TOKEN as both)",
};

/* Some commands have a limit of their own in place of -t. */
static bool has_timeout(const char *command)
{
	const struct command *row = command ?
		command_find(command, NULL) : NULL;

	if (!row)
		return false;
	for (size_t i = 0; row->arguments[i].name; i++)
		if (!strcmp(row->arguments[i].name, "timeout"))
			return true;
	return false;
}

const char *advice_of(const struct error *error, const char *command)
{
	if (error->remedy == ERROR_REMEDY_TIMEOUT && has_timeout(command))
		return " (--timeout SECS waits longer)";
	return advice[error->remedy];
}

void advice_add(struct error *error, const char *command)
{
	error_append(error, "%s", advice_of(error, command));
	error_set_remedy(error, ERROR_REMEDY_NONE);
}
