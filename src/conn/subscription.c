/*
 * Subscriptions to a connection's events, and limits on events not yet taken.
 */
#include "conn/subscription.h"

static bool is_listed(const struct strv *names, struct span name)
{
	for (size_t i = 0; i < names->len; i++)
		if (span_equal_nocase(name, names->items[i]))
			return true;
	return false;
}

bool subscription_wants(const struct subscription *subscription,
	struct span name)
{
	return subscription->all || is_listed(&subscription->names, name) ||
		is_listed(&subscription->asked, name);
}

void subscription_add(struct subscription *subscription,
	const struct queue_event *event)
{
	if (subscription->ended)
		return;
	queue_add(&subscription->queue, event->raw);
	queue_commit(&subscription->queue, event->time);
}

bool subscription_trim(struct subscription *subscription)
{
	struct queue *queue = &subscription->queue;
	size_t limit = subscription->when_full == SUBSCRIPTION_DROPS &&
		!subscription->keep ? SUBSCRIPTION_QUEUE_MAX :
		SUBSCRIPTION_EVENTS_MAX;
	struct queue_event oldest;

	if (queue_size(queue) <= limit)
		return true;
	if (subscription->when_full == SUBSCRIPTION_WAITS)
		return false;
	subscription->ended = subscription->when_full == SUBSCRIPTION_ENDS;
	while (!subscription->ended && queue_size(queue) > limit) {
		queue_take(queue, &oldest);
		subscription->dropped++;
	}
	return true;
}

bool subscription_is_full(const struct subscription *subscription)
{
	return subscription->when_full == SUBSCRIPTION_WAITS &&
		queue_size(&subscription->queue) > SUBSCRIPTION_QUEUE_MAX;
}

void subscription_clear(struct subscription *subscription)
{
	strv_clear(&subscription->names);
	strv_clear(&subscription->asked);
	queue_clear(&subscription->queue);
}
