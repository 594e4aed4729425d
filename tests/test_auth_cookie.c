/* Cookies: verified before use, and never sent when in doubt. */
#include "conn/auth.h"
#include "lib/talk.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/files.h"

#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ASK EXPECT("PROTOCOLINFO 1"), SEND_SPAN(info, strlen(info))
#define CHALLENGED(cookie_error) "auth: " cookie_error
/* FAKE_COOKIE as hexadecimal digits */
#define COOKIE_HEX "3031323334353637383961626364656630313233343536373839" \
	"414243444546"
#define HASH "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF" \
	"0123456789ABCDEF"

static char *dir, *cookie, *info;
static const char *override, *password;
static bool allow;   /* COOKIE without SAFECOOKIE */
static const uid_t *listener;
static bool missing; /* the last error was a missing file */

static void write_file(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert(files_write_fd(fd, bytes, len));
	close(fd);
}

static void offer(const char *methods, const char *file)
{
	free(info);
	info = alloc_print("250-PROTOCOLINFO 1\r\n250-AUTH METHODS=%s "
		"COOKIEFILE=\"%s\"\r\n250-VERSION Tor=\"0.4.9.11\"\r\n"
		"250 OK\r\n", methods, file);
}

static void set_up(void)
{
	dir = test_directory();
	cookie = alloc_print("%s/cookie", dir);
	write_file(cookie, FAKE_COOKIE, strlen(FAKE_COOKIE));
	offer("COOKIE,SAFECOOKIE", cookie);
	override = password = NULL;
	allow = false;
	listener = NULL;
}

static void tear_down(void)
{
	files_remove_tree(dir);
	free(info);
	free(cookie);
	free(dir);
	info = cookie = dir = NULL;
}

static bool give_password(void *arg, struct buf *to, struct error *error)
{
	(void)arg;
	(void)error;
	if (password)
		buf_add_string(to, password);
	return password;
}

/* An error's text with "@" for `dir`. */
static char *outcome(struct talk *talk)
{
	struct auth_config config = {
		.cookie_file = override, .allow_cookie = allow,
		.password = give_password, .listener = listener,
	};
	struct error *error = &talk->error;
	struct auth_result result;
	struct buf text = BUF_INIT;

	if (auth_run(talk->connection, &config, &result, error)) {
		free(result.tor_version);
		return alloc_string(result.method);
	}
	missing = result.cookie_missing;
	buf_print(&text, "%s: ", error_kind_name(error->kind));
	for (const char *at = error->text; *at; at++) {
		if (!strncmp(at, dir, strlen(dir))) {
			buf_add_char(&text, '@');
			at += strlen(dir) - 1;
		} else {
			buf_add_char(&text, *at);
		}
	}
	return buf_steal(&text);
}

static void check(const struct fake_step *steps, size_t count,
	const char *want)
{
	struct talk talk;
	char *got;

	missing = false;
	talk_init(&talk);
	talk_start(&talk, FAKE_UNIX, steps, count);
	got = outcome(&talk);
	ck_assert_str_eq(got, want);
	free(got);
	talk_end(&talk);
}

#define CHECK(steps, want) check(steps, COUNT(steps), want)

START_TEST(safecookie)
{
	struct fake_step steps[] = { ASK, COOKIE_OK };

	CHECK(steps, "SAFECOOKIE");
	offer("SAFECOOKIE,HASHEDPASSWORD", cookie);
	steps[1].text = info;
	steps[1].len = strlen(info);
	password = "not used";
	CHECK(steps, "SAFECOOKIE");
}
END_TEST

/* Nothing is sent after the challenge: no COOKIE, no password. */
START_TEST(server_does_not_know_the_cookie)
{
	struct fake_step steps[] = { ASK, COOKIE_WRONG, CLIENT_CLOSES };

	password = "x";
	CHECK(steps, "auth: the control port failed to prove that it knows "
		"the cookie in @/cookie; it may be another Tor or an "
		"impostor, so nothing was sent");
	offer("COOKIE,SAFECOOKIE,HASHEDPASSWORD,NULL", cookie);
	steps[1].text = info;
	steps[1].len = strlen(info);
	CHECK(steps, "auth: the control port failed to prove that it knows "
		"the cookie in @/cookie; it may be another Tor or an "
		"impostor, so nothing was sent");
}
END_TEST

