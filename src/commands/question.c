/* Questions to the user, and notes that there is nothing to do. */
#include "commands/question.h"

#include "cmd/session.h"
#include "out/layout.h"
#include "out/window.h"
#include "util/files.h"

#include <signal.h>
#include <sys/select.h>
#include <unistd.h>

static void note_interrupt(int number)
{
	(void)number; /* only makes pselect() return */
}

/*
 * Reads a single byte, since later input is not ours. Returns false at the end
 * of the input or after Ctrl-C.
 */
static bool read_byte(char *c, const sigset_t *mask)
{
	fd_set input;

	FD_ZERO(&input);
	FD_SET(STDIN_FILENO, &input);
	return pselect(STDIN_FILENO + 1, &input, NULL, NULL, NULL, mask) > 0 &&
		read(STDIN_FILENO, c, 1) == 1;
}

static bool read_yes(const sigset_t *mask)
{
	char c = '\0', first = '\0';

	while (read_byte(&c, mask)) {
		if (c == '\n')
			return first == 'y' || first == 'Y';
		if (!first)
			first = c;
	}
	(void)files_write_fd(STDERR_FILENO, "\n", 1);
	return false;
}

/* SIGINT is blocked except while waiting for the answer, and means no. */
static bool ask(const char *what)
{
	const struct sigaction note = { .sa_handler = note_interrupt };
	struct buf text = BUF_INIT, question = BUF_INIT;
	struct sigaction old;
	sigset_t interrupt, mask, open;
	bool yes;

	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	pthread_sigmask(SIG_BLOCK, &interrupt, &mask);
	open = mask;
	sigdelset(&open, SIGINT);
	sigaction(SIGINT, &note, &old);
	buf_print(&text, "%s Continue? [y/N]", what);
	layout_fold(buf_span(&text), 0, 0, window_columns(STDERR_FILENO) - 1,
		&question);
	buf_add_char(&question, ' ');
	(void)files_write_fd(STDERR_FILENO, question.data, question.len);
	buf_clear(&question);
	buf_clear(&text);
	yes = read_yes(&open);
	sigaction(SIGINT, &old, NULL);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	return yes;
}

bool question_confirm(struct session *session, const char *what)
{
	if (session->whole)
		return session->whole->confirm(session->whole->arg, what);
	if (session->prompt)
		return session->prompt->confirm(session->prompt->arg, what);
	return !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO) || ask(what);
}

void question_skip(struct call *call, const char *why)
{
	if (call->session->output->form == OUTPUT_JSON)
		result_add(&call->result, "text", span_of(why));
	else
		report_note(&call->session->report, "%s", why);
}
