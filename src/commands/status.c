/* status: an overview of Tor, or a health check. */
#include "cmd/session.h"
#include "out/details.h"
#include "proto/keyword.h"
#include "tor/health.h"
#include "tor/status.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/format.h"

#include <stdlib.h>
#include <string.h>

/* ---- values and numbers */

/* Appends the number in `text` as "1.0 KiB". */
static void add_bytes(struct buf *to, struct span text)
{
	unsigned long long bytes;

	if (span_number(text, &bytes))
		format_add_bytes(to, bytes);
	else
		buf_add_span(to, text);
}

/* Splits "read written" into two counts. */
static void split(struct span pair, struct span *first, struct span *last)
{
	*first = *last = (struct span){ "", 0 };
	if (span_next_word(&pair, first))
		span_next_word(&pair, last);
}

/* Shows a value, which is unknown if Tor refused the question. */
static void show_value(struct details *details, const char *label,
	const struct status *status, const char *key)
{
	details_line(details, label, status_knows(status, key) ?
		status_value(status, key) : span_of("?"));
}

/* Adds a member unless it is unknown. */
static void add_fact(struct details *details, const char *name,
	enum status_fact fact)
{
	if (fact != STATUS_UNKNOWN)
		details_bool(details, name, fact == STATUS_YES);
}

static bool has_onions(const struct status *status)
{
	return status->onions_configured.all || status->onions_current.all ||
		status->onions_detached.all;
}

/* ---- the tor process */

static bool is_verdict(struct span state)
{
	return state.len && !span_equal(state, "none recommended") &&
		!span_equal(state, "unknown");
}

static void show_tor(struct details *details, const struct status *status)
{
	struct span version = status_value(status, "version");
	struct span state = status_value(status, "status/version/current");
	struct span pid = status_value(status, "process/pid");
	struct span better = status_value(status,
		"status/version/recommended");
	const char *role = status_role(status);
	struct buf text = BUF_INIT;
	unsigned long long seconds;

	if (!status_knows(status, "version"))
		version = span_of("?");
	buf_print(&text, "Tor %.*s", (int)version.len, version.at);
	details_heading(details, buf_span(&text));
	if (is_verdict(state))
		details_styled(details, "version", style_of_state(state),
			state);
	details_print(details, "role", "%s%s", role ? role : "?",
		has_onions(status) ? ", with onion services" : "");
	buf_reset(&text);
	if (span_number(status_value(status, "uptime"), &seconds))
		format_add_age(&text, seconds);
	else if (!status_knows(status, "uptime"))
		buf_add_char(&text, '?');
	buf_print(&text, "%s%.*s", pid.len ? ", process " : "", (int)pid.len,
		pid.at);
	details_line(details, "running", buf_span(&text));
	show_value(details, "torrc", status, "config-file");
	buf_clear(&text);
	details_member(details, "version", EVENT_STRING, status_value(status,
		"version"));
	details_member(details, "version_status", EVENT_STRING, state);
	/* Tor answers "?" until it has a consensus. */
	if (!span_equal(better, "?"))
		details_member(details, "recommended", EVENT_LIST, better);
	details_member(details, "uptime", EVENT_NUMBER, status_value(status,
		"uptime"));
	details_member(details, "pid", EVENT_NUMBER, pid);
	details_member(details, "config_file", EVENT_STRING,
		status_value(status, "config-file"));
	details_member(details, "role", EVENT_STRING,
		span_of(role ? role : ""));
}

/* ---- the network */

/* The key's last part is also the member's name. */
static const struct { const char *key, *label; } listeners[] = {
	{ "net/listeners/socks", "SocksPort" },
	{ "net/listeners/httptunnel", "HTTP tunnel" },
	{ "net/listeners/trans", "TransPort" },
	{ "net/listeners/natd", "NATDPort" },
	{ "net/listeners/dns", "DNSPort" },
	{ "net/listeners/or", "ORPort" },
	{ "net/listeners/dir", "DirPort" },
	{ "net/listeners/extor", "ExtORPort" },
	{ "net/listeners/metrics", "metrics" },
	{ "net/listeners/control", "control" },
};