static const struct {
	const char *answer;
	const char *want;
} challenges[] = {
	{ "513 AUTHCHALLENGE only supports SAFECOOKIE authentication\r\n",
		"auth: Tor offered SAFECOOKIE but refused it: 513 "
			"AUTHCHALLENGE only supports SAFECOOKIE "
			"authentication" },
	{ "250 OK\r\n", NULL },
	{ "250 AUTHCHALLENGE\r\n", NULL },
	{ "250 AUTHCHALLENGE SERVERHASH=" HASH "\r\n", NULL },
	{ "250 AUTHCHALLENGE SERVERNONCE=" HASH "\r\n", NULL },
	{ "250 AUTHCHALLENGE SERVERHASH= SERVERNONCE=\r\n", NULL },
	{ "250 AUTHCHALLENGE SERVERHASH=" HASH " SERVERNONCE=" HASH "00\r\n",
		NULL },
	{ "250 AUTHCHALLENGE SERVERHASH=0" HASH " SERVERNONCE=" HASH "\r\n",
		NULL },
	{ "250 AUTHCHALLENGE SERVERHASH=x" HASH " SERVERNONCE=" HASH "\r\n",
		NULL },
	{ "250 AUTHENTICATE SERVERHASH=" HASH " SERVERNONCE=" HASH "\r\n",
		NULL },
	{ "250 AUTHCHALLENGE SERVERHASH=" HASH " SERVERNONCE=" HASH "\r\n",
		"auth: the control port failed to prove that it knows the "
			"cookie in @/cookie; it may be another Tor or an "
			"impostor, so nothing was sent" },
};

START_TEST(strange_challenges)
{
	struct fake_step steps[] = {
		ASK, EXPECT_START("AUTHCHALLENGE SAFECOOKIE "),
		SEND_SPAN(challenges[_i].answer,
			strlen(challenges[_i].answer)), CLIENT_CLOSES,
	};

	password = "x";
	CHECK(steps, challenges[_i].want ? challenges[_i].want : "auth: "
		"malformed reply to AUTHCHALLENGE");
}
END_TEST

START_TEST(plain_cookie_where_nothing_else_is_offered)
{
	struct fake_step good[] = {
		{ 0 }, { 0 }, EXPECT("AUTHENTICATE " COOKIE_HEX),
		SEND("250 OK\r\n"),
	};
	struct fake_step bad[] = {
		{ 0 }, { 0 }, EXPECT("AUTHENTICATE " COOKIE_HEX),
		SEND("515 Authentication failed: Wrong length\r\n"),
	};
	struct fake_step start[] = { { 0 }, { 0 } };

	offer("COOKIE", cookie);
	allow = true;
	memcpy(start, (struct fake_step[]){ ASK }, sizeof(start));
	memcpy(good, start, sizeof(start));
	memcpy(bad, start, sizeof(start));
	CHECK(good, "COOKIE");
	CHECK(bad, "auth: cookie authentication failed: 515 Authentication "
		"failed: Wrong length");
}
END_TEST

/* A listener may name any file: nothing of it is sent. */
START_TEST(plain_cookie_is_refused)
{
	static const char refused[] = "auth: refusing to send the cookie in "
		"@/cookie: the control port does not offer SAFECOOKIE and may "
		"be an impostor";

	offer("COOKIE", cookie);
	check((struct fake_step[]){ ASK, CLIENT_CLOSES }, 3, refused);
	ck_assert(!missing);
	offer("COOKIE,HASHEDPASSWORD", cookie);
	check((struct fake_step[]){ ASK, CLIENT_CLOSES }, 3, refused);
	password = "x";
	check((struct fake_step[]){ ASK, EXPECT("AUTHENTICATE 78"),
		SEND("250 OK\r\n") }, 4, "HASHEDPASSWORD");
	offer("COOKIE,NULL", cookie);
	check((struct fake_step[]){ ASK, EXPECT("AUTHENTICATE"),
		SEND("250 OK\r\n") }, 4, "NULL");
	offer("SAFECOOKIE", cookie);
	check((struct fake_step[]){ ASK, COOKIE_OK }, 3, "SAFECOOKIE");
}
END_TEST

/* For invalid cookie files; nothing is sent after PROTOCOLINFO. */
static void check_refused(const char *want)
{
	static const char *const methods[] = {
		"COOKIE,SAFECOOKIE", "COOKIE", "SAFECOOKIE",
	};

	allow = true;
	for (size_t i = 0; i < COUNT(methods); i++) {
		offer(methods[i], cookie);
		check((struct fake_step[]){ ASK, CLIENT_CLOSES }, 3, want);
	}
}

