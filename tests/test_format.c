/* Byte counts and times as text. */
#include "lib/test.h"
#include "util/format.h"

#include <stdlib.h>

static const struct {
	uint64_t bytes;
	const char *text;
} sizes[] = {
	{ 0, "0 B" },
	{ 1, "1 B" },
	{ 999, "999 B" },
	{ 1000, "1.0 KiB" },
	{ 1023, "1.0 KiB" },
	{ 1024, "1.0 KiB" },
	{ 1075, "1.0 KiB" },
	{ 1076, "1.1 KiB" },
	{ 1126, "1.1 KiB" },
	{ 12897485, "12.3 MiB" },
	{ 1023948, "999.9 KiB" },
	{ 1023949, "1.0 MiB" },
	{ 1048576, "1.0 MiB" },
	{ 1073741823, "1.0 GiB" },
	{ (uint64_t)1 << 40, "1.0 TiB" },
	{ (uint64_t)5 << 49, "2.5 PiB" },
	{ ((uint64_t)1 << 60) - 1, "1.0 EiB" },
	{ UINT64_MAX / 2 + 1, "8.0 EiB" },
	{ UINT64_MAX, "16.0 EiB" },
};

START_TEST(bytes)
{
	struct buf text = BUF_INIT;

	buf_add_string(&text, "<");
	format_add_bytes(&text, sizes[_i].bytes);
	ck_assert_str_eq(buf_text(&text) + 1, sizes[_i].text);
	buf_clear(&text);
}
END_TEST

static const struct {
	uint64_t seconds;
	const char *text;
} ages[] = {
	{ 0, "0s" },
	{ 59, "59s" },
	{ 60, "1m00s" },
	{ 3599, "59m59s" },
	{ 3600, "1h00m" },
	{ 86399, "23h59m" },
	{ 86400, "1d00h" },
	{ 86400 * 400 + 3600 * 5, "400d05h" },
	{ UINT64_MAX, "213503982334601d07h" },
};

START_TEST(age)
{
	struct buf text = BUF_INIT;

	format_add_age(&text, ages[_i].seconds);
	ck_assert_str_eq(buf_text(&text), ages[_i].text);
	buf_clear(&text);
}
END_TEST

START_TEST(moments)
{
	struct buf text = BUF_INIT;

	ck_assert_int_eq(setenv("TZ", "XYZ-1:30", 1), 0);
	format_add_time(&text, 1795336392123999);
	buf_add_string(&text, " ");
	format_add_clock(&text, 1795336392123999);
	buf_add_string(&text, " ");
	format_add_time(&text, 1000);
	test_buf_eq(&text, SPAN("2026-11-22T08:33:12.123Z 10:03:12 "
		"1970-01-01T00:00:00.001Z"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("format");
	TCase *tcase = test_case(suite, "format");

	test_add_table(tcase, bytes, sizes);
	test_add_table(tcase, age, ages);
	tcase_add_test(tcase, moments);
	return test_run(suite);
}
