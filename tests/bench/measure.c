/*
 * A program that runs commands in turn and prints a line of figures for each:
 *
 *   measure -n RUNS [-i INPUT] [-e ERRORS] [-p] COMMAND... [+ COMMAND...]...
 *
 * Runs each command once to warm up, then RUNS times, in turn, so that other
 * load affects all of them alike. stdin is INPUT and stderr goes to the file
 * ERRORS (both default to /dev/null); stdout goes to /dev/null or, with -p,
 * into a pipe that is read here. A line is
 *
 *   MEDIAN MIN CPU MEMORY BYTES STATUS P99 MAX
 *
 * MEDIAN, MIN, P99 and MAX are wall times in microseconds, CPU is the median of
 * user and system time in microseconds, MEMORY the largest maximum resident set
 * in KiB; BYTES, read from the pipe, and STATUS, the exit status (-1 for a
 * signal), are those of the last run.
 *
 * The kernel counts this program's memory for its child, so a command never
 * seems to use less; that is why this program is small. If it is told to end,
 * so is the running command.
 */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { COMMANDS_MAX = 8, RUNS_MAX = 1000 };

struct command {
	char **argv;
	uint32_t wall[RUNS_MAX], cpu[RUNS_MAX];
	long memory;
	uint64_t bytes;
	int status;
};

static struct command commands[COMMANDS_MAX];
static int count, runs;
static const char *input = "/dev/null", *errors = "/dev/null";
static bool piped;
static volatile sig_atomic_t running;

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000 +
		(uint64_t)time.tv_nsec / 1000;
}

static uint64_t microseconds(struct timeval time)
{
	return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

static void end(int number)
{
	if (running)
		kill((pid_t)running, SIGTERM);
	_exit(128 + number);
}

static pid_t start(char **argv, int *out)
{
	posix_spawn_file_actions_t actions;
	int ends[2] = { -1, -1 }, result;
	pid_t pid;

	if (piped && pipe(ends) < 0)
		err(1, "pipe");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0);
	if (piped) {
		posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
		posix_spawn_file_actions_addclose(&actions, ends[0]);
		posix_spawn_file_actions_addclose(&actions, ends[1]);
	} else {
		posix_spawn_file_actions_addopen(&actions, 1, "/dev/null",
			O_WRONLY, 0);
	}
	posix_spawn_file_actions_addopen(&actions, 2, errors,
		O_WRONLY | O_CREAT | O_APPEND, 0600);
	result = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
	if (result)
		errx(1, "%s: %s", argv[0], strerror(result));
	posix_spawn_file_actions_destroy(&actions);
	if (piped)
		close(ends[1]);
	*out = ends[0];
	return pid;
}

static uint64_t drain(int fd)
{
	static char bytes[64 * 1024];
	uint64_t all = 0;
	ssize_t got;

	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		all += (uint64_t)got;
	close(fd);
	return all;
}

static void run(struct command *command, int turn)
{
	struct rusage usage;
	uint64_t begin = now();
	int out, status;
	pid_t pid = start(command->argv, &out);

	running = pid;
	if (piped)
		command->bytes = drain(out);
	while (wait4(pid, &status, 0, &usage) < 0)
		;
	running = 0;
	if (turn < 0)
		return;
	command->wall[turn] = (uint32_t)(now() - begin);
	command->cpu[turn] = (uint32_t)(microseconds(usage.ru_utime) +
		microseconds(usage.ru_stime));
	if (usage.ru_maxrss > command->memory)
		command->memory = usage.ru_maxrss;
	command->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void report(struct command *command)
{
	qsort(command->wall, (size_t)runs, sizeof(uint32_t), compare);
	qsort(command->cpu, (size_t)runs, sizeof(uint32_t), compare);
	printf("%u %u %u %ld %llu %d %u %u\n", command->wall[runs / 2],
		command->wall[0], command->cpu[runs / 2], command->memory,
		(unsigned long long)command->bytes, command->status,
		command->wall[(runs - 1) * 99 / 100],
		command->wall[runs - 1]);
}

static void read_options(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "+n:i:e:p")) != -1) {
		if (option == 'n')
			runs = atoi(optarg);
		else if (option == 'i')
			input = optarg;
		else if (option == 'e')
			errors = optarg;
		else if (option == 'p')
			piped = true;
		else
			exit(2);
	}
	if (runs < 1 || runs > RUNS_MAX || optind == argc)
		errx(2, "usage: measure -n RUNS [-i INPUT] [-e ERRORS] [-p] "
			"COMMAND... [+ COMMAND...]...");
}

int main(int argc, char **argv)
{
	read_options(argc, argv);
	signal(SIGTERM, end);
	signal(SIGINT, end);
	commands[count++].argv = argv + optind;
	for (int i = optind; i < argc; i++) {
		if (strcmp(argv[i], "+"))
			continue;
		if (count == COMMANDS_MAX || i + 1 == argc)
			errx(2, "too many commands, or an empty one");
		argv[i] = NULL;
		commands[count++].argv = argv + i + 1;
	}
	for (int turn = -1; turn < runs; turn++)
		for (int i = 0; i < count; i++)
			run(&commands[i], turn);
	for (int i = 0; i < count; i++)
		report(&commands[i]);
	return 0;
}
