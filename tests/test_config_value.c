/* Values of options that are written differently but are equal. */
#include "lib/test.h"
#include "proto/config_value.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *type, *value, *normal;
} values[] = {
	{ "DataSize", "1048576", "1048576" },
	{ "DataSize", "1 MB", "1048576" },
	{ "DataSize", "1MB", "1048576" },
	{ "DataSize", "1 MBytes", "1048576" },
	{ "DataSize", "1 megabyte", "1048576" },
	{ "DataSize", "1024 KBytes", "1048576" },
	{ "DataSize", "1.5 GB", "1610612736" },
	{ "DataSize", "1 MBits", "131072" },
	{ "DataSize", "8 kilobits", "1024" },
	{ "DataSize", "0 bytes", "0" },
	{ "DataSize", "1 TB", "1099511627776" },
	{ "DataSize", "1 potato", "1 potato" },
	{ "DataSize", "1 MB 2", "1 MB 2" },
	{ "DataSize", "MB", "MB" },
	{ "DataSize", "", "" },
	{ "DataSize", ".", "." },
	{ "DataSize", "99999999999999999999 TB", "99999999999999999999 TB" },
	{ "TimeInterval", "10 minutes", "600" },
	{ "TimeInterval", "1 Hour", "3600" },
	{ "TimeInterval", "2 weeks", "1209600" },
	{ "TimeInterval", "30", "30" },
	{ "TimeInterval", "0.5 day", "43200" },
	{ "TimeInterval", "1 month", "2629728" },
	{ "TimeMsecInterval", "1 second", "1000" },
	{ "TimeMsecInterval", "10 msec", "10" },
	{ "TimeMsecInterval", "10", "10" },
	{ "Float", "-1", "-1.000000" },
	{ "Float", ".75", "0.750000" },
	{ "Float", "0.5x", "0.5x" },
	{ "CommaList", "21, 22 ,23", "21,22,23" },
	{ "RouterList", " {de} ", "{de}" },
	{ "CommaList", ",,a,", "a" },
	{ "CommaList", "", "" },
	{ "Boolean+Auto", "AUTO", "auto" },
	{ "Boolean+Auto", "1", "1" },
	{ "LineList", "a, b", "a, b" },
	{ "String", "1 MB", "1 MB" },
	{ NULL, "1 MB", "1 MB" },
};

START_TEST(is_written_as_tor_does)
{
	char *normal = config_value_normal(values[_i].type, values[_i].value);

	ck_assert_str_eq(normal, values[_i].normal);
	free(normal);
}
END_TEST

/* More digits than a double holds, before and after the point. */
START_TEST(no_number)
{
	char *digits = alloc_print("%0400d", 0), *value, *normal;

	memset(digits, '1', strlen(digits));
	value = alloc_print("%s.%s MB", digits, digits);
	normal = config_value_normal("DataSize", value);
	ck_assert_str_eq(normal, value);
	free(normal);
	free(value);
	free(digits);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("config_value");
	TCase *tcase = test_case(suite, "config_value");

	test_add_table(tcase, is_written_as_tor_does, values);
	tcase_add_test(tcase, no_number);
	return test_run(suite);
}
