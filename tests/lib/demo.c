/* The line editor alone on a screen, running tests/tools/editor_demo.c. */
#include "lib/demo.h"

#include "editor/editor.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <stdlib.h>
#include <string.h>

struct screen *demo_start(int columns)
{
	const char *directory = getenv("BUILDDIR");
	char *program = alloc_print("%s/tests/tools/editor_demo",
		directory ? directory : "build");
	const char *argv[] = { program, "3", NULL };
	struct screen *screen = screen_new(DEMO_ROWS, columns, argv, true);

	free(program);
	screen_shows(screen, "tor> ▮");
	return screen;
}

struct screen *demo_start_with(int columns, const char *const *orders,
	size_t count)
{
	struct screen *screen = demo_start(columns);

	for (size_t i = 0; i < count; i++)
		screen_order(screen, "%s", orders[i]);
	screen_order(screen, "above ready");
	screen_shows(screen, "ready\ntor> ▮");
	return screen;
}

bool demo_has(const char *library)
{
	return strncmp(editor_name(), library, strlen(library)) == 0;
}

void demo_shows(struct screen *screen, int columns, const char *above,
	const char *line, size_t point)
{
	struct buf text = BUF_INIT;
	char *all = alloc_print("tor> %s", line);
	size_t cursor = point + strlen("tor> ");

	buf_add_string(&text, above);
	for (size_t i = 0; i <= strlen(all); i++) {
		if (i && i % (size_t)columns == 0)
			buf_add_char(&text, '\n');
		if (i == cursor)
			buf_add_string(&text, "▮");
		if (all[i])
			buf_add_char(&text, all[i]);
	}
	while (text.data[text.len - 1] == '\n')
		text.data[--text.len] = '\0';
	screen_shows(screen, buf_text(&text));
	buf_clear(&text);
	free(all);
}

void demo_end(struct screen *screen)
{
	/* Clears the screen, whose contents do not matter here. */
	screen_type(screen, KEY_END KEY_CUT_BEFORE "\014");
	screen_shows(screen, "tor> ▮");
	screen_type(screen, KEY_EOF);
	ck_assert_int_eq(screen_end(screen, "tor>\nend\nmodes same\n▮"), 0);
}
