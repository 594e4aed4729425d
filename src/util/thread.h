/* Threads that leave all signals to the others. */
#ifndef UTIL_THREAD_H
#define UTIL_THREAD_H

#include <pthread.h>

/*
 * Starts a thread with all signals blocked, so that handlers run in the
 * caller's threads. Returns 0 or a number for strerror().
 */
int thread_start(pthread_t *thread, void *(*run)(void *arg), void *arg);

#endif
