/* The rows of the events: complete, without duplicates, nothing invented. */
#include "lib/test.h"
#include "proto/event_types.h"
#include "proto/names.h"
#include "util/text.h"

#include <string.h>

enum { TYPES_MAX = 64, NAMES_MAX = 64 };

static const struct event_type *types[TYPES_MAX];
static int types_len, types_seen;

static void collect(void *arg, const struct event_type *type)
{
	if (types_len < TYPES_MAX)
		types[types_len++] = type;
	*(int *)arg += 1;
}

static bool consists_of(const char *text, const char *set)
{
	return *text && text[strspn(text, set)] == '\0';
}

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* One line of prose that fits after a name in a list. */
static void check_prose(const char *text)
{
	ck_assert_ptr_nonnull(text);
	ck_assert_uint_gt(strlen(text), 1);
	ck_assert_msg(!strpbrk(text, "\n\t") && text[0] != ' ' &&
		text[strlen(text) - 1] != ' ' &&
		text[strlen(text) - 1] != '.', "\"%s\"", text);
}

START_TEST(is_whole)
{
	const struct event_type *type = types[_i];

	ck_assert_msg(consists_of(type->name, UPPER "_"), "%s", type->name);
	check_prose(type->summary);
	ck_assert_uint_le(strlen(type->summary), 72);
	ck_assert_ptr_nonnull(type->shown);
	ck_assert_ptr_eq(event_type_find(span_of(type->name)), type);
	ck_assert_ptr_eq(event_type_named(type->name), type);
	for (int i = 0; i < types_len; i++)
		ck_assert(i == _i || strcmp(types[i]->name, type->name));
}
END_TEST

static void check_field(const struct event_field *field)
{
	ck_assert(memchr(field->name, '\0', sizeof(field->name)));
	ck_assert(memchr(field->json, '\0', sizeof(field->json)));
	ck_assert_msg(consists_of(field->name, UPPER LOWER DIGITS "_"), "%s",
		field->name);
	ck_assert_msg(consists_of(field->json, LOWER DIGITS "_"), "%s",
		field->json);
	check_prose(field->help);
}

static void add_name(const char **names, size_t *len, const char *name)
{
	ck_assert_uint_lt(*len, NAMES_MAX);
	for (size_t i = 0; i < *len; i++)
		ck_assert_msg(strcmp(names[i], name), "%s twice", name);
	names[(*len)++] = name;
}

static void add_derived(const char **names, size_t *len,
	const struct event_field *field)
{
	if (field->type == EVENT_TARGET) {
		add_name(names, len, "target_host");
		add_name(names, len, "target_port");
	} else if (field->type == EVENT_ENDPOINT) {
		add_name(names, len, "relay");
		add_name(names, len, "address");
	}
}

/* A JSON member has one meaning, and so have torctl's own members. */
START_TEST(has_each_member_once)
{
	static const char *const by_data[] = {
		[EVENT_TEXT] = "lines", [EVENT_MESSAGE] = "data",
		[EVENT_ENTRIES] = "relays", [EVENT_CHANGES] = "changes",
		[EVENT_CONTENT] = "content",
	};
	const struct event_type *type = types[_i];
	const char *names[NAMES_MAX] = { "event", "time", "args" };
	size_t len = 3;

	add_name(names, &len, by_data[type->data]);
	for (const struct event_field *field = event_positions(type);
		field->name[0];
		field++) {
		check_field(field);
		add_name(names, &len, field->json);
		add_derived(names, &len, field);
	}
	for (const struct event_field *field = event_keywords(type);
		field->name[0];
		field++) {
		check_field(field);
		ck_assert(!field->optional);
		add_name(names, &len, field->json);
	}
}
END_TEST

/* Keywords are case-insensitive: no two may differ only in case. */
START_TEST(has_each_keyword_once)
{
	const struct event_field *fields = event_keywords(types[_i]);

	for (size_t i = 0; fields[i].name[0]; i++)
		for (size_t k = 0; k < i; k++)
			ck_assert_msg(!text_equal_nocase(fields[i].name,
				fields[k].name), "%s", fields[i].name);
}
END_TEST

