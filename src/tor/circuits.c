/* The circuits in Tor, and requests to build, extend and close them. */
#include "tor/circuits.h"

#include "proto/reply.h"
#include "proto/request.h"
#include "proto/verbs.h"
#include "tor/status_lines.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Tor's code for a circuit that cannot be extended. */
enum { CIRCUIT_CANNOT_EXTEND = 551 };

/* Returns the ID of the circuit's conflux set in the event; empty if none. */
static struct span conflux_of(const char *raw, struct event *event)
{
	const struct event_value *value = NULL;

	if (event_decode(event, span_of(raw)))
		value = event_find(event, "conflux_id");
	return value ? value->text : (struct span){ "", 0 };
}

static bool is_same(struct span a, struct span b)
{
	return a.len && a.len == b.len && !memcmp(a.at, b.at, a.len);
}

/* Moves the other circuits of the set of `items[at]` directly after it. */
static size_t join_set(struct strv *events, const struct span *sets,
	bool *placed, size_t at, char **order, size_t len)
{
	order[len++] = events->items[at];
	for (size_t i = at + 1; i < events->len; i++)
		if (!placed[i] && is_same(sets[i], sets[at])) {
			placed[i] = true;
			order[len++] = events->items[i];
		}
	return len;
}

static void join_sets(struct strv *events)
{
	struct span *sets = alloc_zeroed((events->len + 1) *
		sizeof(*sets));
	bool *placed = alloc_zeroed((events->len + 1) *
		sizeof(*placed));
	char **order = alloc_zeroed((events->len + 1) *
		sizeof(*order));
	struct event event;
	size_t len = 0;

	for (size_t i = 0; i < events->len; i++)
		sets[i] = conflux_of(events->items[i], &event);
	for (size_t i = 0; i < events->len; i++)
		if (!placed[i])
			len = join_set(events, sets, placed, i, order, len);
	if (len)
		memcpy(events->items, order, len * sizeof(*order));
	free(sets);
	free(placed);
	free(order);
}

bool circuits_get(struct connection *connection, struct strv *events,
	struct error *error)
{
	bool ok = status_lines_get(connection, "circuit-status", "CIRC", events, error);

	join_sets(events);
	return ok;
}

/* Reads `count` digits, then `end` unless that is NUL. */
static bool read_digits(struct span *rest, size_t count, char end, int *value)
{
	*value = 0;
	if (rest->len < count + (end != '\0'))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!text_is_digit(rest->at[i]))
			return false;
		*value = *value * 10 + (rest->at[i] - '0');
	}
	if (end && rest->at[count] != end)
		return false;
	*rest = span_from(*rest, count + (end != '\0'));
	return true;
}

bool circuits_read_time(struct span text, int64_t *time)
{
	struct tm utc = { 0 };
	int micros = 0;
	bool ok;

	ok = read_digits(&text, 4, '-', &utc.tm_year) &&
		read_digits(&text, 2, '-', &utc.tm_mon) &&
		read_digits(&text, 2, 'T', &utc.tm_mday) &&
		read_digits(&text, 2, ':', &utc.tm_hour) &&
		read_digits(&text, 2, ':', &utc.tm_min) &&
		read_digits(&text, 2, '\0', &utc.tm_sec);
	if (!ok || (text.len && (!span_starts(text, ".") ||
		text.len != 7)))
		return false;
	text = span_from(text, 1);
	if (text.len && !read_digits(&text, 6, '\0', &micros))
		return false;
	utc.tm_year -= 1900;
	utc.tm_mon--;
	*time = (int64_t)timegm(&utc) * 1000000 + micros;
	return true;
}

bool circuits_read_age(struct span text, uint64_t *seconds)
{
	int64_t created, age;

	if (!circuits_read_time(text, &created))
		return false;
	/* Tor may run on another machine, with another clock. */
	age = (clock_wall() - created) / 1000000;
	*seconds = age > 0 ? (uint64_t)age : 0;
	return true;
}

char *circuits_extend_plain(struct connection *connection, const char *circuit,
	const char *path, const char *purpose, struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	struct span rest, word;
	char *id = NULL;

	verb_extend_circuit(&request, circuit, path, purpose);
	if (connection_command(connection, &request, &reply, error)) {
		rest = reply_text(&reply);
		if (span_next_word(&rest, &word) &&
			span_equal(word, "EXTENDED") &&
			span_next_word(&rest, &word))
			id = span_copy(word);
		else
			reply_refuse(error);
	}
	reply_clear(&reply);
	request_clear(&request);
	return id;
}

bool circuits_close(struct connection *connection, const char *circuit,
	bool if_unused, struct error *error)
{
	struct request request;
	bool ok;

	verb_close_circuit(&request, circuit, if_unused);
	ok = connection_command(connection, &request, NULL, error);
	request_clear(&request);
	return ok;
}

static bool set_purpose(struct connection *connection, const char *id,
	const char *purpose, struct error *error)
{
	struct request request;
	bool ok;

	verb_set_circuit_purpose(&request, id, purpose);
	ok = connection_own_command(connection, &request, NULL, error);
	request_clear(&request);
	return ok;
}

/* tor 0.4.9 can crash when a circuit of a conflux set is extended. */
static bool may_extend(struct connection *connection, const char *id,
	struct error *error)
{
	const struct event_value *purpose = NULL;
	struct strv circuits = STRV_INIT;
	struct buf text = BUF_INIT;
	struct event event;
	const char *found;
	bool ok;

	if (!strcmp(id, "0"))
		return true;
	ok = circuits_get(connection, &circuits, error);
	found = ok ? status_lines_find(&circuits, span_of(id)) : NULL;
	if (found && event_decode(&event, span_of(found)))
		purpose = event_find(&event, "purpose");
	if (purpose && span_starts(purpose->text, "CONFLUX_")) {
		buf_print(&text, "circuit %s belongs to a conflux set; "
			"extending it can crash Tor", id);
		ok = error_set_tor(error, CIRCUIT_CANNOT_EXTEND,
			buf_text(&text), text.len);
	}
	buf_clear(&text);
	strv_clear(&circuits);
	return ok;
}

char *circuits_extend(struct connection *connection, const char *circuit,
	const char *path, const char *purpose, struct error *error)
{
	/* Soon enough: the circuit cannot be built yet. */
	bool later = purpose && !path &&
		text_equal_nocase(purpose, "controller");
	char *id;

	if (!may_extend(connection, circuit, error))
		return NULL;
	id = circuits_extend_plain(connection, circuit, path, later ? NULL :
		purpose, error);
	if (id && later && !set_purpose(connection, id, purpose, error)) {
		circuits_close(connection, id, true, NULL);
		free(id);
		id = NULL;
	}
	return id;
}
