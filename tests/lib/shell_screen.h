/* The interactive shell on a screen, connected to a fake tor. */
#ifndef TESTS_LIB_SHELL_SCREEN_H
#define TESTS_LIB_SHELL_SCREEN_H

#include "lib/demo.h"
#include "lib/fake_tor.h"
#include "lib/screen.h"

#include <stddef.h>

#define SHELL_ROWS 24
#define SHELL_RC "config/torctl/torctlrc"

/*
 * The default start-up file: not every editor has hints and they appear late,
 * times vary, and the tests know the events as Tor sends them.
 */
#define SHELL_PLAIN "set hints off\nset timestamps off\nset events plain\n"

/* What the shell asks for when it starts, and the answers. */
#define SHELL_OK SEND("250 OK\r\n")
#define SHELL_BOOTSTRAPPED(percent) EXPECT("GETINFO status/bootstrap-phase"), \
	SEND("250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=" percent \
		" TAG=x SUMMARY=\"x\"\r\n250 OK\r\n")
#define SHELL_START FAKE_AUTH_NULL, EXPECT("SETEVENTS STATUS_CLIENT"), \
	SHELL_OK, SHELL_BOOTSTRAPPED("100")
/* What "getinfo version" sends, and the reply. */
#define SHELL_VERSION EXPECT("GETINFO version"), \
	SEND("250-version=0.4.9.11\r\n250 OK\r\n")
/* What "events BW" sends, and the replies. */
#define SHELL_EVENTS EXPECT("GETINFO events/names"), \
	SEND("250-events/names=CIRC STREAM BW NOTICE STATUS_CLIENT\r\n" \
		"250 OK\r\n"), \
	EXPECT("SETEVENTS BW STATUS_CLIENT"), SHELL_OK

struct shell_screen {
	char *directory; /* the current directory; has "config" and "state" */
	char *control; /* the socket, in there */
	struct fake_tor *tor; /* NULL: nothing listens */
	struct screen *screen;
	int columns;
	/* For sh, with the shell as "$@"; NULL: one for shell_screen_end(). */
	const char *script;
	const char *pager; /* NULL: cat */
	const char *const *options; /* of torctl, ended by NULL; or NULL */
};

/* Creates an empty directory and changes to it. */
void shell_screen_init(struct shell_screen *shell, int columns);

/* Listens and plays these steps. */
void shell_screen_listen(struct shell_screen *shell,
	const struct fake_step *steps, size_t count);

/* Starts the shell, connecting to the socket; waits for nothing. */
void shell_screen_run(struct shell_screen *shell);

/* Does the same, quiet and without hints, and waits for the first prompt. */
void shell_screen_prompt(struct shell_screen *shell);

/* Does all of these. */
void shell_screen_start(struct shell_screen *shell, int columns,
	const struct fake_step *steps, size_t count);
#define SHELL_SCREEN_START(shell, columns, steps) \
	shell_screen_start(shell, columns, steps, \
		sizeof(steps) / sizeof(*(steps)))

/* Ends the fake tor, which must have played all steps; a new one may listen. */
void shell_screen_hush(struct shell_screen *shell);

/* Waits for the screen; "@" stands for the socket's path. */
void shell_screen_shows(struct shell_screen *shell, const char *expected);

/* Types, and waits for the screen. */
void shell_screen_turn(struct shell_screen *shell, const char *keys,
	const char *expected);

/*
 * Types, presses Tab and waits for the screen. Presses Tab again if Tor's
 * answer came too late for the first, so Tor may be asked more than once.
 */
void shell_screen_tab(struct shell_screen *shell, const char *keys,
	const char *expected);

/* Chooses BW events, then clears the screen. */
void shell_screen_choose(struct shell_screen *shell);

/*
 * Leaves with Ctrl-D (after clearing the line) and status 0, ends the fake tor,
 * which must have played all steps, and removes the files.
 */
void shell_screen_end(struct shell_screen *shell);

/* Does the same for a shell that has ended: removes what is left. */
void shell_screen_clear(struct shell_screen *shell);

/* Returns the text of a file below the directory (the caller's), or NULL. */
char *shell_screen_file(const char *path);

/* Writes a file below the directory, creating its directories. */
void shell_screen_write(const char *path, const char *text);

#endif
