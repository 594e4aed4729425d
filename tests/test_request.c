/* Requests: the bytes sent, and those that must never be sent. */
#include "lib/test.h"
#include "proto/reply.h"
#include "proto/request.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Ends `request`, which must be valid and equal to `wire`. */
static void test_good(struct request *request, struct span wire)
{
	struct error error = ERROR_INIT;

	ck_assert_msg(request_finish(request, &error), "%s",
		error.text ? error.text : "no reason given");
	test_span_eq(buf_span(&request->wire), wire);
	ck_assert(request->wire.secret);
	request_clear(request);
}

/* Ends `request`, which must be refused with an error that names `what`. */
static void test_refused(struct request *request, const char *what)
{
	struct error error = ERROR_INIT;

	ck_assert(!request_finish(request, &error));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_msg(strstr(error.text, what) != NULL, "\"%s\" does not "
		"name \"%s\"", error.text, what);
	error_clear(&error);
	request_clear(request);
}

START_TEST(verb_alone)
{
	struct request request;

	request_init(&request, "DROPGUARDS");
	test_good(&request, SPAN("DROPGUARDS\r\n"));
}
END_TEST

START_TEST(arguments_in_order)
{
	struct request request;

	request_init(&request, "EXTENDCIRCUIT");
	request_add_word(&request, "0");
	request_add_word(&request, "$FF~a,'b'=\\%s");
	request_add_keyword(&request, "purpose", "general");
	request_add_keyword(&request, "x", "");
	request_add_hex(&request, "\0\xff", 2);
	test_good(&request, SPAN("EXTENDCIRCUIT 0 $FF~a,'b'=\\%s "
		"purpose=general x= 00FF\r\n"));
}
END_TEST

START_TEST(options_are_quoted)
{
	struct request request;

	request_init(&request, "SETCONF");
	request_add_option(&request, "BandwidthRate", "1 MB");
	request_add_option(&request, "Log", NULL);
	request_add_option(&request, "Address", "");
	request_add_option(&request, "ContactInfo", "x\" Nickname=\"pwned");
	request_add_option(&request, "Foo", "a\\\t\x1b\xe9");
	test_good(&request, SPAN("SETCONF BandwidthRate=\"1 MB\" Log "
		"Address=\"\" ContactInfo=\"x\\\" Nickname=\\\"pwned\" "
		"Foo=\"a\\\\\\t\\033\xe9\"\r\n"));
}
END_TEST

/* Every byte that is not allowed unquoted in an argument. */
static const struct {
	const char *word, *reason;
} refused[] = {
	{ "", "empty" },
	{ "a\nSIGNAL HALT", "line break" },
	{ "a\r", "line break" },
	{ "\n", "line break" },
	{ "a b", "blank" },
	{ " ", "blank" },
	{ "a\tb", "blank" },
	{ "\"a\"", "double quote" },
	{ "a\"", "double quote" },
	{ "\x1b[m", "control" },
	{ "\x01", "control" },
	{ "\x7f", "control" },
};

START_TEST(word_is_refused)
{
	struct request request;

	request_init(&request, "GETINFO");
	request_add_word(&request, refused[_i].word);
	test_refused(&request, refused[_i].reason);
}
END_TEST

START_TEST(keyword_is_refused)
{
	struct request request;

	request_init(&request, "ADD_ONION");
	request_add_keyword(&request, refused[_i].word, "x");
	test_refused(&request, refused[_i].reason);
	if (!*refused[_i].word)
		return;
	request_init(&request, "ADD_ONION");
	request_add_keyword(&request, "Flags", refused[_i].word);
	test_refused(&request, refused[_i].reason);
}
END_TEST

static const char *const line_ends[] = { "a\r\n250 OK", "\n", "a\r" };

/* A refusal of Tor repeats the value raw, so it could forge replies. */
START_TEST(option_with_a_line_end_is_refused)
{
	struct request request;

	request_init(&request, "SETCONF");
	request_add_option(&request, "Nickname", line_ends[_i]);
	test_refused(&request, "the value of Nickname contains a line "
		"break, which Tor does not allow in options");
	request_init(&request, "+LOADCONF");
	request_add_torrc(&request, SPAN("Log notice\nNickname \"\\n\"\n"));
	test_refused(&request, "line 2: the value of Nickname contains a "
		"line break, which Tor does not allow in options");
}
END_TEST

START_TEST(option_name_is_refused)
{
	struct request request;

	request_init(&request, "SETCONF");
	request_add_option(&request, refused[_i].word, "x");
	test_refused(&request, refused[_i].reason);
	request_init(&request, "SETCONF");
	request_add_option(&request, refused[_i].word, NULL);
	test_refused(&request, refused[_i].reason);
	request_init(&request, "SETCONF");
	request_add_option(&request, "Nickname=x", "y");
	test_refused(&request, "\"=\"");
}
END_TEST

