/* The known word that a wrong one is closest to. */
#include "lib/test.h"
#include "util/closest.h"

#include <string.h>

/* Words that users mistype, among the candidates. */
static const char *const offered[] = {
	"getinfo", "getconf", "setconf", "resetconf", "saveconf", "signal",
	"setevents", "mapaddress", "newnym", "version", "circuits", "streams",
	"status", "events", "bootstrap", "quit", "log", "help", "CIRC", "BW",
	"ContactInfo", "SocksPort",
};

static const struct {
	const char *typed, *meant;
} mistakes[] = {
	{ "verison", "version" },
	{ "Version", "version" },
	{ "versoin", "version" },
	{ "verson", "version" },
	{ "getifno", "getinfo" },
	{ "gtinfo", "getinfo" },
	{ "GETCNOF", "getconf" },
	{ "newym", "newnym" },
	{ "newnymm", "newnym" },
	{ "sginal", "signal" },
	{ "circiuts", "circuits" },
	{ "cicr", "CIRC" },
	{ "contactinof", "ContactInfo" },
	{ "sockport", "SocksPort" },
	{ "hepl", "help" },
	{ "boot", "bootstrap" },    /* not finished */
	{ "map", "mapaddress" },
	{ "banana", NULL },
	{ "foo", NULL },
	{ "xy", NULL },
	{ "b", NULL },
	{ "", NULL },
	{ "torrc", NULL },
	{ "relay", NULL },
	{ "configuration", NULL },
};

START_TEST(suggests)
{
	const char *typed = mistakes[_i].typed, *meant = mistakes[_i].meant;
	struct closest closest = CLOSEST(typed);
	const char *best;

	for (size_t i = 0; i < COUNT(offered); i++)
		closest_try(&closest, offered[i]);
	best = closest.best;
	ck_assert_msg(best && meant ? !strcmp(best, meant) : best == meant,
		"%s gave %s, not %s", typed, best ? best : "nothing",
		meant ? meant : "nothing");
}
END_TEST

START_TEST(first_of_equals_stays)
{
	struct closest closest = CLOSEST("stream");

	closest_try(&closest, "streamx");
	closest_try(&closest, "streamy");
	ck_assert_str_eq(closest.best, "streamx");
	closest_try(&closest, "STREAM");
	ck_assert_str_eq(closest.best, "STREAM");
	closest_try(&closest, "streams");
	ck_assert_str_eq(closest.best, "STREAM");
	ck_assert_uint_eq(closest.distance, 0);
}
END_TEST

START_TEST(refusals)
{
	struct error error = ERROR_INIT;
	struct closest closest = CLOSEST("ab\033c");
	struct strv none = STRV_INIT;

	closest_try_all(&closest, &none);
	ck_assert(!closest_refuse(&closest, "thing", "; see x", &error));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_str_eq(error.text, "unknown thing \"ab\\x1bc\"; see x");
	closest_try(&closest, "abcc");
	ck_assert(!closest_refuse(&closest, "thing", "; see x", &error));
	ck_assert_str_eq(error.text, "unknown thing \"ab\\x1bc\"; "
		"did you mean \"abcc\"?");
	error_clear(&error);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("closest");
	TCase *tcase = test_case(suite, "closest");

	test_add_table(tcase, suggests, mistakes);
	tcase_add_test(tcase, first_of_equals_stays);
	tcase_add_test(tcase, refusals);
	return test_run(suite);
}
