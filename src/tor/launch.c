/* The owner's side of a private tor. */
#include "tor/launch.h"

#include "tor/guardian.h"
#include "tor/log_tail.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/clock.h"
#include "util/files.h"
#include "util/span.h"
#include "util/strv.h"
#include "util/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	POLL_INTERVAL = 2,  /* ms; without GeoIP data, tor is up in 8-12 */
	/*
	 * How long to wait for tor's exit after the connection is lost, in ms,
	 * because the guardian must be scheduled first. A tor that closes the
	 * connection without exiting is rare.
	 */
	END_WAIT = 2000,
};

struct launch {
	char *program; /* tor's name, for errors */
	char *directory, *torrc, *socket, *cookie, *log;
	pid_t owner;    /* the process that created this */
	pid_t guardian; /* 0 or less: none */
	int channel;    /* none: -1 */
	int tor;        /* process ID, 0 while unknown */
	bool lost;      /* the guardian was killed */
	struct guardian_note end; /* GUARDIAN_NOTHING while tor runs */
};

/* Where to look for tor if PATH is not set. */
#define USUAL_PATH "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin"

/* Characters that need quotes in a torrc; ControlSocket cannot be quoted. */
static const char unfit[] = " \t\r\n\v\f\"'#\\";

/* Options with which torctl could not control the new tor. */
static const struct {
	const char *name;
	const char *harmless; /* a harmless value, or NULL */
	const char *advice;
} refused[] = {
	{ "f", NULL, "pass its lines as options, such as --SocksPort auto" },
	{ "defaults-torrc", NULL, "pass its lines as options" },
	{ "RunAsDaemon", "0", "a private tor must stay in the foreground" },
};

static bool check_args(const struct launch_config *config, struct error *error)
{
	for (size_t i = 0; i < config->args_len; i++) {
		const char *name = config->args[i];
		const char *value = i + 1 < config->args_len ?
			config->args[i + 1] : "";

		if (*name != '-')
			continue;
		name += name[1] == '-' ? 2 : 1;
		for (size_t j = 0; j < sizeof(refused) / sizeof(*refused); j++)
			if (text_equal_nocase(name, refused[j].name) &&
				(!refused[j].harmless ||
					strcmp(value, refused[j].harmless)))
				return error_set(error, ERROR_USAGE,
					"%s is not allowed for a private tor: "
						"%s",
					config->args[i], refused[j].advice);
	}
	return true;
}

/*
 * Returns a template for mkdtemp(), owned by the caller, or NULL if `base` is
 * not suitable.
 */
static char *directory_template(const char *base)
{
	static const char longest[] = "/torctl-XXXXXX/control";
	struct sockaddr_un address;
	size_t len = strlen(base);

	while (len > 1 && base[len - 1] == '/')
		len--;
	if (*base != '/' || base[strcspn(base, unfit)] ||
		len + sizeof(longest) > sizeof(address.sun_path))
		return NULL;
	return alloc_print("%.*s/torctl-XXXXXX", (int)len, base);
}

static bool make_directory(struct launch *launch, struct error *error)
{
	const char *base = getenv("TMPDIR");
	char *path = base ? directory_template(base) : NULL;

	if (!path)
		path = directory_template("/tmp");
	if (!mkdtemp(path)) {
		error_set(error, ERROR_FILE, "cannot create a directory in "
			"%.*s: %s; set TMPDIR to a writable directory",
			(int)(strrchr(path, '/') - path), path,
			strerror(errno));
		free(path);
		return false;
	}
	launch->directory = path;
	launch->torrc = alloc_print("%s/torrc", path);
	launch->socket = alloc_print("%s/control", path);
	launch->cookie = alloc_print("%s/cookie", path);
	launch->log = alloc_print("%s/log", path);
	return true;
}

static bool is_program(const char *path)
{
	struct stat about;

	return !stat(path, &about) && S_ISREG(about.st_mode) &&
		!access(path, X_OK);
}

/*
 * Returns the program's path, or NULL. Unlike execvp(), skips relative and
 * empty directories of PATH: a file named tor in the current directory may be
 * anyone's.
 */
