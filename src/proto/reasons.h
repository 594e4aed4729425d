/* Why circuits, streams, connections and descriptors fail, in words. */
#ifndef PROTO_REASONS_H
#define PROTO_REASONS_H

#include "util/buf.h"
#include "util/span.h"

/* One reason as Tor names it, and what it means behind "failed: ". */
struct reason {
	const char *name;
	const char *text;
};

/* control-spec 4.1.1 to 4.1.3 and 4.1.25; each ends with an empty row. */
extern const struct reason reasons_circuit[];
extern const struct reason reasons_stream[];
extern const struct reason reasons_exit[]; /* REMOTE_REASON after END */
extern const struct reason reasons_orconn[];
extern const struct reason reasons_descriptor[];

/* The words for a reason; NULL when nobody knows it. */
const char *reasons_find(const struct reason *reasons, struct span name);

/*
 * Appends a reason in words with Tor's name behind it: "it took too long
 * (TIMEOUT)"; a name that nobody knows stands for itself.
 */
void reasons_add(struct buf *to, const struct reason *reasons,
	struct span name);

#endif
