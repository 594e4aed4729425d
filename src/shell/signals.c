/* Signals turned into something that poll() can wait for. */
#include "shell/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static const int caught[] = { SIGINT, SIGWINCH, SIGTERM, SIGHUP, SIGQUIT };
enum { CAUGHT = sizeof(caught) / sizeof(*caught) };

/* Signal handlers have no argument of ours. */
static int signal_pipe[2] = { -1, -1 };
static int cancel_pipe[2] = { -1, -1 };
static struct sigaction before[CAUGHT], stop_before;

static void tell(int fd, int number)
{
	unsigned char byte = (unsigned char)number;
	int saved = errno;

	/* A full pipe has woken everybody already. */
	while (write(fd, &byte, 1) < 0 && errno == EINTR)
		;
	errno = saved;
}

static void on_signal(int number)
{
	if (number != SIGINT)
		tell(signal_pipe[1], number);
	if (number != SIGWINCH && number != SIGTSTP)
		tell(cancel_pipe[1], number);
}

static bool open_pipe(int ends[2])
{
	if (pipe(ends) < 0)
		return false;
	for (int i = 0; i < 2; i++) {
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
		fcntl(ends[i], F_SETFL, O_NONBLOCK);
	}
	return true;
}

bool signals_open(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	if (!open_pipe(signal_pipe) || !open_pipe(cancel_pipe))
		return false;
	sigemptyset(&action.sa_mask);
	for (int i = 0; i < CAUGHT; i++) {
		sigaction(caught[i], NULL, &before[i]);
		/* Whoever started us so (nohup) wants it to stay so. */
		if (before[i].sa_handler != SIG_IGN || caught[i] == SIGWINCH)
			sigaction(caught[i], &action, NULL);
	}
	sigaction(SIGTSTP, NULL, &stop_before);
	return true;
}

void signals_close(void)
{
	for (int i = 0; i < CAUGHT; i++)
		sigaction(caught[i], &before[i], NULL);
	sigaction(SIGTSTP, &stop_before, NULL);
}

bool signals_ignored(int number)
{
	for (int i = 0; i < CAUGHT; i++)
		if (caught[i] == number)
			return before[i].sa_handler == SIG_IGN;
	return false;
}

int signals_fd(void)
{
	return signal_pipe[0];
}

int signals_cancel_fd(void)
{
	return cancel_pipe[0];
}

int signals_take(void)
{
	unsigned char byte;

	return read(signal_pipe[0], &byte, 1) == 1 ? byte : 0;
}

bool signals_take_cancel(void)
{
	unsigned char bytes[64];
	bool came = false;

	while (read(cancel_pipe[0], bytes, sizeof(bytes)) > 0)
		came = true;
	return came;
}

void signals_catch_stop(bool on)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigemptyset(&action.sa_mask);
	if (stop_before.sa_handler == SIG_IGN)
		return; /* a shell without job control started us */
	sigaction(SIGTSTP, on ? &action : &stop_before, NULL);
}

void signals_stop(void)
{
	signals_catch_stop(false);
	raise(SIGTSTP);
}
