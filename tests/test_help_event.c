/* Help on every type of event, and the rows and examples behind that help. */
#include "help/help_event.h"
#include "lib/commands.h"
#include "lib/test.h"
#include "out/event_line.h"
#include "proto/event.h"
#include "proto/event_json.h"
#include "util/alloc.h"
#include "util/text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { TYPES_MAX = 64, WIDTH = 78 };

static const struct event_type *types[TYPES_MAX];
static int types_len;

static void collect(void *arg, const struct event_type *type)
{
	(void)arg;
	/* If there are too many, the count of places is wrong. */
	if (types_len < TYPES_MAX)
		types[types_len++] = type;
}

/* The reply of tor 0.4.9.11 to GETINFO events/names. */
static const char *const tors[] = {
	"CIRC", "CIRC_MINOR", "STREAM", "ORCONN", "BW", "DEBUG", "INFO",
	"NOTICE", "WARN", "ERR", "NEWDESC", "ADDRMAP", "DESCCHANGED", "NS",
	"STATUS_GENERAL", "STATUS_CLIENT", "STATUS_SERVER", "GUARD",
	"STREAM_BW", "CLIENTS_SEEN", "NEWCONSENSUS", "BUILDTIMEOUT_SET",
	"SIGNAL", "CONF_CHANGED", "CONN_BW", "CELL_STATS", "CIRC_BW",
	"TRANSPORT_LAUNCHED", "HS_DESC", "HS_DESC_CONTENT",
	"NETWORK_LIVENESS",
};

START_TEST(types_are_tors_in_its_order)
{
	const int count = (int)(sizeof(tors) / sizeof(*tors));
	int placed = 0;

	for (int i = 0; i < count; i++)
		ck_assert_str_eq(event_type_name_at((size_t)i), tors[i]);
	ck_assert_ptr_null(event_type_at((size_t)count));
	ck_assert_ptr_null(event_type_name_at((size_t)count));
	for (int i = 0; i < types_len; i++)
		placed += types[i]->place != 0;
	/* No place is used twice. */
	ck_assert_int_eq(placed, count);
}
END_TEST

START_TEST(summaries)
{
	ck_assert_str_eq(event_type_summary("hs_Desc"), "onion service "
		"descriptor requested, received or uploaded");
	ck_assert_ptr_null(event_type_summary("HS_DES"));
}
END_TEST

/* ---- examples */

static bool is_type(json_type got, enum event_value_type wanted)
{
	switch (wanted) {
	case EVENT_NUMBER:
	case EVENT_DECIMAL:
		return got == JSON_INTEGER || got == JSON_REAL;
	case EVENT_LIST:
	case EVENT_PATH:
	case EVENT_RELAYS:
		return got == JSON_ARRAY;
	case EVENT_COUNTS:
	case EVENT_RELAY:
		return got == JSON_OBJECT;
	default:
		return got == JSON_STRING;
	}
}

static void check_members(const struct event_type *type, const json_t *got,
	const struct event_field *field, bool needed)
{
	for (; field->name[0]; field++) {
		const json_t *value = json_object_get(got, field->json);

		if (!value && !(needed && !field->optional))
			continue;
		ck_assert_msg(value && is_type(json_typeof(value),
			field->type), "%s: %s", type->name, field->json);
	}
}

/* It has everything in the row, in the types that help names. */
START_TEST(example_in_json)
{
	const struct event_type *type = types[_i];
	struct event_member member = event_data_member(type->data);
	struct event_json json = { 0 };
	struct json to = { 0 };
	struct buf raw = BUF_INIT, line = BUF_INIT;
	json_t *got;

	help_event_add_example(type, &raw);
	to.to = &line;
	ck_assert(event_json_add(&json, &to, buf_span(&raw), 0));
	ck_assert_ptr_eq(json.event.type, type);
	got = json_loads(buf_text(&line), JSON_REJECT_DUPLICATES, NULL);
	ck_assert_msg(got != NULL, "%s", buf_text(&line));
	ck_assert_ptr_null(json_object_get(got, "args"));
	check_members(type, got, event_positions(type), true);
	check_members(type, got, event_keywords(type), false);
	if (member.json)
		ck_assert_msg(json_object_get(got, member.json) != NULL,
			"%s: %s", type->name, member.json);
	json_decref(got);
	event_json_clear(&json);
	buf_clear(&raw);
	buf_clear(&line);
}
END_TEST

static char *shown(const struct event_type *type)
{
	struct event_line line = { 0 };
	struct buf raw = BUF_INIT, text = BUF_INIT;
	struct queue_event event = { 0 };

	help_event_add_example(type, &raw);
	event.raw = buf_span(&raw);
	event_line_add(&line, &text, &event);
	event_line_clear(&line);
	buf_clear(&raw);
	return buf_steal(&text);
}

START_TEST(example_on_a_terminal)
{
	const char *name = types[_i]->name;
	char *line = shown(types[_i]);

	ck_assert(!strncmp(line, name, strlen(name)));
	ck_assert_uint_gt(strlen(line), strlen(name) + 4);
	ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
	ck_assert_msg(!strpbrk(line, "{}[]$\\"), "%s", line);
	free(line);
}
END_TEST

/* ---- help */

static size_t columns(struct span line)
{
	size_t count = 0;

	for (size_t i = 0; i < line.len; i++)
		count += ((unsigned char)line.at[i] & 0xc0) != 0x80;
	return count;
}

