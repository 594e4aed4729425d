/* How a word is read as each type of argument. */
#include "cmd/argument.h"
#include "lib/test.h"
#include "util/escape.h"

#include <stdlib.h>
#include <string.h>

#define CLIENT "R5AMLLNWR4SWESXFWIKOU5T2N3EU3AU5HV5V4GWRXJXT4IJYFBPQ"
#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"
#define UPPER "2GZYXA5IHM7NSGGFXNU52RCK2VV4RVMDLKIU3ZZUI5DU4XYCLEN53WID"
#define HEX "FFCB46DB1339DA84674C70D7CB586434C4370441"

#define SAME "=" /* as typed */

static const struct {
	enum argument_type type;
	const char *word;
	const char *read; /* NULL: refused */
} rows[] = {
	{ ARGUMENT_TEXT, "", SAME },
	{ ARGUMENT_TEXT, "any thing\r\n", SAME },
	{ ARGUMENT_KEY, "ns/all", SAME },
	{ ARGUMENT_KEY, "Version", SAME }, /* Tor is case-sensitive here */
	{ ARGUMENT_EVENT, "circ", SAME },
	{ ARGUMENT_CONFIG, "socksport", SAME },

	{ ARGUMENT_EVENT_TYPE, "CIRC", SAME },
	{ ARGUMENT_EVENT_TYPE, "hs_Desc", "HS_DESC" },
	{ ARGUMENT_EVENT_TYPE, "new_9", "NEW_9" },
	{ ARGUMENT_EVENT_TYPE, "A B", NULL },
	{ ARGUMENT_EVENT_TYPE, "+BW", NULL },
	{ ARGUMENT_EVENT_TYPE, "all", NULL },
	{ ARGUMENT_EVENT_TYPE, "", NULL },

	{ ARGUMENT_SECONDS, "0", SAME },
	{ ARGUMENT_SECONDS, "0.5", SAME },
	{ ARGUMENT_SECONDS, "-1", NULL },
	{ ARGUMENT_SECONDS, "1s", NULL },
	{ ARGUMENT_SECONDS, "1e9", NULL },
	{ ARGUMENT_SECONDS, "nan", NULL },
	{ ARGUMENT_SECONDS, "", NULL },

	{ ARGUMENT_SIGNAL, "newnym", "NEWNYM" },
	{ ARGUMENT_SIGNAL, "NewNym", "NEWNYM" },
	{ ARGUMENT_SIGNAL, "bogus", "BOGUS" },

	{ ARGUMENT_CIRCUIT, "0", SAME },
	{ ARGUMENT_CIRCUIT, "7", SAME },
	{ ARGUMENT_CIRCUIT, "aZ09", SAME },
	{ ARGUMENT_CIRCUIT, "1234567890123456", SAME },
	{ ARGUMENT_CIRCUIT, "12345678901234567", NULL },
	{ ARGUMENT_CIRCUIT, "-1", NULL },
	{ ARGUMENT_CIRCUIT, "7 8", NULL },
	{ ARGUMENT_CIRCUIT, "7\r\nQUIT", NULL },
	{ ARGUMENT_CIRCUIT, "\xc3\xa9", NULL },
	{ ARGUMENT_CIRCUIT, "", NULL },
	{ ARGUMENT_STREAM, "18446744073709551", NULL },
	{ ARGUMENT_STREAM, "9007199254740993", SAME },

	{ ARGUMENT_RELAY, "moria1", SAME },
	{ ARGUMENT_RELAY, "a", SAME },
	{ ARGUMENT_RELAY, "1234567890123456789", SAME },
	{ ARGUMENT_RELAY, "12345678901234567890", NULL },
	{ ARGUMENT_RELAY, "$" HEX, SAME },
	{ ARGUMENT_RELAY, HEX, SAME },
	{ ARGUMENT_RELAY, "$ffcb46db1339da84674c70d7cb586434c4370441", SAME },
	{ ARGUMENT_RELAY, "$" HEX "~moria1", SAME },
	{ ARGUMENT_RELAY, "$" HEX "=moria1", SAME },
	{ ARGUMENT_RELAY, "$" HEX "~", NULL },
	{ ARGUMENT_RELAY, "$" HEX "~no_nick", NULL },
	{ ARGUMENT_RELAY, "$" HEX "moria1", NULL },
	{ ARGUMENT_RELAY, HEX "~moria1", NULL },
	{ ARGUMENT_RELAY, "$moria1", NULL },
	{ ARGUMENT_RELAY, "$", NULL },
	{ ARGUMENT_RELAY, "", NULL },
	{ ARGUMENT_RELAY, "with space", NULL },
	{ ARGUMENT_RELAY, "moria1,tor26", NULL },

	{ ARGUMENT_PATH, "moria1,tor26", SAME },
	{ ARGUMENT_PATH, "moria1", SAME },
	{ ARGUMENT_PATH, "$" HEX "~moria1,$" HEX, SAME },
	{ ARGUMENT_PATH, "moria1,", NULL },
	{ ARGUMENT_PATH, ",moria1", NULL },
	{ ARGUMENT_PATH, "moria1,,tor26", NULL },
	{ ARGUMENT_PATH, ",", NULL },
	{ ARGUMENT_PATH, "moria1, tor26", NULL },

	{ ARGUMENT_REASON, "MISC", "1" },
	{ ARGUMENT_REASON, "resolvefailed", "2" },
	{ ARGUMENT_REASON, "CONNECTREFUSED", "3" },
	{ ARGUMENT_REASON, "exitPolicy", "4" },
	{ ARGUMENT_REASON, "DESTROY", "5" },
	{ ARGUMENT_REASON, "done", "6" },
	{ ARGUMENT_REASON, "TIMEOUT", "7" },
	{ ARGUMENT_REASON, "NOROUTE", "8" },
	{ ARGUMENT_REASON, "HIBERNATING", "9" },
	{ ARGUMENT_REASON, "INTERNAL", "10" },
	{ ARGUMENT_REASON, "RESOURCELIMIT", "11" },
	{ ARGUMENT_REASON, "CONNRESET", "12" },
	{ ARGUMENT_REASON, "TORPROTOCOL", "13" },
	{ ARGUMENT_REASON, "NOTDIRECTORY", "14" },
	{ ARGUMENT_REASON, "0", SAME },
	{ ARGUMENT_REASON, "255", SAME },
	{ ARGUMENT_REASON, "256", NULL },
	{ ARGUMENT_REASON, "-1", NULL },
	{ ARGUMENT_REASON, "REQUESTED", NULL },

	{ ARGUMENT_MAPPING, "0.0.0.0=www.example.com", SAME },
	{ ARGUMENT_MAPPING, "::=x", SAME },
	{ ARGUMENT_MAPPING, ".=x", SAME },
	{ ARGUMENT_MAPPING, "a=b=c", SAME },
	{ ARGUMENT_MAPPING, "a", NULL },
	{ ARGUMENT_MAPPING, "a=", NULL },
	{ ARGUMENT_MAPPING, "=b", NULL },
	{ ARGUMENT_MAPPING, "=", NULL },

	{ ARGUMENT_PORT, "1", SAME },
	{ ARGUMENT_PORT, "65535", SAME },
	{ ARGUMENT_PORT, "0", NULL },
	{ ARGUMENT_PORT, "65536", NULL },
	{ ARGUMENT_PORT, "http", NULL },
	{ ARGUMENT_PORT, "+80", NULL },
	{ ARGUMENT_PORT, " 80", NULL },
	{ ARGUMENT_PORT, "99999999999999999999999", NULL },

	{ ARGUMENT_NUMBER, "0", SAME },
	{ ARGUMENT_NUMBER, "18446744073709551615", SAME },
	{ ARGUMENT_NUMBER, "18446744073709551616", NULL },
	{ ARGUMENT_NUMBER, "-1", NULL },
	{ ARGUMENT_NUMBER, "1.5", NULL },
	{ ARGUMENT_NUMBER, "x", NULL },
	{ ARGUMENT_NUMBER, "", NULL },

	{ ARGUMENT_SWITCH, "0", SAME },
	{ ARGUMENT_SWITCH, "1", SAME },
	{ ARGUMENT_SWITCH, "2", NULL },
	{ ARGUMENT_SWITCH, "yes", NULL },
	{ ARGUMENT_YESNO, "yes", SAME },
	{ ARGUMENT_YESNO, "NO", SAME },
	{ ARGUMENT_YESNO, "1", NULL },

	{ ARGUMENT_ONION, ONION, SAME },
	{ ARGUMENT_ONION, ONION ".onion", ONION },
	{ ARGUMENT_ONION, UPPER ".ONION", ONION },
	{ ARGUMENT_ONION, ONION ".onion.", NULL },
	/* A wrong letter in the key, the checksum or the version. */
	{ ARGUMENT_ONION, "3gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xycle"
		"n53wid", NULL },
	{ ARGUMENT_ONION, "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xycle"
		"n53wad", NULL },
	{ ARGUMENT_ONION, "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xycle"
		"n53wie", NULL },

	{ ARGUMENT_ONION_PORT, "80", SAME },
	{ ARGUMENT_ONION_PORT, "80:8080", "80,8080" },
	{ ARGUMENT_ONION_PORT, "80:127.0.0.1:8080", "80,127.0.0.1:8080" },
	{ ARGUMENT_ONION_PORT, "80:localhost:1", "80,localhost:1" },
	{ ARGUMENT_ONION_PORT, "65535:[::1]:65535", "65535,[::1]:65535" },
	{ ARGUMENT_ONION_PORT, "80:unix:/run/a:b", "80,unix:/run/a:b" },
	{ ARGUMENT_ONION_PORT, "0", NULL },
	{ ARGUMENT_ONION_PORT, "65536", NULL },
	{ ARGUMENT_ONION_PORT, "80:", NULL },
	{ ARGUMENT_ONION_PORT, "80:0", NULL },
	{ ARGUMENT_ONION_PORT, "80,8080", NULL },
	{ ARGUMENT_ONION_PORT, "80:example.com:80", NULL },
	{ ARGUMENT_ONION_PORT, "80:::1:80", NULL },
	{ ARGUMENT_ONION_PORT, "80:127.0.0.1:", NULL },
	{ ARGUMENT_ONION_PORT, "80:127.0.0.1", NULL },
	{ ARGUMENT_ONION_PORT, "80:unix:run/a", NULL },
	{ ARGUMENT_ONION_PORT, "80:unix:/run/a b", NULL },
	{ ARGUMENT_ONION_PORT, "80:unix:/run/a\nDEL_ONION", NULL },
	{ ARGUMENT_ONION_PORT, "80 Flags=Detach", NULL },
	{ ARGUMENT_ONION_PORT, "", NULL },

	{ ARGUMENT_CLIENT, CLIENT, SAME },
	{ ARGUMENT_CLIENT, "descriptor:x25519:" CLIENT, CLIENT },
	{ ARGUMENT_CLIENT, "x25519:r5amllnwr4swesxfwikou5t2n3eu3au5hv5v4gwrxjxt4"
		"ijyfbpq", CLIENT },
	{ ARGUMENT_CLIENT, "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8=",
		CLIENT },
	{ ARGUMENT_ONION, ONION "a", NULL },
	{ ARGUMENT_ONION, "a" ONION ".onion", NULL },
	{ ARGUMENT_ONION, "facebookcorewwwi.onion", NULL }, /* version 2 */
	{ ARGUMENT_ONION, ".onion", NULL },
	{ ARGUMENT_ONION, "", NULL },
	{ ARGUMENT_ONION,
		"1gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid",
		NULL },

	{ ARGUMENT_ONION_KEY, "NEW", "NEW:BEST" },
	{ ARGUMENT_ONION_KEY, "new", "NEW:BEST" },
	{ ARGUMENT_ONION_KEY, "NEW:ED25519-V3", SAME },
	{ ARGUMENT_ONION_KEY, "ED25519-V3:aGk=", SAME },
	{ ARGUMENT_ONION_KEY, "aGk=", "ED25519-V3:aGk=" },
	{ ARGUMENT_CLIENT_KEY, "x25519:aGk=", SAME },
	{ ARGUMENT_CLIENT_KEY, "aGk=", "x25519:aGk=" },
	{ ARGUMENT_CLIENT_KEY, "rsa:aaaa", SAME }, /* left to Tor to refuse */
};

