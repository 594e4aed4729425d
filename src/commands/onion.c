/* onion: this Tor's services, and other services' descriptors. */
#include "cmd/advice.h"
#include "cmd/redraw.h"
#include "cmd/session.h"
#include "commands/key_file.h"
#include "commands/onion_show.h"
#include "proto/verbs.h"
#include "tor/conf.h"
#include "tor/onion.h"
#include "tor/onion_key.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/format.h"

#include <stdlib.h>
#include <string.h>

/* ---- onion add */

/* On a slow network, the first upload takes a minute. */
enum { PUBLISH_TIMEOUT = 120 * 1000 };

/* A client for which a key is created. */
struct visitor {
	struct onion_pair pair;
	struct key_file file;
};

struct making {
	struct call *call;
	struct onion_plan plan;
	struct buf key;          /* of --key */
	struct key_file new_key; /* of --new-key */
	struct visitor *visitors;
	size_t visitors_len;
	struct onion onion;
};

static bool read_key(struct making *making, struct error *error)
{
	const char *path = args_value(&making->call->args, "key");
	struct buf file = BUF_INIT_SECRET;
	bool ok;

	if (!path)
		return true;
	ok = key_file_read(making->call->session, path, &file, error) &&
		onion_key_read_service(path, buf_span(&file), &making->key,
		error);
	making->plan.key = buf_text(&making->key);
	buf_clear(&file);
	return ok;
}

static bool plan_visitor(struct making *making, const char *name,
	struct error *error)
{
	bool replace = args_value(&making->call->args, "force");
	char *path = key_file_name(name, "auth_private", error);
	struct visitor *visitor;
	bool ok;

	if (!path)
		return false;
	making->visitors = alloc_resize(making->visitors,
		making->visitors_len + 1, sizeof(*making->visitors));
	visitor = &making->visitors[making->visitors_len++];
	*visitor = (struct visitor){ 0 };
	ok = key_file_plan(&visitor->file, path, replace, error) &&
		onion_pair_make(&visitor->pair, error);
	if (ok)
		strv_add(&making->plan.clients, buf_text(&visitor->pair.open));
	free(path);
	return ok;
}

/* Does all that can fail locally before Tor has a service. */
static bool prepare(struct making *making, struct error *error)
{
	const struct args *args = &making->call->args;
	const struct strv *names = args_list(args, "new-client");
	const struct strv *ports = args_list(args, "PORT");
	const struct strv *clients = args_list(args, "client-auth");
	const char *new_key = args_value(args, "new-key");
	struct onion_plan *plan = &making->plan;

	if (new_key && args_value(args, "key"))
		return error_set(error, ERROR_USAGE, "--key and --new-key "
			"cannot be combined");
	if (args_value(args, "force") && !new_key && !names->len)
		return error_set(error, ERROR_USAGE, "--force requires "
			"--new-key or --new-client");
	for (size_t i = 0; i < ports->len; i++)
		strv_add(&plan->ports, ports->items[i]);
	for (size_t i = 0; i < clients->len; i++)
		strv_add(&plan->clients, clients->items[i]);
	plan->keep_key = new_key;
	plan->max_streams = args_value(args, "max-streams");
	plan->detach = args_value(args, "detach");
	plan->pow = args_value(args, "pow");
	for (size_t i = 0; i < names->len; i++)
		if (!plan_visitor(making, names->items[i], error))
			return false;
	return (!new_key || key_file_plan(&making->new_key, new_key,
		args_value(args, "force"), error)) && read_key(making, error);
}

static bool save_visitor(const struct visitor *visitor, const char *address,
	struct error *error)
{
	struct buf line = BUF_INIT_SECRET;
	bool ok;

	onion_pair_add_line(&visitor->pair, address, &line);
	ok = key_file_write(&visitor->file, buf_span(&line), error);
	buf_clear(&line);
	return ok;
}

