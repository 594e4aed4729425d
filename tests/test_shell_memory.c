/* The interactive shell on a screen: no typed secret stays in its memory. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "shell/editor.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static int count_in(struct span bytes, const char *text)
{
	size_t len = strlen(text);
	int count = 0;

	for (; bytes.len >= len; bytes = span_from(bytes, 1))
		count += memcmp(bytes.at, text, len) == 0;
	return count;
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
		count += count_in(buf_span(&bytes), text);
	}
	close(memory);
	close(maps);
	buf_clear(&list);
	buf_clear(&bytes);
	return count;
}

/* Only those with the privilege can read it, or no other process at all. */
static void check_memory(int copies)
{
	int count = count_in_memory(REST);

	if (geteuid() != 0)
		ck_assert_int_eq(count, -1);
	if (count < 0)
		return;
	ck_assert_int_eq(count, copies);
	ck_assert_int_eq(count_in_memory(HEX), 0);
}

static bool is_checked(void)
{
#ifdef SANITIZED
	return false;
#else
	return !access("/proc/self/mem", R_OK) &&
		!strncmp(editor_name(), "readline", strlen("readline"));
#endif
}

static const struct {
	const char *line;
	struct fake_step sent;
} typed[] = {
	{ "authenticate " PASSWORD, EXPECT("AUTHENTICATE " HEX) },
	{ "auth \"" PASSWORD "\"", EXPECT("AUTHENTICATE " HEX) },
	{ "setconf Socks5ProxyPassword=" PASSWORD,
		EXPECT("SETCONF Socks5ProxyPassword=\"" PASSWORD "\"") },
};

START_TEST(typed_line_is_wiped)
{
	const struct fake_step steps[] = { SHELL_START,
		typed[_i].sent, SHELL_OK, SHELL_VERSION };
	struct shell_screen shell;

	if (!is_checked())
		return;
	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "!echo $PPID >pid\r\014", "tor> ▮");
	screen_type(shell.screen, typed[_i].line);
	screen_type(shell.screen, "\r\014getinfo version\r");
	shell_screen_shows(&shell, "tor> getinfo version\n0.4.9.11\ntor> ▮");
	check_memory(0);
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
	shell_screen_turn(&shell, "!echo $PPID >pid\r\014", "tor> ▮");
	check_memory(1);
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell_memory");
	TCase *tcase = test_case(suite, "shell_memory");

	test_add_table(tcase, typed_line_is_wiped, typed);
	tcase_add_test(tcase, asked_password_is_kept_once);
	return test_run(suite);
}