START_TEST(wrong_length)
{
	static const char bytes[100] = "";

	write_file(cookie, bytes, 31);
	check_refused("auth: refusing cookie file @/cookie: 31 bytes, "
		"expected 32");
	write_file(cookie, bytes, 33);
	check_refused("auth: refusing cookie file @/cookie: 33 bytes, "
		"expected 32");
	write_file(cookie, bytes, 0);
	check_refused("auth: refusing cookie file @/cookie: 0 bytes, "
		"expected 32");
	ck_assert(!missing);
}
END_TEST

START_TEST(no_regular_file)
{
	unlink(cookie);
	ck_assert_int_eq(mkdir(cookie, 0700), 0);
	check_refused("auth: refusing cookie file @/cookie: not a regular "
		"file");
	rmdir(cookie);
	ck_assert_int_eq(mkfifo(cookie, 0600), 0);
	check_refused("auth: refusing cookie file @/cookie: not a regular "
		"file");
	unlink(cookie);
	ck_assert_int_eq(symlink("/dev/zero", cookie), 0);
	check_refused("auth: refusing cookie file @/cookie: not a regular "
		"file");
	unlink(cookie);
	ck_assert_int_eq(symlink("nowhere", cookie), 0);
	check_refused("auth: cannot read the cookie file @/cookie: No such "
		"file or directory; if Tor runs in a container or chroot, "
		"give the file's path on this host");
	ck_assert(missing);
}
END_TEST

START_TEST(symbolic_link)
{
	struct fake_step steps[] = { ASK, COOKIE_OK };
	char *real = alloc_print("%s/real", dir);

	ck_assert_int_eq(rename(cookie, real), 0);
	ck_assert_int_eq(symlink("real", cookie), 0);
	CHECK(steps, "SAFECOOKIE");
	free(real);
}
END_TEST

START_TEST(missing_file)
{
	unlink(cookie);
	check_refused("auth: cannot read the cookie file @/cookie: No such "
		"file or directory; if Tor runs in a container or chroot, "
		"give the file's path on this host");
	ck_assert(missing);
}
END_TEST

START_TEST(escapes_in_path)
{
	char *odd = alloc_print("%s/a \"q\" \\b\t\xc3\xa9", dir);
	char *quoted = alloc_print("%s/a \\\"q\\\" \\\\b\\t\\303\\251", dir);

	ck_assert_int_eq(rename(cookie, odd), 0);
	offer("COOKIE,SAFECOOKIE", quoted);
	check((struct fake_step[]){ ASK, COOKIE_OK }, 3, "SAFECOOKIE");
	free(quoted);
	free(odd);
}
END_TEST

/* --cookie overrides the file that Tor names, even if that one is missing. */
START_TEST(other_file_than_tor_names)
{
	char *other = alloc_print("%s/other", dir);

	ck_assert_int_eq(rename(cookie, other), 0);
	override = other;
	check((struct fake_step[]){ ASK, COOKIE_OK }, 3, "SAFECOOKIE");
	write_file(cookie, "another cookie, of 32 bytes too.", 32);
	check((struct fake_step[]){ ASK, COOKIE_OK }, 3, "SAFECOOKIE");
	free(info);
	info = alloc_string("250-PROTOCOLINFO 1\r\n"
		"250-AUTH METHODS=SAFECOOKIE\r\n250 OK\r\n");
	check((struct fake_step[]){ ASK, COOKIE_OK }, 3, "SAFECOOKIE");
	unlink(other);
	check((struct fake_step[]){ ASK, CLIENT_CLOSES }, 3, "auth: cannot "
		"read the cookie file @/other: No such file or directory; if "
		"Tor runs in a container or chroot, give the file's path on "
		"this host");
	free(other);
}
END_TEST

START_TEST(password_where_cookie_is_impossible)
{
	unlink(cookie);
	offer("COOKIE,SAFECOOKIE,HASHEDPASSWORD", cookie);
	password = "x";
	check((struct fake_step[]){ ASK, EXPECT("AUTHENTICATE 78"),
		SEND("250 OK\r\n") }, 4, "HASHEDPASSWORD");
	/* without --cookie, the error says what prevented SAFECOOKIE */
	password = NULL;
	check((struct fake_step[]){ ASK, CLIENT_CLOSES }, 3, "auth: cannot "
		"read the cookie file @/cookie: No such file or directory; if "
		"Tor runs in a container or chroot, give the file's path on "
		"this host");
}
END_TEST

/* A user who is neither root nor this process's nor known to a package. */
static const uid_t stranger = 3999999999;
static const char impostor[] = "auth: refusing to authenticate: the control "
	"port belongs to user unknown (3999999999), which may be an impostor";

