/*
 * Output that several commands share: the list of onion services, a descriptor.
 */
#include "commands/onion_show.h"

#include "cmd/onion_host.h"
#include "tor/conf.h"
#include "tor/descriptor.h"
#include "tor/info.h"
#include "util/text.h"

#include <stdlib.h>

enum { ADDRESS, KIND, PORTS, DIRECTORY };

const struct table_column onion_show_columns[] = {
	[ADDRESS] = { "ADDRESS", .help = "with .onion; - if Tor's hostname "
					 "file is not readable" },
	[KIND] = { "KIND",
		.help = "current (ends with this connection), "
			"detached (until onion del or Tor exits) or torrc" },
	[PORTS] = { "PORTS", .type = EVENT_LIST,
		.flags = TABLE_SHRINK | TABLE_SPARE,
		.help = "ports and targets (torrc services only)" },
	[DIRECTORY] = { "DIRECTORY", .flags = TABLE_SHRINK | TABLE_SPARE,
		.help = "key directory (torrc services only)" },
	{ NULL },
};

#define PREFIX "onions/"

static void set_address(struct table *table, struct span address)
{
	struct buf name = BUF_INIT;

	buf_add_span(&name, address);
	buf_add_string(&name, ".onion");
	table_set(table, ADDRESS, buf_span(&name));
	buf_clear(&name);
}

/* Adds services created by controllers. */
static void add_made(struct table *table, const struct info *info)
{
	for (size_t i = 0; i < info->len; i++) {
		struct span text = info->values[i].value, line;

		while (span_next_line(&text, &line)) {
			if (!line.len)
				continue;
			table_add_row(table);
			set_address(table, line);
			table_set(table, KIND, span_from(info->values[i].key,
				sizeof(PREFIX) - 1));
		}
	}
}

static void finish_service(struct table *table, struct buf *ports)
{
	if (ports->len)
		table_set(table, PORTS, buf_span(ports));
	buf_reset(ports);
}

static void begin_service(struct call *call, const char *directory)
{
	struct table *table = &call->result.table;
	char *address = onion_host_address(call->session, directory);

	table_add_row(table);
	if (address)
		set_address(table, span_of(address));
	table_set(table, KIND, span_of("torrc"));
	table_set(table, DIRECTORY, span_of(directory));
	free(address);
}

/* Adds services in torrc. Options after a HiddenServiceDir belong to it. */
static void add_configured(struct call *call, const struct pairs *options)
{
	struct buf ports = BUF_INIT;
	bool any = false;

	for (size_t i = 0; i < options->len; i++) {
		const char *name = options->items[i].name;
		const char *value = options->items[i].value;

		if (!value)
			continue;
		if (text_equal_nocase(name, "HiddenServiceDir")) {
			finish_service(&call->result.table, &ports);
			any = true;
			begin_service(call, value);
		} else if (any && text_equal_nocase(name,
			"HiddenServicePort")) {
			buf_print(&ports, "%s%s", ports.len ? "," : "", value);
		}
	}
	finish_service(&call->result.table, &ports);
	buf_clear(&ports);
}

bool onion_show_list(struct call *call, struct error *error)
{
	char *items[] = { (char[]){ PREFIX "current" },
		(char[]){ PREFIX "detached" },
		(char[]){ "HiddenServiceOptions" } };
	const struct strv made = { items, 2, 0 }, configured = { items + 2,
		1, 0 };
	struct connection *connection = call->session->tor->connection;
	struct error refused = ERROR_INIT;
	struct pairs options = { 0 };
	struct info info = { 0 };
	bool ok;

	info_send_ahead(connection, &made);
	conf_send_ahead(connection, &configured);
	ok = info_get_known(connection, &made, &info, &refused, error) &&
		conf_get_known(connection, &configured, &options, &refused,
		error) && report_refused(&call->session->report,
		info.replies_len ||
		options.len, &refused, error);
	if (ok) {
		add_made(&call->result.table, &info);
		add_configured(call, &options);
		call->result.shape = RESULT_TABLE;
	}
	error_clear(&refused);
	pairs_clear(&options);
	info_clear(&info);
	return ok;
}

/* ---- the descriptor of a service */

bool onion_show_descriptor(struct call *call, const struct strv *servers,
	int64_t deadline, struct error *error)
{
	struct tor *tor = call->session->tor;
	const char *address = args_value(&call->args, "ADDRESS");
	struct result *result = &call->result;
	struct descriptor descriptor = { 0 };
	bool ok = descriptor_fetch(tor->connection, &tor->events, address,
		servers, deadline, &descriptor, error);

	if (ok) {
		result_add(result, "address", span_of(address));
		result_add(result, "descriptor_id",
			span_of(descriptor.descriptor_id));
		result_add(result, "hs_dir", span_of(descriptor.hs_dir));
		result_add(result, "content", buf_span(&descriptor.content));
		result_add_line(result, call->session->output,
			buf_span(&descriptor.content));
	}
	descriptor_clear(&descriptor);
	return ok;
}
