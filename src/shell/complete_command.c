/* The command `complete`: candidates for the completion of the user's shell. */
#include "cmd/session.h"
#include "complete/answers.h"
#include "complete/complete.h"
#include "complete/option_words.h"
#include "shell/password.h"
#include "util/clock.h"
#include "util/pipe.h"
#include "util/thread.h"

#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Milliseconds that a key press may take: in all, and to connect. */
enum { COMPLETE_TIME = 250, COMPLETE_CONNECT = 150 };

/* Interrupts connecting after a timeout, regardless of the number of steps. */
struct watchdog {
	pthread_t thread;
	int stop[2];   /* the writing end is closed to stop it */
	int cancel[2]; /* readable after the timeout */
};

static void *watch(void *arg)
{
	struct watchdog *watchdog = arg;
	struct pollfd stop = { .fd = watchdog->stop[0], .events = POLLIN };

	if (!poll(&stop, 1, COMPLETE_CONNECT))
		(void)!write(watchdog->cancel[1], "", 1);
	return NULL;
}

static bool start_watchdog(struct watchdog *watchdog)
{
	*watchdog = (struct watchdog){ .stop = { -1, -1 },
		.cancel = { -1, -1 } };
	if (pipe_open(watchdog->stop) && pipe_open(watchdog->cancel) &&
		!thread_start(&watchdog->thread, watch, watchdog))
		return true;
	pipe_close(watchdog->stop);
	pipe_close(watchdog->cancel);
	return false;
}

/* Reading any other kind of file might block. */
static bool is_regular_file(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISREG(status.st_mode);
}

/*
 * Connects only if that requires neither waiting nor a question. The options
 * typed so far say where and how, as in a real run.
 */
static void connect_quickly(struct session *session, int cancel_fd,
	struct options *typed)
{
	struct opener_config usual = session->tor->opener;
	struct opener_config *opener = &session->tor->opener;

	if (typed->server)
		opener->server = typed->server;
	if (typed->cookie_file)
		opener->auth.cookie_file = typed->cookie_file;
	opener->auth.allow_cookie = opener->auth.allow_cookie ||
		typed->allow_cookie || typed->cookie_file;
	if (typed->password_file && !is_regular_file(typed->password_file))
		typed->password_file = NULL;
	if (opener->auth.password_arg)
		password_share(opener->auth.password_arg, typed);
	opener->auth.password = password_get_quietly;
	opener->auth.password_arg = typed;
	opener->connection.timeout = COMPLETE_CONNECT;
	opener->connection.cancel_fd = cancel_fd;
	opener->wait = 0;
	opener->ask = false;
	opener->notice = NULL;
	session_connection(session, NULL);
	session->tor->opener = usual;
}

/* Returns whether Tor can add candidates; a tor yet to be launched cannot. */
static bool wants_tor(const struct option_words *words)
{
	if (words->options.launch)
		return false;
	return words->value_of ? option_words_is_line(words) :
		words->command.len > 1;
}

static void find_candidates(struct session *session,
	struct option_words *words, struct complete_list *list)
{
	int64_t deadline = clock_deadline(COMPLETE_TIME);
	struct answers *usual = session->answers;
	bool connects = !session->tor->connection && wants_tor(words);
	struct watchdog watchdog;

	if (connects && start_watchdog(&watchdog)) {
		connect_quickly(session, watchdog.cancel[0], &words->options);
		close(watchdog.stop[1]);
		watchdog.stop[1] = -1;
		pthread_join(watchdog.thread, NULL);
	} else {
		connects = false;
	}
	session->answers = answers_new_live(session);
	answers_begin(session->answers, clock_poll_timeout(deadline));
	if (!option_words_complete(words, session, list))
		complete_words(session, &words->command, list);
	answers_free(session->answers);
	session->answers = usual;
	if (connects) {
		tor_disconnect(session->tor);
		pipe_close(watchdog.stop);
		pipe_close(watchdog.cancel);
	}
}

static bool run_complete(struct call *call, struct error *error)
{
	struct result *result = &call->result;
	struct json json = result_json(result, call->session->output);
	struct complete_list list = { 0 };
	struct option_words words = { 0 };

	(void)error;
	option_words_read(&words, args_list(&call->args, "WORD"));
	find_candidates(call->session, &words, &list);
	json_open_array(&json);
	for (size_t i = 0; i < list.len; i++) {
		struct complete_item *item = &list.items[i];
		const char *about = item->description;
		bool described = about && *about;

		json_open_object(&json);
		json_add_member(&json, "text", span_of(item->text));
		json_add_name(&json, "description");
		if (described)
			json_add_string(&json, span_of(about));
		else
			json_add_null(&json);
		json_close_object(&json);
		buf_print(&result->text, described ? "%s\t%s\n" : "%s%s\n",
			item->text, described ? about : "");
	}
	json_close_array(&json);
	/* Candidates are never empty, so these lines cannot be one. */
	if (list.file_names)
		buf_print(&result->text, "\tfiles %zu\n", list.start);
	if (list.no_blank)
		buf_add_string(&result->text, "\tmore\n");
	result->shape = RESULT_FIELDS;
	complete_list_clear(&list);
	option_words_clear(&words);
	return true;
}

const struct command commands_complete[] = {
	{
		.name = "complete",
		.group = COMMAND_TORCTL,
		.summary = "list completions for a system shell",
		.arguments = ARGUMENTS(
			{ "WORD", ARGUMENT_TEXT, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "-- and the words of a "
					"command line; the last word is being "
					"completed" },
		),
		.flags = COMMAND_OFFLINE | COMMAND_REST | COMMAND_HIDDEN,
		.run = run_complete,
		.example = "torctl complete -- getinfo vers",
		.replies = "Prints one candidate per line, followed by a tab "
			"and its description. A line that begins with a tab is "
			"an instruction: \"files N\" requests file names from "
			"byte N of the last word, \"more\" suppresses the "
			"blank after a candidate. Asks Tor only if it answers "
			"at once, and never asks for a password.",
	},
	{ .name = NULL },
};
