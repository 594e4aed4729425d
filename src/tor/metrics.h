/* Metrics of Tors, in Prometheus' text format 0.0.4. */
#ifndef TOR_METRICS_H
#define TOR_METRICS_H

#include "tor/info.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* What one Tor answered. */
struct metrics_answers {
	bool up; /* everything was answered before the deadline */
	/* Keys that Tor refused are missing. NULL: nothing was answered. */
	const struct info *info;
	/* DisableNetwork is 0 (1), is 1 (0), or is unknown (-1). */
	int network_enabled;
};

/* Where a row's function puts the samples of one Tor. */
struct metrics_samples {
	struct buf *to;
	const char *name;
	const char *instance; /* the label tor_instance; NULL: none */
};

/* One family. */
struct metrics_row {
	const char *name;   /* without "torctl_" */
	const char *type;   /* "gauge" or "counter" */
	const char *help;
	const char *labels; /* besides tor_instance, separated by blanks */
	const char *source; /* as the manual names it */
	/* Adds nothing if the value is not known. */
	void (*emit)(struct metrics_samples *samples,
		const struct metrics_row *row,
		const struct metrics_answers *answers);
	const char *key; /* of GETINFO, for functions that several rows share */
};

extern const struct metrics_row metrics_rows[];
extern const size_t metrics_rows_len;

/* Samples by family. Initialize to zero; release with metrics_clear(). */
struct metrics {
	struct buf *families; /* as many as rows; NULL until one is added */
};

/* Adds the samples of one Tor. Pass each instance once only. */
void metrics_add(struct metrics *metrics, const char *instance,
	const struct metrics_answers *answers);

/* Appends each family that has samples, whole. */
void metrics_show(const struct metrics *metrics, struct buf *page);

void metrics_clear(struct metrics *metrics);

/*
 * Appends NAME="VALUE", escaped: bytes that are not UTF-8 become U+FFFD, and
 * control bytes \xNN as text. The value is cut at 128 characters.
 */
void metrics_add_label(struct buf *to, const char *name, struct span value);

#endif
