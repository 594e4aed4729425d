/* Tables: columns, order, limits, widths, hostile cells and JSON. */
#include "cmd/args.h"
#include "lib/test.h"
#include "out/table.h"
#include "util/files.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PATIENCE = 20000 };

enum { ID, NAME, PATH, BYTES_READ, MORE };
enum { AGE = 1, SPARE };

static const struct table_column columns[] = {
	[ID] = { "ID", NULL, EVENT_NUMBER, TABLE_RIGHT, "the number" },
	[NAME] = { "NAME", NULL, EVENT_STRING, TABLE_SHRINK, "a name" },
	[PATH] = { "PATH", NULL, EVENT_PATH, TABLE_SHRINK, "relays" },
	[BYTES_READ] = { "BYTES-READ", NULL, EVENT_NUMBER, TABLE_RIGHT, "n" },
	[MORE] = { "MORE", "much_more", EVENT_STRING, TABLE_EXTRA, "more" },
	{ NULL },
};

static const struct table_column others[] = {
	[ID] = { "ID", NULL, EVENT_NUMBER, TABLE_RIGHT, "the number" },
	[AGE] = { "AGE", NULL, EVENT_NUMBER, TABLE_RIGHT | TABLE_AGE,
		"seconds" },
	[SPARE] = { "SPARE", NULL, EVENT_STRING, TABLE_SPARE, "empty" },
	{ NULL },
};
static const struct table_column *in_use = columns;

static const struct command row = {
	.name = "test",
	.arguments = ARGUMENTS(TABLE_OPTIONS,),
	.columns = columns,
};

static struct args args;
static struct table table;
static struct error error;
static struct output output;
static int master = -1;

/* The options, separated by blanks. */
static bool begin(const char *options, enum output_form form)
{
	const struct args_source source = { 0 };
	struct strv words = STRV_INIT;
	struct span rest = span_of(options), word;
	struct table_choice choice;
	bool ok;

	while (span_next_word(&rest, &word))
		strv_add_span(&words, word);
	ck_assert(args_bind(&args, &row, &words, &source, &error));
	choice = args_table_choice(&args);
	ok = table_begin(&table, in_use, &choice, form, &error);
	strv_clear(&words);
	return ok;
}

static void add(const char *id, const char *name, const char *path,
	const char *bytes)
{
	const char *cells[] = { id, name, path, bytes };

	table_add_row(&table);
	for (size_t i = 0; i < COUNT(cells); i++)
		table_set(&table, i, span_of(cells[i]));
}

static void fill(void)
{
	add("9", "nine", "$A~a,$B~b", "");
	add("10", "ten", "", "5000");
	add("x", "Alice", "c", "70");
}

static void end(void)
{
	table_clear(&table);
	args_clear(&args);
	error_clear(&error);
	output_clear(&output);
}

static void to_file(enum output_form form)
{
	FILE *file = tmpfile();

	ck_assert(file != NULL);
	output_init(&output, dup(fileno(file)), form);
	fclose(file);
}

/* Prints the table and compares the output; it is cleared. */
static void check(const char *expected)
{
	struct buf got = BUF_INIT;

	table_render(&table, &output);
	ck_assert(output_flush(&output, &error));
	lseek(output.fd, 0, SEEK_SET);
	ck_assert(files_read_fd(output.fd, "scratch", 1 << 20, &got, NULL));
	close(output.fd);
	test_buf_eq(&got, span_of(expected));
	end();
}

/* With these options, in a pipe. */
static void check_fill(const char *options, const char *expected)
{
	ck_assert(begin(options, OUTPUT_TEXT));
	fill();
	to_file(OUTPUT_TEXT);
	check(expected);
}

START_TEST(plain)
{
	check_fill("", "ID  NAME   PATH       BYTES-READ\n"
		" 9  nine   $A~a,$B~b           -\n"
		"10  ten    -                5000\n"
		" x  Alice  c                  70\n");
	ck_assert(begin("", OUTPUT_TEXT));
	to_file(OUTPUT_TEXT);
	check("ID  NAME  PATH  BYTES-READ\n");
	ck_assert(begin("--no-header", OUTPUT_TEXT));
	to_file(OUTPUT_TEXT);
	check("");
}
END_TEST

