/* Events as JSON: every type and kind of value, valid or not. */
#include "lib/test.h"
#include "proto/event_json.h"

#include <jansson.h>
#include <time.h>

#define FP "91039CC16541CED59EC058CF618A382BF7731C68"
#define FP2 "950BE2CD6E23BE88591D0EA2CB6EF7944ADE0243"
#define IDENTITY "kQOcwWVBztWewFjPYYo4K/dzHGg"

/* An event's first line after "650 ", and its members after the time. */
static const struct {
	const char *line, *members;
} lines[] = {
	{ "CIRC 169 BUILT $" FP "~a1,$" FP2 " BUILD_FLAGS=IS_INTERNAL,"
		"NEED_CAPACITY PURPOSE=HS_SERVICE_HSDIR "
		"HS_STATE=HSSI_CONNECTING REND_QUERY=abc "
		"TIME_CREATED=2026-11-22T09:53:46.264425 "
		"SOCKS_USERNAME=\"u\" SOCKS_PASSWORD=\"p\" HS_POW=v1,7 "
		"CONFLUX_ID=AB CONFLUX_RTT=1500",
		"\"id\":\"169\",\"status\":\"BUILT\",\"path\":["
		"{\"fingerprint\":\"" FP "\",\"nickname\":\"a1\"},"
		"{\"fingerprint\":\"" FP2 "\"}],"
		"\"build_flags\":[\"IS_INTERNAL\",\"NEED_CAPACITY\"],"
		"\"purpose\":\"HS_SERVICE_HSDIR\","
		"\"hs_state\":\"HSSI_CONNECTING\",\"rend_query\":\"abc\","
		"\"time_created\":\"2026-11-22T09:53:46.264425\","
		"\"socks_username\":\"u\",\"socks_password\":\"p\","
		"\"hs_pow\":\"v1,7\",\"conflux_id\":\"AB\","
		"\"conflux_rtt\":1500" },
	{ "CIRC 1 LAUNCHED", "\"id\":\"1\",\"status\":\"LAUNCHED\",\"path\":[]" },
	{ "CIRC 1 FAILED REASON=DESTROYED REMOTE_REASON=X",
		"\"id\":\"1\",\"status\":\"FAILED\",\"path\":[],"
		"\"reason\":\"DESTROYED\",\"remote_reason\":\"X\"" },
	{ "CIRC 1 BUILT $" FP "=named,nick, BUILD_FLAGS=",
		"\"id\":\"1\",\"status\":\"BUILT\",\"path\":["
		"{\"fingerprint\":\"" FP "\",\"nickname\":\"named\"},"
		"{\"nickname\":\"nick\"},{\"text\":\"\"}],"
		"\"build_flags\":[]" },
	{ "CIRC_MINOR 5 CANNIBALIZED $" FP "~a OLD_PURPOSE=GENERAL "
		"OLD_HS_STATE=B OLD_TIME_CREATED=C",
		"\"id\":\"5\",\"change\":\"CANNIBALIZED\",\"path\":["
		"{\"fingerprint\":\"" FP "\",\"nickname\":\"a\"}],"
		"\"old_purpose\":\"GENERAL\",\"old_hs_state\":\"B\","
		"\"old_time_created\":\"C\"" },
	{ "STREAM 147 REMAP 74 127.0.0.1:46821 REASON=A REMOTE_REASON=B "
		"SOURCE=EXIT SOURCE_ADDR=(Tor_internal):0 PURPOSE=USER "
		"SOCKS_USERNAME=\"a \\\"b\\\" \\\\ \\303\\251\" "
		"SOCKS_PASSWORD=\"\" CLIENT_PROTOCOL=SOCKS5 NYM_EPOCH=0 "
		"SESSION_GROUP=-6 ISO_FIELDS=A,B",
		"\"id\":\"147\",\"status\":\"REMAP\",\"circuit\":\"74\","
		"\"target\":\"127.0.0.1:46821\","
		"\"target_host\":\"127.0.0.1\",\"target_port\":46821,"
		"\"reason\":\"A\",\"remote_reason\":\"B\","
		"\"source\":\"EXIT\",\"source_addr\":\"(Tor_internal):0\","
		"\"purpose\":\"USER\","
		"\"socks_username\":\"a \\\"b\\\" \\\\ \xc3\xa9\","
		"\"socks_password\":\"\",\"client_protocol\":\"SOCKS5\","
		"\"nym_epoch\":0,\"session_group\":-6,"
		"\"iso_fields\":[\"A\",\"B\"]" },
	{ "STREAM 1 NEW 0 [::1]:80", "\"id\":\"1\",\"status\":\"NEW\","
		"\"circuit\":\"0\",\"target\":\"[::1]:80\","
		"\"target_host\":\"::1\",\"target_port\":80" },
	{ "STREAM 1 NEW 0 nothing", "\"id\":\"1\",\"status\":\"NEW\","
		"\"circuit\":\"0\",\"target\":\"nothing\"" },
	{ "STREAM 1 NEW 0 a:080", "\"id\":\"1\",\"status\":\"NEW\","
		"\"circuit\":\"0\",\"target\":\"a:080\","
		"\"target_host\":\"a\",\"target_port\":\"080\"" },
	{ "ORCONN $" FP "~a1 CLOSED REASON=DONE NCIRCS=4 ID=275",
		"\"endpoint\":\"$" FP "~a1\",\"relay\":{\"fingerprint\":\"" FP
		"\",\"nickname\":\"a1\"},\"status\":\"CLOSED\","
		"\"reason\":\"DONE\",\"ncircs\":4,\"id\":\"275\"" },
	{ "ORCONN 1.2.3.4:9001 NEW ID=1", "\"endpoint\":\"1.2.3.4:9001\","
		"\"address\":\"1.2.3.4:9001\",\"status\":\"NEW\",\"id\":\"1\"" },
	{ "ORCONN [::1]:9001 NEW", "\"endpoint\":\"[::1]:9001\","
		"\"address\":\"[::1]:9001\",\"status\":\"NEW\"" },
	{ "BW 0 18446744073709551615 DIR=1,2", "\"read\":0,"
		"\"written\":\"18446744073709551615\",\"dir\":\"1,2\"" },
	/* invalid numbers, and those that some readers reject, stay strings */
	{ "BW 18446744073709551616 -1", "\"read\":\"18446744073709551616\","
		"\"written\":-1" },
	{ "BW 007 1e3", "\"read\":\"007\",\"written\":\"1e3\"" },
	{ "BW +1 0x1", "\"read\":\"+1\",\"written\":\"0x1\"" },
	{ "BW \"5\" 1.5", "\"read\":5,\"written\":\"1.5\"" },
	{ "BW", "" },
	{ "NOTICE a \"b\" C=d\te", "\"message\":\"a \\\"b\\\" C=d\\te\"" },
	{ "ERR", "\"message\":\"\"" },
	{ "DEBUG x", "\"message\":\"x\"" },
	{ "INFO x", "\"message\":\"x\"" },
	{ "WARN \x1b]0;x\a\xe9\xc3\xa9", "\"message\":\"\\u001b]0;x\\u0007"
		"\xef\xbf\xbd\xc3\xa9\"" },
	{ "NEWDESC $" FP "~a $" FP2 " b", "\"relays\":[{\"fingerprint\":\"" FP
		"\",\"nickname\":\"a\"},{\"fingerprint\":\"" FP2
		"\"},{\"nickname\":\"b\"}]" },
	{ "NEWDESC", "\"relays\":[]" },
	{ "ADDRMAP a b \"2026-11-22 09:53:39\" EXPIRES=\"c\" CACHED=\"NO\" "
		"STREAMID=84", "\"address\":\"a\",\"new_address\":\"b\","
		"\"expiry\":\"2026-11-22 09:53:39\",\"expires\":\"c\","
		"\"cached\":\"NO\",\"streamid\":\"84\"" },
	{ "ADDRMAP x <error> NEVER error=yes", "\"address\":\"x\","
		"\"new_address\":null,\"expiry\":\"NEVER\",\"error\":\"yes\"" },
	{ "ADDRMAP 1.2.3.4  NEVER CACHED=\"YES\"", "\"address\":\"1.2.3.4\","
		"\"new_address\":\"\",\"expiry\":\"NEVER\",\"cached\":\"YES\"" },
	{ "DESCCHANGED", "" },
	{ "STATUS_GENERAL NOTICE CLOCK_JUMPED TIME=-120 IDLE=1 COUNT=2",
		"\"severity\":\"NOTICE\",\"action\":\"CLOCK_JUMPED\","
		"\"tor_time\":\"-120\",\"idle\":\"1\",\"count\":2" },
	{ "STATUS_GENERAL WARN BUG REASON=\"x\\n\"", "\"severity\":\"WARN\","
		"\"action\":\"BUG\",\"reason\":\"x\\n\"" },
	{ "STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=95 TAG=t SUMMARY=\"a b\"",
		"\"severity\":\"NOTICE\",\"action\":\"BOOTSTRAP\","
		"\"progress\":95,\"tag\":\"t\",\"summary\":\"a b\"" },
	{ "STATUS_CLIENT WARN SOCKS_UNKNOWN_PROTOCOL DATA=\"\"GET / HT\"\"",
		"\"severity\":\"WARN\","
		"\"action\":\"SOCKS_UNKNOWN_PROTOCOL\","
		"\"data\":\"GET / HT\"" },
	{ "STATUS_SERVER NOTICE EXTERNAL_ADDRESS ADDRESS=1.2.3.4 METHOD=X",
		"\"severity\":\"NOTICE\",\"action\":\"EXTERNAL_ADDRESS\","
		"\"address\":\"1.2.3.4\",\"method\":\"X\"" },
	{ "STATUS_SEVER NOTICE X", "\"severity\":\"NOTICE\",\"action\":\"X\"" },
	/* malformed: never a nickname */
	{ "GUARD ENTRY $" FP "~a=b DOWN", "\"type\":\"ENTRY\",\"relay\":{"
		"\"text\":\"$" FP "~a=b\"},\"status\":\"DOWN\"" },
	{ "GUARD ENTRY $91~a DOWN", "\"type\":\"ENTRY\",\"relay\":{"
		"\"text\":\"$91~a\"},\"status\":\"DOWN\"" },
	{ "GUARD ENTRY a=b DOWN", "\"type\":\"ENTRY\",\"relay\":{"
		"\"text\":\"a=b\"},\"status\":\"DOWN\"" },
	{ "GUARD ENTRY $" FP "~r4 DOWN", "\"type\":\"ENTRY\",\"relay\":{"
		"\"fingerprint\":\"" FP "\",\"nickname\":\"r4\"},"
		"\"status\":\"DOWN\"" },
	{ "STREAM_BW 62 20 2 2026-11-22T09:53:40.114562", "\"id\":\"62\","
		"\"written\":20,\"read\":2,"
		"\"tor_time\":\"2026-11-22T09:53:40.114562\"" },
	{ "CLIENTS_SEEN TimeStarted=\"2026-11-22 09:53:40\" "
		"CountrySummary=us=16,de=8,?\?=8 IPVersions=v4=16,v6=8",
		"\"time_started\":\"2026-11-22 09:53:40\","
		"\"country_summary\":{\"us\":16,\"de\":8,\"?\?\":8},"
		"\"ip_versions\":{\"v4\":16,\"v6\":8}" },
	{ "CLIENTS_SEEN CountrySummary= IPVersions=v4=x",
		"\"country_summary\":{},\"ip_versions\":\"v4=x\"" },
	{ "BUILDTIMEOUT_SET RESET TOTAL_TIMES=0 TIMEOUT_MS=60000 "
		"ALPHA=7.168876 CUTOFF_QUANTILE=nan NEW=0.5 OTHER=-1.5",
		"\"type\":\"RESET\",\"total_times\":0,\"timeout_ms\":60000,"
		"\"alpha\":7.168876,\"cutoff_quantile\":\"nan\",\"new\":0.5,"
		"\"other\":-1.5" },
	{ "SIGNAL NEWNYM", "\"signal\":\"NEWNYM\"" },
	{ "TRANSPORT_LAUNCHED client dummy 127.0.0.1 65536",
		"\"type\":\"client\",\"name\":\"dummy\","
		"\"address\":\"127.0.0.1\",\"port\":65536" },
	{ "CONN_BW ID=1 TYPE=OR READ=7 WRITTEN=8", "\"id\":\"1\","
		"\"type\":\"OR\",\"read\":7,\"written\":8" },
	{ "CIRC_BW ID=1 READ=0 WRITTEN=5 TIME=x DELIVERED_READ=1 "
		"OVERHEAD_READ=2 DELIVERED_WRITTEN=3 OVERHEAD_WRITTEN=4 SS=1 "
		"CWND=124 RTT=5 MIN_RTT=6 NEW_ONE=7 NEW_TWO=x",
		"\"id\":\"1\",\"read\":0,\"written\":5,\"tor_time\":\"x\","
		"\"delivered_read\":1,\"overhead_read\":2,"
		"\"delivered_written\":3,\"overhead_written\":4,\"ss\":1,"
		"\"cwnd\":124,\"rtt\":5,\"min_rtt\":6,\"new_one\":7,"
		"\"new_two\":\"x\"" },
	{ "CELL_STATS ID=1 InboundQueue=2 InboundConn=3 InboundAdded=relay:1,"
		"create2:2 InboundRemoved=a:1 InboundTime=a:0 OutboundQueue=4 "
		"OutboundConn=5 OutboundAdded=b:1 OutboundRemoved=b:2 "
		"OutboundTime=b:3 FutureThing=c:4",
		"\"id\":\"1\",\"inbound_queue\":\"2\",\"inbound_conn\":\"3\","
		"\"inbound_added\":{\"relay\":1,\"create2\":2},"
		"\"inbound_removed\":{\"a\":1},\"inbound_time\":{\"a\":0},"
		"\"outbound_queue\":\"4\",\"outbound_conn\":\"5\","
		"\"outbound_added\":{\"b\":1},\"outbound_removed\":{\"b\":2},"
		"\"outbound_time\":{\"b\":3},\"future_thing\":{\"c\":4}" },
	/* counts that would change in an object */
	{ "CELL_STATS A=a:1,a:2 B=a:1, C=:1 D=a D-E=a:01 F=a:b:1 G=\xff:1 "
		"H=\"a\\tb:1\"", "\"a\":\"a:1,a:2\",\"b\":\"a:1,\","
		"\"c\":\":1\",\"d\":\"a\",\"d_e\":\"a:01\",\"f\":{\"a:b\":1},"
		"\"g\":\"\xef\xbf\xbd:1\",\"h\":\"a\\tb:1\"" },
	{ "TB_EMPTY ORCONN ID=16 READ=0 WRITTEN=5 LAST=100",
		"\"bucket\":\"ORCONN\",\"id\":\"16\",\"read\":0,"
		"\"written\":5,\"last\":100" },
	{ "HS_DESC FAILED abc NO_AUTH $" FP "~a descid REASON=NOT_FOUND "
		"REPLICA=0 HSDIR_INDEX=AB", "\"action\":\"FAILED\","
		"\"address\":\"abc\",\"auth_type\":\"NO_AUTH\","
		"\"hs_dir\":\"$" FP "~a\",\"descriptor_id\":\"descid\","
		"\"reason\":\"NOT_FOUND\",\"replica\":\"0\","
		"\"hsdir_index\":\"AB\"" },
	{ "HS_DESC FAILED abc NO_AUTH UNKNOWN REASON=QUERY_NO_HSDIR",
		"\"action\":\"FAILED\",\"address\":\"abc\","
		"\"auth_type\":\"NO_AUTH\",\"hs_dir\":\"UNKNOWN\","
		"\"reason\":\"QUERY_NO_HSDIR\"" },
	{ "NETWORK_LIVENESS UP", "\"status\":\"UP\"" },
	{ "PT_LOG PT=/p SEVERITY=debug MESSAGE=\"a b\"", "\"pt\":\"/p\","
		"\"severity\":\"debug\",\"message\":\"a b\"" },
	{ "PT_STATUS PT=/p TRANSPORT=obfs4 ADDRESS=x", "\"pt\":\"/p\","
		"\"transport\":\"obfs4\",\"address\":\"x\"" },
	/* unknown data is kept in full */
	{ "FUTURE a \"b c\" K=v k=w Event=1 TIME=2 TOR-TIME=3 DATA=4 ARGS=5",
		"\"k\":\"v\",\"tor_event\":\"1\",\"tor_time\":\"2\","
		"\"args\":[\"a\",\"b c\",\"k=w\",\"TOR-TIME=3\",\"DATA=4\","
		"\"ARGS=5\"]" },
	{ "CIRC 1 BUILT a b PURPOSE=x \"c d\" PURPOSE=y ID=2",
		"\"id\":\"1\",\"status\":\"BUILT\",\"path\":["
		"{\"nickname\":\"a\"}],\"purpose\":\"x\",\"args\":[\"b\","
		"\"c d\",\"PURPOSE=y\",\"ID=2\"]" },
};

