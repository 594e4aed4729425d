/* Canned answers for Tab, used instead of a running Tor. */
#ifndef TESTS_LIB_CANNED_H
#define TESTS_LIB_CANNED_H

#include "complete/answers.h"

#include <stdint.h>

struct canned {
	int64_t now;         /* the time that the clock shows */
	int lookups;         /* number of lookups made */
	bool stuck;          /* every lookup times out */
	enum error_kind late; /* error of a late answer; none: it arrived */
	const char *relays;  /* ns/all instead of a few relays, or NULL */
};

/* Returns a cache with the answers of a small Tor; `canned` must outlive it. */
struct answers *canned_answers(struct canned *canned);

#endif
