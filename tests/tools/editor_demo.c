/*
 * The line editor alone on a terminal, controlled by a test:
 *
 *   editor-demo [CONTROL-FD]
 *
 * Prints each typed line as "line: TEXT" and shows the prompt again. At the end
 * of input, prints "end" and whether the terminal modes are those of the start.
 * Lines on the descriptor CONTROL-FD are orders, see orders[]. SIGINT and
 * SIGWINCH go to the editor.
 */
#include "editor/editor.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/files.h"
#include "util/text.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct {
	char *prompt;
	struct termios modes; /* before the editor */
	struct complete_list items; /* `start` is relative to the word */
	char *hint_for, *hint;
	bool holds; /* the prompt does not return by itself */
	bool over;
	bool anywhere; /* the typed text may be anywhere in an item */
	size_t completed; /* how often the hook was called */
} demo;

static int signal_pipe[2];

static void say(const char *text)
{
	fputs(text, stdout);
	fflush(stdout);
}

static void set(char **string, const char *value)
{
	free(*string);
	*string = alloc_string(value);
}

/* ---- hooks */

static void take_line(void *arg, const char *line)
{
	(void)arg;
	if (!line) {
		say("end\n");
		demo.over = true;
		return;
	}
	printf("line: %s\n", line);
	fflush(stdout);
	if (!demo.holds)
		editor_show(demo.prompt);
}

/* A word begins after a blank, "=" or ",". */
static void complete(void *arg, const char *line, size_t point,
	struct complete_list *list)
{
	size_t start = point;

	(void)arg;
	demo.completed++;
	while (start && !strchr(" =,", line[start - 1]))
		start--;
	list->start = start;
	list->no_blank = demo.items.no_blank;
	list->file_names = demo.items.file_names;
	for (size_t i = 0; i < demo.items.len; i++) {
		struct complete_item *item = &demo.items.items[i];
		struct span word = { line + start, point - start };
		char *typed = span_copy(word);

		if (span_starts_nocase(span_of(item->text), typed) ||
			(demo.anywhere && span_contains_nocase(span_of(
			item->text), typed)))
			complete_list_add(list, item->text, item->description);
		free(typed);
	}
}

static void page(void *arg, struct span lines)
{
	(void)arg;
	printf("page of %zu bytes\n%.*s", lines.len, (int)lines.len, lines.at);
	fflush(stdout);
	editor_show(demo.prompt);
}

static char *hint(void *arg, const char *line)
{
	(void)arg;
	return demo.hint && strcmp(line, demo.hint_for) == 0 ?
		alloc_string(demo.hint) : NULL;
}

/* ---- orders */

static void print_above(const char *text)
{
	struct buf lines = BUF_INIT;

	/* "|" stands for a line end. */
	for (; *text; text++)
		buf_add_char(&lines, *text == '|' ? '\n' : *text);
	buf_add_char(&lines, '\n');
	editor_print_above(buf_span(&lines));
	buf_clear(&lines);
}

static void burst(const char *count)
{
	struct buf lines = BUF_INIT;

	for (long i = 1; i <= strtol(count, NULL, 10); i++)
		buf_print(&lines, "event %ld\n", i);
	editor_print_above(buf_span(&lines));
	buf_clear(&lines);
}

static void prompt(const char *text)
{
	set(&demo.prompt, text);
	editor_set_prompt(text);
}

static void show(const char *text)
{
	(void)text;
	editor_show(demo.prompt);
}

static void hide(const char *text)
{
	editor_hide(strcmp(text, "keep") == 0);
}

static void hold(const char *text)
{
	demo.holds = strcmp(text, "on") == 0;
}

static void add_item(const char *text)
{
	size_t len = strcspn(text, "\t");
	char *word = alloc_bytes(text, len);

	complete_list_add(&demo.items, word, text[len] ? text + len + 1 : NULL);
	free(word);
}

static void add_items(const char *count)
{
	for (long i = 1; i <= strtol(count, NULL, 10); i++) {
		char *word = alloc_print("item%03ld", i);
		char *what = alloc_print("what %ld is", i);

		complete_list_add(&demo.items, word, what);
		free(word);
		free(what);
	}
}

static void no_blank(const char *text)
{
	demo.items.no_blank = strcmp(text, "on") == 0;
}

static void anywhere(const char *text)
{
	demo.anywhere = strcmp(text, "on") == 0;
}

static void files(const char *text)
{
	demo.items.file_names = strcmp(text, "on") == 0;
}

static void set_hint(const char *text)
{
	size_t len = strcspn(text, "\t");

	free(demo.hint_for);
	demo.hint_for = alloc_bytes(text, len);
	set(&demo.hint, text + len + (text[len] != '\0'));
}

