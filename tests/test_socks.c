/* SOCKS5 and SOCKS4a: exact bytes sent, and any bytes received. */
#include "lib/test.h"
#include "proto/socks.h"
#include "util/alloc.h"

#include <stdio.h>
#include <stdlib.h>

#define A50 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A255 A50 A50 A50 A50 A50 "aaaaa"
#define OK_V4 "\5\0\0\1\0\0\0\0\0\0"

/* Bytes sent and received in turns; the last `heard` may contain more. */
static const struct {
	struct socks_request request;
	struct span said[4], heard[4]; /* up to an empty one */
} good[] = {
	{ { SOCKS_5, "www.example.com", 80, NULL },
		{ BYTES("\5\1\0"), BYTES("\5\1\0\3\17www.example.com\0\120") },
		{ BYTES("\5\0"), BYTES(OK_V4) } },
	{ { SOCKS_5, A255, 65535, NULL },
		{ BYTES("\5\1\0"), BYTES("\5\1\0\3\377" A255 "\377\377") },
		{ BYTES("\5\0"), BYTES(OK_V4) } },
	{ { SOCKS_5, "192.0.2.1", 258, NULL },
		{ BYTES("\5\1\0"), BYTES("\5\1\0\1\300\0\2\1\1\2") },
		{ BYTES("\5\0"), BYTES("\5\0\0\4" "0123456789abcdef" "\1\2") } },
	{ { SOCKS_5, "2001:db8::5", 22, NULL },
		{ BYTES("\5\1\0"), BYTES("\5\1\0\4\x20\x01\x0d\xb8\0\0\0\0"
			"\0\0\0\0\0\0\0\5\0\26") },
		{ BYTES("\5\0"), BYTES("\5\0\0\3\4name\1\2") } },
	{ { SOCKS_5, "h", 1, NULL }, /* a name without any byte */
		{ BYTES("\5\1\0"), BYTES("\5\1\0\3\1h\0\1") },
		{ BYTES("\5\0"), BYTES("\5\0\0\3\0\1\2") } },
	{ { SOCKS_5, "h", 1, "token" },
		{ BYTES("\5\1\2"), BYTES("\1\5token\5token"),
			BYTES("\5\1\0\3\1h\0\1") },
		{ BYTES("\5\2"), BYTES("\1\0"), BYTES(OK_V4) } },
	{ { SOCKS_5, "h", 1, A255 },
		{ BYTES("\5\1\2"), BYTES("\1\377" A255 "\377" A255),
			BYTES("\5\1\0\3\1h\0\1") },
		{ BYTES("\5\2"), BYTES("\1\0"), BYTES(OK_V4) } },
	{ { SOCKS_4A, "www.example.com", 80, NULL },
		{ BYTES("\4\1\0\120\0\0\0\1\0www.example.com\0") },
		{ BYTES("\0\132\0\0\0\0\0\0") } },
	{ { SOCKS_4A, A255, 80, "token" },
		{ BYTES("\4\1\0\120\0\0\0\1token\0" A255 "\0") },
		{ BYTES("\0\132\1\2\3\4\5\6") } },
	{ { SOCKS_4A, "192.0.2.1", 258, "me" },
		{ BYTES("\4\1\1\2\300\0\2\1me\0") },
		{ BYTES("\0\132\0\0\0\0\0\0") } },
	/* as an address it would mean that a name follows */
	{ { SOCKS_4A, "0.0.0.7", 80, NULL },
		{ BYTES("\4\1\0\120\0\0\0\1\0" "0.0.0.7\0") },
		{ BYTES("\0\132\0\0\0\0\0\0") } },
	{ { SOCKS_4A, "::1", 80, NULL },
		{ BYTES("\4\1\0\120\0\0\0\1\0" "::1\0") },
		{ BYTES("\0\132\0\0\0\0\0\0") } },
};

static struct socks socks;
static struct buf in;
static struct error error;

static void tear_down(void)
{
	socks_clear(&socks);
	buf_clear(&in);
	error_clear(&error);
}

/* One byte at a time: nothing is taken before a message is complete. */
START_TEST(connects)
{
	const struct span *said = good[_i].said, *heard = good[_i].heard;
	enum socks_verdict verdict = SOCKS_ON;

	ck_assert(socks_begin(&socks, &good[_i].request, &error));
	for (; said->len; said++, heard++) {
		ck_assert_int_eq(verdict, SOCKS_ON);
		test_buf_eq(&socks.out, *said);
		for (size_t i = 0; i < heard->len; i++) {
			ck_assert_int_eq(verdict, SOCKS_ON);
			ck_assert_uint_eq(socks.out.len, 0);
			buf_add_char(&in, heard->at[i]);
			verdict = socks_take(&socks, &in, &error);
		}
		ck_assert_uint_eq(in.len, 0);
	}
	ck_assert_int_eq(verdict, SOCKS_OPEN);
	ck_assert_uint_eq(socks.out.len, 0);
}
END_TEST

