/* The line editor on a screen: events above the typed line. */
#include "lib/demo.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static const int widths[] = { 40, 80 };

/* A line that fills `rows` rows, including the prompt, minus `less` cells. */
static char *line_of(int columns, int rows, int less)
{
	struct buf line = BUF_INIT;

	for (int i = 0; i < columns * rows - less - 5; i++)
		buf_add_char(&line, (char)('a' + i % 26));
	return buf_steal(&line);
}

START_TEST(event_in_the_middle_of_a_line)
{
	int columns = widths[_i];
	struct screen *screen = demo_start(columns);

	screen_type(screen, "getinfo version" KEY_BACK KEY_BACK);
	demo_shows(screen, columns, "", "getinfo version", 13);
	screen_order(screen, "above event");
	demo_shows(screen, columns, "event\n", "getinfo version", 13);
	screen_type(screen, "X");
	demo_shows(screen, columns, "event\n", "getinfo versiXon", 14);
	screen_order(screen, "above a|b");
	demo_shows(screen, columns, "event\na\nb\n", "getinfo versiXon", 14);
	screen_type(screen, "\r");
	screen_shows(screen, "event\na\nb\ntor> getinfo versiXon\n"
		"line: getinfo versiXon\ntor> ▮");
	demo_end(screen);
}
END_TEST

/* Rows one cell short, full, and one cell over; the cursor anywhere. */
START_TEST(event_over_wrapped_rows)
{
	int columns = widths[_i % 2];
	int less = _i / 2 % 3 - 1, rows = 1 + _i / 6;
	char *line = line_of(columns, rows, less);
	size_t len = strlen(line);
	struct screen *screen = demo_start(columns);

	screen_type(screen, line);
	demo_shows(screen, columns, "", line, len);
	screen_order(screen, "above one");
	demo_shows(screen, columns, "one\n", line, len);
	screen_type(screen, KEY_BACK);
	demo_shows(screen, columns, "one\n", line, len - 1);
	screen_order(screen, "above two");
	demo_shows(screen, columns, "one\ntwo\n", line, len - 1);
	screen_type(screen, KEY_START);
	demo_shows(screen, columns, "one\ntwo\n", line, 0);
	screen_order(screen, "above three");
	demo_shows(screen, columns, "one\ntwo\nthree\n", line, 0);
	screen_type(screen, KEY_END);
	demo_shows(screen, columns, "one\ntwo\nthree\n", line, len);
	free(line);
	demo_end(screen);
}
END_TEST

START_TEST(event_after_a_wrapped_line_was_cut)
{
	int columns = widths[_i];
	char *line = line_of(columns, 2, -7);
	struct screen *screen = demo_start(columns);

	screen_type(screen, line);
	demo_shows(screen, columns, "", line, strlen(line));
	screen_type(screen, KEY_CUT_BEFORE);
	demo_shows(screen, columns, "", "", 0);
	screen_order(screen, "above event");
	demo_shows(screen, columns, "event\n", "", 0);
	screen_type(screen, "ab");
	demo_shows(screen, columns, "event\n", "ab", 2);
	free(line);
	demo_end(screen);
}
END_TEST

/* In this order: the emptied line, an event, a line. */
START_TEST(event_after_an_entered_line)
{
	struct screen *screen = demo_start(40);

	screen_type(screen, "abc\r");
	screen_shows(screen, "tor> abc\nline: abc\ntor> ▮");
	screen_order(screen, "above event");
	screen_shows(screen, "tor> abc\nline: abc\nevent\ntor> ▮");
	screen_type(screen, "d");
	screen_shows(screen, "tor> abc\nline: abc\nevent\ntor> d▮");
	screen_type(screen, "\r\r");
	screen_shows(screen, "tor> abc\nline: abc\nevent\ntor> d\nline: d\n"
		"tor>\nline:\ntor> ▮");
	demo_end(screen);
}
END_TEST

