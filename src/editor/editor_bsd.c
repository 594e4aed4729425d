/* The editable line with libedit: its keys, settings and history. */
#include "editor/editor.h"

#include "editor/editor_cells.h"
#include "editor/editor_common.h"
#include "editor/editor_line.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/cells.h"
#include "util/utf8.h"

#include <limits.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <histedit.h>

/*
 * libedit assumes one character per cell when it draws, and blocks while it
 * waits for a key. So it draws to /dev/null and gets only complete keys. Its
 * native interface is used instead of its readline emulation, which fails with
 * lines longer than 16 KB.
 */

/* The next key is literal text. */
#define KEY_QUOTE 0x16

/* Keys that no terminal has. */
#define KEY_DRAW "\033[torctl-draw"
#define KEY_ERASE "\033[torctl-erase"
#define KEY_CUT "\033[torctl-cut" /* the whole line */
#define KEY_RECALL "\033[torctl-recall"

/* How many of the keys libedit may keep. */
#define KEYS_KEPT 1024

/* Longest repeat count, in digits. */
#define MOST_DIGITS 4

static struct {
	EditLine *library;    /* NULL until needed */
	History *history;
	FILE *nowhere;        /* /dev/null, where libedit draws */
	char drawn[BUFSIZ];   /* the buffer of `nowhere` */
	struct buf line;      /* its line after the last key */
	size_t point;
	size_t longest;       /* that the line was since the last wipe */
	struct buf keys;      /* for libedit; the key may be incomplete */
	size_t given;         /* how many bytes of `keys` it has taken */
	bool probing;         /* only find out whether it asks for a key */
	bool asked;
	locale_t utf8;        /* of its calls: it converts what it is given */
} editor = { .line = BUF_INIT_SECRET, .keys = BUF_INIT_SECRET };

/* ---- the line */

/*
 * libedit drops or replaces what the locale lacks, so it works in one that has
 * all characters. Returns the previous locale, to be restored.
 */
static locale_t enter(void)
{
	return uselocale(editor.utf8);
}

static void get_line(void)
{
	locale_t usual = enter();
	const LineInfo *info = el_line(editor.library);

	uselocale(usual);
	buf_reset(&editor.line);
	buf_add(&editor.line, info->buffer,
		(size_t)(info->lastchar - info->buffer));
	editor.point = (size_t)(info->cursor - info->buffer);
	if (editor.line.len > editor.longest)
		editor.longest = editor.line.len;
}

/* Counts characters as libedit does. */
static size_t count_characters(struct span text)
{
	uint32_t code;
	size_t count;

	for (count = 0; text.len; count++) {
		size_t len = utf8_decode(text.at, text.len, &code);

		text = span_from(text, len ? len : 1);
	}
	return count;
}

/* libedit cannot hold bytes that are not characters. */
void editor_line_insert(struct span text)
{
	struct buf valid = BUF_INIT_SECRET;
	locale_t usual = enter();

	utf8_add_replaced(&valid, text);
	el_insertstr(editor.library, buf_text(&valid));
	uselocale(usual);
	buf_clear(&valid);
	get_line();
}

void editor_line_set(const char *text, size_t point)
{
	struct span behind = span_from(span_of(text), point);

	/* el_cursor() moves to the end and returns its offset. */
	el_deletestr(editor.library, el_cursor(editor.library, INT_MAX / 8));
	editor_line_insert(span_of(text));
	el_cursor(editor.library, -(int)count_characters(behind));
	get_line();
}

struct span editor_line_text(void)
{
	return (struct span){ buf_text(&editor.line), editor.line.len };
}

size_t editor_line_point(void)
{
	return editor.point;
}

/* ---- keys */

/* In a few states, most of them in vi mode, libedit needs more than one key. */
static bool more_keys(void)
{
	int byte;

	get_line();
	byte = editor_own_wait();
	if (byte >= 0)
		buf_add_char(&editor.keys, (char)byte);
	return byte >= 0;
}

