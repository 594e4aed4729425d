/* The lexer: tokens cover the input, and pieces give the same as the whole. */
#include "fuzz/fuzz.h"
#include "proto/lexer.h"
#include "util/alloc.h"

static void add_token(struct buf *to, const struct lexer_token *token)
{
	bool data = token->kind == LEXER_DATA;

	/* How many lines of a block come at once depends on the pieces. */
	if (data && to->len && to->data[to->len - 1] == '}')
		to->len--;
	else
		buf_print(to, "%d,%d,%c{", token->kind, token->status,
			token->separator ? token->separator : '0');
	buf_add_span(to, data ? token->raw : token->text);
	buf_add_char(to, '}');
}

static void check_token(const struct lexer *lexer, struct span rest,
	const struct lexer_token *token)
{
	fuzz_assert(token->raw.at == rest.at);
	fuzz_assert(token->raw.len && token->raw.len <= rest.len);
	fuzz_assert(token->raw.at[token->raw.len - 1] == '\n');
	if (token->kind == LEXER_DATA) {
		fuzz_assert(lexer->in_data);
		return;
	}
	fuzz_assert(fuzz_count(token->raw, '\n') == 1);
	if (token->kind == LEXER_LINE) {
		fuzz_assert(token->status >= 100 && token->status <= 999);
		fuzz_assert(fuzz_inside(token->text, token->raw));
		fuzz_assert(lexer->in_data == (token->separator == '+'));
	}
}

/* Takes all complete tokens; returns their length in bytes. */
static size_t take(struct lexer *lexer, struct span bytes, struct buf *to)
{
	char *exact = alloc_resize(NULL, bytes.len, 1);
	struct span rest = { exact, bytes.len };
	struct lexer_token token;

	memcpy(exact, bytes.at, bytes.len);
	for (;;) {
		lexer_next(lexer, rest, &token);
		if (token.kind == LEXER_MORE)
			break;
		check_token(lexer, rest, &token);
		add_token(to, &token);
		rest = span_from(rest, token.raw.len);
	}
	fuzz_assert(!fuzz_count(rest, '\n'));
	fuzz_assert(lexer->scanned == rest.len);
	free(exact);
	return bytes.len - rest.len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = fuzz_input(data, size);
	size_t seed = fuzz_byte(&input), taken = 0, end = 0, whole_len;
	struct buf whole = BUF_INIT, pieces = BUF_INIT;
	struct lexer lexer = { 0 };

	whole_len = take(&lexer, input, &whole);
	lexer = (struct lexer){ 0 };
	while (end < input.len) {
		end += seed % 7 + 1;
		seed = seed * 5 + 3;
		if (end > input.len)
			end = input.len;
		taken += take(&lexer, (struct span){ input.at + taken,
			end - taken }, &pieces);
	}
	fuzz_assert(taken == whole_len);
	fuzz_assert(fuzz_same(buf_span(&whole), buf_span(&pieces)));
	buf_clear(&whole);
	buf_clear(&pieces);
	return 0;
}
