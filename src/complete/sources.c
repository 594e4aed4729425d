/* Completion data from the running Tor: quick lookups with a cache. */
#include "complete/sources.h"

#include "cmd/session.h"
#include "tor/conf.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

enum {
	SOURCES_FOR_EVER = -1,
	SOURCES_SHORT = 1000,    /* lifetime of data that changes often */
	SOURCES_RELAYS = 60000,
	SOURCES_RETRY = 5000,    /* pause after a lookup that timed out */
};

/* Continues enum sources_list. */
enum { RELAYS = SOURCES_LISTS, ANSWERS, NONE };

/* One cached answer. */
struct answer {
	bool known;
	int64_t until; /* end of validity, or of the pause */
	struct pairs pairs;
};

struct sources {
	struct sources_calls calls;
	int64_t deadline;   /* of this Tab press */
	struct answer answers[ANSWERS];
	struct relays relays;
	int late;           /* the outstanding answer, or NONE */
	int64_t late_since; /* when it was requested */
};

/* ---- parsing */

/* Parses lines "key -- text". */
static void parse_keys(struct pairs *to, struct span text)
{
	struct span line, name;

	while (span_next_line(&text, &line)) {
		if (!span_next_word(&line, &name))
			continue;
		line = span_from(line, span_starts(line, " -- ") ? 4 : 1);
		pairs_add(to, name, &line);
	}
}

/* Parses lines "Name Type"; a text may follow the type. */
static void parse_options(struct pairs *to, struct span text)
{
	struct span line, name;

	while (span_next_line(&text, &line)) {
		if (!span_next_word(&line, &name))
			continue;
		line = span_from(line, 1);
		pairs_add(to, name, &line);
	}
}

/* Parses names separated by blanks or line ends. */
static void parse_words(struct pairs *to, struct span text)
{
	struct span line, word;

	while (span_next_line(&text, &line))
		while (span_next_word(&line, &word))
			pairs_add(to, word, NULL);
}

/* "$FP~nick" → "nick", "$FP" → "$01234567…". */
static void add_hop(struct buf *to, struct span hop)
{
	enum { SHORT = 9 };
	size_t mark = 0;

	while (mark < hop.len && hop.at[mark] != '~' && hop.at[mark] != '=')
		mark++;
	if (mark < hop.len && hop.at[0] == '$') {
		buf_add_span(to, span_from(hop, mark + 1));
	} else {
		buf_add(to, hop.at, hop.len > SHORT && hop.at[0] == '$' ?
			SHORT : hop.len);
		if (hop.len > SHORT && hop.at[0] == '$')
			buf_add_string(to, "…");
	}
}

static void add_path(struct buf *to, struct span path)
{
	const char *between = " ";

	while (path.len) {
		const char *comma = memchr(path.at, ',', path.len);
		size_t len = comma ? (size_t)(comma - path.at) : path.len;

		buf_add_string(to, between);
		add_hop(to, (struct span){ path.at, len });
		path = span_from(path, len + 1);
		between = " → ";
	}
}

/* A path is a list of relays; a keyword has an upper-case name before "=". */
static bool is_path(struct span word)
{
	for (size_t i = 0; i < word.len && word.at[0] != '$'; i++)
		if (word.at[i] == '=')
			return false;
	return word.len;
}

/* Parses lines "id status [path] KEY=value…" (control-spec 4.1.1). */
static void parse_circuits(struct pairs *to, struct span text)
{
	struct span line, id, status, word, value;
	struct buf about = BUF_INIT;

	while (span_next_line(&text, &line)) {
		if (!span_next_word(&line, &id) ||
			!span_next_word(&line, &status))
			continue;
		buf_add_span(&about, status);
		if (span_next_word(&line, &word) && is_path(word))
			add_path(&about, word);
		value = buf_span(&about);
		pairs_add(to, id, &value);
		buf_reset(&about);
	}
	buf_clear(&about);
}

