/* JSON values from text of any bytes, written as single lines. */
#include "cmd/json.h"

#include "util/alloc.h"
#include "util/utf8.h"

#include <string.h>

json_t *json_text(struct span text)
{
	struct buf replaced = BUF_INIT;
	json_t *value;

	if (utf8_valid(text)) {
		value = json_stringn_nocheck(text.at, text.len);
	} else {
		utf8_add_replaced(&replaced, text);
		value = json_stringn_nocheck(replaced.data, replaced.len);
		buf_clear(&replaced);
	}
	if (!value)
		alloc_fail();
	return value;
}

void json_set(json_t *object, struct span name, json_t *value)
{
	struct buf key = BUF_INIT;

	/* jansson's keys end at NUL. */
	while (name.len) {
		size_t len = strnlen(name.at, name.len);

		utf8_add_replaced(&key, (struct span){ name.at, len });
		if (len < name.len)
			buf_add_string(&key, "\xef\xbf\xbd");
		name = span_from(name, len + 1);
	}
	if (json_object_set_new_nocheck(object, buf_text(&key), value) < 0)
		alloc_fail();
	buf_clear(&key);
}

static int write_part(const char *bytes, size_t len, void *output)
{
	output_bytes(output, (struct span){ bytes, len });
	return 0;
}

void json_write(struct output *output, json_t *value)
{
	size_t flags = JSON_COMPACT | JSON_ENCODE_ANY;

	/*
	 * JSON does not treat bidirectional controls and the like as control
	 * characters, but they affect a terminal.
	 */
	if (output->terminal)
		flags |= JSON_ENSURE_ASCII;
	json_dump_callback(value, write_part, output, flags);
	output_string(output, "\n");
	json_decref(value);
}
