#include "tor/metrics.h"

#include "tor/bootstrap.h"
#include "util/alloc.h"
#include "util/escape.h"
#include "util/utf8.h"

#include <stdint.h>
#include <stdlib.h>

enum { METRICS_VALUE_MAX = 128 }; /* characters of a label's value */

void metrics_add_label(struct buf *to, const char *name, struct span value)
{
	struct buf valid = BUF_INIT, shown = BUF_INIT;
	size_t at = 0;
	uint32_t code;

	utf8_add_replaced(&valid, value);
	for (int n = 0; n < METRICS_VALUE_MAX && at < valid.len; n++)
		at += utf8_decode(valid.data + at, valid.len - at, &code);
	if (valid.len)
		buf_truncate(&valid, at);
	escape_add_controls(&shown, buf_span(&valid));
	buf_print(to, "%s=\"", name);
	for (size_t i = 0; i < shown.len; i++) {
		char c = shown.data[i];

		/* escape_add_controls() keeps tabs. */
		if (c == '\t') {
			buf_add_string(to, "\\\\x09");
			continue;
		}
		if (c == '"' || c == '\\')
			buf_add_char(to, '\\');
		buf_add_char(to, c);
	}
	buf_add_char(to, '"');
	buf_clear(&valid);
	buf_clear(&shown);
}

/* Adds one sample; `label` may be NULL. */
static void metrics_sample(struct metrics_samples *samples, const char *label,
	struct span word, unsigned long long value)
{
	struct buf labels = BUF_INIT;
	const char *instance = samples->instance;

	if (label)
		metrics_add_label(&labels, label, word);
	if (label && instance)
		buf_add_char(&labels, ',');
	if (instance)
		metrics_add_label(&labels, "tor_instance", span_of(instance));
	buf_print(samples->to, labels.len ? "torctl_%s{%s} %llu\n" :
		"torctl_%s%s %llu\n", samples->name, buf_text(&labels), value);
	buf_clear(&labels);
}

/* Returns false if there is no answer, or an empty one. */
static bool metrics_find(const struct metrics_answers *answers,
	const char *key, struct span *value)
{
	for (size_t i = 0; answers->info && i < answers->info->len; i++) {
		const struct info_value *item = &answers->info->values[i];

		if (span_equal(item->key, key)) {
			*value = item->value;
			return value->len != 0;
		}
	}
	return false;
}

static bool metrics_number(const struct metrics_answers *answers,
	const char *key, unsigned long long *number)
{
	struct span value;

	return metrics_find(answers, key, &value) && span_number(value, number);
}

static void emit_up(struct metrics_samples *samples,
	const struct metrics_row *row, const struct metrics_answers *answers)
{
	(void)row;
	metrics_sample(samples, NULL, span_of(""), answers->up);
}

static void emit_number(struct metrics_samples *samples,
	const struct metrics_row *row, const struct metrics_answers *answers)
{
	unsigned long long number;

	if (metrics_number(answers, row->key, &number))
		metrics_sample(samples, NULL, span_of(""), number);
}

static void emit_network_enabled(struct metrics_samples *samples,
	const struct metrics_row *row, const struct metrics_answers *answers)
{
	(void)row;
	if (answers->network_enabled >= 0)
		metrics_sample(samples, NULL, span_of(""),
			answers->network_enabled > 0);
}

/* Tor keeps saying "up" while its network is off. */
static void emit_network_live(struct metrics_samples *samples,
	const struct metrics_row *row, const struct metrics_answers *answers)
{
	struct span value;

	if (answers->network_enabled > 0 &&
			metrics_find(answers, row->key, &value))
		metrics_sample(samples, NULL, span_of(""),
			span_equal(value, "up"));
}

static void emit_bootstrap(struct metrics_samples *samples,
	const struct metrics_row *row, const struct metrics_answers *answers)
{
	struct bootstrap phase = { 0 };
	struct span value;

	if (metrics_find(answers, row->key, &value) &&
			bootstrap_read(&phase, value))
		metrics_sample(samples, NULL, span_of(""),
			(unsigned long long)phase.progress);
	bootstrap_clear(&phase);
}

/* Without accounting, Tor says "awake". */
static void emit_hibernating(struct metrics_samples *samples,
	const struct metrics_row *row, const struct metrics_answers *answers)
{
	static const char *const levels[] = { "awake", "soft", "hard" };
	unsigned long long enabled;
	struct span value;

	if (!metrics_number(answers, "accounting/enabled", &enabled) ||
			!enabled || !metrics_find(answers, row->key, &value))
		return;
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		metrics_sample(samples, "level", span_of(levels[i]),
			span_equal(value, levels[i]));
}

