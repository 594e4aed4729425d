/* A command's result: named fields, rendered in one place for each form. */
#include "out/result.h"

#include "util/alloc.h"
#include "util/escape.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

void result_add_named(struct result *result, struct span name,
	struct span value)
{
	struct result_field *field;

	result->shape = RESULT_FIELDS;
	result->fields = alloc_resize(result->fields, result->len + 1,
		sizeof(*result->fields));
	field = &result->fields[result->len++];
	*field = (struct result_field){ BUF_INIT, BUF_INIT_SECRET, false };
	buf_add_span(&field->name, name);
	buf_add_span(&field->value, value);
}

void result_add(struct result *result, const char *name, struct span value)
{
	result_add_named(result, span_of(name), value);
}

void result_add_number(struct result *result, const char *name,
	long long number)
{
	char *text = alloc_print("%lld", number);

	result_add(result, name, span_of(text));
	result->fields[result->len - 1].number = true;
	free(text);
}

void result_add_text(struct result *result, const struct output *output,
	struct span text)
{
	if (output->terminal)
		escape_add_terminal(&result->text, text, ESCAPE_TEXT);
	else
		buf_add_span(&result->text, text);
}

void result_add_line(struct result *result, const struct output *output,
	struct span text)
{
	if (output->form != OUTPUT_TEXT)
		return;
	result_add_text(result, output, text);
	if (!text.len || text.at[text.len - 1] != '\n')
		buf_add_char(&result->text, '\n');
}

void result_add_ok(struct result *result, const struct output *output)
{
	bool json = output->form == OUTPUT_JSON;

	result->shape = RESULT_NOTHING;
	if (output->quiet || !(json || output->terminal))
		return;
	if (json)
		result_add_number(result, "status", 250);
	result_add(result, "text", span_of("OK"));
}

void result_add_pairs(struct result *result, const struct pairs *pairs,
	table_line *line)
{
	struct table *table = &result->table;

	result->shape = RESULT_TABLE;
	table->line = line;
	table->text.secret = true;
	for (size_t i = 0; i < pairs->len; i++) {
		const struct pair *pair = &pairs->items[i];

		table_add_row(table);
		table_set(table, 0, span_of(pair->name));
		if (pair->value)
			table_set(table, 1, span_of(pair->value));
	}
}

static void render_fields(const struct result *result, struct output *output)
{
	if (result->len == 1 && !result->named) {
		output_line(output, buf_span(&result->fields[0].value));
		return;
	}
	for (size_t i = 0; i < result->len; i++)
		output_field(output, buf_span(&result->fields[i].name),
			buf_span(&result->fields[i].value));
}

/* ---- JSON */

struct json result_json(struct result *result, const struct output *output)
{
	return (struct json){ .to = &result->json, .ascii = output->terminal };
}

/* Returns whether JSON shows both texts as the same. */
static bool is_same(const struct buf *one, const struct buf *other)
{
	struct span a = buf_span(one), b = buf_span(other);
	struct buf shown_a = BUF_INIT, shown_b = BUF_INIT;
	bool same = a.len == b.len && (!a.len || !memcmp(a.at, b.at, a.len));

	if (same || (utf8_valid(a) && utf8_valid(b)))
		return same;
	utf8_add_replaced(&shown_a, a);
	utf8_add_replaced(&shown_b, b);
	same = shown_a.len == shown_b.len &&
		!memcmp(shown_a.data, shown_b.data, shown_a.len);
	buf_clear(&shown_a);
	buf_clear(&shown_b);
	return same;
}

/* Returns the next field of that name, from `at` on; `len` if there is none. */
static size_t find_field(const struct result *result, size_t at,
	const struct buf *name)
{
	while (at < result->len && !is_same(&result->fields[at].name, name))
		at++;
	return at;
}

static void add_field(struct json *to, const struct result_field *field)
{
	if (field->number)
		json_add_number(to, buf_span(&field->value), false);
	else
		json_add_string(to, buf_span(&field->value));
}