START_TEST(first_refusal_stays)
{
	struct request request;

	request_init(&request, "SETCONF");
	request_add_word(&request, "a b");
	request_add_word(&request, "a\nb");
	request_add_word(&request, "");
	request_add_option(&request, "fine", "fine");
	ck_assert_ptr_nonnull(strstr(request.error.text, "blank"));
	test_refused(&request, "blank");
}
END_TEST

START_TEST(nobody_asks_why)
{
	struct request request;

	request_init(&request, "GETINFO");
	request_add_word(&request, "");
	ck_assert(!request_finish(&request, NULL));
	request_clear(&request);
}
END_TEST

static const struct {
	struct span line;
	const char *reason; /* NULL: sent unchanged */
} raw[] = {
	{ BYTES("GETINFO version"), NULL },
	{ BYTES("getinfo  version\t\"x\" "), NULL },
	{ BYTES("SETCONF ContactInfo=\xc3\xa9\x01"), NULL },
	{ BYTES(""), "begin" },
	{ BYTES(" GETINFO"), "begin" },
	{ BYTES("\tGETINFO"), "begin" },
	{ BYTES("GETINFO\r"), "line break" },
	{ BYTES("GETINFO\r\nSIGNAL HALT"), "line break" },
	{ BYTES("\n"), "line break" },
	{ BYTES("GETINFO \0x"), "NUL" },
	{ BYTES("\0"), "NUL" },
	{ BYTES("+LOADCONF"), "requires a body" },
	{ BYTES("+"), "requires a body" },
};

START_TEST(raw_lines)
{
	struct buf wire = BUF_INIT;
	struct request request;

	request_init_line(&request, raw[_i].line);
	buf_add_span(&wire, raw[_i].line);
	buf_add_string(&wire, "\r\n");
	if (raw[_i].reason)
		test_refused(&request, raw[_i].reason);
	else
		test_good(&request, buf_span(&wire));
	buf_clear(&wire);
}
END_TEST

START_TEST(raw_line_takes_a_body)
{
	struct request request;

	request_init_line(&request, SPAN("+LOADCONF"));
	request_add_body(&request, SPAN("SocksPort 0"));
	test_good(&request, SPAN("+LOADCONF\r\nSocksPort 0\r\n.\r\n"));
}
END_TEST

static const struct {
	struct span body;
	struct span wire; /* between the line and the closing dot */
	struct span data; /* what a reply with the same block gives back */
} bodies[] = {
	{ BYTES(""), BYTES(""), BYTES("") },
	{ BYTES("a"), BYTES("a\r\n"), BYTES("a\n") },
	{ BYTES("a\n"), BYTES("a\r\n"), BYTES("a\n") },
	{ BYTES("a\r\nb\r\n"), BYTES("a\r\nb\r\n"), BYTES("a\nb\n") },
	{ BYTES("\n\na\n\n"), BYTES("\r\n\r\na\r\n\r\n"), BYTES("\n\na\n\n") },
	/*
	 * a line of "." must not end the text and turn the rest into commands
	 */
	{ BYTES("a\n.\nSIGNAL HALT\n"), BYTES("a\r\n..\r\nSIGNAL HALT\r\n"),
		BYTES("a\n.\nSIGNAL HALT\n") },
	{ BYTES("."), BYTES("..\r\n"), BYTES(".\n") },
	{ BYTES("..\r\n.a"), BYTES("...\r\n..a\r\n"), BYTES("..\n.a\n") },
	{ BYTES("a\r"), BYTES("a\r\n"), BYTES("a\n") },
	{ BYTES(".\r"), BYTES("..\r\n"), BYTES(".\n") },
	{ BYTES("a\rb\xff"), BYTES("a\rb\xff\r\n"), BYTES("a\rb\xff\n") },
};

START_TEST(body_is_stuffed)
{
	struct request request;
	struct buf wire = BUF_INIT;

	request_init(&request, "+POSTDESCRIPTOR");
	request_add_keyword(&request, "cache", "no");
	request_add_body(&request, bodies[_i].body);
	buf_add_string(&wire, "+POSTDESCRIPTOR cache=no\r\n");
	buf_add_span(&wire, bodies[_i].wire);
	buf_add_string(&wire, ".\r\n");
	test_good(&request, buf_span(&wire));
	buf_clear(&wire);
}
END_TEST

/* Both directions double dots: a reply decodes what a request encodes. */
START_TEST(body_comes_back)
{
	struct buf bytes = BUF_INIT;
	struct reply reply = REPLY_INIT;
	struct request request;

	request_init(&request, "+X");
	request_add_body(&request, bodies[_i].body);
	ck_assert(request_finish(&request, NULL));
	buf_add_string(&bytes, "250");
	buf_add_span(&bytes, buf_span(&request.wire));
	buf_add_string(&bytes, "250 OK\r\n");
	ck_assert(reply_parse(&reply, &bytes, NULL));
	ck_assert_uint_eq(reply.len, 2);
	test_span_eq(reply.lines[0].text, SPAN("X"));
	test_span_eq(reply.lines[0].data, bodies[_i].data);
	reply_clear(&reply);
	request_clear(&request);
}
END_TEST

