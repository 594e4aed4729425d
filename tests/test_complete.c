/* Tab and hints, by the cases in tests/complete.cases and canned answers. */
#include "cmd/command.h"
#include "cmd/session.h"
#include "complete/complete.h"
#include "lib/canned.h"
#include "lib/test.h"
#include "shell/families.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static struct tor tor;
static struct session session = { .tor = &tor };
static struct canned canned;
static const struct pairs no_aliases;
static struct complete_list list;
static char *programs; /* the directory in PATH */

static void teardown(void)
{
	complete_list_clear(&list);
	strv_clear(&session.tor->events.wanted);
	answers_free(session.answers);
	session.answers = NULL;
}

static void complete(const char *line)
{
	complete_list_clear(&list);
	complete_line(&session, line, strlen(line), &list);
}

/* The candidates that Tab offered, in the notation of the cases. */
static char *shown(bool descriptions)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < list.len; i++) {
		buf_print(&text, "%s%s", text.len ? "  " : "",
			list.items[i].text);
		if (descriptions && list.items[i].description)
			buf_print(&text, " -- %s", list.items[i].description);
	}
	if (list.no_blank)
		buf_add_string(&text, " +");
	if (list.file_names)
		buf_add_string(&text, text.len ? " FILES" : "FILES");
	return text.len ? buf_steal(&text) : alloc_string("-");
}

static const struct complete_item *find_item(const char *text)
{
	for (size_t i = 0; i < list.len; i++)
		if (!strcmp(list.items[i].text, text))
			return &list.items[i];
	return NULL;
}

/* Cuts off the next candidate and its description (or NULL). */
static char *next_wanted(char **rest, char **about)
{
	char *text = *rest, *end;

	if (!text || !*text)
		return NULL;
	end = strstr(text, "  ");
	*rest = end ? end + 2 : NULL;
	if (end)
		*end = '\0';
	*about = strstr(text, " -- ");
	if (*about) {
		**about = '\0';
		*about += 4;
	}
	return text;
}

static bool take_end(char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	if (len < end_len || strcmp(text + len - end_len, end))
		return false;
	text[len - end_len] = '\0';
	return true;
}

/* Whether `list` matches the second column. */
static bool is_wanted(char *want)
{
	bool files = take_end(want, "FILES"), more, some, none, ok = true;
	char *text, *about;
	size_t count = 0;

	if (*want == '@')
		ok = strtoul(want + 1, &want, 10) == list.start;
	want += strspn(want, " ");
	while (take_end(want, " "))
		;
	more = take_end(want, " +") || take_end(want, "+");
	some = want[0] == '~';
	none = want[0] == '!';
	want += some || none ? 2 : 0;
	if (!strcmp(want, "-"))
		return ok && !list.len && !files && !list.file_names;
	while ((text = next_wanted(&want, &about))) {
		const struct complete_item *item = find_item(text);

		if (none || !item) {
			ok = ok && none && !item;
			continue;
		}
		if (!some && item != &list.items[count])
			return false;
		if (about && (!item->description ||
			strcmp(item->description, about)))
			return false;
		count++;
	}
	return ok && (some || none || (count == list.len &&
		more == list.no_blank)) && files == list.file_names;
}

/* Returns what is wrong with it, or NULL; the caller's. */
static char *check_case(const char *section, char *line, char *want)
{
	char *cursor = strrchr(line, '|'), *wanted = alloc_string(want);
	char *wrong = NULL, *got;

	if (!strcmp(section, "hint")) {
		got = complete_hint(&no_aliases, line);
		if (strcmp(got ? got : "-", want))
			wrong = alloc_print("[hint] \"%s\": \"%s\", not "
				"\"%s\"", line, got ? got : "-", want);
		free(got);
		free(wanted);
		return wrong;
	}
	ck_assert_msg(cursor != NULL, "no cursor: %s", line);
	complete_list_clear(&list);
	memmove(cursor, cursor + 1, strlen(cursor));
	complete_line(&session, line, (size_t)(cursor - line),
		&list);
	if (!is_wanted(wanted)) {
		got = shown(strstr(want, " -- ") != NULL);
		wrong = alloc_print("[%s] \"%s\": @%zu %s\n    not: %s",
			section, line, list.start, got, want);
		free(got);
	}
	free(wanted);
	return wrong;
}

