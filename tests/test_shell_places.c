/*
 * The interactive shell on a screen: the places of its files, and their
 * content.
 */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The file "mark" shows whether the start-up file was run. */
#define RC(directory) "mkdir -p " directory "/torctl; " \
	"echo '!echo ran >mark' >" directory "/torctl/torctlrc; "
#define BOTH(value) "XDG_CONFIG_HOME=" value "; XDG_STATE_HOME=" value "; "
/* 5,000 characters. */
#define LONG "/$(printf '%05000d' 0)"

static const struct {
	const char *set_up; /* shell commands */
	const char *history; /* where it must be; NULL: nowhere */
	bool runs; /* the start-up file */
	const char *complaint; /* parts of the errors, separated by LF */
} places[] = {
	{ RC("config"), "state/torctl/history", true, "" },
	/* Relative paths are ignored, as the XDG specification wants. */
	{ RC("relative") BOTH("relative"), "home/.local/state/torctl/history",
		false, "" },
	{ RC("home/.config") BOTH("./relative"),
		"home/.local/state/torctl/history", true, "" },
	{ RC("home/.config") BOTH(""), "home/.local/state/torctl/history",
		true, "" },
	{ RC("home/.config") "unset XDG_CONFIG_HOME XDG_STATE_HOME; ",
		"home/.local/state/torctl/history", true, "" },
	{ RC(".config") BOTH("") "unset HOME; ", NULL, false,
		"neither XDG_STATE_HOME nor HOME is an absolute path" },
	{ RC(".config") BOTH("") "HOME=; ", NULL, false,
		"neither XDG_STATE_HOME nor HOME is an absolute path" },
	{ RC("home/.config") BOTH("") "HOME=home; ", NULL, false,
		"neither XDG_STATE_HOME nor HOME is an absolute path" },
	/* Characters that move a cursor are escaped in errors. */
	{ BOTH("$PWD/$(printf 'a\\nb\\033[31m')") RC("\"$XDG_STATE_HOME\"")
		"mkdir \"$XDG_STATE_HOME/torctl/history\"; ", NULL, true,
		"history is not saved: \nb\\x1b[31m/torctl/history\n"
		"Is a directory" },
	/* In their way is a file, a FIFO or a link to nothing. */
	{ ">file; " BOTH("$PWD/file"), NULL, false, "history is not saved: \n"
		"/file/torctl/history: Not a directory" },
	{ "mkfifo fifo; " BOTH("$PWD/fifo"), NULL, false,
		"history is not saved: \nNot a directory" },
	{ "ln -s nowhere link; " BOTH("$PWD/link"), NULL, false,
		"history is not saved: \nNo such file or directory" },
	{ BOTH(LONG), NULL, false, "history is not saved: \n"
		"name too long\ncannot read /0\nname too long" },
	/* Or the files themselves are that. */
	{ "mkdir -p x/torctl/history x/torctl/torctlrc; " BOTH("$PWD/x"),
		NULL, false, "history is not saved: \nIs a directory\n"
		"cannot read \n/x/torctl/torctlrc: Is a directory" },
	{ "mkdir -p x/torctl; mkfifo x/torctl/history x/torctl/torctlrc; "
		BOTH("$PWD/x"), NULL, false, "it is not a regular file\n"
		"cannot read \n/x/torctl/torctlrc: it is a FIFO" },
	{ "mkdir -p x/torctl; ln -s nowhere x/torctl/history; "
		"ln -s nowhere x/torctl/torctlrc; " BOTH("$PWD/x"),
		NULL, false, "it is a symbolic link\ncannot read \n"
		"/x/torctl/torctlrc: No such file or directory" },
	/* Links of the user to a file of the user. */
	{ RC("other") "mkdir -p x/torctl; "
		"ln -s ../../other/torctl/torctlrc x/torctl/torctlrc; "
		BOTH("$PWD/x"), "x/torctl/history", true, "" },
	{ "mkdir -p x/torctl; ln -s /dev/null x/torctl/torctlrc; "
		BOTH("$PWD/x"), "x/torctl/history", false, "" },
	/* For root all of it is accessible. */
	{ "mkdir x; chmod 0 x; " BOTH("$PWD/x"), NULL, false,
		"history is not saved: \nPermission denied\n"
		"cannot read \n/x/torctl/torctlrc: Permission denied" },
};
enum { DENIED = COUNT(places) - 1 };

static void check_complaint(const char *parts)
{
	char *complaints = shell_screen_file("complaints");
	struct span rest = span_of(parts), part;

	ck_assert_ptr_nonnull(complaints);
	if (!*parts)
		ck_assert_str_eq(complaints, "");
	while (span_next_line(&rest, &part)) {
		char *text = span_copy(part);

		ck_assert_msg(strstr(complaints, text), "no \"%s\" in \"%s\"",
			text, complaints);
		free(text);
	}
	free(complaints);
}

static int count_histories(void)
{
	return system("exit $(find . -name history -type f 2>/dev/null | "
		"wc -l)") >> 8;
}

START_TEST(place)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;
	char *script;

	if (_i == DENIED && !geteuid())
		return;
	shell_screen_init(&shell, 80);
	script = alloc_print("mkdir home; HOME=$PWD/home; %s"
		"export HOME XDG_CONFIG_HOME XDG_STATE_HOME; "
		"\"$@\" -q 2>complaints; status=$?; chmod -f 700 x; "
		"printf '\\033[H\\033[2Jleft %%d\\n' $status",
		places[_i].set_up);
	shell.script = script;
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "tor> ▮");
	check_complaint(places[_i].complaint);
	ck_assert_int_eq(!access("mark", F_OK), places[_i].runs);
	ck_assert_int_eq(count_histories(), places[_i].history != NULL);
	if (places[_i].history)
		ck_assert_int_eq(access(places[_i].history, F_OK), 0);
	shell_screen_end(&shell);
	free(script);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell_places");
	TCase *tcase = test_case(suite, "shell_places");

	test_add_table(tcase, place, places);
	return test_run(suite);
}
