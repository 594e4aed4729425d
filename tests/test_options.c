/* The options of the command line: each row, and errors. */
#include "lib/test.h"
#include "line/options.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 8 };

static struct options options;
static struct error error;

static bool parse(const char *const *words)
{
	static char program[] = "torctl", *argv[WORDS_MAX + 2];
	int argc = 1;

	memset(argv, 0, sizeof(argv));
	argv[0] = program;
	for (; *words; words++)
		argv[argc++] = (char *)(size_t)*words;
	return options_parse(&options, argc, argv, &error);
}

#define PARSE(...) parse((const char *const[]){ __VA_ARGS__, NULL })

static void tear_down(void)
{
	options_clear(&options);
	error_clear(&error);
}

START_TEST(defaults)
{
	ck_assert(parse((const char *const[]){ NULL }));
	ck_assert_ptr_null(options.server);
	ck_assert_ptr_null(options.password_file);
	ck_assert_ptr_null(options.cookie_file);
	ck_assert_int_eq(options.form, OUTPUT_TEXT);
	ck_assert_int_eq(options.timeout, 30000);
	ck_assert(!options.timed);
	ck_assert_int_eq(options.wait, 0);
	ck_assert_int_eq(options.color, OPTIONS_AUTO);
	ck_assert(!options.quiet && !options.keep_going && !options.launch);
	ck_assert(!options.trace && !options.help && !options.version);
	ck_assert(!options.ask_password);
	ck_assert_uint_eq(options.words.len + options.lines.len +
		options.files.len + options.tor_args_len, 0);
}
END_TEST

START_TEST(long_ones)
{
	ck_assert(PARSE("--server", "9051", "--password-file=/p", "--password",
		"--cookie", "/c", "--allow-cookie", "--json", "--quiet"));
	ck_assert_str_eq(options.server, "9051");
	ck_assert_str_eq(options.password_file, "/p");
	ck_assert_str_eq(options.cookie_file, "/c");
	ck_assert(options.ask_password && options.quiet);
	ck_assert(options.allow_cookie);
	ck_assert_int_eq(options.form, OUTPUT_JSON);
	options_clear(&options);
	ck_assert(PARSE("--raw", "--keep-going", "--timeout", "1.5", "--wait=2",
		"--launch", "--trace"));
	ck_assert_int_eq(options.form, OUTPUT_RAW);
	ck_assert(options.keep_going && options.launch && options.trace);
	ck_assert_int_eq(options.timeout, 1500);
	ck_assert_int_eq(options.wait, 2000);
	options_clear(&options);
	ck_assert(PARSE("--help", "--version", "--color", "never"));
	ck_assert(options.help && options.version);
	ck_assert_int_eq(options.color, OPTIONS_NEVER);
}
END_TEST

START_TEST(short_ones)
{
	ck_assert(PARSE("-qks", "9051", "-j", "-t0", "getinfo", "-r"));
	ck_assert(options.quiet && options.keep_going);
	ck_assert_str_eq(options.server, "9051");
	ck_assert_int_eq(options.form, OUTPUT_JSON);
	ck_assert_msg(options.timeout < 0 && options.timed, "0 is never");
	/* Options are not recognized after the command. */
	ck_assert_uint_eq(options.words.len, 2);
	ck_assert_str_eq(options.words.items[1], "-r");
	options_clear(&options);
	ck_assert(PARSE("-r", "-hV", "-c", "a b", "-cc", "-f", "x", "-f-"));
	ck_assert_int_eq(options.form, OUTPUT_RAW);
	ck_assert(options.help && options.version);
	ck_assert_uint_eq(options.lines.len, 2);
	ck_assert_str_eq(options.lines.items[0], "a b");
	ck_assert_str_eq(options.lines.items[1], "c");
	ck_assert_uint_eq(options.files.len, 2);
	ck_assert_str_eq(options.files.items[1], "-");
}
END_TEST

START_TEST(words_behind_dashes)
{
	ck_assert(PARSE("-q", "--", "getinfo", "--", "-x"));
	ck_assert_uint_eq(options.words.len, 3);
	ck_assert_str_eq(options.words.items[0], "getinfo");
	ck_assert_str_eq(options.words.items[1], "--");
}
END_TEST

START_TEST(arguments_for_tor)
{
	ck_assert(PARSE("--launch", "getinfo", "version", "--", "--SocksPort",
		"auto", "--"));
	ck_assert_uint_eq(options.words.len, 2);
	ck_assert_uint_eq(options.tor_args_len, 3);
	ck_assert_str_eq(options.tor_args[0], "--SocksPort");
	ck_assert_str_eq(options.tor_args[2], "--");
	options_clear(&options);
	ck_assert(PARSE("--launch", "--", "--SocksPort", "0"));
	ck_assert_uint_eq(options.words.len, 0);
	ck_assert_uint_eq(options.tor_args_len, 2);
	options_clear(&options);
	ck_assert(PARSE("--launch", "-c", "getinfo version", "--"));
	ck_assert_uint_eq(options.lines.len, 1);
	ck_assert_uint_eq(options.tor_args_len, 0);
}
END_TEST

