/* Several Tors that run each command at once: --on and on. */
#include "shell/many.h"

#include "commands/question.h"
#include "complete/answers.h"
#include "complete/suggest.h"
#include "shell/many_inside.h"
#include "shell/many_prompt.h"
#include "shell/password.h"
#include "shell/run.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/escape.h"
#include "util/fanout.h"
#include "util/files.h"
#include "util/pipe.h"
#include "util/thread.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
	/* Descriptors of a connection: a socket, its thread's, ssh's errors. */
	OF_SOCKET = 3, OF_SSH = 5,
	SPARE = 24,          /* for files, pipes and the terminal */
	NAMES_SHOWN = 10,
	RETRY_PAUSE = 1000,  /* ms, doubled up to RETRY_MAX */
	RETRY_MAX = 60000,
};

/* A command while it runs. */
struct work {
	struct many *many;
	const struct call *call;
	size_t fanout;
	bool keeps;          /* connections, for the next command */
	int ended[2];        /* gets a byte from each thread that ends */
	size_t done;         /* under the lock, as what follows */
	/* A question that the main thread asks, and the answer to it. */
	char *question;
	enum { NOT_ASKED, ASKED, YES, NO } answer;
	pthread_cond_t answered;
	bool drawn;          /* the progress is on the terminal */
};

/* ---- the Tors */

static size_t descriptors_of(const struct target *target)
{
	return !strncmp(target->address, "ssh://", 6) ? OF_SSH : OF_SOCKET;
}

/* Raises the soft limit as far as it is needed and allowed. */
static size_t count_possible(const struct many *many)
{
	struct rlimit limit;
	size_t each = OF_SOCKET, needed;

	for (size_t i = 0; i < many->len; i++)
		if (descriptors_of(&many->targets.items[i]) > each)
			each = descriptors_of(&many->targets.items[i]);
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return many->len;
	needed = many->len * each + SPARE;
	if (limit.rlim_cur < needed) {
		limit.rlim_cur = limit.rlim_max < needed ? limit.rlim_max :
			needed;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur >= needed)
		return many->len;
	return limit.rlim_cur > SPARE + each ?
		((size_t)limit.rlim_cur - SPARE) / each : 1;
}

static void set_member(struct many *many, size_t i,
	const struct session *session)
{
	struct member *member = &many->members[i];
	struct buf name = BUF_INIT;
	struct opener_config *opener = &member->tor.opener;

	member->many = many;
	member->target = &many->targets.items[i];
	escape_add_controls(&name, span_of(member->target->name));
	member->name = span_copy(buf_span(&name));
	buf_clear(&name);
	member->error = (struct error)ERROR_INIT;
	*opener = session->tor->opener;
	opener->server = member->target->address;
	opener->ask = false;
	/* Nobody can answer the questions of several at once. */
	if (opener->auth.password)
		opener->auth.password = password_get_quietly;
	opener->auth.password_again = NULL;
	opener->connection.cancel_fd = many->cancel[0];
	if (member->target->timeout && !session->timed)
		opener->connection.timeout = member->target->timeout;
	opener->connection.withhold_arg = &member->session;
	if (opener->connection.trace)
		opener->connection.trace_arg = &member->trace;
}

/* Closes all connections. */
static void free_many(struct many *many)
{
	many_stop_retrying(many);
	for (size_t i = 0; many->members && i < many->len; i++) {
		struct member *member = &many->members[i];

		answers_free(member->answers);
		tor_clear(&member->tor);
		output_clear(&member->output);
		output_clear(&member->usual);
		free(member->name);
	}
	free(many->members);
	free(many->text);
	target_list_clear(&many->targets);
	pipe_close(many->cancel);
	pipe_close(many->retried);
	pthread_mutex_destroy(&many->lock);
	free(many);
}

struct many *many_new(struct session *session, const char *targets,
	struct error *error)
{
	struct many *many = alloc_zeroed(sizeof(*many));

