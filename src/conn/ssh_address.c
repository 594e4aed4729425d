/* Addresses that begin with ssh://. */
#include "conn/ssh_address.h"

#include "conn/instances.h"
#include "conn/transport.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/encode.h"
#include "util/files.h"
#include "util/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SSH_CONFIG_MAX = 1024 * 1024 };

/* Returns the text with %XX decoded; NULL if that gives a NUL. */
static char *ssh_decode(struct span part)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < part.len; i++)
		if (part.at[i] == '%' && part.len - i > 2 && encode_from_hex(
			&text, (struct span){ part.at + i + 1, 2 }))
			i += 2;
		else
			buf_add_char(&text, part.at[i]);
	if (memchr(buf_text(&text), '\0', text.len))
		buf_clear(&text);
	return buf_steal(&text);
}

bool ssh_address_is_plain(const char *text, const char *more)
{
	if (!text_is_alnum(*text) && *text != '_')
		return false;
	while (text_is_alnum(*text) || *text == '_' ||
		(*text && strchr(more, *text)))
		text++;
	return !*text;
}

static bool ssh_is_v6(const char *text)
{
	size_t len = strspn(text, "0123456789abcdefABCDEF:.");

	return memchr(text, ':', len) && (!text[len] ||
		(text[len] == '%' && ssh_address_is_plain(text + len + 1, ".-")));
}

/* Each of these returns the error in its part, or NULL. */

static const char *ssh_read_login(struct span *rest, struct address *address)
{
	size_t len = rest->len;

	while (len && rest->at[len - 1] != '@')
		len--;
	if (!len)
		return NULL;
	address->user = ssh_decode((struct span){ rest->at, len - 1 });
	*rest = span_from(*rest, len);
	return ssh_address_is_plain(address->user, ".+@-") ? NULL :
		"a user name has letters, digits and . _ + @ -";
}

static const char *ssh_read_host(struct span rest, struct address *address)
{
	bool v6 = rest.len && *rest.at == '[';
	const char *end = rest.len ? memchr(rest.at, v6 ? ']' : ':',
		rest.len) : NULL;
	struct span host = { rest.at, end ? (size_t)(end - rest.at) :
		rest.len }, port = span_from(rest, host.len);
	unsigned long long number;

	if (v6 && end) {
		host = span_from(host, 1);
		port = span_from(port, 1);
	}
	address->host = ssh_decode(host);
	if (!*address->host)
		return "missing host";
	if (v6 ? !end || !ssh_is_v6(address->host) :
		!ssh_address_is_plain(address->host, ".-"))
		return "a host has letters, digits and . _ -, or is an IPv6 "
			"address in brackets";
	if (!port.len)
		return NULL;
	if (*port.at != ':' || !span_number(span_from(port, 1), &number) ||
		!number || number > UINT16_MAX)
		return "the port must be from 1 to 65535";
	address->port = (unsigned)number;
	return NULL;
}

/* `rest` begins with the slash. */
static const char *ssh_read_there(struct span rest, struct address *address)
{
	static const char mark[] = "_/.@:+,=-[]";
	struct span after = span_from(rest, 1);
	bool path = after.len && *after.at != '#' && (memchr(after.at, '/',
		after.len) || !(memchr(after.at, ':', after.len) ||
		span_number(after, &(unsigned long long){ 0 })));
	struct address there = { 0 };
	char *text;
	bool ok;

	if (!after.len)
		return NULL;
	text = ssh_decode(path ? rest : after);
	if (*text == '#') {
		address->there = text;
		return instances_is_name(text + 1) ? NULL : "the name of an "
			"instance has letters, digits and . _ -, and not only "
			"digits";
	}
	ok = *text != '-' && address_parse(text, &there, NULL) &&
		there.transport->listens;
	for (const char *at = text; *at; at++)
		ok = ok && (text_is_alnum(*at) || strchr(mark, *at));
	if (ok)
		address->there = address_format(&there);
	address_clear(&there);
	free(text);
	return ok ? NULL : "the host may be followed by /SOCKET, /HOST:PORT "
		"or /#NAME, without special characters";
}

bool ssh_address_parse(struct span rest, const char *text, struct address *address,
	struct error *error)
{
	const char *slash = rest.len ? memchr(rest.at, '/', rest.len) : NULL;
	struct span login = { rest.at, slash ? (size_t)(slash - rest.at) :
		rest.len };
	const char *why;

	rest = span_from(rest, login.len);
	why = ssh_read_login(&login, address);
	if (!why)
		why = ssh_read_host(login, address);
	if (!why)
		why = ssh_read_there(rest, address);
	return !why || error_set(error, ERROR_USAGE, "\"%s\" is not a valid "
		"address: %s", text, why);
}

/* Only the zone of an IPv6 address contains a byte that must be escaped. */
static void ssh_add_host(struct buf *text, const char *host)
{
	size_t len = strcspn(host, "%");

	buf_print(text, strchr(host, ':') ? "[%.*s%s%s]" : "%.*s%s%s",
		(int)len, host, host[len] ? "%25" : "",
		host[len] ? host + len + 1 : "");
}

char *ssh_address_format(const struct address *address)
{
	const char *there = address->there;
	struct buf text = BUF_INIT;

	buf_add_string(&text, "ssh://");
	if (address->user)
		buf_print(&text, "%s@", address->user);
	ssh_add_host(&text, address->host);
	if (address->port)
		buf_print(&text, ":%u", address->port);
	if (there)
		buf_print(&text, "%s%s", *there == '/' ? "" : "/", there);
	return buf_steal(&text);
}

/* Skips patterns. */
static void ssh_add_names(struct span names, struct strv *addresses)
{
	struct span word;

	while (span_next_word(&names, &word)) {
		char *name = span_copy(word);

		if (ssh_address_is_plain(name, ".-"))
			strv_take(addresses, alloc_print("ssh://%s", name));
		free(name);
	}
}

void ssh_address_complete(struct strv *addresses)
{
	char *path = files_expand_home("~/.ssh/config");
	struct buf text = BUF_INIT;
	struct span rest, line, word;

	files_read(path, SSH_CONFIG_MAX, &text, NULL);
	rest = buf_span(&text);
	while (span_next_line(&rest, &line))
		if (span_next_word(&line, &word) &&
			span_equal_nocase(word, "Host"))
			ssh_add_names(line, addresses);
	buf_clear(&text);
	free(path);
}
