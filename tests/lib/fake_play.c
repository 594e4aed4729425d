/* The thread of a fake tor, which plays the steps of its script. */
#include "lib/fake_play.h"

#include "conn/crypto.h"
#include "util/alloc.h"
#include "util/encode.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HASH_SIZE = CRYPTO_SHA256_SIZE };

static const char key_prefix[] = "torctl-sync-";
enum { KEY_LEN = 32 };

/* Returns the number of a key that begins with `text`, or FAKE_KEYS. */
static size_t key_number(struct span text, size_t *len)
{
	size_t number = 0, at = sizeof(key_prefix) - 1;

	if (!span_starts(text, key_prefix))
		return FAKE_KEYS;
	for (*len = at; *len < text.len && *len < at + 3; ++*len) {
		char c = text.at[*len];

		if (c < '0' || c > '9')
			break;
		number = number * 10 + (size_t)(c - '0');
	}
	return *len > at && *len < at + 3 ? number : FAKE_KEYS;
}

/* Replaces the numbers of known keys. */
static void add_keys(const struct fake_tor *tor, struct buf *to,
	struct span text)
{
	size_t len = 0;

	while (text.len) {
		size_t number = key_number(text, &len);

		if (number < FAKE_KEYS && tor->keys[number]) {
			buf_print(to, "%s%s", key_prefix, tor->keys[number]);
		} else {
			len = 1;
			buf_add_char(to, *text.at);
		}
		text = span_from(text, len);
	}
}

/* Returns whether the line asks for a new key where `step` has a number. */
static bool take_key(struct fake_tor *tor, const struct fake_step *step,
	struct span line)
{
	static const char verb[] = "GETINFO ";
	size_t start = sizeof(verb) - 1, len, number;
	struct span want = { step->text, step->len };

	if (!span_starts(want, verb) || !span_starts(line, verb) ||
		(number = key_number(span_from(want, start), &len)) ==
			FAKE_KEYS || start + len != want.len)
		return false;
	start += sizeof(key_prefix) - 1;
	if (line.len != start + KEY_LEN || !span_starts(line,
		"GETINFO torctl-sync-"))
		return false;
	for (size_t i = start; i < line.len; i++)
		if (!strchr("0123456789ABCDEF", line.at[i]))
			return false;
	for (size_t i = 0; i < FAKE_KEYS; i++)
		if (tor->keys[i] && span_equal(span_from(line, start),
			tor->keys[i]))
			return false;
	free(tor->keys[number]);
	tor->keys[number] = span_copy(span_from(line, start));
	return true;
}

static bool is_expected(const struct fake_step *step, struct span line)
{
	return line.len >= step->len && !memcmp(line.at, step->text,
		step->len) && (step->kind == FAKE_EXPECT_START ||
		line.len == step->len);
}

/* "SETEVENTS … WARN", which comes before each change of the configuration. */
static bool is_listening(struct span line)
{
	static const char end[] = " WARN";
	size_t len = sizeof(end) - 1;

	return span_starts(line, "SETEVENTS") && line.len > len &&
		span_equal(span_from(line, line.len - len), end);
}

static bool play_expect(struct fake_tor *tor, const struct fake_step *step)
{
	struct span line;
	bool ok = fake_take_line(tor, &line);

	/* Only a test of these lines has them. */
	if (ok && is_listening(line) && !is_expected(step, line))
		ok = fake_send_all(tor, "250 OK\r\n", strlen("250 OK\r\n")) &&
			fake_take_line(tor, &line);
	return ok && (take_key(tor, step, line) || is_expected(step, line) ||
		fake_fail_line(tor, "did not expect", line));
}

static bool play_take(struct fake_tor *tor, const struct fake_step *step)
{
	while (fake_untaken(tor).len < step->number)
		if (fake_take_more(tor) <= 0)
			return fake_fail(tor, "the client has sent less");
	tor->taken = tor->received.len;
	return true;
}

static bool play_quiet(struct fake_tor *tor, const struct fake_step *step)
{
	(void)step;
	return !fake_untaken(tor).len || fake_fail_line(tor,
		"sent too early", fake_untaken(tor));
}

static bool play_send(struct fake_tor *tor, const struct fake_step *step)
{
	struct buf bytes = BUF_INIT;
	bool ok;

	add_keys(tor, &bytes, (struct span){ step->text, step->len });
	ok = fake_send_all(tor, bytes.data, bytes.len);
	buf_clear(&bytes);
	return ok;
}

static bool play_bytes(struct fake_tor *tor, const struct fake_step *step)
{
	struct buf bytes = BUF_INIT;
	bool ok = true;

	add_keys(tor, &bytes, (struct span){ step->text, step->len });
	for (size_t i = 0; i < bytes.len && ok; i++)
		ok = fake_send_all(tor, bytes.data + i, 1) && fake_drain(tor);
	buf_clear(&bytes);
	return ok;
}

