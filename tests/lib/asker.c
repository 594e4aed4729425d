/* A request in a thread of its own. */
#include "lib/asker.h"

#include "lib/test.h"

#include <poll.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

static bool see(void *arg, struct span bytes)
{
	buf_add_span(arg, bytes);
	return true;
}

void asker_run(struct talk *talk, struct asker *asker)
{
	struct connection *connection = talk->connection;
	struct reply reply = REPLY_INIT;
	struct request request;
	bool ok;

	request_init_line(&request, span_of(asker->line));
	ok = asker->stream ?
		connection_stream(connection, &request, see, &asker->seen,
			&reply, &asker->error) :
		asker->late ?
		connection_ask(connection, &request, &reply, &asker->error) :
		connection_request(connection, &request, &reply, &asker->error);
	if (ok && !asker->stream)
		buf_add_span(&asker->seen, reply.lines[0].text);
	request_clear(&request);
	reply_clear(&reply);
}

static void *run(void *arg)
{
	struct asker *asker = arg;

	asker_run(asker->talk, asker);
	return NULL;
}

void asker_begin(struct talk *talk, struct asker *asker)
{
	asker->talk = talk;
	ck_assert_int_eq(pthread_create(&asker->thread, NULL, run, asker), 0);
}

void asker_end(struct asker *asker, enum error_kind kind, const char *want)
{
	pthread_join(asker->thread, NULL);
	ck_assert_int_eq(asker->error.kind, kind);
	ck_assert_str_eq(buf_text(&asker->seen), want);
	buf_clear(&asker->seen);
	error_clear(&asker->error);
}

void asker_end_error(struct asker *asker, enum error_kind kind,
	const char *want)
{
	pthread_join(asker->thread, NULL);
	ck_assert_int_eq(asker->error.kind, kind);
	ck_assert_str_eq(asker->error.text, want);
	buf_clear(&asker->seen);
	error_clear(&asker->error);
}

void talk_reach(struct talk *talk, unsigned gate)
{
	ck_assert(fake_tor_await(talk->tor, gate));
}

void talk_await_full(struct talk *talk)
{
	struct pollfd wait = { .fd = talk->fd, .events = POLLOUT };

	while (poll(&wait, 1, 0) > 0)
		sched_yield();
}

void talk_press_ctrl_c(struct talk *talk)
{
	ck_assert_int_eq(write(talk->cancel[1], "", 1), 1);
}

void talk_release_ctrl_c(struct talk *talk)
{
	char byte;

	ck_assert_int_eq(read(talk->cancel[0], &byte, 1), 1);
}