static char *find_program(const char *name)
{
	const char *path = getenv("PATH"), *end;
	char *found;

	if (strchr(name, '/'))
		return alloc_string(name);
	for (path = path ? path : USUAL_PATH; path; path = end) {
		size_t len = strcspn(path, ":");

		end = path[len] ? path + len + 1 : NULL;
		found = alloc_print("%.*s/%s", (int)len, path, name);
		if (*path == '/' && is_program(found))
			return found;
		free(found);
	}
	return NULL;
}

/*
 * ControlSocket is an option, not a torrc line: the user's options replace
 * torrc lines, but ControlSocket options accumulate.
 */
static void build_argv(const struct launch *launch,
	const struct launch_config *config, struct strv *argv)
{
	strv_add(argv, config->program);
	strv_add(argv, "-f");
	strv_add(argv, launch->torrc);
	strv_add(argv, "--defaults-torrc");
	strv_take(argv, alloc_print("%s/no-defaults", launch->directory));
	strv_add(argv, "--ControlSocket");
	strv_add(argv, launch->socket);
	for (size_t i = 0; i < config->args_len; i++)
		strv_add(argv, config->args[i]);
	strv_take(argv, NULL);
}

/*
 * Uses a file instead of standard input, because SAVECONF writes to the file
 * that tor was started with, or to the system's torrc if there was none.
 */
static bool write_torrc(const struct launch *launch, struct error *error)
{
	char *text = alloc_print("DataDirectory %s/data\n"
		"CookieAuthentication 1\n"
		"CookieAuthFile %s\n"
		"SocksPort 0\n"
		"DisableNetwork 1\n"
		"GeoIPFile\n"
		"GeoIPv6File\n"
		"__OwningControllerProcess %ld\n"
		"Log notice stdout\n",
		launch->directory, launch->cookie, (long)getpid());
	bool ok;

	ok = files_create(launch->torrc, span_of(text), error);
	free(text);
	return ok;
}

static void explain_no_start(const struct launch *launch, int why,
	struct error *error)
{
	error_set(error, ERROR_FILE, "cannot run %s: %s", launch->program,
		strerror(why));
	if (why == ENOENT && !strchr(launch->program, '/'))
		error_append(error, "; install the tor package, or add the "
			"directory of %s to PATH (an absolute path)",
			launch->program);
}

static bool start_guardian(struct launch *launch,
	const struct launch_config *config, struct error *error)
{
	struct strv argv = STRV_INIT;
	char *program = find_program(config->program);
	bool ok;

	if (!program) {
		explain_no_start(launch, ENOENT, error);
		return false;
	}
	build_argv(launch, config, &argv);
	launch->guardian = guardian_start(&(struct guardian_plan){
		.program = program,
		.argv = argv.items,
		.log = launch->log,
		.directory = launch->directory,
	}, &launch->channel);
	ok = launch->guardian > 0;
	if (!ok)
		error_set(error, ERROR_FILE, "cannot start %s: %s",
			launch->program, strerror(errno));
	strv_clear(&argv);
	free(program);
	return ok;
}

/* Blocks signals until the guardian, which removes the directory, runs. */
static bool set_up(struct launch *launch, const struct launch_config *config,
	struct error *error)
{
	sigset_t all, before;
	bool ok;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	ok = make_directory(launch, error) && write_torrc(launch, error) &&
		start_guardian(launch, config, error);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return ok;
}

/* Reads the guardian's reports for `timeout` ms or until tor has exited. */
static void hear(struct launch *launch, int timeout)
{
	int64_t deadline = clock_deadline(timeout);

	while (!launch->lost && !launch->end.event) {
		struct pollfd wait = {
			.fd = launch->channel, .events = POLLIN,
		};
		struct guardian_note note;
		int ready = poll(&wait, 1, clock_poll_timeout(deadline));
		ssize_t got;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			break;
		got = recv(launch->channel, &note, sizeof(note), 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got != (ssize_t)sizeof(note))
			launch->lost = true;
		else if (note.event == GUARDIAN_STARTED)
			launch->tor = note.value;
		else
			launch->end = note;
	}
}

