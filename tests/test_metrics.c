/* Rows of metrics from what Tor answered, and their text. */
#include "lib/test.h"
#include "tor/metrics.h"

/* Appends the page of two Tors that both answered this. */
static void show(struct buf *page, const struct metrics_answers *first,
	const struct metrics_answers *second)
{
	struct metrics metrics = { 0 };

	metrics_add(&metrics, second ? "a" : NULL, first);
	if (second)
		metrics_add(&metrics, "b", second);
	metrics_show(&metrics, page);
	metrics_clear(&metrics);
}

static const struct {
	struct info_value values[2];
	int network_enabled;
	const char *line; /* that must be there, or not, after "!" */
} rows[] = {
	{ { { SPAN("uptime"), SPAN("62") } }, -1, "torctl_uptime_seconds 62\n" },
	{ { { SPAN("uptime"), SPAN("") } }, -1, "!torctl_uptime_seconds" },
	{ { { SPAN("uptime"), SPAN("6x") } }, -1, "!torctl_uptime_seconds" },
	{ { { SPAN("uptime"), SPAN("6") } }, 0, "torctl_network_enabled 0\n" },
	{ { { SPAN("uptime"), SPAN("6") } }, 1, "torctl_network_enabled 1\n" },
	{ { { SPAN("uptime"), SPAN("6") } }, -1, "!torctl_network_enabled" },
	{ { { SPAN("status/bootstrap-phase"), SPAN("NOTICE BOOTSTRAP "
		"PROGRESS=85 TAG=done SUMMARY=\"Done\"") } }, -1,
		"torctl_bootstrap_percent 85\n" },
	{ { { SPAN("status/bootstrap-phase"), SPAN("nonsense") } }, -1,
		"!torctl_bootstrap_percent" },
	{ { { SPAN("status/circuit-established"), SPAN("1") } }, -1,
		"torctl_circuit_established 1\n" },
	{ { { SPAN("status/enough-dir-info"), SPAN("0") } }, -1,
		"torctl_enough_dir_info 0\n" },
	{ { { SPAN("network-liveness"), SPAN("up") } }, 1,
		"torctl_network_live 1\n" },
	{ { { SPAN("network-liveness"), SPAN("up") } }, 0,
		"!torctl_network_live" },
	{ { { SPAN("dormant"), SPAN("0") } }, -1, "torctl_idle 0\n" },
	{ { { SPAN("accounting/enabled"), SPAN("1") },
		{ SPAN("accounting/hibernating"), SPAN("soft") } }, -1,
		"torctl_hibernating{level=\"soft\"} 1\n" },
	{ { { SPAN("accounting/enabled"), SPAN("0") },
		{ SPAN("accounting/hibernating"), SPAN("awake") } }, -1,
		"!torctl_hibernating" },
	{ { { SPAN("accounting/enabled"), SPAN("1") },
		{ SPAN("accounting/bytes"), SPAN("1127836 1129128") } }, -1,
		"torctl_accounting_used_bytes{direction=\"written\"} "
		"1129128\n" },
	{ { { SPAN("accounting/enabled"), SPAN("1") },
		{ SPAN("accounting/bytes"), SPAN("7") } }, -1,
		"!torctl_accounting_used_bytes" },
	{ { { SPAN("accounting/enabled"), SPAN("0") },
		{ SPAN("accounting/bytes"), SPAN("0 0") } }, -1,
		"!torctl_accounting_used_bytes" },
	{ { { SPAN("traffic/read"), SPAN("5") },
		{ SPAN("traffic/written"), SPAN("18446744073709551615") } }, -1,
		"torctl_traffic_bytes_total{direction=\"written\"} "
		"18446744073709551615\n" },
	{ { { SPAN("limits/max-mem-in-queues"), SPAN("8589934592") } }, -1,
		"torctl_memory_limit_bytes 8589934592\n" },
	{ { { SPAN("process/descriptor-limit"), SPAN("19968") } }, -1,
		"torctl_max_fds 19968\n" },
};

START_TEST(emits)
{
	struct info_value values[2] = { rows[_i].values[0],
		rows[_i].values[1] };
	struct info info = { values, values[1].key.len ? 2 : 1, NULL, 0 };
	struct metrics_answers answers = { true, &info,
		rows[_i].network_enabled };
	struct buf page = BUF_INIT;
	const char *line = rows[_i].line;

	show(&page, &answers, NULL);
	if (*line == '!')
		ck_assert_ptr_null(strstr(page.data, line + 1));
	else
		ck_assert_msg(strstr(page.data, line), "%s", page.data);
	buf_clear(&page);
}
END_TEST

START_TEST(says_only_up_where_tor_is_away)
{
	struct metrics_answers away = { false, NULL, -1 };
	struct metrics_answers here = { true, NULL, -1 };
	struct buf page = BUF_INIT;

	show(&page, &away, &here);
	test_buf_eq(&page, SPAN(
		"# HELP torctl_up Whether Tor answered on its control port (1) "
		"or not (0).\n"
		"# TYPE torctl_up gauge\n"
		"torctl_up{tor_instance=\"a\"} 0\n"
		"torctl_up{tor_instance=\"b\"} 1\n"));
}
END_TEST

static const struct {
	struct span value;
	struct span shown;
} labels[] = {
	{ BYTES(""), BYTES("n=\"\"") },
	{ BYTES("a\"b\\c"), BYTES("n=\"a\\\"b\\\\c\"") },
	{ BYTES("\xff\xc3"), BYTES("n=\"\xef\xbf\xbd\xef\xbf\xbd\"") },
	{ BYTES("a\tb"), BYTES("n=\"a\\\\x09b\"") },
	{ BYTES("a\nb\r"), BYTES("n=\"a\\\\x0ab\\\\x0d\"") },
	{ BYTES("\x1b[m"), BYTES("n=\"\\\\x1b[m\"") },
};

START_TEST(escapes_labels)
{
	struct buf got = BUF_INIT;

	metrics_add_label(&got, "n", labels[_i].value);
	test_buf_eq(&got, labels[_i].shown);
}
END_TEST

START_TEST(keeps_a_label_on_its_line)
{
	struct buf got = BUF_INIT;
	char text[300];

	metrics_add_label(&got, "n", SPAN("a\nb\r\n"));
	ck_assert_ptr_null(strchr(got.data, '\n'));
	ck_assert_ptr_null(strchr(got.data, '\r'));
	buf_clear(&got);
	memset(text, 'x', sizeof(text));
	metrics_add_label(&got, "n", (struct span){ text, sizeof(text) });
	ck_assert_uint_eq(got.len, 128 + strlen("n=\"\""));
	buf_clear(&got);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("metrics");
	TCase *tcase = test_case(suite, "metrics");

	test_add_table(tcase, emits, rows);
	tcase_add_test(tcase, says_only_up_where_tor_is_away);
	test_add_table(tcase, escapes_labels, labels);
	tcase_add_test(tcase, keeps_a_label_on_its_line);
	return test_run(suite);
}
