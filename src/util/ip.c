/* IP addresses and prefixes. */
#include "util/ip.h"

#include <arpa/inet.h>
#include <string.h>

enum { IPV4_BYTES = 4, IPV6_BYTES = 16 };

static bool has_brackets(struct span text)
{
	return text.len > 2 && *text.at == '[' &&
		text.at[text.len - 1] == ']';
}

bool ip_read(struct span text, struct ip *ip)
{
	char string[INET6_ADDRSTRLEN];
	bool brackets = has_brackets(text);

	if (brackets)
		text = (struct span){ text.at + 1, text.len - 2 };
	if (text.len >= sizeof(string) || memchr(text.at, '\0', text.len))
		return false;
	memcpy(string, text.at, text.len);
	string[text.len] = '\0';
	*ip = (struct ip){ .len = IPV4_BYTES };
	if (brackets || inet_pton(AF_INET, string, ip->bytes) != 1) {
		*ip = (struct ip){ .len = IPV6_BYTES };
		if (inet_pton(AF_INET6, string, ip->bytes) != 1)
			return false;
	}
	ip->bits = ip->len * 8;
	return true;
}

bool ip_read_prefix(struct span text, struct ip *prefix)
{
	const char *slash = text.len ? memchr(text.at, '/', text.len) : NULL;
	unsigned long long bits;

	if (!slash)
		return text.len && ip_read(text, prefix);
	if (!span_number(span_from(text, (size_t)(slash + 1 - text.at)), &bits))
		return false;
	text.len = (size_t)(slash - text.at);
	if (!text.len || !ip_read(text, prefix) || bits > prefix->bits)
		return false;
	prefix->bits = (unsigned)bits;
	return true;
}

bool ip_read_endpoint(struct span text, struct ip *ip)
{
	size_t len = text.len;

	while (len && text.at[len - 1] != ':')
		len--;
	if (len < 2)
		return false;
	text.len = len - 1;
	return ip_read(text, ip);
}

bool ip_matches(const struct ip *ip, const struct ip *prefix)
{
	unsigned whole = prefix->bits / 8, rest = prefix->bits % 8;
	unsigned mask = 0xff00U >> rest & 0xffU;

	return ip->len == prefix->len &&
		!memcmp(ip->bytes, prefix->bytes, whole) && (!rest ||
		!((ip->bytes[whole] ^ prefix->bytes[whole]) & mask));
}
