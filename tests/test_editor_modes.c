/* The line editor on a screen: completion, hints, searches and pasting. */
#include "lib/demo.h"
#include "lib/test.h"
#include "shell/editor.h"
#include "util/alloc.h"
#include "util/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool has(const char *library)
{
	return strncmp(editor_name(), library, strlen(library)) == 0;
}

/* ---- completion */

/* Orders that no output tells of are obeyed once this is on the screen. */
static struct screen *start_with(int columns, const char *const *orders,
	size_t count)
{
	struct screen *screen = demo_start(columns);

	for (size_t i = 0; i < count; i++)
		screen_order(screen, "%s", orders[i]);
	screen_order(screen, "above ready");
	screen_shows(screen, "ready\ntor> ▮");
	return screen;
}

#define START_WITH(columns, orders) start_with(columns, orders, COUNT(orders))

static const char *const keys[] = {
	"item config-file\twhere the configuration is",
	"item config-text\twhat it says",
	"item version\twhich Tor this is",
};

START_TEST(tab_inserts_the_only_candidate)
{
	struct screen *screen = START_WITH(40, keys);

	screen_type(screen, "getinfo v\t");
	screen_shows(screen, "ready\ntor> getinfo version ▮");
	screen_type(screen, "x\r");
	screen_shows(screen, "ready\ntor> getinfo version x\n"
		"line: getinfo version x\ntor> ▮");
	demo_end(screen);
}
END_TEST

START_TEST(tab_inserts_what_is_common_then_lists)
{
	struct screen *screen = START_WITH(40, keys);

	screen_type(screen, "getinfo c\t");
	screen_shows(screen, "ready\ntor> getinfo config-▮");
	screen_type(screen, "\t");
	screen_shows(screen, "ready\nconfig-file  where the configuration is\n"
		"config-text  what it says\ntor> getinfo config-▮");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nconfig-file  where the configuration is\n"
		"config-text  what it says\nevent\ntor> getinfo config-▮");
	screen_type(screen, "t\t");
	screen_shows(screen, "ready\nconfig-file  where the configuration is\n"
		"config-text  what it says\nevent\n"
		"tor> getinfo config-text ▮");
	demo_end(screen);
}
END_TEST

START_TEST(tab_in_any_letter_case)
{
	static const char *const options[] = {
		"item SocksPort", "item SOCKSPolicy", "item SocksTimeout",
	};
	struct screen *screen = START_WITH(40, options);

	screen_type(screen, "so\t");
	screen_shows(screen, "ready\ntor> socks▮");
	screen_type(screen, "t\t");
	screen_shows(screen, "ready\ntor> SocksTimeout ▮");
	demo_end(screen);
}
END_TEST

/* Quotes, "=" and "," in a word are nobody's business but the hook's. */
START_TEST(tab_replaces_exactly_the_part)
{
	static const char *const options[] = {
		"item \"a b\"", "item x/y=z", "noblank on",
	};
	struct screen *screen = START_WITH(80, options);

	screen_type(screen, "set A='q\" B=\"\t");
	screen_shows(screen, "ready\ntor> set A='q\" B=\"a b\"▮");
	screen_type(screen, ",X/\t");
	screen_shows(screen, "ready\ntor> set A='q\" B=\"a b\",x/y=z▮");
	demo_end(screen);
}
END_TEST

START_TEST(tab_in_the_middle_of_a_line)
{
	struct screen *screen = START_WITH(40, keys);

	screen_type(screen, "getinfo v tail" KEY_BACK KEY_BACK KEY_BACK
		KEY_BACK KEY_BACK "\t");
	screen_shows(screen, "ready\ntor> getinfo version▮ tail");
	screen_type(screen, KEY_BACK "X");
	screen_shows(screen, "ready\ntor> getinfo versioX▮n tail");
	demo_end(screen);
}
END_TEST

START_TEST(tab_without_candidates)
{
	struct screen *screen = START_WITH(40, keys);

	screen_type(screen, "nothing\t\t\tX");
	screen_shows(screen, "ready\ntor> nothingX▮");
	screen_order(screen, "asked");
	screen_shows(screen, "ready\nasked 3\ntor> nothingX▮");
	demo_end(screen);
}
END_TEST

/* Half of twelve rows. */
START_TEST(long_list_is_capped)
{
	static const char *const many[] = { "items 200" };
	static const char list[] = "ready\n"
		"item001  what 1 is\nitem002  what 2 is\nitem003  what 3 is\n"
		"item004  what 4 is\nitem005  what 5 is\n… 195 more\n";
	struct screen *screen = START_WITH(40, many);
	char *text;

	screen_type(screen, "i\t");
	screen_shows(screen, "ready\ntor> item▮");
	screen_type(screen, "\t");
	text = alloc_print("%stor> item▮", list);
	screen_shows(screen, text);
	free(text);
	screen_order(screen, "above event");
	text = alloc_print("%sevent\ntor> item▮", list);
	screen_shows(screen, text);
	free(text);
	screen_type(screen, "200\t");
	text = alloc_print("%sevent\ntor> item200 ▮", list);
	screen_shows(screen, text);
	free(text);
	demo_end(screen);
}
END_TEST

