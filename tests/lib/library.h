/* A connection of the public library to a fake tor. */
#ifndef TESTS_LIB_LIBRARY_H
#define TESTS_LIB_LIBRARY_H

#include "lib/fake_tor.h"
#include "torctl/torctl.h"

#include <stddef.h>

struct library {
	struct fake_tor *fake;
	struct torctl *tor;
	struct torctl_error *error; /* of the last call that had failed */
};

/* Plays `steps`, which begin with FAKE_AUTH_NULL; `options` may be NULL. */
void library_start(struct library *library, struct torctl_options *options,
	const struct fake_step *steps, size_t count);

/* The same with steps written down here, which follow the authentication. */
#define LIBRARY_PLAY(library, ...) \
	do { \
		static const struct fake_step steps_[] = { \
			FAKE_AUTH_NULL, __VA_ARGS__ \
		}; \
		library_start(library, NULL, steps_, \
			sizeof(steps_) / sizeof(*steps_)); \
	} while (0)

/* Closes; the fake tor must have played everything. */
void library_end(struct library *library);

/* The error says this, as "kind/status: text"; forgets it. */
void library_check_error(struct library *library, const char *want);

/* A list reads so: "a=1|b|c=". Frees it. */
void library_check_pairs(struct torctl_pairs *pairs, const char *want);

/* A string is this. Frees it. */
void library_check_text(char *text, const char *want);

#endif
