/* Lines with the name of a Tor, and the tables of several Tors. */
#include "lib/test.h"
#include "out/server_line.h"
#include "out/table.h"

static const struct table_column columns[] = {
	{ "ID", .type = EVENT_NUMBER },
	{ "STATE" },
	{ "MORE", .flags = TABLE_EXTRA },
	{ NULL },
};

static void check_line(enum output_form form, bool color, const char *line,
	const char *expected)
{
	struct buf text = BUF_INIT;

	server_line_add(&text, "a", form, color, span_of(line));
	ck_assert_str_eq(buf_text(&text), expected);
	buf_clear(&text);
}

START_TEST(text_gets_the_name)
{
	check_line(OUTPUT_TEXT, false, "x", "a: x\n");
	check_line(OUTPUT_TEXT, false, "", "a: \n");
	check_line(OUTPUT_RAW, false, "250 OK\r", "a: 250 OK\r\n");
	check_line(OUTPUT_TEXT, true, "x", "\x1b[36ma:\x1b[0m x\n");
}
END_TEST

START_TEST(objects_and_values)
{
	check_line(OUTPUT_JSON, false, "{\"x\":1}", "{\"server\":\"a\","
		"\"x\":1}\n");
	check_line(OUTPUT_JSON, false, "{}", "{\"server\":\"a\"}\n");
	check_line(OUTPUT_JSON, false, "\"x\"", "{\"server\":\"a\","
		"\"value\":\"x\"}\n");
	check_line(OUTPUT_JSON, false, "null", "{\"server\":\"a\","
		"\"value\":null}\n");
}
END_TEST

START_TEST(arrays_become_lines)
{
	check_line(OUTPUT_JSON, false, "[]", "");
	check_line(OUTPUT_JSON, false, "[{\"x\":[1,{}]},{\"y\":2}]",
		"{\"server\":\"a\",\"x\":[1,{}]}\n"
		"{\"server\":\"a\",\"y\":2}\n");
	check_line(OUTPUT_JSON, false, "[\"],\\\"[{\\\\\",[2,3]]",
		"{\"server\":\"a\",\"value\":\"],\\\"[{\\\\\"}\n"
		"{\"server\":\"a\",\"value\":[2,3]}\n");
	/* Cut off: as far as it goes. */
	check_line(OUTPUT_JSON, false, "[1", "{\"server\":\"a\","
		"\"value\":1}\n");
}
END_TEST

START_TEST(names_are_escaped)
{
	struct buf text = BUF_INIT;

	server_line_add_object(&text, "\"\x1b", span_of("{\"x\":1}"));
	ck_assert_str_eq(buf_text(&text), "{\"server\":\"\\\"\\u001b\","
		"\"x\":1}");
	buf_clear(&text);
}
END_TEST

static void add_rows(struct table *table, const char *server,
	const struct table_choice *choice, enum output_form form,
	unsigned first, size_t count)
{
	table->server = server;
	ck_assert(table_begin(table, columns, choice, form, NULL));
	for (size_t i = 0; i < count; i++) {
		table_add_row(table);
		table_set_number(table, 0, first + (unsigned)i);
		if (i % 2)
			table_set(table, 1, span_of("BUILT"));
	}
}

START_TEST(tables_are_merged)
{
	struct table_choice choice = { 0 };
	struct table all = { 0 }, one = { 0 };

	add_rows(&one, "a", &choice, OUTPUT_TEXT, 1, 3);
	table_merge(&all, &one);
	ck_assert_uint_eq(one.rows, 0);
	add_rows(&one, "b", &choice, OUTPUT_TEXT, 100, 200);
	table_show_column(&one, 2);
	table_merge(&all, &one);
	add_rows(&one, "c", &choice, OUTPUT_TEXT, 7, 0);
	table_merge(&all, &one);
	ck_assert_uint_eq(all.rows, 203);
	ck_assert(table_shows(&all, 2));
	for (size_t i = 0; i < all.rows; i++) {
		struct span server = table_get(&all, i, 3);

		ck_assert(span_equal(server, i < 3 ? "a" : "b"));
		ck_assert_int_eq(table_get(&all, i, 1).len == 5,
			i < 3 ? i % 2 : (i - 3) % 2);
	}
	ck_assert(span_equal(table_get(&all, 202, 0), "299"));
	ck_assert(!table_get(&all, 0, 1).len);
	table_clear(&all);
	table_clear(&one);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("server_line");
	TCase *tcase = test_case(suite, "server_line");

	tcase_add_test(tcase, text_gets_the_name);
	tcase_add_test(tcase, objects_and_values);
	tcase_add_test(tcase, arrays_become_lines);
	tcase_add_test(tcase, names_are_escaped);
	tcase_add_test(tcase, tables_are_merged);
	return test_run(suite);
}
