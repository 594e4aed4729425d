/* Authentication: which method is chosen, what is sent, and what never is. */
#include "conn/auth.h"
#include "lib/talk.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

#define VERSION "250-VERSION Tor=\"0.4.9.11\"\r\n250 OK\r\n"
#define PASSWORD_ADVICE "auth: Tor requires a password"
#define NO_WAY "auth: Tor offers no supported authentication method; set " \
	"CookieAuthentication 1 in torrc"
#define NO_PATH "auth: Tor requires its cookie but did not name the cookie " \
	"file; give the file's path"
#define NO_PORT(answer) "connection: not a control port; it answers: " answer

static const char *password; /* the result of give_password() */

static bool give_password(void *arg, struct buf *to, struct error *error)
{
	ck_assert_ptr_eq(arg, &password);
	ck_assert(to->secret);
	if (password && !strcmp(password, "?"))
		return error_set(error, ERROR_FILE, "cannot read it");
	if (!password)
		return false;
	buf_add_string(to, password);
	return true;
}

/* The result: "METHOD version", or the error's kind and text. */
static char *outcome(struct talk *talk,
	const struct auth_config *config)
{
	struct auth_result result;
	char *text;

	if (auth_run(talk->connection, config, &result, &talk->error)) {
		text = alloc_print("%s %s", result.method,
			result.tor_version ? result.tor_version : "-");
		free(result.tor_version);
		return text;
	}
	ck_assert_ptr_null(result.tor_version);
	ck_assert(!result.cookie_missing);
	return alloc_print("%s: %s", error_kind_name(talk->error.kind),
		talk->error.text);
}

static void check(const struct fake_step *steps, size_t count,
	const char *want)
{
	struct auth_config config = {
		.password = give_password, .password_arg = &password,
	};
	struct talk talk;
	char *got;

	talk_init(&talk);
	talk_start(&talk, FAKE_UNIX, steps, count);
	got = outcome(&talk, &config);
	ck_assert_str_eq(got, want);
	free(got);
	talk_end(&talk);
}

/* Replies to PROTOCOLINFO after which nothing is sent. */
static const struct {
	const char *answer;
	const char *want;
} hopeless[] = {
	{ "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=HASHEDPASSWORD\r\n" VERSION,
		PASSWORD_ADVICE },
	{ "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=FUTURE\r\n" VERSION,
		NO_WAY },
	{ "250-PROTOCOLINFO 1\r\n" VERSION, NO_WAY },
	{ "250 PROTOCOLINFO 1\r\n", NO_WAY },
	/* cookies whose file Tor does not name */
	{ "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=COOKIE,SAFECOOKIE\r\n"
		VERSION, NO_PATH },
	{ "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=SAFECOOKIE\r\n" VERSION,
		NO_PATH },
	{ "250 OK\r\n", NO_PORT("250 OK") },
	{ "514 Authentication required.\r\n",
		NO_PORT("514 Authentication required.") },
	{ "510 Unrecognized command \"PROTOCOLINFO\"\r\n",
		NO_PORT("510 Unrecognized command \"PROTOCOLINFO\"…") },
	{ "513 No such version \"1\"\r\n",
		NO_PORT("513 No such version \"1\"") },
	/* SMTP and FTP use reply codes too */
	{ "500 5.5.1 Command unrecognized\r\n",
		NO_PORT("500 5.5.1 Command unrecognized") },
	{ "220-mail.example\r\n220 ESMTP\r\n", "connection: this is a mail "
		"or FTP server, not a control port" },
};

START_TEST(nothing_is_sent)
{
	struct fake_step steps[] = {
		EXPECT("PROTOCOLINFO 1"), SEND_SPAN(hopeless[_i].answer,
			strlen(hopeless[_i].answer)),
	};

	check(steps, COUNT(steps), hopeless[_i].want);
}
END_TEST

/* Replies to PROTOCOLINFO after which AUTHENTICATE needs no argument. */
static const struct {
	const char *answer;
	const char *want;
} open_doors[] = {
	{ "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=NULL\r\n" VERSION,
		"NULL 0.4.9.11" },
	{ "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=NULL\r\n250 OK\r\n",
		"NULL -" },
	{ "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=HASHEDPASSWORD,NULL\r\n"
		VERSION, "NULL 0.4.9.11" },
	{ "250-PROTOCOLINFO 2\r\n250-FUTURE x=\"y\r\n"
		"250-VERSION Tor=\"0.5.0 \\\"x\\\" (git-0)\" OpenSSL=\"4\"\r\n"
		"250-AUTH X=1 METHODS=FUTURE,null COOKIEFILE=\"/none\"\r\n"
		"250-AUTH\r\n250 OK\r\n", "NULL 0.5.0 \"x\" (git-0)" },
	/* an unreadable cookie that is not needed */
	{ "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=NULL,COOKIE,SAFECOOKIE "
		"COOKIEFILE=\"/nonexistent/x\"\r\n" VERSION,
		"NULL 0.4.9.11" },
};

