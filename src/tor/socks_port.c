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
	bool forwards = control->transport && control->transport->forward;
	bool away = control->transport && !forwards &&
		!address_is_local(control);

	if (forwards && listener->path)
		return false;
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

/* Returns the listener's address, on the host of `control`. */
static char *format_listener(const struct address *listener,
	const struct address *control)
{
	struct address there = *control;
	char *text = address_format(listener), *whole;

	if (!control->transport || !control->transport->forward)
		return text;
	there.there = text;
	whole = address_format(&there);
	free(text);
	return whole;
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
		strv_take(addresses, format_listener(&listener, control));
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

bool socks_port_connect_to(const char *text, bool ask, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error)
{
	struct address address = { 0 };
	struct error failure = ERROR_INIT;
	bool ok = false;
	char *place;

	*link = (struct transport_link){ .fd = -1 };
	if (!address_parse(text, &address, &failure))
		goto out;
	address.ask = ask;
	if (address.transport->forward)
		ok = address.transport->forward(&address, deadline, cancel_fd,
			link, &failure);
	else if (address.transport->listens)
		ok = address_connect(&address, deadline, cancel_fd, link,
			&failure);
	else
		error_set(&failure, ERROR_USAGE, "\"%s\" is not the address of "
			"a SOCKS port", text);
	if (ok || failure.kind == ERROR_USAGE)
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
	if (!ok)
		error_move(error, &failure);
	address_clear(&address);
	return ok;
}

static void explain_none(const char *listeners, const char *control,
	struct error *error)
{
	bool sockets = !strncmp(control, "ssh://", strlen("ssh://"));

	if (!*listeners)
		error_set(error, ERROR_CONNECTION, "Tor has no open SOCKS "
			"port");
	else
		error_set(error, ERROR_CONNECTION, sockets ? "Tor listens for "
			"SOCKS only on %s, and ssh reaches only TCP ports (the "
			"control port is %s)" : "Tor listens for SOCKS on %s, an "
			"address on another host (the control port is %s)",
			listeners, control);
	error_set_remedy(error, *listeners ? ERROR_REMEDY_SOCKS_ADDRESS :
		ERROR_REMEDY_OPEN_SOCKS);
}

bool socks_port_connect(struct connection *connection, const char *control,
	bool ask, int64_t deadline, int cancel_fd, struct transport_link *link,
	struct error *error)
{
	struct strv addresses = STRV_INIT;
	struct error failure = ERROR_INIT;
	char *listeners = info_get_one(connection, "net/listeners/socks",
		&failure);
	bool ok = false;

	if (listeners && !socks_port_list(span_of(listeners), control,
		&addresses)) {
		error_set(&failure, ERROR_CONNECTION, "cannot parse Tor's "
			"list of SOCKS ports: %s", listeners);
		error_set_remedy(&failure, ERROR_REMEDY_SOCKS_ADDRESS);
	} else if (listeners && !addresses.len) {
		explain_none(listeners, control, &failure);
	}
	for (size_t i = 0; failure.kind == ERROR_NONE && !ok &&
		i < addresses.len; i++) {
		struct error one = ERROR_INIT;

		ok = socks_port_connect_to(addresses.items[i], ask, deadline,
			cancel_fd, link, &one);
		if (!ok && i + 1 == addresses.len)
			error_move(&failure, &one);
		error_clear(&one);
	}
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	strv_clear(&addresses);
	free(listeners);
	return ok;
}
