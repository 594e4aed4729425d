/* Removal of secrets from protocol lines that are to be shown. */
#include "proto/redact.h"

#include "proto/quoted.h"
#include "util/text.h"

#include <stdint.h>
#include <string.h>

static const char mark[] = "<redacted>";

/* Prefixes of private key blobs. */
static const char *const key_types[] = {
	"ED25519-V3:", "RSA1024:", "x25519:"
};

/*
 * Options and keywords whose values are secret. Tor also accepts abbreviated
 * options: the first `least` letters are the shortest unique prefix.
 */
static const struct {
	const char *name;
	size_t least;
} secret_names[] = {
	{ "HashedControlPassword", sizeof("Has") - 1 },
	{ "__HashedControlSessionPassword", sizeof("__Has") - 1 },
	{ "HTTPProxyAuthenticator", sizeof("HTTPProxyA") - 1 },
	{ "HTTPSProxyAuthenticator", sizeof("HTTPSProxyA") - 1 },
	{ "Socks5ProxyPassword", sizeof("Socks5ProxyP") - 1 },
	{ "BridgePassword", sizeof("BridgeP") - 1 },
	{ "SOCKS_PASSWORD", sizeof("SOCKS_PASSWORD") - 1 },
	{ "SOCKS_USERNAME", sizeof("SOCKS_USERNAME") - 1 },
	{ "ControlPassword", sizeof("ControlPassword") - 1 },
	{ "PrivateKey", sizeof("PrivateKey") - 1 },
};

static bool is_word(char c)
{
	return text_is_alnum(c) || c == '_';
}

static size_t key_type(struct span text)
{
	for (size_t i = 0; i < sizeof(key_types) / sizeof(*key_types); i++)
		if (span_starts_nocase(text, key_types[i]))
			return strlen(key_types[i]);
	return 0;
}

static bool is_abbreviation(struct span word, const char *name)
{
	for (size_t i = 0; i < word.len; i++)
		if (text_lower(word.at[i]) != text_lower(name[i]))
			return false;
	return true;
}

/* Returns the length of the secret name at the front, or 0. */
static size_t secret_name(struct span text)
{
	size_t count = sizeof(secret_names) / sizeof(*secret_names);
	struct span word = { text.at, 0 };

	while (word.len < text.len && is_word(text.at[word.len]))
		word.len++;
	for (size_t i = 0; i < count; i++)
		if (word.len >= secret_names[i].least &&
			is_abbreviation(word, secret_names[i].name))
			return word.len;
	return 0;
}

/* Returns how far a value reaches: to the next blank outside quotes. */
static size_t value_length(struct span text)
{
	size_t len = quoted_length(text);

	/* An unclosed quote hides everything after it. */
	if (!len && text.len && text.at[0] == '"')
		return text.len;
	while (len < text.len && !text_is_blank(text.at[len]))
		len++;
	return len;
}

/*
 * Returns where the text of a line begins: after a reply's status, or after the
 * blanks and "+" that may precede an option in a configuration.
 */
static size_t front(struct span line)
{
	size_t at = 0;

	if (line.len > 3 && text_is_digit(line.at[0]) &&
		text_is_digit(line.at[1]) && text_is_digit(line.at[2]) &&
		strchr(" -+", line.at[3]) && line.at[3])
		return 4;
	while (at < line.len && text_is_blank(line.at[at]))
		at++;
	return at < line.len && line.at[at] == '+' ? at + 1 : at;
}

/*
 * Returns the length of the text before a secret at the front of `text` and
 * sets `*value_len` to the length of the secret; returns 0 if there is none. At
 * the front of a line ("250-Key=raw value", "Key value") a value reaches to the
 * end of the line.
 */
static size_t find_secret(struct span text, bool at_front, size_t *value_len)
{
	size_t len = key_type(text);

	if (len) {
		*value_len = value_length(span_from(text, len));
		return *value_len ? len : 0;
	}
	len = secret_name(text);
	if (!len || len == text.len)
		return 0;
	if (text.at[len] == '=')
		len++;
	else if (!at_front || !text_is_blank(text.at[len]))
		return 0;
	while (at_front && len < text.len && text_is_blank(text.at[len]))
		len++;
	text = span_from(text, len);
	*value_len = at_front ? text.len : value_length(text);
	return *value_len ? len : 0;
}

