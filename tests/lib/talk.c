/* A client connected to a fake tor, with replies and events as short texts. */
#include "lib/talk.h"

#include "lib/test.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void talk_init(struct talk *talk)
{
	*talk = (struct talk){
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.config.timeout = TALK_PATIENCE,
		.subscription.all = true,
	};
	ck_assert_int_eq(pipe(talk->cancel), 0);
	talk->config.cancel_fd = talk->cancel[0];
	talk->config.trace_arg = talk;
}

void talk_start(struct talk *talk, enum fake_family family,
	const struct fake_step *steps, size_t count)
{
	talk->tor = fake_tor_start(family, NULL, steps, count);
	ck_assert_ptr_nonnull(talk->tor);
	talk->fd = fake_tor_dial(talk->tor);
	ck_assert_int_ge(talk->fd, 0);
	talk->connection = connection_new(
		&(struct transport_link){ .fd = talk->fd,
		.silence = talk->silence, .patience = talk->patience }, &talk->config);
	connection_listen(talk->connection, &talk->subscription);
}

void talk_end(struct talk *talk)
{
	char *failure;

	connection_free(talk->connection);
	subscription_clear(&talk->subscription);
	failure = fake_tor_end(talk->tor, NULL);
	ck_assert_msg(!failure, "the fake tor, %s", failure);
	close(talk->cancel[0]);
	close(talk->cancel[1]);
	buf_clear(&talk->events);
	buf_clear(&talk->trace);
	error_clear(&talk->error);
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

char *talk_ask(struct talk *talk, const char *line)
{
	struct reply reply = REPLY_INIT;
	struct buf text = BUF_INIT;
	struct request request;
	bool ok;

	error_clear(&talk->error);
	request_init_line(&request, span_of(line));
	ok = connection_request(talk->connection, &request, &reply,
		&talk->error);
	for (size_t i = 0; i < reply.len; i++)
		add_line(&text, &reply.lines[i]);
	ck_assert_int_eq(ok, reply.len > 0);
	ck_assert_int_eq(ok, talk->error.kind == ERROR_NONE);
	reply_clear(&reply);
	request_clear(&request);
	return ok ? buf_steal(&text) : error_text(&talk->error);
}

void talk_check(struct talk *talk, const char *line,
	const char *want)
{
	char *got = talk_ask(talk, line);

	ck_assert_str_eq(got, want);
	free(got);
}

uint64_t talk_take(struct talk *talk)
{
	struct queue queue = { 0 };
	struct queue_event event;
	uint64_t count = 0;

	talk->dropped += connection_take_events(
		talk->connection, &talk->subscription, SIZE_MAX, &queue);
	while (queue_take(&queue, &event)) {
		buf_add_span(&talk->events, event.raw);
		count++;
	}
	queue_clear(&queue);
	talk->count += count;
	return count;
}

void talk_await(struct talk *talk, uint64_t count)
{
	int64_t deadline = clock_deadline(TALK_PATIENCE);

	while (talk->count < count) {
		error_clear(&talk->error);
		ck_assert_msg(connection_wait(talk->connection,
			&talk->subscription, deadline, &talk->error), "%s after %llu events",
			talk->error.text,
			(unsigned long long)talk->count);
		ck_assert_int_eq(talk->error.kind, ERROR_NONE);
		talk_take(talk);
	}
	ck_assert_uint_eq(talk->count, count);
}

void talk_check_events(struct talk *talk, const char *want)
{
	test_span_eq(buf_span(&talk->events), span_of(want));
	buf_reset(&talk->events);
}

void talk_check_wait(struct talk *talk, const char *want)
{
	char *got;

	error_clear(&talk->error);
	ck_assert(!connection_wait(talk->connection, &talk->subscription,
		clock_deadline(TALK_PATIENCE), &talk->error));
	got = error_text(&talk->error);
	ck_assert_str_eq(got, want);
	free(got);
}

bool talk_woken(struct talk *talk)
{
	bool news;

	ck_assert_int_eq(
		connection_poll(talk->connection, NULL, 0, 0, &news), 0);
	return news;
}
