/* A line about every signal of the protocol, for help. */
#include "cmd/topics.h"

#include <stddef.h>

const struct topic topics_signals[] = {
	{ "RELOAD", "read torrc again (as HUP does)" },
	{ "HUP", "the same as RELOAD" },
	{ "SHUTDOWN", "end in order; a relay first lets its circuits go" },
	{ "INT", "the same as SHUTDOWN" },
	{ "DUMP", "write statistics to the log" },
	{ "USR1", "the same as DUMP" },
	{ "DEBUG", "log at debug level from now on" },
	{ "USR2", "the same as DEBUG" },
	{ "HALT", "end at once" },
	{ "TERM", "the same as HALT" },
	{ "NEWNYM", "use new circuits from now on and forget cached names" },
	{ "CLEARDNSCACHE", "forget cached names only" },
	{ "HEARTBEAT", "write a heartbeat message to the log" },
	{ "ACTIVE", "leave dormant mode" },
	{ "DORMANT", "go into dormant mode: build no circuits" },
	{ NULL, NULL },
};
