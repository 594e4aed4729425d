/* Pipes that child processes do not inherit. */
#include "config.h"
#ifdef HAVE_PIPE2
#define _GNU_SOURCE /* for pipe2() */
#endif

#include "util/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int make(int ends[2])
{
#ifdef HAVE_PIPE2
	return pipe2(ends, O_CLOEXEC);
#else
	if (pipe(ends) < 0)
		return -1;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return 0;
#endif
}

bool pipe_open(int ends[2])
{
	if (make(ends) == 0)
		return true;
	ends[0] = -1;
	ends[1] = -1;
	return false;
}

bool pipe_open_unblocked(int ends[2])
{
	if (!pipe_open(ends))
		return false;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	return true;
}

void pipe_put_byte(const int ends[2])
{
	while (write(ends[1], "", 1) < 0 && errno == EINTR)
		;
}

void pipe_take_byte(const int ends[2])
{
	char byte;

	while (read(ends[0], &byte, 1) < 0 && errno == EINTR)
		;
}

void pipe_close(int ends[2])
{
	for (int i = 0; i < 2; i++) {
		if (ends[i] >= 0)
			close(ends[i]);
		ends[i] = -1;
	}
}
