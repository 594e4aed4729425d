/* The script of a fake tor as a text, one step per line. */
#include "lib/fake_script.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/encode.h"

#include <stdlib.h>
#include <string.h>

/*
 * expect LINE, expect-start LINE, take N, quiet, send BYTES, send-bytes BYTES, drain,
 * repeat N BYTES, flood BYTES, answer N BYTES, info BYTES, cookie-ok, cookie-wrong, wait
 * GATE, shut, deaf, close, reset, eof, ignore: see enum fake_kind.
 */
static const struct word {
	const char *name;
	enum fake_kind kind;
	bool number, text;
} words[] = {
	{ "expect", FAKE_EXPECT, false, true },
	{ "expect-start", FAKE_EXPECT_START, false, true },
	{ "take", FAKE_TAKE, true, false },
	{ "quiet", FAKE_QUIET, false, false },
	{ "send", FAKE_SEND, false, true },
	{ "send-bytes", FAKE_SEND_BYTES, false, true },
	{ "drain", FAKE_DRAIN, false, false },
	{ "repeat", FAKE_REPEAT, true, true },
	{ "flood", FAKE_FLOOD, false, true },
	{ "answer", FAKE_ANSWER, true, true },
	{ "info", FAKE_INFO, false, true },
	{ "cookie-ok", FAKE_COOKIE_OK, false, false },
	{ "cookie-wrong", FAKE_COOKIE_WRONG, false, false },
	{ "wait", FAKE_WAIT, true, false },
	{ "shut", FAKE_SHUT, false, false },
	{ "deaf", FAKE_DEAF, false, false },
	{ "close", FAKE_CLOSE, false, false },
	{ "reset", FAKE_RESET, false, false },
	{ "eof", FAKE_EOF, false, false },
	{ "ignore", FAKE_IGNORE, false, false },
};

/*
 * Shorthands for the usual beginnings. "protocolinfo AUTH" takes the AUTH
 * arguments, such as METHODS=NULL; "auth-null" is the whole exchange for NULL.
 */
static const char auth_null[] = "protocolinfo METHODS=NULL\n"
	"expect AUTHENTICATE\nsend 250 OK\\r\\n\n";
static const char info_before[] = "250-PROTOCOLINFO 1\r\n250-AUTH ";
static const char info_behind[] = "\r\n250-VERSION Tor=\"0.4.9.11\"\r\n"
	"250 OK\r\n";

static void add_step(struct fake_script *script, enum fake_kind kind,
	struct span text, unsigned long long number)
{
	char *copy = span_copy(text);

	if (script->count == script->size) {
		script->size = script->size ? script->size * 2 : 16;
		script->steps = alloc_resize(script->steps, script->size,
			sizeof(*script->steps));
	}
	script->steps[script->count++] = (struct fake_step){ kind, copy,
		text.len, number };
	strv_take(&script->texts, copy);
}

/* Decodes an escape after its backslash; returns its length. */
static size_t add_escape(struct buf *to, struct span text)
{
	static const char names[] = "rnt0\\";
	static const char bytes[] = "\r\n\t\0\\";
	const char *found = text.len ? memchr(names, text.at[0],
		sizeof(names) - 1) : NULL;

	if (found) {
		buf_add_char(to, bytes[found - names]);
		return 1;
	}
	if (text.len > 2 && text.at[0] == 'x' &&
		encode_from_hex(to, (struct span){ text.at + 1, 2 }))
		return 3;
	return 0;
}

static bool add_bytes(struct buf *to, struct span text, struct error *error)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t len;

		if (text.at[i] != '\\') {
			buf_add_char(to, text.at[i]);
			continue;
		}
		len = add_escape(to, span_from(text, i + 1));
		if (!len)
			return error_set(error, ERROR_USAGE,
				"an escape that is none");
		i += len;
	}
	return true;
}

static void add_protocolinfo(struct fake_script *script, struct buf *bytes)
{
	struct buf reply = BUF_INIT;

	buf_add_string(&reply, info_before);
	buf_add_span(&reply, buf_span(bytes));
	buf_add_string(&reply, info_behind);
	add_step(script, FAKE_EXPECT, span_of("PROTOCOLINFO 1"), 0);
	add_step(script, FAKE_SEND, buf_span(&reply), 0);
	buf_clear(&reply);
}

static const struct word *find_word(struct span name)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (span_equal(name, words[i].name))
			return &words[i];
	return NULL;
}

static bool parse_line(struct fake_script *script, struct span line,
	struct error *error)
{
	struct span name = { line.at, 0 }, rest, digits;
	unsigned long long number = 0;
	const struct word *word;
	struct buf bytes = BUF_INIT;
	bool ok;

	while (name.len < line.len && line.at[name.len] != ' ')
		name.len++;
	rest = span_from(line, name.len + 1);
	if (span_equal(name, "auth-null"))
		return fake_script_parse(script, span_of(auth_null), error);
	word = find_word(name);
	if (word && word->number) {
		digits = (struct span){ rest.at, 0 };
		while (digits.len < rest.len && rest.at[digits.len] != ' ')
			digits.len++;
		rest = span_from(rest, digits.len + 1);
		if (!span_number(digits, &number) ||
			(word->kind == FAKE_WAIT && number > 31))
			return error_set(error, ERROR_USAGE,
				"%s needs a number", word->name);
	}
	ok = add_bytes(&bytes, rest, error);
	if (ok && span_equal(name, "protocolinfo"))
		add_protocolinfo(script, &bytes);
	else if (ok && word && (word->text || !bytes.len))
		add_step(script, word->kind, buf_span(&bytes), number);
	else if (ok)
		ok = error_set(error, ERROR_USAGE, "not a step: %.*s",
			(int)line.len, line.at);
	buf_clear(&bytes);
	return ok;
}

bool fake_script_parse(struct fake_script *script, struct span text,
	struct error *error)
{
	struct span line;

	for (size_t number = 1; span_next_line(&text, &line); number++) {
		if (!line.len || line.at[0] == '#')
			continue;
		if (!parse_line(script, line, error)) {
			error_prefix(error, "line %zu", number);
			return false;
		}
	}
	return true;
}

void fake_script_clear(struct fake_script *script)
{
	free(script->steps);
	strv_clear(&script->texts);
	*script = (struct fake_script){ 0 };
}