static char *read_cases(void)
{
	const char *source = getenv("SRCDIR");
	char *path = alloc_print("%s/tests/complete.cases",
		source ? source : ".");
	struct buf text = BUF_INIT;

	ck_assert(files_read(path, 1 << 20, &text, NULL));
	free(path);
	return buf_steal(&text);
}

static const char *const sections[] = { "connected", "offline", "stuck",
	"hint" };

static void begin_section(const char *section)
{
	teardown();
	canned = (struct canned){ .stuck = !strcmp(section, "stuck") };
	strv_add(&session.tor->events.wanted, "circ");
	strv_add(&session.tor->events.wanted, "BW");
	if (strcmp(section, "offline"))
		session.answers = canned_answers(&canned);
}

START_TEST(cases)
{
	const char *section = "";
	char *text = read_cases(), *rest = text, *line, *want, *wrong;
	struct buf failures = BUF_INIT;
	size_t count = 0;

	begin_section(sections[_i]);
	while ((line = strsep(&rest, "\n"))) {
		want = strrchr(line, '\t');
		if (*line == '[') {
			section = line + 1;
			*strchr(line, ']') = '\0';
		}
		if (!want || strcmp(section, sections[_i]))
			continue;
		*want++ = '\0';
		while (take_end(line, "\t"))
			;
		count++;
		wrong = check_case(section, line, want);
		if (wrong)
			buf_print(&failures, "%s\n", wrong);
		free(wrong);
	}
	ck_assert_uint_gt(count, 3);
	ck_assert_msg(!failures.len, "\n%s", buf_text(&failures));
	buf_clear(&failures);
	free(text);
}
END_TEST

/* Every argument of every row can be completed and hinted. */
static void try_row(void *arg, const struct command *command)
{
	(void)arg;
	for (size_t words = 0; words < 4; words++) {
		struct buf line = BUF_INIT;
		char *hint;

		buf_print(&line, "%s ", command->name);
		for (size_t i = 0; i < words; i++)
			buf_add_string(&line, "1 ");
		complete(buf_text(&line));
		for (size_t i = 0; i < list.len; i++)
			ck_assert(*list.items[i].text);
		for (size_t i = 1; i < list.len; i++)
			ck_assert_str_ne(list.items[i].text,
				list.items[i - 1].text);
		hint = complete_hint(&no_aliases, buf_text(&line));
		ck_assert(!hint || (*hint && *hint != ' '));
		if (!words && command_arguments(command)[0].name)
			ck_assert_msg(hint != NULL, "%s", command->name);
		free(hint);
		buf_clear(&line);
	}
}

START_TEST(every_row)
{
	begin_section(sections[_i]);
	command_each(try_row, NULL);
}
END_TEST

/* Bytes of every kind, cut anywhere. */
START_TEST(rubbish)
{
	static const char bytes[] = "getinfo setconf \"'\\ |>#-!=\x80\t,$@ab";
	uint32_t state = 1;

	begin_section("connected");
	for (int i = 0; i < 5000; i++) {
		char line[40];
		size_t len = test_random(&state) % (sizeof(line) - 1);

		for (size_t j = 0; j < len; j++)
			line[j] = bytes[test_random(&state) %
				(sizeof(bytes) - 1)];
		line[len] = '\0';
		if (i % 2)
			memcpy(line, "setconf Log=", len < 12 ? len : 12);
		complete_list_clear(&list);
		complete_line(&session, line, test_random(&state) % 40,
			&list);
		ck_assert_uint_le(list.start, len);
		free(complete_hint(&no_aliases, line));
	}
}
END_TEST

START_TEST(words_of_argv)
{
	struct strv words = STRV_INIT;

	begin_section("connected");
	strv_add(&words, "setconf");
	strv_add(&words, "contactinfo=");
	answers_begin(session.answers, ANSWERS_BUDGET);
	complete_words(&session, &words, &list);
	ck_assert_uint_eq(list.len, 1);
	/* Quoted by the user's shell. */
	ck_assert_str_eq(list.items[0].text,
		"ContactInfo=Jo \"x\" <jo@example.com>");
	strv_clear(&words);
	complete_list_clear(&list);
	strv_add(&words, "getinfo");
	strv_add(&words, "");
	complete_words(&session, &words, &list);
	ck_assert_uint_gt(list.len, 10);
	complete_list_clear(&list);
	strv_clear(&words);
	complete_words(&session, &words, &list);
	ck_assert_uint_gt(list.len, 30);
	strv_clear(&words);
}
END_TEST

