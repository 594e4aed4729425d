/* The table of all commands. */
#include "shell/families.h"

#include "cmd/command.h"

/* Sorted as help lists them: what people look for first stands first. */
#define FAMILIES(X) \
	X(status) \
	X(bootstrap) \
	X(watch) \
	X(info) \
	X(tables) \
	X(addresses) \
	X(lists) \
	X(protocolinfo) \
	X(wait) \
	X(configure) \
	X(conf) \
	X(relays) \
	X(relay) \
	X(circuit) \
	X(stream) \
	X(newnym) \
	X(circuits) \
	X(tunnel) \
	X(mapaddress) \
	X(onion) \
	X(onion_auth) \
	X(onions) \
	X(control) \
	X(help) \
	X(instances) \
	X(targets) \
	X(torctl) \
	X(stdio) \
	X(complete) \
	X(shell)

#define DECLARE(name) extern const struct command commands_##name[];
#define ENTRY(name) commands_##name,

FAMILIES(DECLARE)

static const struct command *const families[] = { FAMILIES(ENTRY) };

void families_register(void)
{
	command_register(families, sizeof(families) / sizeof(*families));
}
