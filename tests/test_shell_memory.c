/* The interactive shell on a screen: no typed secret stays in its memory. */
#include "editor/editor.h"
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

#define PASSWORD "Zq8vUniqueTokenXw7"
#define HEX "5A713876556E69717565546F6B656E587737"
/* Of the end of it, if a shorter line has taken the place of its beginning. */
#define REST "niqueTokenXw7"
#define YANK "\031"
enum { WIDE_MAX = 64 };

/* Opens a file of the shell's process, whose ID is in the file "pid". */
static int open_proc(const char *name)
{
	char *text = shell_screen_file("pid"), path[64];
	int fd;

	ck_assert_ptr_nonnull(text);
	snprintf(path, sizeof(path), "/proc/%d/%s", atoi(text), name);
	fd = open(path, O_RDONLY);
	free(text);
	return fd;
}

static int count_in(struct span bytes, const void *text, size_t len)
{
	const char *first = text, *found;
	int count = 0;

	while (bytes.len >= len && (found = memchr(bytes.at, *first,
		bytes.len - len + 1)) != NULL) {
		count += memcmp(found, text, len) == 0;
		bytes = span_from(bytes, (size_t)(found - bytes.at) + 1);
	}
	return count;
}

/* libedit has wide characters. */
static int count_both(struct span bytes, const char *text)
{
	wchar_t wide[WIDE_MAX];
	size_t len = mbstowcs(wide, text, WIDE_MAX);

	ck_assert_uint_lt(len, WIDE_MAX);
	return count_in(bytes, text, strlen(text)) +
		count_in(bytes, wide, len * sizeof(*wide));
}

/* Counts the copies in writable memory; -1: we may not read it. */
static int count_in_memory(const char *text)
{
	int memory = open_proc("mem"), maps = open_proc("maps"), count = 0;
	struct buf list = BUF_INIT, bytes = BUF_INIT;
	struct span rest, line;

	if (memory < 0 || maps < 0) {
		ck_assert(errno == EACCES || errno == EPERM);
		if (memory >= 0)
			close(memory);
		return -1;
	}
	while (files_read_some(maps, 4096, &list) > 0)
		;
	rest = buf_span(&list);
	while (span_next_line(&rest, &line)) {
		uint64_t from, to;
		char mode[3];
		ssize_t got;

		if (sscanf(line.at, "%" SCNx64 "-%" SCNx64 " %2s", &from, &to,
			mode) != 3 || strcmp(mode, "rw") != 0)
			continue;
		buf_reset(&bytes);
		got = pread(memory, buf_reserve(&bytes, to - from), to - from,
			(off_t)from);
		bytes.len = got > 0 ? (size_t)got : 0;
		count += count_both(buf_span(&bytes), text);
	}
	close(memory);
	close(maps);
	buf_clear(&list);
	buf_clear(&bytes);
	return count;
}

/* Without the privilege, nobody can read it once there is a secret in it. */
static void check_memory(const char *name, int copies)
{
	int count = count_in_memory(REST);

	if (count < 0)
		return;
	ck_assert_msg(count == copies, "%s: %d copies", name, count);
	ck_assert_int_eq(count_in_memory(HEX), 0);
}

static bool is_checked(void)
{
#ifdef SANITIZED
	return false;
#else
	return !access("/proc/self/mem", R_OK);
#endif
}

/* Returns whether the editor keeps what was cut. */
static bool yanks(void)
{
	return strcmp(editor_name(), "none") != 0;
}

#define SENT EXPECT("AUTHENTICATE " HEX), SHELL_OK
#define CONF_SENT EXPECT("SETCONF Socks5ProxyPassword=\"" PASSWORD "\""), \
	SHELL_OK
#define ERASED_4 "\177\177\177\177"
#define ERASED ERASED_4 ERASED_4 ERASED_4 ERASED_4 ERASED_4
#define LINE "authenticate " PASSWORD
#define OTHER "getinfo version\r"
#define CONF_LINE "setconf Socks5ProxyPassword=" PASSWORD

/* Keys that come while the prompt is down would be edited by the terminal. */
static void note_process(struct shell_screen *shell)
{
	shell_screen_turn(shell, "!echo $PPID >pid; echo up\r",
		"tor> !echo $PPID >pid; echo up\nup\ntor> ▮");
	shell_screen_turn(shell, "\014", "tor> ▮");
}

