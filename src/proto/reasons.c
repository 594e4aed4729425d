/* Texts that say why circuits, streams, connections and descriptors fail. */
#include "proto/reasons.h"

#include "util/span.h"
#include "util/text.h"

#include <stddef.h>

const struct meaning reasons_circuit[] = {
	{ "NONE", "no reason given" },
	{ "TORPROTOCOL", "protocol violation" },
	{ "INTERNAL", "internal error in Tor" },
	{ "REQUESTED", "closed on request" },
	{ "HIBERNATING", "the relay is hibernating" },
	{ "RESOURCELIMIT", "the relay is out of resources" },
	{ "CONNECTFAILED", "a relay was unreachable" },
	{ "OR_IDENTITY", "a relay's identity did not match" },
	{ "CHANNEL_CLOSED", "the connection to the relay was closed" },
	{ "OR_CONN_CLOSED", "the connection to the relay was closed" },
	{ "FINISHED", "no longer in use" },
	{ "TIMEOUT", "timed out" },
	{ "DESTROYED", "closed by the other end" },
	{ "NOPATH", "not enough relays to build a path" },
	{ "NOSUCHSERVICE", "no such onion service" },
	{ "MEASUREMENT_EXPIRED", "measurement circuit expired" },
	{ "IP_NOW_REDUNDANT", "introduction point no longer needed" },
	{ NULL, NULL },
};

const struct meaning reasons_stream[] = {
	{ "MISC", "no reason given" },
	{ "RESOLVEFAILED", "the name could not be resolved" },
	{ "CONNECTREFUSED", "connection refused by the destination" },
	{ "EXITPOLICY", "not allowed by the exit policy" },
	{ "DESTROY", "the circuit was closed" },
	{ "DONE", "closed normally" },
	{ "TIMEOUT", "timed out" },
	{ "NOROUTE", "no route to the destination" },
	{ "HIBERNATING", "the relay is hibernating" },
	{ "INTERNAL", "internal error in Tor" },
	{ "RESOURCELIMIT", "the relay is out of resources" },
	{ "CONNRESET", "connection reset by the destination" },
	{ "TORPROTOCOL", "protocol violation" },
	{ "NOTDIRECTORY", "the relay is not a directory" },
	{ "END", "closed by the other end" },
	{ "PRIVATE_ADDR", "private address" },
	{ "CANT_ATTACH", "no suitable circuit" },
	{ "NET_UNREACHABLE", "network unreachable" },
	{ "SOCKS_PROTOCOL", "SOCKS protocol error by the client" },
	{ "HTTP_PROTOCOL", "HTTP protocol error by the client" },
	{ NULL, NULL },
};

const struct meaning reasons_exit[] = {
	{ "MISC", "failed at the exit, no reason given" },
	{ "RESOLVEFAILED", "the exit could not resolve the name" },
	{ "CONNECTREFUSED", "connection refused by the destination" },
	{ "EXITPOLICY", "refused by the exit's policy" },
	{ "DESTROY", "circuit closed" },
	{ "DONE", "closed normally by the exit" },
	{ "TIMEOUT", "the exit timed out connecting" },
	{ "NOROUTE", "no route from the exit" },
	{ "HIBERNATING", "the exit is hibernating" },
	{ "INTERNAL", "internal error at the exit" },
	{ "RESOURCELIMIT", "the exit is out of resources" },
	{ "CONNRESET", "connection reset by the destination" },
	{ "TORPROTOCOL", "protocol violation" },
	{ "NOTDIRECTORY", "the relay is not a directory" },
	{ NULL, NULL },
};

const struct meaning reasons_orconn[] = {
	{ "DONE", "closed normally" },
	{ "CONNECTREFUSED", "the relay refused the connection" },
	{ "IDENTITY", "the relay's identity did not match" },
	{ "CONNECTRESET", "the connection was reset" },
	{ "TIMEOUT", "timed out" },
	{ "NOROUTE", "no route to the relay" },
	{ "IOERROR", "read or write error" },
	{ "RESOURCELIMIT", "out of resources" },
	{ "PT_MISSING", "pluggable transport not available" },
	{ "TLS_ERROR", "TLS error" },
	{ "MISC", "no reason given" },
	{ NULL, NULL },
};

const struct meaning reasons_descriptor[] = {
	{ "BAD_DESC", "the descriptor could not be read" },
	{ "QUERY_REJECTED", "the directory refused the request" },
	{ "UPLOAD_REJECTED", "the directory refused the descriptor" },
	{ "NOT_FOUND", "not found on the directory" },
	{ "QUERY_NO_HSDIR", "no more directories to ask" },
	{ "QUERY_RATE_LIMITED", "too many requests" },
	{ "UNEXPECTED", "unexpected answer from the directory" },
	{ NULL, NULL },
};

int reasons_number(const char *reason)
{
	unsigned long long number;

	if (span_number(span_of(reason), &number))
		return number <= 255 ? (int)number : -1;
	for (int i = 0; reasons_exit[i].name; i++)
		if (text_equal_nocase(reason, reasons_exit[i].name))
			return i + 1;
	return -1;
}