static const struct {
	const char *options, *expected;
} chosen[] = {
	{ "--columns name,ID", "NAME   ID\nnine    9\nten    10\nAlice   x\n" },
	{ "--columns=more", "MORE\n-\n-\n-\n" },
	{ "--columns id,id --limit 1", "ID  ID\n 9   9\n" },
	{ "--no-header --columns name", "nine\nten\nAlice\n" },
	{ "--columns name --sort name", "NAME\nAlice\nnine\nten\n" },
	{ "--columns name --sort -name", "NAME\nten\nnine\nAlice\n" },
	{ "--columns id --sort id", "ID\n 9\n10\n x\n" },
	{ "--columns id --sort=-ID", "ID\n x\n10\n 9\n" },
	/*
	 * Sorted by a hidden column; empty cells come last in either direction.
	 */
	{ "--columns id --sort bytes-read", "ID\n x\n10\n 9\n" },
	{ "--columns id --sort -bytes-read", "ID\n10\n x\n 9\n" },
	/* The limit applies to rows in the printed order. */
	{ "--columns id --sort -bytes-read --limit 1", "ID\n10\n" },
	{ "--columns id --limit 99", "ID\n 9\n10\n x\n" },
	{ "--columns id --limit 0", "ID\n 9\n10\n x\n" },
};

START_TEST(options)
{
	check_fill(chosen[_i].options, chosen[_i].expected);
}
END_TEST

static const struct {
	const char *options, *text;
	enum output_form form;
} refused[] = {
	{ "--columns nmae", "unknown column \"nmae\"; did you mean \"NAME\"?",
		OUTPUT_TEXT },
	{ "--columns id,", "unknown column \"\"; columns are ID, NAME, PATH, "
		"BYTES-READ, MORE", OUTPUT_TEXT },
	{ "--sort zzz", "unknown column \"zzz\"; columns are ID, NAME, PATH, "
		"BYTES-READ, MORE", OUTPUT_TEXT },
	{ "--sort -", "unknown column \"\"; columns are ID, NAME, PATH, "
		"BYTES-READ, MORE", OUTPUT_TEXT },
	{ "--sort -zzz", "unknown column \"zzz\"; columns are ID, NAME, PATH, "
		"BYTES-READ, MORE", OUTPUT_JSON },
	{ "--columns id", "--columns cannot be combined with --json",
		OUTPUT_JSON },
	{ "--no-header", "--no-header cannot be combined with --json",
		OUTPUT_JSON },
	{ "--csv", "--csv cannot be combined with --json", OUTPUT_JSON },
	{ "--vertical", "--vertical cannot be combined with --json",
		OUTPUT_JSON },
	{ "--csv", "--csv cannot be combined with --raw", OUTPUT_RAW },
	{ "--csv --vertical", "--csv and --vertical cannot be combined",
		OUTPUT_TEXT },
	{ "--columns id,id,id,id,id,id,id,id,id,id,id,id,id,id,id,id,id,id,"
		"id,id,id,id,id,id,id,id", "too many columns", OUTPUT_TEXT },
};

START_TEST(wrong_options)
{
	ck_assert(!begin(refused[_i].options, refused[_i].form));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_str_eq(error.text, refused[_i].text);
	end();
}
END_TEST

/* Equal rows keep their order, however many there are. */
START_TEST(stable)
{
	struct buf expected = BUF_INIT;

	ck_assert(begin("--sort -name --columns id --no-header",
		OUTPUT_TEXT));
	for (unsigned i = 0; i < 300; i++) {
		table_add_row(&table);
		table_set_number(&table, ID, 1000 + i);
		table_set(&table, NAME, i % 2 ? SPAN("B") : SPAN("b"));
		buf_print(&expected, "%u\n", 1000 + i);
	}
	ck_assert(span_equal(table_get(&table, 299, ID), "1299"));
	ck_assert_uint_eq(table_get(&table, 299, PATH).len, 0);
	to_file(OUTPUT_TEXT);
	check(buf_text(&expected));
	buf_clear(&expected);
}
END_TEST

/* ---- untrusted text */

START_TEST(hostile_in_a_pipe)
{
	ck_assert(begin("--columns name,id", OUTPUT_TEXT));
	add("1", "a\nb\tc\x1b[2J\x7f", "", "");
	add("2", "\xff\xfe", "", "");
	table_add_row(&table);
	table_set(&table, NAME, SPAN("a\0b"));
	to_file(OUTPUT_TEXT);
	check("NAME                    ID\n"
		"a\\x0ab\\x09c\\x1b[2J\\x7f   1\n"
		"\xff\xfe                       2\n"
		"a\\x00b                   -\n");
}
END_TEST