/* Shows "127.0.0.1:9050" "unix:/path" without the quotes. */
static void show_listener(struct details *details, const char *name,
	const char *label, struct span list)
{
	struct buf text = BUF_INIT, item = BUF_INIT;
	struct json *json = NULL;
	struct keyword word;

	while (keyword_next(&list, &word)) {
		buf_reset(&item);
		keyword_add_value(&item, &word);
		/* Tor reports a closed listener as an empty one. */
		if (!item.len)
			continue;
		if (!text.len && (json = details_value(details, name)))
			json_open_array(json);
		if (json)
			json_add_string(json, buf_span(&item));
		buf_add_string(&text, text.len ? ", " : "");
		buf_add_span(&text, buf_span(&item));
	}
	if (json)
		json_close_array(json);
	details_line(details, label, buf_span(&text));
	buf_clear(&item);
	buf_clear(&text);
}

static void show_listeners(struct details *details, const struct status *status)
{
	enum { COUNT = sizeof(listeners) / sizeof(*listeners) };
	size_t known = 0;

	for (size_t i = 0; i < COUNT; i++)
		known += status_knows(status, listeners[i].key);
	if (known)
		details_open(details, "listeners");
	for (size_t i = 0; i < COUNT; i++)
		show_listener(details, strrchr(listeners[i].key, '/') + 1,
			listeners[i].label, status_value(status,
			listeners[i].key));
	if (known)
		details_close(details);
	if (known < COUNT)
		details_line(details, known ? "other ports" : "ports",
			span_of("?"));
}

static void show_bootstrap(struct details *details, const struct status *status)
{
	struct buf text = BUF_INIT;

	if (status->progress < 0) {
		details_line(details, "bootstrap", span_of("?"));
		return;
	}
	buf_print(&text, "%d%%%s%s", status->progress,
		status->phase.len ? ": " : "", buf_text(&status->phase));
	details_styled(details, "bootstrap", status->progress == 100 ?
		STYLE_GOOD : STYLE_WAITING, buf_span(&text));
	buf_clear(&text);
	details_open(details, "bootstrap");
	details_number(details, "progress", (unsigned)status->progress);
	details_member(details, "summary", EVENT_STRING,
		buf_span(&status->phase));
	details_member(details, "warning", EVENT_STRING,
		buf_span(&status->trouble));
	details_close(details);
}

static void add_part(struct buf *to, const char *part)
{
	buf_print(to, "%s%s", to->len ? ", " : "", part);
}

static enum style style_of_network(const struct status *status)
{
	static const enum style established[] = {
		[STATUS_UNKNOWN] = STYLE_PLAIN,
		[STATUS_NO] = STYLE_WAITING,
		[STATUS_YES] = STYLE_GOOD,
	};

	if (status->network_off == STATUS_YES || span_equal(status_value(status,
		"network-liveness"), "down"))
		return STYLE_WARNING;
	return established[status_fact(status, "status/circuit-established")];
}

/* Shows the network's state, as far as known. */
static void show_state(struct details *details, const struct status *status)
{
	enum status_fact established = status_fact(status,
		"status/circuit-established");
	struct span liveness = status_value(status, "network-liveness");
	struct buf text = BUF_INIT;

	if (status->network_off == STATUS_YES)
		add_part(&text, "disabled");
	else if (status->dormant == STATUS_YES)
		add_part(&text, "idle");
	buf_print(&text, "%s%.*s", text.len && liveness.len ? ", " : "",
		(int)liveness.len, liveness.at);
	if (established != STATUS_UNKNOWN)
		add_part(&text, established == STATUS_YES ?
			"circuits established" : "no circuits established");
	details_styled(details, "network", style_of_network(status),
		text.len ? buf_span(&text) : span_of("?"));
	buf_clear(&text);
}