	many->cancel[0] = many->cancel[1] = -1;
	many->retried[0] = many->retried[1] = -1;
	many->text = alloc_string(targets);
	pthread_mutex_init(&many->lock, NULL);
	if (!target_list_read(&many->targets, targets, error)) {
		free_many(many);
		return NULL;
	}
	if (!pipe_open_unblocked(many->cancel)) {
		error_set(error, ERROR_FILE, "pipe: %s", strerror(errno));
		free_many(many);
		return NULL;
	}
	many->whole.end_fd = many->cancel[1];
	many->len = many->targets.len;
	many->members = alloc_zeroed(many->len * sizeof(*many->members));
	for (size_t i = 0; i < many->len; i++)
		set_member(many, i, session);
	many->descriptors = count_possible(many);
	many->next = session->manies;
	session->manies = many;
	return many;
}

struct many *many_take(struct session *session, const char *targets,
	struct error *error)
{
	struct many *many = session->manies;

	while (many && strcmp(many->text, targets) != 0)
		many = many->next;
	return many ? many : many_new(session, targets, error);
}

void many_free_all(struct session *session)
{
	while (session->manies) {
		struct many *many = session->manies;

		session->manies = many->next;
		free_many(many);
	}
	session->many = NULL;
}

size_t many_len(const struct many *many)
{
	return many->len;
}

bool many_is_meant(const struct command *command)
{
	return !(command->flags & COMMAND_OFFLINE) ||
		command->flags & COMMAND_EACH;
}

/* ---- one of them */

/* What is said on a terminal while results are awaited. */
static void erase_progress(struct work *work, const struct report *report)
{
	if (work->drawn)
		(void)files_write_fd(report->fd, "\r\x1b[K", 4);
	work->drawn = false;
}

static void draw_progress(struct work *work)
{
	const struct report *report = &work->call->session->report;
	struct buf text = BUF_INIT;

	pthread_mutex_lock(&work->many->lock);
	erase_progress(work, report);
	buf_print(&text, "%zu/%zu", work->done, work->many->len);
	(void)files_write_fd(report->fd, text.data, text.len);
	work->drawn = true;
	pthread_mutex_unlock(&work->many->lock);
	buf_clear(&text);
}

static void report_member(struct work *work, struct member *member,
	const struct command *command)
{
	pthread_mutex_lock(&work->many->lock);
	erase_progress(work, &member->session.report);
	report_error(&member->session.report, NULL, command ? command->name :
		NULL, &member->error);
	pthread_mutex_unlock(&work->many->lock);
}

static void begin_member(struct work *work, struct member *member)
{
	const struct session *session = work->call->session;

	output_clear(&member->output);
	output_init_server(&member->output, session->output, member->name,
		&work->many->lock);
	output_clear(&member->usual);
	output_init_server(&member->usual, session->usual ? session->usual :
		session->output, member->name, &work->many->lock);
	member->session = *session;
	many_set_prompt(member, work->call->session);
	member->session.answers = NULL;
	member->session.tor = &member->tor;
	member->session.output = &member->output;
	member->session.usual = session->usual ? &member->usual : NULL;
	member->session.made = NULL;
	member->session.many = NULL;
	member->session.whole = &work->many->whole;
	member->session.report.server = member->name;
	if (!member->tor.connection)
		member->trace = member->session.report;
	member->refused = false;
	error_clear(&member->error);
}

/* Prints what the command gave, but keeps a table that is merged with others. */
static void take_result(struct member *member, struct call *call)
{
	struct result *result = &call->result;
	bool lines = result->table.line && !result->table.as_table &&
		member->output.form == OUTPUT_TEXT;

	if (result->shape == RESULT_TABLE && !lines &&
		(member->output.form != OUTPUT_RAW || result->table.ours))
		table_merge(&member->table, &result->table);
	else
		result_render(result, &member->output);
}

