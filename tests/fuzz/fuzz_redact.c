/* Redaction: a planted secret never shows, and the rest is unchanged. */
#include "fuzz/fuzz.h"
#include "proto/redact.h"

static const char mark[] = "<redacted>";
static const char secret[] = "s3cr3tQ/+";

/* Places of secrets, with the text before and after them. */
static const struct {
	const char *before, *behind;
} places[] = {
	{ " HashedControlPassword=", "" },
	{ " hashedcontrol=\"", "\" x" },
	{ "\tSocks5ProxyPassword=\"a\\\"", "" },
	{ " HTTPSProxyAuthenticator=user:", " Nickname=x" },
	{ ",SOCKS_PASSWORD=\"", "\" NYM_EPOCH=0" },
	{ " x25519:", "= ClientName=bob" },
	{ "=ED25519-V3:", "== Port=80" },
	{ "-PrivateKey=RSA1024:", "" },
	{ "\"__HashedControlSessionPassword=16:", " " },
};

static const char *find(struct span text, const char *what, size_t len)
{
	for (size_t i = 0; i + len <= text.len; i++)
		if (!memcmp(text.at + i, what, len))
			return text.at + i;
	return NULL;
}

/* Checks that the text between marks is in the line, in the same order. */
static void check_pieces(struct span line, struct span shown)
{
	const char *end;

	while ((end = find(shown, mark, sizeof(mark) - 1))) {
		size_t len = (size_t)(end - shown.at);
		const char *at = find(line, shown.at, len);

		fuzz_assert(at);
		line = span_from(line, (size_t)(at - line.at) + len);
		shown = span_from(shown, len + sizeof(mark) - 1);
	}
	fuzz_assert(shown.len <= line.len);
	line = span_from(line, line.len - shown.len);
	fuzz_assert(fuzz_same(line, shown));
}

static void check(struct span line, struct buf *shown)
{
	struct buf again = BUF_INIT;

	redact_add(shown, line);
	fuzz_assert(shown->len <= line.len + sizeof(mark) * (line.len / 4 + 1));
	check_pieces(line, buf_span(shown));
	redact_add(&again, buf_span(shown));
	fuzz_assert(fuzz_same(buf_span(&again), buf_span(shown)));
	buf_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = fuzz_input(data, size);
	uint8_t place = fuzz_byte(&input) % (sizeof(places) / sizeof(*places));
	struct buf line = BUF_INIT, shown = BUF_INIT;

	check(input, &shown);
	buf_reset(&shown);
	buf_add_span(&line, input);
	buf_add_string(&line, places[place].before);
	buf_add_string(&line, secret);
	buf_add_string(&line, places[place].behind);
	if (!find(input, secret, sizeof(secret) - 1)) {
		check(buf_span(&line), &shown);
		fuzz_assert(!find(buf_span(&shown), secret,
			sizeof(secret) - 1));
	}
	buf_clear(&line);
	buf_clear(&shown);
	return 0;
}
