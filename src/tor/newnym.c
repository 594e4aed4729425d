/* SIGNAL NEWNYM, and waiting until it takes effect. */
#include "tor/newnym.h"

#include "proto/event.h"
#include "proto/verbs.h"
#include "tor/conf.h"
#include "tor/info.h"
#include "util/clock.h"
#include "util/pairs.h"

#include <stdlib.h>
#include <string.h>

enum {
	NEWNYM_USELESS = 551,
	NEWNYM_UNKNOWN = 552,
	NEWNYM_MARGIN = 5000, /* ms added to the delay that Tor reports */
};

/* The ports that make Tor a client. */
static const struct {
	const char *listeners, *option;
	bool by_default;
} ports[] = {
	{ "net/listeners/socks", "SocksPort", true },
	{ "net/listeners/trans", "TransPort", false },
	{ "net/listeners/natd", "NATDPort", false },
	{ "net/listeners/dns", "DNSPort", false },
	{ "net/listeners/httptunnel", "HTTPTunnelPort", false },
};

enum { PORTS = sizeof(ports) / sizeof(*ports) };

/*
 * If Tor does not know the key, it has no such port; if a filter refuses the
 * question, it may have one. Other errors are failures.
 */
static bool may_go_on(struct error *failure, bool *any, struct error *error)
{
	if (failure->kind != ERROR_NONE && failure->kind != ERROR_TOR)
		return error_move(error, failure);
	*any = *any || (error_is_refusal(failure) &&
		failure->status != NEWNYM_UNKNOWN);
	error_clear(failure);
	return true;
}

static bool listens(struct connection *connection, size_t port, bool *any,
	struct error *error)
{
	struct error failure = ERROR_INIT;
	char *listeners = info_get_one(connection, ports[port].listeners,
		&failure);

	*any = *any || (listeners && *listeners);
	free(listeners);
	return may_go_on(&failure, any, error);
}

/* A configured port may not be listening at the moment. */
static bool is_configured(struct connection *connection, size_t port, bool *any,
	struct error *error)
{
	struct strv names = STRV_INIT;
	struct pairs options = { 0 };
	struct error failure = ERROR_INIT;

	strv_add(&names, ports[port].option);
	conf_get(connection, &names, &options, &failure);
	for (size_t i = 0; i < options.len; i++)
		*any = *any || (options.items[i].value ?
			strcmp(options.items[i].value, "0") != 0 :
			ports[port].by_default);
	strv_clear(&names);
	pairs_clear(&options);
	return may_go_on(&failure, any, error);
}

static bool is_client(struct connection *connection, bool *any,
	struct error *error)
{
	bool ok = true;

	*any = false;
	for (size_t i = 0; i < PORTS && ok && !*any; i++)
		ok = listens(connection, i, any, error);
	for (size_t i = 0; i < PORTS && ok && !*any; i++)
		ok = is_configured(connection, i, any, error);
	return ok;
}

static void note_delay(struct newnym *newnym, struct span message)
{
	static const char words[] = "Rate limiting NEWNYM request: delaying by ";
	struct span number;
	int64_t done;

	if (!span_starts(message, words))
		return;
	message = span_from(message, sizeof(words) - 1);
	if (!span_next_word(&message, &number) ||
		!span_number(number, &newnym->delay) ||
		newnym->delay > INT32_MAX / 1000)
		return;
	done = clock_deadline((int64_t)newnym->delay * 1000 + NEWNYM_MARGIN);
	if (newnym->patient && newnym->deadline < done)
		newnym->deadline = done;
	if (newnym->delayed)
		newnym->delayed(newnym->arg, newnym->delay);
}

static bool look(void *arg, const struct queue_event *event)
{
	struct span name = event_name(event->raw), word;
	struct span rest = event_arguments(event->raw);

	if (span_equal(name, "NOTICE"))
		note_delay(arg, rest);
	return span_equal(name, "SIGNAL") && span_next_word(&rest, &word) &&
		span_equal(word, "NEWNYM");
}

/* The deadline may change during the wait. */
static bool await(struct connection *connection, struct events *events,
	struct newnym *newnym, struct error *error)
{
	int64_t deadline;

	do {
		deadline = newnym->deadline;
		if (events_await(events, connection, look, newnym, deadline,
			error))
			return true;
	} while (error->kind == ERROR_TIMEOUT && newnym->deadline > deadline);
	if (error->kind == ERROR_TIMEOUT && newnym->delay) {
		error_set(error, ERROR_TIMEOUT, "timed out: Tor delays NEWNYM "
			"by %llu s", newnym->delay);
		error_set_remedy(error, ERROR_REMEDY_TIMEOUT);
	} else if (error->kind == ERROR_TIMEOUT) {
		error_set(error, ERROR_TIMEOUT, "timed out: Tor did not "
			"report the new identity");
	}
	return false;
}

static bool ask(struct connection *connection, struct events *events,
	struct newnym *newnym, struct error *error)
{
	static const char useless[] = "NEWNYM has no effect because Tor has no "
		"client port; set SocksPort, TransPort, NATDPort, DNSPort or "
		"HTTPTunnelPort";
	struct request request;
	bool ok, any;

	if (!is_client(connection, &any, error))
		return false;
	if (!any)
		return error_set_tor(error, NEWNYM_USELESS, useless,
			sizeof(useless) - 1);
	/* Earlier NEWNYMs were not caused by this request. */
	events_show(events, connection);
	verb_signal(&request, "NEWNYM");
	ok = connection_command(connection, &request, NULL, error);
	request_clear(&request);
	return ok &&
		(newnym->blind || await(connection, events, newnym, error));
}

bool newnym_run(struct connection *connection, struct events *events,
	struct newnym *newnym, struct error *error)
{
	static const char *const names[] = { "SIGNAL", "NOTICE", NULL };
	struct error failure = ERROR_INIT;
	bool ok;

	newnym->delay = 0;
	ok = events_borrow(events, connection, names, &failure);
	newnym->blind = !ok && error_is_refusal(&failure);
	if (newnym->blind)
		error_clear(&failure);
	ok = (ok || newnym->blind) && ask(connection, events, newnym, &failure);
	events_return(events, connection);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}
