/* The address of a control port: a TCP address or a unix socket. */
#include "conn/address.h"

#include "util/alloc.h"
#include "util/span.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

static bool parse_path(struct span path, const char *text,
	struct address *address, struct error *error)
{
	if (path.len > 1 && path.at[0] == '"' && path.at[path.len - 1] == '"')
		path = (struct span){ path.at + 1, path.len - 2 };
	if (!path.len || path.at[0] != '/')
		return error_set(error, ERROR_USAGE,
			"\"%s\" is not a valid socket path: it must begin with "
				"/",
			text);
	if (path.len >= sizeof(((struct sockaddr_un *)0)->sun_path))
		return error_set(error, ERROR_USAGE,
			"\"%s\" is not a valid socket path: longer than "
				"%zu bytes", text,
			sizeof(((struct sockaddr_un *)0)->sun_path) - 1);
	address->path = span_copy(path);
	return true;
}

static bool parse_port(struct span digits, uint16_t *port)
{
	unsigned long long number;

	if (!span_number(digits, &number) || !number || number > 65535)
		return false;
	*port = (uint16_t)number;
	return true;
}

static bool parse_tcp(const char *text, struct address *address,
	struct error *error)
{
	const char *colon = strrchr(text, ':');
	struct span host = span_of("127.0.0.1");
	struct span port = span_of(colon ? colon + 1 : text);

	if (!colon && !text_consists_of(text, "0123456789"))
		return error_set(error, ERROR_USAGE,
			"\"%s\" is not a valid address: use PORT, "
				"HOST:PORT, [V6]:PORT or "
				"/path/to/socket", text);
	if (!parse_port(port, &address->port))
		return error_set(error, ERROR_USAGE,
			"\"%s\" is not a valid address: the port must be "
				"from 1 to 65535", text);
	if (colon)
		host = (struct span){ text, (size_t)(colon - text) };
	if (host.len > 2 && host.at[0] == '[' && host.at[host.len - 1] == ']')
		host = (struct span){ host.at + 1, host.len - 2 };
	else if (host.len && memchr(host.at, ':', host.len))
		return error_set(error, ERROR_USAGE,
			"\"%s\" is not a valid address: write IPv6 "
				"addresses as [V6]:PORT", text);
	if (!host.len || memchr(host.at, '[', host.len))
		return error_set(error, ERROR_USAGE,
			"\"%s\" is not a valid address: missing host", text);
	address->host = span_copy(host);
	return true;
}

bool address_parse(const char *text, struct address *address,
	struct error *error)
{
	address_clear(address);
	if (!strncmp(text, "unix:", 5))
		return parse_path(span_of(text + 5), text, address, error);
	if (*text == '/')
		return parse_path(span_of(text), text, address, error);
	return parse_tcp(text, address, error);
}

char *address_format(const struct address *address)
{
	if (address->path)
		return alloc_string(address->path);
	return alloc_print(strchr(address->host, ':') ? "[%s]:%u" : "%s:%u",
		address->host, (unsigned)address->port);
}

void address_clear(struct address *address)
{
	free(address->path);
	free(address->host);
	*address = (struct address){ 0 };
}
