/* No secret is shown, and nothing else is hidden. */
#include "lib/test.h"
#include "proto/redact.h"

#include <string.h>

#define HASH "660537E3E1CD49996044A3BF558097A981F539FEA2F9DA662B46" \
	"26C1C2"
#define ADDRESS "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"

static const struct {
	struct span line, shown;
} lines[] = {
	/* commands */
	{ BYTES("AUTHENTICATE S3CRET"), BYTES("AUTHENTICATE <redacted>") },
	{ BYTES("authenticate \"S3CRET and \\\" more\""),
		BYTES("authenticate <redacted>") },
	{ BYTES("Authenticate\t  S3CRET"), BYTES("Authenticate\t<redacted>") },
	{ BYTES("ADD_ONION ED25519-V3:S3CRET/+= Port=80"),
		BYTES("ADD_ONION ED25519-V3:<redacted> Port=80") },
	{ BYTES("add_onion ed25519-v3:S3CRET port=80"),
		BYTES("add_onion ed25519-v3:<redacted> port=80") },
	{ BYTES("ADD_ONION RSA1024:S3CRET"),
		BYTES("ADD_ONION RSA1024:<redacted>") },
	{ BYTES("ONION_CLIENT_AUTH_ADD " ADDRESS " x25519:S3CRET= "
		"ClientName=bob"),
		BYTES("ONION_CLIENT_AUTH_ADD " ADDRESS " x25519:<redacted> "
		"ClientName=bob") },
	{ BYTES("SETCONF HashedControlPassword=\"16:S3CRET\""),
		BYTES("SETCONF HashedControlPassword=<redacted>") },
	{ BYTES("SETCONF HashedControlPassword=16:S3CRET Nickname=x"),
		BYTES("SETCONF HashedControlPassword=<redacted> Nickname=x") },
	{ BYTES("setconf hashedcontrolpassword=\"a \\\" S3CRET\" nickname=x"),
		BYTES("setconf hashedcontrolpassword=<redacted> nickname=x") },
	{ BYTES("SETCONF __HashedControlSessionPassword=S3CRET"),
		BYTES("SETCONF __HashedControlSessionPassword=<redacted>") },
	{ BYTES("SETCONF Nickname=x HTTPSProxyAuthenticator=\"u:S3CRET\""),
		BYTES("SETCONF Nickname=x HTTPSProxyAuthenticator=<redacted>")
	},
	{ BYTES("SETCONF HTTPProxyAuthenticator=\"u:S3CRET\" "
		"Socks5ProxyUsername=u Socks5ProxyPassword=S3CRET "
		"BridgePassword=\"S3CRET\" ORPort=1"),
		BYTES("SETCONF HTTPProxyAuthenticator=<redacted> "
		"Socks5ProxyUsername=u Socks5ProxyPassword=<redacted> "
		"BridgePassword=<redacted> ORPort=1") },
	/* an unterminated quote; more directly after a terminated one */
	{ BYTES("SETCONF Socks5ProxyPassword=\"S3CRET S3CRET"),
		BYTES("SETCONF Socks5ProxyPassword=<redacted>") },
	{ BYTES("SETCONF Socks5ProxyPassword=\"a\"S3CRET Nickname=x"),
		BYTES("SETCONF Socks5ProxyPassword=<redacted> Nickname=x") },
	/* Tor accepts the first letters of an option's name */
	{ BYTES("SETCONF HashedControl=S3CRET hash=S3CRET"),
		BYTES("SETCONF HashedControl=<redacted> hash=<redacted>") },
	{ BYTES("RESETCONF HTTPSProxyA=S3CRET HTTPProxyAuth=S3CRET"),
		BYTES("RESETCONF HTTPSProxyA=<redacted> "
			"HTTPProxyAuth=<redacted>") },
	{ BYTES("SETCONF socks5proxyp=S3CRET __Hashed=S3CRET"),
		BYTES("SETCONF socks5proxyp=<redacted> __Hashed=<redacted>") },
	/* replies */
	{ BYTES("250-PrivateKey=ED25519-V3:S3CRET=="),
		BYTES("250-PrivateKey=<redacted>") },
	{ BYTES("250-CLIENT " ADDRESS " x25519:S3CRET= Flags=Permanent"),
		BYTES("250-CLIENT " ADDRESS " x25519:<redacted> "
			"Flags=Permanent") },
	{ BYTES("250 HashedControlPassword=16:S3CRET"),
		BYTES("250 HashedControlPassword=<redacted>") },
	/* a raw value may contain blanks and quotes (3.6) */
	{ BYTES("250-HTTPSProxyAuthenticator=us er:S3CRET S3CRET"),
		BYTES("250-HTTPSProxyAuthenticator=<redacted>") },
	{ BYTES("650-Socks5ProxyPassword=\"a\" S3CRET"),
		BYTES("650-Socks5ProxyPassword=<redacted>") },
	{ BYTES("\tSocks5ProxyPassword= S3CRET"),
		BYTES("\tSocks5ProxyPassword= <redacted>") },
	/* the text of a configuration */
	{ BYTES("HashedControlPassword 16:S3CRET"),
		BYTES("HashedControlPassword <redacted>") },
	{ BYTES("  hashedcontrolpassword\t 16:S3CRET S3CRET"),
		BYTES("  hashedcontrolpassword\t <redacted>") },
	{ BYTES("-HashedControlPassword S3CRET"),
		BYTES("-HashedControlPassword <redacted>") },
	/* a hash by itself, and what only begins like one */
	{ BYTES("[{\"value\":\"16:" HASH "\"}] x"),
		BYTES("[{\"value\":\"16:<redacted> x") },
	{ BYTES("16:" HASH "0 16:0 20:16:30"),
		BYTES("16:" HASH "0 16:0 20:16:30") },
	{ BYTES("+HashedControlPassword S3CRET"),
		BYTES("+HashedControlPassword <redacted>") },
	{ BYTES("HTTPSProxyAuthenticator us er:S3CRET"),
		BYTES("HTTPSProxyAuthenticator <redacted>") },
	{ BYTES("Hashed S3CRET"), BYTES("Hashed <redacted>") },
	{ BYTES(ADDRESS ":descriptor:x25519:S3CRET"),
		BYTES(ADDRESS ":descriptor:x25519:<redacted>") },
	/* events */
	{ BYTES("650 STREAM 5 NEW 0 a:80 SOCKS_USERNAME=\"u\" "
		"SOCKS_PASSWORD=\"S3CRET \\\" S3CRET\" NYM_EPOCH=0"),
		BYTES("650 STREAM 5 NEW 0 a:80 SOCKS_USERNAME=<redacted> "
		"SOCKS_PASSWORD=<redacted> NYM_EPOCH=0") },
	{ BYTES("12 BUILT $AA~a SOCKS_PASSWORD=\"S3CRET\" X=1"),
		BYTES("12 BUILT $AA~a SOCKS_PASSWORD=<redacted> X=1") },
};