#define STAMP "\"time\":\"2026-11-22T08:33:12.123Z\""
static const int64_t read_at = 1795336392123999;

static void add_event(struct buf *to, struct span raw, bool ascii)
{
	struct event_json json = { 0 };
	struct json writer = { .to = to, .ascii = ascii };

	ck_assert(event_json_add(&json, &writer, raw, read_at));
	event_json_clear(&json);
}

static json_t *parse(const struct buf *line)
{
	json_error_t error;
	json_t *value = json_loadb(line->data, line->len,
		JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL |
		JSON_ALLOW_NUL, &error);

	ck_assert_msg(value != NULL, "%s: %s", error.text, buf_text(line));
	return value;
}

START_TEST(of_one_line)
{
	struct buf raw = BUF_INIT, got = BUF_INIT, want = BUF_INIT;
	size_t name = strcspn(lines[_i].line, " ");

	buf_print(&raw, "650 %s\r\n", lines[_i].line);
	buf_print(&want, "{\"event\":\"%.*s\"," STAMP "%s%s}\n", (int)name,
		lines[_i].line, *lines[_i].members ? "," : "",
		lines[_i].members);
	add_event(&got, buf_span(&raw), false);
	json_decref(parse(&got));
	test_buf_eq(&got, buf_span(&want));
	buf_clear(&raw);
	buf_clear(&want);
}
END_TEST

