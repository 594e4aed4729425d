/* The requests of the protocol that more than one place makes. */
#include "proto/verbs.h"

#include "util/text.h"

#include <stddef.h>

/* A verb with up to two words. */
static void build(struct request *request, const char *verb, const char *first,
	const char *second)
{
	request_init(request, verb);
	if (first)
		request_add_word(request, first);
	if (second)
		request_add_word(request, second);
}

static void add_keyword(struct request *request, const char *name,
	const char *value)
{
	if (value)
		request_add_keyword(request, name, value);
}

void verb_authenticate(struct request *request, struct span secret)
{
	request_init(request, "AUTHENTICATE");
	if (secret.len)
		request_add_hex(request, secret.at, secret.len);
}

void verb_signal(struct request *request, const char *name)
{
	build(request, "SIGNAL", name, NULL);
}

bool verb_ends_tor(const char *signal)
{
	static const char *const last[] = { "SHUTDOWN", "HALT", "INT", "TERM" };

	for (size_t i = 0; i < sizeof(last) / sizeof(*last); i++)
		if (text_equal_nocase(signal, last[i]))
			return true;
	return false;
}

void verb_take_ownership(struct request *request)
{
	request_init(request, "TAKEOWNERSHIP");
}

void verb_map_addresses(struct request *request, const struct strv *mappings)
{
	request_init(request, "MAPADDRESS");
	for (size_t i = 0; i < mappings->len; i++)
		request_add_word(request, mappings->items[i]);
}

void verb_extend_circuit(struct request *request, const char *circuit,
	const char *path, const char *purpose)
{
	build(request, "EXTENDCIRCUIT", circuit, path);
	add_keyword(request, "purpose", purpose);
}

void verb_set_circuit_purpose(struct request *request, const char *circuit,
	const char *purpose)
{
	build(request, "SETCIRCUITPURPOSE", circuit, NULL);
	request_add_keyword(request, "purpose", purpose);
}

void verb_attach_stream(struct request *request, const char *stream,
	const char *circuit, const char *hop)
{
	build(request, "ATTACHSTREAM", stream, circuit);
	add_keyword(request, "HOP", hop);
}

void verb_redirect_stream(struct request *request, const char *stream,
	const char *address, const char *port)
{
	build(request, "REDIRECTSTREAM", stream, address);
	if (port)
		request_add_word(request, port);
}

void verb_close_stream(struct request *request, const char *stream,
	const char *reason)
{
	build(request, "CLOSESTREAM", stream, reason ? reason : "1");
}

void verb_close_circuit(struct request *request, const char *circuit,
	bool if_unused)
{
	build(request, "CLOSECIRCUIT", circuit, if_unused ? "IfUnused" : NULL);
}

void verb_load_conf(struct request *request, struct span torrc)
{
	request_init(request, "+LOADCONF");
	request_add_torrc(request, torrc);
}

void verb_add_onion(struct request *request, const char *key,
	const struct pairs *keywords)
{
	build(request, "ADD_ONION", key, NULL);
	for (size_t i = 0; i < keywords->len; i++)
		request_add_keyword(request, keywords->items[i].name,
			keywords->items[i].value ? keywords->items[i].value :
			"");
}

void verb_remove_onion(struct request *request, const char *address)
{
	build(request, "DEL_ONION", address, NULL);
}

void verb_add_client_auth(struct request *request, const char *address,
	const char *key, const char *name, const char *flags)
{
	build(request, "ONION_CLIENT_AUTH_ADD", address, key);
	add_keyword(request, "ClientName", name);
	add_keyword(request, "Flags", flags);
}

void verb_remove_client_auth(struct request *request, const char *address)
{
	build(request, "ONION_CLIENT_AUTH_REMOVE", address, NULL);
}

void verb_view_client_auth(struct request *request, const char *address)
{
	build(request, "ONION_CLIENT_AUTH_VIEW", address, NULL);
}

void verb_post_onion_descriptor(struct request *request, const char *address,
	const struct strv *servers, struct span descriptor)
{
	request_init(request, "+HSPOST");
	request_add_keyword(request, "HSADDRESS", address);
	for (size_t i = 0; i < servers->len; i++)
		request_add_keyword(request, "SERVER", servers->items[i]);
	request_add_body(request, descriptor);
}
