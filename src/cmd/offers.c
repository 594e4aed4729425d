/* Words that an argument may be, with what they mean, for Tab. */
#include "cmd/offers.h"

#include <string.h>

struct offer {
	const char *argument; /* its name */
	const char *word, *text;
};

/* The table ends with an empty row. */
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
	{ "LEVEL", "debug", "everything: a flood" },
	{ "LEVEL", "info", "what Tor does in detail, and worse: many" },
	{ "LEVEL", "notice", "what an operator wants to know, and worse" },
	{ "LEVEL", "warn", "what is wrong, and worse" },
	{ "LEVEL", "err", "why Tor is about to end" },
	{ "LEVEL", "off", "none any more (at the prompt)" })

OFFERS(offers_connect,
	{ "ADDRESS", "9051", "where Tor usually listens on this host" },
	{ "ADDRESS", "9151", "the Tor of Tor Browser" },
	{ "ADDRESS", "unix:", "the path of a socket" })

OFFERS(offers_extendcircuit,
	{ "CIRCUIT", "0", "a new circuit" })

OFFERS(offers_attachstream,
	{ "CIRCUIT", "0", "Tor chooses" })

OFFERS(offers_setrouterpurpose,
	{ "PURPOSE", "bridge", NULL },
	{ "PURPOSE", "controller", NULL },
	{ "PURPOSE", "general", NULL })

OFFERS(offers_add_onion,
	{ "KEY", "NEW:BEST", "a new key of the best kind" },
	{ "KEY", "NEW:ED25519-V3", "a new key" },
	{ "KEY", "ED25519-V3:", "a private key in base64; better @FILE" },
	{ "Port", "22", "SSH" },
	{ "Port", "80", "the web" },
	{ "Port", "443", "the web with TLS" },
	{ "Port", ",127.0.0.1:", "a port of Tor's host" },
	{ "Port", ",unix:", "the path of a socket on Tor's host" },
	{ "Flags", "Detach", "it outlives this connection" },
	{ "Flags", "DiscardPK", "Tor does not tell the private key" },
	{ "Flags", "MaxStreamsCloseCircuit",
		"a circuit with too many streams is closed" },
	{ "Flags", "NonAnonymous", "a single onion service" },
	{ "Flags", "V3Auth", "only for the clients of ClientAuthV3" })

OFFERS(offers_client_auth,
	{ "KEY", "x25519:", "a private key in base64; better @FILE" },
	{ "Flags", "Permanent", "it is kept in ClientOnionAuthDir" })
