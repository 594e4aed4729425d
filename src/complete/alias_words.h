/* Tab and hints for lines that may begin with an alias. */
#ifndef COMPLETE_ALIAS_WORDS_H
#define COMPLETE_ALIAS_WORDS_H

#include "cmd/session.h"
#include "complete/complete.h"
#include "util/pairs.h"

#include <stddef.h>

/* complete_line() and hint_line() for a line that may begin with an alias. */
void alias_words_complete(const struct pairs *aliases, struct session *session,
	const char *line, size_t point, struct complete_list *list);
char *alias_words_hint(const struct pairs *aliases, const char *line);

#endif
