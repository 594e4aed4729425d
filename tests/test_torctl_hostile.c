/*
 * The example programs against a server that is not Tor or is out of its mind.
 * The sanitizers judge; here it is only checked that each program ends.
 */
#include "lib/test.h"
#include "util/alloc.h"
#include "util/files.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int demo_main(int argc, char **argv);
int events_main(int argc, char **argv);
int onion_main(int argc, char **argv);
int options_main(int argc, char **argv);

#define main demo_main
#include "../examples/demo.c"
#undef main
#define main events_main
#define show events_show
#include "../examples/events.c"
#undef main
#undef show
#define main onion_main
#include "../examples/onion.c"
#undef main
#define main options_main
#include "../examples/options.c"
#undef main

enum { SEEDS = 60, TURNS = 6, PAUSE = 200,
	LONG = 300 * 1024 };

static const struct {
	int (*run)(int argc, char **argv);
	const char *words[5]; /* after the address */
} programs[] = {
	{ demo_main, { NULL } },
	{ events_main, { "BW", "CIRC", "NOTICE" } },
	{ onion_main, { "80", "8080", "1" } },
	{ options_main, { "Nickname", "Log" } },
	{ options_main, { "Nickname=x", "Log=y" } },
};

static const char info[] = "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=NULL\r\n"
	"250-VERSION Tor=\"0.4.9.11\"\r\n250 OK\r\n";

/* Whole replies, which need not answer what was asked. */
static const char *const replies[] = {
	"250 OK\r\n", "552 Unrecognized key \"x\"\r\n", info,
	"250-version=0.4.9.11\r\n250 OK\r\n",
	"250+version=\r\n..\r\n.\r\n250 OK\r\n",
	"250-Nickname=x\r\n250-Log\r\n250 Log=notice \"a\\\r\n",
	"250-ServiceID=2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"
		"\r\n250 OK\r\n",
	"250-ServiceID\r\n250-=\r\n250 OK\r\n",
	"650 BW 1 2\r\n250 OK\r\n",
	"250 OK\r\n650-CIRC 1 BUILT $A~b,$\r\n650 X=\"\\\r\n",
	"250 OK\r\n650+NOTICE\r\nx\r\n.\r\n650 OK\r\n",
	"250 OK\r\n650 HS_DESC UPLOADED x UNKNOWN $A\r\n650\r\n650 \r\n",
};

struct hostile {
	int listener;
	uint32_t state; /* of the random series */
};

static uint32_t choose(struct hostile *hostile, uint32_t count)
{
	return test_random(&hostile->state) % count;
}

/* Waits for a line, but not for a client that waits for us. */
static bool hear_line(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char byte = 0;

	while (byte != '\n')
		if (poll(&wait, 1, PAUSE) <= 0 || read(fd, &byte, 1) != 1)
			return false;
	return true;
}

/* Adds what ends the conversation. */
static void add_end(struct hostile *hostile, struct buf *to)
{
	const char *reply = replies[choose(hostile, COUNT(replies))];
	size_t len = strlen(reply);

	switch (choose(hostile, 5)) {
	case 0: /* half a reply */
		buf_add(to, reply, choose(hostile, (uint32_t)len + 1));
		break;
	case 1: /* some bytes of a reply changed */
		buf_add(to, reply, len);
		for (uint32_t i = choose(hostile, 8) + 1; i; i--)
			to->data[choose(hostile, (uint32_t)len)] =
				(char)choose(hostile, 256);
		break;
	case 2: /* a line that does not end */
		buf_add_string(to, "250-");
		for (uint32_t i = choose(hostile, LONG); i; i--)
			buf_add_char(to, 'x');
		break;
	case 3: /* anything */
		for (uint32_t i = choose(hostile, 4096); i; i--)
			buf_add_char(to, (char)choose(hostile, 256));
		break;
	default: /* nothing */
		break;
	}
}

static void send_all(int fd, struct span bytes)
{
	while (bytes.len) {
		ssize_t done = send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);

		if (done <= 0)
			return;
		bytes = span_from(bytes, (size_t)done);
	}
}

static void *serve_hostile(void *arg)
{
	struct hostile *hostile = arg;
	uint32_t turns = choose(hostile, TURNS);
	struct buf end = BUF_INIT;
	int fd = accept(hostile->listener, NULL, NULL);

	for (uint32_t i = 0; i < turns && hear_line(fd); i++)
		send_all(fd, span_of(i == 0 ? info : i == 1 ? replies[0] :
			replies[choose(hostile, COUNT(replies))]));
	add_end(hostile, &end);
	send_all(fd, buf_span(&end));
	buf_clear(&end);
	shutdown(fd, SHUT_WR);
	hear_line(fd);
	close(fd);
	return NULL;
}

static int run_program(int number, char *address)
{
	char *argv[8] = { alloc_string("example"), address };
	int argc = 2, status;

	/* Some of them write into their arguments. */
	for (const char *const *word = programs[number].words; *word; word++)
		argv[argc++] = alloc_string(*word);
	status = programs[number].run(argc, argv);
	for (int i = 0; i < argc; i++)
		if (i != 1)
			free(argv[i]);
	return status;
}

START_TEST(hostile_server)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char *dir = test_directory();
	int null = open("/dev/null", O_RDWR), usual[3];

	for (int fd = 0; fd < 3; fd++)
		usual[fd] = dup(fd);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/s", dir);
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct hostile hostile = { .state = seed * 7919 +
			(uint32_t)_i };
		pthread_t thread;
		int status;

		hostile.listener = socket(AF_UNIX, SOCK_STREAM, 0);
		ck_assert_int_eq(bind(hostile.listener,
			(struct sockaddr *)&address, sizeof(address)), 0);
		ck_assert_int_eq(listen(hostile.listener, 1), 0);
		pthread_create(&thread, NULL, serve_hostile, &hostile);
		clearerr(stdin);
		for (int fd = 0; fd < 3; fd++)
			dup2(null, fd);
		status = run_program(_i, address.sun_path);
		fflush(stdout);
		for (int fd = 0; fd < 3; fd++)
			dup2(usual[fd], fd);
		pthread_join(thread, NULL);
		ck_assert_msg(status == EXIT_SUCCESS || status == EXIT_FAILURE,
			"seed %u: status %d", seed, status);
		close(hostile.listener);
		unlink(address.sun_path);
	}
	for (int fd = 0; fd < 3; fd++)
		close(usual[fd]);
	close(null);
	files_remove_tree(dir);
	free(dir);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("torctl_hostile");
	TCase *tcase = test_case(suite, "torctl_hostile");

	tcase_set_timeout(tcase, 120);
	test_add_table(tcase, hostile_server, programs);
	return test_run(suite);
}
