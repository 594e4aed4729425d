/* Replies: every span is within the message, and built replies read back. */
#include "fuzz/fuzz.h"
#include "proto/reply.h"

static void check_line(const struct reply *reply, size_t i)
{
	const struct reply_line *line = &reply->lines[i];
	struct span bytes = buf_span(&reply->bytes);
	bool last = i + 1 == reply->len;

	fuzz_assert(line->status >= 100 && line->status <= 999);
	fuzz_assert((line->separator == ' ') == last);
	fuzz_assert(last || line->separator == '-' || line->separator == '+');
	fuzz_assert(fuzz_inside(line->text, bytes));
	fuzz_assert(!fuzz_count(line->text, '\n'));
	fuzz_assert(line->has_data == (line->separator == '+'));
	if (line->has_data)
		fuzz_assert(fuzz_inside(line->data, bytes));
	if (line->data.len)
		fuzz_assert(line->data.at[line->data.len - 1] == '\n');
}

static void check_errors(const struct reply *reply)
{
	struct error error = ERROR_INIT;
	size_t bad = 0, told = 0;

	for (size_t i = 0; i < reply->len; i++)
		bad += reply->lines[i].status / 100 != 2;
	fuzz_assert(reply_ok(reply) == !bad);
	fuzz_assert(reply_check(reply, &error) == !bad);
	for (const struct error *one = &error; one; one = one->next)
		told += one->kind == ERROR_TOR;
	fuzz_assert(told == bad);
	error_clear(&error);
}

static void add_block(struct buf *to, struct span data)
{
	while (data.len) {
		size_t len = (size_t)((const char *)memchr(data.at, '\n',
			data.len) - data.at);

		if (data.at[0] == '.')
			buf_add_char(to, '.');
		buf_add(to, data.at, len);
		buf_add_string(to, "\r\n");
		data = span_from(data, len + 1);
	}
	buf_add_string(to, ".\r\n");
}

static void check_again(const struct reply *reply)
{
	struct reply again = REPLY_INIT;
	struct buf bytes = BUF_INIT;

	for (size_t i = 0; i < reply->len; i++) {
		const struct reply_line *line = &reply->lines[i];

		buf_print(&bytes, "%d%c", line->status, line->separator);
		buf_add_span(&bytes, line->text);
		buf_add_string(&bytes, "\r\n");
		if (line->has_data)
			add_block(&bytes, line->data);
	}
	fuzz_assert(reply_parse(&again, &bytes, NULL));
	fuzz_assert(again.len == reply->len);
	for (size_t i = 0; i < reply->len; i++) {
		fuzz_assert(again.lines[i].status == reply->lines[i].status);
		fuzz_assert(fuzz_same(again.lines[i].text,
			reply->lines[i].text));
		fuzz_assert(fuzz_same(again.lines[i].data,
			reply->lines[i].data));
	}
	reply_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct buf bytes = BUF_INIT;

	buf_add(&bytes, data, size);
	if (reply_parse(&reply, &bytes, &error)) {
		fuzz_assert(reply.len && error.kind == ERROR_NONE);
		for (size_t i = 0; i < reply.len; i++)
			check_line(&reply, i);
		check_errors(&reply);
		check_again(&reply);
	} else {
		fuzz_assert(!reply.len && !reply.bytes.data);
		fuzz_assert(error.kind == ERROR_CONNECTION);
	}
	fuzz_assert(!bytes.data && !bytes.len);
	error_clear(&error);
	reply_clear(&reply);
	return 0;
}
