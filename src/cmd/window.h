/* The size of the window that a terminal shows us in. */
#ifndef CMD_WINDOW_H
#define CMD_WINDOW_H

#include <stddef.h>

/* As it is now; 24 by 80 when the terminal does not say, or `fd` is none. */
size_t window_rows(int fd);
size_t window_columns(int fd);

#endif
