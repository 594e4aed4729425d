/* One collection for all who wait for the page. */
#include "exporter/scrape.h"

#include "exporter/page.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <inttypes.h>
#include <stdlib.h>

void scrape_start(struct scrape *scrape, int64_t timeout)
{
	if (scrape->running)
		return;
	scrape->running = true;
	scrape->start = clock_now();
	scrape->deadline = scrape->start + timeout;
	for (size_t i = 0; i < scrape->count; i++)
		scrape->waited[i] = target_ask(scrape->targets[i],
			scrape->deadline);
}

bool scrape_is_over(const struct scrape *scrape)
{
	if (clock_now() >= scrape->deadline)
		return true;
	for (size_t i = 0; i < scrape->count; i++)
		if (scrape->waited[i] && target_owes(scrape->targets[i]))
			return false;
	return true;
}

/* `end` is what comes before the value. */
static void add_seconds(struct buf *page, const char *end,
	int64_t milliseconds)
{
	buf_print(page, "%s %" PRId64 ".%03" PRId64 "\n", end,
		milliseconds / 1000, milliseconds % 1000);
}

static void begin(struct buf *page, const char *name,
	const struct target_state *state)
{
	buf_print(page, "%s{", name);
	page_label(page, "tor_instance", state->name);
}

static void show_tors(struct buf *page, const struct target_state *states,
	size_t count)
{
	static const char up[] = "torctl_up";
	static const char duration[] = "torctl_tor_scrape_duration_seconds";
	static const char uptime[] = "torctl_uptime_seconds";

	page_family(page, up, "gauge", "Whether Tor answered on its control "
		"port (1) or not (0).");
	for (size_t i = 0; i < count; i++) {
		begin(page, up, &states[i]);
		buf_print(page, "} %d\n", states[i].up);
	}
	page_family(page, duration, "gauge", "Time this Tor took to answer, in "
		"seconds.");
	for (size_t i = 0; i < count; i++)
		if (states[i].up) {
			begin(page, duration, &states[i]);
			add_seconds(page, "}", states[i].duration);
		}
	page_family(page, uptime, "gauge", "Time since Tor started, in "
		"seconds.");
	for (size_t i = 0; i < count; i++)
		if (states[i].up && states[i].uptime >= 0) {
			begin(page, uptime, &states[i]);
			buf_print(page, "} %" PRId64 "\n", states[i].uptime);
		}
}

void scrape_show(struct scrape *scrape, struct buf *page)
{
	size_t count = scrape->count, counted = 0;
	struct target_state *states = alloc_resize(NULL, count,
		sizeof(*states));
	struct counters_tor *tors = alloc_resize(NULL, count, sizeof(*tors));

	for (size_t i = 0; i < count; i++) {
		target_get(scrape->targets[i], &states[i]);
		if (states[i].counted)
			tors[counted++] = (struct counters_tor){
				states[i].name, &states[i].counters };
	}
	show_tors(page, states, count);
	counters_show(page, tors, counted);
	page_family(page, "torctl_scrape_duration_seconds", "gauge",
		"Time the whole collection took, in seconds.");
	add_seconds(page, "torctl_scrape_duration_seconds",
		clock_now() - scrape->start);
	scrape->running = false;
	free(states);
	free(tors);
}
