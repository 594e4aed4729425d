/* Names for Tors: the files of targets, and what an address then is. */
#include "conn/targets.h"

#include "conn/address.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *dir, *path;

static void set_up(void)
{
	char *sub;

	dir = test_directory();
	sub = alloc_print("%s/torctl", dir);
	ck_assert_int_eq(mkdir(sub, 0700), 0);
	path = alloc_print("%s/targets", sub);
	setenv("XDG_CONFIG_HOME", dir, 1);
	setenv("TORCTL_INSTANCES_DIR", dir, 1);
	free(sub);
}

static void tear_down(void)
{
	files_remove_tree(dir);
	free(path);
	free(dir);
}

static void write_file(const char *text)
{
	ck_assert(files_save(path, span_of(text), true, NULL));
}

static const struct {
	const char *line, *why;
} bad[] = {
	{ "a\n", "3: target \"a\" has no address" },
	{ "9051 x:1\n", "3: name \"9051\" is not valid; use letters, digits "
		"and ._-, not only digits, and not local" },
	{ "a/b x:1\n", "3: name \"a/b\" is not valid; use letters, digits "
		"and ._-, not only digits, and not local" },
	{ "local x:1\n", "3: name \"local\" is not valid; use letters, digits "
		"and ._-, not only digits, and not local" },
	{ "\033[1m x:1\n", "3: name \"\\x1b[1m\" is not valid; use letters, "
		"digits and ._-, not only digits, and not local" },
	{ "a x:1\na y:1\n", "4: target \"a\" is defined twice" },
	{ "a x:1 timeout=0\n", "3: option \"timeout=0\" is not valid; use "
		"timeout=SECONDS" },
	{ "a x:1 timeout=x\n", "3: option \"timeout=x\" is not valid; use "
		"timeout=SECONDS" },
	{ "a x:1 color=1\n", "3: option \"color=1\" is not valid; use "
		"timeout=SECONDS" },
	{ "@g a\n", "3: group \"@g\" is not valid; use @NAME: MEMBER…" },
	{ "@: a\n", "3: group \"@:\" is not valid; use @NAME: MEMBER…" },
	{ "@a/b: a\n", "3: group \"@a/b\" is not valid; use @NAME: MEMBER…" },
	{ "@g: a\n@g: b\n", "4: group \"@g\" is defined twice" },
};

START_TEST(bad_line)
{
	struct targets targets = { 0 };
	struct error error = ERROR_INIT;
	char *text = alloc_print("# mine\n\n%s", bad[_i].line);
	char *want = alloc_print("%s:%s", path, bad[_i].why);

	write_file(text);
	ck_assert(!targets_load(&targets, &error));
	ck_assert_str_eq(error.text, want);
	ck_assert_int_eq(error.kind, ERROR_FILE);
	free(text);
	free(want);
	error_clear(&error);
	targets_clear(&targets);
}
END_TEST

START_TEST(no_file)
{
	struct targets targets = { 0 };

	ck_assert(targets_load(&targets, NULL));
	ck_assert_ptr_null(targets_find(&targets, "a"));
	targets_clear(&targets);
}
END_TEST

START_TEST(fifo)
{
	struct targets targets = { 0 };
	struct error error = ERROR_INIT;
	char *want = alloc_print("cannot read %s: it is a FIFO", path);

	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert(!targets_load(&targets, &error));
	ck_assert_str_eq(error.text, want);
	free(want);
	error_clear(&error);
	targets_clear(&targets);
}
END_TEST

START_TEST(read)
{
	struct targets targets = { 0 };
	const struct target *target;

	write_file("# NAME ADDRESS\n\n  home\t/a#b \n"
		"r1 127.0.0.1:9 timeout=2.5\r\n@both: home r1 \n@none:\n");
	ck_assert(targets_load(&targets, NULL));
	ck_assert_uint_eq(targets.len, 2);
	target = targets_find(&targets, "home");
	ck_assert_str_eq(target->address, "/a#b");
	ck_assert_int_eq(target->timeout, 0);
	target = targets_find(&targets, "r1");
	ck_assert_str_eq(target->address, "127.0.0.1:9");
	ck_assert_int_eq(target->timeout, 2500);
	ck_assert_ptr_null(targets_find(&targets, "r"));
	ck_assert_uint_eq(targets.groups_len, 2);
	ck_assert_str_eq(targets.groups[0].name, "@both");
	ck_assert_uint_eq(targets.groups[0].members.len, 2);
	ck_assert_str_eq(targets.groups[0].members.items[1], "r1");
	ck_assert_uint_eq(targets.groups[1].members.len, 0);
	targets_clear(&targets);
}
END_TEST

static const struct {
	const char *name, *address, *why;
	int timeout;
} names[] = {
	{ "home", "/a", NULL, 0 },
	{ "r1", "127.0.0.1:9", NULL, 2500 },
	{ "inst", "DIR/torctl/control", NULL, 0 },
	{ "torctl", "DIR/torctl/control", NULL, 0 },
	{ "wrong", NULL, "target wrong: \"1:2:3\" is not a valid address: "
		"write IPv6 addresses as [V6]:PORT", 0 },
	/* A target is not another target. */
	{ "again", NULL, "target again: no target or instance \"home\"; did "
		"you mean home?", 0 },
	{ "hom", NULL, "no target or instance \"hom\"; did you mean home?", 0 },
	{ "xyzzy", NULL, "no target or instance \"xyzzy\"; targets and "
		"instances list them, and an address is HOST:PORT or a path",
		0 },
};

START_TEST(address)
{
	struct address got = { 0 };
	struct error error = ERROR_INIT;
	bool ok;

	write_file("home /a\nr1 9 timeout=2.5\ninst torctl\nwrong 1:2:3\n"
		"again home\n");
	ok = address_parse(names[_i].name, &got, &error);
	ck_assert_int_eq(ok, !names[_i].why);
	if (ok) {
		char *text = address_format(&got);
		const char *want = names[_i].address;
		size_t in_dir = strncmp(want, "DIR", 3) ? 0 : strlen(dir);

		ck_assert_str_eq(text + in_dir, want + (in_dir ? 3 : 0));
		free(text);
	} else {
		ck_assert_str_eq(error.text, names[_i].why);
		ck_assert_int_eq(error.kind, ERROR_USAGE);
	}
	ck_assert_int_eq(got.timeout, names[_i].timeout);
	error_clear(&error);
	address_clear(&got);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("targets");
	TCase *tcase = test_case(suite, "targets");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	test_add_table(tcase, bad_line, bad);
	tcase_add_test(tcase, no_file);
	tcase_add_test(tcase, fifo);
	tcase_add_test(tcase, read);
	test_add_table(tcase, address, names);
	return test_run(suite);
}
