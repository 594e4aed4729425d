/* Output and results: three forms, terminals, errors, nothing incomplete. */
#include "cmd/report.h"
#include "lib/test.h"
#include "out/output.h"
#include "out/result.h"
#include "shell/families.h"
#include "util/alloc.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HOSTILE "a\x1b[31m\t\xc2\x9b\xe2\x80\xae\xff\x07\nb"
#define HOSTILE_SHOWN "a\\x1b[31m\t\\xc2\\x9b\\xe2\\x80\\xae\\xff\\x07\nb"
#define HOSTILE_JSON "a\\u001b[31m\\t\\u009b\xe2\x80\xae\xef\xbf\xbd" \
	"\\u0007\\nb"
#define HOSTILE_ASCII "a\\u001b[31m\\t\\u009b\\u202e\\ufffd\\u0007\\nb"

static struct output output;
static int fd;

static void set_up(void)
{
	FILE *file = tmpfile();

	ck_assert(file != NULL);
	fd = dup(fileno(file));
	fclose(file);
	output_init(&output, fd, OUTPUT_TEXT);
	ck_assert(!output.terminal);
}

static void tear_down(void)
{
	output_clear(&output);
	close(fd);
}

static void check(const char *want)
{
	struct buf text = BUF_INIT;

	ck_assert(output_flush(&output, NULL));
	lseek(fd, 0, SEEK_SET);
	ck_assert(files_read_fd(fd, "scratch", (size_t)1 << 30, &text, NULL));
	test_buf_eq(&text, span_of(want));
	ck_assert_int_eq(ftruncate(fd, 0), 0);
	lseek(fd, 0, SEEK_SET);
}

START_TEST(text)
{
	output_line(&output, SPAN(""));
	output_line(&output, SPAN("a"));
	output_line(&output, SPAN("b\n"));
	output_text(&output, SPAN("c"));
	output_styled(&output, STYLE_KEY, SPAN("d"));
	check("\na\nb\ncd");
	output_line(&output, SPAN(HOSTILE));
	check(HOSTILE "\n");
	output.terminal = true;
	output_line(&output, SPAN(HOSTILE));
	output_bytes(&output, SPAN("\x1b!"));
	check(HOSTILE_SHOWN "\n\x1b!");
}
END_TEST

START_TEST(colour)
{
	output.color = true;
	output_styled(&output, STYLE_KEY, SPAN("k\x1b"));
	output_styled(&output, STYLE_HEADING, SPAN("h"));
	output_styled(&output, STYLE_PLAIN, SPAN("p"));
	check("\x1b[36mk\x1b\x1b[0m\x1b[1mh\x1b[0mp");
	output.terminal = true;
	output_styled(&output, STYLE_KEY, SPAN("k\x1b"));
	check("\x1b[36mk\\x1b\x1b[0m");
}
END_TEST

START_TEST(large_and_small_keep_their_order)
{
	enum { LARGE = 300000 };
	char *large = alloc_zeroed(LARGE + 1), *want;

	memset(large, 'x', LARGE);
	output_string(&output, "<");
	output_bytes(&output, span_of(large));
	output_string(&output, "-");
	output_text(&output, span_of(large));
	output_string(&output, ">");
	want = alloc_print("<%s-%s>", large, large);
	check(want);
	output.terminal = true;
	output_text(&output, span_of(large));
	check(large);
	free(want);
	free(large);
}
END_TEST

