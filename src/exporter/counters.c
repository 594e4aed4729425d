/* What only events tell of a Tor, counted. */
#include "exporter/counters.h"

#include "exporter/page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const counters_events[] = { "STREAM", "CIRC", "HS_DESC",
	"STATUS_GENERAL", "BUILDTIMEOUT_SET", "NOTICE", "WARN", "ERR", NULL };

/* control-spec 4.1.2; the labels are bounded, so everything else is "other". */
static const char *const stream_reasons[COUNTERS_REASONS] = { "MISC",
	"RESOLVEFAILED", "CONNECTREFUSED", "EXITPOLICY", "DESTROY", "DONE",
	"TIMEOUT", "NOROUTE", "HIBERNATING", "INTERNAL", "RESOURCELIMIT",
	"CONNRESET", "TORPROTOCOL", "NOTDIRECTORY", "END", "PRIVATE_ADDR",
	"other" };

/* control-spec 4.1.1 */
static const char *const circuit_reasons[COUNTERS_REASONS] = { "NONE",
	"TORPROTOCOL", "INTERNAL", "REQUESTED", "HIBERNATING", "RESOURCELIMIT",
	"CONNECTFAILED", "OR_IDENTITY", "OR_CONN_CLOSED", "CHANNEL_CLOSED",
	"FINISHED", "TIMEOUT", "DESTROYED", "NOPATH", "NOSUCHSERVICE",
	"MEASUREMENT_EXPIRED", "IP_NOW_REDUNDANT", "other" };

static const char *const results[] = { "uploaded", "failed" };
static const char *const severities[] = { "notice", "warn", "err" };

static const struct {
	const char *text;
	int64_t limit; /* microseconds */
} buckets[COUNTERS_BUCKETS] = {
	{ "0.05", 50000 }, { "0.1", 100000 }, { "0.25", 250000 },
	{ "0.5", 500000 }, { "1", 1000000 }, { "1.5", 1500000 },
	{ "2.5", 2500000 }, { "5", 5000000 }, { "10", 10000000 },
	{ "30", 30000000 }, { "60", 60000000 }, { "+Inf", INT64_MAX },
};

static void count_reason(uint64_t *counts, const char *const *reasons,
	const char *reason)
{
	size_t i = 0;

	while (strcmp(reasons[i], "other") &&
		(!reason || strcmp(reasons[i], reason)))
		i++;
	counts[i]++;
}

