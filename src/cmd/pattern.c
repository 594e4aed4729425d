/* Extended regular expressions over events. */
#include "cmd/pattern.h"

#include "proto/event_text.h"

#include <string.h>

/* The last byte of a list in brackets that starts at `at`, as far as it goes. */
static const char *skip_list(const char *at)
{
	char inner[] = "?]";

	at += at[1] == '^' ? 2 : 1;
	if (*at == ']')
		at++;
	for (; *at && *at != ']'; at++) {
		const char *end;

		if (*at != '[' || !at[1] || !strchr(".:=", at[1]))
			continue;
		inner[0] = at[1];
		end = strstr(at + 2, inner);
		if (end)
			at = end + 1;
	}
	return *at ? at : at - 1;
}

/*
 * The backslash of the first back-reference, or NULL. POSIX knows none here,
 * some C libraries do, and to match one takes time that grows exponentially:
 * what strangers write into an event could hold torctl up for ever.
 */
static const char *find_back_reference(const char *at)
{
	for (; *at; at++) {
		if (*at == '[') {
			at = skip_list(at);
		} else if (*at == '\\' && at[1]) {
			if (at[1] >= '1' && at[1] <= '9')
				return at;
			at++;
		}
	}
	return NULL;
}

bool pattern_compile(struct pattern *pattern, const char *expression,
	struct error *error)
{
	const char *reference = find_back_reference(expression);
	char reason[128];
	int code;

	if (reference)
		return error_set(error, ERROR_USAGE, "\"%s\" is not a valid "
			"pattern: back-references such as \"%.2s\" are not "
			"supported", expression, reference);
	code = regcomp(&pattern->regex, expression,
		REG_EXTENDED | REG_NOSUB | REG_NEWLINE);
	pattern->compiled = !code;
	if (!code)
		return true;
	regerror(code, &pattern->regex, reason, sizeof(reason));
	return error_set(error, ERROR_USAGE, "\"%s\" is not a valid extended "
		"regular expression: %s", expression, reason);
}

bool pattern_match_event(struct pattern *pattern,
	const struct queue_event *event)
{
	buf_reset(&pattern->line);
	event_text_add(&pattern->line, event->raw, false);
	if (pattern->line.len)
		buf_truncate(&pattern->line, pattern->line.len - 1);
	/* Control bytes are escaped: there is no NUL before the end. */
	return !regexec(&pattern->regex, buf_text(&pattern->line), 0, NULL, 0);
}

void pattern_clear(struct pattern *pattern)
{
	if (pattern->compiled)
		regfree(&pattern->regex);
	pattern->compiled = false;
	buf_clear(&pattern->line);
}