static void to_terminal(unsigned short width)
{
	struct winsize size = { .ws_row = 24, .ws_col = width };

	master = posix_openpt(O_RDWR | O_NOCTTY);
	ck_assert(master >= 0 && !grantpt(master) && !unlockpt(master));
	ck_assert_int_eq(ioctl(master, TIOCSWINSZ, &size), 0);
	ck_assert_int_eq(setenv("LC_ALL", "C.UTF-8", 1), 0);
	output_init(&output, open(ptsname(master), O_RDWR | O_NOCTTY),
		OUTPUT_TEXT);
	ck_assert(output.terminal);
	output.color = false;
}

/* The same on the terminal, which writes CR before each LF. */
static void check_terminal(const char *expected)
{
	struct pollfd wait = { .fd = master, .events = POLLIN };
	struct buf got = BUF_INIT, want = BUF_INIT;

	for (const char *c = expected; *c; c++) {
		if (*c == '\n')
			buf_add_char(&want, '\r');
		buf_add_char(&want, *c);
	}
	table_render(&table, &output);
	ck_assert(output_flush(&output, &error));
	while (got.len < want.len && poll(&wait, 1, PATIENCE) == 1)
		got.len += (size_t)read(master, buf_reserve(&got, 4096), 4096);
	test_buf_eq(&got, buf_span(&want));
	ck_assert_int_eq(poll(&wait, 1, 0), 0);
	buf_clear(&want);
	close(output.fd);
	close(master);
	end();
}

START_TEST(hostile_on_a_terminal)
{
	ck_assert(begin("--columns name,id", OUTPUT_TEXT));
	add("1", "\x1b]0;x\x07\xe2\x80\xae\t", "", "");
	add("2", "\xff", "", "");
	to_terminal(80);
	check_terminal("NAME                          ID\n"
		"\\x1b]0;x\\x07\\xe2\\x80\\xae\\x09   1\n"
		"\\xff                           2\n");
}
END_TEST

START_TEST(empty_on_a_terminal)
{
	ck_assert(begin("--columns name", OUTPUT_TEXT));
	table.what = "names";
	to_terminal(80);
	check_terminal("no names\n");
	ck_assert(begin("--columns name", OUTPUT_TEXT));
	table.what = "names";
	to_terminal(80);
	output.quiet = true;
	check_terminal("NAME\n");
	ck_assert(begin("--columns name --no-header", OUTPUT_TEXT));
	table.what = "names";
	to_terminal(80);
	check_terminal("");
	ck_assert(begin("--columns name", OUTPUT_TEXT));
	table.what = "names";
	to_file(OUTPUT_TEXT);
	check("NAME\n");
	ck_assert(begin("", OUTPUT_JSON));
	table.what = "names";
	to_file(OUTPUT_JSON);
	check("[]\n");
}
END_TEST

START_TEST(wide_characters)
{
	ck_assert(begin("--columns name,id", OUTPUT_TEXT));
	add("1", "日本", "", "");
	add("2", "e\xcc\x81t\xc3\xa9", "", "");
	to_terminal(80);
	check_terminal("NAME  ID\n日本   1\ne\xcc\x81t\xc3\xa9    2\n");
}
END_TEST

/* ---- ages, and empty columns */

static void add_ages(void)
{
	static const char *const ages[] = { "100", "70", "9", "", "later" };

	for (size_t i = 0; i < COUNT(ages); i++) {
		table_add_row(&table);
		table_set_number(&table, ID, i);
		table_set(&table, AGE, span_of(ages[i]));
	}
}

/* They are sorted as numbers and printed in readable form. */
START_TEST(ages)
{
	in_use = others;
	ck_assert(begin("--sort age", OUTPUT_TEXT));
	ck_assert(table_shows(&table, SPARE));
	add_ages();
	to_file(OUTPUT_TEXT);
	check("ID    AGE  SPARE\n 2     9s  -\n 1  1m10s  -\n"
		" 0  1m40s  -\n 4  later  -\n 3      -  -\n");
	ck_assert(begin("--sort -age --limit 2", OUTPUT_JSON));
	add_ages();
	to_file(OUTPUT_JSON);
	check("[{\"id\":4,\"age\":\"later\"},{\"id\":0,\"age\":100}]\n");
	in_use = columns;
}
END_TEST