static const struct {
	const char *words[WORDS_MAX];
	const char *error;
} refused[] = {
	{ { "--bogus" }, "unknown option --bogus; see torctl --help" },
	{ { "--sevrer", "x" }, "unknown option --sevrer; did you mean "
		"--server?" },
	{ { "--jsno=1" }, "unknown option --jsno; did you mean --json?" },
	{ { "-x" }, "unknown option -x; see torctl --help" },
	{ { "-qx" }, "unknown option -x; see torctl --help" },
	{ { "--server" }, "--server requires an argument" },
	{ { "-s" }, "-s requires an argument" },
	{ { "-c" }, "-c requires an argument" },
	{ { "-qc" }, "-qc requires an argument" },
	{ { "--serv" }, "--serv requires an argument" },
	{ { "--co", "never" }, "unknown option --co; see torctl --help" },
	{ { "--json=yes" }, "--json takes no argument" },
	{ { "--json", "--raw" }, "--json and --raw cannot be combined" },
	{ { "-r", "-j" }, "--json and --raw cannot be combined" },
	{ { "--timeout", "abc" }, "--timeout \"abc\" is not a valid number of "
		"seconds" },
	{ { "-t", "" }, "--timeout \"\" is not a valid number of "
		"seconds" },
	{ { "-t", "-1" }, "--timeout \"-1\" is not a valid number of seconds" },
	{ { "-t", "1s" }, "--timeout \"1s\" is not a valid number of seconds" },
	{ { "-t", "inf" }, "--timeout \"inf\" is not a valid number of "
		"seconds" },
	{ { "-t", "nan" }, "--timeout \"nan\" is not a valid number of "
		"seconds" },
	{ { "-t", "1e9" }, "--timeout \"1e9\" is not a valid number of "
		"seconds" },
	{ { "--wait", "x" }, "--wait \"x\" is not a valid number of seconds" },
	{ { "--color", "red" }, "--color \"red\" is not valid; use auto, "
		"always or never" },
	{ { "--color" }, "--color requires an argument" },
	{ { "-c", "getinfo version", "getinfo" }, "command \"getinfo\" cannot "
		"be combined with -c or -f; put it in a -c argument" },
	{ { "-f", "x", "getinfo" }, "command \"getinfo\" cannot be combined "
		"with -c or -f; put it in a -c argument" },
	{ { "--launch", "-s", "9051" }, "--launch and --server cannot be "
		"combined" },
};

START_TEST(is_refused)
{
	ck_assert(!parse(refused[_i].words));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_str_eq(error.text, refused[_i].error);
}
END_TEST

/* Less than a millisecond is not 0 (never). */
START_TEST(short_times)
{
	ck_assert(PARSE("-t", "0.0001", "--wait", "0.0001"));
	ck_assert_int_eq(options.timeout, 1);
	ck_assert_int_eq(options.wait, 1);
}
END_TEST

/* "-j, --json", "--rc FILE" */
static char *label(const struct options_row *row)
{
	struct buf text = BUF_INIT;

	if (row->letter)
		buf_print(&text, "-%c%s", row->letter, row->name ? ", " : "");
	buf_print(&text, "%s%s%s%s", row->name ? "--" : "",
		row->name ? row->name : "", row->argument ? " " : "",
		row->argument ? row->argument : "");
	return buf_steal(&text);
}

START_TEST(help_has_a_line_for_every_row)
{
	const struct options_row *row = options_rows;
	struct buf text = BUF_INIT;
	const struct layout page = { &text, false, LAYOUT_WIDTH };
	struct span rest, line;
	size_t lines = 0;

	options_help(&page);
	rest = buf_span(&text);
	/* usage: two lines and an empty one */
	while (lines < 3 && span_next_line(&rest, &line))
		lines++;
	for (; row->help; row++) {
		char *first = label(row), *second = NULL;
		char *want = alloc_print("  %-21s %s", first, row->help);

		if (row->with_next) {
			second = label(row + 1);
			free(want);
			want = alloc_print("  %s, %s%*s%s", first, second,
				(int)(20 - strlen(first) - strlen(second)),
				"", row->with_next);
			row++;
		}
		ck_assert(span_next_line(&rest, &line));
		ck_assert_msg(span_equal(line, want), "%s", want);
		ck_assert_msg(strlen(want) <= LAYOUT_WIDTH, "%s", want);
		free(first);
		free(second);
		free(want);
		lines++;
	}
	while (span_next_line(&rest, &line))
		lines++;
	ck_assert_uint_le(lines, 24);
	ck_assert_ptr_null(strchr(buf_text(&text), '\x1b'));
	buf_clear(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("options");
	TCase *tcase = test_case(suite, "options");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, defaults);
	tcase_add_test(tcase, long_ones);
	tcase_add_test(tcase, short_ones);
	tcase_add_test(tcase, words_behind_dashes);
	tcase_add_test(tcase, arguments_for_tor);
	test_add_table(tcase, is_refused, refused);
	tcase_add_test(tcase, short_times);
	tcase_add_test(tcase, help_has_a_line_for_every_row);
	return test_run(suite);
}
