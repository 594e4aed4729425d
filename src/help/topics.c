/* One-line descriptions of the protocol's signals, for help. */
#include "help/topics.h"

#include <stddef.h>

const struct topic topics_signals[] = {
	{ "RELOAD", "reload torrc (same as HUP)" },
	{ "HUP", "same as RELOAD" },
	{ "SHUTDOWN", "exit cleanly; a relay first waits ShutdownWaitLength" },
	{ "INT", "same as SHUTDOWN" },
	{ "DUMP", "write statistics to the log" },
	{ "USR1", "same as DUMP" },
	{ "DEBUG", "switch logging to debug level" },
	{ "USR2", "same as DEBUG" },
	{ "HALT", "exit immediately" },
	{ "TERM", "same as HALT" },
	{ "NEWNYM", "use new circuits for new streams and clear cached names" },
	{ "CLEARDNSCACHE", "clear cached names only" },
	{ "HEARTBEAT", "log a heartbeat message" },
	{ "ACTIVE", "leave dormant mode" },
	{ "DORMANT", "enter dormant mode (build no circuits)" },
	{ NULL, NULL },
};

const struct topic topics_keys[] = {
	{ "fingerprint", "this relay's identity fingerprint; Tor refuses the "
		"key (551) unless it is a relay" },
	{ NULL, NULL },
};
