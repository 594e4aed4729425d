/* Command lines run as torctl runs them, with their output kept. */
#include "lib/commands.h"

#include "line/parse.h"
#include "shell/families.h"
#include "shell/many.h"
#include "shell/run.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE = 100000 };

static bool read_body(void *arg, struct buf *to, struct error *error)
{
	struct commands *commands = arg;

	(void)error;
	buf_add_span(to, buf_span(&commands->body));
	return true;
}

static int scratch_file(void)
{
	FILE *file = tmpfile();
	int fd;

	ck_assert(file != NULL);
	fd = dup(fileno(file));
	fclose(file);
	ck_assert_int_ge(fd, 0);
	return fd;
}

void commands_start(struct commands *commands, const char *address)
{
	families_register();
	memset(commands, 0, sizeof(*commands));
	commands->out = scratch_file();
	commands->err = scratch_file();
	output_init(&commands->output, commands->out, OUTPUT_TEXT);
	settings_init(&commands->settings);
	commands->session = (struct session){
		.output = &commands->output,
		.settings = &commands->settings,
		.report = { .fd = commands->err },
		.source = { .read_body = read_body, .read_arg = commands },
		.tor = &commands->target,
	};
	commands->target.opener = (struct opener_config){
		.server = address ? address : "/nowhere/at/all",
		.connection = { .timeout = PATIENCE, .cancel_fd = -1 },
	};
}

void commands_start_play(struct commands *commands,
	const struct fake_step *steps, size_t count)
{
	struct fake_tor *tor = fake_tor_start(FAKE_UNIX, NULL, steps, count);

	ck_assert(tor != NULL);
	commands_start(commands, fake_tor_address(tor));
	commands->tor = tor;
}

void commands_end(struct commands *commands)
{
	char *failure = NULL;

	many_free_all(&commands->session);
	tor_clear(commands->session.tor);
	session_forget_made(&commands->session);
	pairs_clear(&commands->session.aliases);
	settings_clear(&commands->settings);
	if (commands->tor)
		failure = fake_tor_end(commands->tor, NULL);
	ck_assert_msg(!failure, "%s", failure);
	output_clear(&commands->output);
	error_clear(&commands->error);
	buf_clear(&commands->body);
	close(commands->out);
	close(commands->err);
}

static int finish(struct commands *commands, bool ok,
	const struct command *command)
{
	if (!ok)
		report_error(&commands->session.report, NULL,
			command ? command->name : NULL, &commands->error);
	ck_assert_int_eq(ok, commands->error.kind == ERROR_NONE);
	return error_exit_status(commands->error.kind);
}

int commands_words(struct commands *commands, const struct strv *words)
{
	const struct command *command = NULL;
	bool ok;

	error_clear(&commands->error);
	ok = run_words(&commands->session, words, NULL, &command,
		&commands->error);
	return finish(commands, ok, command);
}

int commands_line(struct commands *commands, const char *line)
{
	const struct command *command = NULL;
	struct parse parse = { 0 };
	bool ok;

	error_clear(&commands->error);
	ok = parse_line(&parse, span_of(line), run_takes_rest,
		&commands->error) && run_line(&commands->session, &parse,
		&command, &commands->error);
	parse_clear(&parse);
	return finish(commands, ok, command);
}

/* Returns what is wrong with one try, or NULL. */
static char *try_offer(const char *const *words,
	const struct fake_step *steps, size_t count, const char *want,
	int limit)
{
	struct fake_tor *tor = count ? fake_tor_start(FAKE_UNIX, NULL, steps,
		count) : NULL;
	const char *address = tor ? fake_tor_address(tor) : NULL;
	char *printed, *failure = NULL;
	struct strv line = STRV_INIT;
	struct commands commands;
	bool named = false;
	int64_t time;

	strv_add(&line, "complete");
	strv_add(&line, "--");
	for (; *words; words++) {
		bool is_tor = !strcmp(*words, "@");

		strv_add(&line, is_tor ? address : *words);
		named = named || is_tor;
	}
	commands_start(&commands, named ? NULL : address);
	time = clock_now();
	ck_assert_int_eq(commands_words(&commands, &line), 0);
	time = clock_now() - time;
	printed = commands_printed(&commands);
	commands_end(&commands);
	if (tor)
		failure = fake_tor_end(tor, NULL);
	if (!failure && strcmp(printed, want) != 0)
		failure = alloc_print("printed \"%s\"", printed);
	if (!failure && time >= limit)
		failure = alloc_print("took %d ms", (int)time);
	strv_clear(&line);
	free(printed);
	return failure;
}

void commands_offer(const char *const *words,
	const struct fake_step *steps, size_t count, const char *want,
	int limit)
{
	int64_t deadline = clock_deadline(PATIENCE);
	char *failure;

	while ((failure = try_offer(words, steps, count, want, limit))) {
		ck_assert_msg(clock_now() < deadline, "%s", failure);
		free(failure);
	}
}

static char *take_file(int fd)
{
	struct buf text = BUF_INIT;

	lseek(fd, 0, SEEK_SET);
	ck_assert(files_read_fd(fd, "scratch", (size_t)1 << 30, &text, NULL));
	ck_assert_int_eq(ftruncate(fd, 0), 0);
	lseek(fd, 0, SEEK_SET);
	return buf_steal(&text);
}

char *commands_printed(struct commands *commands)
{
	return take_file(commands->out);
}

char *commands_complained(struct commands *commands)
{
	return take_file(commands->err);
}

void commands_check(struct commands *commands, const char *line, int status,
	const char *printed, const char *complained)
{
	int got = commands_line(commands, line);
	char *out = commands_printed(commands);
	char *err = commands_complained(commands);

	ck_assert_str_eq(out, printed);
	ck_assert_str_eq(err, complained);
	ck_assert_msg(got == status, "\"%s\" ended with %d, not %d", line, got,
		status);
	free(out);
	free(err);
}
