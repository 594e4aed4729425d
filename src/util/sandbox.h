/* Sandboxes: for a process that only copies bytes, and for a server. */
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

/*
 * The same for a server that connects, reads files and starts threads, which
 * inherit it if they are started later. This process can no longer gain
 * privileges, run programs, signal others, write, make or remove files, or listen
 * on further TCP ports; with seccomp, what it must not do fails with EPERM.
 */
struct sandbox sandbox_enter_server(void);

#endif