/* Ends all; many_run() says why, once. */
static void end_output(struct member *member)
{
	struct session_whole *whole = member->session.whole;

	struct output *output = member->output.whole;

	if (member->error.kind == ERROR_FILE)
		error_clear(&member->error);
	pthread_mutex_lock(&member->many->lock);
	/* It may know only from waiting for events. */
	if (!output->failure)
		output->failure = member->output.failure;
	pthread_mutex_unlock(&member->many->lock);
	if (!atomic_exchange(&whole->over, true))
		(void)!write(whole->end_fd, "", 1);
}

static void run_once(struct member *member, struct call *call)
{
	bool ok = run_call(call, &member->error);

	if (!ok)
		suggest_names(&member->session, &call->args, &member->error);
	session_show_earlier(&member->session);
	take_result(member, call);
	if (member->tor.connection)
		events_show(&member->tor.events, member->tor.connection);
	if (!output_end_line(&member->output, NULL))
		end_output(member);
	session_forget_made(&member->session);
	result_clear(&call->result);
}

/*
 * Waits until a stream that was lost may be begun again. Returns false if all
 * of them are to end.
 */
static bool pause_before_retry(const struct member *member, int *pause)
{
	struct pollfd cancel = {
		.fd = member->tor.opener.connection.cancel_fd,
		.events = POLLIN,
	};
	int64_t deadline = clock_deadline(*pause);
	int ready;

	*pause = *pause * 2 < RETRY_MAX ? *pause * 2 : RETRY_MAX;
	do
		ready = poll(&cancel, 1, clock_poll_timeout(deadline));
	while (!ready && clock_now() < deadline);
	return !ready;
}

/* A stream of events goes on when the Tor is back. */
static void run_stream(struct work *work, struct member *member,
	struct call *call)
{
	const struct command *command = call->command;
	bool begun = false;
	int pause = RETRY_PAUSE;

	for (;;) {
		run_once(member, call);
		begun = begun || call->command;
		if (!begun || member->error.kind != ERROR_CONNECTION ||
			!(command->flags & COMMAND_STREAMS))
			return;
		if (call->command) {
			pause = RETRY_PAUSE;
			report_member(work, member, NULL);
		}
		if (!pause_before_retry(member, &pause)) {
			error_set(&member->error, ERROR_INTERRUPTED,
				"interrupted");
			return;
		}
		error_clear(&member->error);
		call->command = command;
		tor_disconnect(&member->tor);
	}
}

/* What the member's session prints between commands is for the user. */
static void end_redirection(struct member *member)
{
	if (!member->session.usual)
		return;
	output_end_line(&member->usual, NULL);
	output_clear(&member->output);
	member->session.output = &member->usual;
	member->session.usual = NULL;
}

static void run_member(void *arg, size_t index)
{
	struct work *work = arg;
	struct member *member = &work->many->members[index];
	struct call call = {
		.session = &member->session,
		.command = work->call->command,
		.args = work->call->args,
	};

	begin_member(work, member);
	/* After a loss, the next command tries again. */
	if (!many_is_connected(member))
		tor_disconnect(&member->tor);
	run_stream(work, member, &call);
	if (member->error.kind != ERROR_NONE &&
		member->error.kind != ERROR_INTERRUPTED)
		report_member(work, member, call.command);
	member->refused = opener_is_refused(&member->error);
	end_redirection(member);
	if (!work->keeps && !member->tor.hold)
		tor_disconnect(&member->tor);
	pthread_mutex_lock(&work->many->lock);
	work->done++;
	pthread_mutex_unlock(&work->many->lock);
	(void)!write(work->ended[1], "", 1);
}

/* ---- all of them */

/* Has the main thread ask, since it has the terminal. For session_whole. */
static bool have_confirmed(void *arg, const char *danger)
{
	struct work *work = arg;
	bool yes;

	pthread_mutex_lock(&work->many->lock);
	if (work->answer == NOT_ASKED) {
		work->answer = ASKED;
		work->question = alloc_string(danger);
		(void)!write(work->ended[1], "?", 1);
	}
	while (work->answer == ASKED)
		pthread_cond_wait(&work->answered, &work->many->lock);
	yes = work->answer == YES;
	pthread_mutex_unlock(&work->many->lock);
	return yes;
}

