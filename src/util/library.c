/* Loading a shared library at run time, since most runs do not need it. */
#include "util/library.h"

#include <dlfcn.h>
#include <string.h>

static bool library_failed(const char *soname, struct error *error)
{
	const char *why = dlerror();

	return error_set(error, ERROR_FILE, "%s",
		why ? why : soname);
}

bool library_load(const char *soname, const struct library_symbol *symbols,
	size_t count, struct error *error)
{
	void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
	void *address;

	if (!library)
		return library_failed(soname, error);
	for (size_t i = 0; i < count; i++) {
		address = dlsym(library, symbols[i].name);
		if (!address && !symbols[i].optional)
			return library_failed(soname, error);
		/* POSIX: function pointers are like data pointers. */
		memcpy(symbols[i].to, &address, sizeof(address));
	}
	return true;
}