/* Gives libedit one character. */
static int give_character(EditLine *library, wchar_t *character)
{
	struct span rest;
	uint32_t code;
	size_t len;

	(void)library;
	if (editor.probing) {
		editor.asked = true;
		return 0;
	}
	do {
		rest = span_from(buf_span(&editor.keys), editor.given);
		len = utf8_decode(rest.at, rest.len, &code);
		if (!len && rest.len >= 4)
			return 0;
	} while (!len && more_keys());
	*character = (wchar_t)code;
	editor.given += len;
	return len > 0;
}

/*
 * Passes the keys to libedit. The user's settings may turn a key into several,
 * of which libedit obeys one per call until it asks for another. Returns false
 * if they ended the line.
 */
static bool obey_keys(bool quoted)
{
	locale_t usual = enter();
	bool ended = false;
	int count;

	editor.given = 0;
	while (editor.given < editor.keys.len) {
		size_t before = editor.given;

		el_wgets(editor.library, &count);
		if (editor.given == before)
			break;
	}
	buf_reset(&editor.keys);
	editor.probing = true;
	for (editor.asked = false; !editor.asked && !ended;) {
		get_line();
		ended = !quoted && editor.line.len &&
			editor.line.data[editor.line.len - 1] == '\n';
		if (ended)
			buf_truncate(&editor.line, editor.line.len - 1);
		else
			el_wgets(editor.library, &count);
	}
	editor.probing = false;
	uselocale(usual);
	return !ended;
}

/* Returns whether these keys are only a prefix of what libedit needs. */
static bool are_prefix(struct span keys)
{
	if (keys.len == 1)
		return *keys.at == KEY_QUOTE;
	if (keys.at[0] != '\033')
		return false;
	if (keys.at[1] == '\033')
		return keys.len == 2;
	return strspn(keys.at + 1, "0123456789") == keys.len - 1;
}

/*
 * Returns how many characters, as libedit counts them, the key moves over or
 * deletes. Combining characters share a cell on the screen, but count
 * separately.
 */
static size_t count_combined(enum editor_key key)
{
	struct span line = editor_line_text();
	struct span before = { line.at, editor.point };
	struct span behind = span_from(line, editor.point);

	if (key == EDITOR_KEY_BACK || key == EDITOR_KEY_ERASE)
		return count_characters(span_from(before,
			cells_last(before)));
	if (key == EDITOR_KEY_FORWARD || key == EDITOR_KEY_DELETE)
		return count_characters((struct span){ behind.at,
			cells_first(behind) });
	return 1;
}

bool editor_line_key(enum editor_key key, struct span bytes)
{
	bool quoted = editor_line_is_quoting();
	size_t times = editor.keys.len ? 1 : count_combined(key);

	if (!utf8_valid(bytes))
		return true;
	/* A repeat count: ignore further digits. */
	if (editor.keys.len > MOST_DIGITS && bytes.len == 1 &&
		strchr("0123456789", *bytes.at))
		return true;
	for (size_t i = 0; i < times || i < 1; i++)
		buf_add_span(&editor.keys, bytes);
	return are_prefix(buf_span(&editor.keys)) || obey_keys(quoted);
}

bool editor_line_is_vi(void)
{
	const char *name = "";

	el_get(editor.library, EL_EDITOR, &name);
	return !strcmp(name, "vi");
}

bool editor_line_is_quoting(void)
{
	return editor.keys.len && *editor.keys.data == KEY_QUOTE;
}

/* ---- up and down */

static char *no_prompt(EditLine *library)
{
	static char empty[] = "";

	(void)library;
	return empty;
}

