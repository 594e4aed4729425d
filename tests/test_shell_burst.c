/* The interactive shell on a screen: the number of writes for many events. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fewer than are shown at once; far more writes than anything else needs. */
enum { BURST = 150, SOME = 20 };

#define VERSION_BEHIND(count) EXPECT("GETINFO version"), \
	REPEAT(count, "650 BW # 0\r\n"), \
	SEND("250-version=0.4.9.11\r\n250 OK\r\n")

/* The kernel's count of write() calls so far; negative: not available. */
static long count_writes(void)
{
	char *number = shell_screen_file("pid");
	char *path, line[128];
	long count = -1;
	FILE *file;

	ck_assert_ptr_nonnull(number);
	path = alloc_print("/proc/%ld/io", strtol(number, NULL, 10));
	file = fopen(path, "re");
	while (file && count < 0 && fgets(line, sizeof(line), file))
		if (!strncmp(line, "syscw: ", 7))
			count = strtol(line + 7, NULL, 10);
	if (file)
		fclose(file);
	free(path);
	free(number);
	return count;
}

/* Sends "getinfo version"; that number of events arrives before the reply. */
static long ask(struct shell_screen *shell, int events)
{
	struct buf text = BUF_INIT;
	long before;

	shell_screen_turn(shell, "\014", "tor> ▮");
	shell_screen_turn(shell, "getinfo version", "tor> getinfo version▮");
	before = count_writes();
	if (events < SHELL_ROWS - 2)
		buf_add_string(&text, "tor> getinfo version\n0.4.9.11\n");
	for (int i = events < SHELL_ROWS - 2 ? 0 : events - (SHELL_ROWS - 1);
		i < events; i++)
		buf_print(&text, "BW %d 0\n", i);
	buf_add_string(&text, "tor> ▮");
	shell_screen_turn(shell, "\r", buf_text(&text));
	buf_clear(&text);
	return count_writes() - before;
}

START_TEST(burst_costs_no_more_than_an_event)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		VERSION_BEHIND(1), VERSION_BEHIND(BURST) };
	struct shell_screen shell;
	long one, many;

	shell_screen_init(&shell, 80);
	shell.script = "sh -c 'echo $$ >pid; exec \"$@\"' sh \"$@\"; "
		"printf '\\033[H\\033[2Jleft %d\\n' $?";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_choose(&shell);
	one = ask(&shell, 1);
	many = ask(&shell, BURST);
	/* Without the count, check only the screen. */
	if (one > 0)
		ck_assert_int_lt(many, one + SOME);
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell burst");
	TCase *tcase = test_case(suite, "shell burst");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, burst_costs_no_more_than_an_event);
	return test_run(suite);
}
