/*
 * A connection as a whole. In the first form the input is a plan of requests
 * and of when an honest Tor answers them: whatever comes late, no request gets
 * the answer of another, and no event is lost or out of order. In the second
 * the input is what a hostile peer says; in the third, what a SOCKS port says.
 */
#include "fuzz/world.h"

#include "conn/connection.h"
#include "conn/tunnel.h"
#include "util/clock.h"

enum { TIMEOUT = 1000, FUZZ_CONN_REQUESTS = 64 };

static const struct connection_config config = {
	.timeout = TIMEOUT,
	.cancel_fd = -1,
};

static struct subscription every;

static struct connection *begin(struct span input)
{
	struct connection *connection;

	fuzz_world.hostile = true;
	fuzz_world.silent = true;
	fuzz_world_begin(input);
	connection = connection_new(
		&(struct transport_link){ .fd = fuzz_peer_open() }, &config);
	subscription_clear(&every);
	every = (struct subscription){ .all = true };
	connection_listen(connection, &every);
	connection_trust(connection);
	return connection;
}

/* ---- an honest Tor, often late */

/* Events have numbers; so have requests and their answers. */
static struct plan {
	struct buf chunks;      /* what Tor says, for the world */
	struct buf requests;    /* the kind of each request, a byte */
	unsigned events;
} plan;

/*
 * Each byte is a step of Tor: whether it first is silent, whether events come
 * before or after, whether it refuses, and whether the request may be echoed.
 */
static void write_plan(struct span input)
{
	unsigned number = 0;

	while (input.len && number < FUZZ_CONN_REQUESTS) {
		uint8_t byte = fuzz_byte(&input);

		buf_add_char(&plan.requests, (char)byte);
		/* Silence when it is sent, and while we wait: it is late. */
		if (byte & 1)
			buf_print(&plan.chunks, "%c%c", FUZZ_WORLD_END,
				FUZZ_WORLD_END);
		if (byte & 2)
			buf_print(&plan.chunks, "650 NOTICE %u\r\n",
				plan.events++);
		if (byte & 4)
			buf_print(&plan.chunks, "552 no %u\r\n", number);
		else if (byte & 8)
			buf_print(&plan.chunks, "250+value=\r\n%u\r\n650 no\r\n"
				".\r\n250 OK\r\n", number);
		else
			buf_print(&plan.chunks, "250 yes %u\r\n", number);
		if (byte & 16)
			buf_print(&plan.chunks, "650+WARN\r\n%u\r\n.\r\n"
				"650 OK\r\n", plan.events++);
		buf_add_char(&plan.chunks, FUZZ_WORLD_END);
		number++;
	}
}

/* The last word of a line that we wrote. */
static unsigned last_number(struct span line)
{
	unsigned long long number;
	struct span word, last = { "", 0 };

	while (span_next_word(&line, &word))
		last = word;
	fuzz_assert(span_number(last, &number));
	return (unsigned)number;
}

/* The number in the answer, which is that of its request. */
static unsigned answer_number(const struct reply *reply)
{
	struct span text = reply->len == 2 ? reply->lines[0].data :
		reply_text(reply), line;

	span_next_line(&text, &line);
	return last_number(line);
}

/* All events come, in order; with `gaps`, some may be missing. */
static void check_events(
	struct connection *connection, unsigned *next, bool gaps)
{
	struct queue events = { 0 };
	struct queue_event event;

	connection_take_events(connection, &every, SIZE_MAX, &events);
	while (queue_take(&events, &event)) {
		struct span raw = event.raw, line;
		unsigned number;

		if (span_starts(raw, "650+"))
			span_next_line(&raw, &line);
		span_next_line(&raw, &line);
		number = last_number(line);
		fuzz_assert(gaps ? number >= *next : number == *next);
		*next = number + 1;
	}
	queue_clear(&events);
}

static bool ask(struct connection *connection, uint8_t kind,
	struct reply *reply, struct error *error)
{
	struct request request;
	bool ok;

	request_init(&request, kind & 32 ? "SETCONF" : "GETINFO");
	if (kind & 32)
		request_add_option(&request, "Nickname", "\"x");
	else
		request_add_word(&request, "version");
	ok = kind & 64 ? connection_ask(connection, &request, reply, error) :
		connection_request(connection, &request, reply, error);
	request_clear(&request);
	return ok;
}

