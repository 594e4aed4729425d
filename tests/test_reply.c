/* Replies decoded: lines, blocks, status codes and errors. */
#include "lib/test.h"
#include "proto/reply.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static bool parse(struct reply *reply, struct span bytes, struct error *error)
{
	struct buf received = BUF_INIT;
	bool ok;

	buf_add_span(&received, bytes);
	ok = reply_parse(reply, &received, error);
	ck_assert_msg(!received.data && !received.len, "bytes are taken over");
	return ok;
}

static const struct {
	struct span bytes;
	struct reply_line lines[4]; /* until a status of 0 */
	bool ok;
} replies[] = {
	{ BYTES("250 OK\r\n"), { { 250, ' ', BYTES("OK"), 0, { 0 } } }, true },
	{ BYTES("250 OK\n"), { { 250, ' ', BYTES("OK"), 0, { 0 } } }, true },
	{ BYTES("250\r\n"), { { 250, ' ', BYTES(""), 0, { 0 } } }, true },
	{ BYTES("252 Registered\r\n"),
		{ { 252, ' ', BYTES("Registered"), 0, { 0 } } }, true },
	{ BYTES("299 x\r\n"), { { 299, ' ', BYTES("x"), 0, { 0 } } }, true },
	{ BYTES("300 x\r\n"), { { 300, ' ', BYTES("x"), 0, { 0 } } }, false },
	{ BYTES("199 x\r\n"), { { 199, ' ', BYTES("x"), 0, { 0 } } }, false },
	{ BYTES("650 BW 0 0\r\n"),
		{ { 650, ' ', BYTES("BW 0 0"), 0, { 0 } } }, false },
	{ BYTES("250-circuit-status=\r\n250-version=0.4.9.11\r\n250 OK\r\n"),
		{ { 250, '-', BYTES("circuit-status="), 0, { 0 } },
		{ 250, '-', BYTES("version=0.4.9.11"), 0, { 0 } },
		{ 250, ' ', BYTES("OK"), 0, { 0 } } }, true },
	{ BYTES("250+config-text=\r\nControlPort 9051\r\nSocksPort 0\r\n.\r\n"
		"250-version=1\r\n250 OK\r\n"),
		{ { 250, '+', BYTES("config-text="), 1,
			BYTES("ControlPort 9051\nSocksPort 0\n") },
		{ 250, '-', BYTES("version=1"), 0, { 0 } },
		{ 250, ' ', BYTES("OK"), 0, { 0 } } }, true },
	{ BYTES("250+a=\r\n1\r\n.\r\n250+b=\r\n.\r\n250+c=\r\n3\r\n.\r\n"
		"250 OK\r\n"),
		{ { 250, '+', BYTES("a="), 1, BYTES("1\n") },
		{ 250, '+', BYTES("b="), 1, BYTES("") },
		{ 250, '+', BYTES("c="), 1, BYTES("3\n") },
		{ 250, ' ', BYTES("OK"), 0, { 0 } } }, true },
	/* only MAPADDRESS mixes codes in one reply */
	{ BYTES("250-127.192.0.1=a.example\r\n"
		"512-syntax error: invalid address '@@@'\r\n"
		"250 1.2.3.4=b\r\n"),
		{ { 250, '-', BYTES("127.192.0.1=a.example"), 0, { 0 } },
		{ 512, '-', BYTES("syntax error: invalid address '@@@'"), 0,
			{ 0 } },
		{ 250, ' ', BYTES("1.2.3.4=b"), 0, { 0 } } }, false },
	/* Tor returns the argument with its quotes, unescaped (4.14) */
	{ BYTES("552 Unrecognized key \"\"version\"\"\r\n"),
		{ { 552, ' ', BYTES("Unrecognized key \"\"version\"\""), 0,
			{ 0 } } }, false },
};

