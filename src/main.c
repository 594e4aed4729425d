/* The main program: options, one command or a script, and an exit status. */
#include "cmd/session.h"
#include "line/options.h"
#include "out/window.h"
#include "shell/families.h"
#include "shell/many.h"
#include "shell/password.h"
#include "shell/run.h"
#include "shell/script.h"
#include "shell/settings.h"
#include "shell/shell.h"
#include "tor/launch.h"
#include "util/alloc.h"
#include "util/cells.h"
#include "util/clock.h"
#include "util/handlers.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An exit status of its own: see EXIT STATUS in torctl(1). */
enum { OUT_OF_MEMORY = 7 };

/* The signal that ended the interactive shell, or 0. */
static int ending_signal;

/* The private tor, for the signal handler, which must not leave it behind. */
static struct launch *launched;

static void end_by_signal(int number)
{
	if (launched)
		launch_abandon_from_signal(launched);
	signal(number, SIG_DFL);
	raise(number);
}

/* Also ends the private tor, as end_by_signal() does. */
static void end_without_memory(void)
{
	static const char sentence[] = "torctl: out of memory\n";

	if (launched)
		launch_abandon_from_signal(launched);
	(void)!write(STDERR_FILENO, sentence, sizeof(sentence) - 1);
	_exit(OUT_OF_MEMORY);
}

static void catch_signals(void)
{
	static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	struct handlers handlers = { .len = 0 };

	/* The handler raises the signal again, so it must not be blocked. */
	for (size_t i = 0; i < sizeof(ending) / sizeof(*ending); i++)
		handlers_set(&handlers, ending[i], end_by_signal, SA_NODEFER);
}

static void show_progress(void *arg, const char *text)
{
	report_note(arg, "%s", text);
}

static bool start_tor(const struct options *options, struct session *session,
	struct error *error)
{
	struct launch_config config = {
		.program = "tor",
		.args = options->tor_args,
		.args_len = options->tor_args_len,
		.timeout = options->timeout,
		.progress = show_progress,
		.progress_arg = &session->report,
	};

	launched = launch_start(&config, error);
	if (!launched)
		return false;
	catch_signals();
	session->tor->opener.server = launch_socket(launched);
	session->tor->opener.auth.cookie_file = launch_cookie_file(launched);
	session->tor->launched = launched;
	return true;
}

/* Blocks signals meanwhile, so that they never see a half-freed launch. */
static void stop_tor(void)
{
	sigset_t ending, old;

	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGHUP);
	sigprocmask(SIG_BLOCK, &ending, &old);
	launch_stop(launched);
	launched = NULL;
	sigprocmask(SIG_SETMASK, &old, NULL);
}

/*
 * Opens closed standard descriptors, because otherwise the next file or socket
 * would take their place, and output would go to Tor. They are opened in the
 * wrong direction, so that using them still fails.
 */
static bool fill_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null",
			fd ? O_RDONLY : O_WRONLY) < 0)
			return false;
	return true;
}

static bool use_color(const struct options *options, bool terminal)
{
	const char *no_color = getenv("NO_COLOR");

	if (options->color != OPTIONS_AUTO)
		return options->color == OPTIONS_ALWAYS;
	return terminal && !(no_color && *no_color) && !window_is_dumb();
}

static const char *cookie_file(const struct options *options)
{
	const char *variable = getenv("TOR_CONTROL_COOKIE_AUTH_FILE");

	if (options->cookie_file)
		return options->cookie_file;
	return variable && *variable ? variable : NULL;
}

static void prepare(struct session *session, struct tor *tor,
	struct options *options, struct output *output,
	struct settings *settings)
{
	bool terminal = isatty(STDERR_FILENO);

	output_init(output, STDOUT_FILENO, options->form);
	output->color = use_color(options, output->terminal);
	output->always_color = options->color == OPTIONS_ALWAYS;
	output->quiet = options->quiet;
	settings_init(settings);
	settings->timestamps = output->timestamp;
	settings->auto_color = output->color;
	settings->auto_report_color = use_color(options, terminal);
	*session = (struct session){
		.output = output,
		.report = {
			.fd = STDERR_FILENO,
			.json = options->form == OUTPUT_JSON,
			.terminal = terminal,
			.color = settings->auto_report_color,
			.quiet = options->quiet,
		},
		.source = { .visible = true, .read_body = script_read_stdin,
			.is_own_option = options_is_own },
		.settings = settings,
		.tor = tor,
		.fanout = options->fanout ? options->fanout : MANY_FANOUT,
		.yes = options->yes,
		.dry_run = options->dry_run,
		.timed = options->timed,
	};
	tor->opener = (struct opener_config){
		.server = options->server,
		.wait = options->wait,
		.ask = terminal && isatty(STDIN_FILENO),
		.notice = report_notice,
		.notice_arg = &session->report,
		.auth = {
			.cookie_file = cookie_file(options),
			.allow_cookie = options->allow_cookie ||
				options->cookie_file,
			.password = password_get,
			.password_again = password_again,
			.password_arg = options,
		},
		.connection = {
			.timeout = options->timeout,
			.cancel_fd = -1,
			.hide_logins = !options->show_secrets,
		},
	};
	tor->opener.connection.withhold = options->dry_run ? session_withhold :
		NULL;
	tor->opener.connection.withhold_arg = session;
	if (options->trace) {
		tor->opener.connection.trace = report_trace;
		tor->opener.connection.trace_arg = &session->report;
	}
}

