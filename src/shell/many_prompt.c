/* Several Tors at the prompt: their events, losses and new attempts. */
#include "shell/many_prompt.h"

#include "complete/answers.h"
#include "complete/complete.h"
#include "shell/builtin.h"
#include "shell/many.h"
#include "shell/many_inside.h"
#include "shell/retry.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/fanout.h"
#include "util/pipe.h"
#include "util/thread.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool many_is_connected(const struct member *member)
{
	return member->tor.connection &&
		connection_connected(member->tor.connection);
}

/* ---- hooks of a member's session */

static bool choose_events(void *arg, const struct strv *words,
	struct result *result, struct error *error)
{
	struct member *member = arg;

	return builtin_choose_events(&member->session, words, result, error);
}

static bool connect_again(void *arg, struct error *error)
{
	struct member *member = arg;

	return session_connect(&member->session, error);
}

static bool confirm(void *arg, const char *danger)
{
	struct member *member = arg;
	struct session_whole *whole = member->session.whole;

	return whole->confirm(whole->arg, danger);
}

/* From the thread that uses the member. */
static void show_events(void *arg)
{
	struct member *member = arg;

	if (member->tor.connection)
		events_show(&member->tor.events, member->tor.connection);
}

static void note_event(void *arg, const struct queue_event *event, bool wanted)
{
	struct member *member = arg;
	const struct session_prompt *prompt = member->shell->prompt;

	streams_seen_note(&member->tor.streams, event->raw);
	orconns_seen_note(&member->tor.orconns, event->raw, event->time);
	if (!wanted)
		return;
	pthread_mutex_lock(&member->many->lock);
	prompt->note_event(prompt->arg, member->name, event);
	pthread_mutex_unlock(&member->many->lock);
}

void many_set_prompt(struct member *member, struct session *shell)
{
	member->session.prompt = NULL;
	if (!shell->prompt)
		return;
	member->shell = shell;
	member->prompt = (struct session_prompt){
		.arg = member,
		.choose_events = choose_events,
		.connect = connect_again,
		.confirm = confirm,
		.show_events = show_events,
	};
	member->session.prompt = &member->prompt;
	member->tor.events.show = note_event;
	member->tor.events.show_arg = member;
}

/* ---- the prompt */

static size_t count_connected(const struct many *many)
{
	size_t count = 0;

	for (size_t i = 0; i < many->len; i++)
		count += !many->members[i].retrying &&
			many_is_connected(&many->members[i]);
	return count;
}

void many_add_prompt(const struct many *many, struct buf *to)
{
	buf_print(to, "%s %zu/%zu", many->text, count_connected(many), many->len);
}

static bool do_nothing(struct call *call, struct error *error)
{
	(void)call;
	(void)error;
	return true;
}

bool many_connect(struct session *session, struct error *error)
{
	static const struct command nothing = {
		.name = "connect",
		.run = do_nothing,
	};
	struct call call = { .session = session, .command = &nothing };
	bool ok;

	ok = many_run(&call, error);
	/* Their errors have said it. */
	for (size_t i = 0; i < session->many->len; i++)
		session->many->members[i].lost =
			!session->many->members[i].tor.connection;
	retry_reset(&session->many->retry);
	retry_fail(&session->many->retry, clock_now());
	return ok;
}

/* Completes with the answers of one of them. */
static void complete_with(struct session *session, struct member *member,
	const char *line, size_t point, struct complete_list *list)
{
	struct tor *tor = session->tor;
	struct answers *answers = session->answers;

	if (!member->answers)
		member->answers = answers_new_live(&member->session);
	session->tor = &member->tor;
	session->answers = member->answers;
	complete_line(session, line, point, list);
	session->tor = tor;
	session->answers = answers;
}

void many_complete(struct session *session, const char *line, size_t point,
	struct complete_list *list)
{
	struct many *many = session->many;
	int64_t end = clock_deadline(ANSWERS_BUDGET);
	bool any = false;

	for (size_t i = 0; i < many->len && !many->running &&
		clock_now() < end; i++) {
		struct member *member = &many->members[i];
		struct complete_list more = { 0 };

		if (member->retrying || !many_is_connected(member))
			continue;
		if (!any) {
			complete_with(session, member, line, point, list);
			any = true;
			continue;
		}
		complete_with(session, member, line, point, &more);
		for (size_t j = 0; j < more.len; j++)
			complete_list_add(list, more.items[j].text,
				more.items[j].description);
		complete_list_clear(&more);
	}
	if (any)
		complete_list_sort(list, false);
	else
		complete_line(session, line, point, list);
}

/* ---- attempts to connect again */

static void connect_one(void *arg, size_t index)
{
	struct many *many = arg;
	struct member *member = &many->members[index];

	if (!member->retrying)
		return;
	error_clear(&member->error);
	session_connect(&member->session, &member->error);
}

