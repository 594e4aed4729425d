/* The events of a connection that several threads share. */
#include "torctl/inside.h"

bool torctl_set_events(struct torctl *tor, const char *const *names,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct strv wanted;
	bool ok;

	if (!handle_check(tor, &failure))
		return fail(error, &failure);
	wanted = list_copy(names);
	handle_enter(tor);
	/* Whether or not anybody waits for them, they are read. */
	ok = (!wanted.len || connection_read_on(tor->connection, &failure)) &&
		connection_subscribe(
			tor->connection, &tor->events, &wanted, NULL, &failure);
	handle_leave(tor);
	strv_clear(&wanted);
	return ok || fail(error, &failure);
}

void watch_begin(struct events *events, struct torctl *tor)
{
	*events = (struct events){
		.subscription.when_full = SUBSCRIPTION_ENDS,
	};
	handle_enter(tor);
}

void watch_end(struct events *events, struct torctl *tor)
{
	connection_unsubscribe(tor->connection, &events->subscription);
	events_clear(events);
	handle_leave(tor);
}
