/* The colours of text: their meanings, and the states that have one. */
#include "out/style.h"

#include <stddef.h>

static const char *const codes[] = {
	[STYLE_PLAIN] = "",
	[STYLE_KEY] = "\x1b[36m",
	[STYLE_HEADING] = "\x1b[1m",
	[STYLE_NOTE] = "\x1b[2m",
	[STYLE_GOOD] = "\x1b[32m",
	[STYLE_WAITING] = "\x1b[2m",
	[STYLE_WARNING] = "\x1b[33m",
	[STYLE_BAD] = "\x1b[31m",
	[STYLE_WORST] = "\x1b[1;31m",
};

static const struct {
	const char *word;
	enum style style;
} states[] = {
	{ "BUILT", STYLE_GOOD },
	{ "SUCCEEDED", STYLE_GOOD },
	{ "CONNECTED", STYLE_GOOD },
	{ "UP", STYLE_GOOD },
	{ "up", STYLE_GOOD },
	{ "GOOD", STYLE_GOOD },
	{ "UPLOADED", STYLE_GOOD },
	{ "RECEIVED", STYLE_GOOD },
	{ "NOTICE", STYLE_GOOD },
	{ "recommended", STYLE_GOOD },
	{ "LAUNCHED", STYLE_WAITING },
	{ "EXTENDED", STYLE_WAITING },
	{ "GUARD_WAIT", STYLE_WAITING },
	{ "NEW", STYLE_WAITING },
	{ "NEWRESOLVE", STYLE_WAITING },
	{ "SENTCONNECT", STYLE_WAITING },
	{ "SENTRESOLVE", STYLE_WAITING },
	{ "CONTROLLER_WAIT", STYLE_WAITING },
	{ "never-connected", STYLE_WAITING },
	{ "UPLOAD", STYLE_WAITING },
	{ "REQUESTED", STYLE_WAITING },
	{ "INFO", STYLE_WAITING },
	{ "DEBUG", STYLE_WAITING },
	{ "DETACHED", STYLE_WARNING },
	{ "unusable", STYLE_WARNING },
	{ "unlisted", STYLE_WARNING },
	{ "unrecommended", STYLE_WARNING },
	{ "obsolete", STYLE_WARNING },
	{ "old", STYLE_WARNING },
	{ "WARN", STYLE_WARNING },
	{ "denied", STYLE_WARNING },
	{ "FAILED", STYLE_BAD },
	{ "failed", STYLE_BAD },
	{ "DOWN", STYLE_BAD },
	{ "down", STYLE_BAD },
	{ "BAD", STYLE_BAD },
	{ "ERR", STYLE_WORST },
};

const char *style_on(enum style style)
{
	return codes[style];
}

const char *style_off(enum style style)
{
	return style == STYLE_PLAIN ? "" : "\x1b[0m";
}

void style_add(struct buf *to, bool color, enum style style, struct span text)
{
	if (color)
		buf_add_string(to, style_on(style));
	buf_add_span(to, text);
	if (color)
		buf_add_string(to, style_off(style));
}

enum style style_of_state(struct span word)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (span_equal(word, states[i].word))
			return states[i].style;
	return STYLE_PLAIN;
}
