/* The size of the terminal's window. */
#include "out/window.h"

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
