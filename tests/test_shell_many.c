/* The interactive shell on several Tors: events with names, losses, questions. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdlib.h>

#define VERSION EXPECT("GETINFO version"), \
	SEND("250-version=0.4.9.11\r\n250 OK\r\n")
#define EVENTS EXPECT("GETINFO events/names"), \
	SEND("250-events/names=CIRC BW\r\n250 OK\r\n"), \
	EXPECT("SETEVENTS BW"), SHELL_OK

/* As in shell_screen.c, without --server and its argument. */
static const char script[] = "trap : INT; program=$1; shift 3; "
	"\"$program\" \"$@\"; printf '\\033[H\\033[2Jleft %d\\n' $?";

/* With one at a time, the order of lines is that of the names. */
static const char *const options[] = { "--quiet", "--fanout", "1", "--on",
	"one,two", NULL };

struct pair {
	struct shell_screen shell; /* its Tor is the first */
	struct fake_tor *second;
};

static void start(struct pair *pair, const struct fake_step *first,
	size_t first_count, const struct fake_step *second, size_t count)
{
	struct shell_screen *shell = &pair->shell;
	char *targets, *other;

	shell_screen_init(shell, 80);
	other = alloc_print("%s/other", shell->directory);
	targets = alloc_print("one %s\ntwo %s\n", shell->control, other);
	shell_screen_write("config/torctl/targets", targets);
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell->options = options;
	shell->script = script;
	shell_screen_listen(shell, first, first_count);
	pair->second = fake_tor_start(FAKE_UNIX, other, second, count);
	ck_assert_ptr_nonnull(pair->second);
	shell_screen_run(shell);
	shell_screen_shows(shell, "one,two 2/2> ▮");
	free(targets);
	free(other);
}

static void end(struct pair *pair)
{
	char *failure;

	shell_screen_end(&pair->shell);
	failure = fake_tor_end(pair->second, NULL);
	ck_assert_msg(!failure, "the second fake tor, %s", failure);
}

/* The line that is being typed stays, and the events go on after a loss. */
START_TEST(events_and_a_loss)
{
	static const struct fake_step first[] = { FAKE_AUTH_NULL, VERSION,
		EVENTS, WAIT(0), SEND("650 BW 1 2\r\n"), WAIT(1), CLOSE,
		WAIT(2), FAKE_AUTH_NULL, EXPECT("SETEVENTS BW"), SHELL_OK,
		SEND("650 BW 3 4\r\n"), VERSION };
	static const struct fake_step second[] = { FAKE_AUTH_NULL, VERSION,
		EVENTS, VERSION };
#define VERSIONS "one: 0.4.9.11\ntwo: 0.4.9.11\n"
#define ASKED "one,two 2/2> getinfo version\n" VERSIONS \
	"one,two 2/2> events BW\n"
#define FIRST ASKED "one: BW 1 2\n"
#define GONE FIRST "one: lost the connection; retrying\n"
#define BACK GONE "one: connected again\none: BW 3 4\n"
	struct pair pair;
	struct shell_screen *shell = &pair.shell;

	start(&pair, first, COUNT(first), second, COUNT(second));
	shell_screen_turn(shell, "getinfo version\r", "one,two 2/2> getinfo "
		"version\n" VERSIONS "one,two 2/2> ▮");
	shell_screen_turn(shell, "events BW\r", ASKED "one,two 2/2> ▮");
	shell_screen_turn(shell, "getinfo ver", ASKED
		"one,two 2/2> getinfo ver▮");
	fake_tor_open(shell->tor, 0);
	shell_screen_shows(shell, FIRST "one,two 2/2> getinfo ver▮");
	fake_tor_open(shell->tor, 1);
	shell_screen_shows(shell, GONE "one,two 1/2> getinfo ver▮");
	fake_tor_open(shell->tor, 2);
	shell_screen_shows(shell, BACK "one,two 2/2> getinfo ver▮");
	shell_screen_turn(shell, "sion\r", BACK "one,two 2/2> getinfo version\n"
		VERSIONS "one,two 2/2> ▮");
	end(&pair);
}
END_TEST

/* One question for both, and nothing is sent if the answer is no. */
START_TEST(one_question)
{
	static const struct fake_step both[] = { FAKE_AUTH_NULL,
		EXPECT("SIGNAL HALT"), SHELL_OK };
#define QUESTION "This stops Tor. This affects 2 Tors. Continue? [y/N] "
#define NO "one,two 2/2> signal HALT\n" QUESTION "n\nCancelled.\n"
	struct pair pair;
	struct shell_screen *shell = &pair.shell;

	start(&pair, both, COUNT(both), both, COUNT(both));
	shell_screen_turn(shell, "signal HALT\r", "one,two 2/2> signal HALT\n"
		QUESTION "▮");
	shell_screen_turn(shell, "n\r", NO "one,two 2/2> ▮");
	shell_screen_turn(shell, "signal HALT\r", NO
		"one,two 2/2> signal HALT\n" QUESTION "▮");
	shell_screen_turn(shell, "y\r", NO "one,two 2/2> signal HALT\n"
		QUESTION "y\none,two 2/2> ▮");
	end(&pair);
}
END_TEST

/* What is about one connection says so. */
START_TEST(refused_on_several)
{
	static const struct fake_step both[] = { FAKE_AUTH_NULL };
	struct pair pair;

	start(&pair, both, COUNT(both), both, COUNT(both));
	shell_screen_turn(&pair.shell, "disconnect\r",
		"one,two 2/2> disconnect\n"
		"disconnect: works with one Tor only; use connect ADDRESS to "
		"change to one\none,two 2/2> ▮");
	end(&pair);
}
END_TEST

/* Tab offers what any of the Tors has. */
START_TEST(tab)
{
	static const struct fake_step first[] = { FAKE_AUTH_NULL,
		EXPECT("GETINFO circuit-status"),
		SEND("250+circuit-status=\r\n71 BUILT\r\n.\r\n250 OK\r\n") };
	static const struct fake_step second[] = { FAKE_AUTH_NULL,
		EXPECT("GETINFO circuit-status"),
		SEND("250+circuit-status=\r\n72 BUILT\r\n71 BUILT\r\n"
			".\r\n250 OK\r\n") };
	struct pair pair;
	struct shell_screen *shell = &pair.shell;

	start(&pair, first, COUNT(first), second, COUNT(second));
	shell_screen_tab(shell, "circuit close ",
		"one,two 2/2> circuit close 7▮");
	end(&pair);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell many");
	TCase *tcase = test_case(suite, "shell many");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, events_and_a_loss);
	tcase_add_test(tcase, one_question);
	tcase_add_test(tcase, refused_on_several);
	tcase_add_test(tcase, tab);
	return test_run(suite);
}
