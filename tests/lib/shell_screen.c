/* The interactive shell on a screen, connected to a fake tor. */
#include "lib/shell_screen.h"

#include "lib/test.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/strv.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Leaves the same final screen, whatever was on it. */
static const char leave[] = "trap : INT; \"$@\"; "
	"printf '\\033[H\\033[2Jleft %d\\n' $?";

void shell_screen_init(struct shell_screen *shell, int columns)
{
	*shell = (struct shell_screen){ .columns = columns };
	shell->directory = test_directory();
	shell->control = alloc_print("%s/control", shell->directory);
	ck_assert_int_eq(chdir(shell->directory), 0);
}

void shell_screen_listen(struct shell_screen *shell,
	const struct fake_step *steps, size_t count)
{
	shell->tor = fake_tor_start(FAKE_UNIX, shell->control, steps, count);
	ck_assert_ptr_nonnull(shell->tor);
}

static void set_directory(struct strv *words, const struct shell_screen *shell,
	const char *name, const char *directory)
{
	char *setting = alloc_print("%s=%s/%s", name, shell->directory,
		directory);

	strv_add(words, setting);
	free(setting);
}

void shell_screen_run(struct shell_screen *shell)
{
	const char *program = getenv("TORCTL");
	struct strv words = STRV_INIT;
	const char **argv;
	char *pager;

	strv_add(&words, "/usr/bin/env");
	set_directory(&words, shell, "XDG_STATE_HOME", "state");
	set_directory(&words, shell, "XDG_CONFIG_HOME", "config");
	strv_add(&words, "NO_COLOR=1");
	pager = alloc_print("TORCTL_PAGER=%s", shell->pager ? shell->pager :
		"cat");
	strv_add(&words, pager);
	free(pager);
	strv_add(&words, "sh");
	strv_add(&words, "-c");
	strv_add(&words, shell->script ? shell->script : leave);
	strv_add(&words, "sh");
	strv_add(&words, program ? program : "./torctl");
	strv_add(&words, "--server");
	strv_add(&words, shell->control);
	for (size_t i = 0; shell->options && shell->options[i]; i++)
		strv_add(&words, shell->options[i]);
	argv = alloc_zeroed((words.len + 1) * sizeof(*argv));
	for (size_t i = 0; i < words.len; i++)
		argv[i] = words.items[i];
	shell->screen = screen_new(SHELL_ROWS, shell->columns, argv, false);
	free(argv);
	strv_clear(&words);
}

void shell_screen_prompt(struct shell_screen *shell)
{
	static const char *const quiet[] = { "--quiet", NULL };

	shell->options = quiet;
	/* Not every editor has hints, and they appear late. */
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell_screen_run(shell);
	screen_shows(shell->screen, "tor> ▮");
}

void shell_screen_start(struct shell_screen *shell, int columns,
	const struct fake_step *steps, size_t count)
{
	shell_screen_init(shell, columns);
	shell_screen_listen(shell, steps, count);
	shell_screen_prompt(shell);
}

void shell_screen_hush(struct shell_screen *shell)
{
	char *failure = fake_tor_end(shell->tor, NULL);

	shell->tor = NULL;
	ck_assert_msg(!failure, "the fake tor, %s", failure);
}

void shell_screen_turn(struct shell_screen *shell, const char *keys,
	const char *expected)
{
	screen_type(shell->screen, keys);
	shell_screen_shows(shell, expected);
}

void shell_screen_tab(struct shell_screen *shell, const char *keys,
	const char *expected)
{
	char *part = alloc_print("\f\n%s\n\f", expected);
	bool found = false;

	screen_type(shell->screen, keys);
	for (int i = 0; i < 4 && !found; i++) {
		screen_type(shell->screen, "\t");
		found = screen_has(shell->screen, part);
	}
	free(part);
	shell_screen_shows(shell, expected);
}

void shell_screen_shows(struct shell_screen *shell, const char *expected)
{
	struct buf text = BUF_INIT;
	const char *mark;

	for (; (mark = strchr(expected, '@')); expected = mark + 1) {
		buf_add(&text, expected, (size_t)(mark - expected));
		buf_add_string(&text, shell->control);
	}
	buf_add_string(&text, expected);
	screen_shows(shell->screen, buf_text(&text));
	buf_clear(&text);
}

void shell_screen_choose(struct shell_screen *shell)
{
	shell_screen_turn(shell, "events BW\r", "tor> events BW\ntor> ▮");
	shell_screen_turn(shell, "\014", "tor> ▮");
}

void shell_screen_end(struct shell_screen *shell)
{
	screen_type(shell->screen, KEY_END KEY_CUT_BEFORE);
	screen_type(shell->screen, KEY_EOF);
	ck_assert_int_eq(screen_end(shell->screen, "left 0\n▮"), 0);
	shell_screen_clear(shell);
}

void shell_screen_clear(struct shell_screen *shell)
{
	if (shell->tor)
		shell_screen_hush(shell);
	ck_assert_int_eq(chdir("/"), 0);
	files_remove_tree(shell->directory);
	free(shell->directory);
	free(shell->control);
}

char *shell_screen_file(const char *path)
{
	struct buf text = BUF_INIT;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return NULL;
	ck_assert(files_read_fd(fd, path, 1 << 20, &text, NULL));
	close(fd);
	if (text.len)
		return buf_steal(&text);
	buf_clear(&text);
	return alloc_string("");
}

void shell_screen_write(const char *path, const char *text)
{
	char *part = alloc_string(path);
	int fd;

	for (char *slash = part; (slash = strchr(slash + 1, '/')); ) {
		*slash = '\0';
		mkdir(part, 0700);
		*slash = '/';
	}
	free(part);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert(files_write_fd(fd, text, strlen(text)));
	close(fd);
}