START_TEST(secrets_are_hidden)
{
	struct buf got = BUF_INIT, again = BUF_INIT;

	redact_add(&got, lines[_i].line);
	ck_assert_ptr_null(strstr(buf_text(&got), "S3CRET"));
	test_span_eq(buf_span(&got), lines[_i].shown);
	redact_add(&again, buf_span(&got));
	test_buf_eq(&again, lines[_i].shown);
	buf_clear(&got);
}
END_TEST

static const struct {
	struct span lines, shown;
} logins[] = {
	{ BYTES("650 STREAM 5 NEW 0 a:80 SOCKS_USERNAME=\"S3CRET\" "
		"SOCKS_PASSWORD=\"S3CRET \\\" S3CRET\" NYM_EPOCH=0\r\n"),
		BYTES("650 STREAM 5 NEW 0 a:80 SOCKS_USERNAME=<redacted> "
		"SOCKS_PASSWORD=<redacted> NYM_EPOCH=0\r\n") },
	{ BYTES("1 BUILT PURPOSE=GENERAL SOCKS_USERNAME=\"S3CRET\"\n"
		"2 BUILT\r\n\r\n3 BUILT SOCKS_PASSWORD=\"S3CRET"),
		BYTES("1 BUILT PURPOSE=GENERAL SOCKS_USERNAME=<redacted>\n"
		"2 BUILT\r\n\r\n3 BUILT SOCKS_PASSWORD=<redacted>") },
	{ BYTES("250-circuit-status=1 BUILT SOCKS_PASSWORD=S3CRET X=1\r\n"),
		BYTES("250-circuit-status=1 BUILT SOCKS_PASSWORD=<redacted> "
		"X=1\r\n") },
	/* names in names */
	{ BYTES("SOCKS_USERNAME=\"S3CRET SOCKS_PASSWORD=S3CRET\" X=1"),
		BYTES("SOCKS_USERNAME=<redacted> X=1") },
	{ BYTES("5 NEW 0 SOCKS_USERNAME=\":80 SOCKS_USERNAME=\"S3CRET\" "
		"SOCKS_PASSWORD=\"S3CRET\" X=1"),
		BYTES("5 NEW 0 SOCKS_USERNAME=<redacted> "
		"SOCKS_PASSWORD=<redacted> X=1") },
	{ BYTES("SOCKS_USERNAME=\"x SOCKS_PASSWORD=\" "
		"SOCKS_PASSWORD=\"S3CRET\" X=1"),
		BYTES("SOCKS_USERNAME=<redacted> X=1") },
};

START_TEST(logins_are_hidden)
{
	struct buf got = BUF_INIT;

	ck_assert(redact_add_logins(&got, logins[_i].lines));
	ck_assert_ptr_null(strstr(buf_text(&got), "S3CRET"));
	test_buf_eq(&got, logins[_i].shown);
	buf_clear(&got);
}
END_TEST

