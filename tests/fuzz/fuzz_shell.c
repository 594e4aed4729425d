/*
 * What a user types and keeps: keys and pastes in our own line editor,
 * completion and hints at any place of a line, the history file, filters of
 * relays, and events as lines. The first byte of the input chooses ("a" is the
 * first row of the table).
 */
#include "fuzz/world.h"

#include "cmd/args.h"
#include "cmd/command.h"
#include "cmd/session.h"
#include "commands/relay_filter.h"
#include "complete/complete.h"
#include "complete/context.h"
#include "complete/option_words.h"
#include "line/alias.h"
#include "line/parse.h"
#include "out/event_line.h"
#include "shell/families.h"
#include "shell/history.h"
#include "util/utf8.h"

/* Our own editor, whichever this build has. */
#define editor_add_history own_add_history
#define editor_clear_history own_clear_history
#define editor_close own_close
#define editor_hide own_hide
#define editor_interrupt own_interrupt
#define editor_line_add_history own_line_add_history
#define editor_line_clear_history own_line_clear_history
#define editor_line_close own_line_close
#define editor_line_down own_line_down
#define editor_line_insert own_line_insert
#define editor_line_is_quoting own_line_is_quoting
#define editor_line_key own_line_key
#define editor_line_open own_line_open
#define editor_line_point own_line_point
#define editor_line_set own_line_set
#define editor_line_text own_line_text
#define editor_line_up own_line_up
#define editor_load own_load
#define editor_name own_name
#define editor_open own_open
#define editor_own_wait own_wait
#define editor_pending own_pending
#define editor_print_above own_print_above
#define editor_read own_read
#define editor_resize own_resize
#define editor_set_cancel_fd own_set_cancel_fd
#define editor_set_prompt own_set_prompt
#define editor_show own_show
#define editor_shown own_shown
#define editor own_editor
#define nothing own_nothing
#include "../../src/editor/editor_own.c"
#undef editor
#undef nothing
#define replace line_replace
#include "../../src/editor/editor_none.c"
#undef replace

static const struct pairs no_aliases;

static void check_line(struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		fuzz_assert((c >= ' ' && c != 0x7f) || c == '\t');
	}
}

/* ---- completion and hints */

static void check_list(const struct complete_list *list, size_t point)
{
	fuzz_assert(list->start <= point);
	for (size_t i = 0; i < list->len; i++) {
		const struct complete_item *item = &list->items[i];

		fuzz_assert(*item->text);
		check_line(span_of(item->text));
		if (item->description) {
			check_line(span_of(item->description));
			fuzz_assert(utf8_valid(span_of(item->description)));
		}
	}
}

static void complete_at(const char *line, size_t point)
{
	struct tor tor = { .connection = NULL };
	struct session session = { .tor = &tor };
	struct complete_list list = { 0 };
	struct context context = { 0 };
	struct span value = span_of("getinfo 'a b'");

	context_read(&context, line, point);
	fuzz_assert(context.start <= point);
	context_clear(&context);
	complete_line(&session, line, point, &list);
	check_list(&list, point);
	complete_list_clear(&list);
	pairs_add(&session.aliases, span_of("st"), &value);
	complete_line(&session, line, point, &list);
	check_list(&list, point);
	complete_list_clear(&list);
	pairs_clear(&session.aliases);
}

/* The first byte is the cursor's place. */
static void run_complete(struct span input)
{
	size_t point = fuzz_byte(&input);
	char *line = span_copy(input), *hint = complete_hint(&no_aliases, line);

	complete_at(line, point < strlen(line) ? point : strlen(line));
	if (hint)
		check_line(span_of(hint));
	free(hint);
	free(line);
}

/* Words of a command line, one a line; the last one is being typed. */
static void run_complete_words(struct span input)
{
	struct tor tor = { .connection = NULL };
	struct session session = { .tor = &tor };
	struct complete_list list = { 0 };
	struct option_words words = { 0 };
	struct strv argv = STRV_INIT;
	struct span line;

	while (span_next_line(&input, &line))
		strv_add_span(&argv, line);
	option_words_read(&words, &argv);
	if (!option_words_complete(&words, &session, &list))
		complete_words(&session, &words.command, &list);
	for (size_t i = 0; i < list.len; i++)
		fuzz_assert(*list.items[i].text);
	complete_list_clear(&list);
	option_words_clear(&words);
	strv_clear(&argv);
}

/* ---- our own editor */

static void take_line(void *arg, const char *line)
{
	bool *ended = arg;

	if (!line) {
		*ended = true;
		return;
	}
	fuzz_assert(!strchr(line, '\n'));
	own_add_history(line);
}

static void find_candidates(void *arg, const char *line, size_t point,
	struct complete_list *list)
{
	struct tor tor = { .connection = NULL };
	struct session session = { .tor = &tor };

	(void)arg;
	fuzz_assert(point <= strlen(line));
	complete_line(&session, line, point, list);
}

static void show_page(void *arg, struct span lines)
{
	(void)arg;
	(void)lines;
}

static char *find_hint(void *arg, const char *line)
{
	(void)arg;
	return complete_hint(&no_aliases, line);
}

/* What else happens at a prompt, in the place of bytes that UTF-8 lacks. */
static void act_at_prompt(unsigned char byte)
{
	switch (byte) {
	case 0xf8:
		own_print_above(span_of("an event\n"));
		break;
	case 0xf9:
		own_interrupt();
		break;
	case 0xfa:
		fuzz_world.columns = fuzz_world.columns == 80 ? 3 : 80;
		own_resize();
		break;
	case 0xfb:
		own_set_prompt("tor 45%> ");
		break;
	case 0xfc:
		own_hide(true);
		break;
	default:
		own_hide(false);
		break;
	}
}