/* `text` with single blanks between its words. */
static char *flat(const char *text)
{
	struct span rest = span_of(text), line, word;
	struct buf out = BUF_INIT;

	while (span_next_line(&rest, &line))
		while (span_next_word(&line, &word)) {
			buf_add_span(&out, word);
			buf_add_char(&out, ' ');
		}
	return buf_steal(&out);
}

static void check_says(const char *page, const char *text)
{
	char *wanted = flat(text);

	ck_assert_msg(strstr(page, wanted) != NULL, "\"%s\" is not in: %s",
		wanted, page);
	free(wanted);
}

static void check_fields(const char *page, const struct event_field *field)
{
	for (; field->name[0]; field++) {
		const char *type = event_value_type_text(field->type);
		bool plain = !strcmp(type, "string");
		char *label = alloc_print(field->optional ? "[%s]%s%s" :
			"%s%s%s", field->name, plain ? "" : " (",
			plain ? "" : type);

		ck_assert_msg(strstr(page, label) != NULL, "%s", label);
		check_says(page, field->help);
		free(label);
	}
}

START_TEST(page)
{
	const struct event_type *type = types[_i];
	struct event_member member = event_data_member(type->data);
	struct buf text = BUF_INIT;
	struct layout layout = { &text, false, LAYOUT_WIDTH };
	struct span rest, line;
	char *words, *example = shown(type);
	char *command = alloc_print("Example torctl events %s", type->name);

	help_event(type, &layout);
	ck_assert(!strchr(buf_text(&text), '\x1b'));
	rest = buf_span(&text);
	ck_assert(span_next_line(&rest, &line) && span_equal(line, type->name));
	while (span_next_line(&rest, &line))
		ck_assert_msg(columns(line) <= WIDTH, "%s: %.*s", type->name,
			(int)line.len, line.at);
	words = flat(buf_text(&text));
	check_says(words, type->summary);
	check_fields(words, event_positions(type));
	check_fields(words, event_keywords(type));
	if (member.json) {
		check_says(words, member.json);
		check_says(words, member.help);
	}
	check_says(words, command);
	ck_assert_int_eq(
		strstr(words, "not supported by") != NULL, !type->place);
	if (!strstr(example, "→") && !strstr(example, "…"))
		check_says(words, example);
	buf_reset(&text);
	layout.color = true;
	help_event(type, &layout);
	ck_assert(!strncmp(buf_text(&text), "\x1b[1m", 4));
	buf_clear(&text);
	free(words);
	free(example);
	free(command);
}
END_TEST

static const struct { const char *line, *text; } pages[] = {
	{ "help tb_empty", "TB_EMPTY\n  event: a bandwidth limit was reached "
		"(older Tors, test networks only)\n  not supported by tor "
		"0.4.9 (552)\n\nFields\n  BUCKET\n      GLOBAL, RELAY or "
		"ORCONN\n\nKeywords\n  ID\n      the connection\n  READ "
		"(number)\n      milliseconds the read bucket was empty\n  "
		"WRITTEN (number)\n      milliseconds the write bucket was "
		"empty\n  LAST (number)\n      milliseconds since the last "
		"refill\n\nOn a terminal\n  TB_EMPTY ORCONN 7, could not "
		"read for 100 ms, could not write for 0 ms\n\nExample\n  "
		"torctl events TB_EMPTY\n" },
	{ "help STREAM_BW", "STREAM_BW\n  event: bytes written and read by "
		"each stream\n\nFields\n  ID\n      the stream\n  WRITTEN "
		"(number)\n      bytes written by the application\n  READ "
		"(number)\n      bytes read by the application\n  [TIME] (in "
		"JSON: tor_time)\n      UTC\n\nOn a terminal\n  STREAM_BW "
		"stream 31 read 60.0 KiB, written 512 B\n\nExample\n  torctl "
		"events STREAM_BW\n" },
	{ "help Conf_Changed", "CONF_CHANGED\n  event: options changed; lists "
		"their new values\n\nData lines\n  changes (array of "
		"objects)\n      key and value, in Tor's order; a null value "
		"means reset to default\n\nOn a terminal\n  CONF_CHANGED "
		"SocksPort=9150, Nickname (default)\n\nExample\n  torctl "
		"events CONF_CHANGED\n" },
};

START_TEST(command)
{
	struct commands commands;

	commands_start(&commands, NULL);
	commands_check(&commands, pages[_i].line, 0, pages[_i].text, "");
	commands_end(&commands);
}
END_TEST

/* A mistyped event name is reported, with the right one. */
START_TEST(mistyped)
{
	struct commands commands;

	commands_start(&commands, NULL);
	commands_check(&commands, "help hs_dsec", 2, "", "torctl: help: "
		"unknown help topic \"hs_dsec\"; did you mean \"HS_DESC\"?\n");
	commands_end(&commands);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("help_event");
	TCase *tcase = test_case(suite, "rows");

	event_types_each(collect, NULL);
	tcase_add_test(tcase, types_are_tors_in_its_order);
	tcase_add_test(tcase, summaries);
	tcase_add_loop_test(tcase, example_in_json, 0, types_len);
	tcase_add_loop_test(tcase, example_on_a_terminal, 0, types_len);
	tcase = test_case(suite, "help");
	tcase_add_loop_test(tcase, page, 0, types_len);
	test_add_table(tcase, command, pages);
	tcase_add_test(tcase, mistyped);
	return test_run(suite);
}
