/* The table of all commands. */
#include "shell/families.h"

#include "cmd/command.h"
#include "cmd/commands.h"
#include "shell/builtin.h"

/* Sorted as help lists them: what people look for first stands first. */
static const struct command *const families[] = {
	commands_status,
	commands_bootstrap,
	commands_watch,
	commands_info,
	commands_tables,
	commands_addresses,
	commands_lists,
	commands_protocolinfo,
	commands_wait,
	commands_configure,
	commands_conf,
	commands_relays,
	commands_relay,
	commands_circuit,
	commands_stream,
	commands_newnym,
	commands_circuits,
	commands_tunnel,
	commands_mapaddress,
	commands_onion,
	commands_onion_auth,
	commands_onions,
	commands_control,
	commands_help,
	commands_torctl,
	commands_complete,
	commands_shell,
};

void families_register(void)
{
	command_register(families, sizeof(families) / sizeof(*families));
}