START_TEST(takes_apart)
{
	struct reply reply = REPLY_INIT;
	struct span bytes = replies[_i].bytes;
	const struct reply_line *want = replies[_i].lines;
	size_t i;

	ck_assert(parse(&reply, bytes, NULL));
	for (i = 0; i < reply.len; i++) {
		ck_assert_int_eq(reply.lines[i].status, want[i].status);
		ck_assert_int_eq(reply.lines[i].separator, want[i].separator);
		ck_assert_int_eq(reply.lines[i].has_data, want[i].has_data);
		test_span_eq(reply.lines[i].text, want[i].text);
		test_span_eq(reply.lines[i].data, want[i].data);
	}
	ck_assert(i == COUNT(replies[_i].lines) || !want[i].status);
	ck_assert_int_eq(reply_status(&reply), want[i - 1].status);
	test_span_eq(reply_text(&reply), want[i - 1].text);
	ck_assert_int_eq(reply_ok(&reply), replies[_i].ok);
	ck_assert_int_eq(reply_check(&reply, NULL), replies[_i].ok);
	reply_clear(&reply);
}
END_TEST

/* A block's lines, and their meaning. */
static const struct {
	struct span block, data;
} blocks[] = {
	{ BYTES(""), BYTES("") },
	{ BYTES("\r\n"), BYTES("\n") },
	{ BYTES("\r\n\r\na\r\n\r\n"), BYTES("\n\na\n\n") },
	{ BYTES("..\r\n"), BYTES(".\n") },
	{ BYTES("...\r\n"), BYTES("..\n") },
	{ BYTES("..a\r\n..\r\n"), BYTES(".a\n.\n") },
	{ BYTES("a.\r\na..b\r\n ..\r\n"), BYTES("a.\na..b\n ..\n") },
	/* a dot that was not doubled is removed as well */
	{ BYTES(".a\r\n"), BYTES("a\n") },
	{ BYTES("a\nb\r\n"), BYTES("a\nb\n") },
	{ BYTES("a\r\r\nb\rc\r\n"), BYTES("a\r\nb\rc\n") },
	{ BYTES("250 OK\r\n250+x=\r\n"), BYTES("250 OK\n250+x=\n") },
	{ BYTES("\0.\r\n..\0\r\n\xff\r\n"), BYTES("\0.\n.\0\n\xff\n") },
};

START_TEST(blocks_are_unstuffed)
{
	struct reply reply = REPLY_INIT;
	struct buf bytes = BUF_INIT;
	const struct reply_line *line;

	buf_add_string(&bytes, "250+key=\r\n");
	buf_add_span(&bytes, blocks[_i].block);
	buf_add_string(&bytes, ".\r\n250 OK\r\n");
	ck_assert(reply_parse(&reply, &bytes, NULL));
	ck_assert_uint_eq(reply.len, 2);
	line = &reply.lines[0];
	ck_assert(line->has_data);
	test_span_eq(line->data, blocks[_i].data);
	ck_assert_msg(line->data.at >= reply.bytes.data && line->data.at +
		line->data.len <= reply.bytes.data + reply.bytes.len,
		"taken apart in place");
	test_span_eq(reply_text(&reply), SPAN("OK"));
	reply_clear(&reply);
}
END_TEST

static const struct span malformed[] = {
	BYTES(""),
	BYTES("250"),
	BYTES("250 OK"),
	BYTES("250 OK\r"),
	BYTES("250-version=1\r\n"),
	BYTES("250-version=1\r\n250 O"),
	BYTES("250+x=\r\n"),
	BYTES("250+x=\r\ndata\r\n"),
	BYTES("250+x=\r\ndata\r\n.\r\n"),
	BYTES("250+x=\r\ndata\r\n."),
	BYTES("250 OK\r\n250 OK\r\n"),
	BYTES("250 OK\r\nx"),
	BYTES("250 OK\r\n\r\n"),
	BYTES("\r\n250 OK\r\n"),
	BYTES("250-a\r\njunk\r\n250 OK\r\n"),
	BYTES("2500 OK\r\n"),
	BYTES("25x OK\r\n"),
	BYTES("\0\0\0\0"),
	BYTES("HTTP/1.0 501 Tor is not an HTTP Proxy\r\n\r\n"),
};

