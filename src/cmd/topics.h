/* A line about every signal of the protocol, for help. */
#ifndef CMD_TOPICS_H
#define CMD_TOPICS_H

struct topic {
	const char *name;
	const char *text;
};

/* Ends with a row whose name is NULL. */
extern const struct topic topics_signals[];

#endif
