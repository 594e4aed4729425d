/* A command's result: named fields, rendered in one place for each form. */
#include "cmd/result.h"

#include "cmd/json.h"
#include "util/alloc.h"
#include "util/escape.h"

#include <stdlib.h>
#include <string.h>

void result_add_borrowed(struct result *result, struct span name,
	struct span value)
{
	result->shape = RESULT_OBJECT;
	result->fields = alloc_resize(result->fields, result->len + 1,
		sizeof(*result->fields));
	result->fields[result->len++] = (struct result_field){ name, value,
		false };
}

void result_add(struct result *result, const char *name, struct span value)
{
	struct pair *pair;

	pairs_add(&result->owned, span_of(name), &value);
	pair = &result->owned.items[result->owned.len - 1];
	result_add_borrowed(result, span_of(pair->name),
		(struct span){ pair->value, value.len });
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

void result_take_reply(struct result *result, struct reply *reply)
{
	reply_clear(&result->reply);
	result->reply = *reply;
	result->shape = RESULT_REPLY;
	*reply = (struct reply)REPLY_INIT;
}

static void render_field(struct output *output, struct span name,
	struct span value)
{
	output_styled(output, OUTPUT_KEY, name);
	output_string(output, "=");
	if (value.len && memchr(value.at, '\n', value.len))
		output_string(output, "\n");
	output_line(output, value);
}

static void render_object(const struct result *result, struct output *output)
{
	if (result->len && (result->only_value ||
		(result->len == 1 && !result->named))) {
		output_line(output, result->fields[result->len - 1].value);
		return;
	}
	for (size_t i = 0; i < result->len; i++)
		render_field(output, result->fields[i].name,
			result->fields[i].value);
}

static void render_pairs(const struct result *result, struct output *output)
{
	for (size_t i = 0; i < result->pairs.len; i++) {
		const struct pair *pair = &result->pairs.items[i];

		if (result->only_name)
			output_line(output, span_of(pair->name));
		else if (pair->value && result->bare)
			output_line(output, span_of(pair->value));
		else if (pair->value)
			render_field(output, span_of(pair->name),
				span_of(pair->value));
		else if (!result->bare)
			output_line(output, span_of(pair->name));
	}
}

/* "OK" is for people; scripts have the exit status. */
static void render_reply(const struct result *result, struct output *output)
{
	const struct reply *reply = &result->reply;

	for (size_t i = 0; i < reply->len; i++) {
		const struct reply_line *line = &reply->lines[i];
		bool ok = i == reply->len - 1 && span_equal(line->text, "OK");

		if (!ok || (i == 0 && output->terminal && !output->quiet))
			output_line(output, line->text);
		if (line->has_data && line->data.len)
			output_line(output, line->data);
	}
}

/* A repeated name with another value turns its member into a list. */
static void add_member(json_t *object, struct span name, json_t *value)
{
	char *key = span_copy(name);
	json_t *there = json_object_get(object, key), *list;

	free(key);
	if (!there) {
		json_set(object, name, value);
	} else if (json_is_array(there)) {
		json_array_append_new(there, value);
	} else if (json_equal(there, value)) {
		json_decref(value);
	} else {
		list = json_array();
		json_array_append(list, there);
		json_array_append_new(list, value);
		json_set(object, name, list);
	}
}

static json_t *field_to_json(const struct result_field *field)
{
	return field->number ? json_integer(strtoll(field->value.at, NULL,
		10)) : json_text(field->value);
}

static json_t *object_to_json(const struct result *result)
{
	json_t *object = json_object();

	for (size_t i = 0; i < result->len; i++)
		add_member(object, result->fields[i].name,
			field_to_json(&result->fields[i]));
	return object;
}

static json_t *name_to_json(const struct result *result,
	const struct pair *pair)
{
	unsigned long long number = 0;

	if (!result->numbered)
		return json_text(span_of(pair->name));
	span_number(span_of(pair->name), &number);
	return json_integer((json_int_t)number);
}

static json_t *pairs_to_json(const struct result *result)
{
	json_t *list = json_array();

	for (size_t i = 0; i < result->pairs.len; i++) {
		const struct pair *pair = &result->pairs.items[i];
		json_t *object = json_object();

		json_set(object, span_of(result->pair_names[0]),
			name_to_json(result, pair));
		json_set(object, span_of(result->pair_names[1]), pair->value ?
			json_text(span_of(pair->value)) : json_null());
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *reply_to_json(const struct reply *reply)
{
	json_t *object = json_object(), *lines = json_array();

	for (size_t i = 0; i + 1 < reply->len; i++) {
		const struct reply_line *line = &reply->lines[i];
		struct buf text = BUF_INIT;

		buf_add_span(&text, line->text);
		if (line->has_data) {
			buf_add_char(&text, '\n');
			buf_add_span(&text, line->data);
		}
		json_array_append_new(lines, json_text(buf_span(&text)));
		buf_clear(&text);
	}
	json_object_set_new(object, "status",
		json_integer(reply_status(reply)));
	json_set(object, span_of("text"), json_text(reply_text(reply)));
	if (json_array_size(lines))
		json_object_set_new(object, "lines", lines);
	else
		json_decref(lines);
	return object;
}

static void render_json(const struct result *result, struct output *output)
{
	json_t *value = NULL;

	if (result->json.len)
		output_line(output, buf_span(&result->json));
	else if (result->shape == RESULT_OBJECT)
		value = object_to_json(result);
	else if (result->shape == RESULT_PAIRS)
		value = pairs_to_json(result);
	else if (result->shape == RESULT_REPLY)
		value = reply_to_json(&result->reply);
	if (value)
		json_write(output, value);
}

void result_render(const struct result *result, struct output *output)
{
	if (result->shape == RESULT_TABLE && output->form != OUTPUT_RAW)
		table_render(&result->table, output);
	else if (output->form == OUTPUT_JSON)
		render_json(result, output);
	else if (result->text.len && result->shape != RESULT_NOTHING)
		output_bytes(output, buf_span(&result->text));
	else if (output->form == OUTPUT_RAW)
		return;
	else if (result->shape == RESULT_OBJECT)
		render_object(result, output);
	else if (result->shape == RESULT_PAIRS)
		render_pairs(result, output);
	else if (result->shape == RESULT_REPLY)
		render_reply(result, output);
}

void result_clear(struct result *result)
{
	free(result->fields);
	pairs_clear(&result->pairs);
	pairs_clear(&result->owned);
	reply_clear(&result->reply);
	buf_clear(&result->text);
	buf_clear(&result->json);
	info_clear(&result->info);
	table_clear(&result->table);
	*result = (struct result){ 0 };
}
