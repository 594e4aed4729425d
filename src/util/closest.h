/* "Did you mean …?": the known word closest to a wrong one. */
#ifndef UTIL_CLOSEST_H
#define UTIL_CLOSEST_H

#include "util/error.h"
#include "util/strv.h"

#include <stddef.h>

/* Begins as CLOSEST(wrong); borrows the words. */
struct closest {
	const char *wrong;
	const char *best;  /* so far, or NULL */
	size_t distance;   /* of the two words */
};

#define CLOSEST(word) { word, NULL, 0 }

/*
 * Considers a candidate. Words that differ in more than a third of their letters
 * never match; an unfinished word (at least three letters) counts as one wrong
 * letter. Of equals the first is kept.
 */
void closest_try(struct closest *closest, const char *candidate);
void closest_try_all(struct closest *closest, const struct strv *candidates);

/*
 * Sets ERROR_USAGE: unknown `what` "wrong"; did you mean "best"? If there is
 * none, `otherwise` is appended instead. Returns false.
 */
bool closest_refuse(const struct closest *closest, const char *what,
	const char *otherwise, struct error *error);

#endif