/* Neither a password nor an answer to the challenge is sent. */
START_TEST(listener_of_another_user)
{
	static const char *const methods[] = {
		"COOKIE,SAFECOOKIE", "COOKIE,HASHEDPASSWORD",
		"HASHEDPASSWORD", "NULL",
	};

	listener = &stranger;
	password = "x";
	for (size_t i = 0; i < COUNT(methods); i++) {
		offer(methods[i], cookie);
		CHECK(((struct fake_step[]){ ASK, CLIENT_CLOSES }), impostor);
	}
}
END_TEST

START_TEST(listener_of_our_own_user)
{
	const uid_t user = geteuid(), root = 0;

	listener = _i ? &user : &root;
	password = "x";
	offer("HASHEDPASSWORD", cookie);
	CHECK(((struct fake_step[]){ ASK, EXPECT("AUTHENTICATE 78"),
		SEND("250 OK\r\n") }), "HASHEDPASSWORD");
}
END_TEST

/* The file's owner has the cookie already, but not the password. */
START_TEST(listener_of_the_cookie_files_owner)
{
	if (chown(cookie, stranger, (gid_t)-1) < 0) {
		fprintf(stderr, "cannot give files away, not tested\n");
		return;
	}
	listener = &stranger;
	CHECK(((struct fake_step[]){ ASK, COOKIE_OK }), "SAFECOOKIE");
	password = "x";
	offer("HASHEDPASSWORD", cookie);
	CHECK(((struct fake_step[]){ ASK, CLIENT_CLOSES }), impostor);
	write_file(cookie, "short", 5);
	offer("SAFECOOKIE,HASHEDPASSWORD", cookie);
	CHECK(((struct fake_step[]){ ASK, CLIENT_CLOSES }), impostor);
	offer("SAFECOOKIE,NULL", cookie);
	CHECK(((struct fake_step[]){ ASK, CLIENT_CLOSES }), impostor);
}
END_TEST

/* Becomes "nobody", because permissions do not apply to root. */
static bool become_nobody(void)
{
	const gid_t nogroup = 65534;
	const uid_t nobody = 65534;

	return geteuid() || (!setgroups(0, NULL) && !setgid(nogroup) &&
		!setuid(nobody));
}

/* A separate process, which drops its privileges once connected. */
static bool refused_as_nobody(void)
{
	struct fake_step steps[] = { ASK, CLIENT_CLOSES };
	struct talk talk;
	bool others = geteuid() == 0; /* the file is */
	char *got;
	int status;
	pid_t pid = fork();

	if (pid) {
		waitpid(pid, &status, 0);
		return !status;
	}
	talk_init(&talk);
	talk_start(&talk, FAKE_TCP, steps, COUNT(steps));
	ck_assert(become_nobody());
	got = outcome(&talk);
	ck_assert_ptr_nonnull(strstr(got, "auth: cannot read the cookie file "
		"@/cookie: Permission denied ("));
	/* Its owner could just change the mode. */
	ck_assert(!others || strstr(got,
		"set CookieAuthFileGroupReadable 1 in torrc"));
	ck_assert(!missing);
	free(got);
	talk_end(&talk);
	_exit(0);
}

START_TEST(no_permission)
{
	ck_assert_int_eq(chmod(cookie, 0), 0);
	ck_assert_int_eq(chmod(dir, _i ? 0 : 0755), 0);
	ck_assert(refused_as_nobody());
	offer("COOKIE", cookie);
	allow = true;
	ck_assert(refused_as_nobody());
	chmod(dir, 0700);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("auth_cookie");
	TCase *tcase = test_case(suite, "auth_cookie");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, safecookie);
	tcase_add_test(tcase, server_does_not_know_the_cookie);
	test_add_table(tcase, strange_challenges, challenges);
	tcase_add_test(tcase, plain_cookie_where_nothing_else_is_offered);
	tcase_add_test(tcase, plain_cookie_is_refused);
	tcase_add_test(tcase, wrong_length);
	tcase_add_test(tcase, no_regular_file);
	tcase_add_test(tcase, symbolic_link);
	tcase_add_test(tcase, missing_file);
	tcase_add_test(tcase, escapes_in_path);
	tcase_add_test(tcase, other_file_than_tor_names);
	tcase_add_test(tcase, password_where_cookie_is_impossible);
	tcase_add_test(tcase, listener_of_another_user);
	tcase_add_loop_test(tcase, listener_of_our_own_user, 0, 2);
	tcase_add_test(tcase, listener_of_the_cookie_files_owner);
	tcase_add_loop_test(tcase, no_permission, 0, 2);
	return test_run(suite);
}