static void run_honest(struct span input)
{
	struct error error = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct connection *connection;
	bool late[FUZZ_CONN_REQUESTS] = { false }, gaps = false;
	unsigned next = 0;

	write_plan(input);
	fuzz_world.honest = true;
	connection = begin(buf_span(&plan.chunks));
	for (unsigned i = 0; i < plan.requests.len; i++) {
		uint8_t kind = (uint8_t)plan.requests.data[i];

		if (ask(connection, kind, &reply, &error)) {
			fuzz_assert(answer_number(&reply) == i);
		} else if (error.kind == ERROR_TOR) {
			fuzz_assert(last_number(span_of(error.text)) == i);
		} else {
			fuzz_assert(error.kind == ERROR_TIMEOUT);
			late[i] = kind & 64;
		}
		/* What follows a refusal that may be echoed is dropped. */
		gaps = gaps || kind & 32;
		check_events(connection, &next, gaps);
		if (connection_take_late(connection, &reply, NULL))
			fuzz_assert(late[answer_number(&reply)]);
		error_clear(&error);
	}
	reply_clear(&reply);
	connection_free(connection);
	fuzz_world_end();
	fuzz_world.honest = false;
	buf_clear(&plan.chunks);
	buf_clear(&plan.requests);
	plan.events = 0;
}

/* ---- a hostile peer */

static bool count_bytes(void *arg, struct span bytes)
{
	size_t *left = arg;

	fuzz_assert(bytes.len && bytes.at[bytes.len - 1] == '\n');
	if (bytes.len > *left)
		return false;
	*left -= bytes.len;
	return true;
}

static void act(struct connection *connection, unsigned kind,
	struct reply *reply, struct error *error)
{
	struct queue events = { 0 };
	struct queue_event event;
	struct request request;
	size_t left = 100;
	char *about;

	request_init(&request, "GETINFO");
	request_add_word(&request, "x");
	switch (kind) {
	case 0:
		connection_stream(
			connection, &request, count_bytes, &left, reply, error);
		break;
	case 1:
		connection_wait(
			connection, &every, clock_deadline(TIMEOUT), error);
		break;
	case 2:
		connection_take_late(connection, reply, error);
		break;
	case 3:
		connection_take_events(connection, &every, 1, &events);
		break;
	case 4:
		connection_take_events(connection, &every, SIZE_MAX, &events);
		break;
	case 5:
		about = connection_describe_peer(connection);
		fuzz_assert(!about || *about);
		free(about);
		break;
	default:
		ask(connection, (uint8_t)kind, reply, error);
	}
	while (queue_take(&events, &event))
		fuzz_assert(event.raw.len && event.raw.at[0] == '6' &&
			event.raw.at[event.raw.len - 1] == '\n');
	queue_clear(&events);
	request_clear(&request);
}

/* The first line has what we do, a byte each. */
static void run_hostile(struct span input)
{
	struct reply reply = REPLY_INIT;
	struct error error = ERROR_INIT;
	struct connection *connection;
	struct span acts = { "", 0 };

	span_next_line(&input, &acts);
	connection = begin(input);
	for (size_t i = 0; i < acts.len && i < 64; i++) {
		unsigned kind = (unsigned char)acts.at[i];

		act(connection, kind & 128 ? kind : kind & 7, &reply, &error);
		for (size_t j = 0; j < reply.len; j++)
			fuzz_assert(reply.lines[j].status >= 0 &&
				reply.lines[j].status < 1000);
		error_clear(&error);
	}
	reply_clear(&reply);
	connection_free(connection);
	fuzz_world_end();
}

/* ---- a tunnel */

/* The first byte has the request's form. */
static void run_tunnel(struct span input)
{
	uint8_t kind = fuzz_byte(&input);
	const struct socks_request request = {
		.version = kind & 1 ? SOCKS_4A : SOCKS_5,
		.host = kind & 2 ? "192.0.2.1" : "www.example.com",
		.port = 80,
		.login = kind & 4 ? "token" : NULL,
	};
	struct error error = ERROR_INIT;
	struct buf early = BUF_INIT;
	int fd;
	bool ok;

	fuzz_world.silent = kind & 8;
	fuzz_world_begin(input);
	fd = fuzz_peer_open();
	ok = tunnel_open(fd, &request, clock_deadline(TIMEOUT), -1, &early,
		&error);
	if (ok) {
		struct tunnel tunnel = {
			.fd = fd,
			.in = STDIN_FILENO,
			.out = STDOUT_FILENO,
			.cancel_fd = -1,
			.half_close = kind & 16,
		};

		ok = tunnel_run(&tunnel, &early, &error);
	}
	fuzz_assert(ok == (error.kind == ERROR_NONE));
	close(fd);
	buf_clear(&early);
	error_clear(&error);
	fuzz_world_end();
}

static void (*const forms[])(struct span input) = {
	run_honest,  /* a */
	run_hostile, /* b */
	run_tunnel,  /* c */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = fuzz_input(data, size);
	size_t form = (size_t)(fuzz_byte(&input) - 'a');

	if (size <= FUZZ_WORLD_INPUT)
		forms[form % (sizeof(forms) / sizeof(*forms))](input);
	return 0;
}
