/* JSON values from text of any bytes, written as single lines. */
#ifndef CMD_JSON_H
#define CMD_JSON_H

#include "cmd/output.h"
#include "util/buf.h"
#include "util/span.h"

#include <jansson.h>

/* Returns a string; invalid UTF-8 bytes become U+FFFD. */
json_t *json_text(struct span text);

/*
 * Sets a member. `name` may hold any bytes (NUL becomes U+FFFD too); takes
 * `value`.
 */
void json_set(json_t *object, struct span name, json_t *value);

/* Writes `value` and LF, and releases it. ASCII only on a terminal. */
void json_write(struct output *output, json_t *value);

#endif
