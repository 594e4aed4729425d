/* torctl-exporter: metrics of running Tors for Prometheus. */
#include "exporter/server.h"
#include "util/alloc.h"
#include "util/pipe.h"
#include "util/sandbox.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <torctl/base.h>
#include <unistd.h>

enum { FIRST_PASSED = 3, SOCKETS_MAX = 8, USAGE = 2, FAILURE = 1 };

static volatile int ended;
static int wake[2] = { -1, -1 };

static void end(int number)
{
	(void)number;
	ended = 1;
	(void)!write(wake[1], "", 1);
}

static void help(void)
{
	puts("Usage: torctl-exporter [--listen ADDRESS] [-s ADDRESS]...\n\n"
		"Serves metrics of running Tors for Prometheus at /metrics.\n\n"
		"  --listen ADDRESS      HOST:PORT, PORT or unix:PATH (default "
		"127.0.0.1:9152)\n"
		"  -s, --server ADDRESS  a Tor: its control port or name, as for "
		"torctl; may be\n"
		"                        repeated (default: the usual addresses)"
		"\n"
		"  -h, --help            print this help\n"
		"  -V, --version         print the version");
}

/* Takes systemd's sockets (sd_listen_fds(3)). Returns how many there are. */
static size_t take_passed(int *sockets)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
	size_t count = 0;

	if (pid && fds && strtoll(pid, NULL, 10) == (long long)getpid())
		count = (size_t)strtoull(fds, NULL, 10);
	if (count > SOCKETS_MAX)
		count = SOCKETS_MAX;
	for (size_t i = 0; i < count; i++)
		sockets[i] = FIRST_PASSED + (int)i;
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return count;
}

static int open_socket(const char *address)
{
	const char *why = NULL;
	bool local;
	int fd = server_listen(address, &local, &why);

	if (fd < 0)
		fprintf(stderr, "torctl-exporter: cannot listen at %s: %s\n",
			address, why);
	else if (!local)
		fprintf(stderr, "torctl-exporter: %s is open to other hosts: "
			"put a reverse proxy with TLS and passwords before "
			"it\n", address);
	return fd;
}

static bool start_targets(struct scrape *scrape, char **servers, size_t count)
{
	scrape->count = count ? count : 1;
	scrape->targets = alloc_zeroed(scrape->count *
		sizeof(*scrape->targets));
	scrape->waited = alloc_zeroed(scrape->count * sizeof(*scrape->waited));
	for (size_t i = 0; i < scrape->count; i++) {
		scrape->targets[i] = target_start(count ? servers[i] :
			"default", count ? servers[i] : NULL, wake[1]);
		if (!scrape->targets[i])
			return false;
	}
	return true;
}

/* Two of one name would be the same series twice. */
static bool check_servers(char **servers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!strncmp(servers[i], "ssh://", 6)) {
			fprintf(stderr, "torctl-exporter: %s: ssh cannot run "
				"in the sandbox; run torctl-exporter on that "
				"host\n", servers[i]);
			return false;
		}
		for (size_t j = 0; j < i; j++)
			if (!strcmp(servers[i], servers[j])) {
				fprintf(stderr, "torctl-exporter: -s %s is "
					"given twice\n", servers[i]);
				return false;
			}
	}
	return true;
}

static bool read_options(int argc, char **argv, const char **address,
	char **servers, size_t *count)
{
	static const struct option options[] = {
		{ "listen", required_argument, NULL, 'l' },
		{ "server", required_argument, NULL, 's' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "s:hV", options, NULL)) >= 0)
		switch (option) {
		case 'l':
			*address = optarg;
			break;
		case 's':
			servers[(*count)++] = optarg;
			break;
		case 'h':
			help();
			exit(EXIT_SUCCESS);
		case 'V':
			printf("torctl-exporter %s\n", torctl_version());
			exit(EXIT_SUCCESS);
		default:
			return false;
		}
	if (optind < argc) {
		fprintf(stderr, "torctl-exporter: unexpected argument \"%s\"\n",
			argv[optind]);
		return false;
	}
	return check_servers(servers, *count);
}

int main(int argc, char **argv)
{
	const char *address = NULL;
	char **servers = alloc_zeroed((size_t)argc * sizeof(*servers));
	int sockets[SOCKETS_MAX];
	size_t server_count = 0, count;
	struct scrape scrape = { .count = 0 };

	if (!read_options(argc, argv, &address, servers, &server_count))
		return USAGE;
	count = take_passed(sockets);
	if (address || !count) {
		count = 1;
		sockets[0] = open_socket(address ? address : "127.0.0.1:9152");
		if (sockets[0] < 0)
			return FAILURE;
	}
	if (!pipe_open_unblocked(wake))
		return FAILURE;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, end);
	signal(SIGINT, end);
	/* Threads inherit it, so it comes before the first one. */
	sandbox_enter_server();
	if (!start_targets(&scrape, servers, server_count) ||
		!server_run(sockets, count, &scrape, wake[0], &ended)) {
		fprintf(stderr, "torctl-exporter: cannot start\n");
		return FAILURE;
	}
	fflush(NULL);
	/* The threads of the targets may wait for a Tor. */
	_exit(EXIT_SUCCESS);
}