/* Stores in `error` how tor exited. Returns false. */
static bool explain_end(const struct launch *launch, struct error *error)
{
	int status = launch->end.value;

	if (launch->end.event == GUARDIAN_NO_EXEC ||
		launch->end.event == GUARDIAN_NO_FORK) {
		explain_no_start(launch, launch->end.value, error);
		return false;
	}
	if (launch->end.event != GUARDIAN_ENDED)
		error_set(error, ERROR_CONNECTION,
			"the process that supervises tor was killed");
	else if (WIFSIGNALED(status))
		error_set(error, ERROR_CONNECTION,
			"tor was killed by signal %d (%s)", WTERMSIG(status),
			strsignal(WTERMSIG(status)));
	else
		error_set(error, ERROR_CONNECTION,
			"tor exited with status %d", WEXITSTATUS(status));
	log_tail_append(launch->log, error);
	return false;
}

/* Returns 0 if the control socket accepts connections, else errno. */
static int try_connect(const struct launch *launch)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	int why = 0;

	if (fd < 0)
		return errno;
	/*
	 * A full backlog must not block. directory_template() checked the
	 * length.
	 */
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	memcpy(address.sun_path, launch->socket, strlen(launch->socket) + 1);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		why = errno;
	close(fd);
	return why;
}

static bool await_socket(struct launch *launch, int timeout,
	struct error *error)
{
	int64_t deadline = clock_deadline(timeout);
	int why;

	for (;;) {
		hear(launch, POLL_INTERVAL);
		if (launch->lost || launch->end.event)
			return explain_end(launch, error);
		why = try_connect(launch);
		if (!why)
			break;
		if (why != ENOENT && why != ECONNREFUSED && why != EAGAIN &&
			why != EINTR)
			return error_set(error, ERROR_CONNECTION,
				"cannot connect to %s: %s", launch->socket,
				strerror(why));
		if (clock_now() >= deadline) {
			error_set(error, ERROR_TIMEOUT, "tor did not open its "
				"control socket within %g s", timeout / 1000.0);
			log_tail_append(launch->log, error);
			return false;
		}
	}
	hear(launch, 0); /* reads the process ID, sent before exec() */
	return true;
}

/* Takes ownership of `text`. */
static void report(const struct launch_config *config, char *text)
{
	if (config->progress)
		config->progress(config->progress_arg, text);
	free(text);
}

struct launch *launch_start(const struct launch_config *config,
	struct error *error)
{
	struct launch *launch = NULL;
	int64_t started = clock_now();
	bool ok = false;

	if (!check_args(config, error))
		return NULL;
	launch = alloc_zeroed(sizeof(*launch));
	launch->channel = -1;
	launch->owner = getpid();
	launch->program = alloc_string(config->program);
	if (!set_up(launch, config, error))
		goto out;
	report(config, alloc_print("starting tor in %s", launch->directory));
	if (!await_socket(launch, config->timeout, error))
		goto out;
	report(config, alloc_print("tor (pid %d) started in %lld ms",
		launch->tor, (long long)(clock_now() - started)));
	ok = true;
out:
	if (!ok) {
		launch_stop(launch);
		launch = NULL;
	}
	return launch;
}

const char *launch_socket(const struct launch *launch)
{
	return launch->socket;
}

const char *launch_cookie_file(const struct launch *launch)
{
	return launch->cookie;
}

const char *launch_directory(const struct launch *launch)
{
	return launch->directory;
}

bool launch_ended(struct launch *launch, struct error *error)
{
	hear(launch, END_WAIT);
	if (!launch->lost && !launch->end.event)
		return false;
	explain_end(launch, error);
	return true;
}

/*
 * Ends the guardian. Returns its wait status, 0 if it cleaned up.
 * Async-signal-safe.
 */
static int dismiss(const struct launch *launch)
{
	int status = 0;

	/* Takes effect even if a forked child holds a copy. */
	shutdown(launch->channel, SHUT_RDWR);
	close(launch->channel);
	while (waitpid(launch->guardian, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

void launch_stop(struct launch *launch)
{
	if (!launch)
		return;
	/* Clean up here if the guardian was never started or was killed. */
	if (launch->owner != getpid())
		close(launch->channel);
	else if ((launch->guardian <= 0 || dismiss(launch)) &&
		launch->directory)
		files_remove_tree(launch->directory);
	free(launch->torrc);
	free(launch->log);
	free(launch->cookie);
	free(launch->socket);
	free(launch->directory);
	free(launch->program);
	free(launch);
}

void launch_abandon_from_signal(const struct launch *launch)
{
	if (launch)
		dismiss(launch);
}
