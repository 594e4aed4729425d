/* Addresses of control ports, read and written. */
#include "conn/address.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#define NO_ADDRESS " is not a valid address: use PORT, HOST:PORT, " \
	"[V6]:PORT, /path/to/socket, fd:NUMBER, ssh://HOST or the NAME of " \
	"a target or instance"
#define BAD_PORT " is not a valid address: the port must be from 1 to " \
	"65535"
#define NO_HOST " is not a valid address: missing host"
#define V6 " is not a valid address: write IPv6 addresses as [V6]:PORT"
#define NO_FD " is not a valid address: write an open descriptor as fd:NUMBER"
#define NO_PATH " is not a valid socket path: it must begin with /, ./, ../ or ~/"

static const struct {
	const char *text;
	const char *path, *host;
	unsigned port;
	const char *format;
} good[] = {
	{ "9051", NULL, "127.0.0.1", 9051, "127.0.0.1:9051" },
	{ "1", NULL, "127.0.0.1", 1, "127.0.0.1:1" },
	{ "65535", NULL, "127.0.0.1", 65535, "127.0.0.1:65535" },
	{ "00080", NULL, "127.0.0.1", 80, "127.0.0.1:80" },
	{ "10.0.0.1:9151", NULL, "10.0.0.1", 9151, "10.0.0.1:9151" },
	{ "localhost:9051", NULL, "localhost", 9051, "localhost:9051" },
	{ "tor.example.:1", NULL, "tor.example.", 1, "tor.example.:1" },
	{ "[::1]:9051", NULL, "::1", 9051, "[::1]:9051" },
	{ "[fe80::1%eth0]:9051", NULL, "fe80::1%eth0", 9051,
		"[fe80::1%eth0]:9051" },
	{ "[10.0.0.1]:80", NULL, "10.0.0.1", 80, "10.0.0.1:80" },
	{ "/run/tor/control", "/run/tor/control", NULL, 0,
		"/run/tor/control" },
	{ "unix:/run/tor/control", "/run/tor/control", NULL, 0,
		"/run/tor/control" },
	{ "unix:\"/a b:1\"", "/a b:1", NULL, 0, "/a b:1" },
	{ "/a:9051", "/a:9051", NULL, 0, "/a:9051" },
	{ "/", "/", NULL, 0, "/" },
	{ "./s", "./s", NULL, 0, "./s" },
	{ "../tor/s", "../tor/s", NULL, 0, "../tor/s" },
	{ "unix:./s", "./s", NULL, 0, "./s" },
	{ "~/s", "/home/me/s", NULL, 0, "/home/me/s" },
	{ "unix:~/s", "/home/me/s", NULL, 0, "/home/me/s" },
	{ "fd:3", NULL, NULL, 3, "fd:3" },
	{ "fd:2147483647", NULL, NULL, 2147483647, "fd:2147483647" },
};

START_TEST(good_address)
{
	struct address address = { 0 };
	struct error error = ERROR_INIT;
	char *text;

	ck_assert_msg(address_parse(good[_i].text, &address, &error), "%s",
		error.text);
	ck_assert_pstr_eq(address.path, good[_i].path);
	ck_assert_pstr_eq(address.host, good[_i].host);
	ck_assert_uint_eq(address.port, good[_i].port);
	text = address_format(&address);
	ck_assert_str_eq(text, good[_i].format);
	/* the output is valid input and replaces the previous value */
	ck_assert(address_parse(text, &address, NULL));
	ck_assert_pstr_eq(address.path, good[_i].path);
	ck_assert_pstr_eq(address.host, good[_i].host);
	free(text);
	address_clear(&address);
	ck_assert_ptr_null(address.path);
	ck_assert_ptr_null(address.host);
}
END_TEST

static const struct {
	const char *text;
	const char *why;
} bad[] = {
	{ "", NO_ADDRESS },
	{ "localhost", NO_ADDRESS },
	{ "127.0.0.1", NO_ADDRESS },
	{ "9051 ", NO_ADDRESS },
	{ "-1", NO_ADDRESS },
	{ "run/tor/control", NO_ADDRESS },
	{ "0", BAD_PORT },
	{ "65536", BAD_PORT },
	{ "99999999999999999999999", BAD_PORT },
	{ "localhost:", BAD_PORT },
	{ "localhost:0", BAD_PORT },
	{ "localhost:65536", BAD_PORT },
	{ "localhost:+1", BAD_PORT },
	{ "localhost: 1", BAD_PORT },
	{ "localhost:http", BAD_PORT },
	{ "[::1]", BAD_PORT },
	{ ":9051", NO_HOST },
	{ "[]:9051", NO_HOST },
	{ "[:9051", NO_HOST },
	{ "::1:9051", V6 },
	{ "::1", V6 },
	{ "a:b:1", V6 },
	{ "unix:", NO_PATH },
	{ "unix:tor/control", NO_PATH },
	{ "unix:\"\"", NO_PATH },
	{ "unix:\"/x", NO_PATH },
	{ "fd:", NO_FD },
	{ "fd:-1", NO_FD },
	{ "fd:3x", NO_FD },
	{ "fd:2147483648", NO_FD },
};

START_TEST(bad_address)
{
	struct address address = { 0 };
	struct error error = ERROR_INIT;
	char *want = alloc_print("\"%s\"%s", bad[_i].text, bad[_i].why);

	ck_assert(address_parse("9051", &address, NULL));
	ck_assert(!address_parse(bad[_i].text, &address, &error));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_str_eq(error.text, want);
	ck_assert_ptr_null(address.path);
	ck_assert_ptr_null(address.host);
	error_clear(&error);
	free(want);
}
END_TEST

START_TEST(longest_path)
{
	size_t size = sizeof(((struct sockaddr_un *)0)->sun_path);
	char *path = alloc_zeroed(size + 1);
	struct address address = { 0 };
	struct error error = ERROR_INIT;

	memset(path, '/', size - 1);
	ck_assert(address_parse(path, &address, NULL));
	ck_assert_uint_eq(strlen(address.path), size - 1);
	path[size - 1] = '/';
	ck_assert(!address_parse(path, &address, &error));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_ptr_nonnull(strstr(error.text, "longer than"));
	error_clear(&error);
	free(path);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("address");
	TCase *tcase = test_case(suite, "address");

	setenv("HOME", "/home/me", 1);
	test_add_table(tcase, good_address, good);
	test_add_table(tcase, bad_address, bad);
	tcase_add_test(tcase, longest_path);
	return test_run(suite);
}