START_TEST(full_rows_entered)
{
	int columns = widths[_i];
	char *line = line_of(columns, 1, 0);
	struct screen *screen = demo_start(columns);
	char *text;

	screen_type(screen, line);
	demo_shows(screen, columns, "", line, strlen(line));
	screen_type(screen, "\r");
	text = alloc_print("tor> %s\nline: %.*s\n%s\ntor> ▮",
		line, columns - 6, line, line + columns - 6);
	screen_shows(screen, text);
	free(text);
	free(line);
	demo_end(screen);
}
END_TEST

START_TEST(wide_characters)
{
	struct screen *screen = demo_start(40);

	screen_type(screen, "日本語 x");
	screen_shows(screen, "tor> 日本語 x▮");
	screen_type(screen, KEY_BACK KEY_BACK);
	screen_shows(screen, "tor> 日本語▮ x");
	screen_order(screen, "above イベント");
	screen_shows(screen, "イベント\ntor> 日本語▮ x");
	screen_type(screen, KEY_BACK "中");
	screen_shows(screen, "イベント\ntor> 日本中▮語 x");
	demo_end(screen);
}
END_TEST

START_TEST(combining_characters)
{
	struct screen *screen = demo_start(40);

	screen_type(screen, "ae\xcc\x81x");
	screen_shows(screen, "tor> ae\xcc\x81x▮");
	screen_type(screen, KEY_BACK KEY_BACK);
	screen_shows(screen, "tor> a▮e\xcc\x81x");
	screen_order(screen, "above event");
	screen_shows(screen, "event\ntor> a▮e\xcc\x81x");
	demo_end(screen);
}
END_TEST

/* 5 + 17 * 2 = 39: the 18th does not fit into the last cell of the row. */
START_TEST(wide_characters_at_the_edge)
{
	struct screen *screen = demo_start(40);

	for (int i = 0; i < 18; i++)
		screen_type(screen, "語");
	screen_shows(screen, "tor> 語語語語語語語語語語語語語語語語語\n語▮");
	screen_order(screen, "above event");
	screen_shows(screen, "event\n"
		"tor> 語語語語語語語語語語語語語語語語語\n語▮");
	screen_type(screen, KEY_START);
	screen_shows(screen, "event\n"
		"tor> ▮語語語語語語語語語語語語語語語語語\n語");
	screen_order(screen, "above event");
	screen_shows(screen, "event\nevent\n"
		"tor> ▮語語語語語語語語語語語語語語語語語\n語");
	demo_end(screen);
}
END_TEST

START_TEST(colour_in_the_prompt)
{
	int columns = widths[_i];
	char *line = line_of(columns, 1, -3);
	struct screen *screen = demo_start(columns);

	screen_order(screen, "prompt \001\033[32m\002tor>\001\033[m\002 ");
	screen_type(screen, line);
	demo_shows(screen, columns, "", line, strlen(line));
	ck_assert(!screen_is_plain(screen, 0, 0));
	ck_assert(screen_is_plain(screen, 0, 6));
	screen_order(screen, "above event");
	demo_shows(screen, columns, "event\n", line, strlen(line));
	ck_assert(screen_is_plain(screen, 0, 0));
	ck_assert(!screen_is_plain(screen, 1, 0));
	screen_type(screen, KEY_CUT_BEFORE);
	demo_shows(screen, columns, "event\n", "", 0);
	screen_order(screen, "prompt tor> ");
	free(line);
	demo_end(screen);
}
END_TEST

START_TEST(prompt_changes_while_typing)
{
	struct screen *screen = demo_start(40);

	screen_type(screen, "abcdef" KEY_BACK KEY_BACK);
	screen_shows(screen, "tor> abcd▮ef");
	screen_order(screen, "prompt tor (disconnected)> ");
	screen_shows(screen, "tor (disconnected)> abcd▮ef");
	screen_type(screen, "0123456789012345678");
	screen_shows(screen, "tor (disconnected)> abcd0123456789012345\n"
		"678▮ef");
	screen_order(screen, "prompt > ");
	screen_shows(screen, "> abcd0123456789012345678▮ef");
	screen_order(screen, "prompt tor> ");
	screen_shows(screen, "tor> abcd0123456789012345678▮ef");
	demo_end(screen);
}
END_TEST

