/* Loading a shared library at run time, since most runs do not need it. */
#ifndef UTIL_LIBRARY_H
#define UTIL_LIBRARY_H

#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

struct library_symbol {
	const char *name;
	void *to;      /* a pointer to a function or variable, which is set */
	bool optional; /* set to NULL if the library lacks it */
};

/*
 * Loads the library unless it is loaded, and sets the symbols' pointers. It
 * stays loaded. Returns false (ERROR_FILE) if it, or one of the symbols, is
 * missing.
 */
bool library_load(const char *soname, const struct library_symbol *symbols,
	size_t count, struct error *error);

#endif
