/* The state of a Tor: asking for it and reading the answers. */
#include "tor/status.h"

#include "proto/keyword.h"
#include "tor/circuits.h"
#include "tor/conf.h"
#include "tor/path.h"

#include <string.h>

enum { NO_ENTRY = 552 };

/* Keys to ask every Tor. */
static const char *const keys[] = {
	"version", "status/version/current", "status/version/recommended",
	"uptime", "process/pid", "config-file", "current-time/utc",
	"status/bootstrap-phase", "status/circuit-established",
	"status/enough-dir-info", "network-liveness", "dormant",
	"consensus/valid-after", "consensus/valid-until",
	"net/listeners/or", "net/listeners/dir", "net/listeners/socks",
	"net/listeners/httptunnel", "net/listeners/trans",
	"net/listeners/natd", "net/listeners/dns", "net/listeners/extor",
	"net/listeners/metrics", "net/listeners/control",
	"traffic/read", "traffic/written", "circuit-status",
	"stream-status", "orconn-status", "entry-guards", "onions/current",
	"onions/detached", "accounting/enabled", NULL,
};

static const char *const accounting_keys[] = {
	"accounting/hibernating", "accounting/bytes", "accounting/bytes-left",
	"accounting/interval-start", "accounting/interval-end", NULL,
};

static const char *const server_keys[] = {
	"fingerprint", "status/reachability-succeeded/or",
	"status/reachability-succeeded/dir", "status/good-server-descriptor",
	"status/accepted-server-descriptor", NULL,
};

/* A server does not know its address at first. */
static const char *const address_keys[] = { "address", NULL };

/* HiddenServiceOptions returns the options of all onion services. */
static const char *const options[] = {
	"DisableNetwork", "ORPort", "Nickname", "BridgeRelay",
	"__LeaveStreamsUnattached", "HiddenServiceOptions", NULL,
};

/* ---- asking */

static void fill(struct strv *list, const char *const *names)
{
	for (; *names; names++)
		strv_add(list, *names);
}

static bool ask(struct status *status, struct connection *connection,
	const char *const *names, struct error *error)
{
	struct strv list = STRV_INIT;
	bool ok;

	fill(&list, names);
	ok = info_get_known(connection, &list, &status->info, &status->refused,
		error);
	strv_clear(&list);
	return ok;
}

static void send_ahead(struct connection *connection,
	const char *const *names, void (*send)(struct connection *connection,
	const struct strv *keys))
{
	struct strv list = STRV_INIT;

	fill(&list, names);
	send(connection, &list);
	strv_clear(&list);
}

/* Asks the questions for every Tor, all at once. */
static bool ask_all(struct status *status, struct connection *connection,
	struct error *error)
{
	struct strv list = STRV_INIT;
	bool ok;

	send_ahead(connection, keys, info_send_ahead);
	send_ahead(connection, options, conf_send_ahead);
	fill(&list, options);
	ok = ask(status, connection, keys, error) &&
		conf_get_known(connection, &list, &status->options,
		&status->refused, error);
	strv_clear(&list);
	return ok;
}

/* Reads this server's consensus entry; Tor refuses if there is none. */
static bool ask_entry(struct status *status, struct connection *connection,
	struct error *error)
{
	struct error failure = ERROR_INIT;
	struct span fingerprint = status_value(status, "fingerprint");
	const char *key;

	if (!fingerprint.len)
		return true;
	buf_add_string(&status->relay_key, "ns/id/");
	buf_add_span(&status->relay_key, fingerprint);
	key = buf_text(&status->relay_key);
	if (consensus_read(&status->consensus, connection, key, &failure)) {
		if (status->consensus.len)
			status->entry = &status->consensus.relays[0];
	} else if (!error_is_refusal(&failure)) {
		return error_move(error, &failure);
	} else if (failure.status != NO_ENTRY) {
		error_set_subject(&failure, key);
		error_chain(&status->refused, &failure);
		return true;
	}
	error_clear(&failure);
	status->listed = status->entry ? STATUS_YES : STATUS_NO;
	return true;
}

/* ---- reading */

static const struct info_value *find(const struct status *status,
	const char *key)
{
	for (size_t i = 0; i < status->info.len; i++)
		if (span_equal(status->info.values[i].key, key))
			return &status->info.values[i];
	return NULL;
}

bool status_knows(const struct status *status, const char *key)
{
	return find(status, key) != NULL;
}

struct span status_value(const struct status *status, const char *key)
{
	const struct info_value *found = find(status, key);

	return found ? found->value : (struct span){ "", 0 };
}

static enum status_fact fact(bool known, bool yes)
{
	return !known ? STATUS_UNKNOWN : yes ? STATUS_YES : STATUS_NO;
}

enum status_fact status_fact(const struct status *status, const char *key)
{
	struct span value = status_value(status, key);

	return fact(value.len, span_equal(value, "1"));
}

const char *status_role(const struct status *status)
{
	if (status->server == STATUS_UNKNOWN)
		return NULL;
	if (status->authority)
		return "authority";
	if (status->server == STATUS_NO)
		return "client";
	return status->bridge == STATUS_YES ? "bridge" : "relay";
}

const struct error *status_refusal(const struct status *status,
	const char *subject)
{
	const struct error *one = &status->refused;

	while (one && (!one->subject || strcmp(one->subject, subject) != 0))
		one = one->next;
	return one;
}

static const struct pair *find_option(const struct status *status,
	const char *name)
{
	for (size_t i = 0; i < status->options.len; i++)
		if (!strcmp(status->options.items[i].name, name))
			return &status->options.items[i];
	return NULL;
}

