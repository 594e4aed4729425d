/* An option's text in tor's formatted manual. */
#include "cmd/conf_help.h"
#include "lib/test.h"

static const char page[] =
	"NAME\n"
	"       tor - The second-generation onion router\n"
	"\n"
	"OPTIONS\n"
	"       BandwidthRate N bytes|KBytes\n"
	"           A token bucket. See also\n"
	"           Log and more.\n"
	"\n"
	"               -   Log deeper\n"
	"\n"
	"           The end.\n"
	"\n"
	"       AlternateBridgeAuthority [nickname] address:port\n"
	"       fingerprint, AlternateDirAuthority [nickname]\n"
	"           These options behave so.\n"
	"       Log severity stderr\n"
	"           Send messages.\n"
	"       Empty\n"
	"\n"
	"FILES\n"
	"       torrc\n";

static const struct {
	const char *option, *text;
} entries[] = {
	{ "BandwidthRate", "  BandwidthRate N bytes|KBytes\n"
		"      A token bucket. See also\n      Log and more.\n\n"
		"          -   Log deeper\n\n      The end.\n" },
	{ "alternatebridgeauthority",
		"  AlternateBridgeAuthority [nickname] address:port\n"
		"  fingerprint, AlternateDirAuthority [nickname]\n"
		"      These options behave so.\n" },
	{ "AlternateDirAuthority",
		"  AlternateBridgeAuthority [nickname] address:port\n"
		"  fingerprint, AlternateDirAuthority [nickname]\n"
		"      These options behave so.\n" },
	{ "Log", "  Log severity stderr\n      Send messages.\n" },
	{ "Empty", NULL },
	{ "Bandwidth", NULL },
	{ "NAME", NULL },
	{ "", NULL },
};

START_TEST(is_found)
{
	struct buf text = BUF_INIT;
	bool found = conf_help_find(span_of(page), entries[_i].option, &text);

	ck_assert_int_eq(found, entries[_i].text != NULL);
	ck_assert_str_eq(buf_text(&text), found ? entries[_i].text : "");
	buf_clear(&text);
}
END_TEST

START_TEST(is_not_in_nothing)
{
	struct buf text = BUF_INIT;

	ck_assert(!conf_help_find(SPAN(""), "Log", &text));
	ck_assert(!conf_help_find(SPAN("\n\n"), "Log", &text));
	ck_assert(!conf_help_find(SPAN("  Log"), "Log", &text));
	buf_clear(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("conf_help");
	TCase *tcase = test_case(suite, "conf_help");

	test_add_table(tcase, is_found, entries);
	tcase_add_test(tcase, is_not_in_nothing);
	return test_run(suite);
}