/* Parses lines "id status circuit target". */
static void parse_streams(struct pairs *to, struct span text)
{
	struct span line, id, status, circuit, target, value;
	struct buf about = BUF_INIT;

	while (span_next_line(&text, &line)) {
		if (!span_next_word(&line, &id) ||
			!span_next_word(&line, &status) ||
			!span_next_word(&line, &circuit) ||
			!span_next_word(&line, &target))
			continue;
		buf_add_span(&about, status);
		buf_add_char(&about, ' ');
		buf_add_span(&about, target);
		if (!span_equal(circuit, "0")) {
			buf_add_string(&about, " on circuit ");
			buf_add_span(&about, circuit);
		}
		value = buf_span(&about);
		pairs_add(to, id, &value);
		buf_reset(&about);
	}
	buf_clear(&about);
}

/* Parses lines "old new \"expiry\"". */
static void parse_mapped(struct pairs *to, struct span text)
{
	struct span line, old, new;

	while (span_next_line(&text, &line))
		if (span_next_word(&line, &old) && span_next_word(&line, &new))
			pairs_add(to, old, &new);
}

static const struct {
	const char *key;
	int keep;
	void (*parse)(struct pairs *to, struct span text);
} lists[ANSWERS] = {
	[SOURCES_KEYS] = { "info/names", SOURCES_FOR_EVER, parse_keys },
	[SOURCES_OPTIONS] = { "config/names", SOURCES_FOR_EVER,
		parse_options },
	[SOURCES_EVENTS] = { "events/names", SOURCES_FOR_EVER, parse_words },
	[SOURCES_SIGNALS] = { "signal/names", SOURCES_FOR_EVER, parse_words },
	[SOURCES_FEATURES] = { "features/names", SOURCES_FOR_EVER,
		parse_words },
	[SOURCES_CIRCUITS] = { "circuit-status", SOURCES_SHORT,
		parse_circuits },
	[SOURCES_STREAMS] = { "stream-status", SOURCES_SHORT, parse_streams },
	[SOURCES_ONIONS_CURRENT] = { "onions/current", SOURCES_SHORT,
		parse_words },
	[SOURCES_ONIONS_DETACHED] = { "onions/detached", SOURCES_SHORT,
		parse_words },
	[SOURCES_MAPPED] = { "address-mappings/control", SOURCES_SHORT,
		parse_mapped },
	[RELAYS] = { "ns/all", SOURCES_RELAYS, NULL },
};

enum sources_list sources_find(const char *key)
{
	int list = 0;

	while (key && list < SOURCES_LISTS && strcmp(lists[list].key, key))
		list++;
	return key ? (enum sources_list)list : SOURCES_LISTS;
}

/* ---- lookups */

static int64_t now(const struct sources *sources)
{
	return sources->calls.now ? sources->calls.now(sources->calls.arg) :
		clock_now();
}

/* Returns the milliseconds left for this Tab press, 0 if none. */
static int time_left(const struct sources *sources)
{
	int64_t left = sources->deadline - now(sources);

	return left > 0 ? (int)left : 0;
}

static void read_answer(struct sources *sources, int which, struct span text)
{
	struct pairs *pairs = &sources->answers[which].pairs;

	if (which == RELAYS) {
		relays_clear(&sources->relays);
		relays_parse(&sources->relays, text);
	} else {
		pairs_clear(pairs);
		lists[which].parse(pairs, text);
	}
}

/* Stores the answer to a request sent at `asked`; frees `value`. */
static void keep_answer(struct sources *sources, int which, char *value,
	int64_t asked, const struct error *error)
{
	struct answer *answer = &sources->answers[which];

	if (value || error->kind == ERROR_TOR) {
		/* Tor refuses keys for which it has no data. */
		read_answer(sources, which, span_of(value ? value : ""));
		answer->known = true;
		answer->until = lists[which].keep == SOURCES_FOR_EVER ?
			CLOCK_NEVER : asked + lists[which].keep;
	} else if (error->kind == ERROR_TIMEOUT) {
		answer->until = now(sources) + SOURCES_RETRY;
	}
	free(value);
}

