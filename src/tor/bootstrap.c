/* Bootstrap progress, and waiting until it is complete. */
#include "tor/bootstrap.h"

#include "proto/event.h"
#include "proto/keyword.h"
#include "tor/info.h"
#include "util/clock.h"

#include <string.h>

enum { BOOTSTRAP_DONE = 100 };

static void add_field(struct pairs *fields, const struct keyword *word)
{
	struct buf name = BUF_INIT, value = BUF_INIT;
	struct span text;

	event_add_name(&name, word->name);
	keyword_add_value(&value, word);
	text = buf_span(&value);
	pairs_add(fields, buf_span(&name), &text);
	buf_clear(&name);
	buf_clear(&value);
}

/* Reads "NOTICE BOOTSTRAP PROGRESS=45 TAG=… SUMMARY="…"", in that order. */
bool bootstrap_read(struct bootstrap *bootstrap, struct span words)
{
	struct pairs fields = { 0 };
	struct span severity, action;
	unsigned long long progress = 0;
	bool found = false;
	struct keyword word;

	if (!span_next_word(&words, &severity) ||
		!span_next_word(&words, &action) ||
		!span_equal(action, "BOOTSTRAP"))
		return false;
	while (keyword_next(&words, &word)) {
		if (!word.name.len)
			continue;
		if (span_equal_nocase(word.name, "PROGRESS"))
			found = span_number(word.value, &progress) &&
				progress <= BOOTSTRAP_DONE;
		add_field(&fields, &word);
	}
	if (found) {
		bootstrap_clear(bootstrap);
		bootstrap->progress = (int)progress;
		bootstrap->fields = fields;
	} else {
		pairs_clear(&fields);
	}
	return found;
}

const char *bootstrap_find(const struct bootstrap *bootstrap,
	const char *name)
{
	for (size_t i = 0; i < bootstrap->fields.len; i++)
		if (!strcmp(bootstrap->fields.items[i].name, name))
			return bootstrap->fields.items[i].value;
	return NULL;
}

bool bootstrap_get(struct connection *connection, struct bootstrap *bootstrap,
	struct error *error)
{
	struct strv keys = STRV_INIT;
	struct info info = { 0 };
	bool ok;

	strv_add(&keys, "status/bootstrap-phase");
	ok = info_get(connection, &keys, &info, error);
	if (ok && !(info.len && bootstrap_read(bootstrap,
		info.values[0].value)))
		ok = error_set(error, ERROR_CONNECTION, "unexpected bootstrap "
			"status from Tor: %.*s", info.len ?
			(int)info.values[0].value.len : 0, info.len ?
			info.values[0].value.at : "");
	strv_clear(&keys);
	info_clear(&info);
	return ok;
}

struct waiting {
	struct bootstrap *bootstrap;
	bool stale; /* events may be older than the known phase */
	bool (*told)(void *arg, const struct bootstrap *bootstrap,
		struct error *error);
	void *arg;
	bool refused;
	struct error failure; /* from told() */
};

/* Reports the phase. Returns true when the wait is over. */
static bool tell(struct waiting *waiting)
{
	waiting->refused = !waiting->told(waiting->arg, waiting->bootstrap,
		&waiting->failure);
	return waiting->refused ||
		waiting->bootstrap->progress >= BOOTSTRAP_DONE;
}

/* Returns true if the phase is not newer than the one already reported. */
static bool is_known(const struct bootstrap *known,
	const struct bootstrap *next)
{
	const struct pairs *a = &known->fields, *b = &next->fields;
	bool same = a->len == b->len;

	for (size_t i = 0; i < a->len && same; i++)
		same = !strcmp(a->items[i].name, b->items[i].name) &&
			!strcmp(a->items[i].value, b->items[i].value);
	return next->progress < known->progress || same;
}

static bool look(void *arg, const struct queue_event *event)
{
	struct waiting *waiting = arg;
	struct bootstrap next = { 0 };

	if (!span_equal(event_name(event->raw), "STATUS_CLIENT") ||
		!bootstrap_read(&next, event_arguments(event->raw)))
		return false;
	if (waiting->stale && is_known(waiting->bootstrap, &next)) {
		bootstrap_clear(&next);
		return false;
	}
	bootstrap_clear(waiting->bootstrap);
	*waiting->bootstrap = next;
	return tell(waiting);
}

static bool await(struct waiting *waiting, struct connection *connection,
	struct events *events, int64_t deadline, struct error *error)
{
	const struct bootstrap *bootstrap = waiting->bootstrap;
	const char *summary, *warning;

	if (tell(waiting))
		return true;
	/* Events that arrived before the reply are not news. */
	waiting->stale = true;
	if (events_await(events, connection, look, waiting, clock_now(), error))
		return true;
	waiting->stale = false;
	if (error->kind == ERROR_TIMEOUT &&
		events_await(events, connection, look, waiting, deadline,
			error)) return true;
	if (error->kind != ERROR_TIMEOUT)
		return false;
	summary = bootstrap_find(bootstrap, "summary");
	warning = bootstrap_find(bootstrap, "warning");
	return error_set(error, ERROR_TIMEOUT, "timed out: Tor is at "
		"%d%%%s%s%s%s",
		bootstrap->progress, summary ? ": " : "",
		summary ? summary : "", warning ? ": " : "",
		warning ? warning : "");
}

bool bootstrap_wait(struct connection *connection, struct events *events,
	struct bootstrap *bootstrap, int64_t deadline,
	bool (*told)(void *arg, const struct bootstrap *bootstrap,
	struct error *error), void *arg, struct error *error)
{
	static const char *const names[] = { "STATUS_CLIENT", NULL };
	struct waiting waiting = { bootstrap, false, told, arg, false,
		ERROR_INIT };
	struct error failure = ERROR_INIT;
	bool ok;

	ok = events_borrow(events, connection, names, &failure) &&
		bootstrap_get(connection, bootstrap, &failure) &&
		await(&waiting, connection, events, deadline, &failure);
	events_return(events, connection);
	if (waiting.refused)
		ok = error_move(error, &waiting.failure);
	else if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

void bootstrap_clear(struct bootstrap *bootstrap)
{
	pairs_clear(&bootstrap->fields);
	*bootstrap = (struct bootstrap){ 0 };
}