/* "READ WRITTEN", and "0 0" without accounting. */
static void emit_accounting(struct metrics_samples *samples,
	const struct metrics_row *row, const struct metrics_answers *answers)
{
	unsigned long long enabled, read, written;
	struct span value, first, second;

	if (metrics_number(answers, "accounting/enabled", &enabled) &&
			enabled && metrics_find(answers, row->key, &value) &&
			span_next_word(&value, &first) &&
			span_next_word(&value, &second) &&
			span_number(first, &read) &&
			span_number(second, &written)) {
		metrics_sample(samples, "direction", span_of("read"), read);
		metrics_sample(samples, "direction", span_of("written"),
			written);
	}
}

static void emit_traffic(struct metrics_samples *samples,
	const struct metrics_row *row, const struct metrics_answers *answers)
{
	unsigned long long number;

	(void)row;
	if (metrics_number(answers, "traffic/read", &number))
		metrics_sample(samples, "direction", span_of("read"), number);
	if (metrics_number(answers, "traffic/written", &number))
		metrics_sample(samples, "direction", span_of("written"),
			number);
}

const struct metrics_row metrics_rows[] = {
	{ "up", "gauge",
		"Whether Tor answered on its control port (1) or not (0).",
		"", "connection", emit_up,
		NULL },
	{ "uptime_seconds", "gauge",
		"Time since Tor started, in seconds.",
		"", "uptime", emit_number,
		"uptime" },
	{ "network_enabled", "gauge",
		"0 while DisableNetwork is set.",
		"", "GETCONF DisableNetwork", emit_network_enabled,
		NULL },
	{ "bootstrap_percent", "gauge",
		"Bootstrap progress; keeps its last value when the network is lost.",
		"", "status/bootstrap-phase", emit_bootstrap,
		"status/bootstrap-phase" },
	{ "circuit_established", "gauge",
		"Whether Tor believes that it can build circuits.",
		"", "status/circuit-established", emit_number,
		"status/circuit-established" },
	{ "enough_dir_info", "gauge",
		"Whether Tor has the directory information that circuits need.",
		"", "status/enough-dir-info", emit_number,
		"status/enough-dir-info" },
	{ "network_live", "gauge",
		"Whether Tor has lately heard from the network.",
		"", "network-liveness", emit_network_live,
		"network-liveness" },
	{ "idle", "gauge",
		"Whether Tor has stopped building circuits in advance for lack of use.",
		"", "dormant", emit_number,
		"dormant" },
	{ "hibernating", "gauge",
		"Accounting state; 1 for the level that applies. Only with AccountingMax.",
		"level", "accounting/hibernating", emit_hibernating,
		"accounting/hibernating" },
	{ "accounting_used_bytes", "gauge",
		"Bytes used in this accounting period.",
		"direction", "accounting/bytes", emit_accounting,
		"accounting/bytes" },
	{ "accounting_left_bytes", "gauge",
		"Bytes left in this accounting period.",
		"direction", "accounting/bytes-left", emit_accounting,
		"accounting/bytes-left" },
	{ "traffic_bytes_total", "counter",
		"Bytes since Tor started.",
		"direction", "traffic/read, traffic/written", emit_traffic,
		NULL },
	{ "memory_limit_bytes", "gauge",
		"MaxMemInQueues in effect.",
		"", "limits/max-mem-in-queues", emit_number,
		"limits/max-mem-in-queues" },
	{ "max_fds", "gauge",
		"File descriptors that Tor allows itself.",
		"", "process/descriptor-limit", emit_number,
		"process/descriptor-limit" },
};

const size_t metrics_rows_len = sizeof(metrics_rows) / sizeof(*metrics_rows);

void metrics_add(struct metrics *metrics, const char *instance,
	const struct metrics_answers *answers)
{
	if (!metrics->families)
		metrics->families = alloc_zeroed(metrics_rows_len *
			sizeof(*metrics->families));
	for (size_t i = 0; i < metrics_rows_len; i++) {
		struct metrics_samples samples = { &metrics->families[i],
			metrics_rows[i].name, instance };

		metrics_rows[i].emit(&samples, &metrics_rows[i], answers);
	}
}

void metrics_show(const struct metrics *metrics, struct buf *page)
{
	for (size_t i = 0; metrics->families && i < metrics_rows_len; i++) {
		const struct metrics_row *row = &metrics_rows[i];

		if (!metrics->families[i].len)
			continue;
		buf_print(page, "# HELP torctl_%s %s\n# TYPE torctl_%s %s\n",
			row->name, row->help, row->name, row->type);
		buf_add(page, metrics->families[i].data,
			metrics->families[i].len);
	}
}

void metrics_clear(struct metrics *metrics)
{
	for (size_t i = 0; metrics->families && i < metrics_rows_len; i++)
		buf_clear(&metrics->families[i]);
	free(metrics->families);
	metrics->families = NULL;
}