START_TEST(a_full_disk_is_noticed_at_any_size)
{
	static const size_t sizes[] = { 1, 100, 65536, 200000 };
	struct error error = ERROR_INIT;
	char *bytes = alloc_zeroed(sizes[_i]);
	struct output full;
	int device = open("/dev/full", O_WRONLY | O_CLOEXEC);

	ck_assert_int_ge(device, 0);
	output_init(&full, device, OUTPUT_TEXT);
	output_bytes(&full, (struct span){ bytes, sizes[_i] });
	output_string(&full, "more");
	ck_assert(!output_flush(&full, &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_str_eq(error.text, "cannot write the output: No space left "
		"on device");
	ck_assert(!output_broken(&full));
	ck_assert_int_eq(full.failure, ENOSPC);
	output_clear(&full);
	error_clear(&error);
	close(device);
	free(bytes);
}
END_TEST

START_TEST(a_reader_that_has_gone)
{
	struct error error = ERROR_INIT;
	struct output broken;
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(pipe(ends), 0);
	close(ends[0]);
	output_init(&broken, ends[1], OUTPUT_TEXT);
	ck_assert(output_flush(&broken, &error)); /* nothing to print yet */
	ck_assert(!output_broken(&broken));
	output_string(&broken, "x");
	ck_assert(!output_flush(&broken, &error));
	ck_assert(output_broken(&broken));
	ck_assert(!output_flush(&broken, &error)); /* stays the same */
	output_clear(&broken);
	error_clear(&error);
	close(ends[1]);
}
END_TEST

static struct queue_event event(const char *raw)
{
	struct queue_event made = { 0 };

	made.raw = span_of(raw);
	return made;
}

START_TEST(events)
{
	static const char plain[] = "650 BW 1 2\r\n";
	static const char nasty[] = "650 NOTICE \x1b[2J\xff\r\n";
	static const char block[] =
		"650+NS\r\nr a\r\n..\r\n.\r\n650 OK\r\n";
	struct queue_event one = event(plain), two = event(nasty);
	struct queue_event three = event(block);

	output_event(&output, &one);
	output_event(&output, &two);
	output_event(&output, &three);
	check("BW 1 2\nNOTICE \\x1b[2J\xff\nNS\n\tr a\n\t.\n");
	output.timestamp = true;
	output_event(&output, &one);
	check("00:00:00.000 BW 1 2\n");
	output.terminal = true;
	output_event(&output, &two);
	check("00:00:00.000 NOTICE \\x1b[2J\\xff\n");
	output.form = OUTPUT_JSON;
	output_event(&output, &two);
	check("{\"event\":\"NOTICE\",\"time\":\"1970-01-01T00:00:00.000Z\","
		"\"message\":\"\\u001b[2J\\ufffd\"}\n");
	output.form = OUTPUT_RAW;
	output_event(&output, &two);
	check("650 NOTICE \\x1b[2J\\xff\n");
	output.terminal = false;
	output_event(&output, &two);
	output_event(&output, &three);
	check("650 NOTICE \x1b[2J\xff\r\n650+NS\r\nr a\r\n..\r\n.\r\n"
		"650 OK\r\n");
}
END_TEST

/* A result in this form; it is cleared. */
static void check_result(struct result *result, enum output_form form,
	const char *want)
{
	output.form = form;
	result_render(result, &output);
	check(want);
}

START_TEST(an_object)
{
	struct result result = { 0 };

	result_add_named(&result, SPAN("key"), SPAN("value"));
	check_result(&result, OUTPUT_TEXT, "value\n");
	check_result(&result, OUTPUT_JSON, "{\"key\":\"value\"}\n");
	check_result(&result, OUTPUT_RAW, "");
	result.named = true;
	check_result(&result, OUTPUT_TEXT, "key=value\n");
	result_add(&result, "empty", SPAN(""));
	result_add(&result, "lines", SPAN("one\ntwo\n"));
	result_add(&result, "unended", SPAN("one\ntwo"));
	check_result(&result, OUTPUT_TEXT, "key=value\nempty=\nlines=\none\n"
		"two\nunended=\none\ntwo\n");
	check_result(&result, OUTPUT_JSON, "{\"key\":\"value\",\"empty\":\"\","
		"\"lines\":\"one\\ntwo\\n\",\"unended\":\"one\\ntwo\"}\n");
	output.form = OUTPUT_TEXT;
	result_add_line(&result, &output, SPAN("one\ntwo"));
	check_result(&result, OUTPUT_TEXT, "one\ntwo\n");
	result_clear(&result);
}
END_TEST

START_TEST(values_of_any_bytes)
{
	struct result result = { 0 };

	result_add_named(&result, SPAN("a\0b"), SPAN("\0" HOSTILE));
	output.form = OUTPUT_TEXT;
	result_render(&result, &output);
	ck_assert_uint_eq(output.pending.len, sizeof("\0" HOSTILE "\n") - 1);
	buf_reset(&output.pending);
	check_result(&result, OUTPUT_JSON, "{\"a\xef\xbf\xbd" "b\":\"\\u0000"
		HOSTILE_JSON "\"}\n");
	output.terminal = true;
	check_result(&result, OUTPUT_TEXT, "\\x00" HOSTILE_SHOWN "\n");
	check_result(&result, OUTPUT_JSON, "{\"a\\ufffdb\":\"\\u0000"
		HOSTILE_ASCII "\"}\n");
	result_clear(&result);
}
END_TEST

static void begin_pairs(struct result *result)
{
	static const struct table_column columns[] = {
		{ "KEY" }, { "VALUE", .flags = TABLE_NULL }, { NULL },
	};

	ck_assert(table_begin(&result->table, columns, &(struct table_choice){
		NULL }, OUTPUT_TEXT, NULL));
}

static void add_pairs(struct result *result)
{
	struct span value = SPAN("v");
	struct pairs pairs = { 0 };

	pairs_add(&pairs, SPAN("b"), &value);
	pairs_add(&pairs, SPAN("a"), NULL);
	pairs_add(&pairs, SPAN("b"), &value);
	value = SPAN("");
	pairs_add(&pairs, SPAN("c"), &value);
	value = SPAN("x\ny");
	pairs_add(&pairs, SPAN("d"), &value);
	begin_pairs(result);
	result_add_pairs(result, &pairs, table_line_pair);
	pairs_clear(&pairs);
}

START_TEST(a_list_of_pairs)
{
	struct result result = { 0 };

	add_pairs(&result);
	check_result(&result, OUTPUT_TEXT, "b=v\na\nb=v\nc=\nd=\nx\ny\n");
	check_result(&result, OUTPUT_JSON, "[{\"key\":\"b\",\"value\":\"v\"},"
		"{\"key\":\"a\",\"value\":null},{\"key\":\"b\",\"value\":\"v\"}"
		",{\"key\":\"c\",\"value\":\"\"},{\"key\":\"d\",\"value\":"
		"\"x\\ny\"}]\n");
	result.table.line = table_line_value;
	check_result(&result, OUTPUT_TEXT, "v\nv\n\nx\ny\n");
	result.table.line = table_line_name;
	check_result(&result, OUTPUT_TEXT, "b\na\nb\nc\nd\n");
	check_result(&result, OUTPUT_RAW, "");
	result.table.ours = true;
	check_result(&result, OUTPUT_RAW, "b\na\nb\nc\nd\n");
	result_clear(&result);
	begin_pairs(&result);
	result_add_pairs(&result, &(struct pairs){ 0 }, table_line_pair);
	check_result(&result, OUTPUT_TEXT, "");
	check_result(&result, OUTPUT_JSON, "[]\n");
	result_clear(&result);
}
END_TEST

static void check_reply(const char *bytes, enum output_form form,
	const char *want)
{
	struct result result = { 0 };
	struct reply parsed = REPLY_INIT;
	struct buf copy = BUF_INIT;

	buf_add_string(&copy, bytes);
	ck_assert(reply_parse(&parsed, &copy, NULL));
	output.form = form;
	result_add_reply(&result, &output, &parsed);
	check_result(&result, form, want);
	result_clear(&result);
	reply_clear(&parsed);
	buf_clear(&copy);
}

static const struct {
	const char *bytes, *text, *json;
} replies[] = {
	{ "250 OK\r\n", "", "{\"status\":250,\"text\":\"OK\"}\n" },
	{ "251 Not needed\r\n", "Not needed\n",
		"{\"status\":251,\"text\":\"Not needed\"}\n" },
	{ "250-one\r\n250-two\r\n250 OK\r\n", "one\ntwo\n",
		"{\"status\":250,\"text\":\"OK\",\"lines\":[\"one\",\"two\"]}"
		"\n" },
	{ "250-OK\r\n250 OK\r\n", "OK\n",
		"{\"status\":250,\"text\":\"OK\",\"lines\":[\"OK\"]}\n" },
	{ "250+k=\r\na\r\n..b\r\n.\r\n250 OK\r\n", "k=\na\n.b\n",
		"{\"status\":250,\"text\":\"OK\",\"lines\":[\"k=\\na\\n.b\\n\"]"
		"}\n" },
	{ "250+k=\r\n.\r\n250 done\r\n", "k=\ndone\n",
		"{\"status\":250,\"text\":\"done\",\"lines\":[\"k=\\n\"]}\n" },
};

START_TEST(a_reply)
{
	check_reply(replies[_i].bytes, OUTPUT_TEXT, replies[_i].text);
	check_reply(replies[_i].bytes, OUTPUT_JSON, replies[_i].json);
	check_reply(replies[_i].bytes, OUTPUT_RAW, "");
}
END_TEST

START_TEST(ok_is_said_to_people)
{
	output.terminal = true;
	check_reply("250 OK\r\n", OUTPUT_TEXT, "OK\n");
	output.quiet = true;
	check_reply("250 OK\r\n", OUTPUT_TEXT, "");
	output.quiet = false;
	check_reply("250-x\r\n250 OK\r\n", OUTPUT_TEXT, "x\n");
}
END_TEST

START_TEST(nothing_to_show)
{
	struct result result = { 0 };

	check_result(&result, OUTPUT_TEXT, "");
	check_result(&result, OUTPUT_JSON, "");
	check_result(&result, OUTPUT_RAW, "");
	result_clear(&result);
}
END_TEST

START_TEST(text_of_our_own)
{
	struct result result = { 0 };

	buf_add_string(&result.text, "\x1b[1mheading\x1b[0m\n");
	result_add(&result, "help", SPAN("heading"));
	output.terminal = true;
	check_result(&result, OUTPUT_TEXT, "\x1b[1mheading\x1b[0m\n");
	check_result(&result, OUTPUT_RAW, "\x1b[1mheading\x1b[0m\n");
	check_result(&result, OUTPUT_JSON, "{\"help\":\"heading\"}\n");
	result_clear(&result);
}
END_TEST

/* ---- standard error */

static struct report report;

static void start_report(void)
{
	report = (struct report){ .fd = fd };
}

START_TEST(errors)
{
	struct error error = ERROR_INIT, more = ERROR_INIT;

	start_report();
	error_set_tor(&error, 552, "Unrecognized key \"x\"", 20);
	error_set_subject(&error, "x");
	error_set(&more, ERROR_CONNECTION, "lost");
	error_add_line(&more, "really");
	error_chain(&error, &more);
	report_error(&report, "f:3", "getinfo", &error);
	check("torctl: f:3: getinfo x: 552 Unrecognized key \"x\"\n"
		"torctl: f:3: getinfo: lost\nreally\n");
	report_error(&report, NULL, NULL, &error);
	check("torctl: x: 552 Unrecognized key \"x\"\ntorctl: lost\nreally\n");
	report.color = true;
	report_error(&report, NULL, NULL, error.next);
	check("\x1b[31mtorctl:\x1b[0m lost\nreally\n");
	report.json = true;
	report_error(&report, "f:3", "getinfo", &error);
	check("{\"error\":{\"kind\":\"tor\",\"status\":552,\"text\":"
		"\"Unrecognized key \\\"x\\\"\",\"command\":\"getinfo\","
		"\"subject\":\"x\",\"where\":\"f:3\"}}\n"
		"{\"error\":{\"kind\":\"connection\",\"text\":"
		"\"lost\\nreally\",\"command\":\"getinfo\","
		"\"where\":\"f:3\"}}\n");
	error_clear(&error);
	report_error(&report, NULL, NULL, &error);
	report_error(&report, NULL, NULL, NULL);
	check("");
}
END_TEST

START_TEST(kinds)
{
	static const struct {
		enum error_kind kind;
		const char *name;
		int status;
	} table[] = {
		{ ERROR_TOR, "tor", 1 }, { ERROR_USAGE, "usage", 2 },
		{ ERROR_CONNECTION, "connection", 3 },
		{ ERROR_AUTH, "auth", 4 },
		{ ERROR_TIMEOUT, "timeout", 5 }, { ERROR_FILE, "file", 6 },
	};

	start_report();
	report.json = true;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct error error = ERROR_INIT;
		char *want;

		if (table[i].kind == ERROR_TOR)
			error_set_tor(&error, 550, "t", 1);
		else
			error_set(&error, table[i].kind, "t");
		want = alloc_print("{\"error\":{\"kind\":\"%s\",%s"
			"\"text\":\"t\",\"command\":\"x\"}}\n",
			table[i].name, i ? "" : "\"status\":550,");
		report_error(&report, NULL, "x", &error);
		check(want);
		ck_assert_int_eq(error_exit_status(table[i].kind),
			table[i].status);
		error_clear(&error);
		free(want);
	}
}
END_TEST

/* stderr is always escaped: people read logs on terminals. */
START_TEST(hostile_errors)
{
	struct error error = ERROR_INIT;

	start_report();
	error_set_tor(&error, 552, HOSTILE, sizeof(HOSTILE) - 1);
	report_error(&report, NULL, NULL, &error);
	check("torctl: 552 " HOSTILE_SHOWN "\n");
	report.json = true;
	report_error(&report, NULL, NULL, &error);
	check("{\"error\":{\"kind\":\"tor\",\"status\":552,\"text\":\""
		HOSTILE_JSON "\"}}\n");
	report.terminal = true;
	report_error(&report, NULL, NULL, &error);
	check("{\"error\":{\"kind\":\"tor\",\"status\":552,\"text\":\""
		HOSTILE_ASCII "\"}}\n");
	error_clear(&error);
}
END_TEST

START_TEST(secrets_in_errors)
{
	struct error error = ERROR_INIT;

	start_report();
	error_set(&error, ERROR_TOR, "bad key ED25519-V3:c2VjcmV0c2VjcmV0 "
		"here");
	error_add_line(&error, "x25519:c2VjcmV0 too");
	error_add_line(&error, "%s", "a\nx25519:c2VjcmV0\tPrivateKey=x");
	error_add_line(&error, "%s", "a\nHashedControlPassword 16:AB CD");
	report_error(&report, NULL, NULL, &error);
	check("torctl: bad key ED25519-V3:<redacted> here\n"
		"x25519:<redacted> too\n"
		"a\\x0ax25519:<redacted>\tPrivateKey=<redacted>\n"
		"a\\x0aHashedControlPassword <redacted>\n");
	error_clear(&error);
}
END_TEST

START_TEST(notes)
{
	start_report();
	report_note(&report, "%d is %s\x1b", 1, "one");
	check("torctl: 1 is one\\x1b\n");
	report.color = true;
	report_note(&report, "x");
	check("\x1b[33mtorctl:\x1b[0m x\n");
	report.json = true;
	report_note(&report, "x");
	check("{\"note\":\"x\"}\n");
	report.quiet = true;
	report_note(&report, "x");
	check("");
}
END_TEST

START_TEST(trace)
{
	start_report();
	report_trace(&report, true, SPAN("GETINFO version"));
	report_trace(&report, false, SPAN("250-\x1b\xff\nx"));
	check("> GETINFO version\n< 250-\\x1b\\xff\\x0ax\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("output");
	TCase *tcase = test_case(suite, "output");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, text);
	tcase_add_test(tcase, colour);
	tcase_add_test(tcase, large_and_small_keep_their_order);
	tcase_add_loop_test(tcase, a_full_disk_is_noticed_at_any_size, 0, 4);
	tcase_add_test(tcase, a_reader_that_has_gone);
	tcase_add_test(tcase, events);
	tcase = test_case(suite, "result");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, an_object);
	tcase_add_test(tcase, values_of_any_bytes);
	tcase_add_test(tcase, a_list_of_pairs);
	test_add_table(tcase, a_reply, replies);
	tcase_add_test(tcase, ok_is_said_to_people);
	tcase_add_test(tcase, nothing_to_show);
	tcase_add_test(tcase, text_of_our_own);
	tcase = test_case(suite, "report");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, errors);
	tcase_add_test(tcase, kinds);
	tcase_add_test(tcase, hostile_errors);
	tcase_add_test(tcase, secrets_in_errors);
	tcase_add_test(tcase, notes);
	tcase_add_test(tcase, trace);
	families_register();
	return test_run(suite);
}
