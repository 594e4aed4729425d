/* The line editor on a screen: hints, searches and pasting. */
#include "lib/demo.h"
#include "lib/test.h"

/* ---- hints */

static const char *const hints[] = { "hint getinfo \tKEY…" };

START_TEST(hint_behind_the_line)
{
	struct screen *screen = DEMO_START_WITH(40, hints);

	screen_type(screen, "getinfo ");
	screen_shows(screen, "ready\ntor> getinfo ▮KEY…");
	ck_assert(!screen_is_plain(screen, 1, 13));
	ck_assert(screen_is_plain(screen, 1, 11));
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nevent\ntor> getinfo ▮KEY…");
	screen_type(screen, "v");
	screen_shows(screen, "ready\nevent\ntor> getinfo v▮");
	screen_type(screen, "\b" KEY_BACK);
	screen_shows(screen, "ready\nevent\ntor> getinfo▮");
	screen_type(screen, KEY_END);
	screen_shows(screen, "ready\nevent\ntor> getinfo ▮KEY…");
	screen_order(screen, "prompt > ");
	screen_shows(screen, "ready\nevent\n> getinfo ▮KEY…");
	screen_order(screen, "prompt tor> ");
	screen_shows(screen, "ready\nevent\ntor> getinfo ▮KEY…");
	screen_type(screen, "\r");
	screen_shows(screen, "ready\nevent\ntor> getinfo\nline: getinfo\n"
		"tor> ▮");
	demo_end(screen);
}
END_TEST

START_TEST(hint_goes_with_the_prompt)
{
	struct screen *screen = DEMO_START_WITH(40, hints);

	screen_type(screen, "getinfo ");
	screen_shows(screen, "ready\ntor> getinfo ▮KEY…");
	screen_order(screen, "hide keep");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nevent\n▮");
	screen_order(screen, "show");
	screen_shows(screen, "ready\nevent\ntor> getinfo ▮KEY…");
	screen_type(screen, KEY_INTERRUPT);
	screen_shows(screen, "ready\nevent\ntor> getinfo ^C\ntor> ▮");
	demo_end(screen);
}
END_TEST

START_TEST(hint_is_cut_at_the_edge)
{
	static const char *const wide[] = {
		"hint abc\t0123456789012345678901234567890123456789",
	};
	struct screen *screen = DEMO_START_WITH(40, wide);

	screen_type(screen, "abc");
	screen_shows(screen,
		"ready\ntor> abc▮0123456789012345678901234567890");
	screen_resize(screen, DEMO_ROWS, 30);
	screen_shows(screen, "ready\ntor> abc▮012345678901234567890");
	screen_resize(screen, DEMO_ROWS, 40);
	screen_shows(screen,
		"ready\ntor> abc▮0123456789012345678901234567890");
	screen_type(screen, "d");
	screen_shows(screen, "ready\ntor> abcd▮");
	demo_end(screen);
}
END_TEST

/* ---- the editor's own modes */

static const char *const past[] = {
	"history getinfo version", "history setevents circ bw",
};

START_TEST(event_during_a_search)
{
	struct screen *screen = DEMO_START_WITH(40, past);

	screen_type(screen, "typed" KEY_SEARCH "ver");
	screen_shows(screen, "ready\n"
		"(reverse-i-search)`ver': getinfo ▮version");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nevent\n"
		"(reverse-i-search)`ver': getinfo ▮version");
	screen_order(screen, "prompt > ");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nevent\nevent\n"
		"(reverse-i-search)`ver': getinfo ▮version");
	screen_type(screen, "s");
	screen_shows(screen, "ready\nevent\nevent\n"
		"(reverse-i-search)`vers': getinfo ▮versio\nn");
	screen_type(screen, KEY_ABORT);
	screen_shows(screen, "ready\nevent\nevent\n> typed▮");
	screen_order(screen, "prompt tor> ");
	demo_end(screen);
}
END_TEST

START_TEST(search_entered)
{
	struct screen *screen = DEMO_START_WITH(40, past);

	screen_type(screen, KEY_SEARCH "info");
	screen_shows(screen, "ready\n"
		"(reverse-i-search)`info': get▮info versio\nn");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nevent\n"
		"(reverse-i-search)`info': get▮info versio\nn");
	screen_type(screen, "\r");
	screen_shows(screen, "ready\nevent\ntor> getinfo version\n"
		"line: getinfo version\ntor> ▮");
	demo_end(screen);
}
END_TEST