START_TEST(fits_its_tables)
{
	const struct event_type *type = types[_i];
	const struct event_field *field = event_keywords(type);
	size_t keywords = 0;

	for (; field->name[0]; field++)
		keywords++;
	ck_assert_uint_le(keywords, EVENT_KEYWORDS);
	for (field = event_positions(type); field->name[0]; field++) {
		const struct event_field *next = field + 1;

		/* after an optional position, no other position is certain */
		ck_assert(!field->optional || !next->name[0] || next->optional);
		/*
		 * and nothing follows the one that takes the rest of the line
		 */
		if (field->type == EVENT_REST || field->type == EVENT_RELAYS)
			ck_assert(!next->name[0] &&
				!event_keywords(type)[0].name[0]);
	}
}
END_TEST

static bool is_field(const struct event_type *type, struct span name)
{
	if (!name.len || span_equal(name, "*") || span_equal(name, "data"))
		return true;
	for (size_t i = 0; event_positions(type)[i].name[0]; i++)
		if (span_equal(name, event_positions(type)[i].json))
			return true;
	for (size_t i = 0; event_keywords(type)[i].name[0]; i++)
		if (span_equal(name, event_keywords(type)[i].json))
			return true;
	return false;
}

/* {field} and {field:manner} name existing fields; brackets are paired. */
static void check_template(const struct event_type *type, const char *text)
{
	int open = 0;

	ck_assert_ptr_nonnull(text);
	for (const char *at = text; *at; at++) {
		const char *end;
		size_t len;

		open += *at == '[' ? 1 : *at == ']' ? -1 : 0;
		ck_assert_msg(open >= 0 && *at != '}', "%s", text);
		if (*at != '{')
			continue;
		end = strchr(at, '}');
		ck_assert_msg(end != NULL, "%s", text);
		len = strcspn(at + 1, ":}");
		ck_assert_msg(is_field(type, (struct span){ at + 1, len }),
			"%s in \"%s\"", at, text);
		for (const char *c = at + 1 + len; c < end; c++)
			ck_assert_msg(*c == ':' || strchr(LOWER "_", *c),
				"%s", text);
		at = end;
	}
	ck_assert_msg(!open, "%s", text);
}

START_TEST(is_worded)
{
	const struct event_type *type = types[_i];

	check_template(type, type->shown);
	for (const struct event_wording *wording = event_wordings(type);
		wording->template; wording++) {
		ck_assert_msg(is_field(type, span_of(wording->field)) &&
			*wording->field, "%s", wording->field);
		ck_assert_ptr_nonnull(wording->value);
		check_template(type, wording->template);
	}
}
END_TEST

/* All events that Tor lists; those that it never sends are marked. */
START_TEST(names_of_tor)
{
	size_t count = 0;

	for (; event_type_at(count); count++)
		ck_assert_ptr_eq(event_type_at(count), event_type_find(
			span_of(event_type_name_at(count))));
	ck_assert_int_eq(types_seen, types_len);
	ck_assert_uint_eq(count, 31);
}
END_TEST

START_TEST(finds)
{
	ck_assert_ptr_nonnull(event_type_find(SPAN("CIRC")));
	ck_assert_ptr_null(event_type_find(SPAN("circ")));
	ck_assert_ptr_null(event_type_find(SPAN("CIR")));
	ck_assert_ptr_null(event_type_find(SPAN("CIRCUIT")));
	ck_assert_ptr_null(event_type_find(SPAN("CIRC\0")));
	ck_assert_ptr_null(event_type_find((struct span){ NULL, 0 }));
	ck_assert_str_eq(event_type_named("circ_Minor")->name, "CIRC_MINOR");
	ck_assert_ptr_null(event_type_named(""));
	ck_assert_ptr_null(event_type_named("all"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("event_types");
	TCase *tcase = test_case(suite, "event_types");

	event_types_each(collect, &types_seen);
	tcase_add_loop_test(tcase, is_whole, 0, types_len);
	tcase_add_loop_test(tcase, has_each_member_once, 0, types_len);
	tcase_add_loop_test(tcase, has_each_keyword_once, 0, types_len);
	tcase_add_loop_test(tcase, fits_its_tables, 0, types_len);
	tcase_add_loop_test(tcase, is_worded, 0, types_len);
	tcase_add_test(tcase, names_of_tor);
	tcase_add_test(tcase, finds);
	return test_run(suite);
}
