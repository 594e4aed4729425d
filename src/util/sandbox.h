/* A sandbox for a process that only copies bytes. */
#ifndef UTIL_SANDBOX_H
#define UTIL_SANDBOX_H

#include <stdbool.h>

struct sandbox {
	int landlock; /* the version of its interface; 0: none */
	bool seccomp;
};

/*
 * Returns what this build and the kernel support: nothing in builds with
 * sanitizers, which need more.
 */
struct sandbox sandbox_find(void);

/*
 * From now on this process, which must have no other threads, cannot gain
 * privileges, open files, connect or run programs. With seccomp, a system call
 * other than those for reading, writing, waiting and memory ends it at once, so
 * leave with _exit(). Returns what took effect.
 */
struct sandbox sandbox_enter(void);

#endif