static bool ask(const struct call *call, const char *danger)
{
	struct session *session = call->session;
	size_t count = session->many->len;
	char *what;
	bool yes;

	if (session->yes || session->dry_run)
		return true;
	if (!session->prompt &&
		(!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))) {
		report_note(&session->report, "%s Not done on several Tors "
			"without --yes", danger);
		return false;
	}
	what = alloc_print("%s This affects %zu Tor%s.", danger, count,
		count == 1 ? "" : "s");
	yes = question_confirm(session, what);
	free(what);
	return yes;
}

static void answer(struct work *work)
{
	bool yes;

	pthread_mutex_lock(&work->many->lock);
	erase_progress(work, &work->call->session->report);
	pthread_mutex_unlock(&work->many->lock);
	yes = ask(work->call, work->question);
	pthread_mutex_lock(&work->many->lock);
	work->answer = yes ? YES : NO;
	pthread_cond_broadcast(&work->answered);
	pthread_mutex_unlock(&work->many->lock);
}

static void *run_members(void *arg)
{
	struct work *work = arg;

	fanout_run(work->many->len, work->fanout, run_member, work);
	return NULL;
}

/* Waits for all, shows how many have ended, and passes on Ctrl-C. */
static void await_members(struct work *work)
{
	const struct session *session = work->call->session;
	const struct report *report = &session->report;
	bool draws = report->terminal && !report->quiet && !report->json &&
		!session->prompt && !session->output->terminal;
	struct pollfd wait[] = {
		{ .fd = work->ended[0], .events = POLLIN },
		{ .fd = session->tor->opener.connection.cancel_fd,
			.events = POLLIN },
	};
	char bytes[64];
	size_t ended = 0;

	while (ended < work->many->len) {
		if (poll(wait, 2, -1) < 0)
			continue;
		if (wait[1].revents) {
			(void)!write(work->many->cancel[1], "", 1);
			wait[1].fd = -1;
		}
		if (wait[0].revents) {
			ssize_t got = read(work->ended[0], bytes,
				sizeof(bytes));

			for (ssize_t i = 0; i < got; i++) {
				if (bytes[i] == '?')
					answer(work);
				else
					ended++;
			}
			if (draws)
				draw_progress(work);
		}
	}
}

/* Empties the pipe, so that the next command can wait again. */
static void reset_cancel(struct many *many)
{
	char bytes[64];

	while (read(many->cancel[0], bytes, sizeof(bytes)) > 0)
		;
	atomic_store(&many->whole.taken, 0);
	atomic_store(&many->whole.over, false);
}

static bool run_work(struct work *work, struct error *error)
{
	pthread_t thread;
	int failure;

	if (!pipe_open(work->ended))
		return error_set(error, ERROR_FILE, "pipe: %s",
			strerror(errno));
	reset_cancel(work->many);
	pthread_cond_init(&work->answered, NULL);
	work->many->whole.confirm = have_confirmed;
	work->many->whole.arg = work;
	failure = thread_start(&thread, run_members, work);
	if (failure) {
		pipe_close(work->ended);
		return error_set(error, ERROR_FILE, "cannot start a thread: "
			"%s", strerror(failure));
	}
	work->many->running = true;
	await_members(work);
	pthread_join(thread, NULL);
	work->many->running = false;
	erase_progress(work, &work->call->session->report);
	pipe_close(work->ended);
	pthread_cond_destroy(&work->answered);
	free(work->question);
	return true;
}

static bool print_table(struct many *many, struct output *output,
	struct error *error)
{
	struct result result = { .shape = RESULT_TABLE };
	bool ok;

	for (size_t i = 0; i < many->len; i++)
		if (many->members[i].table.len)
			table_merge(&result.table, &many->members[i].table);
	/* It has been merged, whatever the form. */
	result.table.ours = true;
	if (result.table.len)
		result_render(&result, output);
	ok = output_flush(output, error);
	result_clear(&result);
	return ok;
}