START_TEST(null_is_enough)
{
	struct fake_step steps[] = {
		EXPECT("PROTOCOLINFO 1"), SEND_SPAN(open_doors[_i].answer,
			strlen(open_doors[_i].answer)),
		EXPECT("AUTHENTICATE"), SEND("250 OK\r\n"),
	};
	struct auth_config config = { 0 };
	struct auth_result result;
	struct talk talk;

	check(steps, COUNT(steps), open_doors[_i].want);
	/* whether a password could be asked for does not matter either */
	talk_play(&talk, steps);
	ck_assert(auth_run(talk.connection, &config, &result, NULL));
	ck_assert_str_eq(result.method, "NULL");
	free(result.tor_version);
	talk_end(&talk);
}
END_TEST

START_TEST(null_is_refused)
{
	static const struct fake_step steps[] = {
		FAKE_PROTOCOLINFO("METHODS=NULL"), EXPECT("AUTHENTICATE"),
		SEND("515 Authentication failed\r\n"), CLOSE,
	};

	check(steps, COUNT(steps),
		"auth: refused: 515 Authentication failed");
}
END_TEST

#define FAKE_PASSWORD(hex, answer) \
	FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"), \
	EXPECT("AUTHENTICATE" hex), SEND(answer "\r\n")

START_TEST(password_as_hex)
{
	static const struct fake_step steps[] = {
		FAKE_PASSWORD(" 6120225C0A0DC3A9", "250 OK"),
	};

	password = "a \"\\\n\r\xc3\xa9";
	check(steps, COUNT(steps), "HASHEDPASSWORD 0.4.9.11");
}
END_TEST

START_TEST(password_is_wrong)
{
	static const struct fake_step steps[] = {
		FAKE_PASSWORD(" 78", "515 Authentication failed: Password did "
			"not match HashedControlPassword value"), CLOSE,
	};

	password = "x";
	check(steps, COUNT(steps), "auth: wrong password");
}
END_TEST

START_TEST(password_cannot_be_read)
{
	static const struct fake_step steps[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"),
	};

	password = "?";
	check(steps, COUNT(steps), "file: cannot read it");
}
END_TEST

START_TEST(nobody_to_ask_for_password)
{
	static const struct fake_step steps[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"),
	};
	struct auth_config config = { 0 };
	struct talk talk;
	char *got;

	talk_play(&talk, steps);
	got = outcome(&talk, &config);
	ck_assert_str_eq(got, PASSWORD_ADVICE);
	free(got);
	talk_end(&talk);
}
END_TEST

/* An empty password is a password. */
START_TEST(empty_password)
{
	static const struct fake_step steps[] = {
		FAKE_PASSWORD("", "250 OK"),
	};

	password = "";
	check(steps, COUNT(steps), "HASHEDPASSWORD 0.4.9.11");
}
END_TEST

START_TEST(connection_is_lost)
{
	static const struct fake_step before[] = {
		EXPECT("PROTOCOLINFO 1"), CLOSE,
	};
	static const struct fake_step after[] = {
		FAKE_PROTOCOLINFO("METHODS=NULL"), EXPECT("AUTHENTICATE"),
		CLOSE,
	};

	check(before, COUNT(before), "connection: not a control port: it "
		"closed the connection without a reply, as a Tor ORPort does");
	check(after, COUNT(after),
		"connection: Tor closed the control connection");
}
END_TEST

/* A line may be long only after authentication. */
START_TEST(long_lines_need_trust)
{
	static const struct fake_step before[] = {
		EXPECT("PROTOCOLINFO 1"), SEND("250-PROTOCOLINFO 1"),
		FLOOD("0123456789"),
	};
	static const struct fake_step after[] = {
		FAKE_AUTH_NULL, EXPECT("A"), SEND("250 "),
		REPEAT(1000000, "x"), SEND("\r\n"),
	};
	struct auth_config config = { 0 };
	struct auth_result result;
	struct talk talk;
	char *text;

	check(before, COUNT(before), "connection: not a control port: it sent "
		"a line longer than 64 KiB");
	talk_play(&talk, after);
	ck_assert(auth_run(talk.connection, &config, &result, NULL));
	free(result.tor_version);
	text = talk_ask(&talk, "A");
	ck_assert_uint_eq(strlen(text), 1000004);
	free(text);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("auth");
	TCase *tcase = test_case(suite, "auth");

	test_add_table(tcase, nothing_is_sent, hopeless);
	test_add_table(tcase, null_is_enough, open_doors);
	tcase_add_test(tcase, null_is_refused);
	tcase_add_test(tcase, password_as_hex);
	tcase_add_test(tcase, password_is_wrong);
	tcase_add_test(tcase, password_cannot_be_read);
	tcase_add_test(tcase, nobody_to_ask_for_password);
	tcase_add_test(tcase, empty_password);
	tcase_add_test(tcase, connection_is_lost);
	tcase_add_test(tcase, long_lines_need_trust);
	return test_run(suite);
}
