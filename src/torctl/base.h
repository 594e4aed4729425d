/* What every header of libtorctl begins with. */
#ifndef TORCTL_BASE_H
#define TORCTL_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define TORCTL_BEGIN extern "C" {
#define TORCTL_END }
#else
#define TORCTL_BEGIN
#define TORCTL_END
#endif

#if defined(__GNUC__)
#define TORCTL_API __attribute__((visibility("default")))
#else
#define TORCTL_API
#endif

TORCTL_BEGIN

/*
 * What holds for all of the library:
 *
 * Names begin with torctl_. Structures are opaque, and each has a function that
 * frees it, which takes NULL as well. A `const` pointer that a function returns
 * belongs to the object it was asked of; any other pointer is the caller's. A
 * `char *` is ended by torctl_free(). Arguments stay the caller's. A list of
 * strings is an array ended by NULL. Pointers may not be NULL unless it is said.
 *
 * Times are milliseconds; a negative one means for ever.
 *
 * A function that can fail returns false or NULL then and says why in its last
 * argument: see torctl/error.h.
 *
 * Nothing here prints, ends the process or raises a signal, with one exception:
 * when memory or the kernel's random numbers are out, the process aborts.
 *
 * "control-spec" is Tor's description of its control protocol; its numbers are
 * those of June 2023.
 */

/* The version of the library in use, as "1.2.3". */
TORCTL_API const char *torctl_version(void);

/* Ends a string that the library has given away; overwrites it first. */
TORCTL_API void torctl_free(char *string);

TORCTL_END

#endif
