/* Built-in list of GETINFO keys, for use without a running Tor. */
#ifndef PROTO_NAMES_H
#define PROTO_NAMES_H

/* The keys of tor 0.4.9.11, in Tor's order; ends with NULL. */
extern const char *const names_getinfo_keys[];

#endif
