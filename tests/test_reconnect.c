/* The shell's connection, lost and retried: when, and what is printed. */
#include "lib/fake_tor.h"
#include "lib/test.h"
#include "shell/password.h"
#include "shell/reconnect.h"
#include "shell/shell.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/files.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE = 20000 };

#define WANTS_A_PASSWORD FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD")
#define REFUSES WANTS_A_PASSWORD, EXPECT("AUTHENTICATE 736563726574"), \
	SEND("515 Authentication failed: wrong\r\n"), CLOSE
#define LETS_IN WANTS_A_PASSWORD, EXPECT("AUTHENTICATE 736563726574"), \
	SEND("250 OK\r\n"), EXPECT("SETEVENTS BW"), SEND("250 OK\r\n"), \
	EXPECT("GETINFO status/bootstrap-phase"), \
	SEND("250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=100\r\n" \
		"250 OK\r\n")
#define FOUND "Reconnected to @ (HASHEDPASSWORD): Tor 0.4.9.11, bootstrapped\n"
#define REFUSED "Not connected: @: wrong password; retrying\n"

static char *directory, *path;
static struct options options;
static struct tor target;
static struct session session;
static struct output output; /* no terminal */
static struct shell shell;
static struct error error;
static int said, usual_stdout;
static int asked; /* how often a password was requested */

/* password_get() with a user who types. */
static bool type_password(void *arg, struct buf *password,
	struct error *failure)
{
	if (password_get_quietly(arg, password, failure))
		return true;
	asked++;
	options.password.secret = true;
	buf_reset(&options.password);
	buf_add_string(&options.password, "secret");
	options.typed_password = true;
	buf_add_string(password, "secret");
	return true;
}

static void set_up(void)
{
	int ends[2];

	unsetenv("TOR_CONTROL_PASSWD");
	directory = test_directory();
	path = alloc_print("%s/control", directory);
	target = (struct tor){
		.opener = {
			.server = path,
			.auth = { .password = type_password,
				.password_arg = &options },
			.connection = { .timeout = PATIENCE, .cancel_fd = -1 },
		},
	};
	session = (struct session){ .output = &output, .tor = &target };
	options = (struct options){ .quiet = true, .ask_password = true };
	shell = (struct shell){ .session = &session, .options = &options,
		.progress = -1 };
	asked = 0;
	strv_add(&session.tor->events.wanted, "BW");
	ck_assert_int_eq(pipe(ends), 0);
	said = ends[0];
	fcntl(said, F_SETFL, O_NONBLOCK);
	usual_stdout = dup(STDOUT_FILENO);
	dup2(ends[1], STDOUT_FILENO);
	close(ends[1]);
}

static void tear_down(void)
{
	dup2(usual_stdout, STDOUT_FILENO);
	close(usual_stdout);
	close(said);
	reconnect_stop(&shell);
	tor_clear(session.tor);
	options_clear(&options);
	error_clear(&error);
	files_remove_tree(directory);
	free(directory);
	free(path);
}

static struct fake_tor *listen_with(const struct fake_step *steps,
	size_t count)
{
	struct fake_tor *tor = fake_tor_start(FAKE_UNIX, path, steps, count);

	ck_assert_ptr_nonnull(tor);
	return tor;
}

static void end(struct fake_tor *tor)
{
	char *failure;

	reconnect_stop(&shell);
	failure = fake_tor_end(tor, NULL);
	ck_assert_msg(!failure, "the fake tor, %s", failure);
}

/* What was printed since the last call; "@" stands for the socket. */
static void check_said(const char *expected)
{
	size_t before = strcspn(expected, "@");
	struct buf text = BUF_INIT;
	char bytes[4096];
	ssize_t got = read(said, bytes, sizeof(bytes));
	struct span what = { bytes, got > 0 ? (size_t)got : 0 };

	buf_add(&text, expected, before);
	if (expected[before])
		buf_print(&text, "%s%s", path, expected + before + 1);
	test_span_eq(what, buf_span(&text));
	buf_clear(&text);
}

/* One attempt, from its start to its end. */
static void attempt(void)
{
	struct pollfd over = { .events = POLLIN };

	reconnect_try(&shell);
	over.fd = attempt_fd(shell.attempt);
	ck_assert_int_eq(poll(&over, 1, PATIENCE), 1);
	reconnect_finish(&shell);
	ck_assert_ptr_null(shell.attempt);
}

/* The pause that has begun since `start` has this length. */
static void check_pause(int64_t start, int64_t milliseconds)
{
	ck_assert_int_eq(shell.connection, SHELL_LOST);
	ck_assert_int_ge(shell.retry.next, start + milliseconds);
	ck_assert_int_le(shell.retry.next, clock_now() + milliseconds);
}

static void attempt_in_time(int64_t milliseconds)
{
	int64_t start = clock_now();

	/* As if the pause were over. */
	shell.retry.next = start;
	ck_assert(reconnect_is_due(&shell, false));
	attempt();
	check_pause(start, milliseconds);
}

