/* A writer of JSON (RFC 8259): text straight into a buffer, in one pass. */
#include "util/json.h"

#include "util/text.h"
#include "util/utf8.h"
#include "util/word.h"

#include <limits.h>

enum { PIECE = 32 * 1024, ESCAPE_LONGEST = sizeof("\\ud83e\\uddc5") - 1 };

/* ---- structure */

static void put_text(struct json *json, struct span text)
{
	char *at = json_begin_value(json, text.len);

	memcpy(at, text.at, text.len);
	json_end_value(json, at + text.len);
}

static void open_with(struct json *json, char c)
{
	char *at = json_begin_value(json, 1);

	*at++ = c;
	json_end_value(json, at);
	json->comma = false;
}

static void close_with(struct json *json, char c)
{
	buf_add_char(json->to, c);
	json->comma = true;
}

void json_open_object(struct json *json)
{
	open_with(json, '{');
}

void json_close_object(struct json *json)
{
	close_with(json, '}');
	if (json->drain)
		json->drain(json->arg);
}

void json_open_array(struct json *json)
{
	open_with(json, '[');
}

void json_close_array(struct json *json)
{
	close_with(json, ']');
}

/* ---- strings */

static bool is_special(char c)
{
	return (unsigned char)c < ' ' || (unsigned char)c >= 0x7f ||
		c == '"' || c == '\\';
}

/*
 * Shorter than with word_below() and word_equal(): bytes with the top bit, which
 * these exclude, are special too. Adding one finds DEL.
 */
static uint64_t find_special(uint64_t word)
{
	uint64_t quote = word ^ WORD_ONES * '"';
	uint64_t backslash = word ^ WORD_ONES * '\\';

	return (word | (word - WORD_ONES * ' ') | (quote - WORD_ONES) |
		(backslash - WORD_ONES) | (word + WORD_ONES)) & WORD_TOPS;
}

/*
 * Copies the bytes before the first special one and returns their number. More
 * may be copied, which the escaped text then covers.
 */
static inline size_t copy_plain(char *to, struct span text)
{
	size_t len = 0, last = text.len - 8;
	uint64_t special;

	for (; len + 8 <= text.len; len += 8) {
		special = find_special(word_load(text.at + len));
		memcpy(to + len, text.at + len, 8);
		if (special)
			return len + word_first(special);
	}
	if (len && len < text.len) {
		special = find_special(word_load(text.at + last));
		memcpy(to + last, text.at + last, 8);
		return special ? last + word_first(special) : text.len;
	}
	if (text.len - len >= 4 &&
		!find_special(word_load_short(text.at, text.len))) {
		memcpy(to, text.at, 4);
		memcpy(to + text.len - 4, text.at + text.len - 4, 4);
		return text.len;
	}
	for (; len < text.len && !is_special(text.at[len]); len++)
		to[len] = text.at[len];
	return len;
}

static char *put_unit(char *to, unsigned unit)
{
	static const char digits[] = "0123456789abcdef";

	*to++ = '\\';
	*to++ = 'u';
	for (int shift = 12; shift >= 0; shift -= 4)
		*to++ = digits[unit >> shift & 0xf];
	return to;
}

static char *put_code(char *to, uint32_t code)
{
	if (code < 0x10000)
		return put_unit(to, code);
	to = put_unit(to, 0xd800 + ((code - 0x10000) >> 10));
	return put_unit(to, 0xdc00 + ((code - 0x10000) & 0x3ff));
}

static char *put_ascii(char *to, char c)
{
	static const char letters[0x80] = {
		['"'] = '"', ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r',
		['\t'] = 't', ['\b'] = 'b', ['\f'] = 'f',
	};
	char letter = letters[(unsigned char)c];

	if (!letter)
		return put_code(to, (unsigned char)c);
	*to++ = '\\';
	*to++ = letter;
	return to;
}

/* Writes the first character, which is special, and takes it off `text`. */
static char *put_special(char *to, struct span *text, bool ascii)
{
	static const char replacement[] = "\xef\xbf\xbd";
	const char *at = text->at;
	uint32_t code;
	size_t len;

	if (!(*at & 0x80)) {
		*text = span_from(*text, 1);
		return put_ascii(to, *at);
	}
	len = utf8_decode(at, text->len, &code);
	*text = span_from(*text, len ? len : 1);
	if (!len) {
		at = replacement;
		len = sizeof(replacement) - 1;
		code = 0xfffd;
	}
	if (ascii || code < 0xa0)
		return put_code(to, code);
	memcpy(to, at, len);
	return to + len;
}