START_TEST(body_without_nul)
{
	struct request request;

	request_init(&request, "+LOADCONF");
	request_add_body(&request, SPAN("a\0b"));
	test_refused(&request, "NUL");
}
END_TEST

/* Without its "+", a text would be read as commands. */
START_TEST(body_needs_its_plus)
{
	struct request request;

	request_init(&request, "LOADCONF");
	request_add_body(&request, SPAN("SIGNAL HALT"));
	test_refused(&request, "\"+\"");
	request_init_line(&request, SPAN("GETINFO version"));
	request_add_body(&request, SPAN(""));
	test_refused(&request, "\"+\"");
	request_init(&request, "+LOADCONF");
	request_add_body(&request, SPAN("a"));
	request_add_body(&request, SPAN("SIGNAL HALT"));
	test_refused(&request, "only one");
	request_init(&request, "+LOADCONF");
	request_add_word(&request, "x");
	test_refused(&request, "requires a body");
}
END_TEST

/* "GETINFO" and an argument, `size` bytes including the line end. */
static void make_line(struct request *request, size_t size)
{
	char *word = alloc_zeroed(size);

	memset(word, 'x', size - strlen("GETINFO \r\n"));
	request_init(request, "GETINFO");
	request_add_word(request, word);
	free(word);
}

/* A command of `size` bytes, half in its line, half in its text. */
static void make_body(struct request *request, size_t size)
{
	size_t half = size / 2, rest = size - half;
	char *text = alloc_zeroed(size);

	memset(text, 'x', size);
	request_init_line(request, (struct span){ text, half - 2 });
	request->wire.data[0] = '+';
	request_add_body(request, (struct span){ text, rest - 5 });
	free(text);
}

/*
 * tor 0.4.9.11 accepts 1048575 bytes in all (line, text, line ends and dots),
 * and closes the connection at one more.
 */
START_TEST(size_limit_is_exact)
{
	void (*const make[])(struct request *, size_t) = {
		make_line, make_body
	};
	struct request request;

	for (size_t i = 0; i < COUNT(make); i++) {
		make[i](&request, 1048575);
		ck_assert(request_finish(&request, NULL));
		ck_assert_uint_eq(request.wire.len, 1048575);
		request_clear(&request);
		make[i](&request, 1048576);
		test_refused(&request, "1 MiB");
	}
}
END_TEST

static void add_wire_tests(TCase *tcase)
{
	tcase_add_test(tcase, verb_alone);
	tcase_add_test(tcase, arguments_in_order);
	tcase_add_test(tcase, options_are_quoted);
	tcase_add_test(tcase, raw_line_takes_a_body);
	test_add_table(tcase, body_is_stuffed, bodies);
	test_add_table(tcase, body_comes_back, bodies);
}

static const struct {
	const char *line;
	bool ignored;
} unsure[] = {
	{ "ADD_ONION NEW:BEST Port=80 ClientAuth=bob", true },
	{ "add_onion NEW:BEST clientauth=", true },
	{ "ADD_ONION NEW:BEST Port=80 ClientAuthV3=bob", false },
	{ "GETINFO ClientAuth=bob", false },
	{ "+HSPOST", true },
	{ "+HSPOST HSADDRESS=a", false },
	{ "+hspost server=a", false },
};

START_TEST(may_be_ignored)
{
	struct request request;

	request_init_line(&request, span_of(unsure[_i].line));
	if (*unsure[_i].line == '+')
		request_add_body(&request, SPAN("x"));
	ck_assert_int_eq(request_may_be_ignored(&request), unsure[_i].ignored);
	request_clear(&request);
}
END_TEST

static void add_refusal_tests(TCase *tcase)
{
	test_add_table(tcase, word_is_refused, refused);
	test_add_table(tcase, keyword_is_refused, refused);
	test_add_table(tcase, option_with_a_line_end_is_refused,
		line_ends);
	test_add_table(tcase, option_name_is_refused, refused);
	tcase_add_test(tcase, first_refusal_stays);
	tcase_add_test(tcase, nobody_asks_why);
	test_add_table(tcase, raw_lines, raw);
	tcase_add_test(tcase, body_without_nul);
	tcase_add_test(tcase, body_needs_its_plus);
	tcase_add_test(tcase, size_limit_is_exact);
	test_add_table(tcase, may_be_ignored, unsure);
}

int main(void)
{
	Suite *suite = suite_create("request");

	add_wire_tests(test_case(suite, "wire"));
	add_refusal_tests(test_case(suite, "refusals"));
	return test_run(suite);
}
