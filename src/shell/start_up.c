/* The start-up commands that run before the first prompt. */
#include "shell/start_up.h"

#include "shell/script.h"
#include "util/alloc.h"
#include "util/files.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Returns whether there is something at the path, whatever it is. */
static bool is_there(const char *path)
{
	struct stat about;

	return !lstat(path, &about) || (errno != ENOENT && errno != ENOTDIR);
}

/* Returns the path, which is the caller's; NULL if there is no such file. */
static char *rc_path(const struct options *options)
{
	char *path;

	if (options->no_rc)
		return NULL;
	if (options->rc_file)
		return alloc_string(options->rc_file);
	path = files_config_path("torctlrc");
	if (path && !is_there(path)) {
		free(path);
		path = NULL;
	}
	return path;
}

bool start_up_check(const struct options *options, struct error *error)
{
	const char *path = options->no_rc ? NULL : options->rc_file;

	return !path || script_check_file(path, error);
}

/*
 * Nobody waits for the usual file to be written, so it is not read if it is a
 * FIFO. The user may name one.
 */
static bool may_wait(const char *path, const struct options *options,
	struct error *error)
{
	struct stat about;

	if (options->rc_file || stat(path, &about) < 0 ||
		!S_ISFIFO(about.st_mode))
		return true;
	return error_set(error, ERROR_FILE, "cannot read %s: it is a FIFO",
		path);
}

void start_up_run(struct session *session, const struct options *options)
{
	char *path = rc_path(options);
	bool quiet = session->output->quiet;
	struct error error = ERROR_INIT;
	int status = 0;

	/* Avoids a row of "OK" between the greeting and the prompt. */
	session->output->quiet = true;
	if (path && !may_wait(path, options, &error))
		report_error(&session->report, NULL, NULL, &error);
	else if (path)
		script_run_file(session, path, true, &status);
	error_clear(&error);
	session->output->quiet = quiet;
	/* Start a new line after the terminal's "^C". */
	if (path && script_is_interrupted(session))
		(void)files_write_fd(STDOUT_FILENO, "\n", 1);
	free(path);
}
