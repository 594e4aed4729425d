/* Where a control port is looked for, and for how long. */
#include "conn/opener.h"
#include "lib/fake_tor.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 20000 };

#define TORRC \
	"\nA tor is running; to open a control port, add these lines to its " \
	"torrc and reload it:\n  ControlPort 9051\n  CookieAuthentication 1"

static const char *const variables[] = {
	"TORCTL_SERVER", "TOR_CONTROL_IPC_PATH", "TOR_CONTROL_HOST",
	"TOR_CONTROL_PORT",
};

static const struct fake_step lets_in[] = { FAKE_AUTH_NULL };

static char *dir, *path;
static struct opener_config config;
static struct opener_result result;
static struct error error;

static void set_up(void)
{
	for (size_t i = 0; i < COUNT(variables); i++)
		unsetenv(variables[i]);
	dir = test_directory();
	path = alloc_print("%s/s", dir);
	config = (struct opener_config){
		.connection = { .timeout = PATIENCE, .cancel_fd = -1 },
	};
	error = (struct error)ERROR_INIT;
}

static void tear_down(void)
{
	files_remove_tree(dir);
	opener_result_clear(&result);
	error_clear(&error);
	free(path);
	free(dir);
}

static struct fake_tor *start(enum fake_family family,
	const struct fake_step *steps, size_t count)
{
	struct fake_tor *tor = fake_tor_start(family,
		family == FAKE_UNIX ? path : NULL, steps, count);

	ck_assert_ptr_nonnull(tor);
	return tor;
}

static void end(struct fake_tor *tor)
{
	char *failure = fake_tor_end(tor, NULL);

	ck_assert_msg(!failure, "the fake tor, %s", failure);
}

/* Connects and authenticates at this address. */
static void check_opens(const char *address)
{
	struct connection *connection;

	opener_result_clear(&result);
	connection = opener_connect(&config, &result, &error);
	ck_assert_msg(connection != NULL, "%s", error.text);
	ck_assert_str_eq(result.address, address);
	ck_assert_str_eq(result.auth.tor_version, "0.4.9.11");
	ck_assert(connection_connected(connection));
	connection_free(connection);
}

static void check_fails(enum error_kind kind, const char *text)
{
	ck_assert_ptr_null(opener_connect(&config, &result, &error));
	ck_assert_str_eq(error.text, text);
	ck_assert_int_eq(error.kind, kind);
	ck_assert_ptr_null(result.address);
}

/* Each takes precedence over those that follow. */
START_TEST(order_of_search)
{
	struct fake_tor *tor = start(FAKE_TCP, lets_in, COUNT(lets_in));
	const char *address = fake_tor_address(tor);
	const char *port = strrchr(address, ':') + 1;

	config.server = _i == 0 ? address : NULL;
	setenv("TORCTL_SERVER", _i == 1 ? address : "/none/a", 1);
	setenv("TOR_CONTROL_IPC_PATH", _i == 2 ? path : "/none/b", 1);
	setenv("TOR_CONTROL_HOST", "127.0.0.1", 1);
	setenv("TOR_CONTROL_PORT", _i >= 3 ? port : "1", 1);
	if (_i >= 2)
		setenv("TORCTL_SERVER", "", 1);
	if (_i >= 3)
		unsetenv("TOR_CONTROL_IPC_PATH");
	if (_i == 4)
		unsetenv("TOR_CONTROL_HOST");
	if (_i == 2) {
		free(fake_tor_end(tor, NULL));
		tor = start(FAKE_UNIX, lets_in, COUNT(lets_in));
		address = path;
	}
	check_opens(address);
	end(tor);
}
END_TEST

START_TEST(without_result)
{
	struct fake_tor *tor = start(FAKE_UNIX, lets_in, COUNT(lets_in));
	struct connection *connection;

	config.server = path;
	connection = opener_connect(&config, NULL, NULL);
	ck_assert_ptr_nonnull(connection);
	connection_free(connection);
	end(tor);
}
END_TEST

START_TEST(ipv6)
{
	struct fake_tor *tor = fake_tor_start(FAKE_TCP6, NULL, lets_in,
		COUNT(lets_in));
	const char *port;

	if (!tor) {
		fprintf(stderr, "no IPv6 here, not tested: %s\n",
			strerror(errno));
		return;
	}
	config.server = fake_tor_address(tor);
	check_opens(config.server);
	end(tor);
	tor = start(FAKE_TCP6, lets_in, COUNT(lets_in));
	config.server = NULL;
	port = strrchr(fake_tor_address(tor), ':') + 1;
	setenv("TOR_CONTROL_HOST", _i ? "[::1]" : "::1", 1);
	setenv("TOR_CONTROL_PORT", port, 1);
	check_opens(fake_tor_address(tor));
	end(tor);
}
END_TEST