/* A narrow terminal drops them, unless they were asked for. */
START_TEST(spare)
{
	in_use = others;
	ck_assert(begin("--limit 1", OUTPUT_TEXT));
	add_ages();
	to_terminal(80);
	check_terminal("ID    AGE\n 0  1m40s\n1 of 5; --limit 0 for all\n");
	ck_assert(begin("--limit 1 --columns spare,id", OUTPUT_TEXT));
	ck_assert(!table_shows(&table, AGE));
	add_ages();
	to_terminal(80);
	check_terminal("SPARE  ID\n-       0\n1 of 5; --limit 0 for all\n");
	ck_assert(begin("", OUTPUT_TEXT));
	add_ages();
	table_set(&table, SPARE, SPAN("x"));
	to_terminal(80);
	check_terminal("ID    AGE  SPARE\n 0  1m40s  -\n 1  1m10s  -\n"
		" 2     9s  -\n 3      -  -\n 4  later  x\n");
	ck_assert(begin("", OUTPUT_TEXT));
	add_ages();
	table_set(&table, SPARE, SPAN("x"));
	to_terminal(12);
	check_terminal("ID    AGE\n 0  1m40s\n 1  1m10s\n 2     9s\n"
		" 3      -\n 4  later\nno room for\nSPARE\n");
	ck_assert(begin("", OUTPUT_TEXT));
	add_ages();
	table_set(&table, SPARE, SPAN("x"));
	to_terminal(12);
	output.quiet = true;
	check_terminal("ID    AGE\n 0  1m40s\n 1  1m10s\n 2     9s\n"
		" 3      -\n 4  later\n");
	in_use = columns;
}
END_TEST

/* ---- paths, states and units */

enum { STATE = 1, WEIGHT };

static const struct table_column shapes[] = {
	[ID] = { "ID", NULL, EVENT_PATH, TABLE_PATH, "relays" },
	[STATE] = { "STATE", NULL, EVENT_STRING, TABLE_STATE, "its state" },
	[WEIGHT] = { "WEIGHT", NULL, EVENT_NUMBER, TABLE_RIGHT | TABLE_LARGEST,
		"its weight", "kB/s" },
	{ NULL },
};

static void begin_shapes(const char *words)
{
	static const char *const cells[][3] = { { "a,b(de),c", "BUILT", "9" },
		{ "", "FAILED", "10" }, { "a", "odd", "" } };

	in_use = shapes;
	ck_assert(begin(words, OUTPUT_TEXT));
	for (size_t i = 0; i < COUNT(cells); i++) {
		table_add_row(&table);
		for (size_t j = 0; j < 3; j++)
			table_set(&table, j, span_of(cells[i][j]));
	}
	in_use = columns;
}

/* The largest is first unless another order is asked for. */
START_TEST(shaped)
{
	begin_shapes("");
	to_file(OUTPUT_TEXT);
	check("ID             STATE   WEIGHT(kB/s)\n"
		"-              FAILED            10\n"
		"a → b(de) → c  BUILT              9\n"
		"a              odd                -\n");
}
END_TEST

START_TEST(shaped_in_another_order)
{
	ck_assert_int_eq(setenv("LC_ALL", "C", 1), 0);
	begin_shapes("--sort weight --no-header --columns id,state");
	to_file(OUTPUT_TEXT);
	check("a -> b(de) -> c  BUILT\n-                FAILED\n"
		"a                odd\n");
}
END_TEST

/* Padding and cut texts have no colour. */
START_TEST(states_in_colour)
{
	begin_shapes("--columns state,id --limit 2");
	to_terminal(80);
	output.color = true;
	check_terminal("\x1b[1mSTATE   ID\x1b[0m\n"
		"\x1b[31mFAILED\x1b[0m  -\n"
		"\x1b[32mBUILT\x1b[0m   a → b(de) → c\n"
		"\x1b[2m2 of 3; --limit 0 for all\x1b[0m\n");
}
END_TEST

/* ---- records and CSV */

static const struct {
	const char *options, *expected;
} layouts[] = {
	{ "--vertical", "  ID            -\n  STATE         FAILED\n"
		"  WEIGHT(kB/s)  10\n\n"
		"  ID            a → b(de) → c\n  STATE         BUILT\n"
		"  WEIGHT(kB/s)  9\n\n"
		"  ID            a\n  STATE         odd\n"
		"  WEIGHT(kB/s)  -\n" },
	{ "--vertical --columns state --limit 1", "  STATE  FAILED\n" },
	{ "--vertical --no-header --limit 2", "-\nFAILED\n10\n\n"
		"a → b(de) → c\nBUILT\n9\n" },
	{ "--csv", "ID,STATE,WEIGHT\n,FAILED,10\n\"a,b(de),c\",BUILT,9\n"
		"a,odd,\n" },
	{ "--csv --no-header --columns weight,state --sort state --limit 2",
		"9,BUILT\n10,FAILED\n" },
};

