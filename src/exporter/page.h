/* The page of metrics: Prometheus' text format 0.0.4. */
#ifndef EXPORTER_PAGE_H
#define EXPORTER_PAGE_H

#include "util/buf.h"

#include <stddef.h>

/* Begins a family: its HELP and TYPE. All its samples must follow. */
void page_family(struct buf *page, const char *name, const char *type,
	const char *help);

/*
 * Appends ,NAME="VALUE" with the value escaped: control bytes become \xNN,
 * bytes that are not UTF-8 U+FFFD, and it is cut at 128 characters. Without
 * the comma at the beginning of the labels.
 */
void page_label(struct buf *page, const char *name, const char *value);

#endif
