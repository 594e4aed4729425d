/* One-line descriptions of the protocol's signals, for help. */
#ifndef HELP_TOPICS_H
#define HELP_TOPICS_H

struct topic {
	const char *name;
	const char *text;
};

/* The last row's name is NULL. */
extern const struct topic topics_signals[];
/* Keys of GETINFO that Tor answers but does not describe. */
extern const struct topic topics_keys[];

#endif
