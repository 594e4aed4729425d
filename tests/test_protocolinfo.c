/* Replies to PROTOCOLINFO and AUTHCHALLENGE, real and invalid. */
#include "lib/test.h"
#include "proto/protocolinfo.h"

#include <string.h>

enum {
	NO = PROTOCOLINFO_NULL,
	PASSWORD = PROTOCOLINFO_HASHEDPASSWORD,
	COOKIE = PROTOCOLINFO_COOKIE,
	SAFE = PROTOCOLINFO_SAFECOOKIE,
};

static void receive(struct reply *reply, struct span bytes)
{
	struct buf received = BUF_INIT;

	buf_add_span(&received, bytes);
	ck_assert(reply_parse(reply, &received, NULL));
}

#define FIRST "250-PROTOCOLINFO 1\r\n"
#define VERSION "250-VERSION Tor=\"0.4.9.11\"\r\n"
#define LAST "250 OK\r\n"

static const struct {
	struct span reply;
	unsigned methods;
	const char *cookie_file, *tor_version;
} answers[] = {
	{ BYTES(FIRST "250-AUTH METHODS=NULL\r\n" VERSION LAST), NO,
		NULL, "0.4.9.11" },
	{ BYTES(FIRST "250-AUTH METHODS=HASHEDPASSWORD\r\n" VERSION LAST),
		PASSWORD, NULL, "0.4.9.11" },
	{ BYTES(FIRST "250-AUTH METHODS=COOKIE,SAFECOOKIE "
		"COOKIEFILE=\"/tmp/net/x\"\r\n" VERSION LAST), COOKIE | SAFE,
		"/tmp/net/x", "0.4.9.11" },
	{ BYTES(FIRST "250-AUTH METHODS=COOKIE,SAFECOOKIE,HASHEDPASSWORD "
		"COOKIEFILE=\"/tmp/net/x\"\r\n" VERSION LAST),
		COOKIE | SAFE | PASSWORD, "/tmp/net/x", "0.4.9.11" },
	/* COOKIEFILE is a CString (3.13) */
	{ BYTES(FIRST "250-AUTH METHODS=COOKIE,SAFECOOKIE "
		"COOKIEFILE=\"/tmp/net/x okie \\\"q\\\" \\\\b\"\r\n" VERSION
		LAST), COOKIE | SAFE, "/tmp/net/x okie \"q\" \\b",
		"0.4.9.11" },
	{ BYTES(FIRST "250-AUTH METHODS=COOKIE COOKIEFILE=\"/\\303\\251\"\r\n"
		LAST), COOKIE, "/\303\251", NULL },
	/* another order and case, unknown words and lines (2.1) */
	{ BYTES("250-VERSION New=\"1\" Tor=\"9\" Arguments=\"x\"\r\n"
		"250-FUTURE thing Tor=\"7\"\r\n"
		"250-auth more=1 cookiefile=\"/c\" methods=safecookie,QUANTUM "
		"x\r\n" FIRST LAST), SAFE, "/c", "9" },
	{ BYTES(FIRST "250-AUTH METHODS=COOKIES,,NUL,NULLS\r\n" LAST), 0,
		NULL, NULL },
	{ BYTES(FIRST "250-AUTH\r\n250-VERSION\r\n" LAST), 0, NULL, NULL },
	{ BYTES("250 PROTOCOLINFO 1\r\n"), 0, NULL, NULL },
	{ BYTES(FIRST "250+VERSION Tor=\"1\"\r\nAUTH METHODS=NULL\r\n.\r\n"
		LAST), 0, NULL, "1" },
	/* the last of two counts, and nothing leaks */
	{ BYTES(FIRST "250-AUTH METHODS=NULL COOKIEFILE=\"/a\"\r\n"
		"250-AUTH METHODS=COOKIE COOKIEFILE=\"/b\"\r\n" LAST),
		NO | COOKIE, "/b", NULL },
};

static void test_string(const char *got, const char *want)
{
	if (want)
		ck_assert_pstr_eq(got, want);
	else
		ck_assert_ptr_null(got);
}

START_TEST(reads_answers)
{
	struct protocolinfo info = { 0 };
	struct reply reply = REPLY_INIT;

	receive(&reply, answers[_i].reply);
	/* Twice: the previous content is freed. */
	ck_assert(protocolinfo_parse(&reply, &info, NULL));
	ck_assert(protocolinfo_parse(&reply, &info, NULL));
	ck_assert_uint_eq(info.methods, answers[_i].methods);
	test_string(info.cookie_file, answers[_i].cookie_file);
	test_string(info.tor_version, answers[_i].tor_version);
	protocolinfo_clear(&info);
	ck_assert_ptr_null(info.cookie_file);
	reply_clear(&reply);
}
END_TEST