static bool save_keys(const struct making *making, struct error *error)
{
	const struct onion *onion = &making->onion;
	bool ok;

	ok = !making->new_key.path || key_file_write(&making->new_key,
		buf_span(&onion->key), error);
	for (size_t i = 0; i < making->visitors_len && ok; i++)
		ok = save_visitor(&making->visitors[i], onion->address, error);
	return ok;
}

/*
 * Prints at once: a program that starts us in the background reads it before we
 * exit.
 */
static bool print_result(struct call *call, struct error *error)
{
	result_render(&call->result, call->session->output);
	result_clear(&call->result);
	return output_flush(call->session->output, error);
}

static bool print_address(struct making *making, struct error *error)
{
	struct call *call = making->call;
	const struct report *report = &call->session->report;
	char *name = alloc_print("%s.onion", making->onion.address);
	bool ok;

	if (call->session->output->form == OUTPUT_RAW)
		session_show_raw(call->session, buf_span(&making->onion.said));
	if (making->new_key.path)
		result_add(&call->result, "key_file",
			span_of(making->new_key.path));
	for (size_t i = 0; i < making->visitors_len; i++) {
		result_add(&call->result, "client_file",
			span_of(making->visitors[i].file.path));
		result_add(&call->result, "client_key",
			buf_span(&making->visitors[i].pair.open));
	}
	session_note_made(call->session, span_of(name));
	result_add(&call->result, "address", span_of(name));
	result_add_line(&call->result, call->session->output, span_of(name));
	ok = print_result(call, error);
	free(name);
	if (making->new_key.path)
		report_note(report, "private key saved in %s",
			making->new_key.path);
	for (size_t i = 0; i < making->visitors_len; i++)
		report_note(report, "give %s to the client (onion auth add "
			"ADDRESS FILE, or copy it to ClientOnionAuthDir); to "
			"admit this client later, use --client-auth %s",
			making->visitors[i].file.path,
			buf_text(&making->visitors[i].pair.open));
	if (making->onion.no_pow)
		report_note(report, "proof of work is not enabled; it "
			"requires Tor 0.4.9.2 or later");
	return ok;
}

/* ---- publication */

struct publishing {
	struct session *session;
	struct onion_publish publish;
	struct redraw redraw;
	bool lively; /* lines on the terminal; else a note */
};

static void look(void *arg, const struct queue_event *event)
{
	struct publishing *publishing = arg;

	onion_publish_look(&publishing->publish, event);
}

static void add_progress(const struct onion_progress *progress,
	struct buf *line)
{
	if (progress->done)
		buf_print(line, "published: %zu upload%s", progress->uploaded,
			progress->uploaded == 1 ? "" : "s");
	else if (progress->uploads)
		buf_print(line, "publishing: %zu of %zu uploads",
			progress->uploaded, progress->uploads);
	else
		buf_add_string(line, "preparing to publish");
	if (progress->failed)
		buf_print(line, ", %zu refused", progress->failed);
}

/* Shows lines that are redrawn, or a single note at the end. */
static bool show_progress(struct publishing *publishing, struct error *error)
{
	const struct onion_progress *progress = &publishing->publish.progress;
	struct session *session = publishing->session;
	struct buf line = BUF_INIT;
	bool ok = true;

	add_progress(progress, &line);
	if (publishing->lively) {
		buf_add_char(&line, '\n');
		ok = redraw_show(&publishing->redraw, buf_span(&line), error);
	} else {
		if (session->tor->events.print)
			session->tor->events.print(session->tor->events.print_arg);
		if (progress->done)
			report_note(&session->report, "%s", buf_text(&line));
	}
	buf_clear(&line);
	return ok;
}

static bool await_done(struct publishing *publishing, int64_t deadline,
	struct error *error)
{
	struct session *session = publishing->session;
	const struct onion_progress *progress = &publishing->publish.progress;
	bool ok = show_progress(publishing, error);

	while (ok && !progress->done && !progress->refused) {
		ok = events_next(&session->tor->events,
				session->tor->connection, look, publishing,
				deadline, error) &&
			show_progress(publishing, error);
	}
	return ok && (progress->done || onion_publish_refused(
		&publishing->publish, error));
}