/* Stores an answer that arrived after its Tab press ended. */
static void take_late(struct sources *sources)
{
	struct error error = ERROR_INIT;
	int which = sources->late;
	char *value;

	if (which == NONE)
		return;
	value = sources->calls.late(sources->calls.arg, lists[which].key,
		&error);
	if (value || error.kind != ERROR_TIMEOUT) {
		sources->late = NONE;
		keep_answer(sources, which, value, sources->late_since,
			&error);
	}
	error_clear(&error);
}

/*
 * Asks Tor, unless the cached answer is valid or a lookup has just failed.
 * Returns false if no answer is known.
 */
static bool refresh(struct sources *sources, int which)
{
	const struct answer *answer = &sources->answers[which];
	int timeout = time_left(sources);
	struct error error = ERROR_INIT;
	int64_t asked = now(sources);
	char *value;

	if (!timeout || asked < answer->until || sources->late == which)
		return answer->known;
	value = sources->calls.info(sources->calls.arg, lists[which].key,
		timeout, &error);
	if (!value && error.kind == ERROR_TIMEOUT && sources->late == NONE) {
		sources->late = which;
		sources->late_since = asked;
	}
	keep_answer(sources, which, value, now(sources), &error);
	error_clear(&error);
	return answer->known;
}

const struct pairs *sources_list(struct sources *sources,
	enum sources_list list)
{
	if (!sources || list >= SOURCES_LISTS || !refresh(sources, (int)list))
		return NULL;
	return &sources->answers[list].pairs;
}

const struct relays *sources_relays(struct sources *sources)
{
	return sources && refresh(sources, RELAYS) ? &sources->relays : NULL;
}

void sources_values(struct sources *sources, const char *option,
	struct pairs *values)
{
	int timeout = sources ? time_left(sources) : 0;

	if (timeout)
		sources->calls.conf(sources->calls.arg, option, timeout,
			values, NULL);
}

/* ---- lookups through the session's connection */

static struct connection *usable(struct session *session)
{
	return session->tor->connection &&
			connection_connected(session->tor->connection) ?
		session->tor->connection :
		NULL;
}

static char *live_info(void *arg, const char *key, int timeout,
	struct error *error)
{
	struct session *session = arg;
	struct connection *connection = usable(session);
	char *value;

	if (!connection)
		return NULL;
	connection_set_timeout(connection, timeout);
	value = info_ask_one(connection, key, error);
	connection_set_timeout(
		connection, session->tor->opener.connection.timeout);
	return value;
}

static char *live_late(void *arg, const char *key, struct error *error)
{
	struct connection *connection = usable(arg);

	return connection ? info_take_late(connection, key, error) : NULL;
}

static bool live_conf(void *arg, const char *option, int timeout,
	struct pairs *values, struct error *error)
{
	struct session *session = arg;
	struct connection *connection = usable(session);
	struct strv keys = STRV_INIT;
	bool ok;

	if (!connection)
		return false;
	strv_add(&keys, option);
	connection_set_timeout(connection, timeout);
	ok = conf_get(connection, &keys, values, error);
	connection_set_timeout(
		connection, session->tor->opener.connection.timeout);
	strv_clear(&keys);
	return ok;
}

struct sources *sources_new(const struct sources_calls *calls)
{
	struct sources *sources = alloc_zeroed(sizeof(*sources));

	sources->calls = *calls;
	sources_reset(sources);
	return sources;
}

struct sources *sources_new_live(struct session *session)
{
	const struct sources_calls calls = {
		.info = live_info,
		.late = live_late,
		.conf = live_conf,
		.arg = session,
	};

	return sources_new(&calls);
}

void sources_reset(struct sources *sources)
{
	if (!sources)
		return;
	for (int i = 0; i < ANSWERS; i++) {
		pairs_clear(&sources->answers[i].pairs);
		sources->answers[i] = (struct answer){ .until = INT64_MIN };
	}
	relays_clear(&sources->relays);
	sources->late = NONE;
}

void sources_begin(struct sources *sources, int budget)
{
	if (!sources)
		return;
	sources->deadline = now(sources) + budget;
	take_late(sources);
}

void sources_free(struct sources *sources)
{
	if (!sources)
		return;
	sources_reset(sources);
	free(sources);
}
