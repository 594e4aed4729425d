/* Who listens: what the kernel tells, and which users are refused. */
#include "conn/listener.h"
#include "conn/opener.h"
#include "lib/fake_tor.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/owners.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#ifdef __linux__

#define USUAL_PORT "9051"

enum { NOBODY = 65534 };

union any_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_un path;
};

static union any_address in_v4(const char *host, uint16_t port)
{
	union any_address address = { .v4 = { .sin_family = AF_INET,
		.sin_port = htons(port) } };

	inet_pton(AF_INET, host, &address.v4.sin_addr);
	return address;
}

/* Listens as this user; returns -1 if that is impossible here. */
static int listen_as(uid_t user, union any_address *address, socklen_t *len)
{
	uid_t own = geteuid();
	int fd = -1;

	if (user != own && seteuid(user) < 0)
		return -1;
	fd = socket(address->any.sa_family, SOCK_STREAM, 0);
	if (fd >= 0 && (bind(fd, &address->any, *len) || listen(fd, 8))) {
		close(fd);
		fd = -1;
	}
	*len = sizeof(*address);
	ck_assert(fd < 0 || !getsockname(fd, &address->any, len));
	ck_assert(user == own || !seteuid(own));
	return fd;
}

static int dial(const union any_address *address, socklen_t len)
{
	int fd = socket(address->any.sa_family, SOCK_STREAM, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(connect(fd, &address->any, len), 0);
	return fd;
}

/* Our own user, then another, for which the tests must run as root. */
static uid_t user_of(int number)
{
	return number ? NOBODY : geteuid();
}

static void check_user(int listener, int fd, uid_t want)
{
	uid_t user = (uid_t)-1;

	ck_assert(listener_find_user(fd, &user));
	ck_assert_uint_eq(user, want);
	/* A connection that nobody accepted has no user of its own. */
	close(accept(listener, NULL, NULL));
	ck_assert(listener_find_user(fd, &user));
	ck_assert_uint_eq(user, want);
}

static bool is_impossible(int listener, int number)
{
	if (listener < 0 && (number || errno == EAFNOSUPPORT ||
		errno == EADDRNOTAVAIL))
		fprintf(stderr, "not possible here, not tested\n");
	else
		ck_assert_int_ge(listener, 0);
	return listener < 0;
}

START_TEST(port)
{
	static const char *const hosts[] = { "127.0.0.1", "0.0.0.0",
		"127.1.2.3" };
	union any_address address = in_v4(hosts[_i / 2], 0);
	socklen_t len = sizeof(address.v4);
	int listener = listen_as(user_of(_i % 2), &address, &len), fd;
	uid_t user;

	if (is_impossible(listener, _i % 2))
		return;
	if (!address.v4.sin_addr.s_addr)
		address.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = dial(&address, len);
	check_user(listener, fd, user_of(_i % 2));
	close(listener);
	ck_assert(!listener_find_user(fd, &user));
	close(fd);
}
END_TEST

START_TEST(port_of_both_families)
{
	union any_address address = { .v6 = { .sin6_family = AF_INET6 } };
	socklen_t len = sizeof(address.v6);
	int listener = listen_as(user_of(_i), &address, &len), fd;
	union any_address to;

	if (is_impossible(listener, _i))
		return;
	to = in_v4("127.0.0.1", ntohs(address.v6.sin6_port));
	fd = dial(&to, sizeof(to.v4));
	check_user(listener, fd, user_of(_i));
	close(listener);
	close(fd);
}
END_TEST

/* Its name is chosen by the kernel. */
START_TEST(unix_socket)
{
	union any_address address = { .path = { .sun_family = AF_UNIX } };
	socklen_t len = sizeof(address.path.sun_family);
	int listener = listen_as(user_of(_i), &address, &len), fd;

	if (is_impossible(listener, _i))
		return;
	fd = dial(&address, len);
	check_user(listener, fd, user_of(_i));
	close(listener);
	close(fd);
}
END_TEST

/* A network of its own, in which the usual port is free. */
static bool enter_network(void)
{
	const unsigned long new_net = 0x40000000; /* CLONE_NEWNET */
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd;
	bool ok;

	if (syscall(SYS_unshare, new_net) < 0)
		return false;
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	ok = fd >= 0 && !ioctl(fd, SIOCSIFFLAGS, &lo);
	close(fd);
	return ok;
}

static bool give_password(void *arg, struct buf *password,
	struct error *error)
{
	(void)arg;
	(void)error;
	buf_add_string(password, "x");
	return true;
}

/* Connects to a fake tor that a user runs at the usual port. */
static void check_usual(uid_t user, const char *server,
	const struct fake_step *steps, size_t count, const char *want)
{
	struct opener_config config = {
		.server = server,
		.auth = { .password = give_password },
		.connection = { .timeout = 100000, .cancel_fd = -1 },
	};
	struct error error = ERROR_INIT;
	uid_t own = geteuid();
	struct connection *connection;
	struct fake_tor *tor;
	char *failure;

	ck_assert_int_eq(seteuid(user), 0);
	tor = fake_tor_start(FAKE_TCP, USUAL_PORT, steps, count);
	ck_assert_int_eq(seteuid(own), 0);
	ck_assert_ptr_nonnull(tor);
	connection = opener_connect(&config, NULL, &error);
	ck_assert_str_eq(error.text ? error.text : "", want);
	ck_assert_int_eq(error.kind, *want ? ERROR_AUTH : ERROR_NONE);
	connection_free(connection);
	failure = fake_tor_end(tor, NULL);
	ck_assert_msg(!failure, "%s", failure);
	error_clear(&error);
}

START_TEST(usual_port_of_another_user)
{
	static const struct fake_step asked[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"), CLIENT_CLOSES,
	};
	static const struct fake_step told[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"),
		EXPECT("AUTHENTICATE 78"), SEND("250 OK\r\n"),
	};
	char *name, *want;

	if (geteuid() || access("/run/tor/control", F_OK) == 0 ||
		!enter_network()) {
		fprintf(stderr, "not possible here, not tested\n");
		return;
	}
	name = owners_user(NOBODY);
	want = alloc_print("127.0.0.1:9051: refusing to authenticate: the "
		"control port belongs to user %s (65534), which may be an "
		"impostor", name ? name : "unknown");
	check_usual(NOBODY, NULL, asked, COUNT(asked), want);
	check_usual(NOBODY, USUAL_PORT, told, COUNT(told), "");
	check_usual(geteuid(), NULL, told, COUNT(told), "");
	free(want);
	free(name);
}
END_TEST

#endif

int main(void)
{
	Suite *suite = suite_create("listener");
	TCase *tcase = test_case(suite, "listener");

#ifdef __linux__
	tcase_add_loop_test(tcase, port, 0, 6);
	tcase_add_loop_test(tcase, port_of_both_families, 0, 2);
	tcase_add_loop_test(tcase, unix_socket, 0, 2);
	tcase_add_test(tcase, usual_port_of_another_user);
#else
	(void)tcase;
#endif
	return test_run(suite);
}
