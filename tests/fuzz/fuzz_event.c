/* Events as text: whole lines, one event per message, nothing harmful. */
#include "fuzz/fuzz.h"
#include "proto/event.h"
#include "proto/event_text.h"
#include "proto/reply.h"
#include "util/utf8.h"

static void check_harmless(struct span text, bool terminal)
{
	fuzz_assert(!text.len || text.at[text.len - 1] == '\n');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		fuzz_assert((c >= ' ' && c != 0x7f) || c == '\t' || c == '\n');
	}
	if (!terminal)
		return;
	fuzz_assert(utf8_valid(text));
	/* C1 controls in UTF-8 */
	for (size_t i = 0; i + 1 < text.len; i++)
		fuzz_assert(text.at[i] != '\xc2' ||
			(unsigned char)text.at[i + 1] >= 0xa0);
}

/* Returns how many lines a whole message must give; 0 if `raw` is none. */
static size_t count_lines(struct span raw)
{
	struct reply reply = REPLY_INIT;
	struct buf bytes = BUF_INIT;
	size_t lines;

	buf_add_span(&bytes, raw);
	reply_parse(&reply, &bytes, NULL);
	lines = reply.len;
	for (size_t i = 0; i < reply.len; i++)
		lines += fuzz_count(reply.lines[i].data, '\n');
	if (reply.len > 1 && span_equal(reply_text(&reply), "OK"))
		lines--;
	reply_clear(&reply);
	return lines;
}

static void check_lines(struct span raw, struct span text)
{
	struct span name = event_name(raw), rest = text, line;
	size_t lines = count_lines(raw);

	fuzz_assert(!name.len || fuzz_inside(name, raw));
	if (!lines)
		return;
	fuzz_assert(fuzz_count(text, '\n') == lines);
	fuzz_assert(span_next_line(&rest, &line));
	while (span_next_line(&rest, &line))
		fuzz_assert(line.len && line.at[0] == '\t');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span raw = fuzz_input(data, size);
	struct buf text = BUF_INIT;

	for (int terminal = 0; terminal < 2; terminal++) {
		event_text_add(&text, raw, terminal);
		check_harmless(buf_span(&text), terminal);
		check_lines(raw, buf_span(&text));
		buf_reset(&text);
	}
	fuzz_assert(event_arguments(raw).len <= raw.len);
	buf_clear(&text);
	return 0;
}
