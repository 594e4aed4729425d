/* Argument values with descriptions, for completion. */
#include "complete/offers.h"

#include <string.h>

struct offer {
	const char *argument; /* its name */
	const char *word, *text;
};

/* Offers the rows of a table that ends with an empty row. */
static void offer(const struct offer *row, const struct argument *argument,
	command_add *add, void *arg)
{
	for (; row->word; row++)
		if (!strcmp(row->argument, argument->name))
			add(arg, row->word, row->text);
}

#define OFFERS(name, ...) \
	void name(const struct argument *argument, const struct strv *words, \
		command_add *add, void *arg) \
	{ \
		static const struct offer table[] = { __VA_ARGS__, { 0 } }; \
		\
		(void)words; \
		offer(table, argument, add, arg); \
	}

OFFERS(offers_log,
	{ "LEVEL", "debug", "debug messages and higher (very many)" },
	{ "LEVEL", "info", "informational messages and higher (many)" },
	{ "LEVEL", "notice", "notices and higher" },
	{ "LEVEL", "warn", "warnings and errors" },
	{ "LEVEL", "err", "fatal errors only" },
	{ "LEVEL", "off", "none (prompt only)" })

OFFERS(offers_connect,
	{ "ADDRESS", "9051", "Tor's usual control port" },
	{ "ADDRESS", "9151", "Tor Browser" })

OFFERS(offers_extendcircuit,
	{ "CIRCUIT", "0", "a new circuit" })

OFFERS(offers_attachstream,
	{ "CIRCUIT", "0", "let Tor choose" })

OFFERS(offers_setrouterpurpose,
	{ "PURPOSE", "bridge", NULL },
	{ "PURPOSE", "controller", NULL },
	{ "PURPOSE", "general", NULL })

OFFERS(offers_add_onion,
	{ "KEY", "NEW:BEST", "a new key of the recommended type" },
	{ "KEY", "NEW:ED25519-V3", "a new key" },
	{ "KEY", "ED25519-V3:", "a private key in base64 (prefer @FILE)" },
	{ "Port", "22", "SSH" },
	{ "Port", "80", "HTTP" },
	{ "Port", "443", "HTTPS" },
	{ "Port", ",127.0.0.1:", "a port on Tor's host" },
	{ "Port", ",unix:", "a socket path on Tor's host" },
	{ "Flags", "Detach", "keep the service when the connection closes" },
	{ "Flags", "DiscardPK", "do not return the private key" },
	{ "Flags", "MaxStreamsCloseCircuit",
		"close circuits that exceed MaxStreams" },
	{ "Flags", "NonAnonymous", "a single onion service" },
	{ "Flags", "V3Auth", "restrict access to ClientAuthV3 clients" })

OFFERS(offers_client_auth,
	{ "KEY", "x25519:", "a private key in base64 (prefer @FILE)" },
	{ "Flags", "Permanent", "store the key in ClientOnionAuthDir" })
