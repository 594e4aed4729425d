/* The table of all commands. */
#ifndef SHELL_FAMILIES_H
#define SHELL_FAMILIES_H

/* Registers them with command_register(). */
void families_register(void);

#endif
