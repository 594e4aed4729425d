/* What the words in Tor's messages mean: states, purposes, flags and codes. */
#ifndef PROTO_MEANINGS_H
#define PROTO_MEANINGS_H

#include "proto/reasons.h"

/* The words that one kind of field may hold, such as "relay flag". */
struct meanings {
	const char *kind;
	const struct reason *words; /* ends with an empty row */
};

/* All kinds, those of proto/reasons.h too; ends with an empty row. */
extern const struct meanings meanings[];

/* dir-spec 3.4.1 */
extern const struct reason meanings_relay_flags[];

#endif
