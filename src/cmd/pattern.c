/* Extended regular expressions over events. */
#include "cmd/pattern.h"

#include "proto/event_text.h"

bool pattern_compile(struct pattern *pattern, const char *expression,
	struct error *error)
{
	char reason[128];
	int code = regcomp(&pattern->regex, expression,
		REG_EXTENDED | REG_NOSUB | REG_NEWLINE);

	pattern->compiled = !code;
	if (!code)
		return true;
	regerror(code, &pattern->regex, reason, sizeof(reason));
	return error_set(error, ERROR_USAGE, "\"%s\" is no extended regular "
		"expression: %s", expression, reason);
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
