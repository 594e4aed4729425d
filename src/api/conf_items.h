/* Values that are lists with commas: "a, b,c". */
#ifndef API_CONF_ITEMS_H
#define API_CONF_ITEMS_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/* Cuts the next item off, blanks around it left out; it may be empty. */
bool conf_items_next(struct span *rest, struct span *item);

bool conf_items_has(struct span list, struct span wanted);

/*
 * Appends the items of `list` that are in `others` (`there`), or those that are
 * not, with commas between them.
 */
void conf_items_join(struct buf *to, struct span list, struct span others,
	bool there);

#endif