START_TEST(read)
{
	const char *want = rows[_i].read;
	struct error error = ERROR_INIT;
	struct buf shown = BUF_INIT;
	char *got = argument_read(rows[_i].type, rows[_i].word, &error);

	escape_add_controls(&shown, span_of(rows[_i].word));
	if (!want) {
		ck_assert_ptr_null(got);
		ck_assert_int_eq(error.kind, ERROR_USAGE);
		ck_assert(strstr(error.text, buf_text(&shown)) != NULL);
	} else {
		ck_assert_msg(got != NULL, "%s", error.text);
		ck_assert_str_eq(got, !strcmp(want, SAME) ? rows[_i].word :
			want);
		ck_assert_int_eq(error.kind, ERROR_NONE);
	}
	error_clear(&error);
	buf_clear(&shown);
	free(got);
}
END_TEST

/* Completion and suggestions need both, or must leave some out. */
START_TEST(sources_have_lists)
{
	static const char *const without[] = { "config/names", NULL };

	for (int i = 0; i < ARGUMENT_TYPES; i++) {
		enum argument_type type = (enum argument_type)i;
		const char *source = argument_type_source(type);

		if (source && strcmp(source, without[0]))
			ck_assert_ptr_nonnull(argument_type_name(type, 0));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("argument");
	TCase *tcase = test_case(suite, "argument");

	test_add_table(tcase, read, rows);
	tcase_add_test(tcase, sources_have_lists);
	return test_run(suite);
}
