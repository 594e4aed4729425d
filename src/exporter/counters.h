/* What only events tell of a Tor, counted. */
#ifndef EXPORTER_COUNTERS_H
#define EXPORTER_COUNTERS_H

#include "util/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <torctl/event.h>

enum {
	COUNTERS_REASONS = 24, /* at most, with "other" as the last */
	COUNTERS_BUCKETS = 12, /* the last is +Inf */
	COUNTERS_LAUNCHES = 1024,
	COUNTERS_ID = 17, /* 16 characters (control-spec 2.4) */
};

/* A circuit whose launch was seen, until it is built or closed. */
struct counters_launch {
	char id[COUNTERS_ID]; /* "" if the place is free */
	int64_t time;         /* microseconds */
};

/* Initialise to all zero. Not protected against other threads. */
struct counters {
	uint64_t streams, circuits;
	uint64_t stream_failures[COUNTERS_REASONS];
	uint64_t circuit_failures[COUNTERS_REASONS];
	uint64_t uploads[2];   /* uploaded, failed */
	uint64_t log_lines[3]; /* notice, warn, err */
	uint64_t build_times[COUNTERS_BUCKETS];
	uint64_t build_count;
	int64_t build_sum; /* microseconds */
	int64_t timeout;   /* milliseconds, 0 if unknown */
	int64_t skew;      /* seconds */
	bool skew_known;
	struct counters_launch launches[COUNTERS_LAUNCHES];
};

/* The events to ask for, ended by NULL. */
extern const char *const counters_events[];

/* Counts an event; those that do not count are ignored. */
void counters_add(struct counters *counters, struct torctl_event *event);

/* Forgets the circuits that have neither been built nor failed. */
void counters_forget(struct counters *counters);

/* One Tor of the page. */
struct counters_tor {
	const char *name; /* the label tor_instance */
	const struct counters *counters;
};

/* Appends every family, each with the samples of all these Tors. */
void counters_show(struct buf *page, const struct counters_tor *tors,
	size_t count);

#endif
