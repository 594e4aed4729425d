/* The SOCKS ports of a running Tor. */
#include "tor/socks_port.h"

#include "conn/transport.h"
#include "proto/quoted.h"
#include "tor/info.h"
#include "util/alloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void set_host(struct address *address, const char *host)
{
	char *copy = alloc_string(host);

	free(address->host);
	address->host = copy;
}

/*
 * Changes `listener` to an address that we can reach; returns false if only
 * that machine can.
 */
static bool reach(struct address *listener, const struct address *control)
{
	bool away = control->transport && !address_is_local(control);

	if (away && (address_is_local(listener) ||
		!control->transport->listens))
		return false;
	if (listener->path)
		return true;
	if (!strcmp(listener->host, "0.0.0.0"))
		set_host(listener, away ? control->host : "127.0.0.1");
	else if (!strcmp(listener->host, "::"))
		set_host(listener, away ? control->host : "::1");
	return true;
}

/* Adds one listener, quoted as by Tor. */
static bool add_listener(struct span quoted, const struct address *control,
	struct strv *addresses)
{
	struct buf text = BUF_INIT;
	struct address listener = { 0 };
	bool ok = quoted_decode(&text, quoted) &&
		strlen(buf_text(&text)) == text.len &&
		address_parse(buf_text(&text), &listener, NULL) &&
		listener.transport->listens;

	if (ok && reach(&listener, control))
		strv_take(addresses, address_format(&listener));
	address_clear(&listener);
	buf_clear(&text);
	return ok;
}

bool socks_port_list(struct span text, const char *control,
	struct strv *addresses)
{
	struct address here = { 0 };
	bool ok = true;

	if (control)
		address_parse(control, &here, NULL);
	while (ok && text.len) {
		size_t len = quoted_length(text);

		if (!len && (*text.at == ' ' || *text.at == '\n')) {
			text = span_from(text, 1);
			continue;
		}
		ok = len && add_listener((struct span){ text.at, len }, &here,
			addresses);
		text = span_from(text, len);
	}
	address_clear(&here);
	return ok;
}

int socks_port_connect_to(const char *text, int64_t deadline, int cancel_fd,
	struct error *error)
{
	struct address address = { 0 };
	struct transport_link link = { .fd = -1 };
	struct error failure = ERROR_INIT;
	char *place;

	if (!address_parse(text, &address, &failure))
		goto out;
	if (!address.transport->listens) {
		error_set(&failure, ERROR_USAGE, "\"%s\" is not the address of "
			"a SOCKS port", text);
		goto out;
	}
	if (address_connect(&address, deadline, cancel_fd, &link, &failure))
		goto out;
	/* The advice for control sockets does not apply to SOCKS sockets. */
	if (address.path && (failure.status == EACCES ||
		failure.status == EPERM))
		error_set(&failure, ERROR_CONNECTION,
			"%s; add "
			"\"GroupWritable\" to this SocksPort line in torrc to "
			"let the socket's group use it",
			strerror(failure.status));
	place = address_format(&address);
	error_prefix(&failure, "the SOCKS port %s", place);
	free(place);
out:
	if (link.fd < 0)
		error_move(error, &failure);
	address_clear(&address);
	return link.fd;
}

static void explain_none(const char *listeners, const char *control,
	struct error *error)
{
	if (!*listeners)
		error_set(error, ERROR_CONNECTION, "Tor has no open SOCKS "
			"port");
	else
		error_set(error, ERROR_CONNECTION, "Tor listens for SOCKS on "
			"%s, an address on another host (the control port is "
			"%s)", listeners,
			control);
	error_set_remedy(error, *listeners ? ERROR_REMEDY_SOCKS_ADDRESS :
		ERROR_REMEDY_OPEN_SOCKS);
}

int socks_port_connect(struct connection *connection, const char *control,
	int64_t deadline, int cancel_fd, struct error *error)
{
	struct strv addresses = STRV_INIT;
	struct error failure = ERROR_INIT;
	char *listeners = info_get_one(connection, "net/listeners/socks",
		&failure);
	int fd = -1;

	if (listeners && !socks_port_list(span_of(listeners), control,
		&addresses)) {
		error_set(&failure, ERROR_CONNECTION, "cannot parse Tor's "
			"list of SOCKS ports: %s", listeners);
		error_set_remedy(&failure, ERROR_REMEDY_SOCKS_ADDRESS);
	} else if (listeners && !addresses.len) {
		explain_none(listeners, control, &failure);
	}
	for (size_t i = 0; failure.kind == ERROR_NONE && fd < 0 &&
		i < addresses.len; i++) {
		struct error one = ERROR_INIT;

		fd = socks_port_connect_to(addresses.items[i], deadline,
			cancel_fd, &one);
		if (fd < 0 && i + 1 == addresses.len)
			error_move(&failure, &one);
		error_clear(&one);
	}
	if (fd < 0)
		error_move(error, &failure);
	error_clear(&failure);
	strv_clear(&addresses);
	free(listeners);
	return fd;
}
