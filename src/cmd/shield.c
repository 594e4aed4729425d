/* Protection of the secrets in memory. */
#include "cmd/shield.h"

#ifdef __linux__
#include <sys/prctl.h>
#else
#include <sys/resource.h>
#endif

/* LeakSanitizer has to trace the process. */
#if defined(__SANITIZE_ADDRESS__)
#define SHIELD_NONE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(leak_sanitizer)
#define SHIELD_NONE 1
#endif
#endif

void shield_memory(void)
{
#ifdef SHIELD_NONE
	return;
#elif defined(__linux__)
	/* Also ends core dumps; a limit would be inherited by children. */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#else
	struct rlimit limit;

	if (getrlimit(RLIMIT_CORE, &limit) < 0)
		return;
	limit.rlim_cur = 0;
	setrlimit(RLIMIT_CORE, &limit);
#endif
}
