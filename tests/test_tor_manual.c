/* An option's text in tor's formatted manual page. */
#include "help/tor_manual.h"
#include "lib/commands.h"
#include "lib/test.h"
#include "shell/families.h"
#include "util/alloc.h"
#include "util/files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
	bool found = tor_manual_find(span_of(page), entries[_i].option, &text);

	ck_assert_int_eq(found, entries[_i].text != NULL);
	ck_assert_str_eq(buf_text(&text), found ? entries[_i].text : "");
	buf_clear(&text);
}
END_TEST

START_TEST(is_not_in_nothing)
{
	struct buf text = BUF_INIT;

	ck_assert(!tor_manual_find(SPAN(""), "Log", &text));
	ck_assert(!tor_manual_find(SPAN("\n\n"), "Log", &text));
	ck_assert(!tor_manual_find(SPAN("  Log"), "Log", &text));
	buf_clear(&text);
}
END_TEST

static const char source[] =
	".SH \"GENERAL OPTIONS\"\n"
	"\\fBUse\\fR\nthese\\&.\n"
	".PP\n"
	"\\fBAccelDir\\fR \\fIDIR\\fR\n"
	".RS 4\n"
	"Set it to \\*(Aqno\\*(Aq (e\\&.g\\&. here), if you don\\(cqt\n"
	"\\fBneed\\fR\n"
	"hardware\\-crypto\\&. See\n"
	"\\fBNickname\\fR\n"
	"also\\&.\n"
	".RE\n"
	".PP\n"
	"\\fBAlternateBridge\\fR \\fIaddress\\fR, \\fBAlternateDir\\fR x\n"
	".PP\n"
	"\\fBLog\\fR \\fBfile\\fR\n"
	".RS 4\n"
	".sp\n"
	"These options\\&.\\&.\\&. \\\\e\\(bux behave\\&.\n"
	".RE\n"
	".PP\n"
	"\\fBNickname\\fR \\fIname\\fR\n"
	".RS 4\n"
	"Set the name 1\\&.2\\&.\n"
	".RE\n"
	".PP\n"
	"\\fBEndless\\fR\n"
	".RS 4\n"
	"No stop\n";

static const struct {
	const char *option, *sentence;
} sentences[] = {
	{ "AccelDir", "Set it to 'no' (e.g. here), if you don't need "
		"hardware-crypto" },
	{ "AlternateBridge", "These options... \\e*x behave" },
	{ "AlternateDir", "These options... \\e*x behave" },
	{ "Log", "These options... \\e*x behave" },
	{ "Nickname", "Set the name 1.2" },
};

START_TEST(first_sentences)
{
	struct pairs options = { 0 };

	tor_manual_options(SPAN(source), &options);
	ck_assert_uint_eq(options.len, COUNT(sentences));
	for (size_t i = 0; i < options.len; i++) {
		ck_assert_str_eq(options.items[i].name, sentences[i].option);
		ck_assert_str_eq(options.items[i].value,
			sentences[i].sentence);
	}
	pairs_clear(&options);
	tor_manual_options(SPAN("\\fB\n.PP\n\\fB\\(\n\\f\\*\n.RS"),
		&options);
	ck_assert_uint_eq(options.len, 0);
}
END_TEST

/* In a directory of MANPATH, compressed or not. */
START_TEST(source_is_found)
{
	char *directory = test_directory();
	char *folder = alloc_print("%s/man1", directory);
	char *path = alloc_print("%s/tor.1", folder);
	char *compress = alloc_print("gzip %s", path);
	struct commands commands;
	struct buf text = BUF_INIT;

	ck_assert_int_eq(mkdir(folder, 0700), 0);
	ck_assert_int_eq(setenv("MANPATH", directory, 1), 0);
	ck_assert(!tor_manual_read(TOR_MANUAL_SOURCE, &text));
	ck_assert(files_create(path, SPAN(source), NULL));
	if (_i)
		ck_assert_int_eq(system(compress), 0);
	ck_assert(tor_manual_read(TOR_MANUAL_SOURCE, &text));
	test_buf_eq(&text, SPAN(source));
	/* The search of help reads it. */
	commands_start(&commands, NULL);
	commands_check(&commands, "help no hardware", 0, "  AccelDir"
		"                 option: Set it to 'no' (e.g. here), if you "
		"don't\n                           need hardware-crypto\n", "");
	commands_end(&commands);
	buf_clear(&text);
	free(compress);
	files_remove_tree(directory);
	free(path);
	free(folder);
	free(directory);
}
END_TEST

/* Names come from Tor and are as untrusted as values. */
START_TEST(hostile_name)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("GETINFO config/names"),
		SEND("250-config/names=Evil\302\2332J String\r\n250 OK\r\n"),
		EXPECT("GETINFO config/defaults"),
		SEND("250-config/defaults=\r\n250 OK\r\n"),
		EXPECT("GETCONF Evil\302\2332J"),
		SEND("250 Evil\302\2332J=\302\2332J\r\n") };
	struct commands commands;
	char *printed;

	commands_play(&commands, steps);
	commands.output.terminal = true;
	ck_assert_int_eq(commands_line(&commands, "conf help Evil"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_null(strstr(printed, "\302\233"));
	ck_assert_ptr_eq(strstr(printed, "Evil\\xc2\\x9b2J\n"
		"  type     String\n  default  (none)\n"
		"  now      \\xc2\\x9b2J\n\n"), printed);
	free(printed);
	commands_end(&commands);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tor_manual");
	TCase *tcase = test_case(suite, "tor_manual");

	test_add_table(tcase, is_found, entries);
	tcase_add_test(tcase, first_sentences);
	tcase_add_loop_test(tcase, source_is_found, 0, 2);
	tcase_add_test(tcase, is_not_in_nothing);
	tcase_add_test(tcase, hostile_name);
	families_register();
	return test_run(suite);
}
