/*
 * Small parsers of text from users, files and Tor. The first byte of the input
 * chooses one: "a" is the first row of the table.
 */
#include "fuzz/fuzz.h"

#include "cmd/command.h"
#include "commands/pattern.h"
#include "commands/settings_words.h"
#include "conn/address.h"
#include "conn/netdb.h"
#include "help/tor_manual.h"
#include "line/alias.h"
#include "line/parse.h"
#include "proto/peer.h"
#include "proto/port_policy.h"
#include "proto/reasons.h"
#include "tor/circuits.h"
#include "tor/conf_items.h"
#include "tor/conf_names.h"
#include "tor/onion.h"
#include "tor/onion_key.h"
#include "tor/socks_port.h"
#include "util/alloc.h"
#include "util/cells.h"
#include "util/diff.h"
#include "util/encode.h"
#include "util/escape.h"
#include "util/ip.h"
#include "util/json.h"
#include "util/text.h"
#include "util/utf8.h"

#include <arpa/inet.h>
#include <jansson.h>

/* Checks that a terminal or a line can take it. */
static void check_harmless(struct span text, bool lines)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		fuzz_assert((c >= ' ' && c != 0x7f) || c == '\t' ||
			(lines && c == '\n'));
		/* U+0080 to U+009F are controls as well. */
		fuzz_assert(c != 0xc2 || i + 1 == text.len ||
			((unsigned char)text.at[i + 1] & 0xe0) != 0x80);
	}
}

/* Errors are escaped where they are printed, but are never empty. */
static void check_error(bool ok, struct error *error)
{
	fuzz_assert(ok == (error->kind == ERROR_NONE));
	fuzz_assert(ok || (error->text && *error->text));
	error_clear(error);
}

/* ---- text for terminals */

/* Turns each \xNN back into its byte. */
static void unescape(struct buf *to, struct span text)
{
	while (text.len) {
		if (span_starts(text, "\\x")) {
			struct span hex = span_from(text, 2);

			hex.len = 2;
			fuzz_assert(encode_from_hex(to, hex));
			text = span_from(text, 4);
		} else {
			buf_add_char(to, text.at[0]);
			text = span_from(text, 1);
		}
	}
}

static void check_escaped(struct span text, const struct buf *escaped)
{
	struct buf back = BUF_INIT;

	if (!fuzz_count(text, '\\')) {
		unescape(&back, buf_span(escaped));
		fuzz_assert(fuzz_same(buf_span(&back), text));
	}
	buf_clear(&back);
}

static void run_escape(struct span text)
{
	struct buf line = BUF_INIT, lines = BUF_INIT, controls = BUF_INIT;
	struct buf again = BUF_INIT;

	escape_add_terminal(&line, text, ESCAPE_LINE);
	escape_add_terminal(&lines, text, ESCAPE_TEXT);
	escape_add_controls(&controls, text);
	check_harmless(buf_span(&line), false);
	check_harmless(buf_span(&lines), true);
	fuzz_assert(utf8_valid(buf_span(&line)));
	fuzz_assert(fuzz_count(buf_span(&lines), '\n') ==
		fuzz_count(text, '\n'));
	for (size_t i = 0; i < controls.len; i++)
		fuzz_assert((unsigned char)controls.data[i] >= ' ' ||
			controls.data[i] == '\t');
	check_escaped(text, &line);
	check_escaped(text, &lines);
	check_escaped(text, &controls);
	escape_add_terminal(&again, buf_span(&line), ESCAPE_LINE);
	fuzz_assert(fuzz_same(buf_span(&again), buf_span(&line)));
	buf_clear(&line);
	buf_clear(&lines);
	buf_clear(&controls);
	buf_clear(&again);
}

