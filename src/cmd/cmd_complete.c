/* complete: the candidates of Tab for the completion of the user's shell. */
#include "cmd/complete.h"
#include "cmd/session.h"
#include "cmd/sources.h"
#include "util/clock.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

/* Milliseconds: what a key may take all in all, and of that to connect. */
enum { COMPLETE_TIME = 250, COMPLETE_CONNECT = 150 };

/* Interrupts what takes too long, however many steps that has. */
struct watchdog {
	pthread_t thread;
	int stop[2];   /* closed at the writing end to stop it */
	int cancel[2]; /* readable when time is up */
};

static void *watch(void *arg)
{
	struct watchdog *watchdog = arg;
	struct pollfd stop = { .fd = watchdog->stop[0], .events = POLLIN };

	if (!poll(&stop, 1, COMPLETE_CONNECT))
		(void)!write(watchdog->cancel[1], "", 1);
	return NULL;
}

static bool open_pipe(int ends[2])
{
	if (pipe(ends) < 0)
		return false;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return true;
}

static void close_pipe(int ends[2])
{
	for (int i = 0; i < 2; i++) {
		if (ends[i] >= 0)
			close(ends[i]);
		ends[i] = -1;
	}
}

static bool start_watchdog(struct watchdog *watchdog)
{
	*watchdog = (struct watchdog){ .stop = { -1, -1 },
		.cancel = { -1, -1 } };
	if (open_pipe(watchdog->stop) && open_pipe(watchdog->cancel) &&
		!pthread_create(&watchdog->thread, NULL, watch, watchdog))
		return true;
	close_pipe(watchdog->stop);
	close_pipe(watchdog->cancel);
	return false;
}

/* Only where that needs neither patience nor a password. */
static void connect_quickly(struct session *session, int cancel_fd)
{
	struct opener_config usual = session->opener;

	session->opener.client.timeout = COMPLETE_CONNECT;
	session->opener.client.cancel_fd = cancel_fd;
	session->opener.wait = 0;
	session->opener.auth.password = NULL;
	session_client(session, NULL);
	session->opener = usual;
}

/*
 * Options of torctl may come before the command. Which of them take a value is
 * no matter: the command is the first word that is one.
 */
static void skip_options(const struct strv *from, struct strv *words)
{
	size_t first = from->len && !strcmp(from->items[0], "--");
	size_t at = first;

	while (first < from->len && *from->items[first] == '-' &&
		at + 1 < from->len && !command_find(from->items[at], NULL))
		at++;
	for (; at < from->len; at++)
		strv_add(words, from->items[at]);
}

static void find_candidates(struct session *session,
	const struct strv *words, struct complete_list *list)
{
	int64_t deadline = clock_deadline(COMPLETE_TIME);
	struct sources *usual = session->sources;
	bool connects = words->len > 1 && !session->client;
	struct watchdog watchdog;

	if (connects && start_watchdog(&watchdog)) {
		connect_quickly(session, watchdog.cancel[0]);
		close(watchdog.stop[1]);
		watchdog.stop[1] = -1;
		pthread_join(watchdog.thread, NULL);
	} else {
		connects = false;
	}
	session->sources = sources_new_live(session);
	sources_begin(session->sources, clock_poll_timeout(deadline));
	complete_words(session, words, list);
	sources_free(session->sources);
	session->sources = usual;
	if (connects) {
		session_disconnect(session);
		close_pipe(watchdog.stop);
		close_pipe(watchdog.cancel);
	}
}

static bool run_complete(struct call *call, struct error *error)
{
	struct result *result = &call->result;
	struct complete_list list = { 0 };
	struct strv words = STRV_INIT;

	(void)error;
	skip_options(args_list(&call->args, "WORD"), &words);
	find_candidates(call->session, &words, &list);
	result->shape = RESULT_PAIRS;
	result->pair_names[0] = "text";
	result->pair_names[1] = "description";
	for (size_t i = 0; i < list.len; i++) {
		struct complete_item *item = &list.items[i];
		struct span about = span_of(item->description ?
			item->description : "");

		if (call->session->output->form == OUTPUT_JSON)
			pairs_add(&result->pairs, span_of(item->text),
				about.len ? &about : NULL);
		else
			buf_print(&result->text, about.len ? "%s\t%s\n" :
				"%s%s\n", item->text, about.at);
	}
	if (result->text.len)
		result_add(result, "candidates", buf_span(&result->text));
	complete_clear(&list);
	strv_clear(&words);
	return true;
}

const struct command commands_complete[] = {
	{
		.name = "complete",
		.group = COMMAND_TORCTL,
		.summary = "list what can follow, for a shell's Tab",
		.arguments = {
			{ "WORD", ARGUMENT_TEXT, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "-- and the words of a "
				"command line, of which the last is being "
				"typed" },
		},
		.flags = COMMAND_OFFLINE | COMMAND_REST | COMMAND_HIDDEN,
		.run = run_complete,
		.example = "torctl complete -- getinfo vers",
		.replies = "A candidate a line, then a TAB and what it is. "
			"Asks Tor if that can be done in no time.",
	},
	{ .name = NULL },
};