static bool same_modes(void)
{
	/* musl does not fill the end of c_cc */
	struct termios now = { 0 };

	tcgetattr(STDIN_FILENO, &now);
	return now.c_iflag == demo.modes.c_iflag &&
		now.c_oflag == demo.modes.c_oflag &&
		now.c_cflag == demo.modes.c_cflag &&
		now.c_lflag == demo.modes.c_lflag &&
		memcmp(now.c_cc, demo.modes.c_cc, sizeof(now.c_cc)) == 0;
}

static void tell_modes(const char *text)
{
	(void)text;
	say(same_modes() ? "modes same\n" : "modes differ\n");
}

static void tell_completed(const char *text)
{
	char *line = alloc_print("asked %zu|", demo.completed);

	(void)text;
	line[strlen(line) - 1] = '\0';
	print_above(line);
	free(line);
}

static void end(const char *text)
{
	(void)text;
	demo.over = true;
}

static const struct {
	const char *name;
	void (*obey)(const char *rest);
} orders[] = {
	{ "above", print_above },    /* TEXT|TEXT… */
	{ "burst", burst },          /* COUNT lines in one call */
	{ "prompt", prompt },        /* TEXT */
	{ "show", show },
	{ "hide", hide },            /* [keep] */
	{ "hold", hold },            /* on|off: a line leaves the prompt down */
	{ "history", editor_add_history }, /* LINE */
	{ "item", add_item },        /* WORD[<TAB>DESCRIPTION] */
	{ "items", add_items },      /* COUNT candidates with descriptions */
	{ "noblank", no_blank },     /* on|off */
	{ "anywhere", anywhere },    /* on|off */
	{ "files", files },          /* on|off */
	{ "hint", set_hint },        /* LINE<TAB>HINT */
	{ "modes", tell_modes },
	{ "asked", tell_completed },
	{ "end", end },
};

static void obey(struct span order)
{
	char *text = span_copy(order);
	size_t len = strcspn(text, " ");

	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		if (span_equal((struct span){ text, len }, orders[i].name))
			orders[i].obey(text + len + (text[len] != '\0'));
	}
	free(text);
}

/* Returns false at the end. */
static bool read_orders(int fd, struct buf *input)
{
	ssize_t got = read(fd, buf_reserve(input, 4096), 4096);
	char *end;

	if (got < 0 && errno == EINTR)
		return true;
	if (got <= 0)
		return false;
	input->len += (size_t)got;
	while ((end = memchr(input->data, '\n', input->len)) != NULL) {
		size_t len = (size_t)(end - input->data);

		obey((struct span){ input->data, len });
		buf_consume(input, len + 1);
	}
	return true;
}

/* ---- the loop */

static void on_signal(int number)
{
	char byte = (char)number;
	int saved = errno;

	(void)!write(signal_pipe[1], &byte, 1);
	errno = saved;
}

static void take_signal(void)
{
	char number;

	if (read(signal_pipe[0], &number, 1) != 1)
		return;
	if (number == SIGINT && !editor_shown())
		say(" interrupted\n");
	if (number == SIGINT)
		editor_interrupt();
	else
		editor_resize();
}

static void run(int control)
{
	struct pollfd fds[] = {
		{ .fd = signal_pipe[0], .events = POLLIN },
		{ .fd = control, .events = POLLIN },
		{ .fd = STDIN_FILENO, .events = POLLIN },
	};
	struct buf input = BUF_INIT;

	while (!demo.over) {
		fds[2].fd = editor_shown() ? STDIN_FILENO : -1;
		if (poll(fds, 3, editor_pending() ? 0 : -1) < 0)
			continue;
		if (fds[0].revents)
			take_signal();
		if (fds[1].revents && !read_orders(control, &input))
			fds[1].fd = -1;
		if ((fds[2].revents || editor_pending()) && editor_shown())
			editor_read();
	}
	buf_clear(&input);
}

int main(int argc, char **argv)
{
	static const struct editor_hooks hooks = {
		.line = take_line, .complete = complete, .page = page,
		.hint = hint,
	};
	struct sigaction action = { .sa_handler = on_signal };

	setlocale(LC_ALL, "");
	tcgetattr(STDIN_FILENO, &demo.modes);
	if (pipe(signal_pipe) != 0)
		return 1;
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGWINCH, &action, NULL);
	demo.prompt = alloc_string("tor> ");
	if (!editor_load(NULL))
		return 1;
	editor_open(&hooks);
	editor_set_cancel_fd(signal_pipe[0]);
	editor_show(demo.prompt);
	run(argc > 1 ? (int)strtol(argv[1], NULL, 10) : -1);
	editor_close();
	say(same_modes() ? "modes same\n" : "modes differ\n");
	free(demo.prompt);
	free(demo.hint);
	free(demo.hint_for);
	complete_list_clear(&demo.items);
	return 0;
}
