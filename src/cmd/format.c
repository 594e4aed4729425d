/* Amounts as a person reads them. */
#include "cmd/format.h"

void format_add_bytes(struct buf *to, unsigned long long bytes)
{
	static const char units[] = "KMGTPE";
	const char *unit = units;
	unsigned long long tenths;

	if (bytes < 1000) {
		buf_print(to, "%llu B", bytes);
		return;
	}
	/* So that "1000.0 KiB" is "1.0 MiB", and nothing overflows. */
	while (bytes >= 1000ull * 1024 && unit[1]) {
		bytes /= 1024;
		unit++;
	}
	tenths = (bytes * 10 + 512) / 1024;
	buf_print(to, "%llu.%llu %ciB", tenths / 10, tenths % 10, *unit);
}
