/* The table of library calls in torctl-migrate(7). */
#include "update.h"

#include "commands/migrate.h"
#include "util/buf.h"

void update_calls(void)
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
		update_literal(line.at, (int)line.len, "\n");
	buf_clear(&text);
}