static bool play_drain(struct fake_tor *tor, const struct fake_step *step)
{
	(void)step;
	return fake_ensure_client(tor) && fake_drain(tor);
}

static void add_filled(struct buf *to, const struct fake_step *step,
	struct span filling)
{
	struct span rest = { step->text, step->len };
	const char *mark;

	while (rest.len && (mark = memchr(rest.at, '#', rest.len))) {
		buf_add(to, rest.at, (size_t)(mark - rest.at));
		buf_add_span(to, filling);
		rest = span_from(rest, (size_t)(mark - rest.at) + 1);
	}
	buf_add_span(to, rest);
}

static bool play_repeat(struct fake_tor *tor, const struct fake_step *step)
{
	struct buf bytes = BUF_INIT;
	bool ok = true;

	for (uint64_t i = 0; ok && i < step->number; i++) {
		char number[24];

		snprintf(number, sizeof(number), "%llu",
			(unsigned long long)i);
		add_filled(&bytes, step, span_of(number));
		if (bytes.len >= FAKE_CHUNK || i + 1 == step->number) {
			ok = fake_send_all(tor, bytes.data, bytes.len);
			buf_reset(&bytes);
		}
	}
	buf_clear(&bytes);
	return ok;
}

static bool play_flood(struct fake_tor *tor, const struct fake_step *step)
{
	struct buf bytes = BUF_INIT;
	int result;

	while (bytes.len < FAKE_CHUNK)
		buf_add(&bytes, step->text, step->len);
	do {
		result = fake_send(tor, bytes.data, bytes.len);
	} while (result > 0);
	buf_clear(&bytes);
	if (!result)
		fake_hang_up(tor);
	return !result;
}

static bool play_answer(struct fake_tor *tor, const struct fake_step *step)
{
	struct buf bytes = BUF_INIT;
	bool ok = true;

	for (uint64_t i = 0; ok && i < step->number; i++) {
		struct span line, word;
		size_t start;

		ok = fake_take_line(tor, &line);
		if (!ok)
			break;
		start = line.len;
		while (start && line.at[start - 1] != ' ')
			start--;
		word = span_from(line, start);
		buf_reset(&bytes);
		add_filled(&bytes, step, word);
		ok = fake_send_all(tor, bytes.data, bytes.len);
	}
	buf_clear(&bytes);
	return ok;
}

/* Adds "250-KEY=VALUE"; the value is that of the line "KEY=VALUE", or empty. */
static void add_value(struct buf *to, const char *key, struct span lines)
{
	struct span line;

	buf_add_string(to, "250-");
	while (span_next_line(&lines, &line))
		if (span_starts(line, key) && line.len > strlen(key) &&
			line.at[strlen(key)] == '=') {
			buf_add_span(to, line);
			buf_add_string(to, "\r\n");
			return;
		}
	buf_print(to, "%s=\r\n", key);
}

static bool play_info(struct fake_tor *tor, const struct fake_step *step)
{
	struct buf bytes = BUF_INIT;
	struct span line, word;
	bool ok = fake_take_line(tor, &line);

	if (ok && (!span_next_word(&line, &word) ||
		!span_equal(word, "GETINFO")))
		ok = fake_fail_line(tor, "did not expect", line);
	while (ok && span_next_word(&line, &word)) {
		char *key = span_copy(word);

		add_value(&bytes, key, (struct span){ step->text, step->len });
		free(key);
	}
	buf_add_string(&bytes, "250 OK\r\n");
	ok = ok && fake_send_all(tor, bytes.data, bytes.len);
	buf_clear(&bytes);
	return ok;
}

static void add_hash(struct buf *to, const char *side, struct span cookie,
	struct span client_nonce, struct span server_nonce)
{
	struct span parts[] = { cookie, client_nonce, server_nonce };
	unsigned char hash[HASH_SIZE];
	char *key;

	key = alloc_print("Tor safe cookie authentication %s hash", side);
	crypto_hmac(span_of(key), parts, 3, hash);
	encode_add_hex(to, hash, sizeof(hash));
	free(key);
}

