/* Protection of secrets in memory. */
#include "util/shield.h"

#include "util/alloc.h"

#include <stdbool.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* LeakSanitizer has to trace the process. */
#if defined(__SANITIZE_ADDRESS__)
#define SHIELD_TRACED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(leak_sanitizer)
#define SHIELD_TRACED 1
#endif
#endif

/* Both the limit and its previous value belong to the process. */
static bool shielded;
static rlim_t limit_before;

/* Sets the soft limit alone, since a lower hard limit could not be undone. */
static void set_limit(rlim_t bytes)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_CORE, &limit) < 0)
		return;
	limit.rlim_cur = bytes;
	setrlimit(RLIMIT_CORE, &limit);
}

void shield_memory(void)
{
	struct rlimit limit;

	if (shielded)
		return;
	shielded = !getrlimit(RLIMIT_CORE, &limit);
	if (shielded) {
		limit_before = limit.rlim_cur;
		set_limit(0);
	}
#if defined(__linux__) && !defined(SHIELD_TRACED)
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

void shield_restore_limit(void)
{
	if (shielded)
		set_limit(limit_before);
}

/*
 * Not inline, so that the array covers the stack of everything the caller
 * called.
 */
__attribute__((noinline)) void shield_wipe_stack(void)
{
	char below[64 * 1024];

	alloc_wipe(below, sizeof(below));
}
