/* The line editor on a screen: long lines, odd characters, split keys. */
#include "lib/demo.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS 80
#define KEY_DELETE "\033[3~"
#define KEY_FORWARD "\006"
#define KEY_QUOTE "\026"
/* libedit, used instead of readline, lost track of longer lines. */
#define LIBRARY_BUFFER 16384

/* ---- long lines */

static char *numbers(size_t len)
{
	struct buf line = BUF_INIT;

	for (size_t i = 0; line.len < len; i++)
		buf_print(&line, "%zu,", i);
	buf_truncate(&line, len);
	return buf_steal(&line);
}

/* The rows shown of a line that fills more; the cursor as given. */
static char *rows_of(const char *text, size_t first, size_t rows)
{
	struct buf shown = BUF_INIT;
	size_t from = first * COLUMNS, len = strlen(text);

	for (size_t i = from; i < len && i < from + rows * COLUMNS; i++) {
		if (i > from && i % COLUMNS == 0)
			buf_add_char(&shown, '\n');
		buf_add_char(&shown, text[i]);
	}
	return buf_steal(&shown);
}

static void shows_end(struct screen *screen, const char *prefix,
	const char *line, const char *behind, size_t rows_behind)
{
	char *text = alloc_print("%s%s", prefix, line);
	size_t rows = strlen(text) / COLUMNS + 1;
	size_t most = DEMO_ROWS - rows_behind;
	char *shown = rows_of(text, rows > most ? rows - most : 0, most);
	char *expected = alloc_print("%s%s", shown, behind);

	screen_shows(screen, expected);
	free(expected);
	free(shown);
	free(text);
}

static const size_t lengths[] = { 2000, LIBRARY_BUFFER - 100,
	LIBRARY_BUFFER + 100 };

START_TEST(long_line)
{
	char *line = numbers(lengths[_i]), *longer;
	struct screen *screen = demo_start(COLUMNS);

	screen_paste(screen, line);
	shows_end(screen, "tor> ", line, "▮", 0);
	longer = alloc_print("%sxy", line);
	screen_type(screen, "xy");
	shows_end(screen, "tor> ", longer, "▮", 0);
	screen_type(screen, "\r");
	shows_end(screen, "line: ", longer, "\ntor> ▮", 1);
	free(longer);
	free(line);
	demo_end(screen);
}
END_TEST

/* The rows around the cursor are visible; readline shows fewer. */
START_TEST(long_line_in_a_window)
{
	char *line, *text, *shown, *expected;
	struct screen *screen;

	if (demo_has("readline"))
		return;
	line = numbers(4000);
	screen = demo_start(COLUMNS);
	screen_paste(screen, line);
	shows_end(screen, "tor> ", line, "▮", 0);
	screen_order(screen, "above event");
	screen_type(screen, KEY_START);
	text = alloc_print("tor> %s", line);
	shown = rows_of(text, 0, DEMO_ROWS);
	expected = alloc_print("tor> ▮%s", shown + strlen("tor> "));
	screen_shows(screen, expected);
	screen_type(screen, KEY_END);
	shows_end(screen, "tor> ", line, "▮", 0);
	free(expected);
	free(shown);
	free(text);
	free(line);
	demo_end(screen);
}
END_TEST

/* ---- characters */

START_TEST(combined_characters_are_one)
{
	struct screen *screen = demo_start(40);

	screen_type(screen, "ae\xcc\x81o\xcc\x88x");
	screen_shows(screen, "tor> ae\xcc\x81o\xcc\x88x▮");
	screen_type(screen, KEY_BACK KEY_BACK KEY_FORWARD "\b");
	screen_shows(screen, "tor> ae\xcc\x81▮x");
	screen_order(screen, "above e\xcc\x81vent");
	screen_shows(screen, "e\xcc\x81vent\ntor> ae\xcc\x81▮x");
	screen_type(screen, KEY_BACK KEY_DELETE);
	screen_shows(screen, "e\xcc\x81vent\ntor> a▮x");
	screen_type(screen, "語\xcc\x81" KEY_BACK);
	screen_shows(screen, "e\xcc\x81vent\ntor> a▮語\xcc\x81x");
	screen_order(screen, "above event");
	screen_shows(screen, "e\xcc\x81vent\nevent\ntor> a▮語\xcc\x81x");
	demo_end(screen);
}
END_TEST

/*
 * 35 cells and 5 of the prompt: one more mark belongs to the last cell.
 * readline puts it on the next row.
 */
START_TEST(combined_characters_at_the_edge)
{
	struct screen *screen;

	if (demo_has("readline"))
		return;
	screen = demo_start(40);
	screen_type(screen, "0123456789012345678901234567890123e\xcc\x81");
	screen_shows(screen,
		"tor> 0123456789012345678901234567890123e\xcc\x81\n▮");
	screen_order(screen, "above event");
	screen_shows(screen, "event\n"
		"tor> 0123456789012345678901234567890123e\xcc\x81\n▮");
	screen_type(screen, "x" KEY_BACK KEY_BACK);
	screen_shows(screen, "event\n"
		"tor> 0123456789012345678901234567890123▮e\xcc\x81\nx");
	demo_end(screen);
}
END_TEST

