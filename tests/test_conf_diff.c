/* The lines of two configurations that differ, without secrets. */
#include "commands/conf_diff.h"
#include "lib/test.h"

#define OLD "HashedControlPassword \\\n# first\n16:0LD\\\nS3CRET\n" \
	"Nickname a\nBridgePassword \\\nS3CRET\n"

static const struct {
	const char *after;
	const char *shown;
} changes[] = {
	{ OLD, "" },
	{ "HashedControlPassword \\\n# first\n16:N3W\\\nS3CRET\nNickname a\n"
		"BridgePassword \\\nS3CRET\n",
		"-<redacted>\n+<redacted>\n" },
	{ "HashedControlPassword \\\n16:N3W\nNickname a\n"
		"BridgePassword \\\nS3CRET\n", "-<redacted>\n-<redacted>\n"
		"-<redacted>\n+<redacted>\n" },
	{ "Nickname \\\nb\n", "-HashedControlPassword <redacted>\n"
		"-<redacted>\n-<redacted>\n-<redacted>\n-Nickname a\n"
		"-BridgePassword <redacted>\n-<redacted>\n+Nickname \\\n+b\n" },
	/* A line that both have, secret in one of them only. */
	{ "Nickname a\nBridgePassword \\\nS3CRET\n16:0LD\\\n",
		"-HashedControlPassword <redacted>\n-<redacted>\n-<redacted>\n"
		"-<redacted>\n+16:0LD\\\n" },
};

static void add(void *text, char sign, struct span line)
{
	if (sign == ' ')
		return;
	buf_add_char(text, sign);
	buf_add_span(text, line);
	buf_add_char(text, '\n');
}

START_TEST(continued_secrets_are_hidden)
{
	struct buf text = BUF_INIT;

	ck_assert(conf_diff_lines(span_of(OLD), span_of(changes[_i].after),
		add, &text) == (*changes[_i].shown != '\0'));
	ck_assert_str_eq(buf_text(&text), changes[_i].shown);
	buf_clear(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("conf_diff");
	TCase *tcase = test_case(suite, "conf_diff");

	test_add_table(tcase, continued_secrets_are_hidden, changes);
	return test_run(suite);
}