static const struct {
	const char *address;
	bool local;
} places[] = {
	{ NULL, false }, { "192.0.2.1:9051", false }, { "[2001:db8::1]:1", false },
	{ "127.0.0.1:9051", true }, { "[::1]:9051", true },
	{ "unix:/run/tor/control", true }, { "/run/tor/control", true },
};

/* Services in torrc are looked up only where their files must be ours. */
START_TEST(services_of_torrc)
{
	begin_section("connected");
	if (places[_i].address)
		session.tor->where.address = alloc_string(places[_i].address);
	complete("hsfetch ");
	ck_assert_int_eq(canned.lookups, places[_i].local ? 3 : 2);
	complete("del-onion ");
	ck_assert_int_eq(canned.lookups, places[_i].local ? 3 : 2);
	opener_result_clear(&session.tor->where);
}
END_TEST

/* ns/all with this number of relays. */
static char *many_relays(int count)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"abcdefghijklmnopqrstuvwxyz0123456789+/";
	struct buf text = BUF_INIT;
	uint32_t state = 7;

	for (int i = 0; i < count; i++) {
		char identity[28] = "";

		for (int j = 0; j < 27; j++)
			identity[j] = digits[test_random(&state) % 64];
		buf_print(&text, "r relay%d %s AAAAAAAAAAAAAAAAAAAAAAAAAAA "
			"2038-01-01 00:00:00 10.0.0.1 9001 0\ns Fast Guard "
			"Running Stable V2Dir Valid\nw Bandwidth=1000\n", i,
			identity);
	}
	return buf_steal(&text);
}

/* Microseconds of this process's CPU time, whatever else runs. */
static int64_t worked(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int64_t time_of(const char *line)
{
	int64_t start = worked();

	complete(line);
	return worked() - start;
}

/* A busy machine spoils caches, but not every time. */
static int64_t best_time_of(const char *line)
{
	int64_t best = time_of(line);

	for (int i = 0; i < 9; i++) {
		int64_t time = time_of(line);

		best = time < best ? time : best;
	}
	return best;
}

/* The limit is for the plain program: sanitizers and valgrind are far slower. */
START_TEST(ten_thousand_relays)
{
	char *relays = many_relays(10000);
	const char *variant = getenv("VARIANT");
	int64_t first, all, some, limit = 20000;

	if (variant && *variant)
		limit *= 100;
	begin_section("connected");
	canned.relays = relays;
	first = time_of("extendcircuit 0 relay123");
	ck_assert_uint_eq(list.len, 11);
	ck_assert_int_eq(canned.lookups, 1);
	some = best_time_of("extendcircuit 0 relay12,relay1234");
	ck_assert_uint_eq(list.len, 1);
	all = best_time_of("extendcircuit 0 ");
	ck_assert_uint_eq(list.len, 10001);
	ck_assert_int_eq(canned.lookups, 1);
	printf("10,000 relays: %d us at first, %d us for one, %d us for "
		"all\n", (int)first, (int)some, (int)all);
	ck_assert_int_lt(some, limit);
	ck_assert_int_lt(all, limit);
	free(relays);
}
END_TEST

/* Programs behind | and !: a file, two programs, and one again. */
static void make_programs(void)
{
	static const char *const names[] = { "lesser", "lens", "sort", "less" };
	char *path;

	programs = test_directory();
	path = alloc_print("%s:/nonexistent:%s", programs, programs);
	for (size_t i = 0; i < COUNT(names); i++) {
		char *name = alloc_print("%s/%s", programs, names[i]);

		ck_assert(files_create(name, span_of(""), NULL));
		ck_assert_int_eq(chmod(name, i ? 0700 : 0600), 0);
		free(name);
	}
	ck_assert_int_eq(setenv("PATH", path, 1), 0);
	free(path);
}

static void tear_down(void)
{
	teardown();
	files_remove_tree(programs);
	free(programs);
}

int main(void)
{
	Suite *suite = suite_create("complete");
	TCase *tcase = test_case(suite, "complete");

	tcase_add_checked_fixture(tcase, make_programs, tear_down);
	tcase_set_timeout(tcase, 20);
	test_add_table(tcase, cases, sections);
	test_add_table(tcase, every_row, sections);
	tcase_add_test(tcase, rubbish);
	tcase_add_test(tcase, words_of_argv);
	test_add_table(tcase, services_of_torrc, places);
	tcase_add_test(tcase, ten_thousand_relays);
	families_register();
	return test_run(suite);
}