/* libedit has a line of characters, and U+FFFD for invalid bytes. */
START_TEST(bytes_that_are_no_characters)
{
	struct screen *screen;

	if (!demo_has("libedit"))
		return;
	screen = demo_start(40);
	screen_type(screen, "typed");
	screen_paste(screen, " x\377y\n\377two\n\377\377");
	screen_shows(screen, "tor> typed x\xef\xbf\xbdy\n"
		"line: typed x\xef\xbf\xbdy\ntor> \xef\xbf\xbdtwo\n"
		"line: \xef\xbf\xbdtwo\n"
		"tor> \xef\xbf\xbd\xef\xbf\xbd▮");
	screen_type(screen, "\377z" KEY_BACK KEY_BACK);
	screen_shows(screen, "tor> typed x\xef\xbf\xbdy\n"
		"line: typed x\xef\xbf\xbdy\ntor> \xef\xbf\xbdtwo\n"
		"line: \xef\xbf\xbdtwo\n"
		"tor> \xef\xbf\xbd▮\xef\xbf\xbdz");
	demo_end(screen);
}
END_TEST

/* ---- keys */

/* An event arrives between the bytes of one key, or of two combined ones. */
START_TEST(event_inside_a_key)
{
	struct screen *screen = demo_start(40);

	screen_type(screen, "ab\033");
	screen_shows(screen, "tor> ab▮");
	screen_order(screen, "above one");
	screen_shows(screen, "one\ntor> ab▮");
	screen_type(screen, "[");
	screen_order(screen, "above two");
	screen_shows(screen, "one\ntwo\ntor> ab▮");
	screen_type(screen, "D");
	screen_shows(screen, "one\ntwo\ntor> a▮b");
	screen_type(screen, "\xe6\x97");
	screen_order(screen, "above three");
	screen_shows(screen, "one\ntwo\nthree\ntor> a▮b");
	screen_type(screen, "\xa5");
	screen_shows(screen, "one\ntwo\nthree\ntor> a日▮b");
	screen_type(screen, "cd\xe6");
	screen_shows(screen, "one\ntwo\nthree\ntor> a日cd▮b");
	screen_type(screen, "\x97\xa5");
	screen_shows(screen, "one\ntwo\nthree\ntor> a日cd日▮b");
	demo_end(screen);
}
END_TEST

START_TEST(event_behind_a_quote)
{
	struct screen *screen;

	if (demo_has("none"))
		return;
	screen = demo_start(40);
	screen_type(screen, "ab" KEY_QUOTE);
	screen_order(screen, "above event");
	screen_shows(screen, "event\ntor> ab▮");
	screen_type(screen, "\001c");
	screen_shows(screen, "event\ntor> ab^Ac▮");
	screen_type(screen, KEY_QUOTE "\t" KEY_QUOTE "\004");
	screen_shows(screen, "event\ntor> ab^Ac      ^D▮");
	screen_order(screen, "above event");
	screen_type(screen, "d" KEY_BACK KEY_BACK KEY_BACK "\b");
	screen_shows(screen, "event\nevent\ntor> ab^A▮       ^Dd");
	demo_end(screen);
}
END_TEST

/* A repeat count, typed with Alt. */
START_TEST(event_inside_a_repetition)
{
	struct screen *screen;

	if (!demo_has("libedit"))
		return;
	screen = demo_start(40);
	screen_type(screen, "ab\033" "1");
	screen_order(screen, "above event");
	screen_shows(screen, "event\ntor> ab▮");
	screen_type(screen, "2x");
	screen_shows(screen, "event\ntor> abxxxxxxxxxxxx▮");
	screen_type(screen, "\033" "3\b\0333" KEY_BACK);
	screen_shows(screen, "event\ntor> abxxxxxx▮xxx");
	screen_type(screen, "\033" "12\r");
	screen_shows(screen, "event\ntor> abxxxxxxxxx\nline: abxxxxxxxxx\n"
		"tor> ▮");
	demo_end(screen);
}
END_TEST

START_TEST(delete_is_no_end_of_input)
{
	struct screen *screen = demo_start(40);

	screen_type(screen, KEY_DELETE "a");
	screen_shows(screen, "tor> a▮");
	demo_end(screen);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("editor lines");
	TCase *tcase = test_case(suite, "editor lines");

	tcase_set_timeout(tcase, 30);
	test_add_table(tcase, long_line, lengths);
	tcase_add_test(tcase, long_line_in_a_window);
	tcase_add_test(tcase, combined_characters_are_one);
	tcase_add_test(tcase, combined_characters_at_the_edge);
	tcase_add_test(tcase, bytes_that_are_no_characters);
	tcase_add_test(tcase, event_inside_a_key);
	tcase_add_test(tcase, event_behind_a_quote);
	tcase_add_test(tcase, event_inside_a_repetition);
	tcase_add_test(tcase, delete_is_no_end_of_input);
	return test_run(suite);
}
