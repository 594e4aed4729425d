/*
 * An ssh whose connection breaks at a chosen byte, for TORCTL_SSH:
 *
 *   cut_ssh PIDS HELPER WHO SIGNAL AT [ARGUMENT...]
 *
 * Starts "sshd", another process, which starts HELPER with sh, and passes bytes
 * both ways. Once AT bytes from HELPER were passed on, the process WHO (ssh,
 * sshd or helper) gets the signal with this number. Writes the three processes
 * in this order to the file PIDS, and at the end, on the next line, how many
 * bytes were passed on. Ignores the arguments of ssh.
 */
#include <err.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHUNK = 4096 };
enum { SSH, SSHD, HELPER };

static pid_t pids[HELPER + 1];

/* Called before `*count` bytes are passed on: fewer, or a signal. */
typedef void cutter(size_t *count);

static bool write_all(int fd, const char *bytes, size_t count)
{
	while (count) {
		ssize_t n = write(fd, bytes, count);

		if (n <= 0)
			return false;
		bytes += n;
		count -= (size_t)n;
	}
	return true;
}

static bool pass(int from, int to, cutter *cut)
{
	char bytes[CHUNK];
	ssize_t got = read(from, bytes, sizeof(bytes));
	size_t done = 0;

	while (got > 0 && done < (size_t)got) {
		size_t count = (size_t)got - done;

		if (cut)
			cut(&count);
		if (!write_all(to, bytes + done, count))
			return false;
		done += count;
	}
	return got > 0;
}

/* Passes bytes on until either side ends. */
static void relay(int in, int out, int far, cutter *cut)
{
	struct pollfd wait[] = {
		{ .fd = in, .events = POLLIN },
		{ .fd = far, .events = POLLIN },
	};
	bool ok = true;

	while (ok && poll(wait, 2, -1) > 0) {
		if (wait[1].revents)
			ok = pass(far, out, cut);
		if (ok && wait[0].revents)
			ok = pass(in, far, NULL);
	}
}

/* Starts a child with one end of a socket as 0 and 1; returns the other. */
static int start(pid_t *pid)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		err(EXIT_FAILURE, "socketpair");
	*pid = fork();
	if (*pid < 0)
		err(EXIT_FAILURE, "fork");
	if (*pid) {
		close(ends[1]);
		return ends[0];
	}
	dup2(ends[1], STDIN_FILENO);
	dup2(ends[1], STDOUT_FILENO);
	close(ends[0]);
	close(ends[1]);
	return -1;
}

/* sshd: tells its child's number, then relays. */
static void serve(const char *helper, int report)
{
	int fd = start(&pids[HELPER]);

	if (fd < 0) {
		close(report);
		execl("/bin/sh", "sh", "-c", helper, (char *)NULL);
		err(127, "sh");
	}
	if (!write_all(report, (char *)&pids[HELPER], sizeof(*pids)))
		err(EXIT_FAILURE, "write");
	close(report);
	relay(STDIN_FILENO, STDOUT_FILENO, fd, NULL);
	/* As after a disconnection: the helper's input ends. */
	close(fd);
}

static int who, number;
static unsigned long at, passed;
static bool done;

static void cut_at(size_t *count)
{
	if (!done && passed == at) {
		done = true;
		kill(pids[who], number);
	}
	if (!done && *count > at - passed)
		*count = at - passed;
	passed += *count;
}

static void note(const char *file, const char *mode)
{
	FILE *out = fopen(file, mode);

	if (!out)
		err(EXIT_FAILURE, "%s", file);
	if (*mode == 'w')
		fprintf(out, "%ld %ld %ld\n", (long)pids[SSH],
			(long)pids[SSHD], (long)pids[HELPER]);
	else
		fprintf(out, "%lu\n", passed);
	fclose(out);
}

int main(int argc, char **argv)
{
	int report[2], fd, status = 0;

	if (argc < 6 || pipe(report) < 0)
		errx(2, "cut_ssh PIDS HELPER WHO SIGNAL AT");
	signal(SIGPIPE, SIG_IGN);
	pids[SSH] = getpid();
	fd = start(&pids[SSHD]);
	if (fd < 0) {
		close(report[0]);
		signal(SIGPIPE, SIG_DFL);
		serve(argv[2], report[1]);
		waitpid(pids[HELPER], &status, 0);
		return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
	}
	close(report[1]);
	if (read(report[0], &pids[HELPER], sizeof(*pids)) != sizeof(*pids))
		errx(255, "no sshd");
	note(argv[1], "w");
	who = !strcmp(argv[3], "ssh") ? SSH : !strcmp(argv[3], "sshd") ? SSHD :
		HELPER;
	number = atoi(argv[4]);
	at = strtoul(argv[5], NULL, 10);
	if (!at)
		cut_at(&(size_t){ 0 });
	relay(STDIN_FILENO, STDOUT_FILENO, fd, cut_at);
	note(argv[1], "a");
	close(fd);
	waitpid(pids[SSHD], &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}