static void show_network(struct details *details, const struct status *status)
{
	struct span until = status_value(status, "consensus/valid-until");

	details_heading(details, span_of("Network"));
	show_bootstrap(details, status);
	show_state(details, status);
	if (until.len)
		details_print(details, "consensus", "valid until %.*s UTC",
			(int)until.len, until.at);
	else
		show_value(details, "consensus", status,
			"consensus/valid-until");
	details_open(details, "network");
	if (status->network_off != STATUS_UNKNOWN)
		details_bool(details, "enabled",
			status->network_off == STATUS_NO);
	add_fact(details, "dormant", status->dormant);
	details_member(details, "liveness", EVENT_STRING, status_value(status,
		"network-liveness"));
	add_fact(details, "circuit_established", status_fact(status,
		"status/circuit-established"));
	add_fact(details, "enough_dir_info", status_fact(status,
		"status/enough-dir-info"));
	details_member(details, "consensus_valid_after", EVENT_STRING,
		status_value(status, "consensus/valid-after"));
	details_member(details, "consensus_valid_until", EVENT_STRING, until);
	details_close(details);
	show_listeners(details, status);
}

/* ---- activity */

static void show_count(struct details *details, const char *name,
	const char *good, const char *key, const struct status_count *count)
{
	if (!count->known) {
		details_line(details, name, span_of("?"));
		return;
	}
	if (!count->all)
		details_line(details, name, span_of("none"));
	else if (count->good == count->all)
		details_print(details, name, "%zu, all %s", count->all, good);
	else
		details_print(details, name, "%zu, %zu %s", count->all,
			count->good, good);
	details_open(details, name);
	details_number(details, "total", count->all);
	details_number(details, key, count->good);
	details_close(details);
}

static void show_traffic(struct details *details, const struct status *status)
{
	struct span read = status_value(status, "traffic/read");
	struct span written = status_value(status, "traffic/written");
	struct buf text = BUF_INIT;

	if (read.len && written.len) {
		add_bytes(&text, read);
		buf_add_string(&text, " read, ");
		add_bytes(&text, written);
		buf_add_string(&text, " written");
		details_line(details, "traffic", buf_span(&text));
		details_open(details, "traffic");
		details_member(details, "read", EVENT_NUMBER, read);
		details_member(details, "written", EVENT_NUMBER, written);
		details_close(details);
	} else {
		show_value(details, "traffic", status, "traffic/read");
	}
	buf_clear(&text);
}

static void show_activity(struct details *details, const struct status *status)
{
	details_heading(details, span_of("Activity"));
	show_traffic(details, status);
	show_count(details, "circuits", "built", "built", &status->circuits);
	show_count(details, "streams", "open", "open", &status->streams);
	show_count(details, "connections", "up", "up", &status->connections);
	if (status->guards.all || !status->guards.known)
		show_count(details, "guards", "up", "up", &status->guards);
}

/* ---- relays and services */

static const char *yes_no(const struct status *status, const char *key)
{
	static const char *const words[] = { "?", "no", "yes" };

	return words[status_fact(status, key)];
}

static void show_server_lines(struct details *details,
	const struct status *status)
{
	static const char *const good[] = { "?", "not good yet", "good" };
	static const char *const accepted[] = { "?", "not accepted yet",
		"accepted by an authority" };
	const struct router_status *entry = status->entry;

	/* With the network off, Tor reports reachable without a test. */
	if (status->network_off != STATUS_YES)
		details_print(details, "reachable", "ORPort %s%s%s",
			yes_no(status, "status/reachability-succeeded/or"),
			status_value(status, "net/listeners/dir").len
				? ", DirPort "
				: "",
			status_value(status, "net/listeners/dir").len
				? yes_no(status,
					  "status/reachability-succeeded/dir")
				: "");
	details_print(details, "descriptor", "%s, %s", good[status_fact(status,
		"status/good-server-descriptor")], accepted[status_fact(status,
			"status/accepted-server-descriptor")]);
	if (!entry)
		return;
	details_line(details, "flags", entry->flags);
	if (entry->bandwidth.len)
		details_print(details, "weight", "%.*s kB/s",
			(int)entry->bandwidth.len, entry->bandwidth.at);
}

static void add_server_members(struct details *details,
	const struct status *status)
{
	const struct router_status *entry = status->entry;

	add_fact(details, "listed", status->listed);
	if (entry) {
		details_words(details, "flags", entry->flags);
		details_member(details, "bandwidth", EVENT_NUMBER,
			entry->bandwidth);
	}
	if (status->network_off != STATUS_YES) {
		add_fact(details, "or_reachable", status_fact(status,
			"status/reachability-succeeded/or"));
		add_fact(details, "dir_reachable", status_fact(status,
			"status/reachability-succeeded/dir"));
	}
	add_fact(details, "descriptor_good", status_fact(status,
		"status/good-server-descriptor"));
	add_fact(details, "descriptor_accepted", status_fact(status,
		"status/accepted-server-descriptor"));
}

