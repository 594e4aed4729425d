/* Built-in lists of protocol names, for use without a running Tor. */
#ifndef PROTO_NAMES_H
#define PROTO_NAMES_H

#include <stdbool.h>

/* The lists of tor 0.4.9.11, in Tor's order; each ends with NULL. */
extern const char *const names_signals[];
extern const char *const names_features[];
extern const char *const names_getinfo_keys[];
extern const char *const names_purposes[];

/*
 * Returns the number of a reason for closing a stream (tor-spec 6.3), given its
 * name (case-insensitive) or a decimal number up to 255; -1 for anything else.
 */
int names_stream_reason(const char *reason);

/* The names for names_stream_reason(); entry i is reason i + 1. */
extern const char *const names_stream_reasons[];

#endif