START_TEST(list_without_descriptions)
{
	static const char *const many[] = {
		"item aa", "item abc", "item ad", "item ae", "item af",
		"item ag", "item ah", "item ai", "item aj", "item ak",
	};
	struct screen *screen = START_WITH(40, many);

	screen_type(screen, "a\t");
	screen_shows(screen, "ready\naa   ad   af   ah   aj\n"
		"abc  ae   ag   ai   ak\ntor> a▮");
	demo_end(screen);
}
END_TEST

START_TEST(list_is_cut_at_the_edge)
{
	static const char *const wide[] = {
		"item short\ta description that is wider than the window",
		"item so-long-a-word-that-it-takes-most-of-the-row\t日本語日本語",
	};
	struct screen *screen = START_WITH(40, wide);

	screen_type(screen, "s\t");
	screen_shows(screen, "ready\n"
		"short                       a descript…\n"
		"so-long-a-word-that-it-ta…  日本語日本…\ntor> s▮");
	demo_end(screen);
}
END_TEST

/* The list goes where the line was, whatever rows it took. */
START_TEST(list_over_a_wrapped_line)
{
	struct screen *screen = START_WITH(40, keys);

	screen_type(screen, "getinfo 0123456789 0123456789 0123456789 "
		"config- 0123456789 0123456789 0123456789");
	for (int i = 0; i < 33; i++)
		screen_type(screen, KEY_BACK);
	screen_shows(screen, "ready\n"
		"tor> getinfo 0123456789 0123456789 01234\n"
		"56789 config-▮ 0123456789 0123456789 0123\n456789");
	screen_type(screen, "\t");
	screen_shows(screen, "ready\nconfig-file  where the configuration is\n"
		"config-text  what it says\n"
		"tor> getinfo 0123456789 0123456789 01234\n"
		"56789 config-▮ 0123456789 0123456789 0123\n456789");
	demo_end(screen);
}
END_TEST

START_TEST(tab_after_wide_characters)
{
	struct screen *screen = START_WITH(40, keys);

	screen_type(screen, "日本 v 語" KEY_BACK KEY_BACK "\t");
	screen_shows(screen, "ready\ntor> 日本 version▮ 語");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nevent\ntor> 日本 version▮ 語");
	demo_end(screen);
}
END_TEST

/* ---- file names */

static void make_file(const char *directory, const char *name)
{
	char *path = alloc_print("%s/%s", directory, name);
	FILE *file = fopen(path, "w");

	ck_assert(file != NULL);
	fclose(file);
	free(path);
}

START_TEST(tab_completes_file_names)
{
	static const char *const files[] = { "files on" };
	char *directory = test_directory();
	char *home = alloc_string(directory);
	char *path = alloc_print("%s/sub dir", directory);
	struct screen *screen;

	make_file(directory, "torrc");
	make_file(directory, "torrc.old");
	make_file(directory, "it's");
	ck_assert_int_eq(mkdir(path, 0700), 0);
	make_file(path, "a\"b");
	free(path);
	ck_assert_int_eq(chdir(directory), 0);
	screen = START_WITH(80, files);
	screen_type(screen, "source t\t");
	screen_shows(screen, "ready\ntor> source torrc▮");
	screen_type(screen, "\t");
	screen_shows(screen, "ready\ntorrc      torrc.old\ntor> source torrc▮");
	screen_type(screen, ".\t");
	screen_shows(screen, "ready\ntorrc      torrc.old\n"
		"tor> source torrc.old ▮");
	screen_type(screen, "i\t");
	screen_shows(screen, "ready\ntorrc      torrc.old\n"
		"tor> source torrc.old \"it's\" ▮");
	screen_type(screen, "./s\t");
	screen_shows(screen, "ready\ntorrc      torrc.old\n"
		"tor> source torrc.old \"it's\" \"./sub dir/▮");
	demo_end(screen);
	ck_assert_int_eq(chdir("/"), 0);
	files_remove_tree(home);
	free(home);
	free(directory);
}
END_TEST

/* ---- hints */

static const char *const hints[] = { "hint getinfo \tKEY…" };

START_TEST(hint_behind_the_line)
{
	struct screen *screen;

	if (!has("readline"))
		return;
	screen = START_WITH(40, hints);
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
	struct screen *screen;

	if (!has("readline"))
		return;
	screen = START_WITH(40, hints);
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
	struct screen *screen;

	if (!has("readline"))
		return;
	screen = START_WITH(40, wide);
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

/* ---- states of the editor's own */

static const char *const past[] = {
	"history getinfo version", "history setevents circ bw",
};

START_TEST(event_during_a_search)
{
	struct screen *screen;

	if (!has("readline"))
		return;
	screen = START_WITH(40, past);
	screen_type(screen, "typed" KEY_SEARCH "ver");
	screen_shows(screen, "ready\n(reverse-i-search)`ver': getinfo ▮version");
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
	struct screen *screen;

	if (!has("readline"))
		return;
	screen = START_WITH(40, past);
	screen_type(screen, KEY_SEARCH "info");
	screen_shows(screen, "ready\n(reverse-i-search)`info': get▮info versio\nn");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nevent\n"
		"(reverse-i-search)`info': get▮info versio\nn");
	screen_type(screen, "\r");
	screen_shows(screen, "ready\nevent\ntor> getinfo version\n"
		"line: getinfo version\ntor> ▮");
	demo_end(screen);
}
END_TEST