/* Tells a program that the service can be reached from now on. */
static bool print_published(struct making *making,
	const struct onion_progress *progress, struct error *error)
{
	struct call *call = making->call;
	char *name = alloc_print("%s.onion", making->onion.address);
	struct buf time = BUF_INIT;

	format_add_time(&time, clock_wall());
	result_add(&call->result, "event", span_of("published"));
	result_add(&call->result, "time", buf_span(&time));
	result_add(&call->result, "address", span_of(name));
	result_add_number(&call->result, "uploads",
		(long long)progress->uploaded);
	result_add_number(&call->result, "refused",
		(long long)progress->failed);
	buf_add_string(&call->result.text, "published\n");
	buf_clear(&time);
	free(name);
	return print_result(call, error);
}

static bool await_published(struct making *making, struct error *error)
{
	struct session *session = making->call->session;
	int timeout = session_timeout(making->call, PUBLISH_TIMEOUT);
	struct publishing publishing = {
		.session = session,
		.publish = { .address = making->onion.address },
		.lively = redraw_possible(session->output) &&
			!session->output->quiet,
	};
	struct error failure = ERROR_INIT;
	bool ok;

	if (publishing.lively)
		redraw_start(&publishing.redraw, session);
	ok = await_done(&publishing, clock_deadline(timeout), &failure);
	if (publishing.lively)
		redraw_end(&publishing.redraw);
	if (failure.kind == ERROR_TIMEOUT)
		error_set(&failure, ERROR_TIMEOUT,
			"timed out: %s; Tor may not be "
			"bootstrapped; use --timeout SECS to wait longer",
			publishing.publish.progress.uploaded
				? "only some "
				  "directories accepted the descriptor"
				: "no directory accepted the "
				  "descriptor");
	if (ok && args_value(&making->call->args, "notify"))
		ok = print_published(making, &publishing.publish.progress,
			&failure);
	onion_publish_clear(&publishing.publish);
	return ok || error_move(error, &failure);
}

/* ---- the command */

/*
 * Removes the new service after a failure, unless it is detached and its
 * address may be known.
 */
static void take_back(struct making *making, bool printed,
	struct error *failure)
{
	struct session *session = making->call->session;
	bool removed;

	if (!connection_connected(session->tor->connection))
		return;
	advice_add(failure, making->call->command->name,
		making->call->session->report.prompt);
	if (printed && making->plan.detach) {
		error_append(failure, "; the service stays until onion del");
		return;
	}
	/* Ctrl-C was for the wait, not for this request. */
	connection_set_cancel(session->tor->connection, -1);
	removed = onion_remove(session->tor->connection, making->onion.address,
		NULL);
	connection_set_cancel(session->tor->connection,
		session->tor->opener.connection.cancel_fd);
	if (!removed)
		return;
	/* After an interruption no error is printed, so use a note. */
	if (failure->kind == ERROR_INTERRUPTED)
		report_note(&session->report, "service removed");
	else
		error_append(failure, "; service removed");
}

static bool make(struct making *making, bool *printed, struct error *error)
{
	struct session *session = making->call->session;
	bool ok;

	*printed = false;
	/* An interruption could leave an unknown service in Tor. */
	connection_set_cancel(session->tor->connection, -1);
	ok = onion_add(session->tor->connection, &making->plan, &making->onion,
		error);
	connection_set_cancel(session->tor->connection,
		session->tor->opener.connection.cancel_fd);
	if (!ok || !save_keys(making, error))
		return false;
	*printed = true;
	return print_address(making, error) && await_published(making, error);
}

static void say_how_long(const struct making *making)
{
	struct session *session = making->call->session;

	if (making->plan.detach)
		report_note(&session->report, "the service runs until onion "
			"del or until Tor exits");
	else if (session->prompt)
		report_note(&session->report, "the service runs until onion "
			"del or until this connection closes");
	else
		session->tor->hold = true;
}

