/* Help on one option of the configuration. */
#include "commands/conf_help.h"

#include "cmd/session.h"
#include "commands/conf_show.h"
#include "help/tor_manual.h"
#include "out/layout.h"
#include "tor/conf.h"
#include "tor/conf_names.h"
#include "util/escape.h"
#include "util/text.h"

#include <string.h>

/* Reads the option's value, and the value it would have without torrc. */
static bool read_values(struct connection *connection, const struct pair *option,
	struct pairs *defaults, struct pairs *values, struct error *error)
{
	struct strv key = STRV_INIT;
	bool ok;

	strv_add(&key, option->name);
	ok = conf_show_read(connection, "config/defaults", defaults, error) &&
		conf_get(connection, &key, values, error);
	strv_clear(&key);
	return ok;
}

static void add_line(struct call *call, const char *name, const char *value)
{
	struct buf line = BUF_INIT;

	buf_print(&line, "  %-8s %s\n", name, value);
	result_add_text(&call->result, call->session->output, buf_span(&line));
	buf_clear(&line);
	result_add(&call->result, name, span_of(value));
}

static void add_lines(struct call *call, const char *name,
	const struct pairs *lines, const struct pair *option)
{
	bool group = !strcmp(option->value, "Virtual"), any = false;
	struct buf line = BUF_INIT_SECRET;

	for (size_t i = 0; i < lines->len; i++) {
		const struct pair *pair = &lines->items[i];

		if (!pair->value || (!group && !text_equal_nocase(pair->name,
			option->name)))
			continue;
		buf_reset(&line);
		buf_print(&line, "%s%s%s", group ? pair->name : "",
			group ? " " : "", pair->value);
		add_line(call, name, buf_text(&line));
		any = true;
	}
	if (!any)
		buf_print(&call->result.text, "  %-8s (none)\n", name);
	buf_clear(&line);
}

/* The name comes from Tor, so it is escaped. */
static void add_heading(struct call *call, const struct pair *option)
{
	struct layout layout = layout_of(call->session->output,
		&call->result.text);
	struct buf name = BUF_INIT;

	escape_add_terminal(&name, span_of(option->name), ESCAPE_LINE);
	layout_heading(&layout, buf_text(&name));
	result_add(&call->result, "option", span_of(option->name));
	buf_clear(&name);
}

static void add_manual(struct call *call, const struct pair *option)
{
	struct buf page = BUF_INIT, text = BUF_INIT;
	struct buf *to = &call->result.text;

	buf_add_char(to, '\n');
	if (!tor_manual_read(TOR_MANUAL_TEXT, &page)) {
		buf_add_string(to, "The manual page tor(1) is not "
			"installed.\n");
	} else if (!tor_manual_find(buf_span(&page), option->name, &text)) {
		buf_add_string(to, "The installed tor(1) does not describe ");
		escape_add_terminal(to, span_of(option->name), ESCAPE_LINE);
		buf_add_string(to, ".\n");
	} else {
		escape_add_terminal(to, buf_span(&text), ESCAPE_TEXT);
		result_add(&call->result, "manual", buf_span(&text));
	}
	buf_clear(&page);
	buf_clear(&text);
}

bool conf_help(struct call *call, struct connection *connection, const char *name,
	struct error *error)
{
	struct pairs names = { 0 }, defaults = { 0 }, values = { 0 };
	const struct pair *option = NULL;
	bool ok = true;

	if (connection)
		ok = conf_names_load(connection, &names, error);
	else
		conf_names_builtin(&names);
	if (ok)
		option = conf_names_find(&names, name, error);
	ok = option && (!connection || read_values(connection, option, &defaults,
		&values, error));
	if (ok) {
		add_heading(call, option);
		add_line(call, "type", option->value);
		if (connection) {
			add_lines(call, "default", &defaults, option);
			add_lines(call, "now", &values, option);
		}
		add_manual(call, option);
	}
	pairs_clear(&names);
	pairs_clear(&defaults);
	pairs_clear(&values);
	return ok;
}