START_TEST(other_layouts)
{
	begin_shapes(layouts[_i].options);
	to_file(OUTPUT_TEXT);
	check(layouts[_i].expected);
}
END_TEST

/* As the shell's setting has it; options of the command come first. */
START_TEST(usual_layout)
{
	struct table_choice choice = { .usual = TABLE_CSV };

	ck_assert(table_begin(&table, columns, &choice, OUTPUT_TEXT, &error));
	fill();
	to_file(OUTPUT_TEXT);
	check("ID,NAME,PATH,BYTES-READ\n9,nine,\"$A~a,$B~b\",\n"
		"10,ten,,5000\nx,Alice,c,70\n");
	choice.vertical = true;
	choice.limit = "1";
	choice.columns = "id";
	ck_assert(table_begin(&table, columns, &choice, OUTPUT_TEXT, &error));
	fill();
	to_file(OUTPUT_TEXT);
	check("  ID  9\n");
	/* JSON has one form only. */
	choice = (struct table_choice){ .usual = TABLE_CSV, .limit = "1" };
	ck_assert(table_begin(&table, columns, &choice, OUTPUT_JSON, &error));
	fill();
	to_file(OUTPUT_JSON);
	check("[{\"id\":9,\"name\":\"nine\",\"path\":[{\"text\":"
		"\"$A~a\"},{\"text\":\"$B~b\"}]}]\n");
}
END_TEST

/* Each row is one line; quotes are doubled. */
START_TEST(hostile_csv)
{
	ck_assert(begin("--csv --columns name,id", OUTPUT_TEXT));
	add("1", "a\nb\tc\x1b[2J\r,\"d\"", "", "");
	add("2", "\xff\xfe", "", "");
	add("\"", " =1+1", "", "");
	to_file(OUTPUT_TEXT);
	check("NAME,ID\n\"a\\x0ab\\x09c\\x1b[2J\\x0d,\"\"d\"\"\",1\n"
		"\xff\xfe,2\n =1+1,\"\"\"\"\n");
	ck_assert(begin("--csv --columns name", OUTPUT_TEXT));
	add("1", "\xff", "", "");
	to_terminal(80);
	check_terminal("NAME\n\\xff\n");
}
END_TEST

/* On a terminal too, a program may read it: no notes, nothing left out. */
START_TEST(whole_csv)
{
	in_use = others;
	ck_assert(begin("--csv --limit 1", OUTPUT_TEXT));
	table.what = "things";
	add_ages();
	to_terminal(10);
	output.color = true;
	check_terminal("ID,AGE,SPARE\n0,100,\n");
	ck_assert(begin("--csv", OUTPUT_TEXT));
	table.what = "things";
	to_terminal(10);
	check_terminal("ID,AGE,SPARE\n");
	in_use = columns;
}
END_TEST

/* Long texts are wrapped; columns without a text are left out. */
START_TEST(records_on_a_terminal)
{
	in_use = others;
	ck_assert(begin("--vertical --limit 1", OUTPUT_TEXT));
	add_ages();
	to_terminal(40);
	check_terminal("  ID   0\n  AGE  1m40s\n1 of 5; --limit 0 for all\n");
	in_use = columns;
	ck_assert(begin("--vertical --columns name", OUTPUT_TEXT));
	add("", "some words that are wider", "", "");
	to_terminal(24);
	check_terminal("  NAME  some words that\n        are wider\n");
	ck_assert(begin("--vertical", OUTPUT_TEXT));
	table.what = "names";
	to_terminal(40);
	check_terminal("no names\n");
}
END_TEST

/* ---- narrow terminals */

/* The widest column is cut first, as far as needed, and marked with "~". */
START_TEST(narrow)
{
	ck_assert(begin("", OUTPUT_TEXT));
	add("1", "short", "abcdefghijklmnopqrstuvwxyz", "7");
	add("2", "a-longer-name", "abc", "12345");
	to_terminal(40);
	check_terminal("ID  NAME         PATH         BYTES-READ\n"
		" 1  short        abcdefghij~           7\n"
		" 2  a-longer-n~  abc               12345\n");
}
END_TEST

