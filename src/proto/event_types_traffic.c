/* Descriptions of event types: bytes, cells and times. */
#include "proto/event_types.h"

const struct event_type event_types_traffic[] = {
	{
		.name = "BW",
		.place = 5,
		.summary = "bytes read and written in the last second",
		.example = "61440 2048",
		.positions = FIELDS(
			{ "READ", "read", EVENT_NUMBER, "bytes" },
			{ "WRITTEN", "written", EVENT_NUMBER, "bytes" },
		),
		.shown = "read {read:bytes}/s, written {written:bytes}/s",
	},
	{
		.name = "STREAM_BW",
		.place = 19,
		.summary = "bytes written and read by each stream",
		.example = "31 512 61440 2026-01-02T03:04:05.678901",
		.positions = FIELDS(
			{ "ID", "id", EVENT_STRING, "the stream" },
			{ "WRITTEN", "written", EVENT_NUMBER,
				"bytes written by the application" },
			{ "READ", "read", EVENT_NUMBER,
				"bytes read by the application" },
			{ "TIME", "tor_time", EVENT_STRING, "UTC", true },
		),
		.shown = "stream {id} read {read:bytes}, written "
			"{written:bytes}",
	},
	{
		.name = "CIRC_BW",
		.place = 27,
		.summary = "bytes read and written on each circuit",
		.example = "ID=12 READ=61440 WRITTEN=2048 "
			"TIME=2026-01-02T03:04:05.678901 "
			"DELIVERED_READ=59000 OVERHEAD_READ=320 "
			"DELIVERED_WRITTEN=498 OVERHEAD_WRITTEN=0 SS=0 "
			"CWND=186 RTT=182 MIN_RTT=120",
		.keywords = FIELDS(
			{ "ID", "id", EVENT_STRING, "the circuit" },
			{ "READ", "read", EVENT_NUMBER, "bytes" },
			{ "WRITTEN", "written", EVENT_NUMBER, "bytes" },
			{ "TIME", "tor_time", EVENT_STRING, "UTC" },
			{ "DELIVERED_READ", "delivered_read", EVENT_NUMBER,
				"bytes delivered to streams" },
			{ "OVERHEAD_READ", "overhead_read", EVENT_NUMBER,
				"unused payload bytes in those cells" },
			{ "DELIVERED_WRITTEN", "delivered_written",
				EVENT_NUMBER, "bytes written by streams" },
			{ "OVERHEAD_WRITTEN", "overhead_written", EVENT_NUMBER,
				"unused payload bytes in those cells" },
			{ "SS", "ss", EVENT_NUMBER,
				"congestion control: 1 in slow start" },
			{ "CWND", "cwnd", EVENT_NUMBER,
				"congestion window, cells" },
			{ "RTT", "rtt", EVENT_NUMBER, "milliseconds" },
			{ "MIN_RTT", "min_rtt", EVENT_NUMBER, "milliseconds" },
		),
		.other = EVENT_NUMBER,
		.shown = "circuit {id} read {read:bytes}, written "
			"{written:bytes}[, round trip {rtt} ms]",
	},
	{
		.name = "CONN_BW",
		.place = 25,
		.summary = "bytes read and written on each connection (test "
			"networks only)",
		.example = "ID=7 TYPE=OR READ=61440 WRITTEN=2048",
		.keywords = FIELDS(
			{ "ID", "id", EVENT_STRING, "the connection" },
			{ "TYPE", "type", EVENT_STRING, "OR, DIR or EXIT" },
			{ "READ", "read", EVENT_NUMBER, "bytes" },
			{ "WRITTEN", "written", EVENT_NUMBER, "bytes" },
		),
		.shown = "connection {id}[ ({type})] read {read:bytes}, "
			"written {written:bytes}",
	},
	{
		.name = "CELL_STATS",
		.place = 26,
		.summary = "cells on each circuit (test networks only)",
		.example = "ID=12 OutboundQueue=3 OutboundConn=7 "
			"OutboundAdded=relay:4 OutboundRemoved=relay:4 "
			"OutboundTime=relay:20",
		.keywords = FIELDS(
			{ "ID", "id", EVENT_STRING, "the circuit" },
			{ "InboundQueue", "inbound_queue", EVENT_STRING,
				"circuit ID on the connection" },
			{ "InboundConn", "inbound_conn", EVENT_STRING,
				"the connection" },
			{ "InboundAdded", "inbound_added", EVENT_COUNTS,
				"cells added to the queue, by type" },
			{ "InboundRemoved", "inbound_removed", EVENT_COUNTS,
				"cells removed from the queue" },
			{ "InboundTime", "inbound_time", EVENT_COUNTS,
				"time in the queue, milliseconds" },
			{ "OutboundQueue", "outbound_queue", EVENT_STRING,
				"circuit ID on the outbound connection" },
			{ "OutboundConn", "outbound_conn", EVENT_STRING,
				"the connection" },
			{ "OutboundAdded", "outbound_added", EVENT_COUNTS,
				"cells added to the queue, by type" },
			{ "OutboundRemoved", "outbound_removed", EVENT_COUNTS,
				"cells removed from the queue" },
			{ "OutboundTime", "outbound_time", EVENT_COUNTS,
				"time in the queue, milliseconds" },
		),
		.other = EVENT_COUNTS,
		.shown = "[circuit {id} ][in: {inbound_removed:counts} ]"
			"[out: {outbound_removed:counts}]",
	},
	{
		.name = "TB_EMPTY",
		.summary = "a bandwidth limit was reached (older Tors, test "
			"networks only)",
		.example = "ORCONN ID=7 READ=100 WRITTEN=0 LAST=100",
		.positions = FIELDS(
			{ "BUCKET", "bucket", EVENT_STRING,
				"GLOBAL, RELAY or ORCONN" },
		),
		.keywords = FIELDS(
			{ "ID", "id", EVENT_STRING, "the connection" },
			{ "READ", "read", EVENT_NUMBER,
				"milliseconds the read bucket was empty" },
			{ "WRITTEN", "written", EVENT_NUMBER,
				"milliseconds the write bucket was empty" },
			{ "LAST", "last", EVENT_NUMBER,
				"milliseconds since the last refill" },
		),
		.shown = "{bucket}[ {id}][, could not read for {read} ms]"
			"[, could not write for {written} ms]",
	},
	{
		.name = "BUILDTIMEOUT_SET",
		.place = 22,
		.summary = "circuit build timeout changed",
		.example = "COMPUTED TOTAL_TIMES=124 TIMEOUT_MS=1815 "
			"XM=520 ALPHA=1.287000 CUTOFF_QUANTILE=0.800000 "
			"TIMEOUT_RATE=0.112000 CLOSE_MS=60000 "
			"CLOSE_RATE=0.008000",
		.positions = FIELDS(
			{ "TYPE", "type", EVENT_STRING, "COMPUTED, RESET, "
				"SUSPENDED, DISCARD or RESUME" },
		),
		.keywords = FIELDS(
			{ "TOTAL_TIMES", "total_times", EVENT_DECIMAL,
				"number of build times used" },
			{ "TIMEOUT_MS", "timeout_ms", EVENT_DECIMAL,
				"circuit build timeout, ms" },
			{ "XM", "xm", EVENT_DECIMAL, "Pareto's Xm, ms" },
			{ "ALPHA", "alpha", EVENT_DECIMAL, "Pareto's alpha" },
			{ "CUTOFF_QUANTILE", "cutoff_quantile", EVENT_DECIMAL,
				"quantile of build times used for the timeout" },
			{ "TIMEOUT_RATE", "timeout_rate", EVENT_DECIMAL,
				"fraction of circuits that timed out" },
			{ "CLOSE_MS", "close_ms", EVENT_DECIMAL,
				"time after which slow circuits are closed, "
					"ms" },
			{ "CLOSE_RATE", "close_rate", EVENT_DECIMAL,
				"fraction of circuits closed at that time" },
		),
		.other = EVENT_DECIMAL,
		.shown = "{type:words}[: timeout {timeout_ms} ms][, from "
			"{total_times} build times]",
	},
	{ .name = NULL },
};
