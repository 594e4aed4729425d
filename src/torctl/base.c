/* Definitions that every header of libtorctl includes. */
#include "torctl/base.h"

#include "config.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

const char *torctl_version(void)
{
	return PACKAGE_VERSION;
}

void torctl_free(char *string)
{
	if (string)
		alloc_wipe(string, strlen(string));
	free(string);
}
