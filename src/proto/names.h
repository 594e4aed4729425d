/* The protocol's own lists, for when no running Tor can be asked. */
#ifndef PROTO_NAMES_H
#define PROTO_NAMES_H

#include <stdbool.h>

/* Lists of tor 0.4.9.11 that end with NULL, each in Tor's own order. */
extern const char *const names_signals[];
extern const char *const names_features[];
extern const char *const names_getinfo_keys[];
extern const char *const names_purposes[];

/*
 * tor-spec 6.3: the number of a reason to end a stream, by name (any letter
 * case) or as a decimal number up to 255. -1 when it is neither.
 */
int names_stream_reason(const char *reason);

/* The names for names_stream_reason(); entry i is reason i + 1. */
extern const char *const names_stream_reasons[];

#endif