static enum status_fact option_is_on(const struct status *status,
	const char *name)
{
	const struct pair *option = find_option(status, name);

	return fact(option, option && option->value &&
		!strcmp(option->value, "1"));
}

/* Counts the lines, and those whose second word is `good`. */
static struct status_count count(struct span text, const char *good)
{
	struct status_count result = { .known = true };
	struct span line, word;

	while (span_next_line(&text, &line)) {
		result.all += line.len > 0;
		if (span_next_word(&line, &word) &&
			span_next_word(&line, &word) && span_equal(word, good))
			result.good++;
	}
	return result;
}

/* Reads NOTICE BOOTSTRAP PROGRESS=100 TAG=done SUMMARY="Done" [WARNING="…"]. */
static void read_phase(struct status *status)
{
	struct span line = status_value(status, "status/bootstrap-phase");
	unsigned long long percent;
	struct keyword word;

	status->progress = keyword_find(line, "PROGRESS", &word) &&
		span_number(word.value, &percent) && percent <= 100 ?
		(int)percent : -1;
	if (keyword_find(line, "SUMMARY", &word))
		keyword_add_value(&status->phase, &word);
	if (keyword_find(line, "WARNING", &word))
		keyword_add_value(&status->trouble, &word);
}

/* Reads "2026-11-22 16:40:11", or the same with a T; seconds since 1970. */
static bool read_time(struct span text, int64_t *seconds)
{
	enum { DATE = 10, WHOLE = 19 };
	char copy[WHOLE];
	int64_t time;

	if (text.len != WHOLE)
		return false;
	memcpy(copy, text.at, WHOLE);
	if (copy[DATE] == ' ')
		copy[DATE] = 'T';
	if (!circuits_read_time((struct span){ copy, WHOLE }, &time))
		return false;
	*seconds = time / 1000000;
	return true;
}

/*
 * Compares Tor's clock with its consensus: a time before the consensus is valid
 * is certainly wrong; a time after it may also mean that Tor found no newer
 * consensus.
 */
static void read_skew(struct status *status)
{
	int64_t now, after, until;

	if (!read_time(status_value(status, "current-time/utc"), &now))
		return;
	if (read_time(status_value(status, "consensus/valid-after"), &after)
		&& now < after)
		status->skew = now - after;
	else if (read_time(status_value(status, "consensus/valid-until"),
		&until) && now > until)
		status->skew = now - until;
}

static void read_options(struct status *status)
{
	const struct pair *or_port = find_option(status, "ORPort");
	const struct pair *nickname = find_option(status, "Nickname");
	struct status_count *configured = &status->onions_configured;

	status->network_off = option_is_on(status, "DisableNetwork");
	status->streams_left = option_is_on(status,
		"__LeaveStreamsUnattached");
	status->bridge = option_is_on(status, "BridgeRelay");
	status->server = fact(or_port, or_port && or_port->value &&
		strcmp(or_port->value, "0") != 0);
	if (status->server == STATUS_YES && nickname)
		status->nickname = nickname->value;
	configured->known = !status_refusal(status, "HiddenServiceOptions");
	for (size_t i = 0; i < status->options.len; i++)
		configured->all += !strcmp(status->options.items[i].name,
			"HiddenServiceDir") && status->options.items[i].value;
}

static struct status_count count_value(const struct status *status,
	const char *key, const char *good)
{
	const struct info_value *found = find(status, key);

	return found ? count(found->value, good) :
		(struct status_count){ .known = false };
}

static void read_counts(struct status *status)
{
	status->circuits = count_value(status, "circuit-status", "BUILT");
	status->streams = count_value(status, "stream-status", "SUCCEEDED");
	status->connections = count_value(status, "orconn-status",
		"CONNECTED");
	status->guards = count_value(status, "entry-guards", "up");
	status->onions_current = count_value(status, "onions/current", "");
	status->onions_detached = count_value(status, "onions/detached", "");
}

bool status_read(struct status *status, struct connection *connection,
	struct error *error)
{
	bool counts, serves, ok;
	struct span dormant;

	if (!ask_all(status, connection, error))
		return false;
	read_phase(status);
	read_skew(status);
	read_options(status);
	read_counts(status);
	dormant = status_value(status, "dormant");
	status->dormant = fact(dormant.len, !span_equal(dormant, "0"));
	status->accounting = status_fact(status, "accounting/enabled");
	counts = status->accounting == STATUS_YES;
	serves = status->server == STATUS_YES;
	if (counts && serves)
		send_ahead(connection, accounting_keys, info_send_ahead);
	if (serves) {
		send_ahead(connection, server_keys, info_send_ahead);
		send_ahead(connection, address_keys, info_send_ahead);
	}
	ok = (!counts || ask(status, connection, accounting_keys, error)) &&
		(!serves || (ask(status, connection, server_keys, error) &&
		ask(status, connection, address_keys, error)));
	if (!ok || !serves)
		return ok;
	if (!ask_entry(status, connection, error))
		return false;
	status->authority = status->entry &&
		path_has_flags(status->entry, "Authority");
	return true;
}

void status_clear(struct status *status)
{
	info_clear(&status->info);
	pairs_clear(&status->options);
	error_clear(&status->refused);
	buf_clear(&status->relay_key);
	consensus_clear(&status->consensus);
	buf_clear(&status->phase);
	buf_clear(&status->trouble);
	*status = (struct status){ 0 };
}