/* A repeated name with another value turns its member into a list. */
static void add_fields(struct json *to, const struct result *result,
	size_t first)
{
	const struct result_field *field = &result->fields[first];
	size_t other = find_field(result, first + 1, &field->name);

	json_add_key(to, buf_span(&field->name));
	while (other < result->len &&
		is_same(&result->fields[other].value, &field->value))
		other = find_field(result, other + 1, &field->name);
	if (other == result->len) {
		add_field(to, field);
		return;
	}
	json_open_array(to);
	add_field(to, field);
	for (; other < result->len;
		other = find_field(result, other + 1, &field->name))
		add_field(to, &result->fields[other]);
	json_close_array(to);
}

static void add_object(struct json *to, const struct result *result)
{
	json_open_object(to);
	for (size_t i = 0; i < result->len; i++)
		if (find_field(result, 0, &result->fields[i].name) == i)
			add_fields(to, result, i);
	json_close_object(to);
}

static void add_lines(struct json *to, const struct reply *reply)
{
	struct buf text = BUF_INIT;

	json_add_name(to, "lines");
	json_open_array(to);
	for (size_t i = 0; i + 1 < reply->len; i++) {
		const struct reply_line *line = &reply->lines[i];

		buf_reset(&text);
		buf_add_span(&text, line->text);
		if (line->has_data) {
			buf_add_char(&text, '\n');
			buf_add_span(&text, line->data);
		}
		json_add_string(to, buf_span(&text));
	}
	json_close_array(to);
	buf_clear(&text);
}

static void add_reply_json(struct json *to, const struct reply *reply)
{
	json_open_object(to);
	json_add_name(to, "status");
	json_add_integer(to, reply_status(reply));
	json_add_member(to, "text", reply_text(reply));
	if (reply->len > 1)
		add_lines(to, reply);
	json_close_object(to);
}

/* "OK" is for people; scripts have the exit status. */
static void add_reply_text(struct result *result, const struct output *output,
	const struct reply *reply)
{
	for (size_t i = 0; i < reply->len; i++) {
		const struct reply_line *line = &reply->lines[i];
		bool ok = i == reply->len - 1 && span_equal(line->text, "OK");

		if (!ok || (i == 0 && output->terminal && !output->quiet))
			result_add_line(result, output, line->text);
		if (line->has_data && line->data.len)
			result_add_line(result, output, line->data);
	}
}

void result_add_reply(struct result *result, const struct output *output,
	const struct reply *reply)
{
	struct json to = result_json(result, output);

	result->shape = RESULT_FIELDS;
	result->text.secret = result->json.secret = true;
	buf_reset(&result->text);
	buf_reset(&result->json);
	if (output->form == OUTPUT_JSON)
		add_reply_json(&to, reply);
	else
		add_reply_text(result, output, reply);
}

static void render_json(const struct result *result, struct output *output)
{
	struct json to = output_json(output);

	if (result->json.len)
		output_bytes(output, buf_span(&result->json));
	else if (result->shape == RESULT_FIELDS)
		add_object(&to, result);
	else
		return;
	output_string(output, "\n");
}

void result_render(const struct result *result, struct output *output)
{
	bool table = result->shape == RESULT_TABLE;

	if (table && (output->form != OUTPUT_RAW || result->table.ours))
		table_render(&result->table, output);
	else if (output->form == OUTPUT_JSON)
		render_json(result, output);
	else if (result->text.len && result->shape != RESULT_NOTHING)
		output_bytes(output, buf_span(&result->text));
	else if (output->form == OUTPUT_RAW)
		return;
	else if (result->shape == RESULT_FIELDS)
		render_fields(result, output);
}

void result_clear(struct result *result)
{
	for (size_t i = 0; i < result->len; i++) {
		buf_clear(&result->fields[i].name);
		buf_clear(&result->fields[i].value);
	}
	free(result->fields);
	buf_clear(&result->text);
	buf_clear(&result->json);
	table_clear(&result->table);
	*result = (struct result){ 0 };
}
