/* Command lines run as torctl runs them, with their output kept. */
#ifndef TESTS_LIB_COMMANDS_H
#define TESTS_LIB_COMMANDS_H

#include "cmd/session.h"
#include "shell/settings.h"
#include "lib/fake_tor.h"
#include "lib/test.h"

struct commands {
	struct fake_tor *tor; /* NULL unless commands_play() made one */
	struct session session;
	struct settings settings;
	struct tor target; /* the session's */
	struct output output; /* to `out`, a regular file */
	int out, err;
	struct error error;   /* of the last line */
	struct buf body;      /* the text that "-" gives to a command */
};

/* Prepares a session; `address` may be NULL: connect to nothing. */
void commands_start(struct commands *commands, const char *address);

/* Does the same with a fake tor that plays `steps`. */
void commands_start_play(struct commands *commands,
	const struct fake_step *steps, size_t count);
#define commands_play(commands, steps) \
	commands_start_play(commands, steps, \
		sizeof(steps) / sizeof(*(steps)))

/* Does the same with steps as arguments, after those that authenticate. */
#define COMMANDS_PLAY(commands, ...) \
	do { \
		static const struct fake_step steps_[] = { \
			FAKE_AUTH_NULL, __VA_ARGS__ \
		}; \
		commands_play(commands, steps_); \
	} while (0)

/* Ends the session; the fake tor must have played all steps. */
void commands_end(struct commands *commands);

/* Run words as from argv, or a line as at the prompt; the exit status. */
int commands_words(struct commands *commands, const struct strv *words);
int commands_line(struct commands *commands, const char *line);

/*
 * Runs `torctl complete --` with these words, up to NULL; "@" stands for the
 * address of a fake tor that plays `steps`. Without an "@" the session uses
 * that tor; without steps there is no tor. The output must be `want`, all steps
 * must be played, and it must take less than `limit` ms. Answers that come too
 * late for a key press are not offered, so on a busy machine all of that may be
 * tried again.
 */
void commands_offer(const char *const *words,
	const struct fake_step *steps, size_t count, const char *want,
	int limit);

/* Returns the output since the last call; the caller's. */
char *commands_printed(struct commands *commands);
char *commands_complained(struct commands *commands);

/* Checks the exit status and the output of a line. */
void commands_check(struct commands *commands, const char *line, int status,
	const char *printed, const char *complained);

#endif
