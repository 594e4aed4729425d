/* Onion services in a running Tor: creating, publishing, removing. */
#include "tor/onion.h"

#include "proto/event.h"
#include "proto/keyword.h"
#include "proto/verbs.h"
#include "util/alloc.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* ---- ports */

static bool is_port(struct span text)
{
	unsigned long long port;

	return span_number(text, &port) && port && port <= 65535;
}

/* Accepts what Tor takes without asking the system's resolver. */
static bool is_address(struct span host)
{
	struct in6_addr parsed;
	bool bracketed = host.len > 2 && host.at[0] == '[' &&
		host.at[host.len - 1] == ']';
	char *text;
	bool is;

	if (span_equal(host, "localhost"))
		return true;
	text = bracketed ? alloc_bytes(host.at + 1, host.len - 2) :
		span_copy(host);
	is = inet_pton(bracketed ? AF_INET6 : AF_INET, text, &parsed) == 1;
	free(text);
	return is;
}

/* Accepts paths that fit into a command argument, which cannot be quoted. */
static bool is_path(struct span path)
{
	for (size_t i = 0; i < path.len; i++)
		if ((unsigned char)path.at[i] <= ' ' || path.at[i] == '"' ||
			path.at[i] == 0x7f)
			return false;
	return path.len && path.at[0] == '/';
}

static bool is_target(struct span target)
{
	struct span host, port;

	if (span_starts(target, "unix:"))
		return is_path(span_from(target, strlen("unix:")));
	host = target;
	while (host.len && host.at[host.len - 1] != ':')
		host.len--;
	port = span_from(target, host.len);
	if (!host.len)
		return is_port(target);
	host.len--;
	return is_port(port) && is_address(host);
}

char *onion_read_port(const char *word, struct error *error)
{
	size_t len = strcspn(word, ":");
	struct span port = { word, len };
	const char *target = word[len] ? word + len + 1 : NULL;

	if (!is_port(port) || (target && !is_target(span_of(target)))) {
		error_set(error, ERROR_USAGE, "\"%s\" is not a valid "
			"service port: use PORT, PORT:PORT, "
			"PORT:IP:PORT ([IP] for IPv6) or "
			"PORT:unix:/PATH, without blanks. Host names "
			"are not accepted because Tor would resolve "
			"them outside the Tor network", word);
		return NULL;
	}
	return target ? alloc_print("%.*s,%s", (int)len, word, target) :
		alloc_string(word);
}

/* ---- ADD_ONION, DEL_ONION */

static void add_keyword(struct pairs *keywords, const char *name,
	const char *value)
{
	struct span text = span_of(value);

	pairs_add(keywords, span_of(name), &text);
}

static void add_flags(struct pairs *keywords, const struct onion_plan *plan)
{
	const struct { const char *name; bool on; } flags[] = {
		{ "DiscardPK", !plan->key && !plan->keep_key },
		{ "Detach", plan->detach },
		{ "V3Auth", plan->clients.len },
	};
	struct strv names = STRV_INIT;
	char *list;

	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (flags[i].on)
			strv_add(&names, flags[i].name);
	if (names.len) {
		list = strv_join(&names, ",");
		add_keyword(keywords, "Flags", list);
		free(list);
	}
	strv_clear(&names);
}

static void build(struct request *request, const struct onion_plan *plan,
	bool pow)
{
	struct pairs keywords = { 0 };

	add_flags(&keywords, plan);
	if (plan->max_streams)
		add_keyword(&keywords, "MaxStreams", plan->max_streams);
	for (size_t i = 0; i < plan->ports.len; i++)
		add_keyword(&keywords, "Port", plan->ports.items[i]);
	for (size_t i = 0; i < plan->clients.len; i++)
		add_keyword(&keywords, "ClientAuthV3", plan->clients.items[i]);
	if (pow)
		add_keyword(&keywords, "PoWDefensesEnabled", "1");
	verb_add_onion(request, plan->key ? plan->key : "NEW:ED25519-V3",
		&keywords);
	pairs_clear(&keywords);
}

static bool take_reply(struct onion *onion, const struct reply *reply,
	bool want_key, struct error *error)
{
	static const char id[] = "ServiceID=", key[] = "PrivateKey=";

	for (size_t i = 0; i < reply->len; i++) {
		struct span text = reply->lines[i].text;

		if (span_starts(text, id) && !onion->address)
			onion->address = span_copy(span_from(text,
				sizeof(id) - 1));
		if (!span_starts(text, key))
			buf_print(&onion->said, "%03d%c%.*s\r\n",
				reply->lines[i].status,
				reply->lines[i].separator, (int)text.len,
				text.at);
		else if (!onion->key.len)
			buf_add_span(&onion->key, span_from(text,
				sizeof(key) - 1));
	}
	if (onion->address && (!want_key || onion->key.len))
		return true;
	return reply_refuse(error);
}

