/* Answers for Tab that come from a table in place of a running Tor. */
#ifndef TESTS_LIB_CANNED_H
#define TESTS_LIB_CANNED_H

#include "cmd/sources.h"

#include <stdint.h>

struct canned {
	int64_t now;         /* what the clock shows */
	int lookups;         /* how many were made */
	bool stuck;          /* every lookup takes all its time, for nothing */
	enum error_kind late; /* why there is no late answer, or none: it is */
	const char *relays;  /* ns/all in place of a few relays, or NULL */
};

/* Sources that answer as a small Tor would; `canned` outlives them. */
struct sources *canned_sources(struct canned *canned);

#endif
