/*
 * A driver of the interactive shell on a pseudo terminal that prints times in
 * microseconds:
 *
 *   echo keys RATE KEYS COMMAND...   from a key to its echo, with RATE events
 *                                    per second: MEDIAN P99 MAX
 *   echo tab SHELLS TABS COMMAND...  from Tab to the completed nickname of one
 *                                    of 10,000 relays: MEDIAN P99 MAX of the
 *                                    first in each of SHELLS, then of TABS
 *                                    more, then of TABS lists of all of them
 *   echo memory EVENTS COMMAND...    VmHWM in KiB after EVENTS events as fast
 *                                    as they are read, and how long that took
 *
 * COMMAND is torctl with its options, connected to server.c. Texts that are
 * waited for occur in no event and no control sequence. The shell ends with
 * this program.
 */
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum {
	PATIENCE = 20000000, /* after this time output counts as missing */
	SAMPLES_MAX = 10000,
	KEEP = 32 * 1024,    /* of the output, for a text split in two */
	PAUSE_MAX = 30000,   /* between keys */
};

static const char *const subscribe = "events BW CIRC STREAM NOTICE\r";

static int terminal = -1;
static volatile sig_atomic_t shell;

/* Output since the last key. */
static char seen[2 * KEEP + 1];
static size_t seen_len;

struct samples {
	uint32_t items[SAMPLES_MAX];
	size_t len;
};

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000 +
		(uint64_t)time.tv_nsec / 1000;
}

static void end_shell(void)
{
	if (shell)
		kill((pid_t)shell, SIGKILL);
	while (shell && waitpid((pid_t)shell, NULL, 0) < 0)
		;
	shell = 0;
	if (terminal >= 0)
		close(terminal);
	terminal = -1;
}

static void end(int number)
{
	if (shell)
		kill((pid_t)shell, SIGKILL);
	_exit(128 + number);
}

/* ---- the terminal */

static void be_shell(char **command)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	int fd;

	setsid();
	fd = open(ptsname(terminal), O_RDWR);
	if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) < 0 ||
		ioctl(fd, TIOCSWINSZ, &size) < 0)
		err(1, "terminal");
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
	setenv("TERM", "xterm", 1);
	setenv("INPUTRC", "/dev/null", 1);
	execvp(command[0], command);
	err(1, "%s", command[0]);
}

static void forget(void)
{
	seen_len = 0;
	seen[0] = '\0';
}

/* Reads the output that arrives within `timeout` microseconds. */
static void take(uint64_t timeout)
{
	struct pollfd input = { .fd = terminal, .events = POLLIN };
	ssize_t got;

	if (poll(&input, 1, (int)((timeout + 999) / 1000)) < 1)
		return;
	if (seen_len > KEEP) {
		memmove(seen, seen + seen_len - KEEP, KEEP);
		seen_len = KEEP;
	}
	got = read(terminal, seen + seen_len, KEEP);
	if (got <= 0)
		errx(1, "the shell has gone");
	/* A NUL would hide everything after it. */
	for (ssize_t i = 0; i < got; i++)
		if (!seen[seen_len + (size_t)i])
			seen[seen_len + (size_t)i] = ' ';
	seen_len += (size_t)got;
	seen[seen_len] = '\0';
}

/* Returns the end of the output, on one line. */
static const char *last_seen(void)
{
	char *from = seen + (seen_len > 200 ? seen_len - 200 : 0);

	for (char *at = from; *at; at++)
		if ((unsigned char)*at < ' ')
			*at = ' ';
	return from;
}

static void wait_for(const char *sign)
{
	uint64_t until = now() + PATIENCE;

	while (!strstr(seen, sign)) {
		uint64_t at = now();

		if (at >= until)
			errx(1, "no \"%s\" in: %s", sign, last_seen());
		take(until - at);
	}
}

/* Pauses like a person typing, while the terminal shows output. */
static void pause_typing(void)
{
	uint64_t until = now() + (uint64_t)random() % PAUSE_MAX, at;

	while ((at = now()) < until)
		take(until - at);
}

static void type(const char *keys)
{
	size_t len = strlen(keys);

	forget();
	if (write(terminal, keys, len) != (ssize_t)len)
		err(1, "terminal");
}

