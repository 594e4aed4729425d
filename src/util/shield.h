/* Protection of secrets in memory. */
#ifndef UTIL_SHIELD_H
#define UTIL_SHIELD_H

/*
 * Keeps the memory of this process out of core dumps and, on Linux, out of
 * reach of the user's other processes (ptrace(2), /proc). A program that it
 * starts inherits only the core limit, a soft one of 0. From the main thread.
 */
void shield_memory(void);

/*
 * Restores the core limit from before shield_memory(), in a child that is about
 * to run another program. May be called after fork() with threads.
 */
void shield_restore_limit(void);

/*
 * Wipes the stack below the caller's frame, where returned calls left data:
 * libraries copy a typed line there. From any thread with 128 KiB of stack.
 */
void shield_wipe_stack(void);

#endif