START_TEST(hidden_and_shown_again)
{
	int columns = widths[_i];
	char *line = line_of(columns, 1, -9);
	struct screen *screen = demo_start(columns);

	screen_type(screen, line);
	screen_type(screen, KEY_BACK KEY_BACK KEY_BACK);
	demo_shows(screen, columns, "", line, strlen(line) - 3);
	screen_order(screen, "hide keep");
	screen_order(screen, "modes");
	screen_shows(screen, "modes same\n▮");
	screen_order(screen, "above event");
	screen_order(screen, "show");
	demo_shows(screen, columns, "modes same\nevent\n", line,
		strlen(line) - 3);
	screen_order(screen, "hide");
	screen_order(screen, "show");
	demo_shows(screen, columns, "modes same\nevent\n", "", 0);
	free(line);
	demo_end(screen);
}
END_TEST

START_TEST(interrupt_in_the_middle_of_a_line)
{
	int columns = widths[_i];
	char *line = line_of(columns, 1, -9), *text;
	struct screen *screen = demo_start(columns);

	screen_type(screen, line);
	screen_type(screen, KEY_START);
	demo_shows(screen, columns, "", line, 0);
	screen_type(screen, KEY_INTERRUPT);
	text = alloc_print("tor> %.*s\n%s^C\ntor> ▮",
		columns - 5, line, line + columns - 5);
	screen_shows(screen, text);
	free(text);
	screen_type(screen, "ab\r");
	text = alloc_print("tor> %.*s\n%s^C\ntor> ab\n"
		"line: ab\ntor> ▮", columns - 5, line, line + columns - 5);
	screen_shows(screen, text);
	free(text);
	free(line);
	demo_end(screen);
}
END_TEST

START_TEST(resized_both_ways)
{
	char *line = line_of(80, 1, 10);
	struct screen *screen = demo_start(80);

	screen_type(screen, line);
	demo_shows(screen, 80, "", line, strlen(line));
	screen_resize(screen, DEMO_ROWS, 40);
	demo_shows(screen, 40, "", line, strlen(line));
	screen_order(screen, "above event");
	demo_shows(screen, 40, "event\n", line, strlen(line));
	screen_resize(screen, DEMO_ROWS, 80);
	demo_shows(screen, 80, "event\n", line, strlen(line));
	screen_type(screen, KEY_START);
	screen_order(screen, "above event");
	demo_shows(screen, 80, "event\nevent\n", line, 0);
	free(line);
	demo_end(screen);
}
END_TEST

/* A line on a few columns is not readable, but all keys work. */
static const struct {
	const char *term;
	int columns;
} tiny[] = {
	{ "TERM=xterm", 2 }, { "TERM=xterm", 3 }, { "TERM=xterm", 9 },
	{ "TERM=dumb", 2 }, { "TERM=dumb", 3 }, { "TERM=dumb", 9 },
};

START_TEST(tiny_window)
{
	const char *directory = getenv("BUILDDIR");
	char *program = alloc_print("%s/tests/tools/editor_demo",
		directory ? directory : "build");
	const char *argv[] = { "/usr/bin/env", tiny[_i].term, program, "3", NULL };
	struct screen *screen = screen_new(DEMO_ROWS, tiny[_i].columns, argv,
		true);

	ck_assert(screen_has(screen, ">"));
	screen_type(screen, "getinfo version" KEY_BACK "x" KEY_START "y"
		KEY_END KEY_CUT_BEFORE "Q\r");
	ck_assert(screen_has(screen, "Q"));
	screen_free(screen);
	free(program);
}
END_TEST

