/* The state of a Tor: asking for it and reading the answers. */
#include "api/status.h"

#include "api/conf.h"
#include "proto/keyword.h"

#include <string.h>

/* Asked of every Tor; old versions may lack some. */
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

/* A refusal is an answer: there is nothing to report. */
static bool is_refusal(struct client *client, struct error *failure,
	struct error *error)
{
	bool refusal = failure->kind == ERROR_TOR && client_connected(client);

	if (!refusal)
		error_move(error, failure);
	error_clear(failure);
	return refusal;
}

static bool ask(struct status *status, struct client *client,
	const char *const *names, struct error *error)
{
	struct error failure = ERROR_INIT;
	struct strv list = STRV_INIT;
	bool ok;

	fill(&list, names);
	ok = info_get_some(client, &list, &status->info, &failure) ||
		is_refusal(client, &failure, error);
	strv_clear(&list);
	return ok;
}

static bool ask_options(struct status *status, struct client *client,
	struct error *error)
{
	struct error failure = ERROR_INIT;
	struct strv list = STRV_INIT;
	bool ok;

	fill(&list, options);
	ok = conf_get(client, &list, &status->options, &failure) ||
		is_refusal(client, &failure, error);
	strv_clear(&list);
	return ok;
}

/* Reads this server's consensus entry; there may be none. */
static bool ask_entry(struct status *status, struct client *client,
	struct error *error)
{
	struct error failure = ERROR_INIT;
	struct span fingerprint = status_value(status, "fingerprint");

	if (!fingerprint.len)
		return true;
	buf_add_string(&status->relay_key, "ns/id/");
	buf_add_span(&status->relay_key, fingerprint);
	if (!consensus_read(&status->consensus, client,
		buf_text(&status->relay_key), &failure))
		return is_refusal(client, &failure, error);
	if (status->consensus.len)
		status->entry = &status->consensus.relays[0];
	return true;
}

/* ---- reading */

struct span status_value(const struct status *status, const char *key)
{
	for (size_t i = 0; i < status->info.len; i++)
		if (span_equal(status->info.values[i].key, key))
			return status->info.values[i].value;
	return (struct span){ "", 0 };
}

bool status_is_on(const struct status *status, const char *key)
{
	return span_equal(status_value(status, key), "1");
}

static const char *option_value(const struct status *status,
	const char *name)
{
	for (size_t i = 0; i < status->options.len; i++)
		if (!strcmp(status->options.items[i].name, name))
			return status->options.items[i].value;
	return NULL;
}

static bool option_is(const struct status *status, const char *name,
	const char *wanted)
{
	const char *value = option_value(status, name);

	return value && !strcmp(value, wanted);
}

/* Counts the lines, and those whose second word is `good`. */
static struct status_count count(struct span text, const char *good)
{
	struct status_count result = { 0, 0 };
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
	struct keyword word;

	if (keyword_find(line, "PROGRESS", &word))
		span_number(word.value, &status->progress);
	if (keyword_find(line, "SUMMARY", &word))
		keyword_add_value(&status->phase, &word);
	if (keyword_find(line, "WARNING", &word))
		keyword_add_value(&status->trouble, &word);
}

static void read_options(struct status *status)
{
	const char *or_port = option_value(status, "ORPort");

	status->network_off = option_is(status, "DisableNetwork", "1");
	status->streams_left = option_is(status, "__LeaveStreamsUnattached",
		"1");
	status->bridge = option_is(status, "BridgeRelay", "1");
	status->server = or_port && strcmp(or_port, "0");
	if (status->server)
		status->nickname = option_value(status, "Nickname");
	for (size_t i = 0; i < status->options.len; i++)
		if (!strcmp(status->options.items[i].name,
			"HiddenServiceDir") && status->options.items[i].value)
			status->onions_configured++;
}

static struct status_count count_value(const struct status *status,
	const char *key, const char *good)
{
	return count(status_value(status, key), good);
}

static void read_counts(struct status *status)
{
	status->circuits = count_value(status, "circuit-status", "BUILT");
	status->streams = count_value(status, "stream-status", "SUCCEEDED");
	status->connections = count_value(status, "orconn-status",
		"CONNECTED");
	status->guards = count_value(status, "entry-guards", "up");
	status->onions_current = count_value(status, "onions/current",
		"").all;
	status->onions_detached = count_value(status, "onions/detached",
		"").all;
}

static bool has_flag(struct span flags, const char *name)
{
	struct span flag;

	while (span_next_word(&flags, &flag))
		if (span_equal(flag, name))
			return true;
	return false;
}

bool status_read(struct status *status, struct client *client,
	struct error *error)
{
	struct span dormant;

	if (!ask(status, client, keys, error) ||
		!ask_options(status, client, error))
		return false;
	read_phase(status);
	read_options(status);
	read_counts(status);
	dormant = status_value(status, "dormant");
	status->dormant = dormant.len && !span_equal(dormant, "0");
	status->accounting = status_is_on(status, "accounting/enabled");
	if (status->accounting &&
		!ask(status, client, accounting_keys, error))
		return false;
	if (!status->server)
		return true;
	if (!ask(status, client, server_keys, error) ||
		!ask(status, client, address_keys, error) ||
		!ask_entry(status, client, error))
		return false;
	status->authority = status->entry &&
		has_flag(status->entry->flags, "Authority");
	return true;
}

void status_clear(struct status *status)
{
	info_clear(&status->info);
	pairs_clear(&status->options);
	buf_clear(&status->relay_key);
	consensus_clear(&status->consensus);
	buf_clear(&status->phase);
	buf_clear(&status->trouble);
	*status = (struct status){ 0 };
}
