/* Why circuits, streams, connections and descriptors fail, in words. */
#include "proto/reasons.h"

#include "util/escape.h"

const struct reason reasons_circuit[] = {
	{ "NONE", "no reason was given" },
	{ "TORPROTOCOL", "the protocol was violated" },
	{ "INTERNAL", "an error inside Tor" },
	{ "REQUESTED", "somebody asked for it" },
	{ "HIBERNATING", "the relay is hibernating" },
	{ "RESOURCELIMIT", "the relay has no resources left" },
	{ "CONNECTFAILED", "a relay could not be reached" },
	{ "OR_IDENTITY", "a relay is not the one that it should be" },
	{ "CHANNEL_CLOSED", "the connection below it was closed" },
	{ "OR_CONN_CLOSED", "the connection below it was closed" },
	{ "FINISHED", "it was no longer used" },
	{ "TIMEOUT", "it took too long" },
	{ "DESTROYED", "the other end has closed it" },
	{ "NOPATH", "there are not enough relays to choose from" },
	{ "NOSUCHSERVICE", "there is no such onion service" },
	{ "MEASUREMENT_EXPIRED", "it was only there to be timed" },
	{ "IP_NOW_REDUNDANT", "enough introduction points are there" },
	{ NULL, NULL },
};

const struct reason reasons_stream[] = {
	{ "MISC", "no reason was given" },
	{ "RESOLVEFAILED", "the name could not be resolved" },
	{ "CONNECTREFUSED", "the server refused the connection" },
	{ "EXITPOLICY", "the exit does not allow it" },
	{ "DESTROY", "its circuit was closed" },
	{ "DONE", "it was closed as usual" },
	{ "TIMEOUT", "it took too long" },
	{ "NOROUTE", "there is no route to the server" },
	{ "HIBERNATING", "the relay is hibernating" },
	{ "INTERNAL", "an error inside Tor" },
	{ "RESOURCELIMIT", "the relay has no resources left" },
	{ "CONNRESET", "the server has reset the connection" },
	{ "TORPROTOCOL", "the protocol was violated" },
	{ "NOTDIRECTORY", "the relay is no directory" },
	{ "END", "the other end has closed it" },
	{ "PRIVATE_ADDR", "the address is a private one" },
	{ "CANT_ATTACH", "no circuit could take it" },
	{ "NET_UNREACHABLE", "the network cannot be reached" },
	{ "SOCKS_PROTOCOL", "the program does not speak SOCKS as it should" },
	{ "HTTP_PROTOCOL", "the program does not speak HTTP as it should" },
	{ NULL, NULL },
};

const struct reason reasons_orconn[] = {
	{ "DONE", "it was closed as usual" },
	{ "CONNECTREFUSED", "the relay refused the connection" },
	{ "IDENTITY", "the relay is not the one that it should be" },
	{ "CONNECTRESET", "the connection was reset" },
	{ "TIMEOUT", "it took too long" },
	{ "NOROUTE", "there is no route to the relay" },
	{ "IOERROR", "an error while reading or writing" },
	{ "RESOURCELIMIT", "no resources are left" },
	{ "PT_MISSING", "its pluggable transport is not there" },
	{ "TLS_ERROR", "an error in TLS" },
	{ "MISC", "no reason was given" },
	{ NULL, NULL },
};

const struct reason reasons_descriptor[] = {
	{ "BAD_DESC", "the descriptor could not be read" },
	{ "QUERY_REJECTED", "the directory refused the question" },
	{ "UPLOAD_REJECTED", "the directory refused the descriptor" },
	{ "NOT_FOUND", "the directory does not have it" },
	{ "QUERY_NO_HSDIR", "no directory is left to ask" },
	{ "QUERY_RATE_LIMITED", "it was asked for too often" },
	{ "UNEXPECTED", "the directory gave an unexpected answer" },
	{ NULL, NULL },
};

const char *reasons_find(const struct reason *reasons, struct span name)
{
	for (; reasons->name; reasons++)
		if (span_equal(name, reasons->name))
			return reasons->text;
	return NULL;
}

void reasons_add(struct buf *to, const struct reason *reasons,
	struct span name)
{
	const char *text = reasons_find(reasons, name);

	if (text)
		buf_print(to, "%s (", text);
	escape_add_terminal(to, name, ESCAPE_LINE);
	if (text)
		buf_add_char(to, ')');
}
