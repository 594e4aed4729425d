/* The script of a fake tor as a text, one step a line. */
#ifndef TESTS_LIB_FAKE_SCRIPT_H
#define TESTS_LIB_FAKE_SCRIPT_H

#include "lib/fake_tor.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

struct fake_script {
	struct fake_step *steps;
	size_t count, size;
	struct strv texts; /* what the steps point into */
};

/*
 * A step is a word (see fake_script.c: "expect", "send", …), for some a number,
 * and what is left of the line, with the escapes of C (\r \n \t \0 \\ \xHH).
 * Blank lines and lines that begin with "#" are passed over. Starts all zero;
 * false with the error filled for a line that is none.
 */
bool fake_script_parse(struct fake_script *script, struct span text,
	struct error *error);

void fake_script_clear(struct fake_script *script);

#endif
