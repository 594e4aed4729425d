/* The address of a control port, or of another of Tor's ports. */
#include "conn/address.h"

#include "conn/transport.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

bool address_is_path(const char *text)
{
	static const char *const starts[] = { "/", "./", "../", "~/" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (span_starts(span_of(text), starts[i]))
			return true;
	return false;
}

/* Returns the row for an address, and the text after its scheme. */
static const struct transport *find_transport(const char *text,
	struct span *rest)
{
	const struct transport *row = transports;

	*rest = span_of(text);
	while (row->connect && !(row->scheme &&
		span_starts(*rest, row->scheme)) &&
		!(row->fits && row->fits(text)))
		row++;
	if (!row->connect)
		return transports;
	if (!(row->fits && row->fits(text)))
		*rest = span_from(*rest, strlen(row->scheme));
	return row;
}

bool address_parse(const char *text, struct address *address,
	struct error *error)
{
	struct span rest;

	address_clear(address);
	address->transport = find_transport(text, &rest);
	if (address->transport->parse(rest, text, address, error))
		return true;
	address_clear(address);
	return false;
}

char *address_format(const struct address *address)
{
	return address->transport->format(address);
}

bool address_connect(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error)
{
	*link = (struct transport_link){ .fd = -1 };
	return address->transport->connect(address, deadline, cancel_fd, link,
		error);
}

bool address_is_local(const struct address *address)
{
	return address->transport->is_local(address);
}

void address_clear(struct address *address)
{
	free(address->path);
	free(address->host);
	free(address->user);
	free(address->there);
	*address = (struct address){ 0 };
}
