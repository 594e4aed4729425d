/* A search for processes of this system. */
#ifndef UTIL_PROCESS_H
#define UTIL_PROCESS_H

#include <stdbool.h>

/*
 * Sets `*found` to whether a program of this name (15 bytes at most) runs.
 * Returns false if the system does not report it, or hides the processes of
 * others.
 */
bool process_look_for(const char *name, bool *found);

#endif