static bool play_cookie(struct fake_tor *tor, const struct fake_step *step)
{
	static const char verb[] = "AUTHCHALLENGE SAFECOOKIE ";
	bool right = step->kind == FAKE_COOKIE_OK;
	struct span cookie = span_of(right ? FAKE_COOKIE :
		"another cookie, of 32 bytes too.");
	struct span nonce = span_of("a nonce of the server's, 32 long");
	struct buf client = BUF_INIT, text = BUF_INIT;
	struct span line;
	bool ok;

	ok = fake_take_line(tor, &line);
	if (ok && (!span_starts(line, verb) || !encode_from_hex(&client,
		span_from(line, strlen(verb))) || client.len != nonce.len))
		ok = fake_fail_line(tor, "did not expect", line);
	if (ok) {
		buf_add_string(&text, "250 AUTHCHALLENGE SERVERHASH=");
		add_hash(&text, "server-to-controller", cookie,
			buf_span(&client), nonce);
		buf_add_string(&text, " SERVERNONCE=");
		encode_add_hex(&text, nonce.at, nonce.len);
		buf_add_string(&text, "\r\n");
		ok = fake_send_all(tor, text.data, text.len);
	}
	if (ok && right) {
		buf_reset(&text);
		buf_add_string(&text, "AUTHENTICATE ");
		add_hash(&text, "controller-to-server", cookie,
			buf_span(&client), nonce);
		ok = play_expect(tor, &(struct fake_step){ FAKE_EXPECT,
			text.data, text.len, 0 }) &&
			fake_send_all(tor, "250 OK\r\n", strlen("250 OK\r\n"));
	}
	buf_clear(&client);
	buf_clear(&text);
	return ok;
}

static bool play_wait(struct fake_tor *tor, const struct fake_step *step)
{
	unsigned gate = 1U << step->number;
	bool opened;

	pthread_mutex_lock(&tor->lock);
	tor->reached |= gate;
	pthread_cond_broadcast(&tor->changed);
	while (!(tor->opened & gate) && !tor->stopping)
		pthread_cond_wait(&tor->changed, &tor->lock);
	opened = tor->opened & gate;
	pthread_mutex_unlock(&tor->lock);
	return opened || fake_fail(tor, "stopped at gate %u",
		(unsigned)step->number);
}

static bool play_close(struct fake_tor *tor, const struct fake_step *step)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (!fake_ensure_client(tor))
		return false;
	if (step->kind == FAKE_SHUT || step->kind == FAKE_DEAF)
		return !shutdown(tor->fd, step->kind == FAKE_SHUT ? SHUT_WR :
			SHUT_RD) ||
			fake_fail(tor, "shutdown: %s", strerror(errno));
	if (step->kind == FAKE_RESET)
		setsockopt(tor->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	fake_hang_up(tor);
	return true;
}

static bool play_eof(struct fake_tor *tor, const struct fake_step *step)
{
	int more;

	while ((more = fake_take_more(tor)) > 0)
		;
	if (more < 0)
		return false;
	fake_hang_up(tor);
	if (step->kind == FAKE_EOF && fake_untaken(tor).len)
		return fake_fail_line(tor, "did not expect", fake_untaken(tor));
	tor->taken = tor->received.len;
	return true;
}

static bool (*const players[])(struct fake_tor *, const struct fake_step *) = {
	[FAKE_EXPECT] = play_expect,
	[FAKE_EXPECT_START] = play_expect,
	[FAKE_TAKE] = play_take,
	[FAKE_QUIET] = play_quiet,
	[FAKE_SEND] = play_send,
	[FAKE_SEND_BYTES] = play_bytes,
	[FAKE_DRAIN] = play_drain,
	[FAKE_REPEAT] = play_repeat,
	[FAKE_FLOOD] = play_flood,
	[FAKE_ANSWER] = play_answer,
	[FAKE_INFO] = play_info,
	[FAKE_COOKIE_OK] = play_cookie,
	[FAKE_COOKIE_WRONG] = play_cookie,
	[FAKE_WAIT] = play_wait,
	[FAKE_SHUT] = play_close,
	[FAKE_DEAF] = play_close,
	[FAKE_CLOSE] = play_close,
	[FAKE_RESET] = play_close,
	[FAKE_EOF] = play_eof,
	[FAKE_IGNORE] = play_eof,
};

/* Handles the end of the script: any further input is unexpected. */
static void play_end(struct fake_tor *tor)
{
	while (tor->fd >= 0 && !fake_untaken(tor).len) {
		struct pollfd wait[] = {
			{ .fd = tor->fd, .events = POLLIN },
			{ .fd = tor->stop[0], .events = POLLIN },
		};

		poll(wait, 2, -1);
		if (!wait[0].revents || fake_take_more(tor) <= 0)
			break;
	}
	if (fake_untaken(tor).len)
		fake_fail_line(tor, "did not expect", fake_untaken(tor));
}

void *fake_play_run(void *arg)
{
	struct fake_tor *tor = arg;
	bool ok = true;

	for (tor->at = 0; ok && tor->at < tor->count; tor->at++) {
		const struct fake_step *step = &tor->steps[tor->at];

		ok = players[step->kind](tor, step);
	}
	if (ok)
		play_end(tor);
	/* A client must not wait for a play that is over. */
	fake_hang_up(tor);
	pthread_mutex_lock(&tor->lock);
	tor->ended = true;
	pthread_cond_broadcast(&tor->changed);
	pthread_mutex_unlock(&tor->lock);
	while (write(tor->over[1], "", 1) < 0 && errno == EINTR)
		;
	return NULL;
}
