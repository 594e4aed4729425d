/* The size of the terminal's window. */
#ifndef OUT_WINDOW_H
#define OUT_WINDOW_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Return the current size; 24 by 80 if `fd` is not a terminal or does not
 * report it.
 */
size_t window_rows(int fd);
size_t window_columns(int fd);

/* Returns whether TERM names a terminal that can only print. */
bool window_is_dumb(void);

#endif