static void await_loss(void)
{
	ck_assert(!connection_wait(session.tor->connection,
		&session.tor->events.subscription,
		clock_deadline(PATIENCE),
		&error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	reconnect_after_loss(&shell);
	check_said("Connection lost: Tor closed the control connection; "
		"retrying\n");
}

static void connect_first(void)
{
	ck_assert_msg(reconnect_now(&shell, &error), "%s", error.text);
	ck_assert_int_eq(shell.connection, SHELL_CONNECTED);
	check_said("");
	ck_assert_int_eq(asked, 1);
}

/* Nothing listens: 1, 2, 5, 10, 10; nothing is printed about that. */
START_TEST(tries_less_and_less_often)
{
	int64_t start = clock_now();

	ck_assert(!reconnect_now(&shell, &error));
	check_pause(start, 1000);
	ck_assert(!reconnect_is_due(&shell, false));
	attempt_in_time(2000);
	attempt_in_time(5000);
	attempt_in_time(10000);
	attempt_in_time(10000);
	check_said("");
}
END_TEST

START_TEST(keys_try_at_once)
{
	int64_t start;

	ck_assert(!reconnect_now(&shell, &error));
	attempt_in_time(2000);
	for (int i = 0; i < 10; i++) {
		/* It is too early: the pause is the longest one. */
		shell.retry.next = CLOCK_NEVER;
		ck_assert(!reconnect_is_due(&shell, false));
		ck_assert(reconnect_is_due(&shell, true));
		start = clock_now();
		attempt();
		check_pause(start, 2000);
	}
	attempt_in_time(5000);
	/* No second attempt starts while one is running. */
	reconnect_try(&shell);
	ck_assert(!reconnect_is_due(&shell, true));
	/* reconnect cancels it and resets the pauses. */
	start = clock_now();
	ck_assert(!reconnect_now(&shell, &error));
	ck_assert_ptr_null(shell.attempt);
	check_pause(start, 1000);
	attempt_in_time(2000);
}
END_TEST

/* An early attempt succeeds: the next loss is like the first. */
START_TEST(lost_twice)
{
	static const struct fake_step steps[] = { LETS_IN, CLOSE, LETS_IN,
		CLOSE, LETS_IN };
	struct fake_tor *tor = listen_with(steps, COUNT(steps));

	connect_first();
	for (int i = 0; i < 2; i++) {
		int64_t start = clock_now();

		await_loss();
		check_pause(start, 1000);
		shell.retry.next = CLOCK_NEVER;
		attempt();
		ck_assert_int_eq(shell.connection, SHELL_CONNECTED);
		check_said(FOUND);
	}
	/* A typed password is used for each attempt. */
	ck_assert_int_eq(asked, 1);
	end(tor);
}
END_TEST

/* Reported once, then retried, but not at every key. */
START_TEST(refused_for_a_while)
{
	static const struct fake_step steps[] = { LETS_IN, CLOSE, REFUSES,
		REFUSES, REFUSES, LETS_IN, CLOSE, REFUSES };
	struct fake_tor *tor = listen_with(steps, COUNT(steps));

	connect_first();
	await_loss();
	attempt_in_time(2000);
	check_said(REFUSED);
	ck_assert(!reconnect_is_due(&shell, true));
	attempt_in_time(5000);
	attempt_in_time(10000);
	check_said("");
	shell.retry.next = clock_now();
	attempt();
	ck_assert_int_eq(shell.connection, SHELL_CONNECTED);
	check_said(FOUND);
	/* What was printed belongs to an earlier time. */
	await_loss();
	attempt_in_time(2000);
	check_said(REFUSED);
	ck_assert_int_eq(asked, 1);
	end(tor);
}
END_TEST

/* A new reason is reported; that Tor is away in between is not. */
START_TEST(refused_for_another_reason)
{
	static const struct fake_step first[] = { LETS_IN, CLOSE, REFUSES };
	static const struct fake_step second[] = { REFUSES,
		FAKE_PROTOCOLINFO("METHODS=FUTURE"), CLOSE };
	struct fake_tor *tor = listen_with(first, COUNT(first));
	char *failure;

	connect_first();
	await_loss();
	attempt_in_time(2000);
	check_said(REFUSED);
	failure = fake_tor_end(tor, NULL);
	ck_assert_msg(!failure, "the fake tor, %s", failure);
	attempt_in_time(5000);
	/* Nothing refuses us: keys start attempts again. */
	ck_assert(reconnect_is_due(&shell, true));
	tor = listen_with(second, COUNT(second));
	attempt_in_time(10000);
	check_said("");
	attempt_in_time(10000);
	check_said("Not connected: @: Tor offers no supported authentication "
		"method; set CookieAuthentication 1 in torrc; retrying\n");
	end(tor);
}
END_TEST

/* Only reconnect asks again for a typed password that Tor refused. */
START_TEST(reconnect_asks_after_a_refusal)
{
	static const struct fake_step steps[] = { LETS_IN, CLOSE, REFUSES,
		LETS_IN };
	struct fake_tor *tor = listen_with(steps, COUNT(steps));

	connect_first();
	await_loss();
	attempt_in_time(2000);
	check_said(REFUSED);
	ck_assert_int_eq(asked, 1);
	ck_assert(reconnect_now(&shell, &error));
	ck_assert_int_eq(shell.connection, SHELL_CONNECTED);
	ck_assert_int_eq(asked, 2);
	end(tor);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reconnect");
	TCase *tcase = test_case(suite, "reconnect");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, tries_less_and_less_often);
	tcase_add_test(tcase, keys_try_at_once);
	tcase_add_test(tcase, lost_twice);
	tcase_add_test(tcase, refused_for_a_while);
	tcase_add_test(tcase, refused_for_another_reason);
	tcase_add_test(tcase, reconnect_asks_after_a_refusal);
	return test_run(suite);
}
