/* The shell's settings: each row can be set and read back. */
#include "lib/test.h"
#include "shell/settings.h"

#include <stdlib.h>
#include <string.h>

static struct settings settings;
static struct error error;

static void setup(void)
{
	settings_init(&settings);
}

static void teardown(void)
{
	error_clear(&error);
	settings_clear(&settings);
}

START_TEST(defaults)
{
	ck_assert(settings.hints && settings.pager && settings.history);
	ck_assert(settings.confirm && settings.timestamps);
	ck_assert_str_eq(settings_get(&settings, "color", &error), "auto");
	ck_assert_str_eq(settings_get(&settings, "events", &error), "short");
}
END_TEST

/* This also shows that every member of the structure has a row. */
START_TEST(every_value_of_every_row)
{
	const struct settings_row *row = settings_rows;
	const char *word;
	size_t rows = 0;

	for (; row->name; row++, rows++) {
		ck_assert(*row->help);
		ck_assert_uint_lt(row->offset, sizeof(settings));
		for (size_t i = 0; (word = row->values[i]); i++) {
			ck_assert_msg(settings_set(&settings, row->name, word,
				&error), "%s", error.text);
			ck_assert_str_eq(settings_get(&settings, row->name,
				&error), word);
		}
	}
	ck_assert_uint_eq(rows, 9);
}
END_TEST

START_TEST(any_letter_case_and_habit)
{
	ck_assert(settings_set(&settings, "HINTS", "Off", &error));
	ck_assert(!settings.hints);
	ck_assert(settings_set(&settings, "hints", "yes", &error));
	ck_assert(settings.hints);
	ck_assert(settings_set(&settings, "hints", "0", &error));
	ck_assert(!settings.hints);
	ck_assert(settings_set(&settings, "Color", "NEVER", &error));
	ck_assert_int_eq(settings.color, SETTINGS_NEVER);
	ck_assert(settings_set(&settings, "events", "full", &error));
	ck_assert_int_eq(settings.events, SETTINGS_FULL);
}
END_TEST

static const struct {
	const char *name, *value, *text;
} refused[] = {
	{ "colour", "auto", "unknown setting \"colour\"; did you mean "
		"\"color\"?" },
	{ "zzz", "on", "unknown setting \"zzz\"; set lists them" },
	{ "", "on", "unknown setting \"\"; set lists them" },
	{ "hints", "maybe", "hints cannot be set to \"maybe\": use on or off" },
	{ "hints", "", "hints cannot be set to \"\": use on or off" },
	{ "color", "alway",
		"color cannot be set to \"alway\": use auto, always or "
			"never" },
	{ "color", "auto|always",
		"color cannot be set to \"auto|always\": use auto, always or "
			"never" },
	{ "events", "1", "events cannot be set to \"1\": use short, full or "
		"plain" },
};

START_TEST(refusals)
{
	struct settings before = settings;

	ck_assert(!settings_set(&settings, refused[_i].name,
		refused[_i].value, &error));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_str_eq(error.text, refused[_i].text);
	ck_assert_mem_eq(&before, &settings, sizeof(settings));
	ck_assert(!settings_set(&settings, refused[_i].name,
		refused[_i].value, NULL));
}
END_TEST

START_TEST(no_such_name)
{
	ck_assert_ptr_null(settings_get(&settings, "pagr", &error));
	ck_assert_str_eq(error.text,
		"unknown setting \"pagr\"; did you mean \"pager\"?");
}
END_TEST

static void add_to(void *arg, const char *value, const char *description)
{
	buf_print(arg, "%s%s ", value, description ? "?" : "");
}

START_TEST(offers)
{
	struct buf text = BUF_INIT;
	struct strv words = STRV_INIT;

	settings_add_values(NULL, &words, add_to, &text);
	test_buf_eq(&text, SPAN("hints? pager? timestamps? color? events? "
		"table? history? confirm? prompt? "));
	strv_add(&words, "Color");
	settings_add_values(NULL, &words, add_to, &text);
	test_buf_eq(&text, SPAN("auto always never "));
	strv_add(&words, "auto");
	settings_add_values(NULL, &words, add_to, &text);
	ck_assert_uint_eq(text.len, 0);
	strv_clear(&words);
	strv_add(&words, "nosuch");
	settings_add_values(NULL, &words, add_to, &text);
	ck_assert_uint_eq(text.len, 0);
	strv_clear(&words);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("settings");
	TCase *tcase = test_case(suite, "settings");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, defaults);
	tcase_add_test(tcase, every_value_of_every_row);
	tcase_add_test(tcase, any_letter_case_and_habit);
	test_add_table(tcase, refusals, refused);
	tcase_add_test(tcase, no_such_name);
	tcase_add_test(tcase, offers);
	return test_run(suite);
}