START_TEST(search_goes_on_and_fails)
{
	struct screen *screen = DEMO_START_WITH(60, past);

	screen_type(screen, KEY_SEARCH "e");
	screen_shows(screen, "ready\n"
		"(reverse-i-search)`e': setev▮ents circ bw");
	screen_type(screen, KEY_SEARCH);
	screen_shows(screen, "ready\n"
		"(reverse-i-search)`e': set▮events circ bw");
	screen_type(screen, KEY_SEARCH KEY_SEARCH);
	screen_shows(screen, "ready\n"
		"(reverse-i-search)`e': getinfo v▮ersion");
	screen_type(screen, "x");
	screen_shows(screen, "ready\n"
		"(failed reverse-i-search)`ex': getinfo v▮ersion");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nevent\n"
		"(failed reverse-i-search)`ex': getinfo v▮ersion");
	screen_type(screen, KEY_START);
	screen_shows(screen, "ready\nevent\ntor> ▮getinfo version");
	screen_type(screen, "x");
	screen_shows(screen, "ready\nevent\ntor> x▮getinfo version");
	demo_end(screen);
}
END_TEST

/* readline still shows "failed" then. */
START_TEST(search_takes_characters_back)
{
	struct screen *screen;

	if (demo_has("readline"))
		return;
	screen = DEMO_START_WITH(60, past);
	screen_type(screen, "ab" KEY_BACK KEY_SEARCH "inx");
	screen_shows(screen, "ready\n"
		"(failed reverse-i-search)`inx': get▮info version");
	screen_type(screen, "\b");
	screen_shows(screen, "ready\n"
		"(reverse-i-search)`in': get▮info version");
	screen_type(screen, KEY_ABORT);
	screen_shows(screen, "ready\ntor> a▮b");
	screen_type(screen, KEY_SEARCH "inf" KEY_END);
	screen_shows(screen, "ready\ntor> getinfo version▮");
	screen_type(screen, KEY_CUT_BEFORE KEY_SEARCH KEY_SEARCH);
	screen_shows(screen, "ready\n"
		"(reverse-i-search)`inf': get▮info version");
	screen_resize(screen, DEMO_ROWS, 39);
	screen_shows(screen, "ready\n"
		"(reverse-i-search)`inf': get▮info versio\nn");
	screen_type(screen, KEY_END);
	demo_end(screen);
}
END_TEST

START_TEST(interrupt_in_a_search)
{
	struct screen *screen = DEMO_START_WITH(40, past);

	screen_type(screen, KEY_SEARCH "circ");
	screen_shows(screen, "ready\n"
		"(reverse-i-search)`circ': setevents ▮circ\n bw");
	screen_type(screen, KEY_INTERRUPT);
	screen_shows(screen, "ready\ntor> setevents circ bw^C\ntor> ▮");
	screen_type(screen, "x" KEY_SEARCH "ver");
	screen_shows(screen, "ready\ntor> setevents circ bw^C\n"
		"(reverse-i-search)`ver': getinfo ▮version");
	screen_order(screen, "hide keep");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\ntor> setevents circ bw^C\nevent\n▮");
	screen_order(screen, "show");
	screen_shows(screen, "ready\ntor> setevents circ bw^C\nevent\n"
		"tor> getinfo ▮version");
	demo_end(screen);
}
END_TEST

START_TEST(event_while_a_number_is_typed)
{
	struct screen *screen;

	if (!demo_has("readline"))
		return;
	screen = demo_start(40);
	screen_type(screen, "ab\0333");
	screen_shows(screen, "(arg: 3) ab▮");
	screen_order(screen, "above event");
	screen_shows(screen, "event\n(arg: 3) ab▮");
	screen_order(screen, "prompt > ");
	screen_type(screen, "1x");
	screen_shows(screen, "event\n> abxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx▮");
	screen_type(screen, "\0332");
	screen_shows(screen, "event\n"
		"(arg: 2) abxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nxx▮");
	screen_type(screen, KEY_INTERRUPT);
	screen_shows(screen, "event\n> abxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx^C\n"
		"> ▮");
	screen_order(screen, "prompt tor> ");
	demo_end(screen);
}
END_TEST

