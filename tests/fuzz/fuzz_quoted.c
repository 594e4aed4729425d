/* Quoted strings: any value reads back, and only quoted strings decode. */
#include "fuzz/fuzz.h"
#include "proto/quoted.h"

static void check_decode(struct span text)
{
	struct buf value = BUF_INIT;
	size_t len = quoted_length(text);
	bool ok;

	fuzz_assert(len <= text.len && len != 1);
	if (len)
		fuzz_assert(text.at[0] == '"' && text.at[len - 1] == '"');
	ok = quoted_decode(&value, text);
	fuzz_assert(ok == (len && len == text.len));
	fuzz_assert(ok ? value.len <= len - 2 : !value.len);
	buf_clear(&value);
}

static void check_round_trip(struct span value)
{
	struct buf text = BUF_INIT, back = BUF_INIT;

	quoted_add(&text, value);
	fuzz_assert(quoted_length(buf_span(&text)) == text.len);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		fuzz_assert(c >= ' ' && c != 0x7f);
	}
	fuzz_assert(quoted_decode(&back, buf_span(&text)));
	fuzz_assert(fuzz_same(buf_span(&back), value));
	buf_clear(&text);
	buf_clear(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = fuzz_input(data, size);
	struct buf text = BUF_INIT;

	check_decode(input);
	buf_add_char(&text, '"');
	buf_add_span(&text, input);
	buf_add_char(&text, '"');
	check_decode(buf_span(&text));
	buf_clear(&text);
	check_round_trip(input);
	return 0;
}
