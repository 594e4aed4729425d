/* One collection for all who wait for the page. */
#ifndef EXPORTER_SCRAPE_H
#define EXPORTER_SCRAPE_H

#include "exporter/target.h"
#include "util/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct scrape {
	struct target **targets;
	bool *waited; /* for this target, in this collection */
	size_t count;
	bool running;
	int64_t start, deadline;
};

/*
 * Asks all targets, unless a collection runs. A target that still owes an
 * answer to an earlier one is not waited for. `timeout` is in milliseconds.
 */
void scrape_start(struct scrape *scrape, int64_t timeout);

/* Returns whether all answers are there, or time has run out. */
bool scrape_is_over(const struct scrape *scrape);

/* Appends the page and ends the collection. */
void scrape_show(struct scrape *scrape, struct buf *page);

#endif