/* libedit waits inside its search: events have to wait, too. */
START_TEST(search_with_libedit)
{
	struct screen *screen;

	if (!has("libedit"))
		return;
	screen = START_WITH(40, past);
	screen_type(screen, "typed" KEY_SEARCH "ver");
	screen_shows(screen, "ready\ntor> getinfo ▮version\nbck:ver");
	screen_type(screen, KEY_ABORT);
	screen_shows(screen, "ready\ntor> typed▮");
	screen_order(screen, "above event");
	screen_shows(screen, "ready\nevent\ntor> typed▮");
	screen_type(screen, KEY_SEARCH "ver\r");
	screen_shows(screen, "ready\nevent\ntor> getinfo version\n"
		"line: getinfo version\ntor> ▮");
	screen_type(screen, KEY_SEARCH "cir");
	screen_shows(screen, "ready\nevent\ntor> getinfo version\n"
		"line: getinfo version\ntor> setevents ▮circ bw\nbck:cir");
	screen_type(screen, KEY_INTERRUPT);
	screen_shows(screen, "ready\nevent\ntor> getinfo version\n"
		"line: getinfo version\ntor> ^C\ntor> ▮");
	demo_end(screen);
}
END_TEST

START_TEST(interrupt_in_a_search)
{
	struct screen *screen;

	if (!has("readline"))
		return;
	screen = START_WITH(40, past);
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

	if (!has("readline"))
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

/* Marked as pasted, a tab is no request for candidates. */
START_TEST(paste_with_a_tab)
{
	struct screen *screen;

	if (!has("readline"))
		return;
	screen = START_WITH(40, keys);
	screen_paste(screen, "getinfo\tv\nx\ty");
	screen_shows(screen, "ready\ntor> getinfo    v\nline: getinfo   v\n"
		"tor> x  y▮");
	demo_end(screen);
}
END_TEST

START_TEST(paste_ended_by_an_interrupt)
{
	struct screen *screen;

	if (!has("readline"))
		return;
	screen = demo_start(40);
	screen_order(screen, "hold on");
	screen_order(screen, "above ready");
	screen_shows(screen, "ready\ntor> ▮");
	screen_paste(screen, "one\ntwo\nthree");
	screen_shows(screen, "ready\ntor> one\nline: one\n▮");
	screen_type(screen, KEY_INTERRUPT);
	screen_shows(screen, "ready\ntor> one\nline: one\n^C▮");
	screen_order(screen, "hold off");
	screen_order(screen, "show");
	screen_shows(screen, "ready\ntor> one\nline: one\n^Ctor> ▮");
	screen_type(screen, "x");
	screen_shows(screen, "ready\ntor> one\nline: one\n^Ctor> x▮");
	demo_end(screen);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("editor modes");
	TCase *tcase = test_case(suite, "editor modes");

	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, tab_inserts_the_only_candidate);
	tcase_add_test(tcase, tab_inserts_what_is_common_then_lists);
	tcase_add_test(tcase, tab_in_any_letter_case);
	tcase_add_test(tcase, tab_replaces_exactly_the_part);
	tcase_add_test(tcase, tab_in_the_middle_of_a_line);
	tcase_add_test(tcase, tab_without_candidates);
	tcase_add_test(tcase, long_list_is_capped);
	tcase_add_test(tcase, list_without_descriptions);
	tcase_add_test(tcase, list_is_cut_at_the_edge);
	tcase_add_test(tcase, list_over_a_wrapped_line);
	tcase_add_test(tcase, tab_after_wide_characters);
	tcase_add_test(tcase, tab_completes_file_names);
	tcase_add_test(tcase, hint_behind_the_line);
	tcase_add_test(tcase, hint_goes_with_the_prompt);
	tcase_add_test(tcase, hint_is_cut_at_the_edge);
	tcase_add_test(tcase, event_during_a_search);
	tcase_add_test(tcase, search_entered);
	tcase_add_test(tcase, search_with_libedit);
	tcase_add_test(tcase, interrupt_in_a_search);
	tcase_add_test(tcase, event_while_a_number_is_typed);
	tcase_add_test(tcase, paste_of_three_lines);
	tcase_add_test(tcase, paste_into_a_line);
	tcase_add_test(tcase, paste_with_a_tab);
	tcase_add_test(tcase, paste_ended_by_an_interrupt);
	return test_run(suite);
}
