/* Signals turned into something that poll() can wait for. */
#ifndef SHELL_SIGNALS_H
#define SHELL_SIGNALS_H

#include <stdbool.h>

/*
 * The interactive shell's signals: INT makes signals_cancel_fd() readable;
 * WINCH, those of endings_signals but INT and PIPE, and TSTP while the prompt
 * is up, make signals_fd() readable. Those that end a process cancel too: they
 * end what runs. A signal that was ignored stays so. All for the main thread;
 * once in a process.
 */
bool signals_open(void);
/* The dispositions of before. */
void signals_close(void);

/* Whether the shell was started with this signal ignored, as by nohup. */
bool signals_ignored(int number);

int signals_fd(void);
int signals_cancel_fd(void);

/* The next signal that came to signals_fd(), or 0. Never waits. */
int signals_take(void);

/* Whether INT (or an ending signal) came; forgets it. Never waits. */
bool signals_take_cancel(void);

/*
 * With the prompt up Ctrl-Z has to put the terminal in order first, so TSTP is
 * caught; otherwise it stops the process as usual.
 */
void signals_catch_stop(bool on);

/* Stops the process as Ctrl-Z does; returns when it is continued. */
void signals_stop(void);

#endif
