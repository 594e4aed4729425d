/*
 * The interactive shell on a screen: wide and combining characters, and bytes of
 * no character, in several locales.
 */
#include "lib/shell_screen.h"
#include "lib/test.h"

#include <stdio.h>
#include <stdlib.h>

#define WIDE "\346\227\245\346\234\254" /* two characters, four cells */
#define ACUTE "e\314\201"               /* two characters, one cell */
#define LATIN "\351"                    /* in ISO 8859-1 only */

static const char *const locales[] = {
	"LC_ALL=C.UTF-8; export LC_ALL",
	"unset LC_ALL LC_CTYPE LANG",
	"unset LC_ALL LC_CTYPE; LANG=C; export LANG",
	"LC_ALL=xx_XX.UTF-8; export LC_ALL", /* not installed */
	"LC_ALL=C; export LC_ALL", /* characters look different there */
};
enum { UTF_8 = COUNT(locales) - 1 };

static void start(struct shell_screen *shell, const char *script,
	const struct fake_step *steps, size_t count)
{
	shell_screen_init(shell, 40);
	shell->script = script;
	shell_screen_listen(shell, steps, count);
	shell_screen_prompt(shell);
}

/* Typed, edited in the middle, deleted; Tor gets what is seen. */
START_TEST(characters)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("X " WIDE "-" ACUTE "x"), SHELL_OK,
		EXPECT("X " WIDE "z"), SHELL_OK, };
	struct shell_screen shell;
	char script[200];

	snprintf(script, sizeof(script), "%s; \"$@\"; "
		"printf '\\033[H\\033[2Jleft %%d\\n' $?", locales[_i]);
	start(&shell, script, steps, COUNT(steps));
	shell_screen_turn(&shell, "raw X " WIDE, "tor> raw X " WIDE "▮");
	shell_screen_turn(&shell, ACUTE "x", "tor> raw X " WIDE ACUTE "x▮");
	shell_screen_turn(&shell, "\002\002-",
		"tor> raw X " WIDE "-▮" ACUTE "x");
	shell_screen_turn(&shell, "\r", "tor> raw X " WIDE "-" ACUTE "x\n"
		"tor> ▮");
	/* Once more from the history, and back over all of that. */
	shell_screen_turn(&shell, "\014\020\177\177\177",
		"tor> raw X " WIDE "▮");
	shell_screen_turn(&shell, "z\002\002\002", "tor> raw X ▮" WIDE "z");
	shell_screen_turn(&shell, "\r", "tor> raw X " WIDE "z\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* However they look, Tor gets what was typed. */
START_TEST(bytes)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("X " WIDE ACUTE), SHELL_OK, SHELL_VERSION };
	struct shell_screen shell;
	char script[200];

	snprintf(script, sizeof(script), "%s; \"$@\"; "
		"printf '\\033[H\\033[2Jleft %%d\\n' $?", locales[_i]);
	start(&shell, script, steps, COUNT(steps));
	screen_type(shell.screen, "raw X " WIDE ACUTE "\r");
	shell_screen_turn(&shell, "\014getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Bytes that the locale does not have do no harm. */
START_TEST(invalid_bytes)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;
	char script[200];

	snprintf(script, sizeof(script), "%s; \"$@\"; "
		"printf '\\033[H\\033[2Jleft %%d\\n' $?", locales[_i]);
	start(&shell, script, steps, COUNT(steps));
	screen_type(shell.screen, "\377\303 \200\001");
	shell_screen_turn(&shell, "\025\013\014getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* The terminal has one cell for each byte. */
START_TEST(locale_of_single_bytes)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	shell_screen_init(&shell, 40);
	if (system("localedef -i en_US -f ISO-8859-1 ./latin >/dev/null 2>&1")) {
		shell_screen_clear(&shell);
		return;
	}
	shell.script = "LOCPATH=. LC_ALL=latin; export LOCPATH LC_ALL; "
		"\"$@\"; printf '\\033[H\\033[2Jleft %d\\n' $?";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	screen_type(shell.screen, "a" LATIN LATIN "b" WIDE "\001");
	shell_screen_turn(&shell, "\013\014getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell_wide");
	TCase *tcase = test_case(suite, "shell_wide");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, characters, 0, UTF_8);
	tcase_add_loop_test(tcase, bytes, 0, COUNT(locales));
	tcase_add_loop_test(tcase, invalid_bytes, 0, COUNT(locales));
	tcase_add_test(tcase, locale_of_single_bytes);
	return test_run(suite);
}
