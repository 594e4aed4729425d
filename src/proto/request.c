/* A command to Tor, built so that no argument can inject another command. */
#include "proto/request.h"

#include "proto/config_text.h"
#include "proto/quoted.h"
#include "util/encode.h"
#include "util/text.h"

#include <string.h>

void request_init(struct request *request, const char *verb)
{
	*request = (struct request){ .wire = BUF_INIT_SECRET };
	buf_add_string(&request->wire, verb);
}

/* Keeps only the first refusal, since later ones follow from it. */
static void refuse(struct request *request, const char *text)
{
	if (request->error.kind == ERROR_NONE)
		error_set(&request->error, ERROR_USAGE, "%s", text);
}

static bool has_any(struct span text, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text.len && memchr(text.at, bytes[i], text.len))
			return true;
	return false;
}

void request_init_line(struct request *request, struct span line)
{
	request_init(request, "");
	if (has_any(line, "\r\n", 3))
		refuse(request, "commands cannot contain a line break or NUL "
			"byte");
	else if (!line.len || text_is_blank(line.at[0]))
		refuse(request, "a command must begin with its name");
	else
		buf_add_span(&request->wire, line);
}

static bool has_control(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
			return true;
	return false;
}

static void add_bare(struct request *request, const char *word)
{
	struct span text = span_of(word);

	if (has_any(text, "\r\n", 2))
		refuse(request, "the argument contains a line break, which "
			"the control protocol does not allow here");
	else if (has_any(text, " \t", 2))
		refuse(request, "the argument contains a blank, which the "
			"control protocol does not allow here");
	else if (has_any(text, "\"", 1))
		refuse(request, "the argument contains a double quote, which "
			"the control protocol does not allow here");
	else if (has_control(text))
		refuse(request, "the argument contains a control character");
	else
		buf_add_span(&request->wire, text);
}

void request_add_word(struct request *request, const char *word)
{
	if (!*word)
		refuse(request, "empty argument");
	buf_add_char(&request->wire, ' ');
	add_bare(request, word);
}

void request_add_keyword(struct request *request, const char *name,
	const char *word)
{
	request_add_word(request, name);
	buf_add_char(&request->wire, '=');
	add_bare(request, word);
}

/* `line` is the option's line in a text; 0: none. */
static void refuse_option(struct request *request, struct span name,
	size_t line)
{
	struct buf text = BUF_INIT;

	if (line)
		buf_print(&text, "line %zu: ", line);
	buf_print(&text, "the value of %.*s contains a line break, which Tor "
		"does not allow in options", (int)name.len, name.at);
	refuse(request, buf_text(&text));
	buf_clear(&text);
}

void request_add_option(struct request *request, const char *key,
	const char *value)
{
	if (strchr(key, '='))
		refuse(request, "option names cannot contain \"=\"");
	request_add_word(request, key);
	if (!value)
		return;
	/* Tor would repeat it raw when it refuses the value. */
	if (has_any(span_of(value), "\r\n", 2))
		refuse_option(request, span_of(key), 0);
	buf_add_char(&request->wire, '=');
	quoted_add(&request->wire, span_of(value));
}

void request_add_hex(struct request *request, const void *bytes, size_t len)
{
	buf_add_char(&request->wire, ' ');
	encode_add_hex(&request->wire, bytes, len);
}

static void end_line(struct request *request)
{
	request->line_len = request->wire.len;
	buf_add_string(&request->wire, "\r\n");
}

bool request_has_body(const struct request *request)
{
	return request->wire.len && request->wire.data[0] == '+';
}

void request_add_body(struct request *request, struct span body)
{
	struct span line;

	/* Tor would read the body as commands. */
	if (request->line_len || !request_has_body(request))
		refuse(request, "only a command that begins with \"+\" takes "
			"a body, and only one");
	end_line(request);
	if (has_any(body, "", 1))
		refuse(request, "the text contains a NUL byte");
	while (span_next_line(&body, &line)) {
		if (line.len && line.at[0] == '.')
			buf_add_char(&request->wire, '.');
		buf_add_span(&request->wire, line);
		buf_add_string(&request->wire, "\r\n");
	}
	buf_add_string(&request->wire, ".\r\n");
}

void request_add_torrc(struct request *request, struct span text)
{
	struct span name;
	size_t line = config_text_find_line_end(text, &name);

	if (line)
		refuse_option(request, name, line);
	request_add_body(request, text);
}

bool request_finish(struct request *request, struct error *error)
{
	/* Tor would read the following commands as the body. */
	if (!request->line_len && request_has_body(request))
		refuse(request, "a command that begins with \"+\" requires a "
			"body");
	if (!request->line_len)
		end_line(request);
	if (request->wire.len > REQUEST_MAX)
		refuse(request, "too long: Tor accepts less than 1 MiB");
	if (request->error.kind == ERROR_NONE)
		return true;
	return error_move(error, &request->error);
}

bool request_may_echo(const struct request *request)
{
	return request_has_body(request) || has_any(buf_span(&request->wire), "\\",
		1);
}

void request_clear(struct request *request)
{
	buf_clear(&request->wire);
	error_clear(&request->error);
}

bool request_may_be_ignored(const struct request *request)
{
	struct span wire = buf_span(&request->wire), line, verb, word;
	bool posts, client_auth = false, destination = false;

	span_next_line(&wire, &line);
	span_next_word(&line, &verb);
	posts = span_equal_nocase(verb, "+HSPOST");
	while (span_next_word(&line, &word)) {
		client_auth = client_auth ||
			span_starts_nocase(word, "ClientAuth=");
		destination = destination ||
			span_starts_nocase(word, "HSADDRESS=") ||
			span_starts_nocase(word, "SERVER=");
	}
	return posts ? !destination : client_auth &&
		span_equal_nocase(verb, "ADD_ONION");
}
