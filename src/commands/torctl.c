/* version and hash-password: commands that need no Tor. */
#include "cmd/secret.h"
#include "cmd/session.h"
#include "config.h"
#include "conn/crypto.h"
#include "util/encode.h"
#include "util/sandbox.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GENERATED_LENGTH = 25 };

static bool run_version(struct call *call, struct error *error)
{
	struct sandbox sandbox = sandbox_find();
	struct buf *text = &call->result.text;

	(void)error;
	buf_print(text, "torctl %s (line editor: %s)\n", PACKAGE_VERSION,
		EDITOR_NAME);
	buf_add_string(text, "stdio is confined by");
	if (sandbox.landlock)
		buf_print(text, " Landlock version %d", sandbox.landlock);
	if (sandbox.seccomp)
		buf_print(text, "%s seccomp", sandbox.landlock ? " and" : "");
	buf_add_string(text, sandbox.landlock || sandbox.seccomp ? "\n" :
		" nothing\n");
	result_add(&call->result, "version", span_of(PACKAGE_VERSION));
	result_add(&call->result, "editor", span_of(EDITOR_NAME));
	result_add_number(&call->result, "landlock", sandbox.landlock);
	result_add_number(&call->result, "seccomp", sandbox.seccomp);
	return true;
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
