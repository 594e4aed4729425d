/* help, version and hash-password: commands that need no Tor. */
#include "cmd/secret.h"
#include "cmd/session.h"
#include "commands/migrate.h"
#include "config.h"
#include "conn/crypto.h"
#include "help/help.h"
#include "help/help_event.h"
#include "help/topics.h"
#include "out/layout.h"
#include "proto/event_types.h"
#include "proto/names.h"
#include "tor/info.h"
#include "util/encode.h"
#include "util/escape.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GENERATED_LENGTH = 25, HELP_TIMEOUT = 2000 };

static bool run_version(struct call *call, struct error *error)
{
	(void)error;
	buf_print(&call->result.text, "torctl %s (line editor: %s)\n",
		PACKAGE_VERSION, EDITOR_NAME);
	result_add(&call->result, "version", span_of(PACKAGE_VERSION));
	result_add(&call->result, "editor", span_of(EDITOR_NAME));
	return true;
}

static const struct topic *find_topic(const struct topic *topics,
	const char *name)
{
	for (; topics->name; topics++)
		if (text_equal_nocase(topics->name, name))
			return topics;
	return NULL;
}

static bool is_known_key(const char *name)
{
	for (size_t i = 0; names_getinfo_keys[i]; i++)
		if (!strcmp(names_getinfo_keys[i], name))
			return true;
	return false;
}

/* Connects for a help text, but waits only briefly and asks for no password. */
static struct client *help_client(struct session *session)
{
	struct opener_config usual = session->tor->opener;
	struct client *client;

	session->tor->opener.client.timeout = HELP_TIMEOUT;
	session->tor->opener.wait = 0;
	session->tor->opener.auth.password = NULL;
	client = session_client(session, NULL);
	session->tor->opener = usual;
	if (client)
		client_set_timeout(client, usual.client.timeout);
	return client;
}

/* Appends Tor's description of a key, the line "key -- text" of info/names. */
static void describe_key(struct session *session, const char *key,
	struct buf *to)
{
	struct client *client = help_client(session);
	char *names = client ? info_get_one(client, "info/names", NULL) : NULL;
	struct span rest = span_of(names ? names : ""), line, name;

	while (!to->len && span_next_line(&rest, &line)) {
		struct span text = line;
		size_t len;

		if (!span_next_word(&text, &name))
			continue;
		len = name.at[name.len - 1] == '*' ? name.len - 1 : name.len;
		if (!strncmp(key, name.at, len) &&
			(len < name.len || strlen(key) == len)) {
			buf_add_string(to, "getinfo key: ");
			escape_add_terminal(to, span_from(text, 4),
				ESCAPE_LINE);
		}
	}
	free(names);
}

static bool help_key(struct session *session, const char *key,
	const struct layout *to)
{
	const struct topic *own = find_topic(topics_keys, key);
	struct buf text = BUF_INIT;
	bool found;

	describe_key(session, key, &text);
	if (!text.len && own)
		buf_print(&text, "getinfo key: %s", own->text);
	else if (!text.len && is_known_key(key))
		buf_add_string(&text, "a getinfo key; when connected, help "
			"shows Tor's description");
	found = text.len;
	if (found) {
		layout_heading(to, key);
		layout_wrap(to, buf_text(&text), 2);
	}
	buf_clear(&text);
	return found;
}

static bool no_topic(const char *name, struct error *error)
{
	struct error unknown = ERROR_INIT;
	const char *best = NULL;
	size_t distance = TEXT_FAR;

	command_suggest(name, &best, &distance);
	for (size_t i = 0; event_type_at(i); i++)
		text_suggest(name, event_type_name_at(i), &best, &distance);
	for (const struct topic *row = topics_signals; row->name; row++)
		text_suggest(name, row->name, &best, &distance);
	for (size_t i = 0; names_getinfo_keys[i]; i++)
		text_suggest(name, names_getinfo_keys[i], &best, &distance);
	error_set(&unknown, ERROR_USAGE, "unknown help topic \"%s\"", name);
	if (best)
		error_append(&unknown, "; did you mean \"%s\"?", best);
	return error_move(error, &unknown);
}

static bool help_topic(struct session *session, const char *name,
	const struct layout *to, struct error *error)
{
	const struct command *command = command_find(name, NULL);
	const struct event_type *event = event_type_named(name);
	const struct topic *signal = find_topic(topics_signals, name);
	bool found = command || event || signal;

	if (text_equal_nocase(name, "migrate")) {
		migrate_help(to);
		return true;
	}
	if (text_equal_nocase(name, "commands")) {
		help_commands(to);
		return true;
	}
	if (command)
		help_command(command, to);
	if (event)
		help_event(event, to);
	if (signal) {
		struct buf text = BUF_INIT;

		layout_heading(to, signal->name);
		buf_print(&text, "signal: %s", signal->text);
		layout_wrap(to, buf_text(&text), 2);
		buf_add_char(to->text, '\n');
		layout_heading(to, "Example");
		buf_print(to->text, "  torctl signal %s\n", signal->name);
		buf_clear(&text);
	}
	/* "version" is both a command and a key: show both. */
	if (is_known_key(name) || strchr(name, '/'))
		found = help_key(session, name, to) || found;
	return found || no_topic(name, error);
}