/* Returns false if any Tor failed. */
static bool sum_up(struct many *many, struct error *error)
{
	struct buf names = BUF_INIT;
	enum error_kind worst = ERROR_NONE;
	size_t failed = 0;
	bool ended = atomic_load(&many->whole.over);

	for (size_t i = 0; i < many->len; i++) {
		struct member *member = &many->members[i];
		enum error_kind kind = member->error.kind;

		error_clear(&member->error);
		/* Another one has printed the last event. */
		if (kind == ERROR_NONE || (ended && kind == ERROR_INTERRUPTED))
			continue;
		if (error_exit_status(kind) > error_exit_status(worst))
			worst = kind;
		if (++failed <= NAMES_SHOWN)
			buf_print(&names, " %s", member->name);
	}
	if (failed > NAMES_SHOWN)
		buf_print(&names, " and %zu more", failed - NAMES_SHOWN);
	if (worst == ERROR_INTERRUPTED)
		error_set(error, worst, "interrupted");
	else if (failed)
		error_set(error, worst, "%zu of %zu failed:%s", failed,
			many->len, buf_text(&names));
	buf_clear(&names);
	return !failed;
}

/*
 * Asks once for all, or requires --yes where nobody can be asked. Returns false
 * without an error at the prompt, as for one Tor.
 */
static bool confirm(struct work *work, struct error *error)
{
	const struct call *call = work->call;
	const struct command *command = call->command;

	if (!command->danger || (command->endangers &&
		!command->endangers(call)))
		return true;
	work->answer = YES;
	if (ask(call, command->danger))
		return true;
	return call->session->prompt ? false : error_set(error, ERROR_USAGE,
		"not confirmed; nothing was sent");
}

static bool choose_fanout(struct work *work, struct error *error)
{
	const struct call *call = work->call;
	struct many *many = work->many;
	const struct session *session = call->session;
	size_t wanted = session->fanout;

	if (call->command->flags & COMMAND_LONG)
		wanted = many->len;
	work->keeps = many->descriptors >= many->len;
	work->fanout = wanted < many->descriptors ? wanted :
		many->descriptors;
	if (call->command->flags & COMMAND_STREAMS &&
		many->descriptors < many->len)
		return error_set(error, ERROR_FILE, "too few file descriptors "
			"for the events of %zu Tors at once; raise the limit "
			"with ulimit -n", many->len);
	if (many->descriptors < wanted && many->descriptors < many->len &&
		!many->warned) {
		report_note(&session->report, "at most %zu Tors at once, "
			"because the limit of file descriptors is low (see "
			"ulimit -n)", many->descriptors);
		many->warned = true;
	}
	return true;
}

bool many_run(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct many *many = session->many;
	struct work work = { .many = many, .call = call };
	struct error refusal = ERROR_INIT;
	bool ok;

	many_stop_retrying(many);
	if (call->command->flags & COMMAND_ONE)
		return error_set(error, ERROR_USAGE, "works with one Tor only; "
			"use -s instead of --on");
	if (!confirm(&work, &refusal))
		return refusal.kind == ERROR_NONE || error_move(error,
			&refusal);
	if (!choose_fanout(&work, error) ||
		!output_flush(session->output, error) ||
		!run_work(&work, error))
		return false;
	for (size_t i = 0; i < many->len; i++)
		session->tor->hold |= many->members[i].tor.hold;
	ok = print_table(many, session->output, error);
	return sum_up(many, ok ? error : NULL) && ok;
}

void many_show_last(struct session *session)
{
	struct many *many = session->many;

	for (size_t i = 0; i < many->len; i++) {
		struct member *member = &many->members[i];

		if (member->tor.connection)
			session_show_last(&member->session, NULL);
		if (member->session.output)
			output_end_line(member->session.output, NULL);
	}
}