/* The prompt is down meanwhile; the next prompt uses the new size. */
START_TEST(resized_while_hidden)
{
	struct screen *screen = demo_start(80);
	char *line = line_of(80, 1, 10);

	screen_order(screen, "hide");
	screen_order(screen, "above event");
	screen_shows(screen, "event\n▮");
	screen_resize(screen, DEMO_ROWS, 40);
	screen_order(screen, "show");
	screen_shows(screen, "event\ntor> ▮");
	screen_type(screen, line);
	demo_shows(screen, 40, "event\n", line, strlen(line));
	free(line);
	demo_end(screen);
}
END_TEST

START_TEST(burst)
{
	struct screen *screen = demo_start(40);

	screen_type(screen, "abc");
	screen_shows(screen, "tor> abc▮");
	screen_order(screen, "burst 2000");
	screen_shows(screen, "event 1990\nevent 1991\nevent 1992\nevent 1993\n"
		"event 1994\nevent 1995\nevent 1996\nevent 1997\nevent 1998\n"
		"event 1999\nevent 2000\ntor> abc▮");
	screen_type(screen, "d\r");
	screen_shows(screen, "event 1992\nevent 1993\n"
		"event 1994\nevent 1995\nevent 1996\nevent 1997\nevent 1998\n"
		"event 1999\nevent 2000\ntor> abcd\nline: abcd\ntor> ▮");
	demo_end(screen);
}
END_TEST

START_TEST(history_by_arrows)
{
	struct screen *screen = demo_start(40);

	screen_order(screen, "history first");
	screen_order(screen, "history second");
	screen_order(screen, "above ready");
	screen_shows(screen, "ready\ntor> ▮");
	screen_type(screen, "ab" KEY_UP);
	screen_shows(screen, "ready\ntor> second▮");
	screen_type(screen, KEY_UP);
	screen_shows(screen, "ready\ntor> first▮");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nevent\ntor> first▮");
	screen_type(screen, KEY_DOWN);
	screen_shows(screen, "ready\nevent\ntor> second▮");
	screen_type(screen, KEY_DOWN);
	screen_shows(screen, "ready\nevent\ntor> ab▮");
	screen_type(screen, KEY_UP "\r");
	screen_shows(screen, "ready\nevent\ntor> second\nline: second\n"
		"tor> ▮");
	demo_end(screen);
}
END_TEST

START_TEST(ended_by_hanging_up)
{
	struct screen *screen = demo_start(40);
	int status;

	screen_type(screen, "abc");
	screen_shows(screen, "tor> abc▮");
	status = screen_free(screen);
	ck_assert_msg(status == 0 || status == 128 + 1, "status %d", status);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("editor");
	TCase *tcase = test_case(suite, "editor");

	tcase_set_timeout(tcase, 30);
	test_add_table(tcase, event_in_the_middle_of_a_line, widths);
	tcase_add_loop_test(tcase, event_over_wrapped_rows, 0, 12);
	test_add_table(tcase, event_after_a_wrapped_line_was_cut, widths);
	tcase_add_test(tcase, event_after_an_entered_line);
	test_add_table(tcase, full_rows_entered, widths);
	tcase_add_test(tcase, wide_characters);
	tcase_add_test(tcase, combining_characters);
	tcase_add_test(tcase, wide_characters_at_the_edge);
	test_add_table(tcase, colour_in_the_prompt, widths);
	tcase_add_test(tcase, prompt_changes_while_typing);
	test_add_table(tcase, hidden_and_shown_again, widths);
	test_add_table(tcase, interrupt_in_the_middle_of_a_line, widths);
	tcase_add_test(tcase, resized_both_ways);
	tcase_add_loop_test(tcase, tiny_window, 0,
		sizeof(tiny) / sizeof(*tiny));
	tcase_add_test(tcase, resized_while_hidden);
	tcase_add_test(tcase, burst);
	tcase_add_test(tcase, history_by_arrows);
	tcase_add_test(tcase, ended_by_hanging_up);
	return test_run(suite);
}
