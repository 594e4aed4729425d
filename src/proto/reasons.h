/* Texts that say why circuits, streams, connections and descriptors fail. */
#ifndef PROTO_REASONS_H
#define PROTO_REASONS_H

#include "util/buf.h"
#include "util/span.h"

/* One reason as Tor names it, and a text to follow "failed: ". */
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

/* Returns the text for a reason, or NULL if it is unknown. */
const char *reasons_find(const struct reason *reasons, struct span name);

/*
 * Appends the text for a reason followed by Tor's name: "it took too long
 * (TIMEOUT)". An unknown name is appended alone.
 */
void reasons_add(struct buf *to, const struct reason *reasons,
	struct span name);

#endif