static void type_all(const bool *ended)
{
	struct span typed;

	own_show("tor> ");
	while (!*ended && (fuzz_world_stdin().len || own_pending())) {
		typed = fuzz_world_stdin();
		if (typed.len && !own_pending() &&
			(unsigned char)typed.at[0] >= 0xf8) {
			fuzz_world.in = span_from(typed, 1);
			act_at_prompt((unsigned char)typed.at[0]);
		} else {
			own_read();
		}
		if (own_shown())
			fuzz_assert(own_line_point() <= own_line_text().len);
		if (!own_shown())
			own_show("\001\033[1m\002tor>\001\033[m\002 ");
		buf_reset(&fuzz_world.out);
	}
}

static void run_keys(struct span input)
{
	bool ended = false;
	const struct editor_hooks hooks = {
		.line = take_line, .complete = find_candidates,
		.page = show_page, .hint = find_hint, .arg = &ended,
	};

	fuzz_world.terminal = true;
	fuzz_world.columns = 80;
	fuzz_world_begin(input);
	own_open(&hooks);
	own_add_history("getinfo version");
	own_add_history("circuits --columns id");
	type_all(&ended);
	own_close();
	fuzz_world_end();
}

/* ---- history */

static void run_history(struct span input)
{
	struct error error = ERROR_INIT;
	struct history *history;
	const struct strv *lines;

	fuzz_world_begin(input);
	history = history_open("history", &error);
	lines = history_lines(history);
	for (size_t i = 0; i < lines->len; i++) {
		fuzz_assert(*lines->items[i]);
		check_line(span_of(lines->items[i]));
	}
	history_add(history, "getinfo version");
	history_add(history, "a\nb");
	fuzz_assert(lines->len && !strcmp(lines->items[lines->len - 1],
		"getinfo version"));
	history_clear(history, &error);
	history_free(history);
	error_clear(&error);
	fuzz_world_end();
}

/* ---- filters of relays */

static const char entry[] =
	"r moria1 lpXfw1/+uGEym58asExGOXAgzjE 2038-01-01 00:00:00 "
	"128.31.0.34 9101 0\n"
	"a [2001:db8::1]:9001\n"
	"s Exit Fast Guard Running Valid\n"
	"w Bandwidth=1000\n"
	"p accept 80,443\n";

static bool takes_no_rest(const char *word)
{
	(void)word;
	return false;
}

static void filter_relays(const struct strv *words)
{
	const struct command *command = command_find("relays", NULL);
	const struct args_source source = { 0 };
	struct error error = ERROR_INIT;
	struct consensus consensus = { 0 };
	struct relay_filter filter = { 0 };
	struct args args = { 0 };
	bool ok = args_bind(&args, command, words, &source, &error) &&
		relay_filter_read(&filter, &args, &error);

	fuzz_assert(ok == (error.kind == ERROR_NONE));
	consensus_parse(&consensus, strdup(entry));
	fuzz_assert(consensus.len == 1);
	if (ok && relay_filter_check(&filter, &consensus, NULL)) {
		relay_filter_matches(&filter, &consensus.relays[0]);
		relay_filter_matches_country(&filter, "de");
	}
	relay_filter_clear(&filter);
	consensus_clear(&consensus);
	args_clear(&args);
	error_clear(&error);
}

static void run_filter(struct span input)
{
	struct parse parse = { 0 };

	if (parse_line(&parse, input, takes_no_rest, NULL))
		filter_relays(&parse.words);
	parse_clear(&parse);
}

/* ---- events */

/* Returns whether it is one whole message, as the connection passes on. */
static bool is_message(struct span raw)
{
	struct reply reply = REPLY_INIT;
	struct buf bytes = BUF_INIT;
	bool is;

	buf_add_span(&bytes, raw);
	is = reply_parse(&reply, &bytes, NULL);
	reply_clear(&reply);
	buf_clear(&bytes);
	return is;
}

/* The first byte has the options. */
static void run_event_line(struct span input)
{
	uint8_t flags = fuzz_byte(&input);
	struct event_line line = {
		.time = flags & 2,
		.full = flags & 4,
	};
	struct queue_event event = { input, 1000000 };
	struct buf text = BUF_INIT;

	if (!is_message(input))
		return;
	event_line_add(&line, &text, &event);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		fuzz_assert((c >= ' ' && c != 0x7f) || c == '\n' || c == '\t');
	}
	fuzz_assert(!text.len || text.data[text.len - 1] == '\n');
	fuzz_assert(line.full || fuzz_count(buf_span(&text), '\n') <= 1);
	fuzz_assert(utf8_valid(buf_span(&text)));
	buf_clear(&text);
	event_line_clear(&line);
}

static void (*const parts[])(struct span input) = {
	run_keys,           /* a */
	run_complete,       /* b */
	run_complete_words, /* c */
	run_history,        /* d */
	run_filter,         /* e */
	run_event_line,     /* f */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = fuzz_input(data, size);
	size_t part = (size_t)(fuzz_byte(&input) - 'a');

	families_register();
	if (size > FUZZ_WORLD_INPUT)
		return 0;
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TERM", "xterm", 1);
	parts[part % (sizeof(parts) / sizeof(*parts))](input);
	return 0;
}