static void clear(struct making *making)
{
	for (size_t i = 0; i < making->visitors_len; i++) {
		onion_pair_clear(&making->visitors[i].pair);
		key_file_clear(&making->visitors[i].file);
	}
	free(making->visitors);
	key_file_clear(&making->new_key);
	strv_clear(&making->plan.ports);
	strv_clear(&making->plan.clients);
	onion_clear(&making->onion);
	buf_clear(&making->key);
}

static bool onion_add_run(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct making making = { .call = call, .key = BUF_INIT_SECRET };
	struct error failure = ERROR_INIT;
	bool ok, printed = false;

	ok = prepare(&making, &failure) && (!conf_is_offline(
		session->tor->connection) || conf_refuse_offline(&failure));
	if (ok) {
		ok = events_borrow(&session->tor->events,
				session->tor->connection, onion_publish_events,
				&failure) &&
			make(&making, &printed, &failure);
		if (!ok && making.onion.address)
			take_back(&making, printed, &failure);
		events_return(&session->tor->events, session->tor->connection);
	}
	if (ok)
		say_how_long(&making);
	else
		error_move(error, &failure);
	clear(&making);
	error_clear(&failure);
	return ok;
}

/* Tor may never answer HSFETCH, so the wait is always limited. */
enum { FETCH_TIMEOUT = 60 * 1000 };

/* ---- del, fetch */

static bool run_del(struct call *call, struct error *error)
{
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	verb_remove_onion(&request, args_value(&call->args, "ADDRESS"));
	ok = session_request(call, &request, &failure);
	if (!ok && failure.kind == ERROR_TOR && failure.status == 552)
		error_append(&failure, "; to remove a service in torrc, "
			"remove its lines; a service of another connection "
			"ends with that connection; see onion list");
	return ok || error_move(error, &failure);
}

static bool run_fetch(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	int timeout = session_timeout(call, FETCH_TIMEOUT);

	if (timeout < 0 && !args_value(args, "timeout"))
		timeout = FETCH_TIMEOUT;
	if (timeout < 0)
		return error_set(error, ERROR_USAGE, "--timeout must be "
			"greater than 0 here: Tor may never answer");
	return onion_show_descriptor(call, args_list(args, "server"),
		clock_deadline(timeout), error);
}

#define ONION_HELP "56 letters and digits, with or without .onion"
#define VALUE ARGUMENT_OPTION | ARGUMENT_VALUE | ARGUMENT_OPTIONAL
#define ALONE ARGUMENT_OPTION | ARGUMENT_OPTIONAL