/* The members without the object, as in tables. */
START_TEST(without_time)
{
	struct buf raw = BUF_INIT, got = BUF_INIT, want = BUF_INIT;
	struct event_json json = { 0 };
	struct json to = { .to = &got };

	buf_print(&raw, "650 %s\r\n", lines[_i].line);
	buf_print(&want, "before,{%s}", lines[_i].members);
	json_add_raw(&to, SPAN("before"));
	ck_assert(event_decode(&json.event, buf_span(&raw)));
	json_open_object(&to);
	event_json_add_members(&json, &to, &json.event);
	json_close_object(&to);
	test_buf_eq(&got, buf_span(&want));
	event_json_clear(&json);
	buf_clear(&raw);
	buf_clear(&want);
}
END_TEST

#define R_LINE "r a1 " IDENTITY " " IDENTITY " 2038-01-01 00:00:00 " \
	"1.2.3.4 9001 0\r\n"
#define R_JSON "{\"nickname\":\"a1\",\"fingerprint\":\"" FP "\"," \
	"\"digest\":\"" FP "\",\"published\":\"2038-01-01 00:00:00\"," \
	"\"address\":\"1.2.3.4\",\"or_port\":9001,\"dir_port\":0,"

static const struct {
	struct span raw;
	const char *members;
} blocks[] = {
	{ BYTES("650+NS\r\n" R_LINE "s A B\r\nw Bandwidth=5\r\n" R_LINE
		"s\r\na [::1]:1\r\n.\r\n650 OK\r\n"), ",\"relays\":[" R_JSON
		"\"flags\":[\"A\",\"B\"],\"bandwidth\":5}," R_JSON
		"\"flags\":[],\"a\":[\"[::1]:1\"]}]" },
	{ BYTES("650+NEWCONSENSUS\r\n.\r\n650 OK\r\n"), ",\"relays\":[]" },
	/* lines before the first relay, and an invalid one */
	{ BYTES("650+NS\r\nx\r\nr bad\r\n" R_LINE ".\r\n650 OK\r\n"),
		",\"relays\":[{\"nickname\":\"\",\"flags\":[],\"lines\":["
		"\"x\"]},{\"nickname\":\"\",\"flags\":[],\"lines\":["
		"\"r bad\"]}," R_JSON "\"flags\":[]}]" },
	{ BYTES("650-CONF_CHANGED\r\n650-ContactInfo\r\n650-Log=notice \"x\""
		"\r\n650-Log=\r\n650-A=b=c\r\n650 OK\r\n"), ",\"changes\":["
		"{\"key\":\"ContactInfo\",\"value\":null},"
		"{\"key\":\"Log\",\"value\":\"notice \\\"x\\\"\"},"
		"{\"key\":\"Log\",\"value\":\"\"},"
		"{\"key\":\"A\",\"value\":\"b=c\"}]" },
	{ BYTES("650-CONF_CHANGED\r\n650 OK\r\n"), ",\"changes\":[]" },
	{ BYTES("650+HS_DESC_CONTENT a b $" FP "~c\r\nx\r\n..y\r\n\r\n.\r\n"
		"650 OK\r\n"), ",\"address\":\"a\",\"descriptor_id\":\"b\","
		"\"hs_dir\":\"$" FP "~c\",\"content\":\"x\\n.y\\n\\n\"" },
	{ BYTES("650+HS_DESC_CONTENT a b UNKNOWN\r\n\r\n.\r\n650 OK\r\n"),
		",\"address\":\"a\",\"descriptor_id\":\"b\","
		"\"hs_dir\":\"UNKNOWN\",\"content\":\"\\n\"" },
	{ BYTES("650+HS_DESC_CONTENT a b c\r\n.\r\n650 OK\r\n"),
		",\"address\":\"a\",\"descriptor_id\":\"b\","
		"\"hs_dir\":\"c\",\"content\":\"\"" },
	{ BYTES("650+NOTICE first\r\nmore\r\n\r\n..\r\n.\r\n650 last\r\n"),
		",\"message\":\"first\\nmore\\n\\n.\\nlast\"" },
	{ BYTES("650+WARN\r\n\r\nb\r\n.\r\n650 OK\r\n"),
		",\"message\":\"\\nb\"" },
	{ BYTES("650-ERR a\r\n650 OK\r\n"), ",\"message\":\"a\"" },
	/* blocks of types without blocks, and of unknown types */
	{ BYTES("650+FUTURE a\r\nx\r\n..y\r\n.\r\n650-z\r\n650 OK\r\n"),
		",\"args\":[\"a\"],\"data\":\"x\\n.y\\nz\\n\"" },
	{ BYTES("650+BW 1 2\r\nx\r\n.\r\n650 OK\r\n"),
		",\"read\":1,\"written\":2,\"data\":\"x\\n\"" },
	{ BYTES("650+BW 1 2\r\n.\r\n650 OK\r\n"), ",\"read\":1,\"written\":2" },
	{ BYTES("650+STATUS_CLIENT WARN X DATA=1 LINES=2\r\nz\r\n.\r\n"
		"650 OK\r\n"), ",\"severity\":\"WARN\",\"action\":\"X\","
		"\"data\":\"1\",\"args\":[\"LINES=2\"],\"lines\":\"z\\n\"" },
	{ BYTES("650 NOTICE a\0b\r\n"), ",\"message\":\"a\\u0000b\"" },
	{ BYTES("650 X K=a\0b \0\r\n"),
		",\"k\":\"a\\u0000b\",\"args\":[\"\\u0000\"]" },
	{ BYTES("650+NS\r\n\x1b[2J\xff\r\n.\r\n650 OK\r\n"), ",\"relays\":["
		"{\"nickname\":\"\",\"flags\":[],\"lines\":["
		"\"\\u001b[2J\xef\xbf\xbd\"]}]" },
};

