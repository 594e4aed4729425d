/* JSON values from text of any bytes, written as one line each. */
#ifndef CMD_JSON_H
#define CMD_JSON_H

#include "cmd/output.h"
#include "util/buf.h"
#include "util/span.h"

#include <jansson.h>

/* A string; every byte that is not valid UTF-8 becomes U+FFFD. */
json_t *json_text(struct span text);

/*
 * Sets a member; `name` may hold any bytes (U+FFFD for a NUL too), `value` is
 * taken over.
 */
void json_set(json_t *object, struct span name, json_t *value);

/* Writes `value` and LF, and gives the value up. ASCII only on a terminal. */
void json_write(struct output *output, json_t *value);

#endif
