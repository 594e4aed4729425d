/* Protocol lines with their secrets taken out, fit to be shown. */
#ifndef PROTO_REDACT_H
#define PROTO_REDACT_H

#include "util/buf.h"
#include "util/span.h"

/*
 * Appends `line`, of a command, reply or data block, with "<redacted>" in
 * place of what must not be shown: the argument of AUTHENTICATE, private keys
 * (ED25519-V3:…, RSA1024:…, x25519:…), and the values of options and keywords
 * that hold passwords or hashes of them, also by the short names of options
 * that Tor takes. In doubt it hides too much: at the front of a line
 * ("250-Key=raw value", "Key value") all that follows such a name.
 */
void redact_add(struct buf *to, struct span line);

#endif
