/*
 * A whole run of torctl against a peer that says what the input says: any
 * command line ends with a documented status, writes nothing that could harm a
 * terminal, and JSON that is JSON.
 *
 * The input is a byte with options of the world, a command line as typed in a
 * shell, a line end, and the chunks of world.h.
 */
#include "fuzz/world.h"

#include "line/parse.h"
#include "util/text.h"
#include "util/utf8.h"

#include <jansson.h>

#define main torctl_main
#include "../../src/main.c"
#undef main

/* What runs cannot change. */
static void prepare_environment(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("NO_COLOR", "1", 1);
	setenv("HOME", "/nowhere", 1);
	setenv("TMPDIR", "/nowhere", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	unsetenv("TORCTL_SERVER");
	unsetenv("TOR_CONTROL_IPC_PATH");
	unsetenv("TOR_CONTROL_HOST");
	unsetenv("TOR_CONTROL_PORT");
	unsetenv("TOR_CONTROL_COOKIE_AUTH_FILE");
	/* Scripts read lines of stdin through stdio. */
	if (!freopen("/dev/null", "r", stdin))
		abort();
}

static void show(const char *what, struct span text)
{
	fprintf(stderr, "%s: %.*s\n", what, (int)text.len, text.at);
}

/* Returns the length of what goes back to draw lines again; 0: none. */
static size_t redraw_length(struct span text)
{
	size_t len = strlen("\r\x1b[");

	if (!span_starts(text, "\r\x1b["))
		return 0;
	while (len < text.len && text_is_digit(text.at[len]))
		len++;
	return span_starts(span_from(text, len), "A\x1b[J") ?
		len + strlen("A\x1b[J") : 0;
}

/* Output for people or files: a line at a time, without controls. */
static void check_text(struct span text, bool escapes)
{
	bool good = utf8_valid(text);

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c;

		i += redraw_length(span_from(text, i));
		c = i < text.len ? (unsigned char)text.at[i] : '\n';
		good = good && ((c >= ' ' && c != 0x7f) || c == '\n' ||
			c == '\t' || (escapes && c == 0x1b));
		/* C1 controls in UTF-8 */
		good = good && (c != 0xc2 || i + 1 == text.len ||
			(unsigned char)text.at[i + 1] >= 0xa0);
	}
	if (!good)
		show("not fit for a terminal", text);
	fuzz_assert(good);
}

static void check_json(struct span text)
{
	struct span line;

	fuzz_assert(!text.len || text.at[text.len - 1] == '\n');
	while (span_next_line(&text, &line)) {
		json_error_t error;
		json_t *value = json_loadb(line.at, line.len,
			JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL |
			JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);

		if (!value) {
			fprintf(stderr, "%s\n", error.text);
			show("not JSON", line);
		}
		fuzz_assert(value);
		json_decref(value);
	}
}

/* How the options say that the output looks. */
struct manner {
	bool json;    /* all of stdout and stderr is JSON */
	bool escapes; /* there are colours */
};

static void read_manner(int argc, char **argv, struct manner *manner)
{
	struct options options = { 0 };

	*manner = (struct manner){ 0 };
	optind = 0;
	if (options_parse(&options, argc, argv, NULL)) {
		manner->json = options.form == OUTPUT_JSON && !options.trace;
		manner->escapes = options.color == OPTIONS_ALWAYS;
	}
	options_clear(&options);
}

static void check(const struct manner *manner, int status)
{
	struct span out = buf_span(&fuzz_world.out);
	struct span err = buf_span(&fuzz_world.err);

	if (fuzz_world.raised)
		fuzz_assert(fuzz_world.raised == SIGPIPE);
	else if (fuzz_world.interrupted)
		fuzz_assert(status == error_exit_status(ERROR_INTERRUPTED));
	else
		fuzz_assert(status >= 0 && status <= 6);
	check_text(err, manner->escapes);
	if (fuzz_world.terminal)
		check_text(out, manner->escapes);
	if (manner->json && !fuzz_world.raised)
		check_json(err);
	/* A tunnel carries any bytes. */
	if (manner->json && !fuzz_world.raised && !fuzz_world.tunnelled)
		check_json(out);
}

static void run_and_check(struct strv *words, struct span input)
{
	char **argv = alloc_zeroed((words->len + 1) * sizeof(*argv));
	int argc = (int)words->len, status;
	struct manner manner;

	memcpy(argv, words->items, words->len * sizeof(*argv));
	read_manner(argc, argv, &manner);
	fuzz_world_begin(input);
	optind = 0;
	status = torctl_main(argc, argv);
	fuzz_world.on = false;
	check(&manner, status);
	fuzz_world_end();
	free(argv);
}

static bool takes_no_rest(const char *word)
{
	(void)word;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = fuzz_input(data, size), line;
	uint8_t flags = fuzz_byte(&input);
	/* Without the meaning of a "-" at the front of a line. */
	struct buf command = BUF_INIT;
	struct parse parse = { 0 };

	prepare_environment();
	fuzz_world.terminal = flags & 1;
	fuzz_world.hostile = flags & 2;
	fuzz_world.silent = flags & 4;
	fuzz_world.columns = flags & 8 ? 20 : 80;
	buf_add_string(&command, "torctl ");
	if (span_next_line(&input, &line))
		buf_add_span(&command, line);
	if (size <= FUZZ_WORLD_INPUT && parse_line(&parse,
		buf_span(&command), takes_no_rest, NULL))
		run_and_check(&parse.words, input);
	parse_clear(&parse);
	buf_clear(&command);
	return 0;
}
