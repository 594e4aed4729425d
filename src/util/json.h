/* A writer of JSON (RFC 8259): text straight into a buffer, in one pass. */
#ifndef UTIL_JSON_H
#define UTIL_JSON_H

#include "util/buf.h"
#include "util/span.h"
#include "util/word.h"

#include <stdbool.h>
#include <string.h>

/*
 * Set `to`, and `ascii` for a terminal; the rest is zero. Values are written in
 * order: in an object, each follows its name. The writer adds commas; opening
 * and closing in pairs is the caller's task. Nothing to release.
 */
struct json {
	struct buf *to;
	bool ascii; /* everything except printable ASCII becomes \uXXXX */
	bool comma; /* a value precedes */
	/*
	 * If set, called after each object, raw value and piece of a long string,
	 * so that the caller can write out the buffer and empty it.
	 */
	void (*drain)(void *arg);
	void *arg;
};

void json_open_object(struct json *json);
void json_close_object(struct json *json);
void json_open_array(struct json *json);
void json_close_array(struct json *json);

/*
 * Returns where to write a value of at most `len` bytes, after a comma if one
 * is due. json_end_value() says where the value ends.
 */
static inline char *json_begin_value(struct json *json, size_t len)
{
	char *at = buf_reserve(json->to, len + 1);

	if (json->comma)
		*at++ = ',';
	return at;
}

static inline void json_end_value(struct json *json, char *end)
{
	*end = '\0';
	json->to->len = (size_t)(end - json->to->data);
	json->comma = true;
}

/*
 * Begins a member whose name needs no escaping. Inline, because the name is
 * usually a literal and then costs one copy.
 */
static inline void json_add_name(struct json *json, const char *name)
{
	size_t len = strlen(name);
	char *at = json_begin_value(json, len + 3);

	*at++ = '"';
	memcpy(at, name, len);
	memcpy(at + len, "\":", 2);
	json_end_value(json, at + len + 2);
	json->comma = false;
}

/*
 * Does the same for a name in an array of `size` bytes, a multiple of eight.
 * All of it is copied; bytes after the NUL are ignored.
 */
static inline void json_add_name_array(struct json *json, const char *name,
	size_t size)
{
	char *at = json_begin_value(json, size + 3);
	size_t len = 0;
	uint64_t end;

	while (!(end = word_equal(word_load(name + len), '\0')))
		len += 8;
	len += word_first(end);
	*at++ = '"';
	memcpy(at, name, size);
	memcpy(at + len, "\":", 2);
	json_end_value(json, at + len + 2);
	json->comma = false;
}

/* Adds a string that needs no escaping. */
static inline void json_add_plain(struct json *json, struct span text)
{
	char *at = json_begin_value(json, text.len + 2);

	*at++ = '"';
	memcpy(at, text.at, text.len);
	at += text.len;
	*at++ = '"';
	json_end_value(json, at);
}

/*
 * Begins a member whose name may hold any bytes. NUL becomes U+FFFD, because
 * some parsers end a name there.
 */
void json_add_key(struct json *json, struct span name);

/*
 * Adds a string of any bytes. Each byte that is not valid UTF-8 becomes U+FFFD.
 * DEL and C1 controls are escaped although JSON allows them, since a file may
 * be shown on a terminal later.
 */
void json_add_string(struct json *json, struct span text);

/*
 * Adds a string part by part. A character must not be split between two parts.
 */
void json_open_string(struct json *json);
void json_add_part(struct json *json, struct span text);
/* Adds a short line as a part, and LF. */
void json_add_line(struct json *json, struct span line);
void json_close_string(struct json *json);

/* Adds a member that is a string. */
static inline void json_add_member(struct json *json, const char *name,
	struct span text)
{
	json_add_name(json, name);
	json_add_string(json, text);
}

/*
 * Returns whether `text`, unchanged, is a JSON number without an exponent: a
 * signed 64-bit integer, as parsers support, or with `fraction` also a number
 * with a decimal point.
 */
bool json_text_is_number(struct span text, bool fraction);

/* Adds a number as text, or a string if it is not a number. */
void json_add_number(struct json *json, struct span text, bool fraction);
void json_add_integer(struct json *json, long long number);
void json_add_unsigned(struct json *json, unsigned long long number);

void json_add_bool(struct json *json, bool value);
void json_add_null(struct json *json);

/* Adds a value that is JSON already. */
void json_add_raw(struct json *json, struct span value);

#endif