/* Bytes after the last message are not for SOCKS. */
START_TEST(leaves_the_rest)
{
	const struct span *heard = good[_i].heard;
	enum socks_verdict verdict = SOCKS_ON;

	ck_assert(socks_begin(&socks, &good[_i].request, &error));
	for (; heard->len; heard++) {
		ck_assert_int_eq(verdict, SOCKS_ON);
		buf_add_span(&in, *heard);
		if (!heard[1].len)
			buf_add(&in, "\5\0rest", 6);
		verdict = socks_take(&socks, &in, &error);
	}
	ck_assert_int_eq(verdict, SOCKS_OPEN);
	test_span_eq(buf_span(&in), SPAN("\5\0rest"));
}
END_TEST

#define NAME { SOCKS_5, "h", 1, NULL }
#define ONION { SOCKS_5, "abc.ONION", 1, NULL }
#define NAME_4A { SOCKS_4A, "h", 1, NULL }
#define LOGIN { SOCKS_5, "h", 1, "t" }

static const struct {
	struct socks_request request;
	struct span heard;
	enum error_kind kind;
	int status;
	const char *text; /* its beginning */
	enum error_remedy remedy;
} bad[] = {
	{ NAME, BYTES("\5\0\5\1"), ERROR_TOR, 1, "general failure: no exit",
		ERROR_REMEDY_LOOK_AT_TOR },
	{ NAME, BYTES("\5\0\5\2\0\1\0\0\0\0\0\0"), ERROR_TOR, 2, "not allo" },
	{ NAME, BYTES("\5\0\5\3\0\1\0\0\0\0\0\0"), ERROR_TOR, 3, "network u" },
	{ NAME, BYTES("\5\0\5\4\0\1\0\0\0\0\0\0"), ERROR_TOR, 4,
		"host unreachable: the name does not exist or the host does "
		"not answer" },
	{ NAME, BYTES("\5\0\5\5"), ERROR_TOR, 5, "connection refused" },
	{ NAME, BYTES("\5\0\5\6"), ERROR_TOR, 6, "timed out; retry" },
	{ NAME, BYTES("\5\0\5\7"), ERROR_TOR, 7, "command not supported" },
	{ NAME, BYTES("\5\0\5\10"), ERROR_TOR, 8, "address type" },
	{ NAME, BYTES("\5\0\5\11"), ERROR_TOR, 9, "unknown SOCKS error" },
	{ ONION, BYTES("\5\0\5\4"), ERROR_TOR, 4,
		"host unreachable: the name "
		"does not exist or the host does not answer; add "
		"\"ExtendedErrors\" to the SocksPort line in torrc" },
	{ ONION, BYTES("\5\0\5\xf0"), ERROR_TOR, 0xf0,
		"onion service "
		"descriptor not found (F0): the service is down or the "
		"address is wrong" },
	{ ONION, BYTES("\5\0\5\xf1"), ERROR_TOR, 0xf1,
		"onion service "
		"descriptor is invalid (F1)" },
	{ ONION, BYTES("\5\0\5\xf2"), ERROR_TOR, 0xf2,
		"onion service "
		"introduction failed (F2)" },
	{ ONION, BYTES("\5\0\5\xf3"), ERROR_TOR, 0xf3,
		"onion service "
		"rendezvous failed (F3)" },
	{ ONION, BYTES("\5\0\5\xf4"), ERROR_TOR, 0xf4,
		"onion service "
		"requires client authorization (F4)",
		ERROR_REMEDY_AUTHORIZE },
	{ ONION, BYTES("\5\0\5\xf5"), ERROR_TOR, 0xf5,
		"onion service refused "
		"the client authorization (F5)" },
	{ ONION, BYTES("\5\0\5\xf6"), ERROR_TOR, 0xf6,
		"onion service address "
		"is invalid (F6)" },
	{ ONION, BYTES("\5\0\5\xf7"), ERROR_TOR, 0xf7,
		"onion service "
		"introduction timed out (F7)" },
	{ NAME_4A, BYTES("\0\133"), ERROR_TOR, 91, "rejected or failed",
		ERROR_REMEDY_SOCKS_5 },
	{ NAME_4A, BYTES("\0\134\0\0\0\0\0\0"), ERROR_TOR, 92,
		"rejected: the "
		"proxy cannot reach identd" },
	{ NAME_4A, BYTES("\0\135"), ERROR_TOR, 93,
		"rejected: user not "
		"accepted" },
	{ NAME_4A, BYTES("\0\1"), ERROR_TOR, 1, "unknown SOCKS error" },

	{ NAME, BYTES("HTTP/1.0 400 Bad"), ERROR_CONNECTION, 0,
		"this is a web server or an HTTP proxy, not a SOCKS port" },
	{ NAME, BYTES("H"), ERROR_CONNECTION, 0, "this is a web server" },
	{ NAME, BYTES("Hello"), ERROR_CONNECTION, 0,
		"not a SOCKS port; it "
		"answers: Hello" },
	{ NAME, BYTES("SSH-2.0-\x1b[31m"), ERROR_CONNECTION, 0,
		"not a SOCKS "
		"port; it answers: SSH-2.0-\\x1b[31m" },
	{ NAME, BYTES(A50), ERROR_CONNECTION, 0,
		"not a SOCKS port; it "
		"answers: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
	{ NAME, BYTES("\0\133"), ERROR_CONNECTION, 0,
		"this proxy supports "
		"only SOCKS4",
		ERROR_REMEDY_SOCKS_4A },
	{ NAME_4A, BYTES("\5\377"), ERROR_CONNECTION, 0,
		"this proxy supports "
		"only SOCKS5",
		ERROR_REMEDY_SOCKS_5 },
	{ NAME_4A, BYTES("HTTP/1.0"), ERROR_CONNECTION, 0, "this is a web" },
	{ NAME, BYTES("\5\377"), ERROR_CONNECTION, 0,
		"the proxy requires "
		"a user and password",
		ERROR_REMEDY_SOCKS_LOGIN },
	{ NAME, BYTES("\5\2"), ERROR_CONNECTION, 0,
		"the proxy requires a "
		"user",
		ERROR_REMEDY_SOCKS_LOGIN },
	{ LOGIN, BYTES("\5\377"), ERROR_CONNECTION, 0,
		"the proxy does not "
		"accept a user and password, so the isolation token has no "
		"effect" },
	{ LOGIN, BYTES("\5\0"), ERROR_CONNECTION, 0,
		"the proxy does not "
		"accept a user and password, so the isolation token has no "
		"effect" },
	{ LOGIN, BYTES("\5\2\1\1"), ERROR_CONNECTION, 0,
		"the proxy refused "
		"the isolation token" },
	{ LOGIN, BYTES("\5\2\5\0"), ERROR_CONNECTION, 0, "not a SOCKS port" },
	{ NAME, BYTES("\5\0\4\0"), ERROR_CONNECTION, 0, "not a SOCKS port" },
	{ NAME, BYTES("\5\0\5\0\0\2\0"), ERROR_CONNECTION, 0,
		"not a SOCKS port" },
};

START_TEST(fails)
{
	enum socks_verdict verdict;
	size_t len = strlen(bad[_i].text);

	ck_assert(socks_begin(&socks, &bad[_i].request, &error));
	buf_add_span(&in, bad[_i].heard);
	verdict = socks_take(&socks, &in, &error);
	ck_assert_int_eq(verdict, SOCKS_FAILED);
	ck_assert_int_eq(error.kind, bad[_i].kind);
	ck_assert_int_eq(error.status, bad[_i].status);
	ck_assert_msg(!strncmp(error.text, bad[_i].text, len), "%s",
		error.text);
	ck_assert_int_eq(error.remedy, bad[_i].remedy);
	if (bad[_i].heard.len > 40)
		ck_assert_uint_eq(strlen(error.text), len);
}
END_TEST

static const struct {
	struct socks_request request;
	const char *text;
} refused[] = {
	{ { SOCKS_5, "", 1, NULL }, "the host is empty" },
	{ { SOCKS_5, A255 "a", 1, NULL },
		"the host has 256 bytes; SOCKS allows 255" },
	{ { SOCKS_4A, A255 "a", 1, NULL },
		"the host has 256 bytes; SOCKS allows 255" },
	{ { SOCKS_5, "h", 1, "" }, "the isolation token is empty" },
	{ { SOCKS_4A, "h", 1, A255 "a" }, "the isolation token has 256 bytes; "
		"SOCKS allows 255" },
};

START_TEST(refuses)
{
	ck_assert(!socks_begin(&socks, &refused[_i].request, &error));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_str_eq(error.text, refused[_i].text);
	ck_assert_uint_eq(socks.out.len, 0);
}
END_TEST

static void check_silence(bool closed, const char *text,
	enum error_remedy remedy)
{
	ck_assert(closed ? !socks_explain_close(&socks, &error) :
		!socks_explain_silence(&socks, &error));
	ck_assert_int_eq(error.kind, closed ? ERROR_CONNECTION :
		ERROR_TIMEOUT);
	ck_assert_ptr_nonnull(strstr(error.text, text));
	ck_assert_int_eq(error.remedy, remedy);
}

START_TEST(tells_silence)
{
	static const struct socks_request name = NAME, old = NAME_4A;

	ck_assert(socks_begin(&socks, &name, &error));
	check_silence(true, "is this a SOCKS port?", ERROR_REMEDY_NONE);
	check_silence(false, "is this a SOCKS port?", ERROR_REMEDY_NONE);
	buf_add(&in, "\5\0", 2);
	ck_assert_int_eq(socks_take(&socks, &in, &error), SOCKS_ON);
	check_silence(true, "is Tor still running?", ERROR_REMEDY_NONE);
	check_silence(
		false, "Tor may not be bootstrapped", ERROR_REMEDY_TIMEOUT);
	socks_clear(&socks);
	ck_assert(socks_begin(&socks, &old, &error));
	check_silence(true, "is this a SOCKS port?", ERROR_REMEDY_NONE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("socks");
	TCase *tcase = test_case(suite, "socks");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	test_add_table(tcase, connects, good);
	test_add_table(tcase, leaves_the_rest, good);
	test_add_table(tcase, fails, bad);
	test_add_table(tcase, refuses, refused);
	tcase_add_test(tcase, tells_silence);
	return test_run(suite);
}
