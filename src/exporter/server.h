/* The HTTP server of the exporter, in one thread. */
#ifndef EXPORTER_SERVER_H
#define EXPORTER_SERVER_H

#include "exporter/scrape.h"

#include <stdbool.h>

/*
 * Opens a socket that listens at ADDRESS:PORT, [V6]:PORT, PORT (on 127.0.0.1)
 * or unix:PATH, with mode 0660. Stores in `*local` whether only this host can
 * connect. Returns -1 and stores a reason.
 */
int server_listen(const char *address, bool *local, const char **why);

/*
 * Serves these targets until `*ended`, from `count` listening sockets. `wake` is
 * the read end of the pipe that targets and signals write to. Returns false if
 * it cannot begin.
 */
bool server_run(const int *sockets, size_t count, struct scrape *scrape,
	int wake, const volatile int *ended);

#endif
