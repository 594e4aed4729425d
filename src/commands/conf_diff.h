/* Differences between the running configuration and a file or the defaults. */
#ifndef COMMANDS_CONF_DIFF_H
#define COMMANDS_CONF_DIFF_H

#include "out/table.h"
#include "util/diff.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

struct call;

extern const struct table_column conf_diff_columns[];

/* Runs "conf diff". Fails with ERROR_CHECK if there are differences. */
bool conf_diff(struct call *call, struct error *error);

/*
 * Compares two configurations as diff_lines() does; the lines passed to `visit`
 * hold no secrets.
 */
bool conf_diff_lines(struct span before, struct span after, diff_line *visit,
	void *arg);

#endif
