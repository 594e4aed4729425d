/* Sockets: connecting, sending and waiting, always with a limit. */
#include "conn/connection.h"
#include "conn/netdb.h"
#include "conn/resolve.h"
#include "conn/socket.h"
#include "conn/transport.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { SHORT = 50, PATIENCE = 20000, BIG = 8 * 1024 * 1024 };

static struct error error;
static int pair[2], cancel[2];

static void set_up(void)
{
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	ck_assert_int_eq(pipe(cancel), 0);
}

static void tear_down(void)
{
	close(pair[0]);
	close(pair[1]);
	close(cancel[0]);
	close(cancel[1]);
	error_clear(&error);
}

static void press_ctrl_c(void)
{
	ck_assert_int_eq(write(cancel[1], "", 1), 1);
}

static int64_t in(int timeout)
{
	return clock_deadline(timeout);
}

/* Returns the descriptor; -1: none. */
static int dial(const char *text, int64_t deadline, int cancel_fd)
{
	struct transport_link link = { .fd = -1 };
	struct address address = { 0 };

	ck_assert_msg(address_parse(text, &address, &error), "%s", error.text);
	ck_assert_int_eq(address_connect(&address, deadline, cancel_fd, &link,
		&error), link.fd >= 0);
	address_clear(&address);
	return link.fd;
}

START_TEST(waits)
{
	ck_assert(!socket_wait(pair[0], POLLIN, in(SHORT), -1, &error));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	ck_assert(!socket_wait(pair[0], POLLIN, in(0), cancel[0], &error));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	ck_assert(socket_wait(pair[0], POLLOUT, in(0), cancel[0], &error));
	ck_assert_int_eq(write(pair[1], "x", 1), 1);
	ck_assert(socket_wait(pair[0], POLLIN, CLOCK_NEVER, -1, &error));
	press_ctrl_c();
	ck_assert(!socket_wait(pair[0], POLLIN, CLOCK_NEVER, cancel[0],
		&error));
	ck_assert_int_eq(error.kind, ERROR_INTERRUPTED);
}
END_TEST

static void *drain(void *arg)
{
	size_t *total = arg;
	char bytes[65536];
	ssize_t got;

	while ((got = read(pair[1], bytes, sizeof(bytes))) > 0)
		*total += (size_t)got;
	return NULL;
}

START_TEST(sends_all)
{
	char *bytes = alloc_zeroed(BIG);
	pthread_t thread;
	size_t total = 0;

	ck_assert(socket_send(pair[0], "", 0, in(0), -1, &error));
	pthread_create(&thread, NULL, drain, &total);
	ck_assert(socket_send(pair[0], bytes, BIG, in(PATIENCE), cancel[0],
		&error));
	shutdown(pair[0], SHUT_WR);
	pthread_join(thread, NULL);
	ck_assert_uint_eq(total, BIG);
	free(bytes);
}
END_TEST

START_TEST(nobody_reads)
{
	char *bytes = alloc_zeroed(BIG);

	ck_assert(!socket_send(pair[0], bytes, BIG, in(SHORT), cancel[0],
		&error));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	press_ctrl_c();
	ck_assert(!socket_send(pair[0], bytes, BIG, CLOCK_NEVER, cancel[0],
		&error));
	ck_assert_int_eq(error.kind, ERROR_INTERRUPTED);
	free(bytes);
}
END_TEST

/* No SIGPIPE, which would end the test. */
START_TEST(peer_has_gone)
{
	close(pair[1]);
	pair[1] = -1;
	ck_assert(!socket_send(pair[0], "x", 1, in(PATIENCE), -1, &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_str_eq(error.text,
		"control connection lost: Broken pipe");
}
END_TEST

/* `address` is the caller's. */
static int listen_tcp(int backlog, char **address)
{
	struct sockaddr_in local = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(local);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&local, len), 0);
	if (backlog >= 0)
		ck_assert_int_eq(listen(fd, backlog), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&local, &len), 0);
	*address = alloc_print("127.0.0.1:%u", ntohs(local.sin_port));
	return fd;
}

