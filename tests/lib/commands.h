/* Command lines run as torctl runs them; what they print is kept. */
#ifndef TESTS_LIB_COMMANDS_H
#define TESTS_LIB_COMMANDS_H

#include "cmd/session.h"
#include "lib/fake_tor.h"
#include "lib/test.h"

struct commands {
	struct fake_tor *tor; /* NULL unless commands_play() made one */
	struct session session;
	struct output output; /* to `out`, a file that is no terminal */
	int out, err;
	struct error error;   /* of the last line */
	struct buf body;      /* what "-" gives to a command */
};

/* `address` may be NULL: nothing is connected to then. */
void commands_start(struct commands *commands, const char *address);

/* The same with a fake tor that plays `steps`. */
void commands_start_play(struct commands *commands,
	const struct fake_step *steps, size_t count);
#define commands_play(commands, steps) \
	commands_start_play(commands, steps, \
		sizeof(steps) / sizeof(*(steps)))

/* The same with steps as arguments, behind those that let it in. */
#define COMMANDS_PLAY(commands, ...) \
	do { \
		static const struct fake_step steps_[] = { \
			FAKE_AUTH_NULL, __VA_ARGS__ \
		}; \
		commands_play(commands, steps_); \
	} while (0)

/* The fake tor must have played everything. */
void commands_end(struct commands *commands);

/* Runs words as from argv, or a line as at the prompt; the exit status. */
int commands_words(struct commands *commands, const struct strv *words);
int commands_line(struct commands *commands, const char *line);

/*
 * Runs `torctl complete --` with these words, up to NULL, of which "@" is the
 * address of a fake tor that plays `steps`; when none is, the session is to use
 * that tor. (No steps, no tor.) It has to print `want`, to have all played, and
 * to take less than `limit` ms. What Tor does not say within the time of a key
 * is not offered: a busy machine may try all of that again.
 */
void commands_offer(const char *const *words,
	const struct fake_step *steps, size_t count, const char *want,
	int limit);

/* What was printed since the last call; the caller's. */
char *commands_printed(struct commands *commands);
char *commands_complained(struct commands *commands);

/* A line ends with this status and has printed this. */
void commands_check(struct commands *commands, const char *line, int status,
	const char *printed, const char *complained);

#endif
