/* Answers of the running Tor for completion: quick lookups with a cache. */
#include "complete/answers.h"

#include "cmd/session.h"
#include "help/tor_manual.h"
#include "proto/keyword.h"
#include "proto/verbs.h"
#include "tor/conf.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/text.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
	ANSWERS_FOR_EVER = -1,
	ANSWERS_SHORT = 1000,    /* lifetime of data that changes often */
	ANSWERS_RELAYS = 60000,
	ANSWERS_RETRY = 5000,    /* pause after a lookup that timed out */
};

/* Continues enum answers_list. */
enum { RELAYS = ANSWERS_LISTS, ANSWERS, NONE };

/* One cached answer. */
struct answer {
	bool known;
	int64_t until; /* end of validity, or of the pause */
	struct pairs pairs;
};

struct answers {
	struct answers_calls calls;
	int64_t deadline;   /* of this Tab press */
	struct answer kept[ANSWERS];
	struct relay_names relays;
	int late;           /* the outstanding answer, or NONE */
	int64_t late_since; /* when it was requested */
	bool manual_read;
	struct pairs manual;
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
			buf_add_string(to, utf8_mark("…"));
	}
}

static void add_path(struct buf *to, struct span path)
{
	bool first = true;

	while (path.len) {
		const char *comma = memchr(path.at, ',', path.len);
		size_t len = comma ? (size_t)(comma - path.at) : path.len;

		if (first)
			buf_add_char(to, ' ');
		else
			buf_print(to, " %s ", utf8_mark("→"));
		add_hop(to, (struct span){ path.at, len });
		path = span_from(path, len + 1);
		first = false;
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
	[ANSWERS_KEYS] = { "info/names", ANSWERS_FOR_EVER, parse_keys },
	[ANSWERS_OPTIONS] = { "config/names", ANSWERS_FOR_EVER,
		parse_options },
	[ANSWERS_EVENTS] = { "events/names", ANSWERS_FOR_EVER, parse_words },
	[ANSWERS_SIGNALS] = { "signal/names", ANSWERS_FOR_EVER, parse_words },
	[ANSWERS_FEATURES] = { "features/names", ANSWERS_FOR_EVER,
		parse_words },
	[ANSWERS_CIRCUITS] = { "circuit-status", ANSWERS_SHORT,
		parse_circuits },
	[ANSWERS_STREAMS] = { "stream-status", ANSWERS_SHORT, parse_streams },
	[ANSWERS_ONIONS_CURRENT] = { "onions/current", ANSWERS_SHORT,
		parse_words },
	[ANSWERS_ONIONS_DETACHED] = { "onions/detached", ANSWERS_SHORT,
		parse_words },
	[ANSWERS_MAPPED] = { "address-mappings/control", ANSWERS_SHORT,
		parse_mapped },
	[RELAYS] = { "ns/all", ANSWERS_RELAYS, NULL },
};

enum answers_list answers_find(const char *key)
{
	int list = 0;

	while (key && list < ANSWERS_LISTS && strcmp(lists[list].key, key))
		list++;
	return key ? (enum answers_list)list : ANSWERS_LISTS;
}

/* ---- lookups */

static int64_t now(const struct answers *answers)
{
	return answers->calls.now ? answers->calls.now(answers->calls.arg) :
		clock_now();
}

/* Returns the milliseconds left for this Tab press, 0 if none. */
static int time_left(const struct answers *answers)
{
	int64_t left = answers->deadline - now(answers);

	return left > 0 ? (int)left : 0;
}

static void read_answer(struct answers *answers, int which, struct span text)
{
	struct pairs *pairs = &answers->kept[which].pairs;

	if (which == RELAYS) {
		relay_names_clear(&answers->relays);
		relay_names_parse(&answers->relays, text);
	} else {
		pairs_clear(pairs);
		lists[which].parse(pairs, text);
	}
}

/* Stores the answer to a request sent at `asked`; frees `value`. */
static void keep_answer(struct answers *answers, int which, char *value,
	int64_t asked, const struct error *error)
{
	struct answer *answer = &answers->kept[which];

	if (value || error->kind == ERROR_TOR) {
		/* Tor refuses keys for which it has no data. */
		read_answer(answers, which, span_of(value ? value : ""));
		answer->known = true;
		answer->until = lists[which].keep == ANSWERS_FOR_EVER ?
			CLOCK_NEVER : asked + lists[which].keep;
	} else if (error->kind == ERROR_TIMEOUT) {
		answer->until = now(answers) + ANSWERS_RETRY;
	}
	free(value);
}

/* Stores an answer that arrived after its Tab press ended. */
static void take_late(struct answers *answers)
{
	struct error error = ERROR_INIT;
	int which = answers->late;
	char *value;

	if (which == NONE)
		return;
	value = answers->calls.late(answers->calls.arg, lists[which].key,
		&error);
	if (value || error.kind != ERROR_TIMEOUT) {
		answers->late = NONE;
		keep_answer(answers, which, value, answers->late_since,
			&error);
	}
	error_clear(&error);
}

/*
 * Asks Tor, unless the cached answer is valid or a lookup has just failed.
 * Returns false if no answer is known.
 */
static bool refresh(struct answers *answers, int which)
{
	const struct answer *answer = &answers->kept[which];
	int timeout = time_left(answers);
	struct error error = ERROR_INIT;
	int64_t asked = now(answers);
	char *value;

	if (!timeout || asked < answer->until || answers->late == which)
		return answer->known;
	value = answers->calls.info(answers->calls.arg, lists[which].key,
		timeout, &error);
	if (!value && error.kind == ERROR_TIMEOUT && answers->late == NONE) {
		answers->late = which;
		answers->late_since = asked;
	}
	keep_answer(answers, which, value, now(answers), &error);
	error_clear(&error);
	return answer->known;
}

const struct pairs *answers_list(struct answers *answers,
	enum answers_list list)
{
	if (!answers || list >= ANSWERS_LISTS || !refresh(answers, (int)list))
		return NULL;
	return &answers->kept[list].pairs;
}

const struct relay_names *answers_relays(struct answers *answers)
{
	return answers && refresh(answers, RELAYS) ? &answers->relays : NULL;
}

const char *answers_manual(struct answers *answers, const char *option)
{
	if (!answers)
		return NULL;
	if (!answers->manual_read && answers->calls.manual)
		answers->calls.manual(&answers->manual);
	answers->manual_read = true;
	for (size_t i = 0; i < answers->manual.len; i++)
		if (text_equal_nocase(answers->manual.items[i].name, option))
			return answers->manual.items[i].value;
	return NULL;
}

void answers_values(struct answers *answers, const char *option,
	struct pairs *values)
{
	int timeout = answers ? time_left(answers) : 0;

	if (timeout)
		answers->calls.conf(answers->calls.arg, option, timeout,
			values, NULL);
}

void answers_clients(struct answers *answers, struct pairs *services)
{
	int timeout = answers ? time_left(answers) : 0;

	if (timeout)
		answers->calls.clients(answers->calls.arg, timeout, services,
			NULL);
}

/* ---- lookups through the session's connection */

static struct connection *usable(struct session *session)
{
	return session->tor->connection &&
			connection_connected(session->tor->connection) ?
		session->tor->connection :
		NULL;
}

/* Returns the connection with this time limit until end_live(), or NULL. */
static struct connection *begin_live(struct session *session, int timeout)
{
	struct connection *connection = usable(session);

	if (connection)
		connection_set_timeout(connection, timeout);
	return connection;
}

static void end_live(struct session *session)
{
	connection_set_timeout(session->tor->connection,
		session->tor->opener.connection.timeout);
}

static char *live_info(void *arg, const char *key, int timeout,
	struct error *error)
{
	struct connection *connection = begin_live(arg, timeout);
	char *value;

	if (!connection)
		return NULL;
	value = info_ask_one(connection, key, error);
	end_live(arg);
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
	struct connection *connection = begin_live(arg, timeout);
	struct strv keys = STRV_INIT;
	bool ok;

	if (!connection)
		return false;
	strv_add(&keys, option);
	ok = conf_get(connection, &keys, values, error);
	end_live(arg);
	strv_clear(&keys);
	return ok;
}

/* Keeps the address and the name in a line "CLIENT address key …". */
static void add_client(struct pairs *services, struct span line)
{
	struct keyword type, address, name;
	struct buf text = BUF_INIT;
	struct span value;

	if (!keyword_next(&line, &type) || !span_equal(type.value, "CLIENT") ||
		!keyword_next(&line, &address))
		return;
	if (keyword_find(line, "ClientName", &name))
		keyword_add_value(&text, &name);
	value = buf_span(&text);
	pairs_add(services, address.value, &value);
	buf_clear(&text);
}

static bool live_clients(void *arg, int timeout, struct pairs *services,
	struct error *error)
{
	struct connection *connection = begin_live(arg, timeout);
	struct reply reply = REPLY_INIT;
	struct request request;
	bool ok;

	if (!connection)
		return false;
	verb_view_client_auth(&request, NULL);
	ok = connection_own_command(connection, &request, &reply, error);
	end_live(arg);
	for (size_t i = 0; ok && i < reply.len; i++)
		add_client(services, reply.lines[i].text);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

struct answers *answers_new(const struct answers_calls *calls)
{
	struct answers *answers = alloc_zeroed(sizeof(*answers));

	answers->calls = *calls;
	answers_reset(answers);
	return answers;
}

struct answers *answers_new_live(struct session *session)
{
	const struct answers_calls calls = {
		.info = live_info,
		.late = live_late,
		.conf = live_conf,
		.clients = live_clients,
		.manual = tor_manual_load,
		.arg = session,
	};

	return answers_new(&calls);
}

void answers_reset(struct answers *answers)
{
	if (!answers)
		return;
	for (int i = 0; i < ANSWERS; i++) {
		pairs_clear(&answers->kept[i].pairs);
		answers->kept[i] = (struct answer){ .until = INT64_MIN };
	}
	relay_names_clear(&answers->relays);
	answers->late = NONE;
}

void answers_begin(struct answers *answers, int budget)
{
	if (!answers)
		return;
	answers->deadline = now(answers) + budget;
	take_late(answers);
}

void answers_free(struct answers *answers)
{
	if (!answers)
		return;
	answers_reset(answers);
	pairs_clear(&answers->manual);
	free(answers);
}