START_TEST(connects)
{
	char *address;
	int listener = listen_tcp(4, &address), fd;

	fd = dial(address, in(PATIENCE), cancel[0]);
	ck_assert_int_ge(fd, 0);
	/* blocking, and not inherited by children */
	ck_assert_int_eq(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
	ck_assert_int_eq(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	close(fd);
	close(listener);
	free(address);
}
END_TEST

START_TEST(refused)
{
	char *address;
	int holder = listen_tcp(-1, &address);

	ck_assert_int_eq(dial(address, in(PATIENCE), -1), -1);
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_str_eq(error.text, "Connection refused");
	ck_assert_int_eq(error.status, ECONNREFUSED);
	close(holder);
	free(address);
}
END_TEST

#ifdef __linux__
/* Nothing accepts the connection: only the deadline or Ctrl-C ends it. */
static void check_wait(const char *address)
{
	ck_assert_int_eq(dial(address, in(SHORT), cancel[0]), -1);
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	press_ctrl_c();
	ck_assert_int_eq(dial(address, in(PATIENCE), cancel[0]), -1);
	ck_assert_int_eq(error.kind, ERROR_INTERRUPTED);
}

/* A full backlog: the kernel does not answer. */
START_TEST(no_answer)
{
	char *address;
	int listener = listen_tcp(0, &address);
	int first = dial(address, in(PATIENCE), -1);

	ck_assert_int_ge(first, 0);
	check_wait(address);
	close(first);
	close(listener);
	free(address);
}
END_TEST

/*
 * For a unix socket connect() reports it; then only Ctrl-C or the deadline ends
 * it.
 */
START_TEST(no_room)
{
	char *directory = test_directory();
	char *address = alloc_print("%s/s", directory);
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0), first;
	int64_t start = clock_now();

	ck_assert_uint_lt(strlen(address), sizeof(local.sun_path));
	memcpy(local.sun_path, address, strlen(address) + 1);
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&local,
		sizeof(local)), 0);
	ck_assert_int_eq(listen(listener, 0), 0);
	first = dial(address, in(PATIENCE), -1);
	ck_assert_int_ge(first, 0);
	check_wait(address);
	ck_assert_int_lt(clock_now() - start, PATIENCE);
	close(first);
	close(listener);
	free(address);
	files_remove_tree(directory);
	free(directory);
}
END_TEST
#endif

/* The descriptor stays its owner's, and anything but a socket is refused. */
START_TEST(open_descriptor)
{
	char *address = alloc_print("fd:%d", pair[0]);
	struct address parsed = { 0 };
	int fd = dial(address, in(0), -1);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_ne(fd, pair[0]);
	ck_assert_int_eq(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	ck_assert_int_eq(write(pair[1], "x", 1), 1);
	ck_assert(socket_wait(fd, POLLIN, in(PATIENCE), -1, &error));
	close(fd);
	ck_assert_int_eq(fcntl(pair[0], F_GETFD), 0);
	ck_assert(address_parse(address, &parsed, NULL));
	ck_assert(address_is_local(&parsed));
	free(address);
	address = alloc_print("fd:%d", cancel[0]);
	ck_assert_int_eq(dial(address, in(0), -1), -1);
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_ptr_nonnull(strstr(error.text,
		" is not a connected stream socket"));
	free(address);
	address_clear(&parsed);
}
END_TEST

static void count_end(void *arg)
{
	(*(int *)arg)++;
}

/* What a transport has started ends with the connection, and only once. */
START_TEST(link_ends)
{
	int ended = 0;
	struct connection_config config = { .timeout = PATIENCE,
		.cancel_fd = -1 };
	struct transport_link link = { .fd = dup(pair[0]), .end = count_end,
		.arg = &ended };
	struct connection *connection = connection_new(&link, &config);

	connection_hang_up(connection);
	ck_assert_int_eq(ended, 0);
	connection_free(connection);
	ck_assert_int_eq(ended, 1);
}
END_TEST

START_TEST(looks_up)
{
	struct addrinfo *list;

	/* digits take no time at all */
	list = resolve_host("127.0.0.1", 80, in(0), -1, &error);
	ck_assert_ptr_nonnull(list);
	ck_assert_int_eq(list->ai_family, AF_INET);
	netdb_free(list);
	list = resolve_host("::1", 80, in(0), -1, &error);
	ck_assert_ptr_nonnull(list);
	ck_assert_int_eq(list->ai_family, AF_INET6);
	netdb_free(list);
	list = resolve_host("localhost", 80, in(PATIENCE), -1, &error);
	ck_assert_ptr_nonnull(list);
	netdb_free(list);
}
END_TEST

START_TEST(name_that_cannot_be)
{
	ck_assert_int_eq(dial("a..b:1", in(PATIENCE), -1), -1);
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_ptr_eq(strstr(error.text, "cannot resolve a..b: "),
		error.text);
}
END_TEST

/* The thread that resolves the name is abandoned and frees its data. */
START_TEST(look_up_is_interrupted)
{
	press_ctrl_c();
	ck_assert_ptr_null(resolve_host("localhost", 80, CLOCK_NEVER,
		cancel[0], &error));
	ck_assert_int_eq(error.kind, ERROR_INTERRUPTED);
	ck_assert_str_eq(error.text, "resolving localhost: interrupted");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("socket");
	TCase *tcase = test_case(suite, "socket");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, waits);
	tcase_add_test(tcase, sends_all);
	tcase_add_test(tcase, nobody_reads);
	tcase_add_test(tcase, peer_has_gone);
	tcase_add_test(tcase, connects);
	tcase_add_test(tcase, refused);
#ifdef __linux__
	tcase_add_test(tcase, no_answer);
	tcase_add_test(tcase, no_room);
#endif
	tcase_add_test(tcase, open_descriptor);
	tcase_add_test(tcase, link_ends);
	tcase_add_test(tcase, looks_up);
	tcase_add_test(tcase, name_that_cannot_be);
	tcase_add_test(tcase, look_up_is_interrupted);
	return test_run(suite);
}
