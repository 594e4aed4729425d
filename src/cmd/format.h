/* Amounts as a person reads them. */
#ifndef CMD_FORMAT_H
#define CMD_FORMAT_H

#include "util/buf.h"

/*
 * "0 B", "999 B", "1.1 KiB", "12.3 MiB": in powers of 1024, one digit behind
 * the point, up to EiB.
 */
void format_add_bytes(struct buf *to, unsigned long long bytes);

#endif
