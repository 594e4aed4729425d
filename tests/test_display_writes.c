/* Events on their way to the screen: how many, and in how many writes. */
#include "editor/editor.h"
#include "lib/talk.h"
#include "lib/test.h"
#include "shell/shell.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- events kept, and events counted */

static struct settings settings;
static struct display display;

static void set_up(void)
{
	settings_init(&settings);
	settings.timestamps = false;
	settings.events = SETTINGS_PLAIN;
	display = (struct display){ 0 };
}

static void tear_down(void)
{
	display_clear(&display);
	settings_clear(&settings);
}

static void add_events(int count)
{
	for (int i = 0; i < count; i++) {
		char *raw = alloc_print("650 BW %d 0\r\n", i);
		struct queue_event event = { .raw = span_of(raw) };

		display_event(&display, &settings, NULL, &event);
		free(raw);
	}
}

static void add_lines(struct buf *to, int count)
{
	for (int i = 0; i < count; i++)
		buf_print(to, "BW %d 0\n", i);
}

static void check_taken(int lines, const char *end)
{
	struct buf taken = BUF_INIT, expected = BUF_INIT;

	display_take(&display, &taken);
	add_lines(&expected, lines);
	buf_add_string(&expected, end);
	test_buf_eq(&taken, buf_span(&expected));
	buf_clear(&expected);
}

START_TEST(nothing_to_show)
{
	ck_assert(!display_ready(&display));
	check_taken(0, "");
	ck_assert(!display_ready(&display));
	display_hidden(&display, 0);
	ck_assert(!display_ready(&display));
}
END_TEST

START_TEST(as_many_as_fit)
{
	add_events(DISPLAY_LINES);
	ck_assert(display_ready(&display));
	check_taken(DISPLAY_LINES, "");
	/* None was hidden, so there is no pause. */
	add_events(1);
	ck_assert(display_ready(&display));
	check_taken(1, "");
}
END_TEST

START_TEST(too_many_are_counted)
{
	int64_t start = clock_now();

	add_events(DISPLAY_LINES + 1);
	check_taken(DISPLAY_LINES, "… 1 event skipped\n");
	ck_assert_int_ge(display.not_before, start + DISPLAY_PAUSE);
	ck_assert_int_le(display.not_before, clock_now() + DISPLAY_PAUSE);
	/* During the pause they wait, however long it is. */
	display.not_before = CLOCK_NEVER;
	add_events(3);
	ck_assert(!display_ready(&display));
	display.not_before = start;
	ck_assert(display_ready(&display));
	/* Events that never arrived here are included in the count. */
	add_events(0);
	display_hidden(&display, 5000000000);
	check_taken(3, "… 5000000000 events skipped\n");
}
END_TEST

/* ---- in how many writes */

/* Has room for a burst in one piece. */
enum { PACKET = 128 * 1024, BURST = 150 };

static struct shell shell;
static struct tor tor;
static struct session session;
static struct talk talk;
static int packets[2], terminal[2], usual[2];

static void show(void *arg, const struct queue_event *event, bool wanted)
{
	(void)arg;
	if (wanted)
		display_event(&shell.display, &settings, NULL, event);
}

static void no_line(void *arg, const char *line)
{
	(void)arg;
	ck_assert_msg(false, "a line was typed: %s", line);
}

/* Standard output is a socket that preserves the boundaries of writes. */
static void open_packets(void)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	const struct editor_hooks hooks = { .line = no_line };

	set_up();
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_DGRAM, 0, packets), 0);
	fcntl(packets[0], F_SETFL, O_NONBLOCK);
	terminal[0] = posix_openpt(O_RDWR | O_NOCTTY);
	ck_assert(terminal[0] >= 0 && grantpt(terminal[0]) == 0 &&
		unlockpt(terminal[0]) == 0);
	terminal[1] = open(ptsname(terminal[0]), O_RDWR | O_NOCTTY);
	ck_assert_int_ge(terminal[1], 0);
	ck_assert_int_eq(ioctl(terminal[1], TIOCSWINSZ, &size), 0);
	for (int fd = 0; fd < 2; fd++)
		usual[fd] = dup(fd);
	dup2(terminal[1], STDIN_FILENO);
	dup2(packets[1], STDOUT_FILENO);
	setenv("TERM", "xterm", 1);
	tor = (struct tor){ .events = { .show = show } };
	session = (struct session){ .tor = &tor };
	shell = (struct shell){ .session = &session,
		.connection = SHELL_CONNECTED };
	strv_add(&session.tor->events.wanted, "BW");
	ck_assert(editor_load(NULL));
	editor_open(&hooks);
}