START_TEST(name)
{
	struct fake_tor *tor = start(FAKE_TCP, lets_in, COUNT(lets_in));
	char *address = alloc_print("localhost%s",
		strrchr(fake_tor_address(tor), ':'));

	config.server = address;
	check_opens(address);
	end(tor);
	free(address);
}
END_TEST

/* A socket at `path` on which nothing listens. */
static int bind_path(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(address.sun_path, path, strlen(path) + 1);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address,
		sizeof(address)), 0);
	return fd;
}

START_TEST(refused)
{
	char *want = alloc_print("%s: No such file or directory" TORRC, path);

	config.server = path;
	check_fails(ERROR_CONNECTION, want);
	free(want);
	close(bind_path());
	want = alloc_print("%s: Connection refused (the socket exists "
		"but nothing listens on it; is Tor running?)", path);
	check_fails(ERROR_CONNECTION, want);
	free(want);
	unlink(path);
	ck_assert_int_eq(symlink("s", path), 0);
	want = alloc_print("%s: %s", path, strerror(ELOOP));
	check_fails(ERROR_CONNECTION, want);
	free(want);
}
END_TEST

START_TEST(no_address)
{
	config.server = "nowhere";
	config.wait = PATIENCE; /* not for an address that can never work */
	check_fails(ERROR_USAGE, "\"nowhere\" is not a valid address: use "
		"PORT, HOST:PORT, [V6]:PORT, /path/to/socket, fd:NUMBER, "
		"ssh://HOST or the NAME of a target or instance");
}
END_TEST

static bool is_open(const char *address)
{
	struct opener_config one = config;
	struct error why = ERROR_INIT;
	struct connection *connection;
	bool open;

	one.server = address;
	connection = opener_connect(&one, NULL, &why);
	open = connection || (!strstr(why.text, "refused") &&
		!strstr(why.text, "No such file"));
	connection_free(connection);
	error_clear(&why);
	return open;
}

