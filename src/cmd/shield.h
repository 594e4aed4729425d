/* Protection of the secrets in memory. */
#ifndef CMD_SHIELD_H
#define CMD_SHIELD_H

/*
 * Keeps the memory of this process out of core dumps and, on Linux, out of
 * reach of the user's other processes (ptrace(2), /proc). Child processes that
 * run another program are not affected on Linux; elsewhere they have a core
 * limit of 0, which they can raise.
 */
void shield_memory(void);

#endif