static int run_one(struct session *session, const struct strv *words)
{
	const struct command *command = NULL;
	struct error error = ERROR_INIT;
	int status = 0;

	if (!run_words(session, words, NULL, &command, &error)) {
		if (!output_broken(session->output))
			report_error(&session->report, NULL, command ?
				command->name : NULL, &error);
		status = error_exit_status(error.kind);
	}
	error_clear(&error);
	return status;
}

static int run_scripts(struct session *session,
	const struct options *options)
{
	bool keep_going = options->keep_going, ok = true;
	int status = 0;

	if (options->lines.len)
		ok = script_run_lines(session, &options->lines, "-c",
			keep_going, &status);
	for (size_t i = 0; i < options->files.len && (ok || keep_going) &&
		!session->ended; i++)
		ok = script_run_file(session, options->files.items[i],
			keep_going, &status);
	if (!options->lines.len && !options->files.len)
		script_run_file(session, "-", keep_going, &status);
	script_end(session, &status);
	return status;
}

/* Stays while something in Tor exists only as long as the connection. */
static int hold(struct session *session)
{
	struct error error = ERROR_INIT;
	int status = 0;

	report_note(&session->report, "the onion service runs until you "
		"interrupt torctl; use --detach or Flags=Detach to keep it");
	if (!session_wait(session, -1, CLOCK_NEVER, &error)) {
		report_error(&session->report, NULL, NULL, &error);
		status = error_exit_status(error.kind);
	}
	error_clear(&error);
	return status;
}

/* Returns whether both ends are a terminal and nothing was given to run. */
static bool is_interactive(const struct options *options)
{
	return !options->words.len && !options->lines.len &&
		!options->files.len && isatty(STDIN_FILENO) &&
		isatty(STDOUT_FILENO);
}

static int show_help(struct session *session)
{
	struct result result = { 0 };
	struct error error = ERROR_INIT;
	struct layout page;
	int status = 0;

	page = layout_of(session->output, &result.text);
	options_help(&page);
	result_add(&result, "help", buf_span(&result.text));
	result_render(&result, session->output);
	if (!output_flush(session->output, &error)) {
		report_error(&session->report, NULL, NULL, &error);
		status = error_exit_status(error.kind);
	}
	error_clear(&error);
	result_clear(&result);
	return status;
}

static void note_open_password(const struct options *options,
	const struct report *report)
{
	const char *path = options->password_file;
	struct stat about;

	if (path && !stat(path, &about) && S_ISREG(about.st_mode) &&
		about.st_mode & S_IROTH)
		report_note(report, "all users can read the password file %s; "
			"use chmod 600 %s", path, path);
}

/* Returns an exit status. */
static int begin_many(struct session *session, struct options *options)
{
	struct error error = ERROR_INIT;
	int status = 0;

	if (password_ask_ahead(options, &error))
		session->many = many_new(session, options->on, &error);
	if (!session->many) {
		report_error(&session->report, NULL, NULL, &error);
		status = error_exit_status(error.kind);
	}
	error_clear(&error);
	return status;
}

static int run(struct session *session, struct options *options)
{
	struct error error = ERROR_INIT;
	int status;

	if (options->help)
		return show_help(session);
	if (options->version) {
		strv_clear(&options->words);
		strv_add(&options->words, "version");
		return run_one(session, &options->words);
	}
	note_open_password(options, &session->report);
	if (!password_read_ahead(options, &error) ||
		(options->launch && !start_tor(options, session, &error))) {
		report_error(&session->report, NULL, NULL, &error);
		status = error_exit_status(error.kind);
		error_clear(&error);
		return status;
	}
	status = options->on ? begin_many(session, options) : 0;
	if (status)
		return status;
	if (is_interactive(options))
		return shell_run(session, options, &ending_signal);
	status = options->words.len ? run_one(session, &options->words) :
		run_scripts(session, options);
	/* With -k, keep an added service even if something else failed. */
	if (session->tor->hold && !session->ended && session->tor->connection &&
		(!status || options->keep_going)) {
		int held = hold(session);

		status = status ? status : held;
	}
	return status;
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	struct error error = ERROR_INIT;
	struct tor tor = { .connection = NULL };
	struct session session;
	struct output output;
	struct settings settings;
	int status;
	bool broken;

	if (!fill_descriptors())
		return error_exit_status(ERROR_FILE);
	cells_use_locale();
	families_register();
	alloc_on_failure(end_without_memory);
	password_take_variable(&options);
	/* If SIGCHLD is ignored, we cannot wait for a child. */
	signal(SIGCHLD, SIG_DFL);
	if (!options_parse(&options, argc, argv, &error)) {
		prepare(&session, &tor, &options, &output, &settings);
		report_error(&session.report, NULL, NULL, &error);
		status = error_exit_status(error.kind);
	} else {
		prepare(&session, &tor, &options, &output, &settings);
		status = run(&session, &options);
	}
	broken = output_broken(&output);
	many_free_all(&session);
	tor_clear(&tor);
	session_forget_made(&session);
	pairs_clear(&session.aliases);
	settings_clear(&settings);
	output_clear(&output);
	options_clear(&options);
	error_clear(&error);
	stop_tor();
	/* Our reader is gone: end as any filter does. */
	if (broken) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	if (ending_signal) {
		signal(ending_signal, SIG_DFL);
		raise(ending_signal);
	}
	return status;
}