static void show_server(struct details *details, const struct status *status)
{
	const char *nickname = status->nickname ? status->nickname :
		status_refusal(status, "Nickname") ? "?" : "Unnamed";
	struct span fingerprint = status_value(status, "fingerprint");
	struct span address = status_value(status, "address");
	char *head;

	if (status->server != STATUS_YES)
		return;
	head = alloc_print("%s %s", status->bridge == STATUS_YES ? "Bridge" :
		"Relay",
		nickname);
	details_heading(details, span_of(head));
	free(head);
	show_value(details, "fingerprint", status, "fingerprint");
	show_value(details, "address", status, "address");
	show_server_lines(details, status);
	details_open(details, "relay");
	if (!status_refusal(status, "Nickname"))
		details_member(details, "nickname", EVENT_STRING,
			span_of(nickname));
	details_member(details, "fingerprint", EVENT_STRING, fingerprint);
	details_member(details, "address", EVENT_STRING, address);
	add_server_members(details, status);
	details_close(details);
}

/* Shows "read written"; whichever reaches the limit first counts. */
static void show_transfer(struct details *details, const char *label,
	struct span pair)
{
	struct buf text = BUF_INIT;
	struct span read, written;

	split(pair, &read, &written);
	if (written.len) {
		add_bytes(&text, read);
		buf_add_string(&text, " read, ");
		add_bytes(&text, written);
		buf_add_string(&text, " written");
	}
	details_line(details, label, buf_span(&text));
	buf_clear(&text);
}

static void show_accounting(struct details *details,
	const struct status *status)
{
	struct span used = status_value(status, "accounting/bytes");
	struct span left = status_value(status, "accounting/bytes-left");
	struct span start = status_value(status, "accounting/interval-start");
	struct span end = status_value(status, "accounting/interval-end");
	struct span state = status_value(status, "accounting/hibernating");
	struct span read, written;

	if (status->accounting != STATUS_YES)
		return;
	details_heading(details, span_of("Accounting"));
	details_line(details, "state", !state.len ? span_of("?") :
		span_equal(state, "awake") ? state :
		span_equal(state, "soft") ? span_of("hibernating, no new "
			"connections") : span_of("hibernating"));
	show_transfer(details, "used", used);
	show_transfer(details, "left", left);
	if (end.len)
		details_print(details, "interval", "%.*s to %.*s UTC",
			(int)start.len, start.at, (int)end.len, end.at);
	details_open(details, "accounting");
	details_member(details, "hibernating", EVENT_STRING, state);
	split(used, &read, &written);
	details_member(details, "read", EVENT_NUMBER, read);
	details_member(details, "written", EVENT_NUMBER, written);
	split(left, &read, &written);
	details_member(details, "read_left", EVENT_NUMBER, read);
	details_member(details, "written_left", EVENT_NUMBER, written);
	details_member(details, "interval_start", EVENT_STRING, start);
	details_member(details, "interval_end", EVENT_STRING, end);
	details_close(details);
}

static void show_onions(struct details *details, const struct status *status)
{
	const struct {
		const struct status_count *count;
		const char *text, *name;
	} kinds[] = {
		{ &status->onions_configured, "in torrc", "configured" },
		{ &status->onions_detached, "detached", "detached" },
		{ &status->onions_current, "of this connection", "current" },
	};
	enum { KINDS = sizeof(kinds) / sizeof(*kinds) };
	struct buf text = BUF_INIT;
	bool known = true;

	for (size_t i = 0; i < KINDS; i++) {
		known = known && kinds[i].count->known;
		if (kinds[i].count->all)
			buf_print(&text, "%s%zu %s", text.len ? ", " : "",
				kinds[i].count->all, kinds[i].text);
	}
	if (!known)
		add_part(&text, "?");
	details_line(details, "onions", buf_span(&text));
	buf_clear(&text);
	if (!has_onions(status))
		return;
	details_open(details, "onion_services");
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].count->known)
			details_number(details, kinds[i].name,
				kinds[i].count->all);
	details_close(details);
}