/* A wide character does not cross the edge. */
START_TEST(narrow_and_wide)
{
	ck_assert(begin("--columns name,id", OUTPUT_TEXT));
	add("1", "日本日本日本日本", "", "");
	to_terminal(14);
	check_terminal("NAME        ID\n日本日本~    1\n");
}
END_TEST

/* No line is wider than the terminal, whatever it contains. */
START_TEST(too_narrow)
{
	ck_assert(begin("", OUTPUT_TEXT));
	add("123456789012345", "alice", "abcdefghijklmnopq", "1");
	to_terminal(20);
	check_terminal("             ID\n123456789012345\nno room for\n"
		"BYTES-READ, PATH,\nNAME\n");
	ck_assert(begin("--columns id,name", OUTPUT_TEXT));
	add("123456789012345", "alice", "abcdefghijklmnopq", "1");
	to_terminal(10);
	check_terminal("        ID\n123456789~\nno room\nfor NAME\n");
}
END_TEST

/* In a pipe nothing is cut. */
START_TEST(never_cut_in_a_pipe)
{
	struct buf wide = BUF_INIT, expected = BUF_INIT;

	for (int i = 0; i < 500; i++)
		buf_add_string(&wide, "é");
	ck_assert(begin("--columns name --no-header", OUTPUT_TEXT));
	add("", buf_text(&wide), "", "");
	to_file(OUTPUT_TEXT);
	buf_print(&expected, "%s\n", buf_text(&wide));
	check(buf_text(&expected));
	buf_clear(&wide);
	buf_clear(&expected);
}
END_TEST

/* ---- JSON */

START_TEST(json)
{
	ck_assert(begin("--sort -id --limit 3", OUTPUT_JSON));
	fill();
	table_add_row(&table);
	table_set(&table, MORE, SPAN("\xff\n\""));
	table_set_number(&table, ID, 99);
	to_file(OUTPUT_JSON);
	check("[{\"id\":\"x\",\"name\":\"Alice\",\"path\":[{\"nickname\":\"c\""
		"}],\"bytes_read\":70},"
		"{\"id\":99,\"much_more\":\"\xef\xbf\xbd\\n\\\"\"},"
		"{\"id\":10,\"name\":\"ten\",\"bytes_read\":5000}]\n");
	ck_assert(begin("", OUTPUT_JSON));
	to_file(OUTPUT_JSON);
	check("[]\n");
}
END_TEST

static void add_object(const char *name)
{
	struct json object = table_object(&table, false);

	json_open_object(&object);
	json_add_name(&object, name);
	json_add_bool(&object, true);
	json_close_object(&object);
}

/* The caller's object replaces the cells, in any order. */
START_TEST(objects)
{
	ck_assert(begin("--sort -id", OUTPUT_JSON));
	add("1", "one", "", "");
	add_object("first");
	add("2", "two", "", "");
	add("3", "three", "", "");
	add_object("third");
	to_file(OUTPUT_JSON);
	check("[{\"third\":true},{\"id\":2,\"name\":\"two\"},"
		"{\"first\":true}]\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("table");
	TCase *tcase = test_case(suite, "table");

	tcase_add_test(tcase, plain);
	test_add_table(tcase, options, chosen);
	test_add_table(tcase, wrong_options, refused);
	tcase_add_test(tcase, stable);
	tcase_add_test(tcase, hostile_in_a_pipe);
	tcase_add_test(tcase, hostile_on_a_terminal);
	tcase_add_test(tcase, empty_on_a_terminal);
	tcase_add_test(tcase, wide_characters);
	tcase_add_test(tcase, ages);
	tcase_add_test(tcase, spare);
	tcase_add_test(tcase, shaped);
	tcase_add_test(tcase, shaped_in_another_order);
	tcase_add_test(tcase, states_in_colour);
	test_add_table(tcase, other_layouts, layouts);
	tcase_add_test(tcase, usual_layout);
	tcase_add_test(tcase, hostile_csv);
	tcase_add_test(tcase, whole_csv);
	tcase_add_test(tcase, records_on_a_terminal);
	tcase_add_test(tcase, narrow);
	tcase_add_test(tcase, narrow_and_wide);
	tcase_add_test(tcase, too_narrow);
	tcase_add_test(tcase, never_cut_in_a_pipe);
	tcase_add_test(tcase, json);
	tcase_add_test(tcase, objects);
	return test_run(suite);
}