START_TEST(of_more_lines)
{
	struct buf got = BUF_INIT, want = BUF_INIT;
	struct span name = event_name(blocks[_i].raw);

	buf_print(&want, "{\"event\":\"%.*s\"," STAMP "%s}\n", (int)name.len,
		name.at, blocks[_i].members);
	add_event(&got, blocks[_i].raw, false);
	json_decref(parse(&got));
	test_buf_eq(&got, buf_span(&want));
	buf_clear(&want);
}
END_TEST

/* An event without a type is still an event. */
START_TEST(without_a_name)
{
	struct buf got = BUF_INIT;

	add_event(&got, SPAN("650 \r\n"), false);
	test_buf_eq(&got, SPAN("{\"event\":\"\"," STAMP "}\n"));
	add_event(&got, SPAN("650+\r\nx\r\n.\r\n650 OK\r\n"), false);
	test_buf_eq(&got, SPAN("{\"event\":\"\"," STAMP
		",\"data\":\"x\\n\"}\n"));
	add_event(&got, SPAN("650 OK\r\n"), false);
	test_buf_eq(&got, SPAN("{\"event\":\"OK\"," STAMP "}\n"));
}
END_TEST

START_TEST(no_message)
{
	static const struct span raws[] = {
		{ NULL, 0 }, BYTES("junk\r\n"), BYTES("650 no end"),
	};
	struct event_json json = { 0 };
	struct buf got = BUF_INIT;
	struct json to = { .to = &got };

	for (size_t i = 0; i < COUNT(raws); i++)
		ck_assert(!event_json_add(&json, &to, raws[i], read_at));
	ck_assert_uint_eq(got.len, 0);
	event_json_clear(&json);
}
END_TEST

