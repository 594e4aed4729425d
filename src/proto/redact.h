/* Removal of secrets from protocol lines that are to be shown. */
#ifndef PROTO_REDACT_H
#define PROTO_REDACT_H

#include "util/buf.h"
#include "util/span.h"

/*
 * Appends `line`, from a command, reply or data block, with every secret
 * replaced by "<redacted>": the argument of AUTHENTICATE, private keys
 * (ED25519-V3:…, RSA1024:…, x25519:…), and the values of options and keywords
 * that hold passwords or their hashes, including options that are abbreviated
 * as Tor allows. If in doubt it hides too much: if one of these names begins a
 * line ("250-Key=raw value", "Key value"), it hides the rest of the line.
 */
void redact_add(struct buf *to, struct span line);

/* Returns whether a word is the name of an option whose value is secret. */
bool redact_is_name(struct span word);

/*
 * Does the same for the lines of a text, in which a backslash continues a value
 * on the next line. `hidden` is what the call for the line before returned,
 * first false: whether all of this line is a secret.
 */
bool redact_add_next(struct buf *to, struct span line, bool hidden);

/*
 * If protocol lines hold SOCKS user names or passwords (SOCKS_USERNAME=…,
 * SOCKS_PASSWORD=…), appends the lines with "<redacted>" instead. Returns false,
 * appending nothing, if there are none.
 */
bool redact_add_logins(struct buf *to, struct span lines);

#endif
