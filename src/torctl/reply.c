/* Any command as a line, and Tor's reply. */
#include "torctl/inside.h"

#include "util/alloc.h"

#include <stdlib.h>

/* A reply, with its spans also as strings. */
struct torctl_reply {
	struct reply reply;
	struct torctl_pairs *texts; /* a line's text, and its data block */
};

struct torctl_reply *reply_wrap(struct reply *from)
{
	struct torctl_reply *reply = alloc_zeroed(sizeof(*reply));

	reply->reply = *from;
	*from = (struct reply)REPLY_INIT;
	reply->texts = torctl_pairs_new();
	for (size_t i = 0; i < reply->reply.len; i++) {
		const struct reply_line *line = &reply->reply.lines[i];

		pairs_put(reply->texts, line->text,
			line->has_data ? &line->data : NULL);
	}
	return reply;
}

struct torctl_reply *torctl_command(struct torctl *tor, const char *line,
	const char *body, size_t size, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct request request;
	bool ok;

	request_init_line(&request, span_of(line));
	if (body)
		request_add_body(&request, (struct span){ body, size });
	handle_enter(tor);
	ok = connection_request(tor->connection, &request, &reply, &failure);
	handle_leave(tor);
	request_clear(&request);
	if (ok)
		return reply_wrap(&reply);
	fail(error, &failure);
	return NULL;
}

bool torctl_reply_ok(const struct torctl_reply *reply)
{
	return reply_ok(&reply->reply);
}

size_t torctl_reply_count(const struct torctl_reply *reply)
{
	return reply->reply.len;
}

int torctl_reply_status(const struct torctl_reply *reply, size_t index)
{
	return index < reply->reply.len ? reply->reply.lines[index].status : 0;
}

const char *torctl_reply_line(const struct torctl_reply *reply, size_t index)
{
	return torctl_pairs_name(reply->texts, index);
}

const char *torctl_reply_data(const struct torctl_reply *reply, size_t index,
	size_t *size)
{
	if (size)
		*size = torctl_pairs_size(reply->texts, index);
	return torctl_pairs_value(reply->texts, index);
}

void torctl_reply_free(struct torctl_reply *reply)
{
	if (!reply)
		return;
	torctl_pairs_free(reply->texts);
	reply_clear(&reply->reply);
	free(reply);
}