static void *retry(void *arg)
{
	struct many *many = arg;

	fanout_run(many->len, MANY_FANOUT, connect_one, many);
	(void)!write(many->retried[1], "", 1);
	return NULL;
}

/* With too few descriptors, each command connects for itself. */
static bool keeps_connections(const struct many *many)
{
	return many->descriptors >= many->len;
}

/* Returns whether one of them is tried again, or may be. */
static bool has_lost(const struct many *many)
{
	for (size_t i = 0; i < many->len; i++)
		if (many->members[i].retrying ||
			(!many->members[i].tor.connection &&
			!many->members[i].refused))
			return true;
	return false;
}

int64_t many_next_attempt(const struct session *session)
{
	const struct many *many = session->many;

	return many && !many->running && !many->retries &&
		keeps_connections(many) && has_lost(many) ? many->retry.next :
		CLOCK_NEVER;
}

void many_retry(struct session *session)
{
	struct many *many = session->many;

	if (many_next_attempt(session) > clock_now())
		return;
	if (many->retried[0] < 0 && !pipe_open(many->retried))
		return;
	retry_begin(&many->retry, clock_now());
	for (size_t i = 0; i < many->len; i++) {
		struct member *member = &many->members[i];

		member->retrying = !member->tor.connection && !member->refused;
		if (member->retrying)
			many_set_prompt(member, session);
	}
	many->retries = !thread_start(&many->retrying, retry, many);
	for (size_t i = 0; i < many->len && !many->retries; i++)
		many->members[i].retrying = false;
}

/* Waits for the thread. Returns how many are connected again. */
static size_t end_retry(struct many *many)
{
	size_t back = 0;
	char byte;

	pthread_join(many->retrying, NULL);
	many->retries = false;
	(void)!read(many->retried[0], &byte, 1);
	for (size_t i = 0; i < many->len; i++) {
		struct member *member = &many->members[i];

		if (!member->retrying)
			continue;
		back += member->tor.connection != NULL;
		member->refused = opener_is_refused(&member->error);
		member->retrying = false;
	}
	retry_fail(&many->retry, clock_now());
	return back;
}

void many_stop_retrying(struct many *many)
{
	char byte;

	if (!many->retries)
		return;
	(void)!write(many->cancel[1], "", 1);
	end_retry(many);
	while (read(many->cancel[0], &byte, 1) > 0)
		;
}

/* ---- events */

static void add_wait(struct pollfd *wait, size_t *count, int fd)
{
	if (wait)
		wait[*count] = (struct pollfd){ .fd = fd, .events = POLLIN };
	++*count;
}

size_t many_poll(const struct session *session, struct pollfd *wait)
{
	size_t count = 0;

	for (struct many *many = session->manies; many; many = many->next) {
		if (many->running)
			continue;
		if (many->retries)
			add_wait(wait, &count, many->retried[0]);
		for (size_t i = 0; i < many->len; i++) {
			struct member *member = &many->members[i];

			if (!member->retrying && member->tor.connection)
				add_wait(wait, &count, connection_events_fd(
					member->tor.connection,
					&member->tor.events.subscription));
		}
	}
	return count;
}

/* Says what has changed for one of them, once. */
static void tell(struct member *member, bool retries, many_say *say, void *arg)
{
	bool lost = !member->tor.connection;

	member->known = member->known || !lost;
	if (lost == member->lost || !member->known ||
		!keeps_connections(member->many))
		return;
	member->lost = lost;
	say(arg, member->name, !lost ? "connected again" : retries ?
		"lost the connection; retrying" : "lost the connection");
}

static void take_events(struct many *many, bool retries, many_say *say,
	void *arg)
{
	bool before = has_lost(many);

	for (size_t i = 0; i < many->len; i++) {
		struct member *member = &many->members[i];
		bool connected;

		if (member->retrying)
			continue;
		/* Checked first, so that events before the loss are shown. */
		connected = many_is_connected(member);
		show_events(member);
		if (!connected) {
			answers_free(member->answers);
			member->answers = NULL;
			tor_disconnect(&member->tor);
		}
		tell(member, retries, say, arg);
	}
	if (!before && has_lost(many)) {
		retry_reset(&many->retry);
		retry_fail(&many->retry, clock_now());
	}
}

void many_take_events(struct session *session, many_say *say, void *arg)
{
	for (struct many *many = session->manies; many; many = many->next) {
		struct pollfd ended = { many->retried[0], POLLIN, 0 };

		if (many->running)
			continue;
		if (many->retries && poll(&ended, 1, 0) > 0)
			end_retry(many);
		take_events(many, many == session->many, say, arg);
	}
}
