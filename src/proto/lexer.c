/* A lexer that finds where lines and data blocks of the protocol end. */
#include "proto/lexer.h"

#include "util/text.h"

#include <string.h>

/* Returns the length of the line at `at` with its LF; 0 if it is incomplete. */
static size_t line_length(const char *at, size_t len)
{
	const char *end = len ? memchr(at, '\n', len) : NULL;

	return end ? (size_t)(end - at) + 1 : 0;
}

/* Returns the length of a line (ended by LF) without its CRLF or LF. */
static size_t without_end(const char *line, size_t len)
{
	len--;
	return len && line[len - 1] == '\r' ? len - 1 : len;
}

static bool is_data_end(const char *line, size_t len)
{
	return line[0] == '.' && without_end(line, len) == 1;
}

static void read_line(struct lexer *lexer, struct lexer_token *token)
{
	const char *at = token->raw.at;
	size_t len = without_end(at, token->raw.len);

	token->kind = LEXER_BAD;
	if (len < 3 || at[0] < '1' || at[0] > '9' || !text_is_digit(at[1]) ||
		!text_is_digit(at[2]))
		return;
	token->separator = len > 3 ? at[3] : ' ';
	if (token->separator != ' ' && token->separator != '-' &&
		token->separator != '+')
		return;
	token->kind = LEXER_LINE;
	token->status = (at[0] - '0') * 100 + (at[1] - '0') * 10 +
		(at[2] - '0');
	token->text = len > 4 ? (struct span){ at + 4, len - 4 } :
		(struct span){ at + len, 0 };
	lexer->in_data = token->separator == '+';
}

/*
 * Returns where the line that ends the block begins, or the length of `bytes`
 * if that line is missing or incomplete. Searches for dots, not lines, since
 * dots are rare.
 */
static size_t find_data_end(struct span bytes)
{
	size_t at = 0;

	while (at < bytes.len) {
		const char *dot = memchr(bytes.at + at, '.', bytes.len - at);
		size_t len;

		if (!dot)
			break;
		at = (size_t)(dot - bytes.at);
		if (!at || bytes.at[at - 1] == '\n') {
			len = bytes.len - at < 3 ? bytes.len - at : 3;
			len = line_length(dot, len);
			if (len && is_data_end(dot, len))
				return at;
		}
		at++;
	}
	return bytes.len;
}

/* Reads as many whole lines of the block as there are, then its end alone. */
static void read_data(struct lexer *lexer, struct span bytes,
	struct lexer_token *token)
{
	size_t end;

	if (is_data_end(bytes.at, token->raw.len)) {
		token->kind = LEXER_DATA_END;
		lexer->in_data = false;
		return;
	}
	token->kind = LEXER_DATA;
	end = find_data_end(bytes);
	token->raw.len = end;
	if (end < bytes.len)
		return;
	while (bytes.at[token->raw.len - 1] != '\n')
		token->raw.len--;
	lexer->scanned = bytes.len - token->raw.len;
}

void lexer_next(struct lexer *lexer, struct span bytes,
	struct lexer_token *token)
{
	struct span unseen = span_from(bytes, lexer->scanned);
	size_t len = line_length(unseen.at, unseen.len);

	*token = (struct lexer_token){ .kind = LEXER_MORE };
	if (!len) {
		lexer->scanned = bytes.len;
		return;
	}
	lexer->scanned = 0;
	token->raw = (struct span){ bytes.at, bytes.len - unseen.len + len };
	if (lexer->in_data)
		read_data(lexer, bytes, token);
	else
		read_line(lexer, token);
}
