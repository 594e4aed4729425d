/* Lines of output with the name of the Tor that they are about. */
#include "out/server_line.h"

#include "out/style.h"
#include "util/json.h"

#include <string.h>

void server_line_add_object(struct buf *to, const char *server,
	struct span value)
{
	struct json json = { .to = to };
	bool is_object = value.len && *value.at == '{';

	json_open_object(&json);
	json_add_member(&json, "server", span_of(server));
	if (!is_object) {
		json_add_name(&json, "value");
		json_add_raw(&json, value);
		json_close_object(&json);
		return;
	}
	value = span_from(value, 1);
	if (value.len > 1)
		buf_add_char(to, ',');
	buf_add_span(to, value);
}

/*
 * Returns the length of the first element of an array, whose opening bracket is
 * not part of `rest`.
 */
static size_t element_length(struct span rest)
{
	bool quoted = false;
	size_t depth = 0, i;

	for (i = 0; i < rest.len; i++) {
		char c = rest.at[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			depth++;
		else if (!quoted && depth && (c == '}' || c == ']'))
			depth--;
		else if (!quoted && !depth && (c == ',' || c == ']'))
			break;
	}
	return i < rest.len ? i : rest.len;
}

static void add_json(struct buf *to, const char *server, struct span value)
{
	size_t len;

	if (!value.len || *value.at != '[') {
		server_line_add_object(to, server, value);
		buf_add_char(to, '\n');
		return;
	}
	value = span_from(value, 1);
	while ((len = element_length(value))) {
		server_line_add_object(to, server,
			(struct span){ value.at, len });
		buf_add_char(to, '\n');
		value = span_from(value, len < value.len ? len + 1 : len);
	}
}

void server_line_add(struct buf *to, const char *server, enum output_form form,
	bool color, struct span line)
{
	if (form == OUTPUT_JSON) {
		add_json(to, server, line);
		return;
	}
	if (color)
		buf_add_string(to, style_on(STYLE_KEY));
	buf_add_string(to, server);
	buf_add_char(to, ':');
	if (color)
		buf_add_string(to, style_off(STYLE_KEY));
	buf_add_char(to, ' ');
	buf_add_span(to, line);
	buf_add_char(to, '\n');
}
