/* Keywords: words and the blanks between them make up the whole text. */
#include "fuzz/fuzz.h"
#include "proto/keyword.h"
#include "proto/quoted.h"
#include "util/text.h"

static bool is_blank(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!text_is_blank(text.at[i]))
			return false;
	return true;
}

static void check_value(const struct keyword *word)
{
	struct buf value = BUF_INIT;

	keyword_add_value(&value, word);
	if (!word->quoted)
		fuzz_assert(fuzz_same(buf_span(&value), word->value));
	else
		fuzz_assert(quoted_length(word->value) == word->value.len ||
			quoted_length(span_from(word->value, 1)) + 2 ==
			word->value.len);
	fuzz_assert(word->quoted || !fuzz_count(word->value, ' '));
	buf_clear(&value);
}

/* Checks that the first word of that name is found. */
static void check_find(struct span text, const struct keyword *word)
{
	char *name = span_copy(word->name);
	struct keyword found;

	fuzz_assert(keyword_find(text, name, &found));
	fuzz_assert(span_equal_nocase(found.name, name));
	fuzz_assert(found.name.at <= word->name.at);
	free(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = fuzz_input(data, size), rest = text, before = text;
	struct keyword word;
	size_t words = 0;

	while (keyword_next(&rest, &word)) {
		const char *start = word.name.len ? word.name.at :
			word.value.at;

		fuzz_assert(fuzz_inside(word.value, text));
		fuzz_assert(rest.len < before.len);
		fuzz_assert(rest.at == word.value.at + word.value.len);
		fuzz_assert(is_blank((struct span){ before.at,
			(size_t)(start - before.at) }));
		fuzz_assert(!rest.len || text_is_blank(rest.at[0]));
		if (word.name.len)
			fuzz_assert(word.value.at == start + word.name.len + 1);
		else
			fuzz_assert(word.value.len);
		check_value(&word);
		if (word.name.len && words++ < 8)
			check_find(text, &word);
		before = rest;
	}
	fuzz_assert(is_blank(rest));
	return 0;
}