static bool show_wire(struct call *call, const char *name,
	struct error *error)
{
	const struct command *command;

	if (!*name)
		return error_set(error, ERROR_USAGE, "--wire requires a "
			"command");
	command = command_find(name, error);
	if (!command)
		return false;
	help_wire(command, &call->result.text);
	result_add(&call->result, "wire", buf_span(&call->result.text));
	return true;
}

static bool run_help(struct call *call, struct error *error)
{
	const struct strv *words = args_list(&call->args, "TOPIC");
	struct layout text = layout_of(call->session->output,
		&call->result.text);
	char *name = strv_join(words, " ");
	bool ok = true;

	if (args_value(&call->args, "wire")) {
		ok = show_wire(call, name, error);
		free(name);
		return ok;
	}
	if (words->len)
		ok = help_topic(call->session, name, &text, error);
	else
		help_overview(&text);
	if (ok)
		result_add(&call->result, "help",
			buf_span(&call->result.text));
	free(name);
	return ok;
}

/* Creates a password that cannot be taken for hexadecimal. */
static void generate_password(struct buf *password)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char random[GENERATED_LENGTH];

	crypto_random(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		buf_add_char(password, digits[random[i] % 32]);
}

static bool ask_twice(struct buf *password, struct error *error)
{
	struct buf again = BUF_INIT_SECRET;
	bool ok;

	ok = secret_ask("New control password: ", password, error) &&
		secret_ask("Repeat password: ", &again, error);
	if (ok && !password->len)
		ok = error_set(error, ERROR_USAGE, "the password is empty");
	else if (ok && (password->len != again.len || !crypto_equal(
		buf_text(password), buf_text(&again), again.len)))
		ok = error_set(error, ERROR_USAGE,
			"the passwords do not match");
	buf_clear(&again);
	return ok;
}

static bool get_password(const struct args_source *source, bool generate,
	struct buf *password, struct error *error)
{
	if (generate) {
		generate_password(password);
		return true;
	}
	if (isatty(STDIN_FILENO))
		return ask_twice(password, error);
	if (!source->read_body(source->read_arg, password, error))
		return false;
	if (!secret_first_line(password, "standard input", error))
		return false;
	if (password->len)
		return true;
	return error_set(error, ERROR_USAGE, "no password on standard input; "
		"write one, or use --generate");
}

static bool run_hash_password(struct call *call, struct error *error)
{
	bool generate = args_value(&call->args, "generate");
	unsigned char salt[CRYPTO_SALT_SIZE], hash[CRYPTO_S2K_SIZE];
	struct buf password = BUF_INIT_SECRET, line = BUF_INIT_SECRET;
	bool ok;

	call->result.text.secret = true;
	ok = get_password(&call->session->source, generate, &password, error);
	if (ok) {
		crypto_random(salt, sizeof(salt));
		crypto_hash_password(buf_span(&password), salt, hash);
		buf_add_string(&line, "16:");
		encode_add_hex(&line, hash, sizeof(hash));
		if (generate) {
			result_add(&call->result, "password",
				buf_span(&password));
			if (call->session->output->form != OUTPUT_JSON)
				report_password(&call->session->report,
					buf_span(&password));
		}
		buf_print(&call->result.text, "HashedControlPassword %s\n",
			buf_text(&line));
		result_add(&call->result, "hashed_control_password",
			buf_span(&line));
	}
	buf_clear(&password);
	buf_clear(&line);
	return ok;
}

const struct command commands_torctl[] = {
	{
		.name = "help",
		.group = COMMAND_TORCTL,
		.summary = "list commands, or explain a topic",
		.arguments = ARGUMENTS(
			{ "wire", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "print the protocol lines "
					"that the command sends; * stands for "
					"anything" },
			{ "TOPIC", ARGUMENT_TOPIC, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "a command (of one or more "
					"words), event, signal or getinfo "
					"key; commands: one line per command; "
					"migrate: equivalents of the Java and "
					"Python libraries' calls" },
		),
		.flags = COMMAND_OFFLINE,
		.run = run_help,
		.wire = "GETINFO info/names\n",
		.example = "torctl help getinfo",
		.replies = "Descriptions of getinfo keys come from the running "
			"Tor. With --wire, each getinfo key and option has a "
			"line of its own, although several may be sent at "
			"once; PROTOCOLINFO, AUTHCHALLENGE and AUTHENTICATE "
			"come first and are not listed.",
	},
	{
		.name = "version",
		.group = COMMAND_TORCTL,
		.summary = "print torctl's version",
		.flags = COMMAND_OFFLINE,
		.run = run_version,
		.example = "torctl version",
		.replies = "For Tor's version use torctl getinfo version.",
	},
	{
		.name = "hash-password",
		.group = COMMAND_TORCTL,
		.summary = "create a HashedControlPassword line",
		.arguments = ARGUMENTS(
			{ "generate", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "generate a password and "
					"print it on standard error" },
		),
		.flags = COMMAND_OFFLINE | COMMAND_SECRET,
		.run = run_hash_password,
		.example = "torctl hash-password | sudo tee -a /etc/tor/torrc",
		.replies = "Asks for the password twice on a terminal; "
			"otherwise reads it from the first line of standard "
			"input. Tor uses the line after a restart or torctl "
			"signal reload.",
	},
	{ .name = NULL },
};
