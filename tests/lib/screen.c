/* A program on a terminal whose screen a test can read. */
#include "lib/screen.h"

#include "lib/test.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/files.h"
#include "util/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#define PATIENCE 5000 /* ms */
#define CURSOR "▮"
#define DIGIT "◇"
#define CONTROL 3

struct screen {
	VTerm *term;
	int rows, columns;
	int master, control;
	pid_t child;
	bool ended; /* the program writes nothing more */
	char *home;
};

/* ---- the program */

static void start_program(const struct screen *screen,
	const char *const *argv, const int control[2], int terminal)
{
	static const int usual[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM,
		SIGTSTP };

	/* Not forkpty(), which valgrind does not fully support. */
	setsid();
	if (ioctl(terminal, TIOCSCTTY, 0) < 0)
		_exit(126);
	for (int fd = 0; fd < 3; fd++)
		dup2(terminal, fd);
	for (size_t i = 0; i < COUNT(usual); i++)
		signal(usual[i], SIG_DFL);
	if (control[0] >= 0) {
		if (control[0] != CONTROL)
			dup2(control[0], CONTROL);
		else
			fcntl(CONTROL, F_SETFD, 0);
	}
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("INPUTRC", "/dev/null", 1);
	setenv("EDITRC", "/dev/null", 1);
	setenv("HOME", screen->home, 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	execv(argv[0], (char *const *)argv);
	_exit(127);
}

/* Passes what the terminal answers or types to the program. */
static void write_to_program(const char *bytes, size_t len, void *arg)
{
	struct screen *screen = arg;

	(void)files_write_fd(screen->master, bytes, len);
}

struct screen *screen_new(int rows, int columns, const char *const *argv,
	bool control)
{
	struct screen *screen = alloc_zeroed(sizeof(*screen));
	int ends[2] = { -1, -1 };
	int terminal;

	screen->home = test_directory();
	if (control) {
		ck_assert_int_eq(pipe(ends), 0);
		fcntl(ends[0], F_SETFD, FD_CLOEXEC);
		fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	}
	screen->control = ends[1];
	screen->term = vterm_new(rows, columns);
	vterm_set_utf8(screen->term, 1);
	vterm_output_set_callback(screen->term, write_to_program, screen);
	vterm_screen_reset(vterm_obtain_screen(screen->term), 1);
	screen->master = posix_openpt(O_RDWR | O_NOCTTY);
	ck_assert(screen->master >= 0 && grantpt(screen->master) == 0 &&
		unlockpt(screen->master) == 0);
	terminal = open(ptsname(screen->master), O_RDWR | O_NOCTTY);
	ck_assert_int_ge(terminal, 0);
	fcntl(screen->master, F_SETFD, FD_CLOEXEC);
	fcntl(terminal, F_SETFD, FD_CLOEXEC);
	screen_resize(screen, rows, columns);
	screen->child = fork();
	ck_assert_int_ge(screen->child, 0);
	if (screen->child == 0)
		start_program(screen, argv, ends, terminal);
	close(terminal);
	if (control)
		close(ends[0]);
	return screen;
}

int screen_free(struct screen *screen)
{
	int status = 0;

	close(screen->master);
	if (screen->control >= 0)
		close(screen->control);
	while (waitpid(screen->child, &status, 0) < 0 && errno == EINTR)
		;
	vterm_free(screen->term);
	files_remove_tree(screen->home);
	free(screen->home);
	free(screen);
	return WIFEXITED(status) ? WEXITSTATUS(status) :
		128 + WTERMSIG(status);
}

/* ---- input */

void screen_type(struct screen *screen, const char *keys)
{
	ck_assert(files_write_fd(screen->master, keys, strlen(keys)));
}

void screen_paste(struct screen *screen, const char *text)
{
	char *keys = alloc_string(text);

	/* A terminal sends a line end as the Enter key does. */
	for (char *at = keys; *at; at++)
		*at = *at == '\n' ? '\r' : *at;
	vterm_keyboard_start_paste(screen->term);
	screen_type(screen, keys);
	vterm_keyboard_end_paste(screen->term);
	free(keys);
}

void screen_order(struct screen *screen, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	ck_assert_int_ge(vdprintf(screen->control, format, args), 0);
	va_end(args);
	ck_assert(files_write_fd(screen->control, "\n", 1));
}

void screen_resize(struct screen *screen, int rows, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows,
		.ws_col = (unsigned short)columns };

	screen->rows = rows;
	screen->columns = columns;
	vterm_set_size(screen->term, rows, columns);
	ck_assert_int_eq(ioctl(screen->master, TIOCSWINSZ, &size), 0);
}

/* ---- the screen */

static void trim(struct buf *text, size_t from, char c)
{
	while (text->len > from && text->data[text->len - 1] == c)
		text->len--;
	if (text->data)
		text->data[text->len] = '\0';
}