/* Measures the microseconds from `keys` to `sign`. */
static void measure(struct samples *samples, const char *keys,
	const char *sign)
{
	uint64_t begin = now();

	type(keys);
	wait_for(sign);
	if (samples->len < SAMPLES_MAX)
		samples->items[samples->len++] = (uint32_t)(now() - begin);
}

static void start(char **command)
{
	pid_t pid;

	forget();
	terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (terminal < 0 || grantpt(terminal) < 0 || unlockpt(terminal) < 0)
		err(1, "posix_openpt");
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (!pid)
		be_shell(command);
	shell = pid;
	/* The line editor works once it shows typed text, not before. */
	wait_for("Connected to");
	type("#");
	wait_for("#");
	type("\025");
}

/* Sets the number and rate of the next events (server.c). */
static void plan(unsigned long number, unsigned long rate)
{
	char line[128];

	snprintf(line, sizeof(line), "getinfo bench/%lu/%lu\r", number, rate);
	type(line);
	wait_for("planned");
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void report(struct samples *samples)
{
	size_t last = samples->len - 1;

	qsort(samples->items, samples->len, sizeof(*samples->items), compare);
	printf("%u %u %u\n", samples->items[samples->len / 2],
		samples->items[last * 99 / 100], samples->items[last]);
}

/* ---- measurements */

/*
 * Redrawing shows the whole line, so a key must not occur on it yet: types
 * eight different keys, then starts a new line with another first key, in turn.
 */
static void keys(unsigned long rate, unsigned long count, char **command)
{
	static const char *const eight[] = { "@", "^", "&", "{", "}", "|",
		"`", "<" };
	static struct samples samples;

	start(command);
	if (rate) {
		plan(0, rate);
		type(subscribe);
		wait_for("(general)");
	}
	for (unsigned long i = 0; i < count; i++) {
		if (i % 8 == 0) {
			type("\025");
			pause_typing();
			type(i / 8 % 2 ? "*" : "!");
			wait_for(i / 8 % 2 ? "*" : "!");
		}
		pause_typing();
		measure(&samples, eight[i % 8], eight[i % 8]);
	}
	end_shell();
	report(&samples);
}

/* A hint may appear and vanish between any two keys: wait for a single key. */
static void type_and_see(const char *text)
{
	type("\025");
	type(text);
	type("@");
	wait_for("@");
	type("\177");
	wait_for("\b");
}

static void tab(unsigned long shells, unsigned long count, char **command)
{
	static struct samples first, next, lists;
	char line[64];

	for (unsigned long i = 0; i < shells; i++) {
		if (i)
			end_shell();
		start(command);
		type_and_see("setrouterpurpose r1234");
		measure(&first, "\t", "Bench");
	}
	for (unsigned long i = 0; i < count; i++) {
		snprintf(line, sizeof(line), "setrouterpurpose r%04lu",
			i * 7919 % 10000);
		type_and_see(line);
		measure(&next, "\t", "Bench");
	}
	for (unsigned long i = 0; i < count; i++) {
		type_and_see("setrouterpurpose r");
		measure(&lists, "\t", " more");
		type("@");
		wait_for("@");
	}
	end_shell();
	report(&first);
	report(&next);
	report(&lists);
}

static long peak_memory(void)
{
	char path[64], line[256];
	long kib = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)shell);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, "VmHWM:", 6))
			kib = strtol(line + 6, NULL, 10);
	if (file)
		fclose(file);
	return kib;
}

/* The server closes the connection after the last event. */
static void memory(unsigned long count, char **command)
{
	uint64_t begin;

	start(command);
	plan(count, 0);
	begin = now();
	type(subscribe);
	wait_for("Connection lost");
	begin = now() - begin;
	printf("%ld %llu\n", peak_memory(), (unsigned long long)begin);
	end_shell();
}

int main(int argc, char **argv)
{
	unsigned long number = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	unsigned long more = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;

	signal(SIGTERM, end);
	signal(SIGINT, end);
	signal(SIGHUP, end);
	atexit(end_shell);
	if (argc > 4 && !strcmp(argv[1], "keys") && more)
		keys(number, more, argv + 4);
	else if (argc > 4 && !strcmp(argv[1], "tab") && number && more)
		tab(number, more, argv + 4);
	else if (argc > 3 && !strcmp(argv[1], "memory"))
		memory(number, argv + 3);
	else
		errx(2, "usage: echo keys RATE KEYS COMMAND... | tab SHELLS "
			"TABS COMMAND... | memory EVENTS COMMAND...");
	return 0;
}