/* ---- pasting */

START_TEST(paste_of_three_lines)
{
	struct screen *screen = demo_start(40);

	screen_type(screen, "on");
	screen_shows(screen, "tor> on▮");
	screen_paste(screen, "e\ntwo words\nthree\nrest");
	screen_shows(screen, "tor> one\nline: one\n"
		"tor> two words\nline: two words\n"
		"tor> three\nline: three\ntor> rest▮");
	screen_order(screen, "above event");
	screen_shows(screen, "tor> one\nline: one\n"
		"tor> two words\nline: two words\n"
		"tor> three\nline: three\nevent\ntor> rest▮");
	demo_end(screen);
}
END_TEST

START_TEST(paste_into_a_line)
{
	struct screen *screen = demo_start(40);

	screen_type(screen, "begin end" KEY_BACK KEY_BACK KEY_BACK);
	screen_shows(screen, "tor> begin ▮end");
	screen_paste(screen, "日本 ");
	screen_shows(screen, "tor> begin 日本 ▮end");
	demo_end(screen);
}
END_TEST

static const char *const keys[] = {
	"item version\twhich Tor this is",
};

/* In a paste, a tab does not request candidates. */
START_TEST(paste_with_a_tab)
{
	struct screen *screen = DEMO_START_WITH(40, keys);

	screen_paste(screen, "getinfo\tv\nx\ty");
	screen_shows(screen, "ready\ntor> getinfo    v\nline: getinfo   v\n"
		"tor> x  y▮");
	demo_end(screen);
}
END_TEST

/* Each line waits until the prompt is back. */
START_TEST(paste_while_commands_run)
{
	struct screen *screen = demo_start(40);

	screen_order(screen, "hold on");
	screen_order(screen, "above ready");
	screen_shows(screen, "ready\ntor> ▮");
	screen_paste(screen, "one\ntwo\nthree");
	screen_shows(screen, "ready\ntor> one\nline: one\n▮");
	screen_order(screen, "above event");
	screen_order(screen, "show");
	screen_shows(screen, "ready\ntor> one\nline: one\nevent\n"
		"tor> two\nline: two\n▮");
	screen_order(screen, "show");
	screen_shows(screen, "ready\ntor> one\nline: one\nevent\n"
		"tor> two\nline: two\ntor> three▮");
	demo_end(screen);
}
END_TEST

START_TEST(paste_ended_by_an_interrupt)
{
	struct screen *screen = demo_start(40);

	screen_order(screen, "hold on");
	screen_order(screen, "above ready");
	screen_shows(screen, "ready\ntor> ▮");
	screen_paste(screen, "one\ntwo\nthree");
	screen_shows(screen, "ready\ntor> one\nline: one\n▮");
	screen_type(screen, KEY_INTERRUPT);
	screen_shows(screen, "ready\ntor> one\nline: one\n"
		"^C interrupted\n▮");
	screen_order(screen, "show");
	screen_shows(screen, "ready\ntor> one\nline: one\n"
		"^C interrupted\ntor> ▮");
	screen_type(screen, "x");
	screen_shows(screen, "ready\ntor> one\nline: one\n"
		"^C interrupted\ntor> x▮");
	demo_end(screen);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("editor modes");
	TCase *tcase = test_case(suite, "editor modes");

	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, hint_behind_the_line);
	tcase_add_test(tcase, hint_goes_with_the_prompt);
	tcase_add_test(tcase, hint_is_cut_at_the_edge);
	tcase_add_test(tcase, event_during_a_search);
	tcase_add_test(tcase, search_entered);
	tcase_add_test(tcase, search_goes_on_and_fails);
	tcase_add_test(tcase, search_takes_characters_back);
	tcase_add_test(tcase, interrupt_in_a_search);
	tcase_add_test(tcase, event_while_a_number_is_typed);
	tcase_add_test(tcase, paste_of_three_lines);
	tcase_add_test(tcase, paste_into_a_line);
	tcase_add_test(tcase, paste_with_a_tab);
	tcase_add_test(tcase, paste_while_commands_run);
	tcase_add_test(tcase, paste_ended_by_an_interrupt);
	return test_run(suite);
}
