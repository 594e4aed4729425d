/* Signals as descriptors that poll() can wait for. */
#ifndef SHELL_SIGNALS_H
#define SHELL_SIGNALS_H

#include <stdbool.h>

/*
 * Catches the signals of the interactive shell. SIGINT makes
 * signals_cancel_fd() readable; SIGWINCH, SIGCONT, those of fatal_signals
 * except SIGINT and SIGPIPE, and SIGTSTP while the prompt is up make
 * signals_fd() readable. Signals that end a process also cancel the running
 * command. A signal that was ignored stays ignored. Call from the main thread,
 * once per process.
 */
bool signals_open(void);
/* Restores the earlier dispositions. */
void signals_close(void);

/* Returns whether the signal was ignored at startup, as under nohup. */
bool signals_ignored(int number);

int signals_fd(void);
int signals_cancel_fd(void);

/* Returns the next signal of signals_fd(), or 0. Never waits. */
int signals_take(void);

/* Returns whether SIGINT or an ending signal came, once. Never waits. */
bool signals_take_cancel(void);

/*
 * Returns a descriptor that is readable once a child process has ended, until
 * signals_take_child(); -1 if there can be none. Catches SIGCHLD from the first
 * call on.
 */
int signals_child_fd(void);
void signals_take_child(void);

/*
 * Turns the handling of SIGTSTP on while the prompt is up, when Ctrl-Z must
 * restore the terminal first; otherwise it stops the process as usual.
 */
void signals_catch_stop(bool on);

/* Stops the process as Ctrl-Z does; returns when it is continued. */
void signals_stop(void);

#endif