const struct command commands_onion[] = {
	{
		.name = "onion",
		.group = COMMAND_ONIONS,
		.summary = "manage onion services and client keys",
		.flags = COMMAND_FAMILY,
		.replies = "Keys are read from files; new keys are written to "
			"files with mode 0600, and existing files are "
			"overwritten only with --force. The .onion suffix of "
			"an address is optional. The checksum of an address is "
			"verified.",
	},
	{
		.name = "onion add",
		.group = COMMAND_ONIONS,
		.summary = "create and publish an onion service",
		.arguments = ARGUMENTS(
			{ "PORT", ARGUMENT_ONION_PORT, ARGUMENT_REPEAT,
				"the service's port and its target: PORT "
					"(same port on Tor's host), "
					"PORT:PORT, PORT:IP:PORT or "
					"PORT:unix:/PATH" },
			{ "key", ARGUMENT_FILE, VALUE, "restore a service "
				"from its private key: a file with "
				"ED25519-V3:BASE64, or Tor's "
				"hs_ed25519_secret_key" },
			{ "new-key", ARGUMENT_FILE, VALUE, "save the new "
				"private key in FILE; without it the address "
				"cannot be restored later" },
			{ "client-auth", ARGUMENT_CLIENT, VALUE |
				ARGUMENT_REPEAT, "restrict access to clients "
					"with this key (public key in base32, "
					"see onion auth new)" },
			{ "new-client", ARGUMENT_TEXT, VALUE | ARGUMENT_REPEAT,
				"create a client key and save the "
					"private key in "
					"NAME.auth_private", "NAME" },
			{ "detach", ARGUMENT_TEXT, ALONE, "keep the service "
				"when the connection closes" },
			{ "max-streams", ARGUMENT_NUMBER, VALUE, "maximum "
				"streams per circuit, up to 65535" },
			{ "pow", ARGUMENT_TEXT, ALONE, "under load, require "
				"proof of work from clients (Tor 0.4.9.2)" },
			{ "force", ARGUMENT_TEXT, ALONE, "overwrite existing "
				"key files" },
			{ "notify", ARGUMENT_TEXT, ALONE, "print another line "
				"when the service is published" },
			{ "timeout", ARGUMENT_SECONDS, VALUE, "give up if "
				"the service is not published within SECS "
				"(default 120; 0: never)" },
		),
		.flags = COMMAND_LONG | COMMAND_MAKES,
		.values = VALUES(
			{ "PORT", "80", "HTTP, to the same port on Tor's "
				"host" },
			{ "PORT", "443", "HTTPS, to the same port on Tor's "
				"host" },
			{ "PORT", "22", "SSH, to the same port on Tor's host" },
		),
		.run = onion_add_run,
		.wire = "ADD_ONION *\n"
			"GETCONF DisableNetwork\n"
			"SETEVENTS HS_DESC\n"
			"SETEVENTS\n",
		.example = "torctl onion add 80:8080 --new-key ~/site.key",
		.replies = "Prints the address, which is $_ in the following "
			"lines, and waits until the "
			"hidden-service directories have answered. --notify "
			"then prints \"published\", with --json an object whose "
			"event is \"published\". A service "
			"that is not published before the timeout, or that "
			"all directories refuse, is removed unless --detach is "
			"given. Without --detach, the service lasts as long as "
			"the connection: torctl runs until Ctrl-C; at the "
			"prompt, you can continue working. Key files are "
			"written before the address is printed. --raw prints "
			"Tor's reply without the private key.",
		.errors = ERRORS(
			{ "550", "the service already exists" },
		),
	},
	{
		.name = "onion list",
		.group = COMMAND_ONIONS,
		.summary = "list this Tor's onion services",
		.arguments = ARGUMENTS(
			TABLE_OPTIONS,
		),
		.columns = onion_show_columns,
		.rows = "onion services",
		.run = onion_show_list,
		.wire = "GETINFO onions/current\n"
			"GETINFO onions/detached\n"
			"GETCONF HiddenServiceOptions\n",
		.example = "torctl onion list",
		.replies = ONION_SHOW_HELP,
	},
	{
		.name = "onion del",
		.group = COMMAND_ONIONS,
		.summary = "remove an onion service",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION_OWN, 0, ONION_HELP },
		),
		.run = run_del,
		.wire = "DEL_ONION *\n",
		.example = "torctl onion del ADDRESS.onion",
		.replies = "Removes detached services and services of this "
			"connection only.",
		.errors = ERRORS(
			{ "552", "no such service" },
		),
	},
	{
		.name = "onion fetch",
		.group = COMMAND_ONIONS,
		.summary = "fetch an onion service descriptor",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION, 0, ONION_HELP },
			{ "server", ARGUMENT_RELAY, VALUE | ARGUMENT_REPEAT,
				"ask this hidden-service directory instead of "
					"the responsible ones" },
			{ "timeout", ARGUMENT_SECONDS, VALUE, "give up after "
				"SECS (default 60)" },
		),
		.flags = COMMAND_LONG,
		.run = run_fetch,
		.wire = "HSFETCH *\n"
			"GETCONF DisableNetwork\n"
			"SETEVENTS HS_DESC HS_DESC_CONTENT\n"
			"SETEVENTS\n",
		.example = "torctl onion fetch ADDRESS.onion",
		.replies = "Prints the descriptor as received; most of it is "
			"encrypted.",
		.errors = ERRORS(
			{ "551", "no hidden-service directory has the "
				"descriptor" },
			{ "552", "no such relay" },
		),
	},
	{ .name = NULL },
};
