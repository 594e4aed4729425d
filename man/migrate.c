/* The table of library calls in torctl(1). */
#include "migrate.h"

#include "commands/migrate.h"
#include "util/buf.h"

#include <stdio.h>

/* Prints literal text: escapes minus signs and whatever looks like a macro. */
static void put_literal(struct span line)
{
	if (line.len && (line.at[0] == '.' || line.at[0] == '\''))
		fputs("\\&", stdout);
	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == '-')
			fputs("\\-", stdout);
		else if (line.at[i] == '\\')
			fputs("\\e", stdout);
		else if (line.at[i] == '\'')
			fputs("\\(aq", stdout);
		else
			putchar(line.at[i]);
	}
	putchar('\n');
}

void put_calls(void)
{
	struct buf text = BUF_INIT;
	const struct layout page = { &text, false, LAYOUT_WIDTH };
	struct span rest, line;

	migrate_help(&page);
	rest = buf_span(&text);
	/* The manual has its own heading. */
	span_next_line(&rest, &line);
	span_next_line(&rest, &line);
	while (span_next_line(&rest, &line))
		put_literal(line);
	buf_clear(&text);
}
