/* File names that Tab offers: whatever they hold, the line means that file. */
#include "complete/file_names.h"
#include "lib/test.h"
#include "line/parse.h"
#include "util/alloc.h"
#include "util/files.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *directory;
static struct complete_list list;

static void setup(void)
{
	directory = test_directory();
	ck_assert_int_eq(chdir(directory), 0);
}

static void teardown(void)
{
	complete_list_clear(&list);
	ck_assert_int_eq(chdir("/"), 0);
	files_remove_tree(directory);
	free(directory);
}

static void make_file(const char *name)
{
	int fd = open(name, O_CREAT | O_WRONLY, 0600);

	ck_assert_int_ge(fd, 0);
	close(fd);
}

/* Each byte in a name, after each way to begin typing it. */
START_TEST(every_name_in_every_quotes)
{
	static const char *const typed[] = { "n", "\"n", "'n", "n''", "\\n" };
	struct parse parse = { 0 };
	char name[] = "n ?x";

	for (int c = 1; c < 256; c++) {
		if (c == '/')
			continue;
		name[2] = (char)c;
		make_file(name);
		file_names_add(&list, span_of(typed[_i]));
		ck_assert_uint_eq(list.len, 1);
		ck_assert(!strchr(list.items[0].text, '\n'));
		ck_assert(parse_line(&parse, span_of(list.items[0].text), NULL,
			NULL));
		ck_assert_uint_eq(parse.words.len, 1);
		ck_assert_str_eq(parse.words.items[0], name);
		parse_clear(&parse);
		complete_list_clear(&list);
		unlink(name);
	}
}
END_TEST

static const struct {
	const char *typed, *want; /* each followed by a blank */
} rows[] = {
	{ "to", "torrc torrc.old " },
	{ "x", "" },
	{ "", "\"it's\" \"sub dir/ \"torrc\" \"torrc.old\" " },
	{ "it", "\"it's\" " },
	{ "it\\'", "\"it's\" " },
	{ "'it", "'it'\\''s' " },
	{ "\"it'", "\"it's\" " },
	{ "su", "\"sub dir/ " },
	{ "'su", "'sub dir/ " },
	{ "sub\\ dir/", "\"sub dir/a\\\"b\" " },
	{ "\"sub dir/", "\"sub dir/a\\\"b\" " },
	{ "'sub dir/", "'sub dir/a\"b' " },
	{ "~/it", "\"@/it's\" " },
	{ ".h", ".hidden " },
};

START_TEST(offers)
{
	struct buf got = BUF_INIT, want = BUF_INIT;

	setenv("HOME", directory, 1);
	make_file("torrc");
	make_file("torrc.old");
	make_file("it's");
	make_file(".hidden");
	ck_assert_int_eq(mkdir("sub dir", 0700), 0);
	make_file("sub dir/a\"b");
	file_names_add(&list, span_of(rows[_i].typed));
	for (size_t i = 0; i < list.len; i++)
		buf_print(&got, "%s ", list.items[i].text);
	for (const char *c = rows[_i].want; *c; c++)
		if (*c == '@')
			buf_add_string(&want, directory);
		else
			buf_add_char(&want, *c);
	test_buf_eq(&got, buf_span(&want));
	buf_clear(&want);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("file_names");
	TCase *tcase = test_case(suite, "file_names");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, every_name_in_every_quotes, 0, 5);
	test_add_table(tcase, offers, rows);
	return test_run(suite);
}
