/* The words that help explains. */
#ifndef HELP_TOPICS_H
#define HELP_TOPICS_H

/*
 * Calls `visit` for each, commands first: a name, its kind ("command", "state of
 * a stream"), and a line of text. GETINFO keys and options are missing, since
 * they come from the running Tor.
 */
void topics_each(void (*visit)(void *arg, const char *kind, const char *name,
	const char *text), void *arg);

#endif
