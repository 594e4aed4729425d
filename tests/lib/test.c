/* Helpers around Check that every unit test needs. */
#include "lib/test.h"

#include "util/alloc.h"
#include "util/cells.h"
#include "util/escape.h"
#include "util/files.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>

char *test_difference(struct span got, struct span want)
{
	struct buf text = BUF_INIT;

	if (got.len == want.len &&
		(!got.len || !memcmp(got.at, want.at, got.len)))
		return NULL;
	buf_print(&text, "got %zu bytes \"", got.len);
	escape_add_terminal(&text, got, ESCAPE_LINE);
	buf_print(&text, "\", not %zu bytes \"", want.len);
	escape_add_terminal(&text, want, ESCAPE_LINE);
	buf_add_string(&text, "\"");
	return buf_steal(&text);
}

uint32_t test_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

char *test_directory(void)
{
	const char *parent = getenv("TMPDIR");
	char *path = alloc_print("%s/torctl.XXXXXX",
		parent ? parent : "/tmp");

	ck_assert_msg(mkdtemp(path) != NULL, "no directory %s", path);
	return path;
}

void test_leave_child(bool ok)
{
	execlp(ok ? "true" : "false", "child", NULL);
	_exit(2);
}

void test_pretend_tor(void)
{
	const char *parent = getenv("TMPDIR");
	char *directory = alloc_print("%s/torctl-XXXXXX", parent ? parent :
		"/tmp");
	char *path, byte;
	int ends[2];

	if (!mkdtemp(directory) || pipe(ends) < 0)
		abort();
	path = alloc_print("%s/tor", directory);
	if (symlink("/bin/sleep", path) < 0)
		abort();
	if (!fork()) {
#ifdef __linux__
		prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
		close(ends[0]);
		fcntl(ends[1], F_SETFD, FD_CLOEXEC);
		execl(path, "sleep", "600", NULL);
		_exit(1);
	}
	close(ends[1]);
	(void)!read(ends[0], &byte, 1); /* until it has its name */
	close(ends[0]);
	files_remove_tree(directory);
	free(directory);
	free(path);
}

TCase *test_case(Suite *suite, const char *name)
{
	TCase *tcase = tcase_create(name);

	suite_add_tcase(suite, tcase);
	return tcase;
}

int test_run(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	cells_use_locale();
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
