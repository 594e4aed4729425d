/* Tor's replies before authentication: PROTOCOLINFO and AUTHCHALLENGE. */
#include "proto/protocolinfo.h"

#include "proto/keyword.h"
#include "util/encode.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	enum protocolinfo_method method;
} methods[] = {
	{ "NULL", PROTOCOLINFO_NULL },
	{ "HASHEDPASSWORD", PROTOCOLINFO_HASHEDPASSWORD },
	{ "COOKIE", PROTOCOLINFO_COOKIE },
	{ "SAFECOOKIE", PROTOCOLINFO_SAFECOOKIE },
};

static void add_method(struct protocolinfo *info, struct span name)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++)
		if (span_equal_nocase(name, methods[i].name))
			info->methods |= methods[i].method;
}

static void read_methods(struct protocolinfo *info, struct span list)
{
	size_t start = 0;

	for (size_t i = 0; i <= list.len; i++) {
		if (i < list.len && list.at[i] != ',')
			continue;
		add_method(info, (struct span){ list.at + start, i - start });
		start = i + 1;
	}
}

/* Replaces `*to` with the unquoted value of a keyword. */
static void read_string(char **to, struct span text, const char *name)
{
	struct buf value = BUF_INIT;
	struct keyword word;

	if (!keyword_find(text, name, &word))
		return;
	keyword_add_value(&value, &word);
	free(*to);
	*to = buf_steal(&value);
}

bool protocolinfo_parse(const struct reply *reply, struct protocolinfo *info,
	struct error *error)
{
	bool ok = reply_ok(reply), found = false;
	struct keyword word;

	protocolinfo_clear(info);
	for (size_t i = 0; ok && i < reply->len; i++) {
		struct span rest = reply->lines[i].text, first;

		span_next_word(&rest, &first);
		if (span_equal_nocase(first, "PROTOCOLINFO"))
			found = true;
		if (span_equal_nocase(first, "AUTH")) {
			if (keyword_find(rest, "METHODS", &word))
				read_methods(info, word.value);
			read_string(&info->cookie_file, rest, "COOKIEFILE");
		}
		if (span_equal_nocase(first, "VERSION"))
			read_string(&info->tor_version, rest, "Tor");
	}
	if (found)
		return true;
	protocolinfo_clear(info);
	return error_set(error, ERROR_CONNECTION,
		"malformed reply to PROTOCOLINFO");
}

void protocolinfo_clear(struct protocolinfo *info)
{
	free(info->cookie_file);
	free(info->tor_version);
	*info = (struct protocolinfo){ 0 };
}

static bool read_hex(unsigned char *to, struct span text, const char *name)
{
	struct buf bytes = BUF_INIT;
	struct keyword word;
	bool ok;

	ok = keyword_find(text, name, &word) &&
		encode_from_hex(&bytes, word.value) &&
		bytes.len == AUTHCHALLENGE_SIZE;
	if (ok)
		memcpy(to, bytes.data, AUTHCHALLENGE_SIZE);
	buf_clear(&bytes);
	return ok;
}

bool authchallenge_parse(const struct reply *reply,
	struct authchallenge *challenge, struct error *error)
{
	struct span text = reply_text(reply);

	if (reply_ok(reply) && span_starts_nocase(text, "AUTHCHALLENGE ") &&
		read_hex(challenge->server_hash, text, "SERVERHASH") &&
		read_hex(challenge->server_nonce, text, "SERVERNONCE"))
		return true;
	return error_set(error, ERROR_AUTH,
		"malformed reply to AUTHCHALLENGE");
}