static const struct span without_logins[] = {
	BYTES(""),
	BYTES("SOCKS_USERNAME"),
	BYTES("650 STREAM 1 NEW 0 a:1 ISO_FIELDS=SOCKS_USERNAME,"
		"SOCKS_PASSWORD,CLIENTADDR NYM_EPOCH=0\r\n"),
	BYTES("HashedControlPassword 16:AA\r\nAUTHENTICATE x\r\n"),
};

START_TEST(lines_without_logins_stay)
{
	struct buf got = BUF_INIT;

	ck_assert(!redact_add_logins(&got, without_logins[_i]));
	ck_assert_uint_eq(got.len, 0);
	buf_clear(&got);
}
END_TEST

START_TEST(continued_values_are_hidden)
{
	struct span text = SPAN("+LOADCONF\r\nHashedControlPassword \\\r\n"
		"# a comment\r\n16:S3CRET\\\r\nS3CRET\r\nNickname \\\r\nx\r\n"
		"HashedControlPassword \\\r\n.\r\n");
	struct buf got = BUF_INIT;
	struct span line;
	bool hidden = false;

	while (span_next_line(&text, &line)) {
		hidden = redact_add_next(&got, line, hidden);
		buf_add_char(&got, '|');
	}
	ck_assert_str_eq(buf_text(&got), "+LOADCONF|HashedControlPassword "
		"<redacted>|<redacted>|<redacted>|<redacted>|Nickname \\|x|"
		"HashedControlPassword <redacted>|.|");
	buf_clear(&got);
}
END_TEST

static const struct span harmless[] = {
	BYTES(""),
	BYTES("AUTHENTICATE"),
	BYTES("AUTHENTICATE "),
	BYTES("AUTHENTICATED x"),
	BYTES("AUTHCHALLENGE SAFECOOKIE 00FF"),
	BYTES("ADD_ONION NEW:ED25519-V3 Port=80"),
	BYTES("ADD_ONION NEW:BEST Flags=DiscardPK Port=80,127.0.0.1:8080"),
	BYTES("ADD_ONION NEW:RSA1024 Port=80"),
	BYTES("250-ClientAuthV3="),
	BYTES("250-ClientAuthV3=" ADDRESS),
	BYTES("250-ServiceID=" ADDRESS),
	BYTES("250-PrivateKey="),
	BYTES("DEL_ONION " ADDRESS),
	BYTES("ONION_CLIENT_AUTH_VIEW " ADDRESS),
	BYTES("GETCONF HashedControlPassword"),
	BYTES("GETCONF HashedControlPassword ContactInfo"),
	BYTES("RESETCONF HashedControlPassword Socks5ProxyPassword"),
	BYTES("250 HashedControlPassword"),
	BYTES("HashedControlPassword"),
	BYTES("HashedControlPassword  "),
	BYTES("SETCONF HashedControlPassword= Nickname=x"),
	BYTES("SETCONF HTTPProxy=1.2.3.4:80 HTTPSProxy=1.2.3.4:80"),
	BYTES("SETCONF Socks5Proxy=1.2.3.4:1 Socks5ProxyUsername=u"),
	BYTES("SETCONF Bridge=\"1.2.3.4:80\" HardwareAccel=1"),
	BYTES("ControlPort 9051"),
	BYTES("250-AUTH METHODS=COOKIE,HASHEDPASSWORD COOKIEFILE=\"/x\""),
	BYTES("515 Authentication failed: Password did not match "
		"HashedControlPassword *or* authentication cookie."),
	BYTES("513 Unacceptable option value: Bad HashedControlPassword: "
		"wrong length or bad encoding"),
	BYTES("650 STREAM 1 NEW 0 a:1 ISO_FIELDS=SOCKS_USERNAME,"
		"SOCKS_PASSWORD,CLIENTADDR NYM_EPOCH=0"),
	BYTES("MySOCKS_PASSWORD=x SOCKS_PASSWORDS=x xHashed=1"),
	BYTES("250+ns/all="),
	BYTES("r a1 NXhN3U2E \0\xff\x1b ok"),
};

START_TEST(nothing_else_is)
{
	struct buf got = BUF_INIT;

	buf_add_string(&got, "> ");
	redact_add(&got, harmless[_i]);
	buf_consume(&got, 2);
	test_buf_eq(&got, harmless[_i]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("redact");
	TCase *tcase = test_case(suite, "redact");

	test_add_table(tcase, secrets_are_hidden, lines);
	tcase_add_test(tcase, continued_values_are_hidden);
	test_add_table(tcase, logins_are_hidden, logins);
	test_add_table(tcase, lines_without_logins_stay, without_logins);
	test_add_table(tcase, nothing_else_is, harmless);
	return test_run(suite);
}
