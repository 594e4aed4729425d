/* Definitions that every header of libtorctl includes. */
#ifndef TORCTL_BASE_H
#define TORCTL_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <torctl/version.h>

#ifdef __cplusplus
#define TORCTL_BEGIN extern "C" {
#define TORCTL_END }
#else
#define TORCTL_BEGIN
#define TORCTL_END
#endif

#if defined(__GNUC__)
#define TORCTL_API __attribute__((visibility("default")))
#define TORCTL_CHECK TORCTL_API __attribute__((warn_unused_result))
#else
#define TORCTL_API
#define TORCTL_CHECK
#endif

TORCTL_BEGIN

/*
 * These rules apply to the whole library:
 *
 * Names begin with torctl_. Structures are opaque; each has a free function,
 * which accepts NULL. A returned `const` pointer belongs to the object it came
 * from; any other returned pointer is owned by the caller. Free a `char *` with
 * torctl_free(). The library does not take ownership of arguments. A list of
 * strings is a NULL-terminated array. Pointers must not be NULL unless stated
 * otherwise.
 *
 * Times are in milliseconds; a negative time means forever.
 *
 * A function that fails returns false or NULL and stores the reason in its last
 * argument; see torctl/error.h. GCC and Clang warn if its result is ignored.
 *
 * The library does not print, exit or raise signals, with one exception: it
 * aborts if memory or kernel random numbers are not available.
 *
 * "control-spec" is Tor's control protocol specification; section numbers are
 * as of June 2023.
 */

/*
 * Returns the version of the library in use, as "1.2.3". TORCTL_VERSION is that
 * of the headers; TORCTL_VERSION_MAJOR, TORCTL_VERSION_MINOR and
 * TORCTL_VERSION_PATCH are its parts, and TORCTL_VERSION_NUMBER is 10203.
 */
TORCTL_API const char *torctl_version(void);

/* Overwrites and frees a string returned by the library. */
TORCTL_API void torctl_free(char *string);

TORCTL_END

#endif