static void close_packets(void)
{
	editor_close();
	for (int fd = 0; fd < 2; fd++) {
		dup2(usual[fd], fd);
		close(usual[fd]);
		close(packets[fd]);
		close(terminal[fd]);
	}
	display_clear(&shell.display);
	session.tor->connection = NULL;
	tor_clear(session.tor);
	tear_down();
}

/*
 * All output: which writes contain an event, and their number. The text of the
 * last of them goes to `with_events`.
 */
static int count_writes(struct buf *with_events)
{
	char *bytes = alloc_zeroed(PACKET);
	int count = 0;
	ssize_t got;

	while ((got = recv(packets[0], bytes, PACKET, 0)) >= 0) {
		struct span text = { bytes, (size_t)got };
		bool has = false;

		for (size_t i = 0; i + 3 <= text.len && !has; i++)
			has = !memcmp(text.at + i, "BW ", 3);
		if (!has)
			continue;
		count++;
		buf_reset(with_events);
		buf_add_span(with_events, text);
	}
	ck_assert_int_eq(errno, EAGAIN);
	free(bytes);
	return count;
}

/* A reply follows: everything before it has arrived. */
#define MARK EXPECT("GETINFO version"), \
	SEND("250-version=0.4.9.11\r\n250 OK\r\n")

static void await_mark(void)
{
	talk_check(&talk, "GETINFO version", "250-version=0.4.9.11|250 OK");
}

static const bool prompts[] = { false, true };

/* As when poll() reports input: one look at Tor, one write. */
START_TEST(one_write_for_a_burst)
{
	static const struct fake_step steps[] = {
		REPEAT(BURST, "650 BW # 0\r\n"), MARK, WAIT(0),
		REPEAT(2, "650 BW # 0\r\n"), MARK };
	struct buf written = BUF_INIT, expected = BUF_INIT;
	const char *found;

	talk_play(&talk, steps);
	session.tor->connection = talk.connection;
	session.tor->events.subscription.all = true;
	connection_listen(talk.connection, &session.tor->events.subscription);
	if (prompts[_i])
		editor_show("tor> ");
	ck_assert_int_eq(count_writes(&written), 0);
	await_mark();
	shell_take_events(&shell);
	ck_assert_int_eq(count_writes(&written), 1);
	add_lines(&expected, BURST);
	/* The editor may write it between erasing and drawing. */
	found = strstr(buf_text(&written), buf_text(&expected));
	ck_assert_msg(found && (prompts[_i] || (found == written.data &&
		written.len == expected.len)), "written was %s",
		buf_text(&written));
	shell_take_events(&shell);
	ck_assert_int_eq(count_writes(&written), 0);
	fake_tor_open(talk.tor, 0);
	await_mark();
	shell_take_events(&shell);
	ck_assert_int_eq(count_writes(&written), 1);
	buf_clear(&written);
	buf_clear(&expected);
	talk_end(&talk);
}
END_TEST

/* More than are shown: still one write, including the count. */
START_TEST(one_write_for_a_flood)
{
	static const struct fake_step steps[] = {
		REPEAT(5000, "650 BW # 0\r\n"), MARK };
	struct buf written = BUF_INIT, expected = BUF_INIT;

	talk_play(&talk, steps);
	session.tor->connection = talk.connection;
	session.tor->events.subscription.all = true;
	connection_listen(talk.connection, &session.tor->events.subscription);
	if (prompts[_i])
		editor_show("tor> ");
	await_mark();
	shell_take_events(&shell);
	ck_assert_int_eq(count_writes(&written), 1);
	add_lines(&expected, DISPLAY_LINES);
	buf_print(&expected, "… %d events skipped\n",
		5000 - DISPLAY_LINES);
	ck_assert_msg(strstr(buf_text(&written), buf_text(&expected)) != NULL,
		"written was %s", buf_text(&written));
	buf_clear(&written);
	buf_clear(&expected);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("display_writes");
	TCase *tcase = test_case(suite, "display");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, nothing_to_show);
	tcase_add_test(tcase, as_many_as_fit);
	tcase_add_test(tcase, too_many_are_counted);
	tcase = test_case(suite, "writes");
	tcase_add_checked_fixture(tcase, open_packets, close_packets);
	test_add_table(tcase, one_write_for_a_burst, prompts);
	test_add_table(tcase, one_write_for_a_flood, prompts);
	return test_run(suite);
}
