/* Texts that say why circuits, streams, connections and descriptors fail. */
#ifndef PROTO_REASONS_H
#define PROTO_REASONS_H

#include "proto/meanings.h"

/*
 * control-spec 4.1.1 to 4.1.3 and 4.1.25; each text may follow "failed: ", and
 * each table ends with an empty row.
 */
extern const struct meaning reasons_circuit[];
extern const struct meaning reasons_stream[];
extern const struct meaning reasons_orconn[];
extern const struct meaning reasons_descriptor[];

/*
 * REMOTE_REASON after END. Row i is reason i + 1 for closing a stream (tor-spec
 * 6.3).
 */
extern const struct meaning reasons_exit[];

/*
 * Returns the number of a reason in reasons_exit, given its name (case-
 * insensitive) or a decimal number up to 255; -1 for anything else.
 */
int reasons_number(const char *reason);

#endif
