/* One Tor that the exporter watches. */
#include "exporter/target.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/clock.h"
#include "util/escape.h"
#include "util/thread.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <torctl/torctl.h>
#include <unistd.h>

enum {
	TRY_AGAIN = 1000,      /* milliseconds; doubles up to … */
	TRY_AGAIN_MAX = 8000,  /* … this */
	TIMEOUT = 10000,
};

struct target {
	const char *name, *address;
	int wake;
	pthread_mutex_t lock;
	pthread_cond_t changed;

	/* All below is protected by `lock`. */
	bool asked, lost, stuck;
	int64_t deadline;
	struct target_state state;
};

/* Says it once per change, on one line. */
static void report(const struct target *target, const char *what,
	const char *why)
{
	struct buf line = BUF_INIT, shown = BUF_INIT;

	buf_print(&line, "%s%s%s", target->name, what, why);
	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] == '\n')
			line.data[i] = ' ';
	escape_add_controls(&shown, buf_span(&line));
	fprintf(stderr, "torctl-exporter: %s\n", buf_text(&shown));
	buf_clear(&line);
	buf_clear(&shown);
}

/* Runs in the connection's thread. */
static void take_event(void *arg, struct torctl *tor,
	struct torctl_event *event, const struct torctl_error *error)
{
	struct target *target = arg;

	(void)tor;
	(void)error;
	pthread_mutex_lock(&target->lock);
	if (event) {
		counters_add(&target->state.counters, event);
	} else {
		target->lost = true;
		pthread_cond_signal(&target->changed);
	}
	pthread_mutex_unlock(&target->lock);
}

static struct torctl *connect_target(struct target *target,
	struct torctl_error **error)
{
	struct torctl_options *options = torctl_options_new();
	struct torctl *tor;

	torctl_options_set_address(options, target->address);
	torctl_options_set_environment(options, true);
	torctl_options_set_timeout(options, TIMEOUT);
	torctl_options_set_drop_events(options, true);
	tor = torctl_connect(options, error);
	torctl_options_free(options);
	if (!tor)
		return NULL;
	pthread_mutex_lock(&target->lock);
	target->lost = target->stuck = false;
	counters_forget(&target->state.counters);
	pthread_mutex_unlock(&target->lock);
	if (!torctl_dispatch(tor, take_event, target, error)) {
		torctl_close(tor);
		return NULL;
	}
	/* A control-port filter may refuse events: the rest remains. */
	if (torctl_set_events(tor, counters_events, error)) {
		pthread_mutex_lock(&target->lock);
		target->state.counted = true;
		pthread_mutex_unlock(&target->lock);
	} else {
		report(target, ": no events: ", torctl_error_text(*error));
	}
	return tor;
}

/* Ends the answer that was asked for, if any. */
static void answer(struct target *target, bool up, int64_t uptime,
	int64_t duration, const struct torctl_error *error)
{
	bool asked;

	pthread_mutex_lock(&target->lock);
	asked = target->asked;
	target->asked = false;
	target->stuck = torctl_error_kind(error) == TORCTL_ERROR_TIMEOUT;
	target->state.up = up;
	target->state.uptime = uptime;
	target->state.duration = duration;
	pthread_mutex_unlock(&target->lock);
	if (asked)
		(void)!write(target->wake, "", 1);
}

/* Returns whether the connection can go on. */
static bool collect(struct target *target, struct torctl *tor,
	struct torctl_error **error)
{
	int64_t start = clock_now(), left, uptime;
	char *text;

	pthread_mutex_lock(&target->lock);
	left = target->deadline - start;
	pthread_mutex_unlock(&target->lock);
	torctl_set_timeout(tor, left < 1 ? 1 : left > TIMEOUT ? TIMEOUT :
		(int)left);
	text = torctl_get_info_value(tor, "uptime", error);
	/* A filter may refuse what is asked, but it answers. */
	if (!text && torctl_error_kind(*error) != TORCTL_ERROR_TOR) {
		answer(target, false, -1, clock_now() - start, *error);
		return false;
	}
	uptime = text ? strtoll(text, NULL, 10) : -1;
	torctl_free(text);
	answer(target, true, uptime, clock_now() - start, NULL);
	return true;
}

/* Returns false once the connection is lost, true if an answer is wanted. */
static bool wait_for_question(struct target *target)
{
	bool lost;

	pthread_mutex_lock(&target->lock);
	while (!target->asked && !target->lost)
		pthread_cond_wait(&target->changed, &target->lock);
	lost = target->lost;
	pthread_mutex_unlock(&target->lock);
	return !lost;
}

/* Waits until it is time to try again, or until somebody asks. */
static void wait_to_try(struct target *target, int64_t pause)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += (time_t)(pause / 1000);
	pthread_mutex_lock(&target->lock);
	while (!target->asked && !pthread_cond_timedwait(&target->changed,
		&target->lock, &until))
		;
	pthread_mutex_unlock(&target->lock);
}

static void *watch(void *arg)
{
	struct target *target = arg;
	struct torctl_error *error = NULL;
	int64_t pause = TRY_AGAIN;
	bool said = false;
	struct torctl *tor;

	for (;;) {
		tor = connect_target(target, &error);
		if (tor) {
			if (said)
				report(target, ": connected", "");
			said = false;
			pause = TRY_AGAIN;
			while (wait_for_question(target) &&
				collect(target, tor, &error))
				;
			torctl_close(tor);
		} else {
			if (!said)
				report(target, ": ", torctl_error_text(error));
			said = true;
			/* This also answers a question asked meanwhile. */
			answer(target, false, -1, 0, error);
		}
		wait_to_try(target, pause);
		pause = pause * 2 < TRY_AGAIN_MAX ? pause * 2 : TRY_AGAIN_MAX;
	}
	return NULL;
}

struct target *target_start(const char *name, const char *address, int wake)
{
	struct target *target = alloc_zeroed(sizeof(*target));
	pthread_t thread;

	target->name = name;
	target->address = address;
	target->wake = wake;
	target->state.name = name;
	target->state.uptime = -1;
	pthread_mutex_init(&target->lock, NULL);
	pthread_cond_init(&target->changed, NULL);
	if (thread_start(&thread, watch, target)) {
		free(target);
		return NULL;
	}
	pthread_detach(thread);
	return target;
}

bool target_ask(struct target *target, int64_t deadline)
{
	bool ask;

	pthread_mutex_lock(&target->lock);
	ask = !target->asked && !target->stuck;
	if (ask) {
		target->asked = true;
		target->deadline = deadline;
		pthread_cond_signal(&target->changed);
	} else {
		target->state.up = false;
	}
	pthread_mutex_unlock(&target->lock);
	return ask;
}

bool target_owes(struct target *target)
{
	bool owes;

	pthread_mutex_lock(&target->lock);
	owes = target->asked;
	pthread_mutex_unlock(&target->lock);
	return owes;
}

void target_get(struct target *target, struct target_state *state)
{
	pthread_mutex_lock(&target->lock);
	*state = target->state;
	state->up = state->up && !target->asked;
	pthread_mutex_unlock(&target->lock);
}