/* Keys, whether they are pasted, and what is sent. */
static const struct {
	const char *name, *keys;
	bool pasted;
	struct fake_step sent[2];
} typed[] = {
	{ "run", LINE "\r", false, { SENT } },
	{ "quoted", "auth \"" PASSWORD "\"\r", false, { SENT } },
	{ "option", CONF_LINE "\r", false, { CONF_SENT } },
	{ "cut and yanked", LINE KEY_CUT_BEFORE YANK "\r", false, { SENT } },
	{ "word cut and yanked", LINE "\027" YANK "\r", false, { SENT } },
	{ "end cut and yanked", LINE "\001\v" YANK "\r", false, { SENT } },
	{ "cut twice", LINE KEY_CUT_BEFORE CONF_LINE KEY_CUT_BEFORE OTHER,
		false, { SHELL_VERSION } },
	{ "cut", LINE KEY_CUT_BEFORE OTHER, false, { SHELL_VERSION } },
	{ "word cut", LINE "\027" KEY_CUT_BEFORE OTHER, false,
		{ SHELL_VERSION } },
	{ "erased", LINE ERASED KEY_CUT_BEFORE OTHER, false,
		{ SHELL_VERSION } },
	{ "recalled another", LINE "\020\020\016\016\r", false, { SENT } },
	{ "moved", LINE "\001\006\006\002\005\r", false, { SENT } },
	{ "completed", LINE "\t\r", false, { SENT } },
	{ "pasted", LINE "\n", true, { SENT } },
	{ "pasted inside", LINE, true, { SENT } },
	{ "pasted with others", "#\n" LINE "\n#\n", true, { SENT } },
};

START_TEST(typed_line_is_wiped)
{
	const struct fake_step steps[] = { SHELL_START, typed[_i].sent[0],
		typed[_i].sent[1] };
	struct shell_screen shell;

	if (!is_checked() || (strchr(typed[_i].keys, *YANK) && !yanks()))
		return;
	SHELL_SCREEN_START(&shell, 80, steps);
	note_process(&shell);
	if (typed[_i].pasted)
		screen_paste(shell.screen, typed[_i].keys);
	else
		screen_type(shell.screen, typed[_i].keys);
	/* Unlike what any of them prints. */
	screen_type(shell.screen, "\r\014!echo over\r");
	shell_screen_shows(&shell, "tor> !echo over\nover\ntor> ▮");
	check_memory(typed[_i].name, 0);
	shell_screen_end(&shell);
}
END_TEST

/* It keeps what was inserted, cut and changed, each in a place of its own. */
static const char *const vi_keys[] = {
	LINE, LINE "\033ddp", LINE "\033ddP", LINE "\033ddu",
	LINE "\033dbi", LINE "\033dd.", LINE "\033cchello\033u",
	LINE "\033kj",
};

START_TEST(line_of_vi_mode_is_wiped)
{
	struct shell_screen shell;

	/* The editor without a library has no such mode. */
	if (!is_checked() || !yanks())
		return;
	shell_screen_init(&shell, 80);
	shell_screen_write("inputrc", "set editing-mode vi\n");
	shell_screen_write("editrc", "bind -v\n");
	shell.script = "INPUTRC=$PWD/inputrc EDITRC=$PWD/editrc \"$@\"";
	/* Without a Tor, so that each line ends at once. */
	shell_screen_run(&shell);
	ck_assert(screen_has(shell.screen, "\ntor (disconnected)>"));
	screen_type(shell.screen, "!echo $PPID >pid; echo up\r");
	ck_assert(screen_has(shell.screen, "\nup\ntor"));
	screen_type(shell.screen, vi_keys[_i]);
	screen_type(shell.screen, "\r!echo over\r");
	ck_assert(screen_has(shell.screen, "\nover\ntor"));
	check_memory(vi_keys[_i], 0);
	screen_free(shell.screen);
	shell_screen_clear(&shell);
}
END_TEST

/* Ctrl-C discards the line. */
START_TEST(interrupted_line_is_wiped)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	if (!is_checked())
		return;
	SHELL_SCREEN_START(&shell, 80, steps);
	note_process(&shell);
	shell_screen_turn(&shell, LINE, "tor> " LINE "▮");
	if (yanks()) {
		shell_screen_turn(&shell, KEY_CUT_BEFORE, "tor> ▮");
		shell_screen_turn(&shell, YANK, "tor> " LINE "▮");
	}
	shell_screen_turn(&shell, "\003", "tor> " LINE "^C\ntor> ▮");
	screen_type(shell.screen, "\014getinfo version\r");
	shell_screen_shows(&shell, "tor> getinfo version\n0.4.9.11\ntor> ▮");
	check_memory("interrupted", 0);
	shell_screen_end(&shell);
}
END_TEST

/* It is kept for a new connection. */
START_TEST(asked_password_is_kept_once)
{
	static const struct fake_step steps[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"),
		EXPECT("AUTHENTICATE " HEX), SHELL_OK,
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK,
		SHELL_BOOTSTRAPPED("100") };
	static const char *const options[] = { "--quiet", "--password", NULL };
	struct shell_screen shell;

	if (!is_checked())
		return;
	shell_screen_init(&shell, 80);
	shell_screen_listen(&shell, steps, sizeof(steps) / sizeof(*steps));
	shell.options = options;
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "Tor control password: ▮");
	shell_screen_turn(&shell, PASSWORD "\r",
		"Tor control password:\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	note_process(&shell);
	check_memory("password", 1);
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell_memory");
	TCase *tcase = test_case(suite, "shell_memory");

	test_add_table(tcase, typed_line_is_wiped, typed);
	test_add_table(tcase, line_of_vi_mode_is_wiped, vi_keys);
	tcase_add_test(tcase, interrupted_line_is_wiped);
	tcase_add_test(tcase, asked_password_is_kept_once);
	return test_run(suite);
}
