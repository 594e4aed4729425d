/* Extended regular expressions that match events. */
#include "commands/pattern.h"

#include "proto/event_text.h"

#include <stdlib.h>
#include <string.h>

#define MOST_PARTS 10000
#define MOST_COPIES 1000
#define MOST_DEPTH 64

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

/* What regcomp() must not be given. */
enum flaw {
	FLAW_NONE,
	FLAW_REFERENCE, /* a back-reference */
	FLAW_SIZE       /* too large, or too deep, when written out */
};

/* Parts of a sequence; `last` is what a repetition that follows repeats. */
struct sequence {
	size_t before, last;
};

static size_t at_most(size_t size)
{
	return size < MOST_PARTS + 1 ? size : MOST_PARTS + 1;
}

/*
 * If {N}, {N,} or {N,M} is at `*at`, moves to its last byte and returns how
 * many copies regcomp() makes of what it repeats; otherwise returns 0.
 */
static size_t take_interval(const char **at)
{
	const char *end = *at + 1 + strspn(*at + 1, "0123456789,");
	const char *comma = strchr(*at, ',');
	size_t least, most;

	if (*end != '}')
		return 0;
	least = at_most(strtoul(*at + 1, NULL, 10));
	most = comma && comma < end ?
		at_most(strtoul(comma + 1, NULL, 10)) : 0;
	*at = end;
	return (least > most ? least : most) + 1;
}

/*
 * Looks for what would let a short pattern take all memory or time. A
 * repetition is written out by the C library, "+" as two copies, and glibc's
 * regcomp() takes quadratic time for copies of what may be empty. Back-
 * references, which POSIX does not define here but some C libraries accept,
 * can take exponential time to match; `*reference` is then the backslash.
 */
static enum flaw find_flaw(const char *at, const char **reference)
{
	struct sequence sequences[MOST_DEPTH] = { 0 };
	struct sequence *inner = sequences;
	size_t copied = 0;

	for (; *at; at++) {
		size_t copies = *at == '+' ? 2 :
			*at == '{' ? take_interval(&at) : 0;

		if (copies) {
			copied += at_most(inner->last * (copies - 1));
			inner->last = at_most(inner->last * copies);
		} else if (*at == ')' && inner > sequences) {
			inner[-1].last = at_most(inner->before + inner->last + 1);
			inner--;
		} else if (*at != '*' && *at != '?') {
			inner->before = at_most(inner->before + inner->last);
			inner->last = 1;
			if (*at == '(') {
				if (++inner == sequences + MOST_DEPTH)
					return FLAW_SIZE;
				*inner = (struct sequence){ 0 };
			} else if (*at == '[') {
				at = skip_list(at);
			} else if (*at == '\\' && at[1]) {
				*reference = at++;
				if (*at >= '1' && *at <= '9')
					return FLAW_REFERENCE;
			}
		}
		if (inner->before + inner->last > MOST_PARTS ||
			copied > MOST_COPIES)
			return FLAW_SIZE;
	}
	return FLAW_NONE;
}

bool pattern_compile(struct pattern *pattern, const char *expression,
	struct error *error)
{
	const char *reference;
	char reason[128];
	int code;

	switch (find_flaw(expression, &reference)) {
	case FLAW_REFERENCE:
		return error_set(error, ERROR_USAGE, "\"%s\" is not a valid "
			"pattern: back-references such as \"%.2s\" are not "
			"supported", expression, reference);
	case FLAW_SIZE:
		return error_set(error, ERROR_USAGE, "\"%s\" is not a valid "
			"pattern: too many repetitions or parentheses",
			expression);
	default:
		break;
	}
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

bool pattern_match_text(const struct pattern *pattern, const char *text)
{
	return !regexec(&pattern->regex, text, 0, NULL, 0);
}

void pattern_clear(struct pattern *pattern)
{
	if (pattern->compiled)
		regfree(&pattern->regex);
	pattern->compiled = false;
	buf_clear(&pattern->line);
}
