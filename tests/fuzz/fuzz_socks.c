/* SOCKS replies: cut anywhere they mean the same, and take only their bytes. */
#include "fuzz/fuzz.h"
#include "proto/socks.h"

struct outcome {
	enum socks_verdict verdict;
	struct buf said, rest;
	int status;
};

/* Receives the input in pieces of `size` bytes. */
static struct outcome play(const struct socks_request *request,
	struct span heard, size_t size)
{
	struct outcome outcome = { SOCKS_ON, BUF_INIT, BUF_INIT, 0 };
	struct error error = ERROR_INIT;
	struct socks socks;

	fuzz_assert(socks_begin(&socks, request, &error));
	while (heard.len && outcome.verdict == SOCKS_ON) {
		size_t len = heard.len < size ? heard.len : size;

		buf_add_span(&outcome.said, buf_span(&socks.out));
		buf_reset(&socks.out);
		buf_add(&outcome.rest, heard.at, len);
		heard = span_from(heard, len);
		outcome.verdict = socks_take(&socks, &outcome.rest, &error);
	}
	buf_add_span(&outcome.said, buf_span(&socks.out));
	buf_add_span(&outcome.rest, heard);
	fuzz_assert((outcome.verdict == SOCKS_FAILED) ==
		(error.kind != ERROR_NONE));
	for (const char *c = error.text; c && *c; c++)
		fuzz_assert((unsigned char)*c >= ' ' || *c == '\t');
	outcome.status = error.status;
	error_clear(&error);
	socks_clear(&socks);
	return outcome;
}

static void check(const struct socks_request *request, struct span heard)
{
	struct outcome whole = play(request, heard, heard.len + 1);

	for (size_t size = 1; size <= 3; size++) {
		struct outcome cut = play(request, heard, size);

		fuzz_assert(cut.verdict == whole.verdict);
		fuzz_assert(cut.status == whole.status);
		fuzz_assert(fuzz_same(buf_span(&cut.said),
			buf_span(&whole.said)));
		if (whole.verdict != SOCKS_FAILED)
			fuzz_assert(fuzz_same(buf_span(&cut.rest),
				buf_span(&whole.rest)));
		buf_clear(&cut.said);
		buf_clear(&cut.rest);
	}
	fuzz_assert(whole.rest.len <= heard.len);
	buf_clear(&whole.said);
	buf_clear(&whole.rest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const hosts[] = { "www.example.com", "192.0.2.1",
		"2001:db8::1", "a.onion" };
	struct span input = fuzz_input(data, size);
	uint8_t kind = fuzz_byte(&input);
	const struct socks_request request = {
		.version = kind & 1 ? SOCKS_4A : SOCKS_5,
		.host = hosts[kind >> 1 & 3],
		.port = 80,
		.login = kind & 8 ? "token" : NULL,
	};

	check(&request, input);
	return 0;
}