/* For a terminal: only printable ASCII, and the same values. */
START_TEST(harmless_on_a_terminal)
{
	struct span raw = SPAN("650+\x1b\xe2\x80\xae \x9b K=\"\xc2\x9b\\033\" "
		"\x7f\r\n\x1b]0;x\a\xf0\x9f\xa7\x85\r\n.\r\n650 OK\r\n");
	struct buf pipe = BUF_INIT, terminal = BUF_INIT;
	json_t *a, *b;

	add_event(&pipe, raw, false);
	add_event(&terminal, raw, true);
	for (size_t i = 0; i + 1 < terminal.len; i++)
		ck_assert(terminal.data[i] >= ' ' && terminal.data[i] <= '~');
	a = parse(&pipe);
	b = parse(&terminal);
	ck_assert(json_equal(a, b));
	ck_assert_uint_eq(json_object_size(a), 5);
	json_decref(a);
	json_decref(b);
	buf_clear(&pipe);
	buf_clear(&terminal);
}
END_TEST

/* One object for several events: the second is kept, the time is not. */
START_TEST(stamps_each)
{
	static const struct {
		int64_t time;
		const char *stamp;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00.000Z" },
		{ 999, "1970-01-01T00:00:00.000Z" },
		{ 1000, "1970-01-01T00:00:00.001Z" },
		{ 999999, "1970-01-01T00:00:00.999Z" },
		{ 1000000, "1970-01-01T00:00:01.000Z" },
		{ 1795336392123999, "2026-11-22T08:33:12.123Z" },
		{ 1795336392100000, "2026-11-22T08:33:12.100Z" },
		{ 1795336391999999, "2026-11-22T08:33:11.999Z" },
		{ 951782399000000, "2000-02-28T23:59:59.000Z" },
		{ 951782400000000, "2000-02-29T00:00:00.000Z" },
		{ 4102444800000000, "2100-01-01T00:00:00.000Z" },
	};
	struct event_json json = { 0 };
	struct buf got = BUF_INIT, want = BUF_INIT;
	struct json to = { .to = &got };

	for (size_t i = 0; i < COUNT(rows); i++) {
		event_json_add(&json, &to, SPAN("650 X\r\n"), rows[i].time);
		buf_print(&want, "{\"event\":\"X\",\"time\":\"%s\"}\n",
			rows[i].stamp);
	}
	test_buf_eq(&got, buf_span(&want));
	buf_clear(&want);
	event_json_clear(&json);
}
END_TEST