static void add_inside(struct json *json, struct span text)
{
	struct buf *to = json->to;

	while (text.len) {
		char *at = buf_reserve(to, text.len + ESCAPE_LONGEST);
		size_t len = copy_plain(at, text);

		at += len;
		text = span_from(text, len);
		if (text.len)
			at = put_special(at, &text, json->ascii);
		*at = '\0';
		to->len = (size_t)(at - to->data);
	}
}

/* Cuts a piece off `rest` that does not end inside a valid character. */
static struct span next_piece(struct span *rest)
{
	struct span piece = *rest;

	if (piece.len > PIECE) {
		size_t back = 0;

		while (back < 4 && (piece.at[PIECE - back] & 0xc0) == 0x80)
			back++;
		piece.len = PIECE - back % 4;
	}
	*rest = span_from(*rest, piece.len);
	return piece;
}

void json_open_string(struct json *json)
{
	open_with(json, '"');
}

void json_add_part(struct json *json, struct span text)
{
	while (text.len) {
		add_inside(json, next_piece(&text));
		if (json->drain)
			json->drain(json->arg);
	}
}

void json_add_line(struct json *json, struct span line)
{
	char *at = buf_reserve(json->to, line.len + 2);
	size_t len = copy_plain(at, line);

	json->to->len += len;
	if (len < line.len)
		json_add_part(json, span_from(line, len));
	buf_add(json->to, "\\n", 2);
	if (json->drain)
		json->drain(json->arg);
}

void json_close_string(struct json *json)
{
	close_with(json, '"');
}

void json_add_string(struct json *json, struct span text)
{
	struct buf *to = json->to;
	size_t len;
	char *at;

	if (json->drain && text.len > PIECE) {
		json_open_string(json);
		json_add_part(json, text);
		json_close_string(json);
		return;
	}
	at = json_begin_value(json, text.len + 2);
	*at++ = '"';
	len = copy_plain(at, text);
	at += len;
	if (len < text.len) {
		to->len = (size_t)(at - to->data);
		add_inside(json, span_from(text, len));
		at = buf_reserve(to, 1);
	}
	*at++ = '"';
	json_end_value(json, at);
}

void json_add_key(struct json *json, struct span name)
{
	struct buf clean = BUF_INIT;

	if (name.len && memchr(name.at, '\0', name.len)) {
		for (size_t i = 0; i < name.len; i++)
			if (name.at[i])
				buf_add_char(&clean, name.at[i]);
			else
				buf_add_string(&clean, "\xef\xbf\xbd");
		name = buf_span(&clean);
	}
	json_add_string(json, name);
	buf_add_char(json->to, ':');
	json->comma = false;
	buf_clear(&clean);
}

/* ---- other values */

bool json_text_is_number(struct span text, bool fraction)
{
	bool minus = text.len && text.at[0] == '-';
	struct span digits = span_from(text, minus), whole = digits;
	const char *point = fraction && digits.len ?
		memchr(digits.at, '.', digits.len) : NULL;
	unsigned long long number;

	if (point) {
		whole.len = (size_t)(point - digits.at);
		digits = span_from(digits, whole.len + 1);
		if (!digits.len)
			return false;
		for (size_t i = 0; i < digits.len; i++)
			if (!text_is_digit(digits.at[i]))
				return false;
	}
	if (whole.len > 1 && whole.at[0] == '0')
		return false;
	return span_number(whole, &number) &&
		number <= (unsigned long long)LLONG_MAX + minus;
}

void json_add_number(struct json *json, struct span text, bool fraction)
{
	if (json_text_is_number(text, fraction))
		put_text(json, text);
	else
		json_add_string(json, text);
}

void json_add_integer(struct json *json, long long number)
{
	put_text(json, (struct span){ "", 0 });
	buf_print(json->to, "%lld", number);
}

void json_add_unsigned(struct json *json, unsigned long long number)
{
	put_text(json, (struct span){ "", 0 });
	buf_print(json->to, "%llu", number);
}

void json_add_bool(struct json *json, bool value)
{
	put_text(json, span_of(value ? "true" : "false"));
}

void json_add_null(struct json *json)
{
	put_text(json, span_of("null"));
}

void json_add_raw(struct json *json, struct span value)
{
	put_text(json, value);
	if (json->drain)
		json->drain(json->arg);
}