static void show_warnings(struct details *details, const struct status *status)
{
	struct strv warnings = STRV_INIT;
	struct json *json;

	health_list_warnings(status, &warnings);
	if (warnings.len)
		details_heading(details, span_of("Warnings"));
	json = details_value(details, "warnings");
	if (json)
		json_open_array(json);
	for (size_t i = 0; i < warnings.len; i++) {
		details_styled(details, "!", STYLE_WARNING,
			span_of(warnings.items[i]));
		if (json)
			json_add_string(json, span_of(warnings.items[i]));
	}
	if (json)
		json_close_array(json);
	strv_clear(&warnings);
}

static void status_show(struct details *details, const struct status *status)
{
	show_tor(details, status);
	show_network(details, status);
	show_activity(details, status);
	show_onions(details, status);
	show_server(details, status);
	show_accounting(details, status);
	show_warnings(details, status);
}

enum {
	CHECK_TIMEOUT = 30000,
	CHECK_GRACE = 1000, /* to clean up in Tor after a timeout */
};

static void show(struct call *call, const struct status *status)
{
	struct details details;

	details_begin(&details, &call->result, call->session->output);
	status_show(&details, status);
	details_end(&details);
}

/* `milliseconds` is how long a circuit took; negative: none was built. */
static void show_fit(struct call *call, int64_t milliseconds)
{
	struct details details;
	struct buf text = BUF_INIT;

	details_begin(&details, &call->result, call->session->output);
	buf_add_string(&text, "Tor is working");
	if (milliseconds >= 0)
		buf_print(&text, ": built a circuit in %lld.%03lld s",
			(long long)(milliseconds / 1000),
			(long long)(milliseconds % 1000));
	details_heading(&details, buf_span(&text));
	details_bool(&details, "healthy", true);
	if (milliseconds >= 0)
		details_number(&details, "circuit_milliseconds",
			(unsigned long long)milliseconds);
	details_end(&details);
	buf_clear(&text);
}

/* Connects if necessary; replies are shown as received if so wanted. */
static struct connection *connect_status(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct connection *connection = session_connection(session, error);

	/* Failing to connect is not the command's error, but silence is. */
	if (!connection && (error->kind != ERROR_TIMEOUT ||
		!args_value(&call->args, "check")))
		call->command = NULL;
	if (connection && session->output->form == OUTPUT_RAW)
		connection_tap(connection, session_show_raw, session);
	return connection;
}

/* A Tor that does not answer before the timeout is not working. */
static bool judge_silence(int timeout, struct error *failure,
	struct error *error)
{
	if (failure->kind != ERROR_TIMEOUT)
		return error_move(error, failure);
	error_clear(failure);
	return error_set(error, ERROR_CHECK, "no answer from Tor within %d.%d "
		"s", timeout / 1000, timeout % 1000 / 100);
}

/* Reads the state and, if it is good, builds a circuit, by `deadline`. */
static bool examine(struct call *call, struct status *status, int timeout,
	int64_t deadline, int64_t *milliseconds, struct error *error)
{
	struct session *session = call->session;
	struct opener_config usual = session->tor->opener;
	bool probe = !args_value(&call->args, "no-probe");
	struct connection *connection;
	bool ok;

	session->tor->opener.connection.timeout = timeout;
	session->tor->opener.connection.limit = deadline;
	connection = connect_status(call, error);
	session->tor->opener = usual;
	if (!connection)
		return false;
	connection_set_timeout(connection, timeout);
	connection_set_limit(connection, deadline);
	ok = status_read(status, connection, error) &&
		health_check(status, error);
	connection_set_limit(connection,
		deadline == CLOCK_NEVER ? 0 : deadline + CHECK_GRACE);
	ok = ok && (!probe || health_probe(status, connection,
		&session->tor->events,
		timeout, deadline, milliseconds, error));
	connection_set_timeout(connection, usual.connection.timeout);
	connection_set_limit(connection, 0);
	return ok;
}

