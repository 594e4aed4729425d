/* A connection of the public library to a fake tor. */
#ifndef TESTS_LIB_LIBRARY_H
#define TESTS_LIB_LIBRARY_H

#include "lib/fake_tor.h"
#include "torctl/torctl.h"

#include <stddef.h>

struct library {
	struct fake_tor *fake;
	struct torctl *tor;
	struct torctl_error *error; /* of the last call that failed */
};

/* Plays `steps`, which begin with FAKE_AUTH_NULL; `options` may be NULL. */
void library_start(struct library *library, struct torctl_options *options,
	const struct fake_step *steps, size_t count);

/* Does the same with steps given as arguments, without the authentication. */
#define LIBRARY_PLAY(library, ...) \
	do { \
		static const struct fake_step steps_[] = { \
			FAKE_AUTH_NULL, __VA_ARGS__ \
		}; \
		library_start(library, NULL, steps_, \
			sizeof(steps_) / sizeof(*steps_)); \
	} while (0)

/* Closes; the fake tor must have played all steps. */
void library_end(struct library *library);

/* Checks that the error is "kind/status: text", then clears it. */
void library_check_error(struct library *library, const char *want);

/* Checks that a list is "a=1|b|c=", then frees it. */
void library_check_pairs(struct torctl_pairs *pairs, const char *want);

/* Checks a string, then frees it. */
void library_check_text(char *text, const char *want);

#endif
