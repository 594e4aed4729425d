/* Detection of forked children. */
#ifndef UTIL_FORKS_H
#define UTIL_FORKS_H

/*
 * Returns a number that is different in a child of fork() made after the first
 * call. Cheaper than getpid(), which is a system call. From any thread.
 */
unsigned forks_generation(void);

#endif
