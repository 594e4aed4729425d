/* The line editor on a screen: Tab, candidates and their list. */
#include "lib/demo.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const keys[] = {
	"item config-file\twhere the configuration is",
	"item config-text\twhat it says",
	"item version\twhich Tor this is",
};

START_TEST(tab_inserts_the_only_candidate)
{
	struct screen *screen = DEMO_START_WITH(40, keys);

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
	struct screen *screen = DEMO_START_WITH(40, keys);

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
	struct screen *screen = DEMO_START_WITH(40, options);

	screen_type(screen, "so\t");
	screen_shows(screen, "ready\ntor> socks▮");
	screen_type(screen, "t\t");
	screen_shows(screen, "ready\ntor> SocksTimeout ▮");
	demo_end(screen);
}
END_TEST

/* Quotes, "=" and "," in a word are handled by the hook alone. */
START_TEST(tab_replaces_exactly_the_part)
{
	static const char *const options[] = {
		"item \"a b\"", "item x/y=z", "noblank on",
	};
	struct screen *screen = DEMO_START_WITH(80, options);

	screen_type(screen, "set A='q\" B=\"\t");
	screen_shows(screen, "ready\ntor> set A='q\" B=\"a b\"▮");
	screen_type(screen, ",X/\t");
	screen_shows(screen, "ready\ntor> set A='q\" B=\"a b\",x/y=z▮");
	demo_end(screen);
}
END_TEST

START_TEST(tab_in_the_middle_of_a_line)
{
	struct screen *screen = DEMO_START_WITH(40, keys);

	screen_type(screen, "getinfo v tail" KEY_BACK KEY_BACK KEY_BACK
		KEY_BACK KEY_BACK "\t");
	screen_shows(screen, "ready\ntor> getinfo version▮ tail");
	screen_type(screen, KEY_BACK "X");
	screen_shows(screen, "ready\ntor> getinfo versioX▮n tail");
	demo_end(screen);
}
END_TEST

static const struct {
	const char *line, *left, *shows;
} middles[] = {
	{ "getinfo verSION tail", "SION tail", "getinfo version▮ tail" },
	{ "confile tail", "file tail", "config-▮file tail" },
	{ "versiontail", "ontail", "version ▮tail" },
	{ "config-text", "fig-text", "config-▮text" },
	{ "vers tail", "s tail", "version▮ tail" },
};

/* What is inserted replaces the same text after the cursor. */
START_TEST(tab_in_the_middle_of_a_word)
{
	struct screen *screen = DEMO_START_WITH(40, keys);
	char *want = alloc_print("ready\ntor> %s", middles[_i].shows);

	screen_type(screen, middles[_i].line);
	for (size_t i = 0; middles[_i].left[i]; i++)
		screen_type(screen, KEY_BACK);
	screen_type(screen, "\t");
	screen_shows(screen, want);
	free(want);
	demo_end(screen);
}
END_TEST

/* The common part of names that have the text elsewhere is inserted too. */
START_TEST(tab_replaces_a_part_of_a_name)
{
	static const char *const ports[] = {
		"anywhere on", "item SocksPort", "item SocksPortLines",
		"item ORPort",
	};
	struct screen *screen = DEMO_START_WITH(40, ports);

	screen_type(screen, "sport\t");
	screen_shows(screen, "ready\ntor> SocksPort▮");
	screen_type(screen, KEY_CUT_BEFORE "port\t");
	screen_shows(screen, "ready\nSocksPort       ORPort\n"
		"SocksPortLines\ntor> port▮");
	demo_end(screen);
}
END_TEST

START_TEST(tab_without_candidates)
{
	struct screen *screen = DEMO_START_WITH(40, keys);

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
		"item004  what 4 is\nitem005  what 5 is\n… 195 more; Tab shows all\n";
	struct screen *screen = DEMO_START_WITH(40, many);
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

/* Those that fit in columns, and those that do not fit at all. */
START_TEST(next_tab_shows_all)
{
	static const char *const some[] = { "items 20" };
	static const char *const many[] = { "items 36" };
	struct screen *screen = DEMO_START_WITH(40, some);

	screen_type(screen, "item\t\t\t");
	screen_shows(screen, "item001  what 1 is\nitem002  what 2 is\n"
		"item003  what 3 is\nitem004  what 4 is\n"
		"item005  what 5 is\n… 15 more; Tab shows all\n"
		"item001  item006  item011  item016\n"
		"item002  item007  item012  item017\n"
		"item003  item008  item013  item018\n"
		"item004  item009  item014  item019\n"
		"item005  item010  item015  item020\ntor> item0▮");
	demo_end(screen);
	screen = DEMO_START_WITH(20, many);
	screen_type(screen, "item0\t\t");
	screen_shows(screen, "item026  what 26 is\n"
		"item027  what 27 is\nitem028  what 28 is\n"
		"item029  what 29 is\nitem030  what 30 is\n"
		"item031  what 31 is\nitem032  what 32 is\n"
		"item033  what 33 is\nitem034  what 34 is\n"
		"item035  what 35 is\nitem036  what 36 is\n"
		"tor> item0▮");
	demo_end(screen);
}
END_TEST

START_TEST(list_without_descriptions)
{
	static const char *const many[] = {
		"item aa", "item abc", "item ad", "item ae", "item af",
		"item ag", "item ah", "item ai", "item aj", "item ak",
	};
	struct screen *screen = DEMO_START_WITH(40, many);

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
	struct screen *screen = DEMO_START_WITH(40, wide);

	screen_type(screen, "s\t");
	screen_shows(screen, "ready\n"
		"short                       a descript…\n"
		"so-long-a-word-that-it-ta…  日本語日本…\ntor> s▮");
	demo_end(screen);
}
END_TEST

/* The list replaces the line, however many rows that took. */
START_TEST(list_over_a_wrapped_line)
{
	struct screen *screen = DEMO_START_WITH(40, keys);

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
	struct screen *screen = DEMO_START_WITH(40, keys);

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
	screen = DEMO_START_WITH(80, files);
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

int main(void)
{
	Suite *suite = suite_create("editor tab");
	TCase *tcase = test_case(suite, "editor tab");

	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, tab_inserts_the_only_candidate);
	tcase_add_test(tcase, tab_inserts_what_is_common_then_lists);
	tcase_add_test(tcase, tab_in_any_letter_case);
	tcase_add_test(tcase, tab_replaces_exactly_the_part);
	tcase_add_test(tcase, tab_in_the_middle_of_a_line);
	test_add_table(tcase, tab_in_the_middle_of_a_word, middles);
	tcase_add_test(tcase, tab_replaces_a_part_of_a_name);
	tcase_add_test(tcase, tab_without_candidates);
	tcase_add_test(tcase, long_list_is_capped);
	tcase_add_test(tcase, next_tab_shows_all);
	tcase_add_test(tcase, list_without_descriptions);
	tcase_add_test(tcase, list_is_cut_at_the_edge);
	tcase_add_test(tcase, list_over_a_wrapped_line);
	tcase_add_test(tcase, tab_after_wide_characters);
	tcase_add_test(tcase, tab_completes_file_names);
	return test_run(suite);
}
