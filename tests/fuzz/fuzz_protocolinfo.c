/* Replies before authentication: all or nothing, and nothing invented. */
#include "fuzz/fuzz.h"
#include "proto/protocolinfo.h"
#include "util/encode.h"

static void check_protocolinfo(const struct reply *reply)
{
	struct protocolinfo info = { 0 };
	struct error error = ERROR_INIT;
	bool found = false;

	for (size_t i = 0; i < reply->len; i++) {
		struct span rest = reply->lines[i].text, word;

		span_next_word(&rest, &word);
		found = found || span_equal_nocase(word, "PROTOCOLINFO");
	}
	found = found && reply_ok(reply);
	fuzz_assert(protocolinfo_parse(reply, &info, &error) == found);
	fuzz_assert(info.methods <= 15);
	if (found) {
		fuzz_assert(error.kind == ERROR_NONE);
	} else {
		fuzz_assert(error.kind == ERROR_CONNECTION);
		fuzz_assert(!info.methods && !info.cookie_file &&
			!info.tor_version);
	}
	error_clear(&error);
	protocolinfo_clear(&info);
}

/* Checks that Tor sent `bytes` as hexadecimal digits. */
static void check_said(struct span text, const unsigned char *bytes)
{
	struct buf hex = BUF_INIT;
	size_t at = 0;

	encode_add_hex(&hex, bytes, AUTHCHALLENGE_SIZE);
	while (at < text.len && !span_starts_nocase(span_from(text, at),
		hex.data))
		at++;
	fuzz_assert(at < text.len);
	buf_clear(&hex);
}

static void check_authchallenge(const struct reply *reply)
{
	struct authchallenge challenge;
	struct error error = ERROR_INIT;
	struct span text = reply_text(reply);

	if (authchallenge_parse(reply, &challenge, &error)) {
		fuzz_assert(reply_ok(reply));
		check_said(text, challenge.server_hash);
		check_said(text, challenge.server_nonce);
	} else {
		fuzz_assert(error.kind == ERROR_AUTH);
	}
	error_clear(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reply reply = REPLY_INIT;
	struct buf bytes = BUF_INIT;

	buf_add(&bytes, data, size);
	reply_parse(&reply, &bytes, NULL);
	check_protocolinfo(&reply);
	check_authchallenge(&reply);
	reply_clear(&reply);
	return 0;
}
