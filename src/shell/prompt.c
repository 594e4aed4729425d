/* The shell's prompt: a text with fields, changed by set prompt. */
#include "shell/prompt.h"

#include "shell/many_prompt.h"
#include "tor/conf.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/escape.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- fields */

static void add_state(struct shell *shell, struct buf *to)
{
	if (shell->session->many)
		return;
	if (shell->connection != SHELL_CONNECTED)
		buf_add_string(to, " (disconnected)");
	else if (shell->progress >= 0 && shell->progress < 100)
		buf_print(to, " %d%%", shell->progress);
}

static void add_progress(struct shell *shell, struct buf *to)
{
	if (shell->connection == SHELL_CONNECTED && shell->progress >= 0)
		buf_print(to, "%d%%", shell->progress);
}

static void add_server(struct shell *shell, struct buf *to)
{
	const struct tor *tor = shell->session->tor;

	if (shell->session->many)
		many_add_prompt(shell->session->many, to);
	else if (tor->where.address)
		buf_add_string(to, tor->where.address);
	else if (tor->opener.server)
		buf_add_string(to, tor->opener.server);
}

/*
 * The old name is kept without a connection, or if Tor does not answer soon: the
 * user may be typing.
 */
static void ask_nickname(struct shell *shell)
{
	enum { LIMIT = 1000 }; /* milliseconds */
	struct connection *connection = shell->session->tor->connection;
	struct strv keys = STRV_INIT;
	struct pairs options = { 0 };
	int64_t before;

	if (shell->connection != SHELL_CONNECTED || shell->nickname_known)
		return;
	shell->nickname_known = true;
	strv_add(&keys, "Nickname");
	before = connection_set_limit(connection, clock_now() + LIMIT);
	if (conf_get(connection, &keys, &options, NULL) && options.len) {
		const char *value = options.items[0].value;

		free(shell->nickname);
		/* The nickname of a Tor without the option. */
		shell->nickname = alloc_string(value ? value : "Unnamed");
	}
	connection_set_limit(connection, before);
	pairs_clear(&options);
	strv_clear(&keys);
}

static void add_nickname(struct shell *shell, struct buf *to)
{
	ask_nickname(shell);
	buf_add_string(to, shell->nickname ? shell->nickname : "?");
}

static void add_time(struct shell *shell, struct buf *to)
{
	time_t now = time(NULL);
	struct tm local;

	(void)shell;
	if (localtime_r(&now, &local))
		buf_print(to, "%02d:%02d:%02d", local.tm_hour, local.tm_min,
			local.tm_sec);
}

static const struct {
	const char *name;
	void (*add)(struct shell *shell, struct buf *to);
} fields[] = {
	{ "{state}", add_state },
	{ "{server}", add_server },
	{ "{nickname}", add_nickname },
	{ "{progress}", add_progress },
	{ "{time}", add_time },
};
enum { FIELDS = sizeof(fields) / sizeof(*fields) };

/* ---- the text */

/* Returns the index of the field that `text` begins with, or FIELDS. */
static size_t find_field(struct span text)
{
	size_t i = 0;

	while (i < FIELDS && !span_starts(text, fields[i].name))
		i++;
	return i;
}

static struct span add_next(struct shell *shell, struct span text,
	struct buf *to)
{
	size_t field = find_field(text);

	if (field < FIELDS) {
		fields[field].add(shell, to);
		return span_from(text, strlen(fields[field].name));
	}
	/* "{{" is a brace. */
	buf_add_char(to, *text.at);
	return span_from(text, span_starts(text, "{{") ? 2 : 1);
}

bool prompt_check(const char *text, struct error *error)
{
	struct error refusal = ERROR_INIT;
	struct span rest = span_of(text);

	while (rest.len) {
		size_t field = find_field(rest);

		if (field == FIELDS && *rest.at == '{' &&
			!span_starts(rest, "{{")) {
			error_set(&refusal, ERROR_USAGE, "unknown field in "
				"the prompt: %.*s; use ",
				(int)strcspn(rest.at, "} ") + 1, rest.at);
			for (size_t i = 0; i < FIELDS; i++)
				error_append(&refusal, "%s, ", fields[i].name);
			error_append(&refusal, "or {{ for a brace");
			return error_move(error, &refusal);
		}
		rest = span_from(rest, field < FIELDS ?
			strlen(fields[field].name) :
			span_starts(rest, "{{") ? 2 : 1);
	}
	return true;
}

void prompt_add_text(struct shell *shell, struct buf *to)
{
	const char *text = shell->session->settings->prompt;
	struct span rest = span_of(shell->session->many &&
		!strcmp(text, SETTINGS_PROMPT) ? SETTINGS_PROMPT_MANY : text);
	struct buf raw = BUF_INIT;

	while (rest.len)
		rest = add_next(shell, rest, &raw);
	escape_add_terminal(to, buf_span(&raw), ESCAPE_LINE);
	buf_clear(&raw);
}

char *prompt_make(struct shell *shell)
{
	struct buf text = BUF_INIT, prompt = BUF_INIT;
	size_t len;

	prompt_add_text(shell, &text);
	len = text.len;
	while (len && text_is_blank(text.data[len - 1]))
		len--;
	if (!shell->session->output->color || !len)
		return buf_steal(&text);
	buf_add_string(&prompt, "\001\x1b[1m\002");
	buf_add(&prompt, text.data, len);
	buf_add_string(&prompt, "\001\x1b[0m\002");
	buf_add_span(&prompt, span_from(buf_span(&text), len));
	buf_clear(&text);
	return buf_steal(&prompt);
}