static bool send_add(struct connection *connection,
	const struct onion_plan *plan, bool pow, struct onion *onion,
	struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	build(&request, plan, pow);
	ok = connection_own_command(connection, &request, &reply, error) &&
		take_reply(onion, &reply, plan->keep_key, error);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

/* 512: unknown keyword, or Tor was built without proof of work. */
static bool is_about_pow(const struct error *error)
{
	return error->kind == ERROR_TOR && error->status == 512 &&
		strstr(error->text, "PoW");
}

bool onion_add(struct connection *connection, const struct onion_plan *plan,
	struct onion *onion, struct error *error)
{
	struct error failure = ERROR_INIT;
	bool ok;

	onion->key.secret = true;
	ok = send_add(connection, plan, plan->pow, onion, &failure);
	if (!ok && plan->pow && is_about_pow(&failure)) {
		error_clear(&failure);
		onion->no_pow = true;
		ok = send_add(connection, plan, false, onion, &failure);
	}
	if (!ok)
		error_move(error, &failure);
	return ok;
}

bool onion_remove(struct connection *connection, const char *address,
	struct error *error)
{
	struct request request;
	bool ok;

	verb_remove_onion(&request, address);
	ok = connection_own_command(connection, &request, NULL, error);
	request_clear(&request);
	return ok;
}

void onion_clear(struct onion *onion)
{
	free(onion->address);
	onion->address = NULL;
	buf_clear(&onion->key);
	buf_clear(&onion->said);
}

/* ---- publishing */

/* A code for refusals by all directories, for which Tor has none. */
enum { ALL_REFUSED = 551 };

const char *const onion_publish_events[] = { "HS_DESC", NULL };

static bool take_out(struct strv *list, struct span text)
{
	for (size_t i = 0; i < list->len; i++) {
		if (!span_equal(text, list->items[i]))
			continue;
		free(list->items[i]);
		list->items[i] = list->items[--list->len];
		return true;
	}
	return false;
}

/*
 * Matches a directory's answer to an upload; other events concern clients of
 * the service.
 */
static bool is_answer(struct span action, struct span rest)
{
	struct keyword reason;

	if (span_equal(action, "UPLOADED"))
		return true;
	return span_equal(action, "FAILED") && (!keyword_find(rest, "REASON",
		&reason) || span_equal(reason.value, "UPLOAD_REJECTED") ||
		span_equal(reason.value, "UNEXPECTED"));
}

static void note_refusal(struct onion_publish *publish, struct span directory,
	struct span rest)
{
	struct keyword reason;

	buf_add_string(&publish->refusals, publish->refusals.len ? ", " : "");
	buf_add_span(&publish->refusals, directory);
	if (!keyword_find(rest, "REASON", &reason))
		return;
	buf_add_char(&publish->refusals, ' ');
	buf_add_span(&publish->refusals, reason.value);
}

/* Reads HS_DESC action address auth-type directory [descriptor-id] … */
void onion_publish_look(struct onion_publish *publish,
	const struct queue_event *event)
{
	struct onion_progress *progress = &publish->progress;
	struct span rest = event_arguments(event->raw);
	struct keyword action, address, type, directory, id = { 0 };
	bool over;

	if (!span_equal(event_name(event->raw), "HS_DESC") ||
		!keyword_next(&rest, &action) ||
		!keyword_next(&rest, &address) ||
		!span_equal(address.value, publish->address) ||
		!keyword_next(&rest, &type) || !keyword_next(&rest, &directory))
		return;
	keyword_next(&rest, &id);
	if (span_equal(action.value, "CREATED")) {
		progress->created++;
		strv_add_span(&publish->waiting, id.value);
	} else if (span_equal(action.value, "UPLOAD")) {
		progress->uploads++;
		take_out(&publish->waiting, id.value);
		strv_add_span(&publish->under_way, directory.value);
	} else if (!is_answer(action.value, rest) ||
		(!take_out(&publish->under_way, directory.value) &&
		!publish->posted)) {
		return;
	} else if (span_equal(action.value, "UPLOADED")) {
		progress->uploaded++;
	} else {
		progress->failed++;
		note_refusal(publish, directory.value, rest);
	}
	over = !publish->waiting.len && !publish->under_way.len;
	progress->done = over && progress->uploaded;
	progress->refused = over && progress->failed && !progress->uploaded;
}

bool onion_publish_refused(const struct onion_publish *publish,
	struct error *error)
{
	char *text = alloc_print("no directory accepted the descriptor; "
		"%zu refused: %s", publish->progress.failed,
		buf_text(&publish->refusals));

	error_set_tor(error, ALL_REFUSED, text, strlen(text));
	free(text);
	return false;
}

void onion_publish_clear(struct onion_publish *publish)
{
	strv_clear(&publish->waiting);
	strv_clear(&publish->under_way);
	buf_clear(&publish->refusals);
}
