/* Remedies that name torctl's options and commands, added to library errors. */
#include "cmd/advice.h"

#include "cmd/command.h"

#include <string.h>

static const struct {
	const char *text;
	const char *prompt; /* at the prompt, if that differs */
} advice[] = {
	[ERROR_REMEDY_NONE] = { "" },
	[ERROR_REMEDY_ADDRESS] = {
		"\nIf the control port is elsewhere, use torctl -s ADDRESS"
		"\nTo try torctl with a private tor, use torctl --launch",
		"\nIf the control port is elsewhere, use connect ADDRESS"
		"\nTo try torctl with a private tor, start torctl --launch" },
	[ERROR_REMEDY_INSTANCE] = { "; choose one with torctl -s NAME",
		"; choose one with connect NAME" },
	[ERROR_REMEDY_OWNER] = { " torctl" },
	[ERROR_REMEDY_OWNER_ADDRESS] = { " torctl -s ADDRESS" },
	[ERROR_REMEDY_COOKIE_FILE] = { " with --cookie FILE" },
	[ERROR_REMEDY_PLAIN_COOKIE] = {
		"; if this is your Tor, use --allow-cookie" },
	[ERROR_REMEDY_LISTENER] = {
		"; if this is your Tor, use torctl -s ADDRESS",
		"; if this is your Tor, use connect ADDRESS" },
	[ERROR_REMEDY_PASSWORD] = {
		"; use --password-file FILE or --password, or set "
		"TOR_CONTROL_PASSWD" },
	[ERROR_REMEDY_TIMEOUT] = { "; use -t SECS to wait longer",
		"; start torctl with -t SECS to wait longer" },
	[ERROR_REMEDY_IN_PARTS] = { "; use getinfo without --json" },
	[ERROR_REMEDY_SERVICE] = { "\nSelect one with --service DIR" },
	[ERROR_REMEDY_OVERWRITE] = { "; use --force to overwrite it" },
	[ERROR_REMEDY_CLIENT_KEY] = { "; create one with onion auth new" },
	[ERROR_REMEDY_AUTHORIZE] = { "; see help onion auth add" },
	[ERROR_REMEDY_LOOK_AT_TOR] = {
		"; see torctl bootstrap and torctl log info",
		"; see bootstrap and log info" },
	[ERROR_REMEDY_ENABLE_NETWORK] = {
		"; enable it with torctl setconf DisableNetwork=0",
		"; enable it with setconf DisableNetwork=0" },
	[ERROR_REMEDY_OPEN_SOCKS] = {
		"; open one with torctl setconf SocksPort=9050 (no effect "
		"while DisableNetwork is 1)",
		"; open one with setconf SocksPort=9050 (no effect while "
		"DisableNetwork is 1)" },
	[ERROR_REMEDY_SOCKS_ADDRESS] = { "; use --socks ADDR" },
	[ERROR_REMEDY_SSH] = { "\nCheck that ssh can log in to that host and "
		"run a command there" },
	[ERROR_REMEDY_INSTALL] = { "; install it there, or "
		"socat or netcat-openbsd" },
	[ERROR_REMEDY_SOCKS_5] = { "; omit --socks4a" },
	[ERROR_REMEDY_SOCKS_4A] = { "; try --socks4a" },
	[ERROR_REMEDY_SOCKS_LOGIN] = {
		"; --isolate TOKEN sends TOKEN as both" },
	[ERROR_REMEDY_HELP] = { "; see torctl help", "; see help" },
	[ERROR_REMEDY_ONE_COMMAND] = { "\nGive each command a line of its "
		"own, or a -c; there is no ; or &&",
		"\nGive each command a line of its own; there is no ; or "
		"&&" },
};

/* Some commands have a --timeout of their own that overrides -t. */
static bool has_timeout(const char *command)
{
	const struct command *row = command ?
		command_find(command, NULL) : NULL;
	const struct argument *argument;

	if (!row)
		return false;
	for (argument = command_arguments(row); argument->name; argument++)
		if (!strcmp(argument->name, "timeout"))
			return true;
	return false;
}

const char *advice_of(const struct error *error, const char *command,
	bool prompt)
{
	enum error_remedy remedy = error->remedy;

	if (remedy == ERROR_REMEDY_TIMEOUT && has_timeout(command))
		return "; use --timeout SECS to wait longer";
	return prompt && advice[remedy].prompt ? advice[remedy].prompt :
		advice[remedy].text;
}

void advice_add(struct error *error, const char *command, bool prompt)
{
	error_append_text(error, advice_of(error, command, prompt));
	error_set_remedy(error, ERROR_REMEDY_NONE);
}