/* Returns the place where this circuit is, or else where it may be put. */
static struct counters_launch *find_launch(struct counters *counters,
	const char *id)
{
	enum { WAYS = 4 };
	uint32_t hash = 2166136261;
	struct counters_launch *set, *oldest;

	for (const char *at = id; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 16777619;
	set = &counters->launches[hash % (COUNTERS_LAUNCHES / WAYS) * WAYS];
	oldest = set;
	for (size_t i = 0; i < WAYS; i++) {
		if (!strcmp(set[i].id, id))
			return &set[i];
		if (set[i].time < oldest->time)
			oldest = &set[i];
	}
	return oldest;
}

static void add_build_time(struct counters *counters, int64_t time)
{
	size_t i = 0;

	/* The clock may have been set back. */
	if (time < 0)
		time = 0;
	while (time > buckets[i].limit)
		i++;
	counters->build_times[i]++;
	counters->build_count++;
	counters->build_sum += time;
}

static void add_circuit(struct counters *counters, struct torctl_event *event)
{
	const char *id = torctl_event_field(event, "id");
	const char *status = torctl_event_field(event, "status");
	const char *flags;
	struct counters_launch *launch;

	if (!id || !status || !*id || strlen(id) >= COUNTERS_ID)
		return;
	launch = find_launch(counters, id);
	if (!strcmp(status, "LAUNCHED")) {
		counters->circuits++;
		flags = torctl_event_field(event, "build_flags");
		/* These last a hundredth of the others. */
		if (flags && strstr(flags, "ONEHOP_TUNNEL"))
			return;
		snprintf(launch->id, sizeof(launch->id), "%s", id);
		launch->time = torctl_event_time(event);
		return;
	}
	if (!strcmp(status, "FAILED"))
		count_reason(counters->circuit_failures, circuit_reasons,
			torctl_event_field(event, "reason"));
	if (strcmp(launch->id, id))
		return;
	if (!strcmp(status, "BUILT"))
		add_build_time(counters, torctl_event_time(event) -
			launch->time);
	if (strcmp(status, "EXTENDED"))
		*launch = (struct counters_launch){ .time = 0 };
}

/* A CLOSED that follows FAILED has the same reason: it is not counted. */
static void add_stream(struct counters *counters, struct torctl_event *event)
{
	const char *status = torctl_event_field(event, "status");
	const char *reason, *remote;

	if (!status)
		return;
	if (!strcmp(status, "NEW") || !strcmp(status, "NEWRESOLVE"))
		counters->streams++;
	if (strcmp(status, "FAILED"))
		return;
	reason = torctl_event_field(event, "reason");
	remote = torctl_event_field(event, "remote_reason");
	if (reason && remote && !strcmp(reason, "END"))
		reason = remote;
	count_reason(counters->stream_failures, stream_reasons, reason);
}

static void add_descriptor(struct counters *counters,
	struct torctl_event *event)
{
	const char *action = torctl_event_field(event, "action");
	const char *reason = torctl_event_field(event, "reason");

	if (!action)
		return;
	if (!strcmp(action, "UPLOADED"))
		counters->uploads[0]++;
	else if (!strcmp(action, "FAILED") && reason &&
		!strcmp(reason, "UPLOAD_REJECTED"))
		counters->uploads[1]++;
}

static void add_status(struct counters *counters, struct torctl_event *event)
{
	const char *action = torctl_event_field(event, "action");
	const char *skew = torctl_event_field(event, "skew");
	char *end;

	if (!action || strcmp(action, "CLOCK_SKEW") || !skew)
		return;
	counters->skew = strtoll(skew, &end, 10);
	counters->skew_known = end != skew;
}

static void add_timeout(struct counters *counters, struct torctl_event *event)
{
	const char *timeout = torctl_event_field(event, "timeout_ms");
	int64_t value = timeout ? strtoll(timeout, NULL, 10) : 0;

	if (value > 0)
		counters->timeout = value;
}

static void add_notice(struct counters *counters, struct torctl_event *event)
{
	(void)event;
	counters->log_lines[0]++;
}

static void add_warning(struct counters *counters, struct torctl_event *event)
{
	(void)event;
	counters->log_lines[1]++;
}

static void add_error(struct counters *counters, struct torctl_event *event)
{
	(void)event;
	counters->log_lines[2]++;
}

static const struct {
	const char *type;
	void (*add)(struct counters *counters, struct torctl_event *event);
} kinds[] = {
	{ "CIRC", add_circuit },
	{ "STREAM", add_stream },
	{ "HS_DESC", add_descriptor },
	{ "STATUS_GENERAL", add_status },
	{ "BUILDTIMEOUT_SET", add_timeout },
	{ "NOTICE", add_notice },
	{ "WARN", add_warning },
	{ "ERR", add_error },
};

void counters_add(struct counters *counters, struct torctl_event *event)
{
	const char *type = torctl_event_type(event);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].type, type)) {
			kinds[i].add(counters, event);
			return;
		}
}

void counters_forget(struct counters *counters)
{
	memset(counters->launches, 0, sizeof(counters->launches));
}

/* ---- the page */

static void begin_sample(struct buf *page, const struct counters_tor *tor,
	const char *name)
{
	buf_print(page, "%s{", name);
	page_label(page, "tor_instance", tor->name);
}

static void end_sample(struct buf *page, uint64_t value)
{
	buf_print(page, "} %" PRIu64 "\n", value);
}

static void show_labelled(struct buf *page, const struct counters_tor *tor,
	const char *name, const char *label, const char *const *values,
	size_t count, const uint64_t *counts)
{
	for (size_t i = 0; i < count && values[i]; i++) {
		begin_sample(page, tor, name);
		page_label(page, label, values[i]);
		end_sample(page, counts[i]);
	}
}

static void show_uploads(struct buf *page, const struct counters_tor *tor,
	const char *name)
{
	show_labelled(page, tor, name, "result", results, 2,
		tor->counters->uploads);
}

