/* Extended regular expressions that match events. */
#include "cmd/pattern.h"

#include "proto/event_text.h"

#include <string.h>

/*
 * Returns the last byte of the bracket expression at `at`, even an unfinished
 * one.
 */
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
 * Finds the backslash of the first back-reference, or NULL. POSIX does not
 * define them here but some C libraries accept them, and matching can take
 * exponential time: a hostile event could hang torctl.
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
	/* The line holds no NUL, since control bytes are escaped. */
	return !regexec(&pattern->regex, buf_text(&pattern->line), 0, NULL, 0);
}

void pattern_clear(struct pattern *pattern)
{
	if (pattern->compiled)
		regfree(&pattern->regex);
	pattern->compiled = false;
	buf_clear(&pattern->line);
}
