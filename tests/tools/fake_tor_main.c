/*
 * A fake control port as a program, for the tests of the command line:
 *
 *   fake-tor [-t | -u PATH] [-o FILE] SCRIPT
 *
 * Plays SCRIPT (see fake_script.c) on a new unix socket, on one at PATH, or
 * with -t on a port of 127.0.0.1, and prints the address as its first line.
 * Each line "N" on stdin opens gate N; "gate N" is printed when the script
 * reaches it. FILE gets everything that clients sent. Exit status 0: all steps
 * were played as written; 1: they were not, as stderr explains.
 */
#include "lib/fake_script.h"
#include "lib/fake_tor.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SCRIPT_MAX = 64 * 1024 * 1024 };

struct watch {
	struct fake_tor *tor;
	const struct fake_script *script;
};

/* Prints each gate that the play waits at. */
static void *watch_gates(void *arg)
{
	struct watch *watch = arg;

	for (size_t i = 0; i < watch->script->count; i++) {
		const struct fake_step *step = &watch->script->steps[i];

		if (step->kind != FAKE_WAIT)
			continue;
		while (!fake_tor_await(watch->tor, (unsigned)step->number))
			if (poll(&(struct pollfd){ .events = POLLIN,
				.fd = fake_tor_over_fd(watch->tor) }, 1, 0))
				return NULL;
		printf("gate %u\n", (unsigned)step->number);
		fflush(stdout);
	}
	return NULL;
}

/* Opens the gates named on stdin until the play is over. */
static void open_gates(struct fake_tor *tor)
{
	struct pollfd wait[] = {
		{ .fd = fake_tor_over_fd(tor), .events = POLLIN },
		{ .fd = STDIN_FILENO, .events = POLLIN },
	};
	unsigned gate = 0;
	char byte;

	while (!wait[0].revents) {
		if (poll(wait, 2, -1) < 0 || !wait[1].revents)
			continue;
		if (read(STDIN_FILENO, &byte, 1) != 1) {
			wait[1].fd = -1;
		} else if (byte == '\n') {
			fake_tor_open(tor, gate % 32);
			gate = 0;
		} else if (byte >= '0' && byte <= '9') {
			gate = gate * 10 + (unsigned)(byte - '0');
		}
	}
}

static bool play(const struct fake_script *script, enum fake_family family,
	const char *path, const char *output)
{
	struct watch watch = { .script = script };
	struct buf received = BUF_INIT;
	char *failure;
	pthread_t thread;
	bool ok = true;
	int fd;

	watch.tor = fake_tor_start(family, path, script->steps,
		script->count);
	if (!watch.tor) {
		fprintf(stderr, "fake-tor: %s\n", strerror(errno));
		return false;
	}
	printf("%s\n", fake_tor_address(watch.tor));
	fflush(stdout);
	pthread_create(&thread, NULL, watch_gates, &watch);
	open_gates(watch.tor);
	pthread_join(thread, NULL);
	failure = fake_tor_end(watch.tor, &received);
	if (failure)
		fprintf(stderr, "fake-tor: %s\n", failure);
	if (output) {
		fd = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		ok = fd >= 0 && files_write_fd(fd, buf_text(&received),
			received.len) && !close(fd);
	}
	ok = ok && !failure;
	buf_clear(&received);
	free(failure);
	return ok;
}

int main(int argc, char **argv)
{
	enum fake_family family = FAKE_UNIX;
	const char *path = NULL, *output = NULL;
	struct fake_script script = { 0 };
	struct error error = ERROR_INIT;
	struct buf text = BUF_INIT;
	int option;
	bool ok;

	while ((option = getopt(argc, argv, "tu:o:")) != -1) {
		if (option == 't')
			family = FAKE_TCP;
		else if (option == 'u')
			path = optarg;
		else if (option == 'o')
			output = optarg;
		else
			return 2;
	}
	if (optind + 1 != argc) {
		fprintf(stderr, "fake-tor [-t | -u PATH] [-o FILE] SCRIPT\n");
		return 2;
	}
	ok = files_read(argv[optind], SCRIPT_MAX, &text, &error) &&
		fake_script_parse(&script, buf_span(&text), &error);
	if (!ok)
		fprintf(stderr, "fake-tor: %s: %s\n", argv[optind],
			error.text);
	ok = ok && play(&script, family, path, output);
	fake_script_clear(&script);
	buf_clear(&text);
	error_clear(&error);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
