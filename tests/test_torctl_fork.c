/* libtorctl in a child process: connections and a tor that belong to others. */
/* Before check.h, which defines a macro fail(). */
#include "torctl/inside.h"

#include "lib/library.h"
#include "lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define OK_REPLY SEND("250 OK\r\n")

static struct library library;

/* Whether the last call failed as documented; forgets the error. */
static bool refused(struct torctl_error **error)
{
	bool ok = torctl_error_kind(*error) == TORCTL_ERROR_CONNECTION &&
		!strcmp(torctl_error_text(*error), "the connection belongs "
			"to the parent process; connect again after fork()");

	torctl_error_free(*error);
	*error = NULL;
	return ok;
}

static void ignore(void *arg, struct torctl *tor, struct torctl_event *event,
	const struct torctl_error *error)
{
	(void)arg;
	(void)tor;
	(void)event;
	(void)error;
}

/* Returns the number of the first call that does not fail at once, or 0. */
static int use_in_child(struct torctl *tor)
{
	struct torctl_error *error = NULL;
	struct torctl_pairs *none = torctl_pairs_new();
	int call = 0;

#define REFUSED(made) do { \
		call++; \
		if ((made) || !refused(&error)) \
			return call; \
	} while (0)
	REFUSED(torctl_get_info_value(tor, "version", &error));
	REFUSED(torctl_get_info(tor, LIST("version"), &error));
	REFUSED(torctl_get_conf(tor, LIST("Log"), &error));
	REFUSED(torctl_set_conf(tor, none, &error));
	REFUSED(torctl_authenticate(tor, NULL, 0, &error));
	REFUSED(torctl_signal(tor, "HALT", &error));
	REFUSED(torctl_take_ownership(tor, &error));
	REFUSED(torctl_command(tor, "QUIT", NULL, 0, &error));
	REFUSED(torctl_get_bootstrap(tor, &error) >= 0);
	REFUSED(torctl_wait_bootstrap(tor, -1, NULL, NULL, &error));
	REFUSED(torctl_extend_circuit(tor, "0", NULL, NULL, &error));
	REFUSED(torctl_wait_circuit(tor, "1", -1, &error));
	REFUSED(torctl_resolve(tor, LIST("a.example"), false, -1, &error));
	REFUSED(torctl_fetch_descriptor(tor, "x", NULL, -1, &error));
	REFUSED(torctl_set_events(tor, LIST("BW"), &error));
	REFUSED(torctl_next_event(tor, -1, &error));
	REFUSED(torctl_events_fd(tor, &error) >= 0);
	REFUSED(torctl_dispatch(tor, ignore, NULL, &error));
#undef REFUSED
	torctl_set_timeout(tor, 1);
	if (torctl_events_dropped(tor) || torctl_is_connected(tor))
		return -1;
	torctl_disconnect(tor);
	torctl_close(tor);
	torctl_pairs_free(none);
	return 0;
}

/* Runs the child; the parent must not be affected. */
static void check_child(struct torctl *tor)
{
	int status;
	pid_t child = fork();

	if (!child) {
		alarm(100);
		test_leave_child(use_in_child(tor) == 0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}

START_TEST(calls_fail_and_close_is_harmless)
{
	LIBRARY_PLAY(&library, EXPECT("SETEVENTS BW"), OK_REPLY,
		EXPECT("GETINFO version"), SEND("650 BW 1 2\r\n"
			"250-version=1\r\n250 OK\r\n"));
	ck_assert(torctl_set_events(library.tor, LIST("BW"), NULL));
	ck_assert_int_ge(torctl_events_fd(library.tor, NULL), 0);
	check_child(library.tor);
	library_check_text(torctl_get_info_value(library.tor, "version",
		&library.error), "1");
	library_end(&library);
}
END_TEST

/* As if another thread of the parent held it at the fork. */
START_TEST(lock_that_is_held)
{
	LIBRARY_PLAY(&library, EXPECT("GETINFO version"),
		SEND("250-version=1\r\n250 OK\r\n"));
	pthread_mutex_lock(&library.tor->lock);
	check_child(library.tor);
	pthread_mutex_unlock(&library.tor->lock);
	library_check_text(torctl_get_info_value(library.tor, "version",
		&library.error), "1");
	library_end(&library);
}
END_TEST

static void check_alive(struct torctl *tor)
{
	char *pid = torctl_get_info_value(tor, "process/pid", &library.error);

	ck_assert_msg(pid != NULL, "%s", torctl_error_text(library.error));
	torctl_free(pid);
}

/* Neither a child nor the end of one connection stops a launched tor. */
START_TEST(launched_tor)
{
	struct torctl_launch *launch = torctl_launch(NULL, NULL, 20000,
		&library.error);
	struct torctl *first, *second;
	int status;
	pid_t child;

	if (!launch && torctl_error_kind(library.error) ==
		TORCTL_ERROR_FILE) {
		fprintf(stderr, "no tor here, not tested\n");
		torctl_error_free(library.error);
		library.error = NULL;
		return;
	}
	ck_assert_ptr_nonnull(launch);
	first = torctl_launch_connect(launch, NULL, &library.error);
	second = torctl_launch_connect(launch, NULL, &library.error);
	ck_assert(first && second);
	torctl_close(first);
	check_alive(second);
	child = fork();
	if (!child) {
		torctl_close(second);
		torctl_launch_stop(launch);
		test_leave_child(true);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	check_alive(second);
	torctl_close(second);
	torctl_launch_stop(launch);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("torctl_fork");
	TCase *tcase = test_case(suite, "torctl_fork");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, calls_fail_and_close_is_harmless);
	tcase_add_test(tcase, lock_that_is_held);
	tcase_add_test(tcase, launched_tor);
	return test_run(suite);
}