static void add_cell(struct buf *text, const VTermScreenCell *cell)
{
	for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
		char bytes[5] = "";
		uint32_t c = cell->chars[i];

		if (c < 0x80) {
			bytes[0] = (char)c;
		} else if (c < 0x800) {
			bytes[0] = (char)(0xc0 | c >> 6);
			bytes[1] = (char)(0x80 | (c & 0x3f));
		} else if (c < 0x10000) {
			bytes[0] = (char)(0xe0 | c >> 12);
			bytes[1] = (char)(0x80 | (c >> 6 & 0x3f));
			bytes[2] = (char)(0x80 | (c & 0x3f));
		} else {
			bytes[0] = (char)(0xf0 | c >> 18);
			bytes[1] = (char)(0x80 | (c >> 12 & 0x3f));
			bytes[2] = (char)(0x80 | (c >> 6 & 0x3f));
			bytes[3] = (char)(0x80 | (c & 0x3f));
		}
		buf_add_string(text, bytes);
	}
	if (!cell->chars[0])
		buf_add_char(text, ' ');
}

/* Returns the rows as text with the cursor marked. */
static char *read_screen(const struct screen *screen)
{
	VTermScreen *cells = vterm_obtain_screen(screen->term);
	struct buf text = BUF_INIT;
	VTermScreenCell cell;
	VTermPos cursor, at;

	vterm_state_get_cursorpos(vterm_obtain_state(screen->term), &cursor);
	for (at.row = 0; at.row < screen->rows; at.row++) {
		size_t start = text.len;

		for (at.col = 0; at.col < screen->columns;
			at.col += cell.width > 1 ? cell.width : 1) {
			vterm_screen_get_cell(cells, at, &cell);
			if (at.row == cursor.row && at.col == cursor.col)
				buf_add_string(&text, CURSOR);
			add_cell(&text, &cell);
		}
		trim(&text, start, ' ');
		buf_add_char(&text, '\n');
	}
	trim(&text, 0, '\n');
	return buf_steal(&text);
}

/* Waits for output until `deadline` and shows it; returns false without. */
static bool read_output(struct screen *screen, int64_t deadline)
{
	struct pollfd fd = { .fd = screen->master, .events = POLLIN };
	char bytes[4096];
	ssize_t got;

	if (screen->ended)
		return false;
	switch (poll(&fd, 1, clock_poll_timeout(deadline))) {
	case 0:
		return false;
	case -1:
		return errno == EINTR;
	}
	got = read(screen->master, bytes, sizeof(bytes));
	if (got > 0)
		vterm_input_write(screen->term, bytes, (size_t)got);
	else
		screen->ended = true;
	return got > 0;
}

static bool is_like(const char *shown, const char *expected)
{
	while (*shown && *expected) {
		if (!strncmp(expected, DIGIT, strlen(DIGIT)) &&
			text_is_digit(*shown))
			expected += strlen(DIGIT);
		else if (*expected++ != *shown)
			return false;
		shown++;
	}
	return *shown == *expected;
}

static int64_t patience_end(void)
{
	const char *factor = getenv("CK_TIMEOUT_MULTIPLIER");
	long times = factor ? strtol(factor, NULL, 10) : 1;

	return clock_deadline(PATIENCE * (times > 0 ? times : 1));
}

void screen_shows(struct screen *screen, const char *expected)
{
	int64_t end = patience_end();
	char *shown = read_screen(screen);

	while (!is_like(shown, expected)) {
		ck_assert_msg(read_output(screen, end),
			"the screen%s is\n%s\n---- and not\n%s\n----",
			screen->ended ? ", at the program's end," : "",
			shown, expected);
		free(shown);
		shown = read_screen(screen);
	}
	free(shown);
}

bool screen_has(struct screen *screen, const char *part)
{
	int64_t end = patience_end();
	bool found, more;

	do {
		char *rows = read_screen(screen);
		char *shown = alloc_print("\f\n%s\n\f", rows);

		found = strstr(shown, part);
		free(shown);
		free(rows);
		more = !found && read_output(screen, end);
	} while (more);
	return found;
}

char *screen_text(const struct screen *screen)
{
	return read_screen(screen);
}

bool screen_is_plain(struct screen *screen, int row, int column)
{
	VTermScreenCell cell;

	vterm_screen_get_cell(vterm_obtain_screen(screen->term),
		(VTermPos){ .row = row, .col = column }, &cell);
	return VTERM_COLOR_IS_DEFAULT_FG(&cell.fg);
}

int screen_end(struct screen *screen, const char *expected)
{
	int64_t end = patience_end();

	screen_shows(screen, expected);
	while (read_output(screen, end))
		;
	ck_assert_msg(screen->ended, "the program goes on");
	return screen_free(screen);
}
