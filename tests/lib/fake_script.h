/* The script of a fake tor as a text, one step per line. */
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
	struct strv texts; /* the strings that the steps point to */
};

/*
 * Parses a script. A step is a keyword (see fake_script.c: "expect", "send",
 * …), for some a number, and the rest of the line, with the escapes of C (\r \n
 * \t \0 \\ \xHH). Blank lines and lines that begin with "#" are skipped.
 * `script` must be all zero. Returns false with the error filled for an invalid
 * line.
 */
bool fake_script_parse(struct fake_script *script, struct span text,
	struct error *error);

void fake_script_clear(struct fake_script *script);

#endif
