/* Requests: an accepted one is a single command with the given arguments. */
#include "fuzz/fuzz.h"
#include "proto/quoted.h"
#include "proto/reply.h"
#include "proto/request.h"

enum { MAX_ARGUMENTS = 16 };

struct argument {
	char *name;
	char *value; /* NULL: none */
	bool quoted;
};

/* The input: a kind and arguments, each ended by '|', then the rest. */
struct plan {
	struct argument arguments[MAX_ARGUMENTS];
	size_t len;
	bool has_body;
	struct span body;
};

static char *next_string(struct span *input)
{
	size_t len = 0;
	char *copy;

	while (len < input->len && input->at[len] != '|' && input->at[len])
		len++;
	copy = span_copy((struct span){ input->at, len });
	*input = span_from(*input, len + 1);
	return copy;
}

static void read_plan(struct plan *plan, struct span input)
{
	uint8_t flags = fuzz_byte(&input);

	plan->has_body = flags & 1;
	while (input.len && plan->len < flags / 2u % MAX_ARGUMENTS) {
		struct argument *one = &plan->arguments[plan->len++];
		uint8_t kind = fuzz_byte(&input);

		one->name = next_string(&input);
		one->value = kind & 1 ? next_string(&input) : NULL;
		one->quoted = kind & 2;
	}
	plan->body = input;
}

static bool is_bare(const char *word)
{
	for (; *word; word++)
		if ((unsigned char)*word <= ' ' || *word == 0x7f ||
			*word == '"')
			return false;
	return true;
}

/* Returns whether all of it can be sent. */
static bool is_good(const struct plan *plan)
{
	for (size_t i = 0; i < plan->len; i++) {
		const struct argument *one = &plan->arguments[i];

		if (!*one->name || !is_bare(one->name))
			return false;
		if (one->quoted && (strchr(one->name, '=') || (one->value &&
			strpbrk(one->value, "\r\n"))))
			return false;
		if (one->value && !one->quoted && !is_bare(one->value))
			return false;
	}
	return !plan->has_body || !fuzz_count(plan->body, '\0');
}

static void build(struct request *request, const struct plan *plan)
{
	request_init(request, plan->has_body ? "+VERB" : "VERB");
	for (size_t i = 0; i < plan->len; i++) {
		const struct argument *one = &plan->arguments[i];

		if (one->quoted)
			request_add_option(request, one->name, one->value);
		else if (one->value)
			request_add_keyword(request, one->name, one->value);
		else
			request_add_word(request, one->name);
	}
	if (plan->has_body)
		request_add_body(request, plan->body);
}

/* Takes the next argument, split as Tor does: at blanks outside quotes. */
static struct span next_argument(struct span *rest)
{
	struct span argument = { rest->at, 0 };
	bool quoted = false;

	while (argument.len < rest->len) {
		char c = rest->at[argument.len];

		if (c == ' ' && !quoted)
			break;
		if (c == '\\' && quoted)
			argument.len++;
		else if (c == '"')
			quoted = !quoted;
		argument.len++;
	}
	fuzz_assert(!quoted);
	*rest = span_from(*rest, argument.len + 1);
	return argument;
}

static void check_argument(struct span got, const struct argument *want)
{
	struct span value = span_from(got, strlen(want->name) + 1);
	struct buf decoded = BUF_INIT;

	fuzz_assert(span_starts(got, want->name));
	if (!want->value) {
		fuzz_assert(got.len == strlen(want->name));
		return;
	}
	fuzz_assert(got.at[strlen(want->name)] == '=');
	if (want->quoted) {
		fuzz_assert(quoted_decode(&decoded, value));
		value = buf_span(&decoded);
	}
	fuzz_assert(span_equal(value, want->value));
	buf_clear(&decoded);
}

/* Checks a line: CRLF at its end, and no control byte before. */
static void check_line(struct span line, const struct plan *plan)
{
	struct span rest;

	fuzz_assert(line.len > 2);
	rest = (struct span){ line.at, line.len - 2 };
	fuzz_assert(!memcmp(line.at + rest.len, "\r\n", 2));
	for (size_t i = 0; i < rest.len; i++)
		fuzz_assert((unsigned char)rest.at[i] >= ' ');
	fuzz_assert(span_equal(next_argument(&rest),
		plan->has_body ? "+VERB" : "VERB"));
	for (size_t i = 0; i < plan->len; i++)
		check_argument(next_argument(&rest), &plan->arguments[i]);
	fuzz_assert(!rest.len);
}

/* Checks that a peer which reads the body gets it back, with LF line ends. */
static void check_body(struct span wire, struct span body)
{
	struct buf bytes = BUF_INIT, want = BUF_INIT;
	struct reply reply = REPLY_INIT;

	while (body.len) {
		const char *end = memchr(body.at, '\n', body.len);
		size_t len = end ? (size_t)(end - body.at) : body.len;

		buf_add(&want, body.at, len);
		if (len && body.at[len - 1] == '\r')
			want.len--;
		buf_add_char(&want, '\n');
		body = span_from(body, len + 1);
	}
	buf_add_string(&bytes, "250");
	buf_add_span(&bytes, wire);
	buf_add_string(&bytes, "250 OK\r\n");
	fuzz_assert(reply_parse(&reply, &bytes, NULL));
	fuzz_assert(reply.len == 2);
	fuzz_assert(fuzz_same(reply.lines[0].data, buf_span(&want)));
	for (size_t i = 0; i < wire.len; i++)
		fuzz_assert(wire.at[i] != '\n' || wire.at[i - 1] == '\r');
	buf_clear(&want);
	reply_clear(&reply);
}

/* Checks a line typed by the user: sent unchanged as one line, or refused. */
static void check_raw(struct span line)
{
	struct request request;

	request_init_line(&request, line);
	if (request_finish(&request, NULL)) {
		fuzz_assert(request.wire.len == line.len + 2);
		fuzz_assert(!memcmp(request.wire.data, line.at, line.len));
		fuzz_assert(line.at[0] != '+');
		fuzz_assert(fuzz_count(buf_span(&request.wire), '\n') == 1);
		fuzz_assert(fuzz_count(buf_span(&request.wire), '\r') == 1);
		fuzz_assert(fuzz_count(buf_span(&request.wire), '\0') == 0);
	}
	request_clear(&request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = fuzz_input(data, size), wire;
	struct error error = ERROR_INIT;
	struct plan plan = { 0 };
	struct request request;
	bool ok;

	read_plan(&plan, input);
	build(&request, &plan);
	ok = request_finish(&request, &error);
	wire = buf_span(&request.wire);
	fuzz_assert(ok == (is_good(&plan) && wire.len <= REQUEST_MAX));
	fuzz_assert(ok == (error.kind == ERROR_NONE));
	if (ok && !plan.has_body)
		check_line(wire, &plan);
	if (ok && plan.has_body) {
		check_line((struct span){ wire.at, request.line_len + 2 },
			&plan);
		check_body(wire, plan.body);
	}
	check_raw(input);
	for (size_t i = 0; i < plan.len; i++) {
		free(plan.arguments[i].name);
		free(plan.arguments[i].value);
	}
	error_clear(&error);
	request_clear(&request);
	return 0;
}
