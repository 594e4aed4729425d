/* The families of commands that need no shell: see command_register(). */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "cmd/command.h"

extern const struct command commands_info[];
extern const struct command commands_protocolinfo[];
extern const struct command commands_watch[];
extern const struct command commands_conf[];
extern const struct command commands_configure[];
extern const struct command commands_circuits[];
extern const struct command commands_tables[];
extern const struct command commands_circuit[];
extern const struct command commands_lists[];
extern const struct command commands_status[];
extern const struct command commands_relays[];
extern const struct command commands_relay[];
extern const struct command commands_stream[];
extern const struct command commands_addresses[];
extern const struct command commands_mapaddress[];
extern const struct command commands_tunnel[];
extern const struct command commands_onions[];
extern const struct command commands_onion[];
extern const struct command commands_onion_auth[];
extern const struct command commands_control[];
extern const struct command commands_bootstrap[];
extern const struct command commands_wait[];
extern const struct command commands_newnym[];
extern const struct command commands_help[];
extern const struct command commands_torctl[];

#endif