/* A socket that is reached by two paths is tried once. */
START_TEST(usual_places)
{
	struct stat run, var_run;
	bool linked = !stat("/run", &run) && !stat("/var/run", &var_run) &&
		run.st_dev == var_run.st_dev && run.st_ino == var_run.st_ino;

	if (is_open("/run/tor/control") || is_open("/var/run/tor/control") ||
		is_open("9051") || is_open("9151")) {
		fprintf(stderr, "a tor runs here, not tested\n");
		return;
	}
	ck_assert_ptr_null(opener_connect(&config, &result, &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_str_eq(error.text, linked ?
		"cannot connect to Tor's control port; tried:\n"
		"  /run/tor/control: No such file or directory\n"
		"  127.0.0.1:9051: Connection refused\n"
		"  127.0.0.1:9151: Connection refused" TORRC :
		"cannot connect to Tor's control port; tried:\n"
		"  /run/tor/control: No such file or directory\n"
		"  /var/run/tor/control: No such file or directory\n"
		"  127.0.0.1:9051: Connection refused\n"
		"  127.0.0.1:9151: Connection refused" TORRC);
}
END_TEST

/* As "nobody": the error says what to change. */
START_TEST(no_permission)
{
	int status, fd = bind_path();
	struct error denied = ERROR_INIT;
	char *want = NULL;
	pid_t pid;

	ck_assert_int_eq(listen(fd, 4), 0);
	ck_assert_int_eq(chmod(_i ? dir : path, _i ? 0 : 0600), 0);
	if (!_i)
		ck_assert_int_eq(chmod(dir, 0755), 0);
	pid = fork();
	if (!pid) {
		if (!geteuid())
			ck_assert(!setgroups(0, NULL) && !setgid(65534) &&
				!setuid(65534));
		error_set(&denied, ERROR_CONNECTION, "%s: Permission denied",
			path);
		files_add_access_advice(&denied, path, S_IWGRP,
			"ControlSocketsGroupWritable");
		want = alloc_string(denied.text);
		error_clear(&denied);
		config.server = path;
		/* root cannot be denied access to our files */
		if (_i || access(path, W_OK) < 0)
			check_fails(ERROR_CONNECTION, want);
		status = 0;
		goto out;
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	chmod(dir, 0700);
out:
	close(fd);
	free(want);
	if (!pid) {
		error_clear(&error);
		free(path);
		free(dir);
		_exit(status);
	}
}
END_TEST

static void *start_later(void *arg)
{
	struct fake_tor **tor = arg;

	poll(NULL, 0, 50);
	*tor = fake_tor_start(FAKE_UNIX, path, lets_in, COUNT(lets_in));
	return NULL;
}

START_TEST(comes_up_while_waiting)
{
	struct fake_tor *tor = NULL;
	pthread_t thread;

	config.server = path;
	config.wait = PATIENCE;
	pthread_create(&thread, NULL, start_later, &tor);
	check_opens(path);
	pthread_join(thread, NULL);
	end(tor);
}
END_TEST

/* A Tor that is still starting behaves in each of these ways. */
START_TEST(tries_again)
{
	static const struct fake_step steps[] = {
		CLOSE, EXPECT("PROTOCOLINFO 1"), CLOSE,
		EXPECT("PROTOCOLINFO 1"), SEND("250-PROTOCOLINFO"), CLOSE,
		FAKE_AUTH_NULL,
	};
	struct fake_tor *tor = start(FAKE_UNIX, steps, COUNT(steps));

	config.server = path;
	config.wait = PATIENCE;
	check_opens(path);
	end(tor);
}
END_TEST

static void *write_cookie(void *arg)
{
	char *cookie = alloc_print("%s/cookie", dir);
	int fd;

	if (fake_tor_await(arg, 0)) {
		fd = open(cookie, O_WRONLY | O_CREAT, 0600);
		files_write_fd(fd, FAKE_COOKIE, strlen(FAKE_COOKIE));
		close(fd);
		fake_tor_open(arg, 0);
	}
	free(cookie);
	return NULL;
}

START_TEST(cookie_appears_while_waiting)
{
	char *info = alloc_print("250-PROTOCOLINFO 1\r\n250-AUTH METHODS="
		"COOKIE,SAFECOOKIE COOKIEFILE=\"%s/cookie\"\r\n"
		"250-VERSION Tor=\"0.4.9.11\"\r\n250 OK\r\n", dir);
	struct fake_step steps[] = {
		EXPECT("PROTOCOLINFO 1"), SEND_SPAN(info, strlen(info)),
		CLIENT_CLOSES, WAIT(0), EXPECT("PROTOCOLINFO 1"),
		SEND_SPAN(info, strlen(info)), COOKIE_OK,
	};
	struct fake_tor *tor = start(FAKE_UNIX, steps, COUNT(steps));
	pthread_t thread;

	config.server = path;
	config.wait = PATIENCE;
	pthread_create(&thread, NULL, write_cookie, tor);
	check_opens(path);
	pthread_join(thread, NULL);
	end(tor);
	free(info);
}
END_TEST

START_TEST(waits_no_longer_than_told)
{
	char *want = alloc_print("%s: No such file or directory" TORRC, path);
	int64_t start_time = clock_now();

	config.server = path;
	config.wait = 100;
	check_fails(ERROR_CONNECTION, want);
	ck_assert_int_ge(clock_now() - start_time, 100);
	ck_assert_int_lt(clock_now() - start_time, PATIENCE / 2);
	free(want);
}
END_TEST

START_TEST(interrupted_while_waiting)
{
	int cancel[2];

	ck_assert_int_eq(pipe(cancel), 0);
	ck_assert_int_eq(write(cancel[1], "", 1), 1);
	config.server = path;
	config.wait = PATIENCE;
	config.connection.cancel_fd = cancel[0];
	check_fails(ERROR_INTERRUPTED, "interrupted");
	close(cancel[0]);
	close(cancel[1]);
}
END_TEST

/* A refusal does not mean that Tor is still starting. */
START_TEST(does_not_wait_after_refusal)
{
	static const struct fake_step steps[] = {
		FAKE_PROTOCOLINFO("METHODS=NULL"), EXPECT("AUTHENTICATE"),
		SEND("515 Authentication failed\r\n"), CLIENT_CLOSES,
	};
	struct fake_tor *tor = start(FAKE_UNIX, steps, COUNT(steps));
	char *want = alloc_print("%s: refused: 515 Authentication "
		"failed", path);

	config.server = path;
	config.wait = PATIENCE;
	check_fails(ERROR_AUTH, want);
	end(tor);
	free(want);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("opener");
	TCase *tcase = test_case(suite, "opener");

	test_pretend_tor();
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, order_of_search, 0, 5);
	tcase_add_test(tcase, without_result);
	tcase_add_loop_test(tcase, ipv6, 0, 2);
	tcase_add_test(tcase, name);
	tcase_add_test(tcase, refused);
	tcase_add_test(tcase, no_address);
	tcase_add_test(tcase, usual_places);
	tcase_add_loop_test(tcase, no_permission, 0, 2);
	tcase_add_test(tcase, comes_up_while_waiting);
	tcase_add_test(tcase, tries_again);
	tcase_add_test(tcase, cookie_appears_while_waiting);
	tcase_add_test(tcase, waits_no_longer_than_told);
	tcase_add_test(tcase, interrupted_while_waiting);
	tcase_add_test(tcase, does_not_wait_after_refusal);
	return test_run(suite);
}
