/* Completion of addresses of this Tor's onion services. */
#include "complete/values_onion.h"

#include "cmd/onion_host.h"
#include "cmd/session.h"
#include "complete/sources.h"

#include <stdlib.h>
#include <string.h>

static void add_list(struct candidates *to, enum sources_list list,
	const char *description)
{
	const struct pairs *pairs = sources_list(to->session->sources, list);

	for (size_t i = 0; pairs && i < pairs->len; i++)
		candidates_add(to, pairs->items[i].name, description,
			CANDIDATES_END);
}

/* Tor reports a service's directory; the address is in a file there. */
static void add_service(struct candidates *to, const char *directory)
{
	char *address = onion_host_address(to->session, directory);

	if (address)
		candidates_add(to, address, "in torrc", CANDIDATES_END);
	free(address);
}

static void add_services(struct candidates *to)
{
	struct pairs services = { 0 };

	if (!onion_host_is_local(to->session))
		return;
	sources_values(to->session->sources, "HiddenServiceDir", &services);
	for (size_t i = 0; i < services.len; i++)
		if (services.items[i].value)
			add_service(to, services.items[i].value);
	pairs_clear(&services);
}

static void add_commands_own(struct candidates *to)
{
	add_list(to, SOURCES_ONIONS_CURRENT, "this connection");
	add_list(to, SOURCES_ONIONS_DETACHED, "detached");
}

void values_onion_add(struct candidates *to)
{
	add_commands_own(to);
	add_services(to);
}

void values_onion_add_argument(struct candidates *to,
	const struct argument *argument)
{
	const char *name = to->cursor->command->name;

	(void)argument;
	add_commands_own(to);
	/* Services in torrc cannot be removed by command. */
	if (strcmp(name, "del-onion") != 0 && strcmp(name, "onion del") != 0)
		add_services(to);
}