static void run_cells(struct span text)
{
	struct span rest = text;
	size_t width = 0, at = 0;

	while (rest.len) {
		struct span before = rest;
		struct cells_glyph glyph;

		cells_take(&rest, &glyph);
		fuzz_assert(rest.len < before.len);
		fuzz_assert(glyph.shown.len && glyph.width <= 2);
		check_harmless(glyph.shown, false);
		width += glyph.width;
	}
	fuzz_assert(cells_width(text) == width);
	fuzz_assert(cells_fit(text, width) == text.len);
	for (size_t most = 0; most < 5; most++)
		fuzz_assert(cells_width((struct span){ text.at,
			cells_fit(text, most) }) <= most);
	/* The characters make up the text, from either end. */
	while (at < text.len) {
		size_t len = cells_first(span_from(text, at));

		fuzz_assert(len && at + len <= text.len);
		at += len;
	}
	if (text.len)
		fuzz_assert(cells_last(text) < text.len);
}

static void run_json(struct span text)
{
	for (int ascii = 0; ascii < 2; ascii++) {
		struct buf json = BUF_INIT, want = BUF_INIT;
		struct json to = { .to = &json, .ascii = ascii };
		json_t *value;

		json_add_string(&to, text);
		for (size_t i = 0; i < json.len; i++)
			fuzz_assert(json.data[i] >= ' ' ? json.data[i] != 0x7f :
				!ascii && (unsigned char)json.data[i] >= 0x80);
		utf8_add_replaced(&want, text);
		value = json_loadb(json.data, json.len,
			JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
		fuzz_assert(json_is_string(value));
		fuzz_assert(fuzz_same((struct span){ json_string_value(value),
			json_string_length(value) }, buf_span(&want)));
		json_decref(value);
		buf_clear(&json);
		buf_clear(&want);
	}
	for (int fraction = 0; fraction < 2; fraction++) {
		json_t *value;

		if (!json_text_is_number(text, fraction))
			continue;
		value = json_loadb(text.at, text.len, JSON_DECODE_ANY, NULL);
		fuzz_assert(fraction ? json_is_number(value) :
			json_is_integer(value));
		json_decref(value);
	}
}

/* ---- encodings and addresses */

static void run_encode(struct span text)
{
	static const struct {
		void (*add)(struct buf *to, const void *bytes, size_t len);
		bool (*from)(struct buf *to, struct span text);
	} rows[] = {
		{ encode_add_hex, encode_from_hex },
		{ encode_add_base32, encode_from_base32 },
		{ encode_add_base64, encode_from_base64 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf bytes = BUF_INIT, encoded = BUF_INIT;

		rows[i].add(&encoded, text.at, text.len);
		fuzz_assert(rows[i].from(&bytes, buf_span(&encoded)));
		fuzz_assert(fuzz_same(buf_span(&bytes), text));
		buf_reset(&bytes);
		buf_reset(&encoded);
		/* The encoding of what was read reads the same. */
		if (rows[i].from(&bytes, text)) {
			struct buf again = BUF_INIT;

			rows[i].add(&encoded, bytes.data, bytes.len);
			fuzz_assert(rows[i].from(&again, buf_span(&encoded)));
			fuzz_assert(fuzz_same(buf_span(&again),
				buf_span(&bytes)));
			buf_clear(&again);
		} else {
			fuzz_assert(!bytes.len);
		}
		buf_clear(&bytes);
		buf_clear(&encoded);
	}
}

static void check_ip(const struct ip *ip)
{
	char text[INET6_ADDRSTRLEN];
	struct ip again;

	fuzz_assert(ip->len == 4 || ip->len == 16);
	fuzz_assert(ip->bits <= ip->len * 8);
	fuzz_assert(ip_matches(ip, ip));
	fuzz_assert(inet_ntop(ip->len == 4 ? AF_INET : AF_INET6, ip->bytes,
		text, sizeof(text)));
	fuzz_assert(ip_read(span_of(text), &again));
	fuzz_assert(again.len == ip->len &&
		!memcmp(again.bytes, ip->bytes, ip->len));
	fuzz_assert(ip_matches(&again, ip));
}

static void run_ip(struct span text)
{
	struct ip ip;
	bool read = ip_read(text, &ip);

	if (read)
		check_ip(&ip);
	if (ip_read_prefix(text, &ip))
		check_ip(&ip);
	else
		fuzz_assert(!read || !text.len);
	if (ip_read_endpoint(text, &ip))
		check_ip(&ip);
}

static void run_address(struct span text)
{
	char *string = span_copy(text), *formatted;
	struct address address = { 0 }, again = { 0 };
	struct error error = ERROR_INIT;
	bool ok = address_parse(string, &address, &error);

	check_error(ok, &error);
	if (ok) {
		formatted = address_format(&address);
		fuzz_assert(address_parse(formatted, &again, NULL));
		fuzz_assert(!address.path == !again.path);
		fuzz_assert(!strcmp(address.path ? address.path : address.host,
			again.path ? again.path : again.host));
		fuzz_assert(address.port == again.port);
		free(formatted);
	}
	address_clear(&address);
	address_clear(&again);
	free(string);
}

/* Only numbers: names would be looked up. */
static void run_netdb(struct span text)
{
	char *host = span_copy(text);
	struct addrinfo *list = NULL;
	struct ip ip;
	int result = netdb_look_up(host, "9051", AI_NUMERICHOST, &list);

	fuzz_assert(!result == !!list);
	if (text.len && text.at[0] != '[' && ip_read(text, &ip))
		fuzz_assert(!result);
	if (result && result != EAI_SYSTEM)
		fuzz_assert(*netdb_problem(result));
	netdb_free(list);
	free(host);
}

static void run_socks_port(struct span text)
{
	struct strv addresses = STRV_INIT;
	struct address address = { 0 };

	for (int far = 0; far < 2; far++) {
		socks_port_list(text, far ? "192.0.2.1:9051" : NULL,
			&addresses);
		for (size_t i = 0; i < addresses.len; i++) {
			fuzz_assert(address_parse(addresses.items[i], &address,
				NULL));
			fuzz_assert(!far || !address.path);
		}
		strv_clear(&addresses);
	}
	address_clear(&address);
}

static void run_peer(struct span text)
{
	for (int closed = 0; closed < 2; closed++) {
		char *about = peer_describe(text, closed);

		fuzz_assert(*about);
		check_harmless(span_of(about), true);
		fuzz_assert(utf8_valid(span_of(about)));
		free(about);
	}
}

/* ---- keys of onion services */

static void run_onion_key(struct span text)
{
	struct buf key = BUF_INIT, again = BUF_INIT;
	struct error error = ERROR_INIT;
	char *word = span_copy(text), *open, *same;
	bool ok;

	ok = onion_key_read_service("f", text, &key, &error);
	check_error(ok, &error);
	if (ok) {
		fuzz_assert(onion_key_read_service("f", buf_span(&key), &again,
			NULL));
		fuzz_assert(fuzz_same(buf_span(&key), buf_span(&again)));
	}
	buf_reset(&key);
	buf_reset(&again);
	ok = onion_key_read_client("f", text, NULL, &key, &error);
	check_error(ok, &error);
	if (ok) {
		fuzz_assert(onion_key_read_client("f", buf_span(&key), NULL,
			&again, NULL));
		fuzz_assert(fuzz_same(buf_span(&key), buf_span(&again)));
	}
	open = onion_key_read_public(word, &error);
	check_error(open, &error);
	if (open) {
		same = onion_key_read_public(open, NULL);
		fuzz_assert(same && !strcmp(open, same));
		free(same);
	}
	if (onion_key_fits(text))
		fuzz_assert(text.len == ONION_ADDRESS_LEN);
	onion_key_is_private(word);
	free(open);
	free(word);
	buf_clear(&key);
	buf_clear(&again);
}

static void run_onion_port(struct span text)
{
	struct error error = ERROR_INIT;
	char *word = span_copy(text), *port = onion_read_port(word, &error);

	check_error(port, &error);
	/* A path may hold any bytes but those that end or cut a line. */
	fuzz_assert(!port || !port[strcspn(port, "\r\n")]);
	free(port);
	free(word);
}

/* ---- words */

static void run_names(struct span text)
{
	char *word = span_copy(text);
	struct pairs names = { 0 };
	struct strv found = STRV_INIT;
	struct error error = ERROR_INIT;
	const struct pair *option;
	int reason = reasons_number(word), milliseconds;
	int64_t time;

	fuzz_assert(reason >= -1 && reason <= 255);
	conf_names_builtin(&names);
	option = conf_names_find(&names, word, &error);
	check_error(option, &error);
	if (option)
		fuzz_assert(span_starts_nocase(span_of(option->name), word));
	if (conf_names_match(&names, word, &found, &error))
		fuzz_assert(found.len && *word);
	for (size_t i = 0; i < found.len; i++)
		fuzz_assert(span_starts_nocase(span_of(found.items[i]), word));
	if (text_read_seconds(word, &milliseconds))
		fuzz_assert(milliseconds >= 0);
	circuits_read_time(text, &time);
	error_clear(&error);
	strv_clear(&found);
	pairs_clear(&names);
	free(word);
}

static void run_arguments(struct span text)
{
	char *word = span_copy(text);

	for (int type = 0; type < ARGUMENT_TYPES; type++) {
		struct error error = ERROR_INIT;
		char *read = argument_read((enum argument_type)type, word,
			&error);

		check_error(read, &error);
		free(read);
	}
	free(word);
}

static void run_items(struct span text)
{
	struct span rest = text, item, none = { "", 0 };
	struct buf all = BUF_INIT, nothing = BUF_INIT;

	while (conf_items_next(&rest, &item)) {
		fuzz_assert(fuzz_inside(item, text));
		fuzz_assert(!fuzz_count(item, ','));
		fuzz_assert(!item.len || conf_items_has(text, item));
	}
	conf_items_join(&all, text, text, true);
	conf_items_join(&nothing, text, text, false);
	fuzz_assert(!nothing.len);
	conf_items_join(&nothing, text, none, true);
	fuzz_assert(!nothing.len);
	buf_clear(&all);
	buf_clear(&nothing);
	port_policy_allows(text, 443);
}

static bool takes_no_rest(const char *word)
{
	(void)word;
	return false;
}

/* Words that several become an alias are the same words in its line. */
static void run_alias(struct span text)
{
	struct parse typed = { 0 }, again = { 0 };
	struct pairs aliases = { 0 };
	struct buf line = BUF_INIT;
	struct error error = ERROR_INIT;

	if (!parse_line(&typed, text, takes_no_rest, NULL) ||
		typed.words.len < 3 || strchr(typed.words.items[0], '=') ||
		!strcmp(typed.words.items[1], "="))
		goto out;
	if (!alias_set(&aliases, typed.words.items[0], &(struct strv){
		typed.words.items + 1, typed.words.len - 1, 0 }, &error)) {
		check_error(false, &error);
		goto out;
	}
	fuzz_assert(alias_expand(&aliases, span_of(typed.words.items[0]),
		&line));
	/* A first word that has a meaning at the front keeps it. */
	if (strchr("!-", *typed.words.items[1]))
		goto out;
	fuzz_assert(parse_line(&again, buf_span(&line), takes_no_rest, NULL));
	fuzz_assert(again.words.len == typed.words.len - 1);
	for (size_t i = 0; i < again.words.len; i++)
		fuzz_assert(!strcmp(again.words.items[i],
			typed.words.items[i + 1]));
out:
	buf_clear(&line);
	pairs_clear(&aliases);
	parse_clear(&typed);
	parse_clear(&again);
}

static void run_settings(struct span text)
{
	struct parse typed = { 0 };
	struct pairs options = { 0 };
	struct error error = ERROR_INIT;

	for (int spread = 0; spread < 2; spread++) {
		if (parse_line(&typed, text, takes_no_rest, NULL)) {
			bool ok = settings_words_read(&typed.words, spread,
				&options, &error);

			check_error(ok, &error);
			for (size_t i = 0; i < options.len; i++)
				fuzz_assert(options.items[i].name);
			pairs_clear(&options);
		}
		parse_clear(&typed);
	}
}

/* The first line is an expression, the rest events. */
static void run_pattern(struct span text)
{
	struct pattern pattern = { 0 };
	struct error error = ERROR_INIT;
	struct span expression = { "", 0 }, line;
	char *word;

	span_next_line(&text, &expression);
	/* What the C library takes forever to compile is not ours. */
	if (expression.len > 64 || fuzz_count(expression, '{') ||
		fuzz_count(expression, '\\') || fuzz_count(expression, '('))
		return;
	word = span_copy(expression);
	if (pattern_compile(&pattern, word, &error))
		while (span_next_line(&text, &line)) {
			struct buf raw = BUF_INIT;
			struct queue_event event;

			buf_add_string(&raw, "650 ");
			buf_add_span(&raw, line);
			buf_add_string(&raw, "\r\n");
			event = (struct queue_event){ buf_span(&raw), 0 };
			pattern_match_event(&pattern, &event);
			buf_clear(&raw);
		}
	else
		check_error(false, &error);
	pattern_clear(&pattern);
	free(word);
}

/* ---- differences */

struct sides {
	struct buf before, after;
	bool any;
};

static void add_side(void *arg, char sign, struct span line)
{
	struct sides *sides = arg;

	if (sign != '+') {
		buf_add_span(&sides->before, line);
		buf_add_char(&sides->before, '\n');
	}
	if (sign != '-') {
		buf_add_span(&sides->after, line);
		buf_add_char(&sides->after, '\n');
	}
	sides->any = sides->any || sign != ' ';
}

static void check_lines(struct span text, const struct buf *joined)
{
	struct buf want = BUF_INIT;
	struct span line;

	while (span_next_line(&text, &line)) {
		buf_add_span(&want, line);
		buf_add_char(&want, '\n');
	}
	fuzz_assert(fuzz_same(buf_span(&want), buf_span(joined)));
	buf_clear(&want);
}

/* The two texts are separated by a byte 0x1c. */
static void run_diff(struct span text)
{
	struct sides sides = { BUF_INIT, BUF_INIT, false };
	const char *end = text.len ? memchr(text.at, 0x1c, text.len) : NULL;
	struct span before = { text.at, end ? (size_t)(end - text.at) :
		text.len };
	struct span after = span_from(text, before.len + 1);

	fuzz_assert(diff_lines(before, after, add_side, &sides) == sides.any);
	check_lines(before, &sides.before);
	check_lines(after, &sides.after);
	fuzz_assert(!diff_lines(before, before, NULL, NULL));
	buf_clear(&sides.before);
	buf_clear(&sides.after);
}

/* tor's manual page: its source, and as if it were formatted. */
static void run_manual(struct span text)
{
	struct pairs options = { 0 };
	struct buf found = BUF_INIT;

	tor_manual_options(text, &options);
	for (size_t i = 0; i < options.len; i++) {
		const struct pair *option = &options.items[i];

		fuzz_assert(*option->name && !strpbrk(option->name, " \t\n"));
		fuzz_assert(strlen(option->value) > 1 &&
			!strchr(option->value, '\n'));
	}
	if (tor_manual_find(text, options.len ? options.items[0].name : "Log",
		&found))
		fuzz_assert(found.len && found.data[found.len - 1] == '\n');
	buf_clear(&found);
	pairs_clear(&options);
}

static void (*const parsers[])(struct span text) = {
	run_escape,     /* a */
	run_cells,      /* b */
	run_json,       /* c */
	run_encode,     /* d */
	run_ip,         /* e */
	run_address,    /* f */
	run_socks_port, /* g */
	run_peer,       /* h */
	run_onion_key,  /* i */
	run_onion_port, /* j */
	run_names,      /* k */
	run_arguments,  /* l */
	run_items,      /* m */
	run_alias,      /* n */
	run_settings,   /* o */
	run_pattern,    /* p */
	run_diff,       /* q */
	run_netdb,      /* r */
	run_manual,     /* s */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = fuzz_input(data, size);
	size_t parser = (size_t)(fuzz_byte(&input) - 'a');

	setenv("LC_ALL", "C.UTF-8", 1);
	parsers[parser % (sizeof(parsers) / sizeof(*parsers))](input);
	return 0;
}