static bool check(struct call *call, struct status *status,
	struct error *error)
{
	const struct output *output = call->session->output;
	int timeout = session_timeout(call, CHECK_TIMEOUT);
	struct error failure = ERROR_INIT;
	int64_t milliseconds = -1;

	if (!examine(call, status, timeout, clock_deadline(timeout),
		&milliseconds, &failure))
		return judge_silence(timeout, &failure, error);
	if (output->form != OUTPUT_RAW && !output->quiet)
		show_fit(call, milliseconds);
	return true;
}

static bool run_status(struct call *call, struct error *error)
{
	static const char *const of_check[] = { "timeout", "no-probe" };
	struct status status = { 0 };
	bool checks = args_value(&call->args, "check"), ok = true;
	struct connection *connection;

	for (size_t i = 0; i < 2 && ok && !checks; i++)
		if (args_value(&call->args, of_check[i]))
			ok = error_set(error, ERROR_USAGE, "--%s requires "
				"--check", of_check[i]);
	if (ok && checks)
		ok = check(call, &status, error);
	else if (ok)
		ok = (connection = connect_status(call, error)) &&
			status_read(&status, connection, error) &&
			report_refused(&call->session->report,
			status.info.replies_len ||
			status.options.len,
			&status.refused, error);
	if (ok && !checks && call->session->output->form != OUTPUT_RAW)
		show(call, &status);
	status_clear(&status);
	return ok;
}

/* ---- several Tors */

enum { VERSION, NICKNAME, ROLE, BOOTSTRAPPED, FLAGS, READ, WRITTEN, CIRCUITS,
	WARNINGS };

static const struct table_column columns[] = {
	[VERSION] = { "VERSION", .help = "Tor's version" },
	[NICKNAME] = { "NICKNAME", .flags = TABLE_SHRINK | TABLE_SPARE,
		.help = "of a relay or bridge" },
	[ROLE] = { "ROLE", .help = "client, relay, bridge or authority" },
	[BOOTSTRAPPED] = { "BOOT%", "bootstrapped", EVENT_NUMBER, TABLE_RIGHT,
		"bootstrap progress in percent" },
	[FLAGS] = { "FLAGS", .flags = TABLE_SHRINK | TABLE_SPARE,
		.help = "of a relay in the consensus" },
	[READ] = { "READ", .type = EVENT_NUMBER,
		.flags = TABLE_RIGHT | TABLE_BYTES,
		.help = "bytes read since Tor started" },
	[WRITTEN] = { "WRITTEN", .type = EVENT_NUMBER,
		.flags = TABLE_RIGHT | TABLE_BYTES,
		.help = "bytes written since Tor started" },
	[CIRCUITS] = { "CIRCUITS", .type = EVENT_NUMBER, .flags = TABLE_RIGHT,
		.help = "circuits that are built" },
	[WARNINGS] = { "WARNINGS", .flags = TABLE_SHRINK | TABLE_SPARE,
		.help = "what is wrong" },
	{ NULL },
};

static void set_warnings(struct table *table, const struct status *status)
{
	struct strv warnings = STRV_INIT;
	char *text;

	health_list_warnings(status, &warnings);
	text = strv_join(&warnings, "; ");
	table_set(table, WARNINGS, span_of(text));
	free(text);
	strv_clear(&warnings);
}

static void add_status_row(struct table *table, const struct status *status)
{
	const char *role = status_role(status);

	table_add_row(table);
	table_set(table, VERSION, status_value(status, "version"));
	if (status->nickname)
		table_set(table, NICKNAME, span_of(status->nickname));
	if (role)
		table_set(table, ROLE, span_of(role));
	if (status->progress >= 0)
		table_set_number(table, BOOTSTRAPPED,
			(unsigned)status->progress);
	if (status->entry)
		table_set(table, FLAGS, status->entry->flags);
	table_set(table, READ, status_value(status, "traffic/read"));
	table_set(table, WRITTEN, status_value(status, "traffic/written"));
	if (status->circuits.known)
		table_set_number(table, CIRCUITS, status->circuits.good);
	set_warnings(table, status);
}