static const struct span no_answers[] = {
	BYTES("250 OK\r\n"),
	BYTES("514 Authentication required.\r\n"),
	BYTES("513 No such version \"x\"\r\n"),
	BYTES(FIRST "250-AUTH METHODS=NULL\r\n510 no\r\n"),
	BYTES("250-AUTH METHODS=NULL\r\n" VERSION LAST),
	BYTES("250-PROTOCOLINFOS 1\r\n" LAST),
	BYTES("650 PROTOCOLINFO 1\r\n"),
};

START_TEST(refuses_other_replies)
{
	struct protocolinfo info = { 0 };
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;

	receive(&reply, no_answers[_i]);
	ck_assert(!protocolinfo_parse(&reply, &info, &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_uint_eq(info.methods, 0);
	ck_assert_ptr_null(info.cookie_file);
	ck_assert_ptr_null(info.tor_version);
	error_clear(&error);
	reply_clear(&reply);
}
END_TEST

#define EIGHT(x) x x x x x x x x
#define HASH EIGHT("00fF1234")
#define NONCE EIGHT("89abCDEF")

START_TEST(reads_challenge)
{
	static const unsigned char hash[] = EIGHT("\x00\xff\x12\x34");
	static const unsigned char nonce[] = EIGHT("\x89\xab\xcd\xef");
	static const struct span replies[] = {
		BYTES("250 AUTHCHALLENGE SERVERHASH=" HASH " SERVERNONCE="
			NONCE "\r\n"),
		BYTES("250 authchallenge X=1 servernonce=" NONCE
			" SERVERHASH=" HASH " y\r\n"),
	};

	for (size_t i = 0; i < COUNT(replies); i++) {
		struct authchallenge got = { { 0 }, { 0 } };
		struct reply reply = REPLY_INIT;

		receive(&reply, replies[i]);
		ck_assert(authchallenge_parse(&reply, &got, NULL));
		ck_assert_mem_eq(got.server_hash, hash, AUTHCHALLENGE_SIZE);
		ck_assert_mem_eq(got.server_nonce, nonce, AUTHCHALLENGE_SIZE);
		reply_clear(&reply);
	}
}
END_TEST

static const struct span bad_challenges[] = {
	BYTES("250 OK\r\n"),
	BYTES("513 AUTHCHALLENGE SERVERHASH=" HASH " SERVERNONCE=" NONCE
		"\r\n"),
	BYTES("250 AUTHCHALLENGE\r\n"),
	BYTES("250 AUTHCHALLENGES SERVERHASH=" HASH " SERVERNONCE=" NONCE
		"\r\n"),
	BYTES("250 SERVERHASH=" HASH " SERVERNONCE=" NONCE "\r\n"),
	BYTES("250 AUTHCHALLENGE SERVERHASH=" HASH "\r\n"),
	BYTES("250 AUTHCHALLENGE SERVERNONCE=" NONCE "\r\n"),
	BYTES("250 AUTHCHALLENGE SERVERHASH= SERVERNONCE=" NONCE "\r\n"),
	BYTES("250 AUTHCHALLENGE SERVERHASH=" HASH "00 SERVERNONCE=" NONCE
		"\r\n"),
	BYTES("250 AUTHCHALLENGE SERVERHASH=0" HASH " SERVERNONCE=" NONCE
		"\r\n"),
	BYTES("250 AUTHCHALLENGE SERVERHASH=" HASH " SERVERNONCE=zz\r\n"),
	BYTES("250 AUTHCHALLENGE SERVERHASH=\"" HASH "\" SERVERNONCE=" NONCE
		"\r\n"),
};

START_TEST(refuses_bad_challenges)
{
	struct authchallenge got;
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;

	receive(&reply, bad_challenges[_i]);
	ck_assert(!authchallenge_parse(&reply, &got, &error));
	ck_assert_int_eq(error.kind, ERROR_AUTH);
	error_clear(&error);
	reply_clear(&reply);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("protocolinfo");
	TCase *tcase = test_case(suite, "protocolinfo");

	test_add_table(tcase, reads_answers, answers);
	test_add_table(tcase, refuses_other_replies, no_answers);
	tcase_add_test(tcase, reads_challenge);
	test_add_table(tcase, refuses_bad_challenges, bad_challenges);
	return test_run(suite);
}
