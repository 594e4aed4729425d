/* Formatting of sizes, ages and times. */
#include "util/format.h"

#include <time.h>

void format_add_bytes(struct buf *to, uint64_t bytes)
{
	static const char *const units[] = { "KiB", "MiB", "GiB", "TiB",
		"PiB", "EiB" };
	unsigned shift = 10;
	uint64_t tenths;

	if (bytes < 1000) {
		buf_print(to, "%u B", (unsigned)bytes);
		return;
	}
	for (;; shift += 10) {
		uint64_t one = (uint64_t)1 << shift;

		/*
		 * The remainder times ten fits into 64 bits; `bytes` times ten
		 * may not.
		 */
		tenths = (bytes >> shift) * 10 +
			(((bytes & (one - 1)) * 10 + one / 2) >> shift);
		/* 1000 KiB becomes 1.0 MiB: at most three digits. */
		if (tenths < 10000)
			break;
	}
	buf_print(to, "%u.%u %s", (unsigned)(tenths / 10),
		(unsigned)(tenths % 10), units[shift / 10 - 1]);
}

void format_add_age(struct buf *to, uint64_t seconds)
{
	enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };
	unsigned long long all = seconds;

	if (all < MINUTE)
		buf_print(to, "%llus", all);
	else if (all < HOUR)
		buf_print(to, "%llum%02llus", all / MINUTE, all % MINUTE);
	else if (all < DAY)
		buf_print(to, "%lluh%02llum", all / HOUR, all % HOUR / MINUTE);
	else
		buf_print(to, "%llud%02lluh", all / DAY, all % DAY / HOUR);
}

void format_add_time(struct buf *to, int64_t microseconds)
{
	time_t seconds = (time_t)(microseconds / 1000000);
	struct tm utc;
	char text[24];

	gmtime_r(&seconds, &utc);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &utc);
	buf_print(to, "%s.%03dZ", text, (int)(microseconds / 1000 % 1000));
}

void format_add_clock(struct buf *to, int64_t microseconds)
{
	time_t seconds = (time_t)(microseconds / 1000000);
	struct tm local;

	localtime_r(&seconds, &local);
	buf_print(to, "%02d:%02d:%02d", local.tm_hour, local.tm_min,
		local.tm_sec);
}
