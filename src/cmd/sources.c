/* What Tab knows of the running Tor: asked for in little time, and kept. */
#include "cmd/sources.h"

#include "api/conf.h"
#include "api/info.h"
#include "cmd/session.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

enum {
	SOURCES_FOR_EVER = -1,
	SOURCES_SHORT = 1000,    /* what changes all the time is kept so long */
	SOURCES_RELAYS = 60000,
	SOURCES_RETRY = 5000,    /* pause after a lookup that took too long */
};

/* One answer, kept until `until`. */
struct answer {
	bool known;
	int64_t until; /* it is good until then; after a failure: no retry */
	struct pairs pairs;
};

struct sources {
	struct sources_calls calls;
	int64_t deadline;   /* of this Tab */
	struct answer answers[SOURCES_LISTS];
	struct answer relays_answer;
	struct relays relays;
};

/* ---- reading what Tor says */

/* "key -- text", a line each. */
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

/* "Name Type", a line each; the type may be followed by a text. */
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

/* Names with blanks or line ends between them. */
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

/* "id status [path] KEY=value…" (control-spec 4.1.1), a line each. */
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

/* "id status circuit target", a line each. */
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
		buf_add_span(&about, target);
		buf_add_char(&about, ' ');
		buf_add_span(&about, status);
		value = buf_span(&about);
		pairs_add(to, id, &value);
		buf_reset(&about);
	}
	buf_clear(&about);
}

static const struct {
	const char *key;
	int keep;
	void (*parse)(struct pairs *to, struct span text);
} lists[SOURCES_LISTS] = {
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
};

enum sources_list sources_find(const char *key)
{
	int list = 0;

	while (key && list < SOURCES_LISTS && strcmp(lists[list].key, key))
		list++;
	return key ? (enum sources_list)list : SOURCES_LISTS;
}

/* ---- asking */

static int64_t now(const struct sources *sources)
{
	return sources->calls.now ? sources->calls.now(sources->calls.arg) :
		clock_now();
}

/* Milliseconds left of this Tab; 0: none. */
static int time_left(const struct sources *sources)
{
	int64_t left = sources->deadline - now(sources);

	return left > 0 ? (int)left : 0;
}

/*
 * Asks for `key` unless what is known is still good or there was no answer
 * just now. NULL: nothing new.
 */
static char *refresh(struct sources *sources, struct answer *answer,
	const char *key, int keep)
{
	int timeout = time_left(sources);
	struct error error = ERROR_INIT;
	char *value = NULL;

	if (timeout && now(sources) >= answer->until)
		value = sources->calls.info(sources->calls.arg, key, timeout,
			&error);
	/* Tor refuses what it has none of. */
	if (!value && error.kind == ERROR_TOR)
		value = alloc_string("");
	if (value)
		answer->until = keep == SOURCES_FOR_EVER ? CLOCK_NEVER :
			now(sources) + keep;
	else if (error.kind == ERROR_TIMEOUT)
		answer->until = now(sources) + SOURCES_RETRY;
	answer->known |= value != NULL;
	error_clear(&error);
	return value;
}

const struct pairs *sources_list(struct sources *sources,
	enum sources_list list)
{
	struct answer *answer;
	char *value;

	if (!sources || list >= SOURCES_LISTS)
		return NULL;
	answer = &sources->answers[list];
	value = refresh(sources, answer, lists[list].key, lists[list].keep);
	if (value) {
		pairs_clear(&answer->pairs);
		lists[list].parse(&answer->pairs, span_of(value));
	}
	free(value);
	return answer->known ? &answer->pairs : NULL;
}

const struct relays *sources_relays(struct sources *sources)
{
	struct answer *answer;
	char *value;

	if (!sources)
		return NULL;
	answer = &sources->relays_answer;
	value = refresh(sources, answer, "ns/all", SOURCES_RELAYS);
	if (value) {
		relays_clear(&sources->relays);
		relays_parse(&sources->relays, span_of(value));
	}
	free(value);
	return answer->known ? &sources->relays : NULL;
}

void sources_values(struct sources *sources, const char *option,
	struct pairs *values)
{
	int timeout = sources ? time_left(sources) : 0;

	if (timeout)
		sources->calls.conf(sources->calls.arg, option, timeout,
			values, NULL);
}

/* ---- the session's connection */

static struct client *usable(struct session *session)
{
	return session->client && client_connected(session->client) ?
		session->client : NULL;
}

static char *live_info(void *arg, const char *key, int timeout,
	struct error *error)
{
	struct session *session = arg;
	struct client *client = usable(session);
	char *value;

	if (!client)
		return NULL;
	client_set_timeout(client, timeout);
	value = info_get_one(client, key, error);
	client_set_timeout(client, session->opener.client.timeout);
	return value;
}

static bool live_conf(void *arg, const char *option, int timeout,
	struct pairs *values, struct error *error)
{
	struct session *session = arg;
	struct client *client = usable(session);
	struct strv keys = STRV_INIT;
	bool ok;

	if (!client)
		return false;
	strv_add(&keys, option);
	client_set_timeout(client, timeout);
	ok = conf_get(client, &keys, values, error);
	client_set_timeout(client, session->opener.client.timeout);
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
		.conf = live_conf,
		.arg = session,
	};

	return sources_new(&calls);
}

void sources_reset(struct sources *sources)
{
	if (!sources)
		return;
	for (int i = 0; i < SOURCES_LISTS; i++) {
		pairs_clear(&sources->answers[i].pairs);
		sources->answers[i] = (struct answer){ .until = INT64_MIN };
	}
	relays_clear(&sources->relays);
	sources->relays_answer = (struct answer){ .until = INT64_MIN };
}

void sources_begin(struct sources *sources, int budget)
{
	if (sources)
		sources->deadline = now(sources) + budget;
}

void sources_free(struct sources *sources)
{
	if (!sources)
		return;
	sources_reset(sources);
	free(sources);
}