static bool run_status_table(struct call *call, struct error *error)
{
	struct status status = { 0 };
	struct connection *connection = connect_status(call, error);
	bool ok = connection && status_read(&status, connection, error);

	call->result.shape = ok ? RESULT_TABLE : RESULT_NOTHING;
	if (ok)
		add_status_row(&call->result.table, &status);
	status_clear(&status);
	return ok;
}

/* Not registered: see struct command. */
static const struct command status_table = {
	.name = "status",
	.summary = "compare the states of several Tors",
	.arguments = ARGUMENTS(TABLE_OPTIONS,),
	.columns = columns,
	.rows = "Tors",
	.flags = COMMAND_OFFLINE | COMMAND_EACH,
	.run = run_status_table,
};

const struct command commands_status[] = {
	{
		.name = "status",
		.group = COMMAND_ASK,
		.summary = "show an overview of Tor",
		.arguments = ARGUMENTS(
			{ "check", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "health check: exit with "
					"status 0 if Tor works; otherwise "
					"print the reason and exit with "
					"status 1" },
			{ "timeout", ARGUMENT_SECONDS, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL,
				"with --check: time limit, also for "
					"connecting (default 30; 0: none)" },
			{ "no-probe", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "with --check: trust Tor's "
					"own state and build no circuit" },
		),
		.flags = COMMAND_OFFLINE | /* connects within its time limit */
			COMMAND_EACH,
		.many = &status_table,
		.run = run_status,
		.wire = "GETINFO version\n"
			"GETINFO status/version/current\n"
			"GETINFO status/version/recommended\n"
			"GETINFO uptime\n"
			"GETINFO process/pid\n"
			"GETINFO config-file\n"
			"GETINFO current-time/utc\n"
			"GETINFO status/bootstrap-phase\n"
			"GETINFO status/circuit-established\n"
			"GETINFO status/enough-dir-info\n"
			"GETINFO network-liveness\n"
			"GETINFO dormant\n"
			"GETINFO consensus/valid-after\n"
			"GETINFO consensus/valid-until\n"
			"GETINFO net/listeners/or\n"
			"GETINFO net/listeners/dir\n"
			"GETINFO net/listeners/socks\n"
			"GETINFO net/listeners/httptunnel\n"
			"GETINFO net/listeners/trans\n"
			"GETINFO net/listeners/natd\n"
			"GETINFO net/listeners/dns\n"
			"GETINFO net/listeners/extor\n"
			"GETINFO net/listeners/metrics\n"
			"GETINFO net/listeners/control\n"
			"GETINFO traffic/read\n"
			"GETINFO traffic/written\n"
			"GETINFO circuit-status\n"
			"GETINFO stream-status\n"
			"GETINFO orconn-status\n"
			"GETINFO entry-guards\n"
			"GETINFO onions/current\n"
			"GETINFO onions/detached\n"
			"GETINFO accounting/enabled\n"
			"GETINFO accounting/hibernating\n"
			"GETINFO accounting/bytes\n"
			"GETINFO accounting/bytes-left\n"
			"GETINFO accounting/interval-start\n"
			"GETINFO accounting/interval-end\n"
			"GETINFO fingerprint\n"
			"GETINFO status/reachability-succeeded/or\n"
			"GETINFO status/reachability-succeeded/dir\n"
			"GETINFO status/good-server-descriptor\n"
			"GETINFO status/accepted-server-descriptor\n"
			"GETINFO address\n"
			"GETINFO ns/id/*\n"
			"GETINFO ns/all\n"
			"GETCONF DisableNetwork\n"
			"GETCONF ORPort\n"
			"GETCONF Nickname\n"
			"GETCONF BridgeRelay\n"
			"GETCONF __LeaveStreamsUnattached\n"
			"GETCONF HiddenServiceOptions\n"
			"SETEVENTS CIRC\n"
			"SETEVENTS\n"
			"EXTENDCIRCUIT 0\n"
			"CLOSECIRCUIT * IfUnused\n",
		.example = "torctl status --check --timeout 10",
		.replies = "Lines that do not apply are omitted; warnings are "
			"printed last. --check builds a circuit and closes it, "
			"because Tor can report a working state long after its "
			"relays are gone.",
	},
	{ .name = NULL },
};