/* All countries and more; with too many names it is a string. */
START_TEST(many_counts)
{
	static const struct {
		int count;
		bool object;
	} rows[] = { { 300, true }, { 100000, false } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf raw = BUF_INIT, got = BUF_INIT;
		json_t *value, *counts;

		buf_add_string(&raw, "650 CLIENTS_SEEN CountrySummary=x=8");
		for (int k = 1; k < rows[i].count; k++)
			buf_print(&raw, ",%d=8", k);
		buf_add_string(&raw, "\r\n");
		add_event(&got, buf_span(&raw), false);
		value = parse(&got);
		counts = json_object_get(value, "country_summary");
		ck_assert_int_eq(json_is_object(counts), rows[i].object);
		ck_assert(!rows[i].object || json_object_size(counts) ==
			(size_t)rows[i].count);
		json_decref(value);
		buf_clear(&raw);
		buf_clear(&got);
	}
}
END_TEST

/* Megabytes of input that could be rescanned again and again. */
static const struct {
	const char *begin, *piece, *end;
} floods[] = {
	{ "650 NOTICE ", "x", "\r\n" },
	{ "650 NOTICE ", "\x1b", "\r\n" },
	{ "650 NEWDESC", " $" FP "~a", "\r\n" },
	{ "650 X", " w", "\r\n" },
	{ "650 X", " K=v", "\r\n" },
	{ "650 X", "\tAn-unusually-long-word-without-any-blank", "\r\n" },
	{ "650 CIRC 1 BUILT", " PURPOSE=x", "\r\n" },
	{ "650 CIRC 1 BUILT ", "a,", "\r\n" },
	{ "650 X K=\"", "\\\"", "\r\n" },
	{ "650 X", " K=\"a \\", "\r\n" },
	{ "650 X", " \"", "\r\n" },
	{ "650 X ", "\"\"", "\r\n" },
	{ "650 X K=", "a:1,", "\r\n" },
	{ "650 CELL_STATS K=", "a:1,", "\r\n" },
	{ "650 CIRC 1 BUILT BUILD_FLAGS=", ",", "\r\n" },
	{ "650 STREAM 1 NEW 0 a", ":", "\r\n" },
	{ "650 ", "X", "\r\n" },
	{ "650 X ", "K", "=v\r\n" },
	{ "650+NS\r\n", "r\r\n", ".\r\n650 OK\r\n" },
	{ "650+NS\r\n", "r a\r\n", ".\r\n650 OK\r\n" },
	{ "650+NS\r\n", "a a\r\n", ".\r\n650 OK\r\n" },
	{ "650+NS\r\n" R_LINE "s ", "a ", "\r\n.\r\n650 OK\r\n" },
	{ "650+X\r\n", "..\r\n", ".\r\n650 OK\r\n" },
	{ "650-CONF_CHANGED\r\n", "650-a\r\n", "650 OK\r\n" },
	{ "650-X\r\n", "650+a\r\n.\r\n", "650 OK\r\n" },
};

