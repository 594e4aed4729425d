/* Lines of output with the name of the Tor that they are about. */
#ifndef OUT_SERVER_LINE_H
#define OUT_SERVER_LINE_H

#include "out/output.h"
#include "util/buf.h"
#include "util/span.h"

/*
 * Appends a complete line of output with LF. Text becomes "SERVER: line". A line
 * of JSON, which is one value, becomes an object with "server" first; an array
 * becomes one object for each of its elements, on a line of its own. Values that
 * are not objects are the member "value".
 */
void server_line_add(struct buf *to, const char *server, enum output_form form,
	bool color, struct span line);

/* Appends an object of JSON, without LF, with "server" as its first member. */
void server_line_add_object(struct buf *to, const char *server,
	struct span object);

#endif
