/* The size of the terminal's window. */
#include "out/window.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

size_t window_rows(int fd)
{
	struct winsize size;

	return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_row ?
		size.ws_row : 24;
}

size_t window_columns(int fd)
{
	struct winsize size;

	return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col ?
		size.ws_col : 80;
}

bool window_is_dumb(void)
{
	const char *terminal = getenv("TERM");

	return !terminal || !*terminal || strcmp(terminal, "dumb") == 0;
}
