/* The interactive shell on a screen, a fake tor at the other end. */
#ifndef TESTS_LIB_SHELL_SCREEN_H
#define TESTS_LIB_SHELL_SCREEN_H

#include "lib/demo.h"
#include "lib/fake_tor.h"
#include "lib/screen.h"

#include <stddef.h>

#define SHELL_ROWS 24
#define SHELL_RC "config/torctl/torctlrc"

/*
 * What the start-up file holds by default: hints are not in every editor and
 * come a moment later, times differ, and Tor's own words are known here.
 */
#define SHELL_PLAIN "set hints off\nset timestamps off\nset events plain\n"

/* What the shell asks for when it starts, and the answers. */
#define SHELL_OK SEND("250 OK\r\n")
#define SHELL_BOOTSTRAPPED(percent) EXPECT("GETINFO status/bootstrap-phase"), \
	SEND("250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=" percent \
		" TAG=x SUMMARY=\"x\"\r\n250 OK\r\n")
#define SHELL_START FAKE_AUTH_NULL, EXPECT("SETEVENTS STATUS_CLIENT"), \
	SHELL_OK, SHELL_BOOTSTRAPPED("100")
/* What "getinfo version" asks for, and is told. */
#define SHELL_VERSION EXPECT("GETINFO version"), \
	SEND("250-version=0.4.9.11\r\n250 OK\r\n")
/* "events BW" and what that leads to. */
#define SHELL_EVENTS EXPECT("GETINFO events/names"), \
	SEND("250-events/names=CIRC STREAM BW NOTICE STATUS_CLIENT\r\n" \
		"250 OK\r\n"), \
	EXPECT("SETEVENTS BW STATUS_CLIENT"), SHELL_OK

struct shell_screen {
	char *directory; /* ours meanwhile; "config" and "state" are in it */
	char *control; /* the socket, too */
	struct fake_tor *tor; /* NULL: none listens */
	struct screen *screen;
	int columns;
	/* For sh, "$@" is the shell; NULL: one for shell_screen_end(). */
	const char *script;
	const char *pager; /* NULL: cat */
	const char *const *options; /* of torctl, up to NULL; or NULL */
};

/* Makes the directory; no file is in it. */
void shell_screen_init(struct shell_screen *shell, int columns);

/* Listens, and plays these steps. */
void shell_screen_listen(struct shell_screen *shell,
	const struct fake_step *steps, size_t count);

/* Starts the shell on the socket; nothing is waited for. */
void shell_screen_run(struct shell_screen *shell);

/* The same, quiet and without hints, up to the first prompt. */
void shell_screen_prompt(struct shell_screen *shell);

/* All of it. */
void shell_screen_start(struct shell_screen *shell, int columns,
	const struct fake_step *steps, size_t count);
#define SHELL_SCREEN_START(shell, columns, steps) \
	shell_screen_start(shell, columns, steps, \
		sizeof(steps) / sizeof(*(steps)))

/* The fake tor must have played everything; the next one may listen. */
void shell_screen_hush(struct shell_screen *shell);

/* Waits for the screen; "@" stands for the socket's path. */
void shell_screen_shows(struct shell_screen *shell, const char *expected);

/* Types, and waits for the screen. */
void shell_screen_turn(struct shell_screen *shell, const char *keys,
	const char *expected);

/*
 * Types, presses Tab, and waits for the screen. Again Tab when Tor, whose
 * answer is used as soon as it is there, was too slow for the key; it may be
 * asked more then.
 */
void shell_screen_tab(struct shell_screen *shell, const char *keys,
	const char *expected);

/* Chooses BW events; the screen is empty again then. */
void shell_screen_choose(struct shell_screen *shell);

/*
 * Leaves by Ctrl-D (the line is emptied first) with status 0, has the fake tor
 * played to its end and removes the files.
 */
void shell_screen_end(struct shell_screen *shell);

/* The same for a shell that has ended: removes what is left. */
void shell_screen_clear(struct shell_screen *shell);

/* A file below the directory: what is in it (the caller's), or NULL. */
char *shell_screen_file(const char *path);

/* Writes one, with its directories. */
void shell_screen_write(const char *path, const char *text);

#endif