/* The CPU time in microseconds for an event of this size. */
static double measure(int flood, size_t size)
{
	struct buf raw = BUF_INIT, got = BUF_INIT;
	clock_t start;

	buf_add_string(&raw, floods[flood].begin);
	while (raw.len < size)
		buf_add_string(&raw, floods[flood].piece);
	buf_add_string(&raw, floods[flood].end);
	start = clock();
	add_event(&got, buf_span(&raw), false);
	start = clock() - start;
	ck_assert_uint_gt(got.len, 100);
	ck_assert_ptr_eq(memchr(got.data, '\n', got.len),
		got.data + got.len - 1);
	json_decref(parse(&got));
	buf_clear(&raw);
	buf_clear(&got);
	return (double)start * 1e6 / CLOCKS_PER_SEC;
}

/* Eight times the size takes eight times as long, not 64 times. */
START_TEST(stays_linear)
{
	double small = measure(_i, 128 << 10), large = measure(_i, 1 << 20);

	ck_assert_msg(large < 24 * small + 20000, "%.0f us, then %.0f us",
		small, large);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("event_json");
	TCase *tcase = test_case(suite, "event_json");

	test_add_table(tcase, of_one_line, lines);
	test_add_table(tcase, without_time, lines);
	test_add_table(tcase, of_more_lines, blocks);
	tcase_add_test(tcase, without_a_name);
	tcase_add_test(tcase, no_message);
	tcase_add_test(tcase, harmless_on_a_terminal);
	tcase_add_test(tcase, stamps_each);
	tcase_add_test(tcase, many_counts);
	test_add_table(tcase, stays_linear, floods);
	return test_run(suite);
}
