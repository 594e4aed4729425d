/* A client on a fake tor, and its replies and events as short texts. */
#include "lib/session.h"

#include "lib/test.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void session_init(struct session *session)
{
	*session = (struct session){
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.config.timeout = SESSION_PATIENCE,
	};
	ck_assert_int_eq(pipe(session->cancel), 0);
	session->config.cancel_fd = session->cancel[0];
	session->config.trace_arg = session;
}

void session_start(struct session *session, enum fake_family family,
	const struct fake_step *steps, size_t count)
{
	int fd;

	session->tor = fake_tor_start(family, NULL, steps, count);
	ck_assert_ptr_nonnull(session->tor);
	fd = fake_tor_dial(session->tor);
	ck_assert_int_ge(fd, 0);
	session->client = client_new(fd, &session->config, &session->error);
	ck_assert_ptr_nonnull(session->client);
}

void session_end(struct session *session)
{
	char *failure;

	client_free(session->client);
	failure = fake_tor_end(session->tor, NULL);
	ck_assert_msg(!failure, "the fake tor, %s", failure);
	close(session->cancel[0]);
	close(session->cancel[1]);
	buf_clear(&session->events);
	buf_clear(&session->trace);
	error_clear(&session->error);
}

static void add_line(struct buf *text, const struct reply_line *line)
{
	if (text->len)
		buf_add_char(text, '|');
	buf_print(text, "%d%c", line->status, line->separator);
	buf_add_span(text, line->text);
	if (!line->has_data)
		return;
	buf_add_char(text, '{');
	for (size_t i = 0; i < line->data.len; i++)
		buf_add_char(text, line->data.at[i] == '\n' ? '.' :
			line->data.at[i]);
	buf_add_char(text, '}');
}

static char *error_text(const struct error *error)
{
	return alloc_print("%s: %s", error_kind_name(error->kind),
		error->text ? error->text : "");
}

char *session_ask(struct session *session, const char *line)
{
	struct reply reply = REPLY_INIT;
	struct buf text = BUF_INIT;
	struct request request;
	bool ok;

	error_clear(&session->error);
	request_init_line(&request, span_of(line));
	ok = client_request(session->client, &request, &reply,
		&session->error);
	for (size_t i = 0; i < reply.len; i++)
		add_line(&text, &reply.lines[i]);
	ck_assert_int_eq(ok, reply.len > 0);
	ck_assert_int_eq(ok, session->error.kind == ERROR_NONE);
	reply_clear(&reply);
	request_clear(&request);
	return ok ? buf_steal(&text) : error_text(&session->error);
}

void session_check(struct session *session, const char *line,
	const char *want)
{
	char *got = session_ask(session, line);

	ck_assert_str_eq(got, want);
	free(got);
}

uint64_t session_take(struct session *session)
{
	struct queue queue = { 0 };
	struct queue_event event;
	uint64_t count = 0;

	session->dropped += client_take_events(session->client, &queue);
	while (queue_take(&queue, &event)) {
		buf_add_span(&session->events, event.raw);
		count++;
	}
	queue_clear(&queue);
	session->count += count;
	return count;
}

void session_await(struct session *session, uint64_t count)
{
	int64_t deadline = clock_deadline(SESSION_PATIENCE);

	while (session->count < count) {
		error_clear(&session->error);
		ck_assert_msg(client_wait(session->client, deadline,
			&session->error), "%s after %llu events",
			session->error.text,
			(unsigned long long)session->count);
		session_take(session);
	}
	ck_assert_uint_eq(session->count, count);
}

void session_check_events(struct session *session, const char *want)
{
	test_span_eq(buf_span(&session->events), span_of(want));
	buf_reset(&session->events);
}

void session_check_wait(struct session *session, const char *want)
{
	char *got;

	error_clear(&session->error);
	ck_assert(!client_wait(session->client,
		clock_deadline(SESSION_PATIENCE), &session->error));
	got = error_text(&session->error);
	ck_assert_str_eq(got, want);
	free(got);
}

bool session_woken(struct session *session)
{
	struct pollfd wait = { .fd = client_wake_fd(session->client),
		.events = POLLIN };

	return poll(&wait, 1, 0) == 1;
}