static void prepare(void)
{
	static const char *const ends[][2] = {
		{ "\\e[H", "ed-move-to-beg" }, { "\\e[F", "ed-move-to-end" },
		{ "\\e[1~", "ed-move-to-beg" }, { "\\e[4~", "ed-move-to-end" },
		{ "\\e[7~", "ed-move-to-beg" }, { "\\e[8~", "ed-move-to-end" },
		{ "\\e[3~", "ed-delete-next-char" },
		{ "\\e[1;5C", "em-next-word" }, { "\\e[1;5D", "ed-prev-word" },
	};
	struct termios modes;
	HistEvent event;
	locale_t usual;

	if (editor.library)
		return;
	editor.utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	usual = enter();
	tcgetattr(STDIN_FILENO, &modes);
	editor.nowhere = fopen("/dev/null", "we");
	if (editor.nowhere)
		setvbuf(editor.nowhere, editor.drawn, _IOFBF,
			sizeof(editor.drawn));
	editor.library = el_init_fd("torctl", stdin, editor.nowhere,
		editor.nowhere, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
	editor.history = history_init();
	history(editor.history, &event, H_SETSIZE, INT_MAX);
	el_set(editor.library, EL_HIST, history, editor.history);
	el_set(editor.library, EL_GETCFN, give_character);
	el_set(editor.library, EL_PROMPT, no_prompt);
	el_set(editor.library, EL_EDITOR, "emacs");
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		el_set(editor.library, EL_BIND, ends[i][0], ends[i][1], NULL);
	el_source(editor.library, NULL);
	el_set(editor.library, EL_BIND, KEY_CUT, "em-kill-line", NULL);
	el_set(editor.library, EL_BIND, KEY_ERASE, "ed-delete-prev-char", NULL);
	el_set(editor.library, EL_BIND, KEY_RECALL, "ed-prev-history", NULL);
	el_set(editor.library, EL_BIND, KEY_DRAW, "ed-redisplay", NULL);
	el_set(editor.library, EL_EDITMODE, 1);
	uselocale(usual);
	/* libedit acts as if it owned the terminal from the start. */
	tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
}

/* ---- the interface */

const char *editor_name(void)
{
	/* libedit does not report its version. */
	return "libedit";
}

void editor_line_open(const struct strv *history)
{
	(void)history;
}

void editor_line_close(void)
{
	/* el_end() is not used: it would discard typed-ahead keys. */
	buf_clear(&editor.line);
	buf_clear(&editor.keys);
}

void editor_line_up(void)
{
	prepare();
	el_set(editor.library, EL_UNBUFFERED, 1);
	get_line();
}

void editor_line_down(void)
{
	el_set(editor.library, EL_UNBUFFERED, 0);
	buf_clear(&editor.line);
	buf_clear(&editor.keys);
}

/* Passes keys of ours to libedit. */
static void press(const char *keys)
{
	buf_add_string(&editor.keys, keys);
	obey_keys(false);
}

/*
 * libedit has no way to forget what was typed, so blanks take its place where
 * it keeps the line: in the line, its copies in multibyte characters, the two
 * screens that it compares, what an erasure can undo, what was cut, and what
 * was typed before a line of history was recalled. The keys since the last
 * erasure are kept as well, for vi's dot. Longer lines than 1,024 characters
 * are moved as they grow, and their earlier copies are out of reach.
 */
void editor_line_wipe(void)
{
	size_t typed = editor.longest < KEYS_KEPT ? editor.longest : KEYS_KEPT;
	/* One of them will be erased. */
	char *blanks = alloc_print("%*s", (int)editor.longest + 1, "");

	el_set(editor.library, EL_UNBUFFERED, 1);
	editor_line_insert(span_of(blanks));
	press(KEY_DRAW);
	press(KEY_ERASE);
	press(blanks + strlen(blanks) - typed);
	/* The second time, nothing is cut. */
	press(KEY_CUT);
	press(KEY_CUT);
	press(KEY_RECALL);
	el_set(editor.library, EL_UNBUFFERED, 0);
	fflush(editor.nowhere);
	alloc_wipe(editor.drawn, sizeof(editor.drawn));
	buf_clear(&editor.line);
	buf_clear(&editor.keys);
	editor.longest = 0;
	free(blanks);
}

void editor_line_add_history(const char *line)
{
	HistEvent event;

	locale_t usual;

	prepare();
	usual = enter();
	history(editor.history, &event, H_ENTER, line);
	uselocale(usual);
}

void editor_line_clear_history(void)
{
	HistEvent event;

	if (editor.library)
		history(editor.history, &event, H_CLEAR);
}
