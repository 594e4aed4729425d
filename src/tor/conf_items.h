/* Comma-separated list values: "a, b,c". */
#ifndef TOR_CONF_ITEMS_H
#define TOR_CONF_ITEMS_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/* Takes the next item off, without surrounding blanks; it may be empty. */
bool conf_items_next(struct span *rest, struct span *item);

bool conf_items_has(struct span list, struct span wanted);

/*
 * Appends, separated by commas, the items of `list` that are in `others` (if
 * `there`) or that are not.
 */
void conf_items_join(struct buf *to, struct span list, struct span others,
	bool there);

#endif