/* Returns whether a control character, escaped as \xNN, ends at `at`. */
static bool follows_escape(struct span line, size_t at)
{
	return at >= 4 && line.at[at - 4] == '\\' && line.at[at - 3] == 'x';
}

void redact_add(struct buf *to, struct span line)
{
	static const char verb[] = "AUTHENTICATE";
	size_t shown = 0, start = front(line);
	bool word_start = true;

	if (span_starts_nocase(line, verb) && line.len > sizeof(verb) &&
		text_is_blank(line.at[sizeof(verb) - 1])) {
		buf_add(to, line.at, sizeof(verb));
		buf_add_string(to, mark);
		return;
	}
	for (size_t i = 0; i < line.len; i++) {
		size_t value = 0, name = 0;
		bool again = follows_escape(line, i);

		if (word_start || again)
			name = find_secret(span_from(line, i),
				i == start || again, &value);
		if (name) {
			buf_add(to, line.at + shown, i + name - shown);
			buf_add_string(to, mark);
			i += name + value - 1;
			shown = i + 1;
		}
		word_start = !is_word(line.at[i]);
	}
	buf_add_span(to, span_from(line, shown));
}

bool redact_is_name(struct span word)
{
	size_t len;

	/* It may follow a sign. */
	for (size_t i = 0; i < word.len; i++)
		if ((!i || !is_word(word.at[i - 1])) &&
			(len = secret_name(span_from(word, i))) != 0 &&
			i + len == word.len)
			return true;
	return false;
}

bool redact_add_next(struct buf *to, struct span line, bool hidden)
{
	size_t start = to->len, blanks = front(line);
	bool goes_on = line.len && line.at[line.len - 1] == '\\';

	if (!hidden || span_equal(line, ".")) {
		redact_add(to, line);
		return goes_on && (to->len - start != line.len ||
			memcmp(to->data + start, line.at, line.len) != 0);
	}
	buf_add_string(to, mark);
	/* A comment between the lines of a value does not end it. */
	return goes_on || (blanks < line.len && line.at[blanks] == '#');
}

/* ---- logins */

static const char *const logins[] = { "SOCKS_USERNAME=", "SOCKS_PASSWORD=" };

/*
 * Searches from `at` on; returns where the next value begins, or SIZE_MAX. Every
 * event passes through here, so look for K, which is rarer in them than S.
 */
static size_t find_login(struct span text, size_t at)
{
	enum { BEFORE_K = sizeof("SOC") - 1 };

	for (at += BEFORE_K; at < text.len; at++) {
		const char *found = memchr(text.at + at, 'K', text.len - at);
		struct span rest;

		if (!found)
			break;
		at = (size_t)(found - text.at);
		rest = span_from(text, at - BEFORE_K);
		for (size_t i = 0; i < sizeof(logins) / sizeof(*logins); i++)
			if (span_starts(rest, logins[i]))
				return at - BEFORE_K + strlen(logins[i]);
	}
	return SIZE_MAX;
}

/*
 * A name may also stand within a value. What follows it is hidden as well, since
 * a value that strangers chose must not decide where the next one begins.
 */
static void add_line_without_logins(struct buf *to, struct span line)
{
	size_t shown = 0, at = 0;

	while ((at = find_login(line, at)) != SIZE_MAX) {
		size_t end = at + value_length(span_from(line, at));

		if (at > shown && end > at) {
			buf_add(to, line.at + shown, at - shown);
			buf_add_string(to, mark);
		}
		if (end > shown)
			shown = end;
	}
	buf_add_span(to, span_from(line, shown));
}

bool redact_add_logins(struct buf *to, struct span lines)
{
	struct span line;

	if (find_login(lines, 0) == SIZE_MAX)
		return false;
	while (span_next_line(&lines, &line)) {
		const char *end = line.at + line.len;

		add_line_without_logins(to, line);
		buf_add(to, end, (size_t)(lines.at - end));
	}
	return true;
}