static void show_streams(struct buf *page, const struct counters_tor *tor,
	const char *name)
{
	begin_sample(page, tor, name);
	end_sample(page, tor->counters->streams);
}

static void show_stream_failures(struct buf *page,
	const struct counters_tor *tor, const char *name)
{
	show_labelled(page, tor, name, "reason", stream_reasons,
		COUNTERS_REASONS, tor->counters->stream_failures);
}

static void show_circuits(struct buf *page, const struct counters_tor *tor,
	const char *name)
{
	begin_sample(page, tor, name);
	end_sample(page, tor->counters->circuits);
}

static void show_circuit_failures(struct buf *page,
	const struct counters_tor *tor, const char *name)
{
	show_labelled(page, tor, name, "reason", circuit_reasons,
		COUNTERS_REASONS, tor->counters->circuit_failures);
}

static void show_build_times(struct buf *page, const struct counters_tor *tor,
	const char *name)
{
	const struct counters *counters = tor->counters;
	uint64_t sum = 0;

	for (size_t i = 0; i < COUNTERS_BUCKETS; i++) {
		sum += counters->build_times[i];
		buf_print(page, "%s_bucket{", name);
		page_label(page, "tor_instance", tor->name);
		page_label(page, "le", buckets[i].text);
		end_sample(page, sum);
	}
	buf_print(page, "%s_sum{", name);
	page_label(page, "tor_instance", tor->name);
	buf_print(page, "} %" PRId64 ".%06" PRId64 "\n%s_count{",
		counters->build_sum / 1000000, counters->build_sum % 1000000,
		name);
	page_label(page, "tor_instance", tor->name);
	end_sample(page, counters->build_count);
}

static void show_timeout(struct buf *page, const struct counters_tor *tor,
	const char *name)
{
	int64_t timeout = tor->counters->timeout;

	if (!timeout)
		return;
	begin_sample(page, tor, name);
	buf_print(page, "} %" PRId64 ".%03" PRId64 "\n", timeout / 1000,
		timeout % 1000);
}

static void show_skew(struct buf *page, const struct counters_tor *tor,
	const char *name)
{
	if (!tor->counters->skew_known)
		return;
	begin_sample(page, tor, name);
	buf_print(page, "} %" PRId64 "\n", tor->counters->skew);
}

static void show_log_lines(struct buf *page, const struct counters_tor *tor,
	const char *name)
{
	show_labelled(page, tor, name, "severity", severities, 3,
		tor->counters->log_lines);
}

static const struct {
	const char *name, *type, *help;
	void (*show)(struct buf *page, const struct counters_tor *tor,
		const char *name);
} families[] = {
	{ "torctl_onion_uploads_total", "counter", "Onion service descriptors "
		"uploaded or refused, as seen by this exporter.",
		show_uploads },
	{ "torctl_streams_total", "counter", "Client streams opened, as seen "
		"by this exporter.", show_streams },
	{ "torctl_stream_failures_total", "counter", "Client streams that "
		"failed, by reason.", show_stream_failures },
	{ "torctl_circuits_launched_total", "counter", "Circuits launched, as "
		"seen by this exporter.", show_circuits },
	{ "torctl_circuit_failures_total", "counter", "Circuits that failed "
		"before they were built, by reason.", show_circuit_failures },
	{ "torctl_circuit_build_seconds", "histogram", "Time from launch to "
		"built, circuits of more than one hop.", show_build_times },
	{ "torctl_circuit_build_timeout_seconds", "gauge", "Circuit build "
		"timeout that Tor computed last.", show_timeout },
	{ "torctl_clock_skew_seconds", "gauge", "Clock skew that Tor reported "
		"last.", show_skew },
	{ "torctl_log_lines_total", "counter", "Log lines by severity, as seen "
		"by this exporter.", show_log_lines },
};

void counters_show(struct buf *page, const struct counters_tor *tors,
	size_t count)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		page_family(page, families[i].name, families[i].type,
			families[i].help);
		for (size_t t = 0; t < count; t++)
			families[i].show(page, &tors[t], families[i].name);
	}
}
