/* A real tor, offline, accepts each of its authentication methods. */
#include "conn/crypto.h"
#include "conn/opener.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/encode.h"
#include "util/files.h"

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 20000, NO_PROGRAM = 127 };

static char *dir, *path, *hash;
static pid_t pid;
static struct opener_config config;
static struct opener_result result;
static struct error error;

/* A password that needs quotes unless it is sent in hexadecimal. */
static const char password[] = "a \"b\" \\ c";

static bool give_password(void *arg, struct buf *to, struct error *why)
{
	(void)why;
	buf_add_string(to, arg);
	return true;
}

static void hash_password(void)
{
	unsigned char salt[CRYPTO_SALT_SIZE], bytes[CRYPTO_S2K_SIZE];
	struct buf text = BUF_INIT;

	crypto_random(salt, sizeof(salt));
	crypto_hash_password(span_of(password), salt, bytes);
	buf_add_string(&text, "16:");
	encode_add_hex(&text, bytes, sizeof(bytes));
	hash = buf_steal(&text);
}

static void set_up(void)
{
	dir = test_directory();
	path = alloc_print("%s/s", dir);
	hash_password();
	config = (struct opener_config){
		.server = path, .wait = PATIENCE,
		.connection = { .timeout = PATIENCE, .cancel_fd = -1 },
		.auth.password = give_password,
	};
	config.auth.password_arg = (void *)(uintptr_t)password;
}

static void tear_down(void)
{
	if (pid > 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	files_remove_tree(dir);
	opener_result_clear(&result);
	error_clear(&error);
	free(hash);
	free(path);
	free(dir);
}

/* Ignores the machine's configuration, and never uses the network. */
static void start_tor(const char *cookie, const char *hashed)
{
	char *torrc = alloc_print("%s/torrc", dir);
	char *lines = alloc_print("DisableNetwork 1\nSocksPort 0\n"
		"DataDirectory %s/data\nControlSocket %s\nGeoIPFile\n"
		"GeoIPv6File\nCookieAuthentication %s\n"
		"__OwningControllerProcess %ld\n%s %s\n", dir, path, cookie,
		(long)getpid(), hashed ? "HashedControlPassword" : "#",
		hashed ? hashed : "");
	int null = open(torrc, O_WRONLY | O_CREAT, 0600);

	ck_assert(files_write_fd(null, lines, strlen(lines)));
	close(null);
	pid = fork();
	if (pid) {
		free(lines);
		free(torrc);
		return;
	}
	null = open("/dev/null", O_RDWR);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execlp("tor", "tor", "-f", torrc, "--defaults-torrc", "/nonexistent",
		"--ignore-missing-torrc", NULL);
	_exit(NO_PROGRAM);
}

static bool no_tor(void)
{
	const char *words = getenv("PATH");
	char *list = alloc_string(words ? words : ""), *rest = list, *one;
	bool found = false;

	while ((one = strsep(&rest, ":"))) {
		char *program = alloc_print("%s/tor", one);

		found = found || !access(program, X_OK);
		free(program);
	}
	free(list);
	if (!found)
		fprintf(stderr, "no tor in PATH, not tested\n");
	return !found;
}

static void check_version(struct connection *connection)
{
	char *want = alloc_print("version=%s", result.auth.tor_version);
	struct reply reply = REPLY_INIT;
	struct request request;

	request_init(&request, "GETINFO");
	request_add_word(&request, "version");
	ck_assert(connection_command(connection, &request, &reply, &error));
	ck_assert(span_starts(reply.lines[0].text, want));
	free(want);
	request_clear(&request);
	reply_clear(&reply);
}

static void check_opens(const char *method)
{
	struct connection *connection;

	opener_result_clear(&result);
	connection = opener_connect(&config, &result, &error);
	ck_assert_msg(connection != NULL, "%s", error.text);
	ck_assert_str_eq(result.auth.method, method);
	check_version(connection);
	connection_free(connection);
}

static void check_refused(const char *text)
{
	opener_result_clear(&result);
	ck_assert_ptr_null(opener_connect(&config, &result, &error));
	ck_assert_int_eq(error.kind, ERROR_AUTH);
	ck_assert_msg(strstr(error.text, text) != NULL, "%s", error.text);
}

START_TEST(without_authentication)
{
	if (no_tor())
		return;
	start_tor("0", NULL);
	check_opens("NULL");
}
END_TEST

START_TEST(cookie)
{
	char *other = alloc_print("%s/other", dir);
	int fd = open(other, O_WRONLY | O_CREAT, 0600);

	ck_assert(files_write_fd(fd, "0123456789abcdef0123456789abcdef", 32));
	close(fd);
	if (!no_tor()) {
		start_tor("1", NULL);
		check_opens("SAFECOOKIE");
		config.auth.cookie_file = other;
		check_refused("failed to prove that it knows the cookie in ");
		config.auth.cookie_file = NULL;
		check_opens("SAFECOOKIE");
	}
	free(other);
}
END_TEST

START_TEST(hashed_password)
{
	if (no_tor())
		return;
	start_tor("0", hash);
	check_opens("HASHEDPASSWORD");
	config.auth.password_arg = (void *)(uintptr_t)"a";
	check_refused("wrong password");
}
END_TEST

/* SAFECOOKIE first, and the password if the cookie is unreadable. */
START_TEST(cookie_and_password)
{
	char *none = alloc_print("%s/none", dir);

	if (!no_tor()) {
		start_tor("1", hash);
		check_opens("SAFECOOKIE");
		config.auth.cookie_file = none;
		check_opens("HASHEDPASSWORD");
	}
	free(none);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("opener_tor");
	TCase *tcase = test_case(suite, "opener_tor");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, without_authentication);
	tcase_add_test(tcase, cookie);
	tcase_add_test(tcase, hashed_password);
	tcase_add_test(tcase, cookie_and_password);
	return test_run(suite);
}