START_TEST(refuses_what_is_not_one_message)
{
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;

	ck_assert(parse(&reply, SPAN("250-old\r\n250 OK\r\n"), &error));
	ck_assert_int_eq(error.kind, ERROR_NONE);
	ck_assert(!parse(&reply, malformed[_i], &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_uint_eq(reply.len, 0);
	ck_assert_ptr_null(reply.bytes.data);
	ck_assert_int_eq(reply_status(&reply), 0);
	test_span_eq(reply_text(&reply), SPAN(""));
	ck_assert(!reply_ok(&reply));
	ck_assert(!reply_check(&reply, &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	error_clear(&error);
	reply_clear(&reply);
}
END_TEST

/* Tor returns a key of 1 MB in full (4.14). */
START_TEST(very_long_line)
{
	enum { LENGTH = 1 << 20 };
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct buf bytes = BUF_INIT;

	buf_add_string(&bytes, "552 ");
	memset(buf_reserve(&bytes, LENGTH), 'x', LENGTH);
	bytes.len += LENGTH;
	buf_add_string(&bytes, "\r\n");
	ck_assert(reply_parse(&reply, &bytes, NULL));
	ck_assert_uint_eq(reply_text(&reply).len, LENGTH);
	ck_assert(!reply_check(&reply, &error));
	ck_assert_uint_eq(strlen(error.text), LENGTH);
	error_clear(&error);
	reply_clear(&reply);
}
END_TEST

START_TEST(many_lines)
{
	struct reply reply = REPLY_INIT;
	struct buf bytes = BUF_INIT;

	for (int i = 0; i < 1000; i++)
		buf_print(&bytes, "250-%d=\r\n", i);
	buf_add_string(&bytes, "250 OK\r\n");
	ck_assert(reply_parse(&reply, &bytes, NULL));
	ck_assert_uint_eq(reply.len, 1001);
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(atoi(reply.lines[i].text.at), i);
	reply_clear(&reply);
}
END_TEST

START_TEST(check_gives_every_refusal)
{
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;

	error_set(&error, ERROR_FILE, "older");
	ck_assert(parse(&reply, SPAN("250-a=b\r\n512-one\r\n250-c=d\r\n"
		"451-two\r\n552 three\r\n"), NULL));
	ck_assert(!reply_check(&reply, &error));
	ck_assert_int_eq(error.kind, ERROR_TOR);
	ck_assert_int_eq(error.status, 512);
	ck_assert_str_eq(error.text, "one");
	ck_assert_int_eq(error.next->status, 451);
	ck_assert_str_eq(error.next->text, "two");
	ck_assert_int_eq(error.next->next->status, 552);
	ck_assert_str_eq(error.next->next->text, "three");
	ck_assert_ptr_null(error.next->next->next);
	error_clear(&error);
	reply_clear(&reply);
}
END_TEST

START_TEST(check_leaves_error_alone)
{
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;

	ck_assert(parse(&reply, SPAN("250 OK\r\n"), NULL));
	error_set(&error, ERROR_FILE, "older");
	ck_assert(reply_check(&reply, &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	error_clear(&error);
	reply_clear(&reply);
}
END_TEST

/* It may contain a private key, and then is wiped with the reply. */
START_TEST(secrets_stay_secret)
{
	struct reply reply = REPLY_INIT;
	struct buf bytes = BUF_INIT_SECRET;

	buf_add_string(&bytes, "250-PrivateKey=ED25519-V3:x\r\n250 OK\r\n");
	ck_assert(reply_parse(&reply, &bytes, NULL));
	ck_assert(reply.bytes.secret);
	ck_assert(bytes.secret);
	reply_clear(&reply);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reply");
	TCase *tcase = test_case(suite, "reply");

	test_add_table(tcase, takes_apart, replies);
	test_add_table(tcase, blocks_are_unstuffed, blocks);
	test_add_table(tcase, refuses_what_is_not_one_message, malformed);
	tcase_add_test(tcase, very_long_line);
	tcase_add_test(tcase, many_lines);
	tcase_add_test(tcase, check_gives_every_refusal);
	tcase_add_test(tcase, check_leaves_error_alone);
	tcase_add_test(tcase, secrets_stay_secret);
	return test_run(suite);
}
